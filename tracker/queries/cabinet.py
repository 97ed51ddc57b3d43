"""What a cabinet report is drawn from, and what its author's part can begin with.

A report is printed and passed on. So whoever makes it, it is read with the eyes of a viewer, to
whom findings under embargo are not there (``as_cabinet``).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow
from tracker.access.visibility import visible
from tracker.domain.day_figures import days_to_tell, figures_on
from tracker.domain.report_material import ReportMaterial
from tracker.domain.vocabulary import ActorKind, Role
from tracker.models import Inspection, Plan, PlanInspection
from tracker.queries.errors import NotFound
from tracker.queries.grades import list_grades_at
from tracker.queries.oversight import find_accountable_post
from tracker.queries.plan_days import get_plan_days
from tracker.queries.plan_history import Cut
from tracker.queries.plan_workbooks import get_row_hash
from tracker.queries.plans import get_plan
from tracker.queries.snapshots import snapshots_at


def as_cabinet(actor: Actor) -> Actor:
    """``actor`` with the eyes of a viewer, who sees nothing under embargo."""
    return replace(actor, kind=ActorKind.PERSON, roles=frozenset({Role.VIEWER}))


@dataclass(frozen=True)
class Opening:
    """What the author's part of a report can be suggested from."""

    plan: Plan
    inspections: Sequence[Inspection]
    accountable: AnyRow | None


def read_opening(session: Session, actor: Actor, plan_id: uuid.UUID) -> Opening:
    """What the author's part is suggested from: five statements.

    Raises:
        NotFound: there is no such plan in this council.
    """
    reader = as_cabinet(actor)
    return Opening(
        get_plan(session, reader, plan_id),
        list_inspections_answered(session, reader, plan_id),
        find_accountable_post(session, reader, plan_id),
    )


def read_material(
    session: Session,
    actor: Actor,
    plan_id: uuid.UUID,
    *,
    on: date,
    since: date | None,
    since_row: Cut | None = None,
) -> ReportMaterial:
    """What a report of the day ``on`` is drawn from; ``since`` is the day of the last report.

    Both days are read from history, as it stood at their ends, so that no deed in between can part
    the figures from the state that the report names. The number of statements does not depend on
    the plan. Nothing recorded by ``since`` counts as no last report. ``since_row`` is the newest
    row of history that the last one knew, where it was made before its day's end.

    Raises:
        NotFound: there is no such plan in this council, or nothing of it was recorded by ``on``.
        ValueError: ``on`` is yet to come, or ``since`` is not before it.
    """
    if on > actor.today or (since is not None and since >= on):
        raise ValueError("A report is of a day up to today, and the last one of a day before it")
    reader = as_cabinet(actor)
    span = get_plan_days(session, reader, plan_id)
    told = days_to_tell(span.first_on, span.closed_on, on) if span.first_on <= on else []
    days = dict.fromkeys([*told, on, *([since] if since else [])])
    until = {since: since_row} if since and since_row else {}
    seen = snapshots_at(session, reader, plan_id, list(days), until=until)
    found = dict(zip(days, seen, strict=True))
    now = found[on]
    if now is None:
        raise NotFound("Nothing was recorded of this plan by then")
    return ReportMaterial(
        row_hash=get_row_hash(session, now),
        now=now,
        before=found[since] if since else None,
        days=tuple(figures_on(one) for day in told if (one := found[day]) is not None),
        grades=list_grades_at(session, reader, now.seq),
    )


def list_inspections_answered(
    session: Session, actor: Actor, plan_id: uuid.UUID
) -> Sequence[Inspection]:
    """The inspections that a plan answers, oldest first."""
    query = (
        select(Inspection)
        .join(PlanInspection, PlanInspection.inspection_id == Inspection.id)
        .where(
            PlanInspection.plan_id == plan_id,
            PlanInspection.removed_on.is_(None),
            Inspection.removed_on.is_(None),
            visible(actor, Inspection),
        )
        .order_by(Inspection.fieldwork_start_on, Inspection.id)
    )
    return session.scalars(query).all()


def list_withheld(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """What is left out of a report and this actor knows of, as (title, not_before_on)."""
    query = select(Inspection.title, Inspection.not_before_on).where(
        visible(actor, Inspection),
        Inspection.removed_on.is_(None),
        Inspection.not_before_on > actor.today,
    )
    return session.execute(query.order_by(Inspection.not_before_on, Inspection.id)).all()
