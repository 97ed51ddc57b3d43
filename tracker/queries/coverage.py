"""Coverage of a plan: the recommendations that it should answer, and those that nothing answers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import case, exists, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.models import Inspection, PlanInspection, Recommendation
from tracker.queries.golden_thread import is_answered


def _recommendations(actor: Actor) -> AnySelect:
    return (
        select(
            Recommendation.id,
            Recommendation.reference,
            Recommendation.text,
            Recommendation.page,
            Recommendation.paragraph,
            Recommendation.kind,
            Recommendation.addressee,
            Recommendation.response,
            Recommendation.inspection_id,
            Inspection.title.label("inspection"),
            Inspection.framework,
        )
        .join(Inspection, Inspection.id == Recommendation.inspection_id)
        .where(
            visible(actor, Recommendation),
            Recommendation.removed_on.is_(None),
            Inspection.removed_on.is_(None),
        )
    )


def _is_of_plan(plan_id: uuid.UUID) -> AnySelect:
    return select(PlanInspection.inspection_id).where(
        PlanInspection.plan_id == plan_id, PlanInspection.removed_on.is_(None)
    )


def list_unanswered(session: Session, actor: Actor, plan_id: uuid.UUID) -> Sequence[AnyRow]:
    """Recommendations of the inspections that a plan answers with no live action in any plan.

    In the order of the inspections, then as printed.
    """
    query = (
        _recommendations(actor)
        .where(Inspection.id.in_(_is_of_plan(plan_id)), ~is_answered(actor))
        .order_by(
            Inspection.fieldwork_start_on,
            Inspection.id,
            Recommendation.position,
            Recommendation.id,
        )
    )
    return session.execute(query).all()


def list_answerable(session: Session, actor: Actor, plan_id: uuid.UUID) -> Sequence[AnyRow]:
    """Every recommendation that an action of the plan can answer, each with ``of_plan``.

    Those of the inspections that the plan answers come first; then the newest inspection's.
    """
    of_plan = exists(
        _is_of_plan(plan_id).where(PlanInspection.inspection_id == Inspection.id)
    ).label("of_plan")
    query = (
        _recommendations(actor)
        .add_columns(of_plan)
        .order_by(
            case((of_plan, 0), else_=1),
            Inspection.fieldwork_start_on.desc(),
            Inspection.id,
            Recommendation.position,
            Recommendation.id,
        )
    )
    return session.execute(query).all()
