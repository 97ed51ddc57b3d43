"""Who answers for a plan."""

from __future__ import annotations

import uuid

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow
from tracker.access.visibility import visible
from tracker.models import (
    Person,
    Post,
    PostHolding,
    Priority,
)


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
