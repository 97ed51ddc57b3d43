"""What a board's pack shows, and nothing else: kept as one text, it makes the very same pack again.

It was read in one instant, under the lock of the council's history. Every element is a picture of
a record with the words that a reader needs of others, so that nothing has to be looked up later.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from tracker.domain.board_vocabulary import (
    AgendaKind,
    BoardRole,
    ChallengeState,
    MeetingState,
    Presence,
)
from tracker.domain.chain import canonical, plain
from tracker.domain.picture import Picture, picture_of
from tracker.domain.report_material import (
    ReportMaterial,
    material_from_plain,
    material_plainly,
)
from tracker.domain.surroundings import CouncilPicture

PACK_VERSION: Final = 1
"""Version of the stored text. A change of its shape raises this; ``from_text`` reads older ones."""


@dataclass(frozen=True, kw_only=True)
class MeetingFacts(Picture):
    """A meeting with the board's name and its chair's, or the note that stands for one."""

    board: str
    chair: str
    title: str
    held_on: date
    start_time: str | None
    end_time: str | None
    place: str | None
    state: MeetingState
    agreed_on: date | None


@dataclass(frozen=True, kw_only=True)
class ItemFacts(Picture):
    """An item of an agenda by its ``number`` in it; ``duration`` is in minutes."""

    meeting_id: uuid.UUID
    number: int
    title: str
    kind: AgendaKind
    presenter: str
    duration: int | None
    note: str | None
    minute: str | None
    is_restricted: bool


@dataclass(frozen=True, kw_only=True)
class PaperFacts(Picture):
    """A paper to an item: an address, or a file with its SHA-256; ``size`` is in bytes."""

    item_id: uuid.UUID
    title: str
    url: str | None
    name: str | None
    size: int | None
    sha256: str | None


@dataclass(frozen=True, kw_only=True)
class Attended(Picture):
    """A member of the last meeting's day, and whether they were there."""

    name: str
    organisation: str | None
    role: BoardRole
    presence: Presence | None
    substitute: str | None


@dataclass(frozen=True, kw_only=True)
class DecisionFacts(Picture):
    """What the last meeting decided; ``who`` carries it out."""

    item_id: uuid.UUID | None
    text: str
    who: str
    due_on: date | None
    closed_on: date | None
    note: str | None
    is_restricted: bool


@dataclass(frozen=True, kw_only=True)
class FollowUpFacts(Picture):
    """What the last meeting set to be done, or an earlier one that is open still."""

    item_id: uuid.UUID | None
    text: str
    who: str
    set_on: date
    due_on: date | None
    closed_on: date | None
    not_needed_because: str | None
    is_restricted: bool


@dataclass(frozen=True, kw_only=True)
class ChallengeFacts(Picture):
    """A challenge that is open, or was settled since the last pack, with its latest step."""

    item_id: uuid.UUID | None
    text: str
    state: ChallengeState
    raised_on: date
    raiser: str
    asked: str
    about: str
    due_on: date | None
    settled_on: date | None
    step_on: date | None
    step_by: str
    step_words: str | None
    is_restricted: bool


@dataclass(frozen=True, kw_only=True)
class CalledIn(Picture):
    """A slip that this meeting hears of: ``id`` is the action's."""

    reference: str
    title: str
    plan: str
    from_on: date | None
    to_on: date | None
    to_text: str | None
    reason: str
    recovery: str | None
    decided_on: date | None
    decider: str | None
    due_on: date | None
    first_due_on: date | None
    times_slipped: int


LISTS: Final[Mapping[str, type[Picture]]] = {
    "items": ItemFacts,
    "papers": PaperFacts,
    "attendance": Attended,
    "decisions": DecisionFacts,
    "follow_ups": FollowUpFacts,
    "challenges": ChallengeFacts,
    "called_in": CalledIn,
}
"""The lists of a pack's material, and what each holds, in the order in which it is shown."""


