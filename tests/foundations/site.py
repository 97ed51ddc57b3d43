"""The application as the tests see it: their sessions, their instant, and a strict client."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Final, Protocol

import pytest
from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.orm import Session, sessionmaker

from tests.foundations.records import InADeed, Now, add_person
from tests.foundations.requests import Watch
from tests.page_contract import PageClient
from tracker.config import Settings, read_settings
from tracker.domain.vocabulary import Role
from tracker.models import Council, Person, SignIn

INSIDERS: Final = tuple(role for role in Role if role is not Role.COUNCILLOR)
"""The roles of whoever works for a council: a councillor sees what is published, and no more."""


class SignInAs(Protocol):
    """See the fixture ``sign_in_as``."""

    def __call__(
        self, *roles: Role, council: Council | None = None, person: Person | None = None
    ) -> Person: ...


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of an ordinary installation, in an instance folder of the worker's own."""
    folder: Path = tmp_path_factory.mktemp("instance")
    return read_settings(
        {"TRACKER_INSTANCE": str(folder), "TRACKER_SECRET_KEY": secrets.token_hex(32)}
    )


@pytest.fixture(scope="session")
def standing_app(
    settings: Settings, bare_sessions: sessionmaker[Session], standing_now: Now
) -> Flask:
    """The worker's one application; a test uses ``app``, which binds it to its own database."""
    from tracker import create_app  # noqa: PLC0415 - tests without pages do without the web

    app = create_app(settings, sessions=bare_sessions, now=standing_now)
    app.testing = True
    app.test_client_class = PageClient
    return app


@pytest.fixture
def app(standing_app: Flask, sessions: sessionmaker[Session], now: Now) -> Flask:
    """The application on the test's database, at the test's instant."""
    from tracker.extensions import limiter  # noqa: PLC0415

    # Tries are counted in the process, so one test's must not count in the next.
    if limiter.enabled:
        limiter.reset()
    return standing_app


@pytest.fixture
def client(app: Flask, connection: Connection, session: Session) -> PageClient:
    """A browser that nobody is signed in to; see ``tests.page_contract.PageClient``."""
    client = app.test_client()
    assert isinstance(client, PageClient)
    client.session = session
    client.watch = Watch().on(connection)
    return client


@pytest.fixture
def sign_in_as(
    client: PageClient, session: Session, in_a_deed: InADeed, council: Council, now: Now
) -> SignInAs:
    """``sign_in_as(Role.VIEWER)`` signs a new person of the council in to ``client``.

    ``council=`` takes another council, ``person=`` somebody who is there already and has an
    account. The person is given back.
    """

    def enter(
        *roles: Role, council: Council | None = council, person: Person | None = None
    ) -> Person:
        assert council is not None
        if person is None:
            person = add_person(session, in_a_deed, council, "Robin Marsh", roles)
        token = secrets.token_urlsafe(32)
        session.add(
            SignIn(
                account_id=person.account_id,
                token_hash=hashlib.sha256(token.encode()).hexdigest(),
                created_at=now(),
                expires_at=now() + timedelta(hours=12),
            )
        )
        session.commit()
        with client.session_transaction() as cookie:
            cookie["token"] = token
            cookie["seen"] = int(now().timestamp())
        return person

    return enter
