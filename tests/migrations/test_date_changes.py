"""Moves from before requests stay as agreed ones, as their history is read."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, Table, select, text

from tests.foundations.rows import fill_every_table
from tracker.adapters import migrations
from tracker.adapters.database import make_engine
from tracker.domain.upcasting import upcast

pytestmark = pytest.mark.usefixtures("any_engine")

BEFORE = "0006"
MOVED_ON = date(2026, 10, 5)


@pytest.fixture
def database(empty_database_url: str) -> Iterator[Engine]:
    """A database of the release before, with a row in every table."""
    engine = make_engine(empty_database_url)
    migrations.upgrade(engine, BEFORE)
    tables = MetaData()
    tables.reflect(engine)
    with engine.begin() as connection:
        own = {"alembic_version", *(name for name in tables.tables if name.startswith("search_"))}
        kept = MetaData()
        for table in tables.sorted_tables:
            if table.name not in own:
                table.to_metadata(kept)
        fill_every_table(connection, kept)
    yield engine
    engine.dispose()


def changes(engine: Engine) -> Table:
    tables = MetaData()
    tables.reflect(engine, only=["date_change"])
    return tables.tables["date_change"]


def test_a_move_becomes_an_agreed_change_as_its_history_says(database: Engine) -> None:
    with database.connect() as connection:
        old = connection.execute(select(changes(database))).one()._asdict()
    migrations.upgrade(database, "0010")
    with database.connect() as connection:
        row = connection.execute(select(changes(database))).one()._asdict()
        days = connection.execute(text("select freeze_days from council")).scalar_one()
    assert days == 5
    told = upcast("date_change", {"v": 1, "reason": None, "old": {}, "new": {}, "record": old})
    assert row == told["record"]
    assert (row["state"], row["requested_on"], row["decided_on"]) == ("agreed", MOVED_ON, MOVED_ON)
    assert (row["requested_by_id"], row["recovery"]) == (None, None)


def test_the_older_schema_keeps_the_moves_and_no_mere_request(database: Engine) -> None:
    with database.connect() as connection:
        old = connection.execute(select(changes(database))).one()
    migrations.upgrade(database, "0010")
    table = changes(database)
    with database.begin() as connection:
        row = connection.execute(select(table)).one()._asdict()
        other = uuid.UUID(int=77)
        asked: dict[str, Any] = {"id": other if isinstance(row["id"], uuid.UUID) else other.hex}
        asked |= {"state": "requested", "decided_on": None, "decided_by_id": None}
        connection.execute(table.insert(), {**row, **asked})
    migrations.downgrade(database, BEFORE)
    with database.connect() as connection:
        assert connection.execute(select(changes(database))).one() == old
