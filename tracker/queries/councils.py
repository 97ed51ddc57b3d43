"""Councils of the installation, and what a council's page tells at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import allowed_sql
from tracker.access.predicates import owns_sql
from tracker.access.reader import FutureReader, prepared, reader_of, reading
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.domain.vocabulary import PlanStage
from tracker.models import Action, Council, DateChange, Plan, Redaction
from tracker.queries.actions import live_actions
from tracker.queries.assurance_queue import counted_waiting
from tracker.queries.concerns import is_open, is_overdue
from tracker.queries.due_dates import is_to_decide
from tracker.queries.errors import NotFound
from tracker.queries.my_actions import IN_FORCE


def find_council(session: Session, slug: str) -> Council | None:
    """The council known as ``slug``; for the terminal, which may see them all."""
    return session.scalars(select(Council).where(Council.slug == slug)).one_or_none()


def get_council(session: Session, actor: Actor) -> Council:
    """The actor's council.

    Raises:
        NotFound: the actor works for none.
    """
    found = session.get(Council, actor.council_id) if actor.council_id else None
    if found is None:
        raise NotFound("No such council")
    return found


@dataclass(frozen=True)
class Owed:
    """How many open actions of plans in force somebody owns, and how many of them are overdue.

    ``redactions`` and ``to_decide``, the requests for another due date, wait for a decision that
    this very person may take; ``to_assure`` are the actions that wait for assurance.
    """

    open: int
    overdue: int
    redactions: int = 0
    to_decide: int = 0
    to_assure: int = 0


def count_owed(session: Session, actor: Actor) -> Owed:
    """How much the actor owes, in one statement.

    The actions of ``queries.my_actions`` and the requests of ``queries.due_dates``, counted.
    """
    redactions = select(func.count()).where(
        visible(actor, Redaction),
        Redaction.decision.is_(None),
        allowed_sql(actor, Permission.DECIDE_REDACTIONS),
    )
    to_decide = select(func.count()).where(visible(actor, DateChange), is_to_decide(actor))
    query = (
        live_actions(actor)
        .with_only_columns(
            func.count().label("open"),
            func.count().filter(is_overdue(reader_of(actor))).label("overdue"),
            redactions.scalar_subquery().label("redactions"),
            to_decide.scalar_subquery().label("to_decide"),
            counted_waiting(actor).label("to_assure"),
            maintain_column_froms=True,
        )
        .join(Plan, Plan.id == Action.plan_id)
        .where(
            owns_sql(actor),
            is_open(),
            Plan.stage.in_(IN_FORCE),
        )
    )
    row = session.execute(query).one()
    return Owed(row.open, row.overdue, row.redactions, row.to_decide, row.to_assure)


@prepared
def _live_plans(reader: FutureReader) -> AnySelect:
    live = and_(visible(reader, Plan), Plan.stage != PlanStage.CLOSED)
    # Counted before the plans' words are joined, so that only an index of the actions is read.
    counted = (
        live_actions(reader)
        .with_only_columns(
            Action.plan_id,
            Action.delivery,
            func.count().label("total"),
            func.count().filter(is_overdue(reader)).label("overdue"),
        )
        .where(Action.plan_id.in_(select(Plan.id).where(live)))
        .group_by(Action.plan_id, Action.delivery)
        .subquery()
    )
    return (
        select(
            Plan.id,
            Plan.title,
            Plan.revision,
            Plan.phase,
            Plan.stage,
            counted.c.delivery,
            func.coalesce(counted.c.total, 0).label("total"),
            func.coalesce(counted.c.overdue, 0).label("overdue"),
        )
        .outerjoin(counted, counted.c.plan_id == Plan.id)
        .where(live)
        .order_by(Plan.id, counted.c.delivery)
    )


def list_live_plans(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The plans that are not closed, oldest first, with their actions counted: one statement.

    A row for each plan and delivery rating; a plan without actions has one row that counts none.
    """
    return session.execute(_live_plans(actor), reading(actor)).all()
