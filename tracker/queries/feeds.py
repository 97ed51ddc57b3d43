"""Calendar feeds: a person's own, and who stands behind a feed's secret address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.dates import local_day
from tracker.domain.vocabulary import ActorKind, Door
from tracker.models import CalendarFeed, Council, Person, RoleGrant
from tracker.queries.errors import NotFound


@dataclass(frozen=True)
class Reader:
    """The person whose feed is read, as the actor who they are today, and their council."""

    actor: Actor
    council_slug: str
    council_name: str


def find_own_feed(session: Session, actor: Actor) -> CalendarFeed | None:
    """The actor's feed, when one is open."""
    query = select(CalendarFeed).where(
        CalendarFeed.council_id == actor.council_id,
        CalendarFeed.person_id == actor.person_id,
        CalendarFeed.revoked_at.is_(None),
    )
    return session.scalars(query.order_by(CalendarFeed.id.desc()).limit(1)).one_or_none()


def get_own_person(session: Session, actor: Actor) -> Person:
    """The actor's own record.

    Raises:
        NotFound: the actor is no person, as at the terminal.
    """
    found = session.get(Person, actor.person_id) if actor.person_id else None
    if found is None:
        raise NotFound("No such person")
    return found


def get_reader(session: Session, token_hash: str, at: datetime) -> Reader:
    """Who reads the feed with ``token_hash`` at the instant ``at``: one statement.

    Raises:
        NotFound: there is no such feed, it was revoked, or its owner has left or has no role.
    """
    today = local_day(at)
    query = (
        select(
            Person.id, Person.name, Person.council_id, Council.slug, Council.name, RoleGrant.role
        )
        .select_from(CalendarFeed)
        .join(Person, Person.id == CalendarFeed.person_id)
        .join(Council, Council.id == Person.council_id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            CalendarFeed.token_hash == token_hash,
            CalendarFeed.revoked_at.is_(None),
            or_(Person.left_on.is_(None), Person.left_on > today),
            RoleGrant.held_on(today),
        )
        .order_by(RoleGrant.id)
    )
    rows = session.execute(query).all()
    if not rows:
        raise NotFound("No such feed")
    return _reader(rows, at)


def _reader(rows: Sequence[Any], at: datetime) -> Reader:
    person_id, name, council_id, slug, council, _role = rows[0]
    actor = Actor(
        kind=ActorKind.PERSON,
        door=Door.WEB,
        at=at,
        council_id=council_id,
        person_id=person_id,
        name=name,
        roles=frozenset(row.role for row in rows),
    )
    return Reader(actor, slug, council)
