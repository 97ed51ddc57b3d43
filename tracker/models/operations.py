"""Operational tables: they serve the running of the tracker and bear no history."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Identified, short


class OutboxMail(Identified, Base):
    """A mail that waits in the commit of the deed that asked for it, until the worker sends it.

    ``calendar`` is what a calendar program reads of it, as iCalendar (RFC 5545).
    """

    __tablename__ = "outbox_mail"

    council_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("council.id"))
    recipient: Mapped[str] = short(254)
    subject: Mapped[str] = short(200)
    body: Mapped[str]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    # Last, as in a database that had the table before.
    calendar: Mapped[str | None] = mapped_column(sort_order=1)

    __table_args__ = (Index("ix_outbox_mail_sent_at", "sent_at"),)


class SearchEntry(Base):
    """What search reads: one row a record, kept current by the recording listener.

    ``leads_to_id`` is the action or recommendation on whose page a record without one is read.
    """

    __tablename__ = "search_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("council.id"))
    record_type: Mapped[str] = short(60)
    record_id: Mapped[uuid.UUID]
    plan_id: Mapped[uuid.UUID | None]
    inspection_id: Mapped[uuid.UUID | None]
    reference: Mapped[str] = short(60)
    title: Mapped[str]
    body: Mapped[str]
    # Last, as in a database that had the table before.
    leads_to_id: Mapped[uuid.UUID | None] = mapped_column(sort_order=1)

    __table_args__ = (
        UniqueConstraint("record_type", "record_id"),
        Index("ix_search_entry_reference", "council_id", "reference"),
    )
