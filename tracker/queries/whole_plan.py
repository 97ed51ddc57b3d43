"""The whole plan at once: every action with its owners and what it answers, in three statements."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow
from tracker.access.visibility import visible
from tracker.models import (
    Action,
    ActionRecommendation,
    Inspection,
    Ownership,
    Person,
    Post,
    Recommendation,
)
from tracker.queries.actions import RATED, live_actions


def list_plan_actions(session: Session, actor: Actor, plan_id: uuid.UUID) -> Sequence[AnyRow]:
    """Every live action of a plan in the plan's order, with all that its page says of it."""
    query = live_actions(actor, plan_id).with_only_columns(
        Action.id,
        Action.priority_id,
        Action.reference,
        Action.title,
        Action.why,
        Action.success_measure,
        Action.start_on,
        Action.due_on,
        Action.due_text,
        Action.first_due_on,
        Action.times_slipped,
        *RATED,
        Action.obstacle,
        Action.updated_on,
    )
    return session.execute(query.order_by(Action.sort_key, Action.id)).all()


def list_plan_owners(session: Session, actor: Actor, plan_id: uuid.UUID) -> Sequence[AnyRow]:
    """The owners of a plan's live actions in their order, as (action_id, role, name)."""
    query = (
        select(
            Ownership.action_id,
            Ownership.role,
            func.coalesce(Post.title, Person.name).label("name"),
        )
        .outerjoin(Post, Post.id == Ownership.post_id)
        .outerjoin(Person, Person.id == Ownership.person_id)
        .where(
            visible(actor, Ownership),
            Ownership.removed_on.is_(None),
            Ownership.action_id.in_(live_actions(actor, plan_id)),
        )
        .order_by(Ownership.action_id, Ownership.position, Ownership.id)
    )
    return session.execute(query).all()


def list_plan_answers(session: Session, actor: Actor, plan_id: uuid.UUID) -> Sequence[AnyRow]:
    """What a plan's live actions answer, as (action_id, id, reference, inspection_id, inspection).

    Ordered by inspection, then as printed.
    """
    query = (
        select(
            ActionRecommendation.action_id,
            Recommendation.id,
            Recommendation.reference,
            Recommendation.inspection_id,
            Inspection.title.label("inspection"),
        )
        .join(Recommendation, Recommendation.id == ActionRecommendation.recommendation_id)
        .join(Inspection, Inspection.id == Recommendation.inspection_id)
        .where(
            visible(actor, Recommendation),
            Recommendation.removed_on.is_(None),
            ActionRecommendation.removed_on.is_(None),
            ActionRecommendation.action_id.in_(live_actions(actor, plan_id)),
        )
        .order_by(
            Inspection.fieldwork_start_on,
            Inspection.id,
            Recommendation.position,
            Recommendation.id,
        )
    )
    return session.execute(query).all()
