"""Somebody writes for too long: the others are told so, and lose nothing of what they typed.

Whoever only sends slowly holds up nobody.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select, text
from sqlalchemy.orm import Session

from tests.foundations.records import Now
from tests.foundations.requests import Watch
from tests.page_contract import PageClient, parsed, text_of
from tests.web.visiting import TYPED
from tracker import create_app
from tracker.access.actor import operator
from tracker.adapters.database import begin_writing, make_sessions
from tracker.config import Settings
from tracker.domain.vocabulary import Role
from tracker.models import Council
from tracker.models.recording import lock_chain
from tracker.services.accounts import create_account
from tracker.services.councils import CouncilFields, create_council
from tracker.services.people import PersonFields, add_person, grant_role
from tracker.web import current
from tracker.web.guards import public

EMAIL, PASSWORD = "rowan@example.gov.uk", "correct horse battery"
COUNCIL = "/councils/riverford"
START = f"{COUNCIL}/plans/start"


@pytest.fixture
def client(own_engine: Engine, settings: Settings, now: Now) -> Iterator[PageClient]:
    """A browser at a tracker with a database that commits, and that waits for no other writer."""
    on_sqlite = own_engine.dialect.name == "sqlite"

    @event.listens_for(own_engine, "connect")
    def _hurry(connection: Any, _record: object) -> None:
        connection.execute("pragma busy_timeout=20" if on_sqlite else "set lock_timeout = '20ms'")
        connection.commit()

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
def somebody_writes(engine: Engine) -> Iterator[None]:
    """While the block runs, somebody else is about to write for the council."""
    with make_sessions(engine)() as session:
        begin_writing(session)
        lock_chain(session, session.scalars(select(Council.id)).one())
        yield


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


@pytest.mark.usefixtures("any_engine")
def test_a_deed_gives_back_what_was_typed(client: PageClient, own_engine: Engine) -> None:
    client.submit("/sign-in", {"email": EMAIL, "password": PASSWORD}, form="/sign-in")
    with somebody_writes(own_engine):
        client.get(f"{COUNCIL}/plans")
        answer = client.submit(START, {"title": TYPED}, form=START, expect=503)
    assert TYPED in words(answer.text)
    assert "was not saved" in words(answer.text)
    client.submit(START, {"title": TYPED}, form=START)


class SlowForm(io.BufferedReader):
    """What a browser sends, while somebody else writes for the council."""

    def __init__(self, body: bytes, engine: Engine) -> None:
        super().__init__(io.BytesIO(body))
        self.engine = engine
        self.others_wrote = False

    def readinto(self, buffer: Any) -> int:
        with somebody_writes(self.engine):
            self.others_wrote = True
        return super().readinto(buffer)


@pytest.mark.usefixtures("any_engine")
def test_a_form_that_comes_in_slowly_holds_up_nobody(
    client: PageClient, own_engine: Engine
) -> None:
    client.submit("/sign-in", {"email": EMAIL, "password": PASSWORD}, form="/sign-in")
    body = urlencode({"csrf_token": client.csrf_token(), "title": TYPED}).encode()
    slow = SlowForm(body, own_engine)
    client.post(
        START,
        input_stream=slow,
        content_length=len(body),
        content_type="application/x-www-form-urlencoded",
        csrf=False,
    )
    assert slow.others_wrote


@pytest.mark.usefixtures("any_engine")
def test_a_page_that_is_got_cannot_write(client: PageClient) -> None:
    @public
    def writing() -> str:
        current.db().execute(text("update council set name = 'Written'"))
        current.db().commit()
        return ""

    client.application.add_url_rule("/writing", view_func=writing)
    client.get("/writing", expect=500)
    assert client.session is not None
    assert client.session.scalars(select(Council.name)).one() == "Riverford"
