"""Drafts of updates: what somebody has typed and not posted yet."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Identified, within_council


class UpdateDraft(Identified, Base):
    """An update as far as one person has typed it: operational, without history.

    ``fields`` is a JSON object of the form's fields and their texts. ``action_version`` is the
    version of the action that the person had before them when they typed.
    """

    __tablename__ = "update_draft"

    council_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("council.id"))
    action_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID]
    fields: Mapped[str]
    action_version: Mapped[int]
    saved_at: Mapped[datetime]

    __table_args__ = (
        within_council("action_id", "action"),
        within_council("person_id", "person"),
        UniqueConstraint("action_id", "person_id"),
        Index("ix_update_draft_person", "person_id", "saved_at"),
    )
