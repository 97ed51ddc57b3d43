"""Boards that oversee the plans, as this actor may see them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.vocabulary import PlanStage
from tracker.models import Board, Meeting, Person, Plan
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of

FILTERS = ("kind", "state")
Values = tuple[str, ...]


def listing(actor: Actor) -> Listing:
    """What can be asked of the list of boards on the actor's day; those that meet come first."""
    return Listing(
        filters={"kind": _of_kinds, "state": _in_states(actor.today)},
        sorts={
            "current": [~_meets(actor.today), func.lower(Board.name)],
            "name": [func.lower(Board.name)],
            "kind": [Board.kind, func.lower(Board.name)],
        },
        default_sort="current",
        tie_break=[Board.id],
    )


def _meets(today: date) -> Condition:
    """The board has not ended."""
    return or_(Board.ended_on.is_(None), Board.ended_on > today)


def _of_kinds(values: Values) -> Condition | None:
    known = {kind.value for kind in BoardKind}
    chosen = [BoardKind(value) for value in values if value in known]
    return Board.kind.in_(chosen) if chosen else None


def _in_states(today: date) -> Callable[[Values], Condition | None]:
    states: dict[str, Condition] = {"meets": _meets(today), "ended": Board.ended_on <= today}

    def condition(values: Values) -> Condition | None:
        chosen = [states[value] for value in values if value in states]
        return or_(*chosen) if chosen else None

    return condition


def _rows(actor: Actor) -> AnySelect:
    meetings = select(func.min(Meeting.held_on)).where(Meeting.board_id == Board.id, Meeting.stands)
    upcoming = meetings.where(Meeting.held_on >= actor.today)
    held = meetings.with_only_columns(func.max(Meeting.held_on)).where(
        Meeting.held_on < actor.today
    )
    plans = select(func.count()).where(Plan.board_id == Board.id, Plan.stage != PlanStage.CLOSED)
    return (
        select(
            Board.id,
            Board.name,
            Board.kind,
            Board.chair_note,
            Board.ended_on,
            Person.name.label("chair"),
            upcoming.correlate(Board).scalar_subquery().label("next_on"),
            held.correlate(Board).scalar_subquery().label("last_on"),
            plans.correlate(Board).scalar_subquery().label("plans"),
        )
        .outerjoin(Person, Person.id == Board.chair_id)
        .where(visible(actor, Board))
    )


def page_of_boards(session: Session, actor: Actor, ask: Ask) -> Page[AnyRow]:
    """One page of the council's boards."""
    return page_of(session, listing(actor), _rows(actor), ask)


def every_board(session: Session, actor: Actor, ask: Ask) -> Sequence[AnyRow]:
    """All boards of the asked list, for an export."""
    return every_row(session, listing(actor), _rows(actor), ask)


def get_board(session: Session, actor: Actor, board_id: uuid.UUID) -> Board:
    """A board with its chair and the board that it reports to: one statement.

    Raises:
        NotFound: the actor's council has no such board.
    """
    query = (
        select(Board)
        .where(Board.id == board_id, visible(actor, Board))
        .options(joinedload(Board.chair), joinedload(Board.reports_to))
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such board")
    return found


def list_overseen_plans(session: Session, actor: Actor, board_id: uuid.UUID) -> Sequence[AnyRow]:
    """The plans that the board oversees, oldest first, as (id, title, revision, stage)."""
    query = (
        select(Plan.id, Plan.title, Plan.revision, Plan.stage)
        .where(visible(actor, Plan), Plan.board_id == board_id)
        .order_by(Plan.id)
    )
    return session.execute(query).all()


def list_board_names(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The boards, by name, as (id, name, ended_on): those that have ended too, as they once met."""
    query = select(Board.id, Board.name, Board.ended_on).where(visible(actor, Board))
    return session.execute(query.order_by(func.lower(Board.name), Board.id)).all()


def list_reporting_boards(session: Session, actor: Actor, board_id: uuid.UUID) -> Sequence[AnyRow]:
    """The boards that report to this one, by name, as (id, name, ended_on)."""
    query = select(Board.id, Board.name, Board.ended_on).where(
        visible(actor, Board), Board.reports_to_id == board_id
    )
    return session.execute(query.order_by(func.lower(Board.name), Board.id)).all()


def list_governance(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The boards that meet today, by name, as (id, name, kind, reports_to_id)."""
    query = select(Board.id, Board.name, Board.kind, Board.reports_to_id).where(
        visible(actor, Board), _meets(actor.today)
    )
    return session.execute(query.order_by(func.lower(Board.name), Board.id)).all()