@dataclass(frozen=True, kw_only=True)
class PackMaterial:
    """All that a pack shows, as it was at ``frozen_at``.

    ``supersedes`` is the number of an earlier pack of the same meeting.

    ``statement`` is the signed head of the history at that instant (``domain.signing``), with its
    ``signature`` in base64 and the ``fingerprint`` of the key. ``since_number`` and ``since_on``
    name the pack that changes are told from; ``news_from`` is the day from which settled challenges
    and assurance results are told. ``items`` are those of both meetings.
    """

    council: CouncilPicture
    number: int
    supersedes: int | None
    superseded_because: str | None
    frozen_at: datetime
    as_at: date
    statement: str
    signature: str
    fingerprint: str
    since_number: int | None
    since_on: date | None
    news_from: date | None
    meeting: MeetingFacts
    last_meeting: MeetingFacts | None
    items: tuple[ItemFacts, ...] = ()
    papers: tuple[PaperFacts, ...] = ()
    attendance: tuple[Attended, ...] = ()
    decisions: tuple[DecisionFacts, ...] = ()
    follow_ups: tuple[FollowUpFacts, ...] = ()
    challenges: tuple[ChallengeFacts, ...] = ()
    called_in: tuple[CalledIn, ...] = ()
    plans: tuple[ReportMaterial, ...] = ()

    @property
    def is_restricted(self) -> bool:
        """Whether anything in it is for some members alone."""
        noted = any(one.is_restricted for one in self.notes)
        return noted or any(one.is_restricted for one in self.items)

    @property
    def notes(self) -> tuple[DecisionFacts | FollowUpFacts | ChallengeFacts, ...]:
        """What was noted at meetings or put to somebody: decisions, follow-ups and challenges."""
        return (*self.decisions, *self.follow_ups, *self.challenges)

    def agenda_of(self, meeting: MeetingFacts) -> list[ItemFacts]:
        """The items of one of the two meetings, in their order."""
        return [one for one in self.items if one.meeting_id == meeting.id]


HEADING: Final = (
    *("number", "supersedes", "superseded_because", "since_number"),
    *("statement", "signature", "fingerprint"),
)
"""Values of the first part that JSON has as they are."""


def parts_of(material: PackMaterial) -> dict[str, Any]:
    """The material in named parts, as values that JSON knows; each plan is a part by its id."""
    head = {
        **{name: getattr(material, name) for name in HEADING},
        "frozen_at": plain(material.frozen_at),
        **{name: plain(getattr(material, name)) for name in ("as_at", "since_on", "news_from")},
        "council": _values(material.council),
    }
    last = material.last_meeting
    return {
        "head": head,
        "meeting": _values(material.meeting),
        "last_meeting": _values(last) if last else None,
        **{name: [_values(one) for one in getattr(material, name)] for name in LISTS},
        "plans": [str(one.now.plan.id) for one in material.plans],
        **{_plan_key(one.now.plan.id): material_plainly(one) for one in material.plans},
    }


def _plan_key(plan_id: object) -> str:
    return f"plan {plan_id}"


def _values(picture: Picture) -> dict[str, Any]:
    return {name: plain(value) for name, value in vars(picture).items()}


def to_text(material: PackMaterial) -> str:
    """The one text of the material: canonical JSON."""
    return canonical({"v": PACK_VERSION, **parts_of(material)})


def from_text(text: str) -> PackMaterial:
    """The material that ``to_text`` wrote.

    Raises:
        ValueError: the text is of a later version than this tracker knows.
    """
    stored = json.loads(text)
    if stored["v"] > PACK_VERSION:
        raise ValueError(f"Pack material of version {stored['v']} is newer than this tracker")
    head, last = stored["head"], stored["last_meeting"]
    lists: dict[str, Any] = {
        name: tuple(picture_of(kind, one) for one in stored[name]) for name, kind in LISTS.items()
    }
    return PackMaterial(
        **{name: head[name] for name in HEADING},
        council=picture_of(CouncilPicture, head["council"]),
        frozen_at=datetime.fromisoformat(head["frozen_at"]),
        as_at=date.fromisoformat(head["as_at"]),
        since_on=_day(head["since_on"]),
        news_from=_day(head["news_from"]),
        meeting=picture_of(MeetingFacts, stored["meeting"]),
        last_meeting=picture_of(MeetingFacts, last) if last else None,
        plans=tuple(material_from_plain(stored[_plan_key(one)]) for one in stored["plans"]),
        **lists,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def digests_of(parts: Mapping[str, Any]) -> dict[str, str]:
    """The SHA-256 of each part's canonical text, by its name."""
    return {
        name: hashlib.sha256(canonical({"part": part}).encode()).hexdigest()
        for name, part in parts.items()
        if name != "v"
    }
