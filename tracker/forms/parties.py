"""Who is meant: a person, a post or a member chosen from one list, or a name that is typed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.domain.errors import RuleError
from tracker.forms.base import PageForm
from tracker.forms.fields import offer
from tracker.presenters.notes import MEMBER
from tracker.presenters.ownership import PERSON, POST


@dataclass(frozen=True)
class Party:
    """A person, a post, or somebody known by name alone; or nobody."""

    person_id: uuid.UUID | None = None
    post_id: uuid.UUID | None = None
    name: str | None = None


class PartiesForm(PageForm):
    """A form that asks who: what a rule says of a person, a post or a name is shown at its list."""

    def refuse(self, error: RuleError) -> None:
        """A rule names a column, such as ``put_to_post_id``; its list is ``put_to``."""
        field = error.field
        for end in ("_post_id", "_id", "_name"):
            if field and field not in self and field.endswith(end):
                field = field.removesuffix(end)
        super().refuse(RuleError(error.sentence, field=field))

    def offer_parties(
        self, name: str, choices: Iterable[tuple[str, str]], *, only: str = ""
    ) -> None:
        """Offer the choices of ``presenters.notes.party_choices``; ``only`` one kind of them."""
        offer(self[name], [each for each in choices if not only or each[0].startswith(only)])

    def party(self, name: str, members: Mapping[str, str] | None = None) -> Party:
        """Who was chosen in the list ``name``, or typed beside it; ``members`` are names by id."""
        typed = self[f"{name}_name"].data if f"{name}_name" in self else None
        kind, _, identifier = (self[name].data or "").partition(":")
        match kind:
            case "post" if kind == POST:
                return Party(post_id=uuid.UUID(identifier), name=typed)
            case "person" if kind == PERSON:
                return Party(person_id=uuid.UUID(identifier), name=typed)
            case "member" if kind == MEMBER:
                return Party(name=(members or {}).get(identifier))
        return Party(name=typed)
