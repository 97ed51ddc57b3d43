"""Inspections of every kind, their judgements and the clocks that they start."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from tracker.models.base import (
    Base,
    CouncilRecord,
    belongs_to,
    has_many,
    short,
    within_council,
)

if TYPE_CHECKING:
    from tracker.models.recommendation import Recommendation
    from tracker.models.report import Report


class Inspection(CouncilRecord, Base):
    """An inspection, visit or review: what triggered the work.

    ``framework`` and ``kind`` are keys of the framework's YAML. ``not_before_on`` is the embargo:
    until that day only those who may see embargoed findings know of it. ``follows_id`` is the
    inspection that a re-inspection or a visit looks back to.
    """

    __tablename__ = "inspection"

    framework: Mapped[str] = short(60)
    kind: Mapped[str] = short(60)
    title: Mapped[str] = short()
    theme: Mapped[str | None] = short()
    fieldwork_start_on: Mapped[date]
    fieldwork_end_on: Mapped[date]
    received_on: Mapped[date | None]
    published_on: Mapped[date | None]
    not_before_on: Mapped[date | None]
    report_url: Mapped[str | None] = short(2000)
    lead_inspector: Mapped[str | None] = short()
    found_good: Mapped[str | None]
    summary: Mapped[str | None]
    follows_id: Mapped[uuid.UUID | None]
    removed_on: Mapped[date | None]

    follows: Mapped[Inspection | None] = belongs_to(
        "Inspection", "Inspection.follows_id", remote_side="Inspection.id"
    )
    judgements: Mapped[list[Judgement]] = has_many(
        "Judgement", "inspection_id", "Inspection", order_by="Judgement.position, Judgement.id"
    )
    recommendations: Mapped[list[Recommendation]] = has_many(
        "Recommendation",
        "inspection_id",
        "Inspection",
        order_by="Recommendation.position, Recommendation.id",
    )
    reports: Mapped[list[Report]] = has_many(
        "Report", "inspection_id", "Inspection", order_by="Report.id"
    )
    clocks: Mapped[list[Clock]] = has_many(
        "Clock", "inspection_id", "Inspection", order_by="Clock.due_on, Clock.id"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("follows_id", "inspection"),
            Index("ix_inspection_council", "council_id", "fieldwork_start_on"),
            Index(
                "ix_inspection_embargo",
                "council_id",
                "not_before_on",
                sqlite_where=text("not_before_on IS NOT NULL"),
                postgresql_where=text("not_before_on IS NOT NULL"),
            ),
            CheckConstraint("fieldwork_end_on >= fieldwork_start_on", name="dates_in_order"),
            CheckConstraint("follows_id <> id", name="not_own_follower"),
        )


class Judgement(CouncilRecord, Base):
    """A grade for one judgement area. The overall one is printed or absent; it is never derived."""

    __tablename__ = "judgement"
    history_subject = "inspection_id"

    inspection_id: Mapped[uuid.UUID]
    area: Mapped[str] = short(60)
    grade: Mapped[str] = short(60)
    position: Mapped[int]
    page: Mapped[int | None]
    removed_on: Mapped[date | None]

    inspection: Mapped[Inspection] = belongs_to(
        "Inspection", "Judgement.inspection_id", overlaps="judgements"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("inspection_id", "inspection"),
            UniqueConstraint("inspection_id", "area"),
        )


class Clock(CouncilRecord, Base):
    """A statutory clock: the date due is stored; what the rule computes only checks it."""

    __tablename__ = "clock"
    history_subject = "inspection_id"

    inspection_id: Mapped[uuid.UUID]
    rule: Mapped[str] = short(60)
    label: Mapped[str] = short()
    starts_on: Mapped[date]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    note: Mapped[str | None]
    removed_on: Mapped[date | None]

    inspection: Mapped[Inspection] = belongs_to(
        "Inspection", "Clock.inspection_id", overlaps="clocks"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("inspection_id", "inspection"),
            Index("ix_clock_council", "council_id", "due_on"),
        )
