"""Updates of actions, as this actor may see them."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.models import Action, Update
from tracker.queries.errors import NotFound


def get_update(session: Session, actor: Actor, update_id: uuid.UUID) -> Update:
    """An update with its author, its action and that one's plan: one statement.

    Raises:
        NotFound: there is none that this actor may see.
    """
    query = (
        select(Update)
        .where(Update.id == update_id, visible(actor, Update))
        .options(
            joinedload(Update.author),
            joinedload(Update.action, innerjoin=True).joinedload(Action.plan, innerjoin=True),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such update")
    return found
