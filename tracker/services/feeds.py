"""Calendar feeds: a secret address from which a calendar program reads the council's clocks."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import ActorKind
from tracker.models import CalendarFeed, Person
from tracker.services.belonging import has_gone
from tracker.services.deeds import deed
from tracker.services.rules import add_record, require_standing
from tracker.services.tokens import digest_of, new_token


@deed
def open_feed(
    session: Session, person: Person, *, by: Actor, on: date, reason: str | None = None
) -> tuple[CalendarFeed, str]:
    """Give a person a feed's secret token, shown once; the address before it no longer works."""
    require_standing(person, by=by)
    _require_owner(person.id, by)
    if has_gone(person, on):
        raise RuleError("This person has left")
    live = select(CalendarFeed).where(
        CalendarFeed.person_id == person.id, CalendarFeed.revoked_at.is_(None)
    )
    for earlier in session.scalars(live):
        earlier.revoked_at = by.at
    token = new_token()
    feed = add_record(
        session, CalendarFeed, by=by, person_id=person.id, token_hash=digest_of(token)
    )
    return feed, token


@deed
def revoke_feed(
    session: Session,
    feed: CalendarFeed,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Let a feed's address work no longer."""
    require_standing(feed, by=by, version=version)
    _require_owner(feed.person_id, by)
    if feed.revoked_at is not None:
        raise RuleError("This feed has been closed already")
    feed.revoked_at = by.at


def _require_owner(person_id: uuid.UUID, by: Actor) -> None:
    if by.kind is ActorKind.PERSON and by.person_id != person_id:
        raise RuleError("You can only open or close your own feed")
