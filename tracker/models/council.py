"""Councils and the organisations that answer for recommendations beside them."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.slips import FREEZE_DAYS
from tracker.domain.vocabulary import BodyKind, Seniority
from tracker.models.base import Base, CouncilRecord, Recorded, short


class Council(Recorded, Base):
    """A council that uses this installation; everything else hangs from one.

    ``freeze_days`` are the working days for which due dates are locked before a board meets.
    ``names_from`` is the lowest seniority of a post whose holder is named where a plan is
    published; without one nobody is.
    """

    __tablename__ = "council"

    slug: Mapped[str] = short(60, unique=True)
    name: Mapped[str] = short()
    short_name: Mapped[str] = short(60)
    ons_code: Mapped[str | None] = short(9)
    colour: Mapped[str] = short(7, default="#1d4f76")
    service_provider: Mapped[str | None] = short()
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    freeze_days: Mapped[int] = mapped_column(
        default=FREEZE_DAYS, server_default=str(FREEZE_DAYS), sort_order=1
    )
    # What it calls its ratings, as ``tracker.domain.ratings`` writes it. On the council itself, so
    # that every page has it with the sign-in. Last, as in a database that had the table before.
    rating_words: Mapped[str | None] = mapped_column(sort_order=1)
    names_from: Mapped[Seniority | None] = mapped_column(sort_order=1)

    @property
    def council_id(self) -> uuid.UUID:
        """A council's own history stands in its own chain."""
        return self.id


class Body(CouncilRecord, Base):
    """An organisation that answers for a recommendation: the council, a trust, a board."""

    __tablename__ = "body"

    name: Mapped[str] = short()
    kind: Mapped[BodyKind]
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            UniqueConstraint("council_id", "name"),
            CheckConstraint("to_on >= from_on", name="dates_in_order"),
        )


class BankHoliday(Recorded, Base):
    """A bank holiday in England proclaimed after the release; the installation's."""

    __tablename__ = "bank_holiday"

    day: Mapped[date] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(200))
