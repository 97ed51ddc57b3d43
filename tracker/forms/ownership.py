"""Who owns an action: one lead, a deputy and others, each a post or a person."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from types import new_class
from typing import Any, ClassVar

from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import OwnershipRole
from tracker.forms.base import PageForm
from tracker.forms.fields import Choices, hidden, offer, select
from tracker.presenters.ownership import POST, owner_key
from tracker.services.ownership import OwnerFields

EMPTY_ROWS = 5
MOST_ROWS = 60
_OTHER = re.compile(r"owner_([0-9]{1,2})")


class OwnersForm(PageForm):
    """The whole list of an action's owners. ``others`` names the selects after the first two."""

    version = hidden()
    lead = select("Lead", none="Nobody", hint="Answers for the action and is asked for updates")
    deputy = select("Deputy", none="Nobody")

    others: ClassVar[Sequence[str]] = ()
    overtaken = False

    def offer_owners(self, choices: Choices) -> None:
        """Offer posts and people, each as (key, words)."""
        for name in ("lead", "deputy", *self.others):
            offer(self[name], choices)

    def owners(self) -> list[OwnerFields]:
        """What the deed takes: the lead first, then the deputy, then the others."""
        roles = [("lead", OwnershipRole.LEAD), ("deputy", OwnershipRole.DEPUTY)]
        roles += [(name, OwnershipRole.OWNER) for name in self.others]
        return [_owner(self[name].data, role) for name, role in roles if self[name].data]

    def refuse(self, error: RuleError) -> None:
        """What is wrong with the list is shown at its first select."""
        field = "lead" if error.field == "owners" else error.field
        super().refuse(RuleError(error.sentence, field=field))

    def take_over(self, version: int) -> None:
        """Somebody changed the action meanwhile."""
        super().take_over(version)
        self.overtaken = True


def _owner(key: str, role: OwnershipRole) -> OwnerFields:
    kind, _, identifier = key.partition(":")
    known = uuid.UUID(identifier)
    if kind == POST:
        return OwnerFields(post_id=known, role=role)
    return OwnerFields(person_id=known, role=role)


def owners_form(standing: int, sent: Iterable[str] = ()) -> type[OwnersForm]:
    """The form with a row for each other owner and five empty ones.

    ``standing`` is how many others there are now, ``sent`` the names of the fields that a page
    sent: it may have been drawn when there were more.
    """
    numbers = [int(found[1]) for name in sent if (found := _OTHER.fullmatch(name))]
    rows = min(max([standing + EMPTY_ROWS, *numbers]), MOST_ROWS)
    fields: dict[str, Any] = {
        f"owner_{number}": select(f"Other owner {number}", none="Nobody")
        for number in range(1, rows + 1)
    }
    return new_class(
        "OwnersForm",
        (OwnersForm,),
        exec_body=lambda body: body.update(fields, others=tuple(fields)),
    )


def first_owners(owners: Sequence[OwnerFields]) -> Mapping[str, str]:
    """The form's values for the present owners, in their order."""
    shown: dict[str, str] = {}
    others = 0
    for owner in owners:
        name = owner.role.value
        if owner.role is OwnershipRole.OWNER:
            others += 1
            name = f"owner_{others}"
        shown[name] = owner_key(owner.post_id, owner.person_id)
    return shown
