"""Slips in SQL: which moves put a date off, and which of them call an action in to its board.

Whether an action is called in is derived here and stored nowhere, so that a meeting that is added,
put off or removed takes the actions with it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from tracker.access.shapes import AnySelect
from tracker.access.visibility import Viewer, visible
from tracker.domain.vocabulary import DateChangeState
from tracker.models import Action, Board, DateChange, Meeting, Plan

CALLED_IN_FROM = 2
"""The slip from which on the board hears of each."""


def is_agreed_slip(change: Any) -> ColumnElement[bool]:
    """The change was agreed and put the date off: ``domain.slips.is_slip`` as a condition."""
    later = or_(change.to_on.is_(None), change.to_on > change.from_on)
    return and_(change.state == DateChangeState.AGREED, change.from_on.is_not(None), later)


def _slip_number() -> ColumnElement[int]:
    """Which slip of its action an agreed change is; those of merged actions count along."""
    other = aliased(DateChange)
    after = or_(
        other.decided_on > DateChange.decided_on,
        and_(other.decided_on == DateChange.decided_on, other.id > DateChange.id),
    )
    since = (
        select(func.count())
        .where(other.action_id == DateChange.action_id, is_agreed_slip(other), after)
        .correlate(DateChange)
        .scalar_subquery()
    )
    return Action.times_slipped - since


def call_ins(viewer: Viewer) -> AnySelect:
    """Second and later slips with the meeting that they are called in to.

    Each row has ``change_id``, ``action_id``, ``board`` (its name), ``meeting_id`` and ``held_on``.
    The meeting is the first of the plan's board after the day of the decision, or none where none
    is set. What that board agreed at a meeting of its own needs no call-in.
    """
    decided_at, next_one, meeting = aliased(Meeting), aliased(Meeting), aliased(Meeting)
    next_id = (
        select(next_one.id)
        .where(
            next_one.council_id == Plan.council_id,
            next_one.board_id == Plan.board_id,
            next_one.stands,
            next_one.held_on > DateChange.decided_on,
        )
        .order_by(next_one.held_on, next_one.id)
        .limit(1)
        .correlate(Plan, DateChange)
        .scalar_subquery()
    )
    return (
        select(
            DateChange.id.label("change_id"),
            DateChange.action_id.label("action_id"),
            Board.name.label("board"),
            meeting.id.label("meeting_id"),
            meeting.held_on.label("held_on"),
        )
        .join(Action, Action.id == DateChange.action_id)
        .join(Plan, Plan.id == Action.plan_id)
        .join(Board, Board.id == Plan.board_id)
        .outerjoin(decided_at, decided_at.id == DateChange.meeting_id)
        .outerjoin(meeting, meeting.id == next_id)
        .where(
            visible(viewer, DateChange),
            Action.removed_on.is_(None),
            Action.times_slipped >= CALLED_IN_FROM,
            is_agreed_slip(DateChange),
            _slip_number() >= CALLED_IN_FROM,
            or_(decided_at.id.is_(None), decided_at.board_id != Plan.board_id),
        )
    )
