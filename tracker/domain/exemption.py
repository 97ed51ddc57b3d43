"""Exempt information: what a report's public version withholds, and under which paragraph.

Local Government Act 1972, section 100I and Schedule 12A, part 1, paragraphs 1 to 7 (as they stand
for England since 2006). A council may keep such information from the public where that is in the
public's interest; the public version says under which paragraph it did.
"""

from __future__ import annotations

import dataclasses
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final, TypeVar

from tracker.domain.picture import Picture
from tracker.domain.snapshot import PlanSnapshot, lists_of

EXEMPT_PARAGRAPHS: Final[Mapping[int, str]] = MappingProxyType(
    {
        1: "about an individual",
        2: "likely to reveal who an individual is",
        3: "about the financial or business affairs of a person or the authority",
        4: "about consultations or negotiations over labour relations",
        5: "legally privileged",
        6: "about a notice, order or direction that the authority proposes",
        7: "about preventing, investigating or prosecuting crime",
    }
)
"""The paragraphs of Schedule 12A, part 1, each by what the information is."""

P = TypeVar("P", bound=Picture)

_ALWAYS_TOLD: Final = frozenset({"reference", "sort_key"})


@dataclass(frozen=True)
class Marks:
    """What is exempt, and under which paragraph (1 to 7).

    ``passages`` are paragraphs of the report by the key of their words: one whose words have
    changed since is not marked any more. ``actions`` are actions with all that is told of them.
    """

    passages: Mapping[str, int] = field(default_factory=dict)
    actions: Mapping[uuid.UUID, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.passages or self.actions)


def marks_text(marks: Marks) -> str:
    """The text in which marks are kept: canonical JSON."""
    actions = {str(key): number for key, number in marks.actions.items()}
    kept = {"v": 1, "passages": dict(marks.passages), "actions": actions}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"))


def marks_from(text: str | None) -> Marks:
    """The marks that ``marks_text`` wrote; none of an empty text."""
    if not text:
        return Marks()
    kept = json.loads(text)
    actions = {uuid.UUID(key): number for key, number in kept["actions"].items()}
    return Marks(kept["passages"], actions)


def withheld_words(paragraph: int) -> str:
    """The sentence that stands in the public version in place of what is withheld."""
    return (
        f"Withheld: exempt information under paragraph {paragraph} of Part 1 of Schedule 12A to "
        f"the Local Government Act 1972 ({EXEMPT_PARAGRAPHS[paragraph]})."
    )


def withheld_title(paragraph: int) -> str:
    """The few words that stand in place of an exempt action's title, in a table or a picture."""
    return f"Withheld: exempt, paragraph {paragraph}"


def without_exempt_actions(snapshot: PlanSnapshot, marked: Mapping[uuid.UUID, int]) -> PlanSnapshot:
    """The snapshot with the words of these actions withheld, and of all that hangs from them.

    References, dates and ratings stay, so that no figure of the public version differs; who owns
    such an action goes.
    """
    if not marked:
        return snapshot
    kept: dict[str, Any] = {
        name: tuple(_withheld(one, marked) for one in found if not _is_owner(one, marked))
        for name, found in lists_of(snapshot).items()
    }
    return replace(snapshot, **kept)


def _action_of(picture: Picture) -> uuid.UUID | None:
    if picture.record_type == "action":
        return picture.id
    return getattr(picture, "action_id", None)


def _is_owner(picture: Picture, marked: Mapping[uuid.UUID, int]) -> bool:
    return picture.record_type == "ownership" and _action_of(picture) in marked


def _withheld(picture: P, marked: Mapping[uuid.UUID, int]) -> P:
    paragraph = marked.get(_action_of(picture) or picture.id)
    if paragraph is None:
        return picture
    # Every text goes, whatever its name, so that a column to come is withheld as well; and words
    # stand in its place, as what is counted may be whether there is any.
    texts = (one.name for one in dataclasses.fields(picture))
    words = withheld_title(paragraph)
    changes: Any = {
        name: words
        for name in texts
        if type(getattr(picture, name)) is str and name not in _ALWAYS_TOLD
    }
    return replace(picture, **changes)
