"""Agendas: the items of a meeting that this actor may see, their papers, and one of each."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import allowed_sql, can
from tracker.access.shapes import AnyRow
from tracker.access.visibility import visible
from tracker.models import (
    AgendaItem,
    AgendaPaper,
    AgendaReader,
    Board,
    BoardMember,
    ForwardTheme,
    Meeting,
    MinuteCorrection,
    StandingItem,
)
from tracker.queries.errors import NotFound


@dataclass(frozen=True)
class AgendaSeen:
    """The items of an agenda that an actor may see, and the number of each item, seen or not."""

    items: Sequence[AgendaItem]
    numbers: Mapping[uuid.UUID, int]


def see_agenda(session: Session, actor: Actor, meeting_id: uuid.UUID) -> AgendaSeen:
    """An agenda in its order, with presenters, papers, readers and corrections: two statements.

    All items are read, as they are numbered together, and those that the actor may not see are
    left behind here.
    """
    person = joinedload(AgendaReader.member, innerjoin=True).joinedload(BoardMember.person)
    query = (
        select(AgendaItem)
        .where(
            AgendaItem.meeting_id == meeting_id,
            AgendaItem.removed_on.is_(None),
            visible(actor, AgendaItem),
        )
        .options(
            joinedload(AgendaItem.meeting, innerjoin=True),
            joinedload(AgendaItem.presenter),
            joinedload(AgendaItem.presenter_post),
            joinedload(AgendaItem.papers),
            joinedload(AgendaItem.corrections).joinedload(MinuteCorrection.corrected_by),
            selectinload(AgendaItem.readers).options(person),
        )
        .order_by(AgendaItem.position, AgendaItem.id)
    )
    items = session.scalars(query).unique().all()
    return AgendaSeen(
        [item for item in items if can(actor, Permission.READ_AGENDA_ITEMS, item)],
        {item.id: number for number, item in enumerate(items, start=1)},
    )


def get_item(session: Session, actor: Actor, item_id: uuid.UUID) -> AgendaItem:
    """An item with its meeting, that one's board, its presenters, and its readers as members.

    Raises:
        NotFound: there is none that the actor may see, or it or its meeting was removed.
    """
    query = (
        select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.id == item_id,
            AgendaItem.removed_on.is_(None),
            Meeting.removed_on.is_(None),
            visible(actor, AgendaItem),
            allowed_sql(actor, Permission.READ_AGENDA_ITEMS),
        )
        .options(
            contains_eager(AgendaItem.meeting).joinedload(Meeting.board, innerjoin=True),
            joinedload(AgendaItem.presenter),
            joinedload(AgendaItem.presenter_post),
            selectinload(AgendaItem.readers).joinedload(AgendaReader.member, innerjoin=True),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such item")
    return found


def get_paper(session: Session, actor: Actor, paper_id: uuid.UUID) -> AgendaPaper:
    """A paper with its item, as ``get_item`` gives that.

    Raises:
        NotFound: there is none that the actor may see, or it, its item or meeting was removed.
    """
    query = select(AgendaPaper).where(
        AgendaPaper.id == paper_id,
        AgendaPaper.removed_on.is_(None),
        visible(actor, AgendaPaper),
    )
    found = session.scalars(query.options(joinedload(AgendaPaper.item))).one_or_none()
    if found is None:
        raise NotFound("No such paper")
    get_item(session, actor, found.item_id)
    return found


def list_standing_items(
    session: Session, actor: Actor, board_id: uuid.UUID
) -> Sequence[StandingItem]:
    """The items that new meetings of a board begin with, in their order."""
    query = select(StandingItem).where(
        StandingItem.board_id == board_id,
        StandingItem.removed_on.is_(None),
        visible(actor, StandingItem),
    )
    query = query.options(joinedload(StandingItem.presenter_post))
    return session.scalars(query.order_by(StandingItem.position, StandingItem.id)).all()


def get_standing_item(session: Session, actor: Actor, standing_id: uuid.UUID) -> StandingItem:
    """A standing item with its board.

    Raises:
        NotFound: there is none in the actor's council, or it was removed.
    """
    query = select(StandingItem).where(
        StandingItem.id == standing_id,
        StandingItem.removed_on.is_(None),
        visible(actor, StandingItem),
    )
    query = query.options(
        joinedload(StandingItem.board, innerjoin=True), joinedload(StandingItem.presenter_post)
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such standing item")
    return found


def list_themes(session: Session, actor: Actor, board_id: uuid.UUID) -> Sequence[AnyRow]:
    """A board's forward plan, the latest last, with the meeting that has each on its agenda.

    Rows are (id, title, note, month_on, meeting_id, held_on, meeting_title); the meeting is one
    that the actor may see.
    """
    placed = (
        select(AgendaItem.theme_id, func.min(AgendaItem.meeting_id).label("meeting_id"))
        .where(AgendaItem.removed_on.is_(None), AgendaItem.theme_id.is_not(None))
        .where(visible(actor, AgendaItem))
        .group_by(AgendaItem.theme_id)
        .subquery()
    )
    on = func.coalesce(placed.c.meeting_id, ForwardTheme.meeting_id)
    query = (
        select(
            ForwardTheme.id,
            ForwardTheme.title,
            ForwardTheme.note,
            ForwardTheme.month_on,
            Meeting.id.label("meeting_id"),
            Meeting.held_on,
            Meeting.title.label("meeting_title"),
        )
        .outerjoin(placed, placed.c.theme_id == ForwardTheme.id)
        .outerjoin(Meeting, (Meeting.id == on) & visible(actor, Meeting))
        .where(
            visible(actor, ForwardTheme),
            ForwardTheme.board_id == board_id,
            ForwardTheme.removed_on.is_(None),
        )
        .order_by(func.coalesce(ForwardTheme.month_on, Meeting.held_on), ForwardTheme.id)
    )
    return session.execute(query).all()


def get_theme(session: Session, actor: Actor, theme_id: uuid.UUID) -> ForwardTheme:
    """A theme with its board.

    Raises:
        NotFound: there is none in the actor's council, or it was removed.
    """
    query = select(ForwardTheme).where(
        ForwardTheme.id == theme_id,
        ForwardTheme.removed_on.is_(None),
        visible(actor, ForwardTheme),
    )
    query = query.options(joinedload(ForwardTheme.board, innerjoin=True))
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such theme")
    return found


def list_open_meetings(session: Session, actor: Actor, board_id: uuid.UUID) -> Sequence[AnyRow]:
    """The meetings of a board to come, drafts among them, as (id, held_on, title, board)."""
    query = (
        select(Meeting.id, Meeting.held_on, Meeting.title, Board.name.label("board"))
        .join(Board, Board.id == Meeting.board_id)
        .where(
            visible(actor, Meeting),
            Meeting.board_id == board_id,
            Meeting.removed_on.is_(None),
            Meeting.held_on >= actor.today,
        )
    )
    return session.execute(query.order_by(Meeting.held_on, Meeting.id)).all()
