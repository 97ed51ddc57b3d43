"""Calendar feeds: one secret address a person, which can be closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs, Now
from tests.services.asking import last_told, refused, told
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role
from tracker.models import Council, Person
from tracker.services.feeds import open_feed, revoke_feed
from tracker.services.people import leave
from tracker.services.tokens import digest_of

ON = date(2026, 10, 5)


@pytest.fixture
def oneself(session: Session, actor: Actor) -> Person:
    return session.get_one(Person, actor.person_id)


def test_a_feed_is_opened_and_closed(
    session: Session, actor: Actor, oneself: Person, now: Now
) -> None:
    feed, token = open_feed(session, oneself, by=actor, on=ON)
    assert feed.token_hash == digest_of(token)
    assert last_told(session, feed)["record"]["token_hash"] == "(secret)"
    revoke_feed(session, feed, by=actor, on=ON)
    assert feed.revoked_at == now()
    assert told(session, feed) == [("open_feed", "created"), ("revoke_feed", "changed")]
    with refused("closed already", field=None):
        revoke_feed(session, feed, by=actor, on=ON)


def test_a_new_address_closes_the_one_before(
    session: Session, actor: Actor, oneself: Person, now: Now
) -> None:
    first, old = open_feed(session, oneself, by=actor, on=ON)
    second, new = open_feed(session, oneself, by=actor, on=ON)
    assert (first.revoked_at, second.revoked_at) == (now(), None)
    assert old != new


def test_a_feed_is_its_owners_own(
    session: Session, actor: Actor, oneself: Person, actor_as: ActorAs, other_council: Council
) -> None:
    feed, _ = open_feed(session, oneself, by=actor, on=ON)
    colleague = actor_as(Role.ADMINISTRATOR)
    with refused("your own feed", field=None):
        open_feed(session, oneself, by=colleague, on=ON)
    with refused("your own feed", field=None):
        revoke_feed(session, feed, by=colleague, on=ON)
    stranger = replace(actor, council_id=other_council.id)
    with refused("another council", field=None):
        revoke_feed(session, feed, by=stranger, on=ON)
    with refused("another council", field=None):
        open_feed(session, oneself, by=stranger, on=ON)


def test_somebody_who_has_left_opens_no_feed(
    session: Session, actor: Actor, oneself: Person
) -> None:
    leave(session, oneself, by=actor, on=ON)
    with refused("has left", field=None):
        open_feed(session, oneself, by=actor, on=ON)
