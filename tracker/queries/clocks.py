"""Clocks of the council's inspections, as this actor may see them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.models import BankHoliday, Clock, Inspection
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of
from tracker.queries.recommendations import ids_in

FILTERS = ("state", "inspection")
Values = tuple[str, ...]


def listing(actor: Actor) -> Listing:
    """What can be asked of the list of clocks on the actor's day; those that run come first."""
    return Listing(
        filters={"state": _in_states(actor.today), "inspection": _of_inspections},
        sorts={
            "running": [Clock.done_on.is_not(None), Clock.due_on],
            "due": [Clock.due_on],
        },
        default_sort="running",
        tie_break=[Clock.id],
    )


def _in_states(today: date) -> Callable[[Values], Condition | None]:
    states: dict[str, Condition] = {
        "overdue": and_(Clock.done_on.is_(None), Clock.due_on < today),
        "running": and_(Clock.done_on.is_(None), Clock.due_on >= today),
        "done": Clock.done_on.is_not(None),
    }

    def condition(values: Values) -> Condition | None:
        chosen = [states[value] for value in values if value in states]
        return or_(*chosen) if chosen else None

    return condition


def _of_inspections(values: Values) -> Condition | None:
    ids = ids_in(values)
    return Clock.inspection_id.in_(ids) if ids else None


def _rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Clock.id,
            Clock.inspection_id,
            Clock.rule,
            Clock.label,
            Clock.starts_on,
            Clock.due_on,
            Clock.done_on,
            Clock.note,
            Clock.version,
            Inspection.title.label("inspection"),
            Inspection.framework,
            Inspection.not_before_on,
        )
        .join(Inspection, Inspection.id == Clock.inspection_id)
        .where(visible(actor, Clock), Clock.removed_on.is_(None), Inspection.removed_on.is_(None))
    )


def page_of_clocks(session: Session, actor: Actor, ask: Ask) -> Page[Row[Any]]:
    """One page of the council's clocks."""
    return page_of(session, listing(actor), _rows(actor), ask)


def every_clock(session: Session, actor: Actor, ask: Ask) -> Sequence[Any]:
    """All clocks of the asked list, for an export or a calendar."""
    return every_row(session, listing(actor), _rows(actor), ask)


def list_clocks_of(session: Session, actor: Actor, inspection_id: uuid.UUID) -> Sequence[Any]:
    """The clocks of one inspection, the first due first."""
    query = _rows(actor).where(Clock.inspection_id == inspection_id)
    return session.execute(query.order_by(Clock.due_on, Clock.id)).all()


def list_clocked_inspections(session: Session, actor: Actor) -> Sequence[Any]:
    """The inspections that have clocks, newest first, as (id, title)."""
    query = (
        select(Inspection.id, Inspection.title)
        .where(
            visible(actor, Inspection),
            Inspection.removed_on.is_(None),
            exists().where(Clock.inspection_id == Inspection.id, Clock.removed_on.is_(None)),
        )
        .order_by(Inspection.fieldwork_start_on.desc(), Inspection.id)
    )
    return session.execute(query).all()


def get_clock(session: Session, actor: Actor, clock_id: uuid.UUID) -> Clock:
    """A clock with its inspection: one statement.

    Raises:
        NotFound: there is none that this actor may see.
    """
    query = (
        select(Clock)
        .where(Clock.id == clock_id, visible(actor, Clock), Clock.removed_on.is_(None))
        .options(joinedload(Clock.inspection, innerjoin=True))
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such clock")
    return found


def list_proclaimed_holidays(session: Session) -> frozenset[date]:
    """The bank holidays that were proclaimed after the tracker's release."""
    return frozenset(session.scalars(select(BankHoliday.day)))
