"""The database: one engine for requests, one for migrations, and sessions that record.

SQLite is set for safety: WAL, foreign keys, a busy time-out, ``synchronous=FULL``, and a real
``BEGIN`` (the driver's own is switched off). A connection whose execution option ``begin`` is
``immediate`` takes the write lock at once, so that two writers queue instead of losing an update.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from tracker.models.recording import record_writes

BUSY_MILLISECONDS = 10_000


def make_engine(url: str, *, for_migration: bool = False) -> Engine:
    """An engine for ``url``; one for migrations leaves foreign keys unchecked on SQLite.

    Alembic rebuilds a SQLite table by dropping it, which with foreign keys on would refuse or
    cascade; the migration checks them itself at its end.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    _set_up_sqlite(engine, foreign_keys=not for_migration)
    return engine


def _set_up_sqlite(engine: Engine, *, foreign_keys: bool) -> None:
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
        how = connection.get_execution_options().get("begin", "deferred")
        connection.exec_driver_sql("begin immediate" if how == "immediate" else "begin")


def _write_ahead(connection: Any) -> None:
    """Turn the write-ahead log on; of two that turn it on in a new file one is told to wait.

    SQLite answers that one "locked" at once, whatever its time-out: waiting within a lock could
    last for ever.
    """
    deadline = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("pragma journal_mode=wal")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def make_sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions on ``engine`` whose every write is recorded."""
    sessions = sessionmaker(engine, expire_on_commit=False)
    record_writes(sessions)
    return sessions


def begin_writing(session: Session) -> None:
    """Begin the session's transaction as a writer: on SQLite the write lock is taken now."""
    session.connection(execution_options={"begin": "immediate"})


# A deadlock that PostgreSQL ended, and a lock that it did not wait for any longer.
_WAITED_IN_VAIN = ("40P01", "55P03")


def is_busy(error: BaseException) -> bool:
    """Whether the database refused only because somebody else was writing for too long.

    Nothing was written, and the same may well be done a moment later.
    """
    if not isinstance(error, DBAPIError):
        return False
    # SQLite's extended codes carry the plain one in their last byte.
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    return code == sqlite3.SQLITE_BUSY or getattr(error.orig, "sqlstate", "") in _WAITED_IN_VAIN
