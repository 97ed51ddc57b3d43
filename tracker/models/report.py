"""Reports as they were received, and the drafts that are read out of them."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.vocabulary import DraftState
from tracker.models.base import (
    Base,
    CouncilRecord,
    Identified,
    belongs_to,
    short,
    within_council,
)

if TYPE_CHECKING:
    from tracker.models.inspection import Inspection
    from tracker.models.people import Person


class Report(CouncilRecord, Base):
    """A report as it came, kept whole: the file's name and kind, its bytes, what they add up to.

    ``storage_key`` is where the file store has it. ``inspection_id`` is set when its draft is
    accepted. The same bytes stand only once for each council.
    """

    __tablename__ = "report"

    name: Mapped[str] = short()
    media_type: Mapped[str] = short(120)
    size: Mapped[int]
    sha256: Mapped[str] = short(64)
    storage_key: Mapped[str] = short()
    inspection_id: Mapped[uuid.UUID | None]
    removed_on: Mapped[date | None]

    inspection: Mapped[Inspection | None] = belongs_to(
        "Inspection", "Report.inspection_id", overlaps="reports"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("inspection_id", "inspection"),
            Index("ix_report_inspection", "council_id", "inspection_id"),
            Index(
                "uq_report_standing",
                "council_id",
                "sha256",
                unique=True,
                sqlite_where=text("removed_on IS NULL"),
                postgresql_where=text("removed_on IS NULL"),
            ),
        )


class DraftOfReport(Identified, Base):
    """What is read out of a report until a person accepts it: operational, without history.

    ``as_read`` is the draft as the reader gave it and ``amended`` as people have left it, both as
    ``tracker.intake.serialising`` writes them. ``taken_at`` is when a worker last took it up, for
    the ``attempts``-th time; ``drawn_at`` is when the pictures of its pages were done. ``version``
    counts what people change, so that two who go through one draft meet; a worker's writing is no
    such change.
    """

    __tablename__ = "report_draft"

    council_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("council.id"))
    report_id: Mapped[uuid.UUID]
    state: Mapped[DraftState]
    pages_done: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0)
    refusal: Mapped[str | None]
    as_read: Mapped[str | None]
    amended: Mapped[str | None]
    created_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    drawn_at: Mapped[datetime | None]
    uploaded_by_id: Mapped[uuid.UUID | None]
    version: Mapped[int] = mapped_column(default=1)

    report: Mapped[Report] = belongs_to("Report", "DraftOfReport.report_id")
    uploaded_by: Mapped[Person | None] = belongs_to("Person", "DraftOfReport.uploaded_by_id")

    __table_args__ = (
        within_council("report_id", "report"),
        within_council("uploaded_by_id", "person"),
        UniqueConstraint("council_id", "id"),
        UniqueConstraint("report_id"),
        Index("ix_report_draft_state", "state", "created_at"),
        Index("ix_report_draft_council", "council_id", "created_at"),
    )
