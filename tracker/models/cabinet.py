"""Cabinet reports: what their authors typed, the council's templates, and reports as issued."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.papers import Audience, MakingState, PaperFormat, PaperKind
from tracker.models.base import (
    Base,
    CouncilRecord,
    Identified,
    belongs_to,
    has_many,
    short,
    within_council,
)
from tracker.models.people import Person
from tracker.models.plan import Plan


class WordTemplate(CouncilRecord, Base):
    """A Word file that the council's cabinet reports are written into, as it came.

    ``title`` says what it is for, such as "Cabinet" or "Scrutiny". ``storage_key`` is where the
    file store has it; ``size`` is in bytes.
    """

    __tablename__ = "word_template"

    title: Mapped[str] = short()
    name: Mapped[str] = short()
    size: Mapped[int]
    sha256: Mapped[str] = short(64)
    storage_key: Mapped[str] = short()
    added_by_id: Mapped[uuid.UUID | None]
    added_on: Mapped[date]
    removed_on: Mapped[date | None]

    added_by: Mapped[Person | None] = belongs_to("Person", "WordTemplate.added_by_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("added_by_id", "person"),
            Index("ix_word_template_standing", "council_id", "removed_on", "title"),
        )


class CabinetDraft(CouncilRecord, Base):
    """What only people know of a plan's next cabinet report; one for each plan, kept for the next.

    ``typed`` is the author's part and ``exempt`` the marks of exempt information, both as JSON
    (``reports.authors``, ``domain.exemption``). ``as_at`` is the day whose end the report tells
    of; without one it is the present day. Without a template the tracker's own is used.
    """

    __tablename__ = "cabinet_draft"

    plan_id: Mapped[uuid.UUID]
    typed: Mapped[str]
    exempt: Mapped[str]
    as_at: Mapped[date | None]
    word_template_id: Mapped[uuid.UUID | None]

    plan: Mapped[Plan] = belongs_to("Plan", "CabinetDraft.plan_id")
    word_template: Mapped[WordTemplate | None] = belongs_to(
        "WordTemplate", "CabinetDraft.word_template_id"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("plan_id", "plan"),
            within_council("word_template_id", "word_template"),
            UniqueConstraint("plan_id"),
        )


class IssuedReport(CouncilRecord, Base):
    """A cabinet report as it was issued; it never changes, and ``number`` counts a plan's from 1.

    ``material_key`` is where the file store has the text of what it was drawn from
    (``domain.report_material``), ``material_sha256`` what that adds up to, ``snapshot_sha256`` the
    digest of its snapshot, and ``seq`` the newest row of history that this knows. ``since_on`` is
    the day of the report before it. ``tells_of`` has the ids of the inspections in it, a line each,
    as an embargo that is set later hides what was issued, too. ``release`` names the tracker's
    version that made it: the same one makes the same bytes again.
    """

    __tablename__ = "issued_report"

    plan_id: Mapped[uuid.UUID]
    number: Mapped[int]
    title: Mapped[str] = short(300)
    as_at: Mapped[date]
    since_on: Mapped[date | None]
    seq: Mapped[int]
    snapshot_sha256: Mapped[str] = short(64)
    material_sha256: Mapped[str] = short(64)
    material_key: Mapped[str] = short()
    tells_of: Mapped[str]
    typed: Mapped[str]
    exempt: Mapped[str]
    word_template_id: Mapped[uuid.UUID | None]
    release: Mapped[str] = short(40)
    issued_at: Mapped[datetime]
    issued_on: Mapped[date]
    issued_by_id: Mapped[uuid.UUID | None]

    plan: Mapped[Plan] = belongs_to("Plan", "IssuedReport.plan_id")
    word_template: Mapped[WordTemplate | None] = belongs_to(
        "WordTemplate", "IssuedReport.word_template_id"
    )
    issued_by: Mapped[Person | None] = belongs_to("Person", "IssuedReport.issued_by_id")
    files: Mapped[list[IssuedFile]] = has_many(
        "IssuedFile",
        "issued_report_id",
        "IssuedReport",
        order_by="IssuedFile.audience, IssuedFile.format",
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("plan_id", "plan"),
            within_council("word_template_id", "word_template"),
            within_council("issued_by_id", "person"),
            UniqueConstraint("plan_id", "number"),
        )


class IssuedFile(CouncilRecord, Base):
    """One file of an issued report: for whom it is, its format, its bytes' SHA-256 and place."""

    __tablename__ = "issued_file"
    history_subject = "issued_report_id"

    issued_report_id: Mapped[uuid.UUID]
    plan_id: Mapped[uuid.UUID]
    audience: Mapped[Audience]
    format: Mapped[PaperFormat]
    name: Mapped[str] = short()
    size: Mapped[int]
    sha256: Mapped[str] = short(64)
    storage_key: Mapped[str] = short()

    issued_report: Mapped[IssuedReport] = belongs_to(
        "IssuedReport", "IssuedFile.issued_report_id", overlaps="files"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("issued_report_id", "issued_report"),
            within_council("plan_id", "plan"),
            UniqueConstraint("issued_report_id", "audience", "format"),
        )


class PaperJob(Identified, Base):
    """A paper whose files are still to be made: operational, without history.

    ``record_id`` is what it belongs to, by ``kind``. ``steps_done`` of ``steps`` files are made.
    ``taken_at`` is when a worker last took it up, for the ``attempts``-th time; ``fault`` is what
    then stood in the way, in a sentence.
    """

    __tablename__ = "paper_job"

    council_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("council.id"))
    kind: Mapped[PaperKind]
    record_id: Mapped[uuid.UUID]
    state: Mapped[MakingState]
    steps_done: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    fault: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("kind", "record_id"),
        Index("ix_paper_job_state", "state", "created_at"),
    )
