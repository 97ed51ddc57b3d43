"""What surrounds a plan, as each record said it at one moment.

The council and its boards, the inspections with all that they said, and who holds which post. As in
``pictures.py``, fields are named after columns, and a new one has a default.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from tracker.domain.board_vocabulary import BoardKind, MeetingState
from tracker.domain.picture import Picture, Removable
from tracker.domain.vocabulary import (
    Addressee,
    FindingKind,
    InterventionKind,
    Response,
    Seniority,
    Urgency,
    VerdictKind,
)


@dataclass(frozen=True, kw_only=True)
class CouncilPicture(Picture):
    """What a council calls itself and its ratings."""

    record_type: ClassVar[str] = "council"

    name: str
    rating_words: str | None = None
    ons_code: str | None = None
    is_demonstration: bool = False
    names_from: Seniority | None = None


@dataclass(frozen=True, kw_only=True)
class RecommendationPicture(Removable):
    """A recommendation that an action answers or did, or of an inspection that the plan answers."""

    record_type: ClassVar[str] = "recommendation"

    inspection_id: uuid.UUID
    reference: str | None
    position: int
    text: str
    page: int | None
    paragraph: str | None
    kind: FindingKind
    urgency: Urgency | None
    response: Response | None
    addressee: Addressee


@dataclass(frozen=True, kw_only=True)
class InspectionPicture(Removable):
    """An inspection that the plan or one of its actions answers, or that looked back on one.

    ``not_before_on`` is its embargo, from which follows who may see what hangs from it.
    """

    record_type: ClassVar[str] = "inspection"

    framework: str
    kind: str
    title: str
    fieldwork_start_on: date
    fieldwork_end_on: date
    published_on: date | None
    not_before_on: date | None
    theme: str | None = None
    report_url: str | None = None
    lead_inspector: str | None = None
    found_good: str | None = None
    summary: str | None = None


@dataclass(frozen=True, kw_only=True)
class JudgementPicture(Removable):
    """A grade that one of these inspections gave."""

    record_type: ClassVar[str] = "judgement"

    inspection_id: uuid.UUID
    area: str
    grade: str
    position: int
    page: int | None = None


@dataclass(frozen=True, kw_only=True)
class ClockPicture(Removable):
    """A statutory clock that one of these inspections started."""

    record_type: ClassVar[str] = "clock"

    inspection_id: uuid.UUID
    label: str
    due_on: date
    done_on: date | None


@dataclass(frozen=True, kw_only=True)
class VerdictPicture(Removable):
    """What a later visit said of a recommendation; ``inspection_id`` is the visit.

    ``repeated_as_id`` is the visit's own recommendation that asks for the same again.
    """

    record_type: ClassVar[str] = "verdict"

    recommendation_id: uuid.UUID
    inspection_id: uuid.UUID
    verdict: VerdictKind
    repeated_as_id: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PostPicture(Picture):
    """A post that owns an action or answers for a priority, by its title of the time."""

    record_type: ClassVar[str] = "post"

    title: str
    closed_on: date | None = None
    seniority: Seniority | None = None


@dataclass(frozen=True, kw_only=True)
class PostHoldingPicture(Picture):
    """Somebody in a post that owns an action, from one day to another, both included."""

    record_type: ClassVar[str] = "post_holding"

    post_id: uuid.UUID
    person_id: uuid.UUID
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PersonPicture(Picture):
    """Somebody who owns, wrote or moved something or holds a post, by their name of the time."""

    record_type: ClassVar[str] = "person"

    name: str
    left_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class BoardPicture(Picture):
    """A board of the council; the plan names the one that oversees it."""

    record_type: ClassVar[str] = "board"

    name: str
    kind: BoardKind
    chair_id: uuid.UUID | None = None
    chair_note: str | None = None
    ended_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingPicture(Removable):
    """A meeting of one of the boards."""

    record_type: ClassVar[str] = "meeting"

    board_id: uuid.UUID
    title: str
    held_on: date
    # What later releases brought has here what a meeting from before them had.
    state: MeetingState = MeetingState.PUBLISHED


@dataclass(frozen=True, kw_only=True)
class OtherPlanPicture(Picture):
    """Another plan of the council: of it only which board is its own."""

    record_type: ClassVar[str] = "plan"

    board_id: uuid.UUID | None


@dataclass(frozen=True, kw_only=True)
class InterventionPicture(Removable):
    """A step of government intervention in the council."""

    record_type: ClassVar[str] = "intervention"

    kind: InterventionKind
    title: str
    from_on: date
    to_on: date | None
