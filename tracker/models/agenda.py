"""Agendas: what a board always looks at, what it plans to, and the items of each meeting."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.board_vocabulary import AgendaKind
from tracker.domain.vocabulary import ScanResult
from tracker.models.base import (
    Base,
    CouncilRecord,
    belongs_to,
    has_many,
    short,
    within_council,
)
from tracker.models.board import Board, BoardMember, Meeting
from tracker.models.people import Person, Post


class StandingItem(CouncilRecord, Base):
    """An item that every new meeting of a board begins with; ``duration`` is in minutes."""

    __tablename__ = "standing_item"
    history_subject = "board_id"

    board_id: Mapped[uuid.UUID]
    position: Mapped[int]
    title: Mapped[str] = short(300)
    kind: Mapped[AgendaKind]
    presenter_post_id: Mapped[uuid.UUID | None]
    presenter_note: Mapped[str | None] = short()
    duration: Mapped[int | None]
    removed_on: Mapped[date | None]

    board: Mapped[Board] = belongs_to("Board", "StandingItem.board_id")
    presenter_post: Mapped[Post | None] = belongs_to("Post", "StandingItem.presenter_post_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("board_id", "board"),
            within_council("presenter_post_id", "post"),
            Index("ix_standing_item_board", "council_id", "board_id"),
        )


class ForwardTheme(CouncilRecord, Base):
    """A theme that a board plans to look at: at its first meeting in a month, or at one meeting.

    ``month_on`` is the first day of the month.
    """

    __tablename__ = "forward_theme"
    history_subject = "board_id"

    board_id: Mapped[uuid.UUID]
    title: Mapped[str] = short(300)
    note: Mapped[str | None]
    month_on: Mapped[date | None]
    meeting_id: Mapped[uuid.UUID | None]
    removed_on: Mapped[date | None]

    board: Mapped[Board] = belongs_to("Board", "ForwardTheme.board_id")
    meeting: Mapped[Meeting | None] = belongs_to("Meeting", "ForwardTheme.meeting_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("board_id", "board"),
            within_council("meeting_id", "meeting"),
            CheckConstraint("(month_on IS NULL) <> (meeting_id IS NULL)", name="month_or_meeting"),
            Index("ix_forward_theme_board", "council_id", "board_id"),
        )


class AgendaItem(CouncilRecord, Base):
    """One item of a meeting's agenda, in the order of ``position``.

    It is presented by a person, a post or whoever ``presenter_note`` says. ``duration`` is in
    minutes; ``minute`` is what the minutes say of it. A restricted item is for ``readers`` and for
    those who keep the boards.
    """

    __tablename__ = "agenda_item"
    history_subject = "meeting_id"

    meeting_id: Mapped[uuid.UUID]
    position: Mapped[int]
    title: Mapped[str] = short(300)
    kind: Mapped[AgendaKind]
    presenter_id: Mapped[uuid.UUID | None]
    presenter_post_id: Mapped[uuid.UUID | None]
    presenter_note: Mapped[str | None] = short()
    duration: Mapped[int | None]
    note: Mapped[str | None]
    minute: Mapped[str | None]
    is_restricted: Mapped[bool] = mapped_column(default=False)
    theme_id: Mapped[uuid.UUID | None]
    removed_on: Mapped[date | None]

    meeting: Mapped[Meeting] = belongs_to("Meeting", "AgendaItem.meeting_id")
    presenter: Mapped[Person | None] = belongs_to("Person", "AgendaItem.presenter_id")
    presenter_post: Mapped[Post | None] = belongs_to("Post", "AgendaItem.presenter_post_id")
    readers: Mapped[list[AgendaReader]] = has_many(
        "AgendaReader", "item_id", "AgendaItem", order_by="AgendaReader.id"
    )
    papers: Mapped[list[AgendaPaper]] = has_many(
        "AgendaPaper", "item_id", "AgendaItem", order_by="AgendaPaper.id"
    )
    corrections: Mapped[list[MinuteCorrection]] = has_many(
        "MinuteCorrection", "item_id", "AgendaItem", order_by="MinuteCorrection.id"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("meeting_id", "meeting"),
            within_council("presenter_id", "person"),
            within_council("presenter_post_id", "post"),
            within_council("theme_id", "forward_theme"),
            CheckConstraint(
                "presenter_id IS NULL OR presenter_post_id IS NULL", name="one_presenter"
            ),
            Index("ix_agenda_item_meeting", "council_id", "meeting_id"),
        )


class AgendaReader(CouncilRecord, Base):
    """A member who may see a restricted item."""

    __tablename__ = "agenda_reader"
    history_subject = "meeting_id"

    item_id: Mapped[uuid.UUID]
    meeting_id: Mapped[uuid.UUID]
    member_id: Mapped[uuid.UUID]
    removed_on: Mapped[date | None]

    item: Mapped[AgendaItem] = belongs_to("AgendaItem", "AgendaReader.item_id", overlaps="readers")
    member: Mapped[BoardMember] = belongs_to("BoardMember", "AgendaReader.member_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("item_id", "agenda_item"),
            within_council("meeting_id", "meeting"),
            within_council("member_id", "board_member"),
            UniqueConstraint("item_id", "member_id"),
        )


class AgendaPaper(CouncilRecord, Base):
    """A paper to an item: an address of the web, or a file that the file store has.

    ``size`` is in bytes; ``storage_key`` is where the file store has it.
    """

    __tablename__ = "agenda_paper"
    history_subject = "meeting_id"

    item_id: Mapped[uuid.UUID]
    meeting_id: Mapped[uuid.UUID]
    title: Mapped[str] = short(300)
    url: Mapped[str | None] = short(2000)
    name: Mapped[str | None] = short()
    media_type: Mapped[str | None] = short(120)
    size: Mapped[int | None]
    sha256: Mapped[str | None] = short(64)
    storage_key: Mapped[str | None] = short()
    scan: Mapped[ScanResult | None]
    added_on: Mapped[date]
    removed_on: Mapped[date | None]

    item: Mapped[AgendaItem] = belongs_to("AgendaItem", "AgendaPaper.item_id", overlaps="papers")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("item_id", "agenda_item"),
            within_council("meeting_id", "meeting"),
            CheckConstraint("(url IS NULL) <> (storage_key IS NULL)", name="address_or_file"),
            Index("ix_agenda_paper_item", "council_id", "item_id"),
        )


class MinuteCorrection(CouncilRecord, Base):
    """What agreed minutes said of an item before they were corrected, and why, and by whom."""

    __tablename__ = "minute_correction"
    history_subject = "meeting_id"

    item_id: Mapped[uuid.UUID]
    meeting_id: Mapped[uuid.UUID]
    before: Mapped[str | None]
    after: Mapped[str]
    reason: Mapped[str]
    corrected_by_id: Mapped[uuid.UUID | None]
    corrected_on: Mapped[date]

    item: Mapped[AgendaItem] = belongs_to(
        "AgendaItem", "MinuteCorrection.item_id", overlaps="corrections"
    )
    corrected_by: Mapped[Person | None] = belongs_to("Person", "MinuteCorrection.corrected_by_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("item_id", "agenda_item"),
            within_council("meeting_id", "meeting"),
            within_council("corrected_by_id", "person"),
            Index("ix_minute_correction_item", "council_id", "item_id"),
        )
