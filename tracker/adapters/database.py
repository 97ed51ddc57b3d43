"""The database: one engine for requests, one for migrations, and sessions that record.

SQLite is set for safety: WAL, foreign keys, a busy time-out, ``synchronous=FULL``, and a real
``BEGIN`` (the driver's own is switched off). A connection whose execution option ``begin`` is
``writing`` takes the write lock at once, so that two writers queue instead of losing an update; one
that is ``reading`` can write nothing, on PostgreSQL neither.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from tracker.models.recording import record_writes

BUSY_MILLISECONDS = 10_000
BETWEEN_TRIES = 0.001
"""Seconds between two tries to take a lock that is held for some milliseconds."""


def make_engine(url: str, *, for_migration: bool = False) -> Engine:
    """An engine for ``url``; one for migrations leaves foreign keys unchecked on SQLite.

    Alembic rebuilds a SQLite table by dropping it, which with foreign keys on would refuse or
    cascade; the migration checks them itself at its end.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(
            url,
            pool_size=10,
            max_overflow=20,
            pool_pre_ping=True,
            isolation_level="READ COMMITTED",
        )
        _set_up_postgresql(engine)
        return engine
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    _set_up_sqlite(engine, foreign_keys=not for_migration)
    return engine


def _set_up_sqlite(engine: Engine, *, foreign_keys: bool) -> None:
    queue = threading.Lock()

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        _write_ahead(connection)
        for pragma in (
            "synchronous=full",
            f"foreign_keys={'on' if foreign_keys else 'off'}",
            f"busy_timeout={BUSY_MILLISECONDS}",
            "temp_store=memory",
            "cache_size=-20000",
        ):
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        how = _how(connection)
        _driver(connection).execute(f"pragma query_only={'on' if how == 'reading' else 'off'}")
        if how == "writing":
            _begin_to_write(connection, queue)
        else:
            connection.exec_driver_sql("begin")


def _begin_to_write(connection: Connection, queue: threading.Lock) -> None:
    """Take the write lock as soon as it is free, for as long as the connection's own time-out.

    SQLite waits by sleeping longer each time, up to a tenth of a second: whoever has waited long
    wakes seldom, and others come before. Here one of the process looks often, and the rest queue.
    """
    driver = _driver(connection)
    patience = driver.execute("pragma busy_timeout").fetchone()[0] / 1000
    deadline = time.monotonic() + patience
    driver.execute("pragma busy_timeout=0")
    is_next = queue.acquire(timeout=patience)
    try:
        if not (is_next and _tried(driver, "begin immediate", deadline)):
            connection.exec_driver_sql("begin immediate")
    finally:
        if is_next:
            queue.release()
        driver.execute(f"pragma busy_timeout={patience * 1000:.0f}")


def _tried(driver: Any, statement: str, deadline: float) -> bool:
    """Whether ``statement`` was done by the deadline; it is tried again while a lock is held."""
    while time.monotonic() < deadline:
        try:
            driver.execute(statement)
        except sqlite3.OperationalError as fault:
            if not _is_locked(fault):
                break
            time.sleep(BETWEEN_TRIES)
        else:
            return True
    return False


def _set_up_postgresql(engine: Engine) -> None:
    fault = engine.dialect.loaded_dbapi.Error

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Nothing is sent yet: the driver sends its BEGIN before the first statement.
        _driver(connection).read_only = _how(connection) == "reading"

    @event.listens_for(engine, "rollback")
    def _end_reading(connection: Connection) -> None:
        # With a ROLLBACK the driver forgets all statements that it has prepared, and planning those
        # of a page anew takes longer than running them. What only read may as well be committed;
        # where that fails, the rollback that follows says so.
        if not connection.invalidated and _driver(connection).read_only:
            with suppress(fault):
                _driver(connection).commit()


def _how(connection: Connection) -> str:
    return str(connection.get_execution_options().get("begin", ""))


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _write_ahead(connection: Any) -> None:
    """Turn the write-ahead log on; of two that turn it on in a new file one is told to wait.

    SQLite answers that one "locked" at once, whatever its time-out: waiting within a lock could
    last for ever.
    """
    to_wal = "pragma journal_mode=wal"
    if not _tried(connection, to_wal, time.monotonic() + BUSY_MILLISECONDS / 1000):
        connection.execute(to_wal)


def make_sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions on ``engine`` whose every write is recorded."""
    sessions = sessionmaker(engine, expire_on_commit=False)
    record_writes(sessions)
    return sessions


def begin_reading(session: Session) -> None:
    """Begin the session's transaction as a reader: the database refuses whatever would write."""
    session.connection(execution_options={"begin": "reading"})


def begin_writing(session: Session) -> None:
    """Begin the session's transaction as a writer: on SQLite the write lock is taken now.

    What the session has loaded before is loaded anew when it is next looked at. SQLite lets nobody
    write who has seen an older state, so what was begun ends; PostgreSQL shows each statement what
    is committed by then, and goes on.
    """
    if session.in_transaction() and session.get_bind().dialect.name == "postgresql":
        session.expire_all()
    else:
        session.rollback()
        session.connection(execution_options={"begin": "writing"})


# A deadlock that PostgreSQL ended, and a lock that it did not wait for any longer.
_WAITED_IN_VAIN = ("40P01", "55P03")


def is_busy(error: BaseException) -> bool:
    """Whether the database refused only because somebody else was writing for too long.

    Nothing was written, and the same may well be done a moment later.
    """
    if not isinstance(error, DBAPIError):
        return False
    return _is_locked(error.orig) or getattr(error.orig, "sqlstate", "") in _WAITED_IN_VAIN


def _is_locked(fault: BaseException | None) -> bool:
    # SQLite's extended codes carry the plain one in their last byte.
    return getattr(fault, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
