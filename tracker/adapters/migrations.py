"""Bring a database's schema to a revision, on SQLite and on PostgreSQL, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from tracker.adapters.database import make_engine

# Any number will do, as long as no other use of the database takes the same.
_LOCK = 7_204_611_953


class BrokenReferences(RuntimeError):
    """A migration would leave rows that point to nothing, so it was rolled back."""


def folder() -> Path:
    """Where the migrations are: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for base in (package, package.parent):
        if (base / "migrations" / "env.py").is_file():
            return base / "migrations"
    raise RuntimeError("The tracker was installed without its migrations folder; install it again")


def upgrade(target: str | Engine, revision: str = "head") -> None:
    """Bring the database up to ``revision``; a database that is there already is left as it is.

    ``target`` is an address or an engine. Two processes that start at once queue: the second finds
    the work done.

    Raises:
        BrokenReferences: rows would point to nothing; the database is as it was.
    """
    with _migrating(target) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(target: str | Engine, revision: str) -> None:
    """Take the database back to ``revision``; ``base`` empties it. Otherwise as ``upgrade``."""
    with _migrating(target) as connection:
        command.downgrade(_config(connection), revision)


def draft(target: str | Engine, message: str) -> None:
    """Write the next migration file, from what the models have and the database has not.

    For developers: the draft is read and mended before it is committed.
    """
    with _migrating(target) as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=_next_number())


def current(engine: Engine) -> str | None:
    """The revision of the database; ``None`` when it was never migrated."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """The newest revision that this release knows."""
    revision = ScriptDirectory(str(folder())).get_current_head()
    if revision is None:
        raise RuntimeError("The migrations folder holds no migration; install the tracker again")
    return revision


def is_current(engine: Engine) -> bool:
    """Whether the database is at the newest revision."""
    return current(engine) == head()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _next_number() -> str:
    numbers = [int(path.name[:4]) for path in (folder() / "versions").glob("[0-9]*.py")]
    return f"{max(numbers, default=0) + 1:04}"


@contextmanager
def _migrating(target: str | Engine) -> Iterator[Connection]:
    """One transaction that holds the right to migrate; at its end foreign keys are looked at."""
    engine, ours = _engine_for(target)
    try:
        with engine.execution_options(begin="writing").begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"select pg_advisory_xact_lock({_LOCK})")
            yield connection
            if connection.dialect.name == "sqlite":
                _look_at_references(connection)
    finally:
        if ours:
            engine.dispose()


def _engine_for(target: str | Engine) -> tuple[Engine, bool]:
    if isinstance(target, str):
        return make_engine(target, for_migration=True), True
    if target.dialect.name == "sqlite":
        if target.url.database in (None, "", ":memory:"):
            raise ValueError("A database in memory cannot be migrated: use a file")
        # Foreign keys are set when a connection opens, so the migration opens its own.
        address = target.url.render_as_string(hide_password=False)
        return make_engine(address, for_migration=True), True
    return target, False


def _look_at_references(connection: Connection) -> None:
    broken: list[Any] = list(connection.exec_driver_sql("pragma foreign_key_check"))
    if broken:
        table, row, parent, _ = broken[0]
        raise BrokenReferences(
            f"{len(broken)} rows would point to nothing, the first being row {row} of {table}, "
            f"which points to {parent}"
        )
