"""The instant, the council and the people that most tests start from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.dates import local_day
from tracker.domain.vocabulary import ActorKind, Door, Role
from tracker.models import Account, Council, Person, RoleGrant
from tracker.models.recording import Deed, deed

START = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
"""When every test begins: a Monday morning."""


class Now:
    """The tests' source of time: it stands still until it is moved."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **span: float) -> datetime:
        """Let time pass: ``now.pass_by(days=30)``."""
        self.at += timedelta(**span)
        return self.at

    def move_to(self, at: datetime) -> datetime:
        """Go to another instant."""
        self.at = at
        return self.at


class ActorAs(Protocol):
    """See the fixture ``actor_as``."""

    def __call__(self, *roles: Role, council: Council | None = None, name: str = "") -> Actor: ...


InADeed = Callable[[], AbstractContextManager[Deed]]


@pytest.fixture(scope="session")
def standing_now() -> Now:
    """The run's one source of time, which the application is given; ``now`` resets it."""
    return Now()


@pytest.fixture
def now(standing_now: Now) -> Iterator[Now]:
    """The instant: ``now()``; it begins on Monday 5 October 2026 at 10:30 in London."""
    standing_now.at = START
    yield standing_now
    standing_now.at = START


@pytest.fixture
def in_a_deed(session: Session, now: Now) -> InADeed:
    """Open a deed for records that no service of the test makes, called in a ``with``."""
    return lambda: deed(
        session,
        "set_the_scene",
        actor_kind=ActorKind.OPERATOR,
        actor_id=None,
        door=Door.TERMINAL,
        at=now(),
    )


@pytest.fixture
def council(session: Session, in_a_deed: InADeed) -> Council:
    """Riverford, a council with nothing in it yet."""
    return _council(session, in_a_deed, "riverford", "Riverford")


@pytest.fixture
def other_council(session: Session, in_a_deed: InADeed) -> Council:
    """Hillbury: what is its own has to stay out of Riverford's sight."""
    return _council(session, in_a_deed, "hillbury", "Hillbury")


def _council(session: Session, in_a_deed: InADeed, slug: str, name: str) -> Council:
    found = Council(slug=slug, name=f"{name} Borough Council", short_name=name)
    with in_a_deed():
        session.add(found)
    return found


@pytest.fixture
def actor_as(session: Session, in_a_deed: InADeed, council: Council, now: Now) -> ActorAs:
    """``actor_as(Role.VIEWER)``: a new person with those roles, at work through the web.

    ``council=`` gives an actor of another council, ``name=`` a name. The person has an account.
    """

    def make(*roles: Role, council: Council | None = council, name: str = "") -> Actor:
        assert council is not None
        name = name or f"Sam {' '.join(roles).replace('_', ' ') or 'nobody'}".title()
        person = add_person(session, in_a_deed, council, name, roles)
        return Actor(
            kind=ActorKind.PERSON,
            door=Door.WEB,
            at=now(),
            council_id=council.id,
            person_id=person.id,
            account_id=person.account_id,
            name=name,
            roles=frozenset(roles),
        )

    return make


@pytest.fixture
def actor(actor_as: ActorAs) -> Actor:
    """Riverford's programme lead, who may do most things."""
    return actor_as(Role.PROGRAMME_LEAD)


def add_person(
    session: Session, in_a_deed: InADeed, council: Council, name: str, roles: tuple[Role, ...]
) -> Person:
    """A person of ``council`` with an account and ``roles`` held for the last year."""
    with in_a_deed() as opened:
        # The account's own identifier keeps addresses apart when two people share a name.
        account = Account(name=name, email=f"{opened.id.hex}@example.gov.uk")
        session.add(account)
        session.flush()
        person = Person(
            council_id=council.id, name=name, email=account.email, account_id=account.id
        )
        session.add(person)
        session.flush()
        a_year_ago = local_day(opened.at) - timedelta(days=365)
        for role in roles:
            session.add(
                RoleGrant(council_id=council.id, person_id=person.id, role=role, from_on=a_year_ago)
            )
    return person
