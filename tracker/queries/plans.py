"""Plans, as this actor may see them, and the figures of a plan's overview."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.access.actor import Actor
from tracker.access.reader import FutureReader, prepared, reader_of, reading
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.domain.vocabulary import Delivery
from tracker.models import Action, Inspection, Plan, PlanInspection, Priority
from tracker.queries.actions import live_actions
from tracker.queries.concerns import CONCERNS, LOOSE, OVERVIEW
from tracker.queries.errors import NotFound


@prepared
def _plan(reader: FutureReader) -> AnySelect:
    return (
        select(Plan)
        .where(Plan.id == bindparam("plan_id"), visible(reader, Plan))
        .options(
            joinedload(Plan.board),
            selectinload(Plan.priorities.and_(Priority.removed_on.is_(None))),
        )
    )


def get_plan(session: Session, actor: Actor, plan_id: uuid.UUID) -> Plan:
    """A plan with its priorities and board: two statements.

    Raises:
        NotFound: there is none that this actor may see.
    """
    found = session.scalars(_plan(actor), reading(actor, plan_id=plan_id)).one_or_none()
    if found is None:
        raise NotFound("No such plan")
    return cast(Plan, found)


@prepared
def _answered(reader: FutureReader) -> AnySelect:
    return (
        select(Inspection.id, Inspection.title)
        .join(PlanInspection, PlanInspection.inspection_id == Inspection.id)
        .where(
            PlanInspection.plan_id == bindparam("plan_id"),
            PlanInspection.removed_on.is_(None),
            Inspection.removed_on.is_(None),
            visible(reader, Inspection),
        )
        .order_by(Inspection.fieldwork_start_on, Inspection.id)
    )


def list_answered_inspections(
    session: Session, actor: Actor, plan_id: uuid.UUID
) -> Sequence[AnyRow]:
    """The inspections that a plan answers, oldest first, as (id, title)."""
    return session.execute(_answered(actor), reading(actor, plan_id=plan_id)).all()


@dataclass
class Tally:
    """How many actions there are, by delivery rating and by concern."""

    total: int = 0
    by_delivery: dict[Delivery, int] = field(default_factory=dict)
    by_concern: dict[str, int] = field(default_factory=dict)

    def add(self, delivery: Delivery, row: Any, concerns: Sequence[str]) -> None:
        """Count a group of actions of one delivery rating."""
        self.total += row.total
        self.by_delivery[delivery] = self.by_delivery.get(delivery, 0) + row.total
        for name in concerns:
            self.by_concern[name] = self.by_concern.get(name, 0) + getattr(row, name)


@dataclass(frozen=True)
class Overview:
    """A plan's figures: in all, and by priority id (None for actions without one)."""

    whole: Tally
    by_priority: dict[uuid.UUID | None, Tally]


@prepared
def _overview(reader: FutureReader) -> AnySelect:
    counts = [func.count().filter(CONCERNS[name](reader)).label(name) for name in OVERVIEW]
    return (
        live_actions(reader)
        .where(Action.plan_id == bindparam("plan_id"))
        .with_only_columns(
            Action.priority_id, Action.delivery, func.count().label("total"), *counts
        )
        .group_by(Action.priority_id, Action.delivery)
    )


def overview_of(session: Session, actor: Actor, plan_id: uuid.UUID) -> Overview:
    """The figures of a plan's overview, in one pass over its actions."""
    overview = Overview(Tally(), {})
    for row in session.execute(_overview(actor), reading(actor, plan_id=plan_id)):
        overview.whole.add(row.delivery, row, OVERVIEW)
        overview.by_priority.setdefault(row.priority_id, Tally()).add(row.delivery, row, OVERVIEW)
    return overview


def count_loose(session: Session, actor: Actor, plan_id: uuid.UUID) -> AnyRow:
    """How many of a plan's actions hang loose, by the names of ``LOOSE``."""
    reader = reader_of(actor)
    counts = [func.count().filter(CONCERNS[name](reader)).label(name) for name in LOOSE]
    query = live_actions(actor, plan_id).with_only_columns(func.count().label("total"), *counts)
    return session.execute(query).one()
