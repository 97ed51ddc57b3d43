"""Engines, and sessions in whose outer transaction everything that a test writes disappears.

SQLite is the default. A test marked ``postgresql`` gets PostgreSQL from the same fixtures, and one
that uses ``any_engine`` runs once on each.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session, sessionmaker

from tests.foundations.mail import SentMail
from tests.foundations.postgresql import PostgreSQL
from tests.foundations.requests import RequestSession
from tracker.adapters import migrations
from tracker.adapters.database import make_engine
from tracker.models.recording import record_writes


def is_on_postgresql(request: pytest.FixtureRequest) -> bool:
    """Whether the test asks for PostgreSQL."""
    return request.node.get_closest_marker("postgresql") is not None


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file built through the migrations, once a worker, to be copied and never opened."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    migrations.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def sqlite_engine(sqlite_template: Path) -> Iterator[Engine]:
    """The SQLite database that the worker's tests share; nobody commits to it."""
    path = shutil.copy(sqlite_template, sqlite_template.with_name("tests.sqlite"))
    engine = make_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_engine(postgresql: PostgreSQL) -> Iterator[Engine]:
    """The PostgreSQL database that the worker's tests share; nobody commits to it."""
    engine = make_engine(postgresql.url(postgresql.create()))
    yield engine
    engine.dispose()


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Engine:
    """The engine that the test's sessions are on."""
    name = "postgresql_engine" if is_on_postgresql(request) else "sqlite_engine"
    found: Engine = request.getfixturevalue(name)
    return found


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def any_engine(engine: Engine) -> Engine:
    """The test runs on SQLite and on PostgreSQL; ``session`` and ``own_engine`` follow."""
    return engine


@pytest.fixture
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the test's own, on the database that it asks for."""
    if not is_on_postgresql(request):
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = server.create("template0")
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def own_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a migrated database of the test's own: it may commit, from many threads."""
    if not is_on_postgresql(request):
        template: Path = request.getfixturevalue("sqlite_template")
        engine = make_engine(f"sqlite:///{shutil.copy(template, tmp_path / 'own.sqlite')}")
        yield engine
        engine.dispose()
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = server.create()
    engine = make_engine(server.url(name))
    yield engine
    engine.dispose()
    server.drop(name)


@pytest.fixture(scope="session")
def bare_sessions() -> sessionmaker[Session]:
    """The run's one session factory; ``sessions`` binds it to the test at hand."""
    factory: sessionmaker[Session] = sessionmaker(
        class_=RequestSession, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )
    record_writes(factory)
    return factory


@pytest.fixture
def connection(engine: Engine, sent_mail: SentMail) -> Iterator[Connection]:
    """The test's connection, in the outer transaction that is rolled back at its end."""
    with engine.connect() as connection:
        outer = connection.begin()
        try:
            yield sent_mail.watch(connection)
            sent_mail.refuse_unread()
        finally:
            outer.rollback()


@pytest.fixture
def sessions(
    bare_sessions: sessionmaker[Session], connection: Connection
) -> Iterator[sessionmaker[Session]]:
    """Sessions of the test: a commit reaches the outer transaction and no further."""
    bare_sessions.configure(bind=connection)
    yield bare_sessions
    bare_sessions.configure(bind=None)


@pytest.fixture
def session(sessions: sessionmaker[Session], sent_mail: SentMail) -> Iterator[Session]:
    """A session whose writes are recorded, as in the application, and gone after the test."""
    with sessions() as session:
        yield session
        # What was only flushed is gone once the session closes.
        sent_mail.refuse_unread()
