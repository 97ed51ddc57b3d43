"""Plans, as this actor may see them, and the figures of a plan's overview."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Row, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.access.actor import Actor
from tracker.access.reader import FutureReader, prepared, reader_of, reading
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.domain.vocabulary import Delivery, PlanStage
from tracker.models import Action, Board, Inspection, Plan, PlanInspection, Priority
from tracker.queries.actions import live_actions
from tracker.queries.concerns import CONCERNS, LOOSE, OVERVIEW
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of
from tracker.queries.rows import read_rows


def _in_stages(values: tuple[str, ...]) -> Condition | None:
    known = {member.value for member in PlanStage}
    chosen = [PlanStage(value) for value in values if value in known]
    return Plan.stage.in_(chosen) if chosen else None


LISTING = Listing(
    filters={"stage": _in_stages},
    sorts={
        # Plans that are at work stand before those that are closed.
        "stage": [case((Plan.stage == PlanStage.CLOSED, 1), else_=0), func.lower(Plan.title)],
        "title": [func.lower(Plan.title)],
        "adopted": [Plan.adopted_on],
    },
    default_sort="stage",
    tie_break=[Plan.id],
)


def _rows(actor: Actor) -> AnySelect:
    """Plans with their board, and how many of their actions there are, are complete, are overdue.

    The actions are counted in one pass, whatever the number of plans.
    """
    reader = reader_of(actor)
    counts = (
        live_actions(reader)
        .with_only_columns(
            Action.plan_id,
            func.count().label("actions"),
            func.count().filter(Action.delivery == Delivery.COMPLETE).label("complete"),
            func.count().filter(CONCERNS["overdue"](reader)).label("overdue"),
        )
        .group_by(Action.plan_id)
        .subquery("counts")
    )
    return (
        select(
            Plan.id,
            Plan.title,
            Plan.revision,
            Plan.phase,
            Plan.stage,
            Plan.adopted_on,
            Plan.submitted_on,
            Plan.closed_on,
            Board.name.label("board"),
            func.coalesce(counts.c.actions, 0).label("actions"),
            func.coalesce(counts.c.complete, 0).label("complete"),
            func.coalesce(counts.c.overdue, 0).label("overdue"),
        )
        .outerjoin(Board, Board.id == Plan.board_id)
        .outerjoin(counts, counts.c.plan_id == Plan.id)
        .where(visible(actor, Plan))
    )


def page_of_plans(session: Session, actor: Actor, ask: Ask) -> Page[Row[Any]]:
    """One page of the council's plans."""
    counted = select(Plan.id).where(visible(actor, Plan))
    return page_of(session, LISTING, _rows(actor), ask, counted=counted)


def every_plan(session: Session, actor: Actor, ask: Ask) -> Sequence[AnyRow]:
    """All plans of the asked list, for an export."""
    return every_row(session, LISTING, _rows(actor), ask)


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


@dataclass(frozen=True)
class PlanFace:
    """As much of a plan as the head of its list of actions needs."""

    id: uuid.UUID
    council_id: uuid.UUID
    title: str
    stage: PlanStage
    priorities: Sequence[AnyRow]


@prepared
def _face(reader: FutureReader) -> AnySelect:
    of_plan = and_(Priority.plan_id == Plan.id, Priority.removed_on.is_(None))
    return (
        select(
            Plan.council_id,
            Plan.title.label("plan_title"),
            Plan.stage,
            Priority.id,
            Priority.letter,
            Priority.title,
        )
        .outerjoin(Priority, of_plan)
        .where(Plan.id == bindparam("plan_id"), visible(reader, Plan))
        .order_by(Priority.sort_key, Priority.id)
    )


def get_plan_face(session: Session, actor: Actor, plan_id: uuid.UUID) -> PlanFace:
    """A plan's title and stage with its priorities (id, letter, title), in one statement.

    Raises:
        NotFound: there is none that this actor may see.
    """
    rows = read_rows(session, _face(actor), reading(actor, plan_id=plan_id))
    if not rows:
        raise NotFound("No such plan")
    priorities = [row for row in rows if row.id is not None]
    face = rows[0]
    return PlanFace(plan_id, face.council_id, face.plan_title, face.stage, priorities)


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
    return read_rows(session, _answered(actor), reading(actor, plan_id=plan_id))


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
    for row in read_rows(session, _overview(actor), reading(actor, plan_id=plan_id)):
        overview.whole.add(row.delivery, row, OVERVIEW)
        overview.by_priority.setdefault(row.priority_id, Tally()).add(row.delivery, row, OVERVIEW)
    return overview


def count_loose(session: Session, actor: Actor, plan_id: uuid.UUID) -> AnyRow:
    """How many of a plan's actions hang loose, by the names of ``LOOSE``."""
    reader = reader_of(actor)
    counts = [func.count().filter(CONCERNS[name](reader)).label(name) for name in LOOSE]
    query = live_actions(actor, plan_id).with_only_columns(func.count().label("total"), *counts)
    return session.execute(query).one()


def list_references(session: Session, actor: Actor, plan_id: uuid.UUID) -> Sequence[AnyRow]:
    """Every reference of a plan with its action's priority, as (reference, priority_id).

    Those of removed actions are among them, as no reference is given twice, and so are those of
    actions that this actor may not see: a reference alone tells nothing.
    """
    query = select(Action.reference, Action.priority_id).where(
        Action.council_id == actor.council_id, Action.plan_id == plan_id
    )
    return session.execute(query.order_by(Action.sort_key, Action.id)).all()


def get_plan_with_answers(session: Session, actor: Actor, plan_id: uuid.UUID) -> Plan:
    """A plan with its links to inspections, removed ones among them: two statements.

    Raises:
        NotFound: there is none that this actor may see.
    """
    query = (
        select(Plan)
        .where(Plan.id == plan_id, visible(actor, Plan))
        .options(selectinload(Plan.inspections))
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such plan")
    return found


def list_answerable_inspections(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The inspections that a plan can answer, newest first, as (id, title, published_on)."""
    query = select(Inspection.id, Inspection.title, Inspection.published_on).where(
        visible(actor, Inspection), Inspection.removed_on.is_(None)
    )
    order = (Inspection.fieldwork_start_on.desc(), Inspection.id)
    return session.execute(query.order_by(*order)).all()


def list_overseers(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The boards that can oversee a plan: those that have not ended, by name, as (id, name)."""
    query = select(Board.id, Board.name).where(
        visible(actor, Board), or_(Board.ended_on.is_(None), Board.ended_on > actor.today)
    )
    return session.execute(query.order_by(func.lower(Board.name), Board.id)).all()
