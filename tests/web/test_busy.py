"""Somebody writes for too long: the others are told so, and lose nothing of what they typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from tests.foundations.records import Now
from tests.foundations.requests import Watch
from tests.page_contract import PageClient, parsed, text_of
from tests.web.visiting import TYPED
from tracker import create_app
from tracker.access.actor import operator
from tracker.adapters.database import make_sessions
from tracker.config import Settings
from tracker.domain.vocabulary import Role
from tracker.services.accounts import create_account
from tracker.services.councils import CouncilFields, create_council
from tracker.services.people import PersonFields, add_person, grant_role

EMAIL, PASSWORD = "rowan@example.gov.uk", "correct horse battery"
COUNCIL = "/councils/riverford"
START = f"{COUNCIL}/plans/start"


@pytest.fixture
def client(own_engine: Engine, settings: Settings, now: Now) -> Iterator[PageClient]:
    """A browser at a tracker with a database that commits, and that waits for no other writer."""

    @event.listens_for(own_engine, "connect")
    def _hurry(connection: object, _record: object) -> None:
        connection.execute("pragma busy_timeout=20")  # type: ignore[attr-defined]

    own_engine.dispose()
    sessions = make_sessions(own_engine)
    with sessions() as session:
        _found(session, now)
        app: Flask = create_app(settings, sessions=sessions, now=now)
        app.test_client_class = PageClient
        client = app.test_client()
        assert isinstance(client, PageClient)
        client.session = session
        with own_engine.connect() as connection:
            client.watch = Watch().on(connection)
            yield client


def _found(session: Session, now: Now) -> None:
    by = operator(now())
    fields = CouncilFields(slug="riverford", name="Riverford", short_name="Riverford")
    council = create_council(session, fields, by=by, on=by.today)
    by = operator(now(), council.id)
    person = add_person(session, PersonFields(name="Rowan Mason"), by=by, on=by.today)
    grant_role(session, person, Role.PROGRAMME_LEAD, by=by, on=by.today)
    create_account(session, person, EMAIL, PASSWORD, by=by, on=by.today)
    session.commit()


@contextmanager
def somebody_writes(engine: Engine) -> Iterator[Connection]:
    """While the block runs, another connection holds SQLite's lock for writing."""
    with engine.connect().execution_options(begin="immediate") as connection, connection.begin():
        yield connection


def words(html: str) -> str:
    return text_of(parsed(html))


def test_signing_in_says_that_it_is_busy(client: PageClient, own_engine: Engine) -> None:
    given = {"email": EMAIL, "password": PASSWORD}
    with somebody_writes(own_engine):
        answer = client.submit("/sign-in", given, form="/sign-in", expect=503)
    assert "The tracker is busy" in words(answer.text)
    assert EMAIL in answer.text
    assert PASSWORD not in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    client.submit("/sign-in", given, form="/sign-in")


def test_a_deed_gives_back_what_was_typed(client: PageClient, own_engine: Engine) -> None:
    client.submit("/sign-in", {"email": EMAIL, "password": PASSWORD}, form="/sign-in")
    with somebody_writes(own_engine):
        client.get(f"{COUNCIL}/plans")
        answer = client.submit(START, {"title": TYPED}, form=START, expect=503)
    assert TYPED in words(answer.text)
    assert "was not saved" in words(answer.text)
    client.submit(START, {"title": TYPED}, form=START)
