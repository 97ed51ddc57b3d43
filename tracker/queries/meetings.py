"""Meetings of boards, and what was decided at them, as this actor may see it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import can
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.domain.board_vocabulary import MeetingState
from tracker.domain.vocabulary import DateChangeState
from tracker.models import Action, Board, BoardMember, DateChange, Meeting, Person, Plan
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of
from tracker.queries.recommendations import ids_in
from tracker.queries.slips import call_ins

FILTERS = ("board", "state", "step")
MOST_NEXT = 5
Values = tuple[str, ...]


def listing(actor: Actor) -> Listing:
    """What can be asked of the list of meetings on the actor's day, the latest first."""
    return Listing(
        filters={"board": _of_boards, "state": _in_states(actor.today), "step": _at_steps},
        sorts={
            "date": [Meeting.held_on],
            "board": [func.lower(Board.name), Meeting.held_on],
            "title": [func.lower(Meeting.title)],
        },
        default_sort="-date",
        tie_break=[Meeting.id],
    )


def _of_boards(values: Values) -> Condition | None:
    ids = ids_in(values)
    return Meeting.board_id.in_(ids) if ids else None


def _at_steps(values: Values) -> Condition | None:
    known = {state.value for state in MeetingState}
    chosen = [MeetingState(value) for value in values if value in known]
    return Meeting.state.in_(chosen) if chosen else None


def _in_states(today: date) -> Callable[[Values], Condition | None]:
    states: dict[str, Condition] = {
        "coming": Meeting.held_on >= today,
        "held": Meeting.held_on < today,
    }

    def condition(values: Values) -> Condition | None:
        chosen = [states[value] for value in values if value in states]
        return or_(*chosen) if chosen else None

    return condition


def _rows(actor: Actor) -> AnySelect:
    return (
        select(
            Meeting.id,
            Meeting.board_id,
            Meeting.held_on,
            Meeting.title,
            Meeting.place,
            Meeting.state,
            Meeting.start_time,
            Meeting.moved_from_on,
            Board.name.label("board"),
        )
        .join(Board, Board.id == Meeting.board_id)
        .where(visible(actor, Meeting), Meeting.removed_on.is_(None))
    )


def _rows_with_decisions(actor: Actor) -> AnySelect:
    # Counted once for all meetings: there may be far more date changes than meetings.
    moved = (
        select(DateChange.meeting_id, func.count().label("decisions"))
        .join(Action, Action.id == DateChange.action_id)
        .where(
            visible(actor, Action),
            DateChange.state == DateChangeState.AGREED,
            DateChange.meeting_id.is_not(None),
        )
        .group_by(DateChange.meeting_id)
        .subquery()
    )
    return (
        _rows(actor)
        .add_columns(func.coalesce(moved.c.decisions, 0).label("decisions"))
        .outerjoin(moved, moved.c.meeting_id == Meeting.id)
    )


def page_of_meetings(session: Session, actor: Actor, ask: Ask) -> Page[AnyRow]:
    """One page of the council's meetings."""
    rows = _rows_with_decisions(actor)
    return page_of(session, listing(actor), rows, ask, counted=_rows(actor))


def every_meeting(session: Session, actor: Actor, ask: Ask) -> Sequence[AnyRow]:
    """All meetings of the asked list, for an export."""
    return every_row(session, listing(actor), _rows_with_decisions(actor), ask)


