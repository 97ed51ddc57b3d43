"""Redactions: words that have to go from history, and who let them go."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from tracker.domain.vocabulary import RedactionDecision
from tracker.models.base import Base, CouncilRecord, belongs_to, has_many, short, within_council
from tracker.models.people import Person


class Redaction(CouncilRecord, Base):
    """That rows of one record's history be blanked: why, who asked, who decided.

    ``record_type`` and ``record_id`` are the record on whose page the history stands. The words
    themselves are kept nowhere. The chain takes an approved redaction as the voucher for the rows
    that it lacks (``tracker.domain.verification``).
    """

    __tablename__ = "redaction"
    history_subject = "record_id"

    record_type: Mapped[str] = short(60)
    record_id: Mapped[uuid.UUID]
    reason: Mapped[str]
    asked_by_id: Mapped[uuid.UUID]
    asked_on: Mapped[date]
    decision: Mapped[RedactionDecision | None]
    decided_by_id: Mapped[uuid.UUID | None]
    decided_on: Mapped[date | None]
    refusal: Mapped[str | None]

    asked_by: Mapped[Person] = belongs_to("Person", "Redaction.asked_by_id")
    decided_by: Mapped[Person | None] = belongs_to("Person", "Redaction.decided_by_id")
    rows: Mapped[list[RedactedRow]] = has_many(
        "RedactedRow", "redaction_id", "Redaction", order_by="RedactedRow.seq", viewonly=True
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("asked_by_id", "person"),
            within_council("decided_by_id", "person"),
            Index("ix_redaction_record", "council_id", "record_id"),
            CheckConstraint("decided_by_id <> asked_by_id", name="not_by_who_asked"),
        )


class RedactedRow(CouncilRecord, Base):
    """One row of the council's chain that a redaction is about, by its ``seq``.

    ``live_fields`` are the columns, with spaces between, in which the row's record still held the
    words when the redaction was asked for; what they hold goes with the row.
    """

    __tablename__ = "redacted_row"
    history_subject = "redaction_id"

    redaction_id: Mapped[uuid.UUID]
    seq: Mapped[int]
    live_fields: Mapped[str | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("redaction_id", "redaction"),
            UniqueConstraint("redaction_id", "seq"),
            Index("ix_redacted_row_seq", "council_id", "seq"),
        )
