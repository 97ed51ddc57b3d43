"""Councils of the installation."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.models import Council
from tracker.queries.errors import NotFound


def find_council(session: Session, slug: str) -> Council | None:
    """The council known as ``slug``; for the terminal, which may see them all."""
    return session.scalars(select(Council).where(Council.slug == slug)).one_or_none()


def get_council(session: Session, actor: Actor) -> Council:
    """The actor's council.

    Raises:
        NotFound: the actor works for none.
    """
    found = session.get(Council, actor.council_id) if actor.council_id else None
    if found is None:
        raise NotFound("No such council")
    return found
