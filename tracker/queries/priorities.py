"""Priorities of a plan, as this actor may see them, and who is accountable for each."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow
from tracker.access.visibility import visible
from tracker.models import Post, Priority
from tracker.queries.errors import NotFound


def get_priority(session: Session, actor: Actor, priority_id: uuid.UUID) -> Priority:
    """A priority with its plan and its director's post: one statement.

    Raises:
        NotFound: there is none in this council, or it was removed.
    """
    query = (
        select(Priority)
        .where(Priority.id == priority_id, visible(actor, Priority), Priority.removed_on.is_(None))
        .options(
            joinedload(Priority.plan, innerjoin=True),
            joinedload(Priority.director_post),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such priority")
    return found


def list_directors(session: Session, actor: Actor, plan_id: uuid.UUID) -> Sequence[AnyRow]:
    """Which post is accountable for each priority of a plan, as (id of the priority, title)."""
    query = (
        select(Priority.id, Post.title)
        .join(Post, Post.id == Priority.director_post_id)
        .where(visible(actor, Priority), Priority.plan_id == plan_id, Priority.removed_on.is_(None))
        .order_by(Priority.sort_key, Priority.id)
    )
    return session.execute(query).all()
