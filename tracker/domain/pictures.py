"""The elements of a plan's picture: what each record of the plan itself said at one moment.

What surrounds a plan is in ``surroundings.py``. A new column is shown by one line here or there,
named as the column is. Give it a default, as payloads that are older than the column lack it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from tracker.domain.picture import Picture, Removable
from tracker.domain.vocabulary import (
    ClosingTest,
    DateChangeState,
    Delivery,
    EvidenceRating,
    ImpactRating,
    Marking,
    OwnershipRole,
    PlanStage,
    SuccessionKind,
)


@dataclass(frozen=True, kw_only=True)
class PlanPicture(Picture):
    """The plan itself."""

    record_type: ClassVar[str] = "plan"

    title: str
    revision: str
    phase: str | None
    stage: PlanStage
    purpose: str | None
    board_id: uuid.UUID | None
    adopted_on: date | None
    submitted_on: date | None
    closed_on: date | None


@dataclass(frozen=True, kw_only=True)
class AnswerPicture(Removable):
    """An inspection that the plan answers."""

    record_type: ClassVar[str] = "plan_inspection"

    plan_id: uuid.UUID
    inspection_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class PriorityPicture(Removable):
    """A head of the plan."""

    record_type: ClassVar[str] = "priority"

    letter: str
    sort_key: str
    title: str
    difference: str | None
    director_post_id: uuid.UUID | None


@dataclass(frozen=True, kw_only=True)
class ActionPicture(Removable):
    """An action with what its latest update says of it.

    ``removed_because`` is the reason that was given when it was removed, if it was.
    """

    record_type: ClassVar[str] = "action"

    priority_id: uuid.UUID | None
    reference: str
    sort_key: str
    title: str
    why: str | None
    success_measure: str | None
    start_on: date | None
    due_on: date | None
    due_text: str | None
    first_due_on: date | None
    times_slipped: int
    delivery: Delivery
    delivery_reason: str | None
    obstacle: str | None
    updated_on: date | None
    completed_on: date | None
    # What later releases brought has here what an action from before them had.
    recovery: str | None = None
    evidence_rating: EvidenceRating = EvidenceRating.NONE
    impact_rating: ImpactRating = ImpactRating.TOO_EARLY
    assured_delivery: Delivery | None = None
    assured_evidence: EvidenceRating | None = None
    assured_impact: ImpactRating | None = None
    assured_on: date | None = None
    closed_on: date | None = None
    removed_because: str | None = None


@dataclass(frozen=True, kw_only=True)
class OwnerPicture(Removable):
    """A post or a person that owns an action."""

    record_type: ClassVar[str] = "ownership"

    action_id: uuid.UUID
    post_id: uuid.UUID | None
    person_id: uuid.UUID | None
    role: OwnershipRole
    position: int
    from_on: date


@dataclass(frozen=True, kw_only=True)
class LinkPicture(Removable):
    """The link of an action to a recommendation that it answers.

    ``linked_on`` is the day on which it was first made, which history knows.
    """

    record_type: ClassVar[str] = "action_recommendation"

    action_id: uuid.UUID
    recommendation_id: uuid.UUID
    linked_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class MilestonePicture(Removable):
    """A step on the way to an action's end."""

    record_type: ClassVar[str] = "milestone"

    action_id: uuid.UUID
    title: str
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True, kw_only=True)
class DateChangePicture(Picture):
    """A due date that somebody asked to move, and what was decided."""

    record_type: ClassVar[str] = "date_change"

    action_id: uuid.UUID
    from_on: date | None
    to_on: date | None
    reason: str
    meeting_id: uuid.UUID | None
    state: DateChangeState
    to_text: str | None
    recovery: str | None
    requested_on: date
    requested_by_id: uuid.UUID | None
    decided_on: date | None
    decided_by_id: uuid.UUID | None
    decision_note: str | None


@dataclass(frozen=True, kw_only=True)
class SuccessionPicture(Picture):
    """An action that a later one took the place of, by a merge or a split."""

    record_type: ClassVar[str] = "succession"

    former_id: uuid.UUID
    successor_id: uuid.UUID
    kind: SuccessionKind


@dataclass(frozen=True, kw_only=True)
class UpdatePicture(Picture):
    """The update of an action that counted, with its words."""

    record_type: ClassVar[str] = "action_update"

    action_id: uuid.UUID
    author_id: uuid.UUID | None
    posted_at: datetime
    posted_on: date
    done: str
    next_steps: str | None
    obstacle: str | None
    delivery: Delivery
    delivery_reason: str | None
    corrects_id: uuid.UUID | None
    recovery: str | None = None
    impact_rating: ImpactRating | None = None


@dataclass(frozen=True, kw_only=True)
class EvidencePicture(Removable):
    """A piece of evidence of an action; its files are known by their own records."""

    record_type: ClassVar[str] = "evidence"

    action_id: uuid.UUID
    title: str
    shows: str
    place: str | None
    url: str | None
    marking: Marking
    checked_by_id: uuid.UUID | None
    checked_on: date | None
    check_again_on: date | None


@dataclass(frozen=True, kw_only=True)
class AssurancePicture(Picture):
    """What somebody outside the owners' line of management found of an action."""

    record_type: ClassVar[str] = "assurance"

    action_id: uuid.UUID
    assurer_id: uuid.UUID
    assured_at: datetime
    assured_on: date
    found: str
    delivery: Delivery
    evidence_rating: EvidenceRating
    impact_rating: ImpactRating
    reason: str | None
    recovery: str | None
    closing_test: ClosingTest | None


@dataclass(frozen=True, kw_only=True)
class ClosurePicture(Picture):
    """How an action was closed."""

    record_type: ClassVar[str] = "closure"

    action_id: uuid.UUID
    closed_on: date
    closed_by_id: uuid.UUID | None
    assurance_id: uuid.UUID | None
    decision: str | None
    decided_by_id: uuid.UUID | None
    meeting_id: uuid.UUID | None
