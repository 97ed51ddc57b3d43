"""What becomes of open requests for a due date when their action ends or its plan does."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.vocabulary import DateChangeState
from tracker.models import Action, DateChange, Plan
from tracker.services.deeds import council_of


def withdraw_requests_for(
    session: Session, actions: Collection[Action], note: str, *, by: Actor, on: date
) -> None:
    """Withdraw the open requests of actions that are taken out, as part of that deed."""
    ids = sorted(action.id for action in actions)
    _withdraw(session, DateChange.action_id.in_(ids), note, by=by, on=on)


def withdraw_requests_in(session: Session, plan: Plan, note: str, *, by: Actor, on: date) -> None:
    """Withdraw the open requests of a plan that is closed, as part of that deed."""
    of_plan = select(Action.id).where(Action.plan_id == plan.id)
    _withdraw(session, DateChange.action_id.in_(of_plan), note, by=by, on=on)


def _withdraw(
    session: Session, which: ColumnElement[bool], note: str, *, by: Actor, on: date
) -> None:
    query = select(DateChange).where(
        DateChange.council_id == council_of(by),
        DateChange.state == DateChangeState.REQUESTED,
        which,
    )
    for change in session.scalars(query.order_by(DateChange.id)):
        change.state = DateChangeState.WITHDRAWN
        change.decision_note = note
        change.decided_on = on
        change.decided_by_id = by.person_id
