"""Boards, their meetings, and the steps of government intervention."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from tracker.domain.vocabulary import BoardKind, InterventionKind
from tracker.models.base import (
    Base,
    CouncilRecord,
    belongs_to,
    has_many,
    short,
    within_council,
)
from tracker.models.people import Person


class Board(CouncilRecord, Base):
    """A body that oversees the plan: improvement board, internal group, cabinet, scrutiny."""

    __tablename__ = "board"

    name: Mapped[str] = short()
    kind: Mapped[BoardKind]
    chair_id: Mapped[uuid.UUID | None]
    chair_note: Mapped[str | None] = short()
    terms: Mapped[str | None]
    ended_on: Mapped[date | None]

    chair: Mapped[Person | None] = belongs_to("Person", "Board.chair_id")
    meetings: Mapped[list[Meeting]] = has_many(
        "Meeting", "board_id", "Board", order_by="Meeting.held_on, Meeting.id"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("chair_id", "person"),
            UniqueConstraint("council_id", "name"),
        )


class Meeting(CouncilRecord, Base):
    """A dated meeting of a board, so that a later deed can point to where it was decided."""

    __tablename__ = "meeting"

    board_id: Mapped[uuid.UUID]
    held_on: Mapped[date]
    title: Mapped[str] = short()
    place: Mapped[str | None] = short()
    note: Mapped[str | None]
    removed_on: Mapped[date | None]

    board: Mapped[Board] = belongs_to("Board", "Meeting.board_id", overlaps="meetings")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("board_id", "board"),
            Index("ix_meeting_board", "council_id", "board_id", "held_on"),
        )


class Intervention(CouncilRecord, Base):
    """A step of government intervention or one of its six-month reviews, dated."""

    __tablename__ = "intervention"

    kind: Mapped[InterventionKind]
    title: Mapped[str] = short()
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    description: Mapped[str | None]
    document_url: Mapped[str | None] = short(2000)
    removed_on: Mapped[date | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            Index("ix_intervention_council", "council_id", "from_on"),
            CheckConstraint("to_on >= from_on", name="dates_in_order"),
        )
