"""What a plan's workbook says of the present day beside the snapshot: rows of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow
from tracker.domain.snapshot import PlanSnapshot, live
from tracker.models import History
from tracker.queries.coverage import list_unanswered
from tracker.queries.due_dates import every_date_change
from tracker.queries.listing import Ask
from tracker.queries.recommendations import every_recommendation


@dataclass(frozen=True)
class Beside:
    """Rows of the slip ledger, of the list of recommendations, and of coverage."""

    changes: Sequence[AnyRow]
    recommendations: Sequence[Any]
    unanswered: Sequence[AnyRow]


def rows_beside(session: Session, actor: Actor, snapshot: PlanSnapshot) -> Beside:
    """What stands beside a snapshot of today, in three statements.

    The recommendations are all those of the inspections that the plan or an action of it answers.
    """
    plan_id = snapshot.plan.id
    inspections = tuple(str(one.id) for one in live(snapshot.inspections))
    ask = Ask({"inspection": inspections})
    return Beside(
        changes=every_date_change(session, actor, Ask({}), plan_id),
        recommendations=every_recommendation(session, actor, ask) if inspections else (),
        unanswered=list_unanswered(session, actor, plan_id),
    )


def get_row_hash(session: Session, snapshot: PlanSnapshot) -> str:
    """The hash of the newest row of history that a snapshot knows, as hexadecimal digits."""
    query = select(History.hash).where(
        History.chain_id == snapshot.council_id, History.seq == snapshot.seq
    )
    return str(session.scalars(query).one())
