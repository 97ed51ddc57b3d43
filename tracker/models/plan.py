"""Improvement plans: what they answer, and their priorities."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.vocabulary import PlanStage
from tracker.models.base import (
    Base,
    CouncilRecord,
    belongs_to,
    has_many,
    short,
    within_council,
)
from tracker.models.board import Board
from tracker.models.inspection import Inspection
from tracker.models.people import Post


class Plan(CouncilRecord, Base):
    """An improvement plan; a council can run several at once."""

    __tablename__ = "plan"

    title: Mapped[str] = short()
    revision: Mapped[str] = short(40, default="1")
    phase: Mapped[str | None] = short(100)
    stage: Mapped[PlanStage] = mapped_column(default=PlanStage.DRAFT)
    purpose: Mapped[str | None]
    board_id: Mapped[uuid.UUID | None]
    adopted_on: Mapped[date | None]
    submitted_on: Mapped[date | None]
    closed_on: Mapped[date | None]

    board: Mapped[Board | None] = belongs_to("Board", "Plan.board_id")
    priorities: Mapped[list[Priority]] = has_many(
        "Priority", "plan_id", "Plan", order_by="Priority.sort_key, Priority.id"
    )
    inspections: Mapped[list[PlanInspection]] = has_many(
        "PlanInspection", "plan_id", "Plan", order_by="PlanInspection.id"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("board_id", "board"),
            Index("ix_plan_council", "council_id", "stage"),
        )


class PlanInspection(CouncilRecord, Base):
    """An inspection that a plan answers."""

    __tablename__ = "plan_inspection"
    history_subject = "plan_id"

    plan_id: Mapped[uuid.UUID]
    inspection_id: Mapped[uuid.UUID]
    removed_on: Mapped[date | None]

    plan: Mapped[Plan] = belongs_to("Plan", "PlanInspection.plan_id", overlaps="inspections")
    inspection: Mapped[Inspection] = belongs_to("Inspection", "PlanInspection.inspection_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("plan_id", "plan"),
            within_council("inspection_id", "inspection"),
            UniqueConstraint("plan_id", "inspection_id"),
            Index("ix_plan_inspection_inspection", "council_id", "inspection_id"),
        )


class Priority(CouncilRecord, Base):
    """A head of the plan: its letter, its title, and what will be different for children."""

    __tablename__ = "priority"

    plan_id: Mapped[uuid.UUID]
    letter: Mapped[str] = short(10)
    sort_key: Mapped[str] = short(120)
    title: Mapped[str] = short(300)
    difference: Mapped[str | None]
    director_post_id: Mapped[uuid.UUID | None]
    removed_on: Mapped[date | None]

    plan: Mapped[Plan] = belongs_to("Plan", "Priority.plan_id", overlaps="priorities")
    director_post: Mapped[Post | None] = belongs_to("Post", "Priority.director_post_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("plan_id", "plan"),
            within_council("director_post_id", "post"),
            Index("ix_priority_plan", "council_id", "plan_id"),
        )
