"""The golden thread on from a recommendation: the actions that answer it, and what they say."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Subquery,
    and_,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.domain.vocabulary import OwnershipRole
from tracker.models import (
    Action,
    ActionRecommendation,
    Ownership,
    Person,
    Plan,
    Post,
    Recommendation,
    Update,
)
from tracker.queries.actions import RATED


def _answers(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """The links from the recommendation at hand to the live actions that the actor may see."""
    return (
        ActionRecommendation.recommendation_id == Recommendation.id,
        ActionRecommendation.removed_on.is_(None),
        Action.id == ActionRecommendation.action_id,
        Action.removed_on.is_(None),
        visible(actor, Action),
    )


def is_answered(actor: Actor) -> ColumnElement[bool]:
    """A live action answers the recommendation; a predicate on Recommendation."""
    return exists().where(*_answers(actor)).correlate(Recommendation)


def count_of_answers(actor: Actor) -> ScalarSelect[Any]:
    """How many live actions answer the recommendation of the query around it."""
    return (
        select(func.count())
        .select_from(ActionRecommendation)
        .join(Action, Action.id == ActionRecommendation.action_id)
        .where(*_answers(actor))
        .correlate(Recommendation)
        .scalar_subquery()
    )


def list_answers(session: Session, actor: Actor, recommendation_id: uuid.UUID) -> Sequence[Any]:
    """The live actions that answer one recommendation, each with its plan, lead and latest word.

    Ordered by plan, then by reference. ``said``, ``in_the_way`` and ``said_on`` are of the update
    that counts now, None where there is none.
    """
    linked = select(ActionRecommendation.action_id).where(
        ActionRecommendation.recommendation_id == recommendation_id,
        ActionRecommendation.removed_on.is_(None),
    )
    lead = and_(
        Ownership.action_id == Action.id,
        Ownership.role == OwnershipRole.LEAD,
        Ownership.removed_on.is_(None),
    )
    latest = _latest_updates(actor, linked)
    query = (
        select(
            Action.id,
            Action.reference,
            Action.title,
            *RATED,
            Action.due_on,
            Action.due_text,
            Action.first_due_on,
            Action.plan_id,
            Plan.title.label("plan"),
            Plan.stage,
            Post.title.label("post"),
            Person.name.label("person"),
            latest.c.done.label("said"),
            latest.c.obstacle.label("in_the_way"),
            latest.c.posted_on.label("said_on"),
        )
        .join(Plan, Plan.id == Action.plan_id)
        .outerjoin(Ownership, lead)
        .outerjoin(Post, Post.id == Ownership.post_id)
        .outerjoin(Person, Person.id == Ownership.person_id)
        .outerjoin(latest, and_(latest.c.action_id == Action.id, latest.c.turn == 1))
        .where(visible(actor, Action), Action.removed_on.is_(None), Action.id.in_(linked))
        .order_by(Plan.id, Action.sort_key, Action.id)
    )
    return session.execute(query).all()


def _latest_updates(actor: Actor, action_ids: Any) -> Subquery:
    """The updates of some actions with their ``turn``: 1 is the one that counts now.

    A correction stands where the update stood that it corrects, so that correcting an old update
    does not make it the latest.
    """
    told = (
        select(
            Update.id,
            Update.action_id,
            Update.id.label("first_id"),
            Update.posted_at.label("since"),
            literal(0).label("corrections"),
        )
        .where(Update.corrects_id.is_(None), Update.action_id.in_(action_ids))
        .where(visible(actor, Update))
        .cte("told", recursive=True)
    )
    told = told.union_all(
        select(
            Update.id,
            told.c.action_id,
            told.c.first_id,
            told.c.since,
            told.c.corrections + 1,
        ).join(told, Update.corrects_id == told.c.id)
    )
    turn = func.row_number().over(
        partition_by=told.c.action_id,
        order_by=[told.c.since.desc(), told.c.first_id.desc(), told.c.corrections.desc()],
    )
    return (
        select(told.c.action_id, Update.done, Update.obstacle, Update.posted_on, turn.label("turn"))
        .join(Update, Update.id == told.c.id)
        .subquery("latest_update")
    )
