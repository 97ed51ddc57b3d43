"""Plans: starting one, what it answers, and its way from draft to closed."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.frameworks import ActivityKind
from tracker.domain.vocabulary import PLAN_STEPS, PlanStage
from tracker.models import Action, Board, Inspection, Plan, PlanInspection
from tracker.services.date_requests import withdraw_requests_in
from tracker.services.deeds import deed
from tracker.services.rules import add_record, amend_record, checked, choice, require_standing

_IS: Final = {
    PlanStage.DRAFT: "still a draft",
    PlanStage.ADOPTED: "already adopted",
    PlanStage.SUBMITTED: "already submitted",
    PlanStage.CLOSED: "closed",
}


@dataclass(frozen=True, kw_only=True)
class PlanFields:
    """What the plan's page says of it. ``revision`` is the version as the council counts it."""

    title: str
    revision: str = "1"
    phase: str | None = None
    purpose: str | None = None
    board_id: uuid.UUID | None = None


def require_open(plan: Plan, *, by: Actor, version: int | None = None) -> None:
    """Refuse a change to a closed plan or to anything in it, or to another council's plan.

    Raises:
        Conflict: the plan was changed since ``version``.
        RuleError: the plan is closed or another council's.
    """
    require_standing(plan, by=by, version=version)
    if plan.stage is PlanStage.CLOSED:
        raise RuleError("This plan is closed, so it can no longer be changed")


def is_in_force(plan: Plan) -> bool:
    """Whether the plan has left its draft, so that dates count."""
    return plan.stage is not PlanStage.DRAFT


@deed
def start_plan(session: Session, fields: PlanFields, *, by: Actor, on: date) -> Plan:
    """Begin a plan, as a draft."""
    values = _checked(session, fields, None, by=by, on=on)
    return add_record(
        session,
        Plan,
        by=by,
        stage=PlanStage.DRAFT,
        priorities=[],
        inspections=[],
        **values,
    )


@deed
def amend_plan(
    session: Session,
    plan: Plan,
    fields: PlanFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change what is said of a plan that is not closed; its stage has its own deeds."""
    require_open(plan, by=by, version=version)
    amend_record(plan, _checked(session, fields, plan.board_id, by=by, on=on))


@deed
def answer_inspection(
    session: Session,
    plan: Plan,
    inspection_id: uuid.UUID,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> PlanInspection:
    """Say that the plan answers an inspection; ``plan.inspections`` is loaded."""
    require_open(plan, by=by)
    choice(session, Inspection, inspection_id, by=by, on=on, field="inspection_id")
    link = _link_to(plan, inspection_id)
    if link is None:
        link = add_record(
            session, PlanInspection, by=by, plan_id=plan.id, inspection_id=inspection_id
        )
        plan.inspections.append(link)
    elif link.removed_on is None:
        raise RuleError("This plan already answers that inspection", field="inspection_id")
    else:
        link.removed_on = None
    return link


def join_plans(
    session: Session, visit: Inspection, kind: ActivityKind, *, by: Actor, on: date
) -> None:
    """What a visit newly asks for joins the plans that answer the inspection it looks back to.

    Closed plans stay as they are, and so does one that somebody took the visit out of. A later
    report, which gives grades, may be the beginning of another plan: that is a person's choice.
    """
    if visit.follows_id is None or kind.graded or not kind.looks_back:
        return
    answering = (
        select(Plan)
        .join(PlanInspection, PlanInspection.plan_id == Plan.id)
        .where(
            PlanInspection.inspection_id == visit.follows_id,
            PlanInspection.removed_on.is_(None),
            Plan.stage != PlanStage.CLOSED,
        )
        .options(selectinload(Plan.inspections))
        .order_by(Plan.id)
    )
    for plan in session.scalars(answering).all():
        if _link_to(plan, visit.id) is None:
            answer_inspection(session, plan, visit.id, by=by, on=on)


@deed
def stop_answering(
    session: Session,
    plan: Plan,
    inspection_id: uuid.UUID,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> None:
    """Take back that the plan answers an inspection; ``plan.inspections`` is loaded."""
    require_open(plan, by=by)
    link = _link_to(plan, inspection_id)
    if link is None or link.removed_on is not None:
        raise RuleError("This plan does not answer that inspection", field="inspection_id")
    link.removed_on = on


@deed
def adopt_plan(
    session: Session,
    plan: Plan,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Put the plan in force: from now on its due dates are kept for ever as the first ones."""
    _step(plan, PlanStage.ADOPTED, by=by, version=version)
    plan.adopted_on = on
    live = select(Action).where(Action.plan_id == plan.id, Action.removed_on.is_(None))
    for action in session.scalars(live.order_by(Action.id)):
        if action.first_due_on is None:
            action.first_due_on = action.due_on


@deed
def submit_plan(
    session: Session,
    plan: Plan,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Note that the adopted plan was sent off as the council's written statement of action."""
    _step(plan, PlanStage.SUBMITTED, by=by, version=version)
    plan.submitted_on = on


@deed
def close_plan(
    session: Session,
    plan: Plan,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """End the plan: nothing in it changes afterwards."""
    _step(plan, PlanStage.CLOSED, by=by, version=version)
    plan.closed_on = on
    withdraw_requests_in(session, plan, "The plan was closed", by=by, on=on)


def _step(plan: Plan, to: PlanStage, *, by: Actor, version: int | None) -> None:
    require_standing(plan, by=by, version=version)
    if (plan.stage, to) not in PLAN_STEPS:
        raise RuleError(f"This plan is {_IS[plan.stage]}, so it cannot be {to.value}")
    plan.stage = to


def _checked(
    session: Session, fields: PlanFields, board_before: uuid.UUID | None, *, by: Actor, on: date
) -> dict[str, Any]:
    values = checked(fields, Plan)
    values["revision"] = values["revision"] or "1"
    if values["board_id"] is not None:
        choice(
            session,
            Board,
            values["board_id"],
            by=by,
            on=on,
            field="board_id",
            kept=board_before,
        )
    return values


def _link_to(plan: Plan, inspection_id: uuid.UUID) -> PlanInspection | None:
    links = (link for link in plan.inspections if link.inspection_id == inspection_id)
    return next(links, None)
