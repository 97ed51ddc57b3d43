"""Updates: what an owner says of an action."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.vocabulary import Delivery, ImpactRating
from tracker.models.action import Action
from tracker.models.base import Base, CouncilRecord, belongs_to, within_council
from tracker.models.people import Person


class Update(CouncilRecord, Base):
    """What was done, what is next, what is in the way, and the owner's ratings.

    An update is never edited: a wrong one is corrected by a new one whose ``corrects_id`` points to
    it, and both stay visible. ``posted_on`` is the day it was posted, in Europe/London.
    """

    __tablename__ = "action_update"
    history_subject = "action_id"

    action_id: Mapped[uuid.UUID]
    author_id: Mapped[uuid.UUID | None]
    posted_at: Mapped[datetime]
    posted_on: Mapped[date]
    done: Mapped[str]
    next_steps: Mapped[str | None]
    obstacle: Mapped[str | None]
    delivery: Mapped[Delivery]
    delivery_reason: Mapped[str | None]
    corrects_id: Mapped[uuid.UUID | None]
    # Last, as in a database that had the table before. Updates from then say nothing of impact.
    recovery: Mapped[str | None] = mapped_column(sort_order=1)
    impact_rating: Mapped[ImpactRating | None] = mapped_column(sort_order=1)

    action: Mapped[Action] = belongs_to("Action", "Update.action_id")
    author: Mapped[Person | None] = belongs_to("Person", "Update.author_id")
    corrects: Mapped[Update | None] = belongs_to(
        "Update", "Update.corrects_id", remote_side="Update.id"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("action_id", "action"),
            within_council("author_id", "person"),
            within_council("corrects_id", "action_update"),
            Index("ix_action_update_action", "action_id", "posted_at", "id"),
            CheckConstraint("corrects_id <> id", name="not_own_correction"),
        )