def list_next_meetings(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The next meetings of whatever board that take place, from today on, the soonest first."""
    query = _rows(actor).where(Meeting.held_on >= actor.today, Meeting.stands)
    return session.execute(query.order_by(Meeting.held_on, Meeting.id).limit(MOST_NEXT)).all()


def find_next_meeting(session: Session, actor: Actor, board_id: uuid.UUID | None) -> AnyRow | None:
    """The first meeting of a board from today on, or None; of no board there is none."""
    if board_id is None:
        return None
    coming = (Meeting.board_id == board_id, Meeting.held_on >= actor.today)
    query = _rows(actor).where(*coming).order_by(Meeting.held_on, Meeting.id)
    return session.execute(query.limit(1)).one_or_none()


def list_meetings_of(session: Session, actor: Actor, board_id: uuid.UUID) -> Sequence[AnyRow]:
    """Every meeting of one board, the latest first."""
    query = _rows_with_decisions(actor).where(Meeting.board_id == board_id)
    return session.execute(query.order_by(Meeting.held_on.desc(), Meeting.id)).all()


def get_meeting(session: Session, actor: Actor, meeting_id: uuid.UUID) -> Meeting:
    """A meeting with its board: one statement.

    Raises:
        NotFound: the actor's council has no such meeting, or it was removed.
    """
    query = (
        select(Meeting)
        .where(Meeting.id == meeting_id, visible(actor, Meeting), Meeting.removed_on.is_(None))
        .options(joinedload(Meeting.board, innerjoin=True))
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such meeting")
    return found


def list_changes(session: Session, actor: Actor, meeting: Meeting) -> Sequence[AnyRow]:
    """The changes of due dates that concern a meeting, by plan and reference: one statement.

    Rows say whether the change ``was_decided`` there, and whether the slip ``is_called_in`` to it.
    """
    of_board = call_ins(actor).where(
        Plan.board_id == meeting.board_id, DateChange.decided_on < meeting.held_on
    )
    called = of_board.subquery("call_ins")
    is_called_in = DateChange.id.in_(
        select(called.c.change_id).where(called.c.meeting_id == meeting.id)
    )
    was_decided = func.coalesce(DateChange.meeting_id == meeting.id, false())
    query = (
        _changes(actor)
        .add_columns(
            Action.due_on,
            Action.first_due_on,
            Action.times_slipped,
            was_decided.label("was_decided"),
            is_called_in.label("is_called_in"),
        )
        .where(or_(was_decided, is_called_in))
    )
    order = (Plan.id, Action.sort_key, DateChange.decided_on, DateChange.id)
    return session.execute(query.order_by(*order)).all()


def _changes(actor: Actor) -> AnySelect:
    """Changes of due dates with their action, their plan and who decided."""
    return (
        select(
            DateChange.state,
            DateChange.from_on,
            DateChange.to_on,
            DateChange.to_text,
            DateChange.reason,
            DateChange.recovery,
            DateChange.decided_on,
            Action.id.label("action_id"),
            Action.reference,
            Action.title,
            Plan.title.label("plan"),
            Person.name.label("decider"),
        )
        .join(Action, Action.id == DateChange.action_id)
        .join(Plan, Plan.id == Action.plan_id)
        .outerjoin(Person, Person.id == DateChange.decided_by_id)
        .where(visible(actor, DateChange))
    )


def list_in_calendar(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The published meetings of the boards that the actor sits on today, oldest first.

    Whoever keeps the boards has those of all. A cancelled meeting is among them, and one that was
    taken out after it was published, so that calendar programs let go of it. Rows have the columns
    of a meeting that a calendar shows, and ``board``, its name.
    """
    query = (
        select(
            Meeting.id,
            Meeting.held_on,
            Meeting.title,
            Meeting.place,
            Meeting.state,
            Meeting.start_time,
            Meeting.end_time,
            Meeting.moved_from_on,
            Meeting.moved_because,
            Meeting.cancelled_because,
            Meeting.removed_on,
            Meeting.version,
            Board.name.label("board"),
        )
        .join(Board, Board.id == Meeting.board_id)
        .where(visible(actor, Meeting), Meeting.state != MeetingState.DRAFT)
    )
    if not can(actor, Permission.KEEP_BOARDS):
        own = select(BoardMember.board_id).where(
            BoardMember.person_id == actor.person_id,
            BoardMember.removed_on.is_(None),
            BoardMember.held_on(actor.today),
        )
        query = query.where(Meeting.board_id.in_(own))
    return session.execute(query.order_by(Meeting.held_on, Meeting.id)).all()
