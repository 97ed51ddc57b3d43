"""Drafts of notes: what a clerk has typed at an item of a meeting and not saved yet."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Identified, within_council


class NoteDraft(Identified, Base):
    """The notes on one item of an agenda as far as one person has typed them: without history.

    ``fields`` is a JSON object of the form's fields and their texts. ``item_version`` is the
    version of the item that the person had before them when they typed.
    """

    __tablename__ = "note_draft"

    council_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("council.id"))
    item_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID]
    fields: Mapped[str]
    item_version: Mapped[int]
    saved_at: Mapped[datetime]

    __table_args__ = (
        within_council("item_id", "agenda_item"),
        within_council("person_id", "person"),
        UniqueConstraint("item_id", "person_id"),
    )
