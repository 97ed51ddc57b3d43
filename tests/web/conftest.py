"""Walks over every route, for modules whose ``engine`` is the demonstration's."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session, sessionmaker

from tests.foundations.demonstration import keep_published
from tests.foundations.kept_reports import keep_files
from tests.foundations.published import keep_text
from tests.foundations.records import Now
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.web import planted
from tests.web.visiting import Visitor
from tests.web.walking import Site, Specimens
from tracker.config import Settings


@pytest.fixture(scope="session")
def specimens(demonstration_engine: Engine) -> Specimens:
    """Records of the demonstration to visit."""
    return Specimens(demonstration_engine)


@pytest.fixture
def visitor(
    app: Flask,
    client: PageClient,
    session: Session,
    sign_in_as: SignInAs,
    specimens: Specimens,
    connection: Connection,
    demonstration_template: Path,
) -> Visitor:
    """Somebody who goes through the site's routes, in one role after another."""
    # A test that drops a report takes its file, and no rolling back brings that again.
    keep_files(app.extensions["settings"].files_folder)
    keep_text(app.extensions["settings"].files_folder)
    keep_published(demonstration_template, app.extensions["settings"].files_folder)
    return Visitor(Site(app, specimens), client, session, sign_in_as, connection)


@pytest.fixture(scope="session")
def faulty_app(
    settings: Settings, bare_sessions: sessionmaker[Session], standing_now: Now
) -> Flask:
    """The application with the faulty views beside its own."""
    from tracker import create_app  # noqa: PLC0415

    app = create_app(settings, sessions=bare_sessions, now=standing_now)
    planted.plant(app)
    app.testing = True
    app.test_client_class = PageClient
    return app
