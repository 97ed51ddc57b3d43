"""Assurance: what somebody outside the owner's line found, and how an action was closed."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.vocabulary import ClosingTest, Delivery, EvidenceRating, ImpactRating
from tracker.models.action import Action
from tracker.models.base import Base, CouncilRecord, belongs_to, within_council
from tracker.models.board import Meeting
from tracker.models.people import Person


class Assurance(CouncilRecord, Base):
    """The three ratings of somebody independent of the owner, and what they are built on.

    ``found`` says what was looked at and what it showed. ``reason`` and ``recovery`` stand where a
    rating asks for them. ``closing_test`` is set where a closed action is tested again. An
    assurance is never edited: a later one takes its place, and both stay to be read.
    """

    __tablename__ = "assurance"
    history_subject = "action_id"

    action_id: Mapped[uuid.UUID]
    assurer_id: Mapped[uuid.UUID]
    assured_at: Mapped[datetime]
    assured_on: Mapped[date]
    found: Mapped[str]
    delivery: Mapped[Delivery]
    evidence_rating: Mapped[EvidenceRating]
    impact_rating: Mapped[ImpactRating]
    reason: Mapped[str | None]
    recovery: Mapped[str | None]
    closing_test: Mapped[ClosingTest | None]

    action: Mapped[Action] = belongs_to("Action", "Assurance.action_id")
    assurer: Mapped[Person] = belongs_to("Person", "Assurance.assurer_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("action_id", "action"),
            within_council("assurer_id", "person"),
            Index("ix_assurance_action", "action_id", "assured_at", "id"),
            UniqueConstraint("action_id", "closing_test"),
        )


class Closure(CouncilRecord, Base):
    """How an action was closed: on an assurance, or by a decision to close without one.

    A decision names who took it and at which meeting. A closed action is never reopened.
    """

    __tablename__ = "closure"
    history_subject = "action_id"

    action_id: Mapped[uuid.UUID]
    closed_on: Mapped[date]
    closed_by_id: Mapped[uuid.UUID | None]
    assurance_id: Mapped[uuid.UUID | None]
    decision: Mapped[str | None]
    decided_by_id: Mapped[uuid.UUID | None]
    meeting_id: Mapped[uuid.UUID | None]
    # Last, as in a database that had the table before.
    decision_id: Mapped[uuid.UUID | None] = mapped_column(sort_order=1)

    action: Mapped[Action] = belongs_to("Action", "Closure.action_id")
    assurance: Mapped[Assurance | None] = belongs_to("Assurance", "Closure.assurance_id")
    closed_by: Mapped[Person | None] = belongs_to("Person", "Closure.closed_by_id")
    decided_by: Mapped[Person | None] = belongs_to("Person", "Closure.decided_by_id")
    meeting: Mapped[Meeting | None] = belongs_to("Meeting", "Closure.meeting_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("action_id", "action"),
            within_council("closed_by_id", "person"),
            within_council("assurance_id", "assurance"),
            within_council("decided_by_id", "person"),
            within_council("meeting_id", "meeting"),
            within_council("decision_id", "decision"),
            UniqueConstraint("action_id"),
            Index("ix_closure_meeting", "meeting_id"),
            CheckConstraint(
                "(assurance_id IS NULL) = "
                "(decision IS NOT NULL AND decided_by_id IS NOT NULL AND meeting_id IS NOT NULL)",
                name="assured_or_decided",
            ),
        )
