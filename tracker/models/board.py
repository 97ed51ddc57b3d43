"""Boards, their members and meetings, and the steps of government intervention."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, Index, UniqueConstraint, and_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.board_vocabulary import STANDING_MEETINGS, BoardKind, BoardRole, MeetingState
from tracker.domain.vocabulary import InterventionKind
from tracker.models.base import (
    Base,
    CouncilRecord,
    belongs_to,
    has_many,
    short,
    within_council,
)
from tracker.models.people import Person, Tenure


class Board(CouncilRecord, Base):
    """A body that oversees the plan: improvement board, internal group, cabinet, scrutiny.

    ``quorum`` is how many voting members it needs to decide, ``meets_every`` the weeks from one
    meeting to the next, ``reports_to`` the board above it.
    """

    __tablename__ = "board"

    name: Mapped[str] = short()
    kind: Mapped[BoardKind]
    chair_id: Mapped[uuid.UUID | None]
    chair_note: Mapped[str | None] = short()
    terms: Mapped[str | None]
    ended_on: Mapped[date | None]
    # Last, as in a database that had the table before.
    quorum: Mapped[int | None] = mapped_column(sort_order=1)
    meets_every: Mapped[int | None] = mapped_column(sort_order=1)
    reports_to_id: Mapped[uuid.UUID | None] = mapped_column(sort_order=1)

    chair: Mapped[Person | None] = belongs_to("Person", "Board.chair_id")
    reports_to: Mapped[Board | None] = belongs_to(
        "Board", "Board.reports_to_id", remote_side="Board.id"
    )
    members: Mapped[list[BoardMember]] = has_many(
        "BoardMember", "board_id", "Board", order_by="BoardMember.id"
    )
    meetings: Mapped[list[Meeting]] = has_many(
        "Meeting", "board_id", "Board", order_by="Meeting.held_on, Meeting.id"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("chair_id", "person"),
            within_council("reports_to_id", "board"),
            UniqueConstraint("council_id", "name"),
            CheckConstraint("reports_to_id <> id", name="not_above_itself"),
        )


class BoardMember(Tenure, CouncilRecord, Base):
    """Somebody on a board from one day to another, both included.

    ``person`` is known here; a partner without an account is a ``name`` with an organisation and,
    for invitations, an address of mail.
    """

    __tablename__ = "board_member"
    history_subject = "board_id"

    board_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID | None]
    name: Mapped[str | None] = short()
    organisation: Mapped[str | None] = short()
    email: Mapped[str | None] = short(254)
    role: Mapped[BoardRole]
    is_voting: Mapped[bool]
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    removed_on: Mapped[date | None]

    board: Mapped[Board] = belongs_to("Board", "BoardMember.board_id", overlaps="members")
    person: Mapped[Person | None] = belongs_to("Person", "BoardMember.person_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("board_id", "board"),
            within_council("person_id", "person"),
            CheckConstraint("(person_id IS NULL) <> (name IS NULL)", name="person_or_name"),
            CheckConstraint("to_on >= from_on", name="dates_in_order"),
            Index("ix_board_member_board", "council_id", "board_id"),
            Index("ix_board_member_person", "council_id", "person_id"),
        )


class Meeting(CouncilRecord, Base):
    """A dated meeting of a board: announced, held, and its minutes agreed.

    ``start_time`` and ``end_time`` are times of day in London, such as "14:00". ``moved_from_on``
    is the day that was announced before it was last moved.
    """

    __tablename__ = "meeting"

    board_id: Mapped[uuid.UUID]
    held_on: Mapped[date]
    title: Mapped[str] = short()
    place: Mapped[str | None] = short()
    note: Mapped[str | None]
    removed_on: Mapped[date | None]
    # Last, as in a database that had the table before.
    state: Mapped[MeetingState] = mapped_column(
        sort_order=1, default=MeetingState.PUBLISHED, server_default=MeetingState.PUBLISHED.value
    )
    start_time: Mapped[str | None] = short(5, sort_order=1)
    end_time: Mapped[str | None] = short(5, sort_order=1)
    moved_from_on: Mapped[date | None] = mapped_column(sort_order=1)
    moved_because: Mapped[str | None] = mapped_column(sort_order=1)
    cancelled_because: Mapped[str | None] = mapped_column(sort_order=1)
    agreed_on: Mapped[date | None] = mapped_column(sort_order=1)

    board: Mapped[Board] = belongs_to("Board", "Meeting.board_id", overlaps="meetings")

    @hybrid_property
    def stands(self) -> bool:
        """Whether it takes place or took place, and is known: no draft, not cancelled or gone."""
        return self.removed_on is None and self.state in STANDING_MEETINGS

    @stands.inplace.expression
    @classmethod
    def _stands(cls) -> ColumnElement[bool]:
        return and_(cls.removed_on.is_(None), cls.state.in_(sorted(STANDING_MEETINGS)))

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
