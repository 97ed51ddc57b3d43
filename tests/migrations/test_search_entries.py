"""What search is told by a migration is what the records themselves tell it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text

from tests.foundations.records import START
from tests.web.crowd import gather
from tracker.access.actor import operator
from tracker.adapters import migrations
from tracker.adapters.database import make_sessions
from tracker.models import Board, Person, SearchEntry, Update
from tracker.models.recording import deed

pytestmark = pytest.mark.usefixtures("any_engine")

COLUMNS = [column for column in SearchEntry.__table__.columns if column.name != "id"]
BEFORE = "0004"
LATER = ("evidence", "challenge", "decision")
"""Kinds of records whose tables came after search knew the others: going back drops them whole."""


def entries(engine: Engine) -> set[tuple[Any, ...]]:
    with engine.connect() as connection:
        known = select(*COLUMNS).where(SearchEntry.record_type.not_in(LATER))
        return {tuple(row) for row in connection.execute(known)}


def everything(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(SearchEntry)).scalar_one()


def fill(engine: Engine) -> None:
    """One of everything, with texts that are there, empty, and not there."""
    by = operator(START)
    with make_sessions(engine)() as session:
        me = gather(session, "few", 2, START)
        with deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=START):
            me.organisation = "Orchard Trust"
            board = session.scalars(select(Board)).first()
            assert board is not None
            board.chair_note, board.terms = "", "All about\nquinces"
            told = session.scalars(select(Update)).first()
            assert told is not None
            session.add(
                Update(
                    council_id=told.council_id,
                    action_id=told.action_id,
                    posted_at=told.posted_at,
                    posted_on=told.posted_on,
                    done="Jam was made",
                    next_steps="Try medlar",
                    obstacle="No damson",
                    delivery=told.delivery,
                )
            )
        session.commit()


def test_what_was_recorded_before_is_found_as_what_is_recorded_after(own_engine: Engine) -> None:
    fill(own_engine)
    recorded = entries(own_engine)
    kinds = {entry[1] for entry in recorded}
    assert {"action_update", "verdict", "person", "post", "board", "meeting"} <= kinds
    migrations.downgrade(own_engine, BEFORE)
    migrations.upgrade(own_engine)
    assert entries(own_engine) == recorded
    # No entry leads to a record that went with its table.
    assert everything(own_engine) == len(recorded)


def test_the_index_knows_the_new_entries_and_follows_them(own_engine: Engine) -> None:
    fill(own_engine)
    migrations.downgrade(own_engine, BEFORE)
    migrations.upgrade(own_engine)
    by = operator(START)
    assert matches(own_engine, "medlar") == ["action_update"]
    assert matches(own_engine, "orchard") == ["person"]
    with make_sessions(own_engine)() as session:
        person = session.scalars(select(Person).where(Person.organisation.is_not(None))).one()
        with deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=START):
            person.organisation = "Elsewhere"
        session.commit()
    assert matches(own_engine, "orchard") == []
    assert matches(own_engine, "elsewhere") == ["person"]


def matches(engine: Engine, word: str) -> list[str]:
    """The kinds of record that the database's own index finds by ``word``."""
    query = {
        "sqlite": "select e.record_type from search_entry_fts f"
        " join search_entry e on e.id = f.rowid where search_entry_fts match :word",
        "postgresql": "select record_type from search_entry"
        " where words @@ websearch_to_tsquery('english', :word)",
    }[engine.dialect.name]
    with engine.connect() as connection:
        return list(connection.execute(text(query), {"word": word}).scalars())
