"""Milestones, as this actor may see them."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.models import Action, Milestone
from tracker.queries.errors import NotFound


def get_milestone(session: Session, actor: Actor, milestone_id: uuid.UUID) -> Milestone:
    """A milestone with its action and that one's plan: one statement.

    Raises:
        NotFound: there is none that this actor may see, or it was removed.
    """
    query = (
        select(Milestone)
        .join(Action, Action.id == Milestone.action_id)
        .where(
            Milestone.id == milestone_id,
            Milestone.removed_on.is_(None),
            visible(actor, Milestone),
            visible(actor, Action),
        )
        .options(
            joinedload(Milestone.action, innerjoin=True).joinedload(Action.plan, innerjoin=True)
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such milestone")
    return found
