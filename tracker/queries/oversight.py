"""What stands around a plan: who oversees it and answers for it, its clocks, and intervention."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow
from tracker.access.visibility import visible
from tracker.domain.vocabulary import BoardKind
from tracker.models import (
    Board,
    Clock,
    Inspection,
    Intervention,
    Meeting,
    Person,
    Plan,
    PlanInspection,
    Post,
    PostHolding,
    Priority,
)

FOR_IMPROVEMENT = (BoardKind.IMPROVEMENT_BOARD, BoardKind.INTERNAL_GROUP, BoardKind.TASK_GROUP)
"""Boards that are there for improvement plans, and oversee every one unless they have one plan."""


def find_accountable_post(session: Session, actor: Actor, plan_id: uuid.UUID) -> AnyRow | None:
    """The post that answers for most of a plan's priorities, as (title, holder, is_interim)."""
    held_today = and_(PostHolding.post_id == Post.id, PostHolding.held_on(actor.today))
    query = (
        select(Post.title, func.max(Person.name).label("holder"), PostHolding.is_interim)
        .join(Priority, Priority.director_post_id == Post.id)
        .outerjoin(PostHolding, held_today)
        .outerjoin(Person, Person.id == PostHolding.person_id)
        .where(visible(actor, Priority), Priority.plan_id == plan_id, Priority.removed_on.is_(None))
        .group_by(Post.id, Post.title, PostHolding.is_interim)
        # Where an interim and a substantive holder overlap, the substantive one is named.
        .order_by(
            func.count(Priority.id.distinct()).desc(), PostHolding.is_interim, Post.title, Post.id
        )
        .limit(1)
    )
    return session.execute(query).first()


def list_plan_clocks(session: Session, actor: Actor, plan_id: uuid.UUID) -> Sequence[AnyRow]:
    """The clocks of the inspections that a plan answers, as (label, due_on, done_on)."""
    query = (
        select(Clock.label, Clock.due_on, Clock.done_on)
        .join(PlanInspection, PlanInspection.inspection_id == Clock.inspection_id)
        .join(Inspection, Inspection.id == Clock.inspection_id)
        .where(
            visible(actor, Clock),
            Clock.removed_on.is_(None),
            Inspection.removed_on.is_(None),
            PlanInspection.plan_id == plan_id,
            PlanInspection.removed_on.is_(None),
        )
        .order_by(Clock.due_on, Clock.id)
    )
    return session.execute(query).all()


def list_interventions_between(
    session: Session, actor: Actor, first: date | None, last: date
) -> Sequence[AnyRow]:
    """The steps of intervention that ran at some time from ``first`` to ``last``, oldest first."""
    query = select(
        Intervention.kind, Intervention.title, Intervention.from_on, Intervention.to_on
    ).where(
        visible(actor, Intervention),
        Intervention.removed_on.is_(None),
        Intervention.from_on <= last,
    )
    if first is not None:
        query = query.where(or_(Intervention.to_on.is_(None), Intervention.to_on >= first))
    return session.execute(query.order_by(Intervention.from_on, Intervention.id)).all()


def list_overseeing_boards(
    session: Session, actor: Actor, plan: Plan, first: date | None, last: date
) -> Sequence[AnyRow]:
    """Every board with how often it met from ``first`` to ``last``, when last, and when next.

    ``oversees`` is true of the plan's own board, which comes first, and of those for improvement
    that are no other plan's.
    """
    within = [Meeting.held_on <= last, Meeting.held_on <= actor.today]
    if first is not None:
        within.append(Meeting.held_on >= first)
    elsewhere = select(Plan.id).where(Plan.board_id == Board.id, Plan.id != plan.id)
    general = and_(Board.kind.in_(FOR_IMPROVEMENT), ~elsewhere.correlate(Board).exists())
    is_own = Board.id == plan.board_id
    query = (
        select(
            Board.name,
            Board.chair_note,
            Board.ended_on,
            Person.name.label("chair"),
            _of_meetings(func.count(), *within).label("held"),
            _of_meetings(func.max(Meeting.held_on), *within).label("last_on"),
            _of_meetings(func.min(Meeting.held_on), Meeting.held_on > actor.today).label("next_on"),
            or_(is_own, general).label("oversees"),
        )
        .outerjoin(Person, Person.id == Board.chair_id)
        .where(visible(actor, Board))
        .order_by(is_own.desc(), func.lower(Board.name), Board.id)
    )
    return session.execute(query).all()


def _of_meetings(figure: Any, *conditions: Any) -> ScalarSelect[Any]:
    query = select(figure).where(Meeting.board_id == Board.id, Meeting.stands, *conditions)
    return query.correlate(Board).scalar_subquery()
