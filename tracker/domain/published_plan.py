"""A plan as it is published: what was chosen for it, and the one text that is kept of it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tracker.domain.chain import canonical
from tracker.domain.snapshot import PlanSnapshot, from_plain, plainly

PUBLISHED_VERSION: Final = 1
"""Version of the stored text. A change of its shape raises this; ``from_text`` reads older ones."""


@dataclass(frozen=True)
class Choices:
    """What a reviewer decided: actions to withhold, and updates to show, each by its id."""

    withheld: frozenset[uuid.UUID] = frozenset()
    shown: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True, kw_only=True)
class PublishedPlan:
    """What is published of a plan: a snapshot with all taken out that is not shown.

    ``withheld`` are the actions of which only a line says that they are there. ``introduction`` is
    what the council says to the readers.
    """

    snapshot: PlanSnapshot
    withheld: frozenset[uuid.UUID]
    introduction: str


def choices_text(choices: Choices) -> str:
    """The text in which choices are kept: canonical JSON."""
    return canonical({"v": 1, "withheld": _ids(choices.withheld), "shown": _ids(choices.shown)})


def choices_from(text: str) -> Choices:
    """The choices that ``choices_text`` wrote; none of an empty text."""
    if not text:
        return Choices()
    kept: Mapping[str, list[str]] = json.loads(text)
    return Choices(*(frozenset(map(uuid.UUID, kept[name])) for name in ("withheld", "shown")))


def to_text(published: PublishedPlan) -> str:
    """The one text of what is published: canonical JSON."""
    return canonical(
        {
            "v": PUBLISHED_VERSION,
            "introduction": published.introduction,
            "withheld": _ids(published.withheld),
            "snapshot": plainly(published.snapshot),
        }
    )


def from_text(text: str) -> PublishedPlan:
    """What ``to_text`` wrote.

    Raises:
        ValueError: the text is of a later version than this tracker knows.
    """
    kept: dict[str, Any] = json.loads(text)
    if kept["v"] > PUBLISHED_VERSION:
        raise ValueError(f"A publication of version {kept['v']} is newer than this tracker")
    return PublishedPlan(
        snapshot=from_plain(kept["snapshot"]),
        withheld=frozenset(map(uuid.UUID, kept["withheld"])),
        introduction=kept["introduction"],
    )


def _ids(ids: Iterable[uuid.UUID]) -> list[str]:
    return sorted(map(str, ids))
