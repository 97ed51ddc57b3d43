"""A database with the demonstration in it, and with the kinds of records that its files lack.

Loading takes seconds, so the loaded file is kept in pytest's cache for as long as nothing that it
is made from changes; workers wait for the first of them to make it.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.foundations.records import START
from tracker.adapters.database import make_engine, make_sessions
from tracker.adapters.file_store import FileStore

KEPT = "files"
"""The folder beside the loaded file that has the texts of what was published: an installation, too,
has its files there, beside its database."""

ROOT = Path(__file__).parents[2]
MADE_FROM = (
    *("migrations", "tracker/access", "tracker/adapters", "tracker/demo", "tracker/domain"),
    *("tracker/intake", "tracker/models", "tracker/queries", "tracker/services"),
    "tests/foundations",
)
"""The folders that decide what the loaded file holds: the demonstration's and all that it uses."""


@pytest.fixture(scope="session")
def demonstration_template(pytestconfig: pytest.Config, sqlite_template: Path) -> Path:
    """A SQLite file with the demonstration as of the tests' day, to be copied and never opened."""
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("demonstration")
    path = folder / f"{_digest()}.sqlite"
    with _alone(folder / "lock"):
        if not path.exists():
            for old in folder.glob("*.sqlite*"):
                old.unlink()
            shutil.rmtree(folder / KEPT, ignore_errors=True)
            unfinished = Path(shutil.copy(sqlite_template, path.with_suffix(".unfinished")))
            _load(unfinished)
            unfinished.replace(path)
    return path


@pytest.fixture(scope="session")
def demonstration_engine(
    demonstration_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """The worker's own copy. A module has it in place of the empty database by its ``engine``."""
    folder = tmp_path_factory.mktemp("demonstration")
    path = shutil.copy(demonstration_template, folder / "demonstration.sqlite")
    engine = make_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


def keep_published(template: Path, folder: Path) -> None:
    """Put the texts of the demonstration's publications where an installation's files are."""
    shutil.copytree(template.parent / KEPT, folder, dirs_exist_ok=True)


def _load(path: Path) -> None:
    # Most tests do without the demonstration and all that it needs.
    from tests.foundations.remnants import add_what_the_files_lack  # noqa: PLC0415
    from tracker.demo import load_demonstration  # noqa: PLC0415
    from tracker.domain.frameworks import load_frameworks  # noqa: PLC0415

    engine = make_engine(f"sqlite:///{path}")
    sessions = make_sessions(engine)
    files = FileStore(path.parent / KEPT)
    load_demonstration(sessions, load_frameworks(), today=START.date(), files=files)
    with sessions() as session:
        add_what_the_files_lack(session, START)
        session.commit()
    with engine.connect() as connection:
        # One file, without the log beside it, can be copied.
        connection.exec_driver_sql("rollback")
        connection.exec_driver_sql("pragma journal_mode=delete")
    engine.dispose()


def _digest() -> str:
    found = hashlib.sha256()
    for folder in MADE_FROM:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".yaml"):
                found.update(f"{path.relative_to(ROOT)} {path.stat().st_size}\n".encode())
                found.update(path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
