"""Meetings from before stay published, and what the older schema cannot say is taken out of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select, text

from tests.foundations.records import START
from tests.services.given import recorded
from tracker.access.actor import operator
from tracker.adapters import migrations
from tracker.adapters.database import make_sessions
from tracker.domain.board_vocabulary import BoardKind, BoardRole, MeetingState
from tracker.domain.upcasting import upcast
from tracker.models import Board, BoardMember, Meeting
from tracker.services.councils import CouncilFields, create_council

pytestmark = pytest.mark.usefixtures("any_engine")

BEFORE = "0014"
ON = START.date()


def fill(engine: Engine) -> None:
    with make_sessions(engine)() as session:
        names = CouncilFields(slug="riverford", name="Riverford", short_name="Riverford")
        council = create_council(session, names, by=operator(START), on=ON)
        by = operator(START, council.id)
        above = recorded(session, by, Board, name="Cabinet", kind=BoardKind.CABINET)
        values: dict[str, Any] = {"kind": BoardKind.TASK_GROUP, "reports_to_id": above.id}
        board = recorded(session, by, Board, name="Group", quorum=3, **values)
        seat: dict[str, Any] = {"role": BoardRole.MEMBER, "is_voting": True, "from_on": ON}
        recorded(session, by, BoardMember, board_id=board.id, name="Carol", **seat)
        for state in MeetingState:
            of_board = {"board_id": board.id, "held_on": date(2026, 11, 2)}
            recorded(session, by, Meeting, **of_board, title=state.value, state=state)
        session.commit()


def removed(engine: Engine) -> dict[str, bool]:
    """Each meeting by its title, and whether it is removed."""
    with engine.connect() as connection:
        rows = connection.execute(text("select title, removed_on from meeting")).all()
    return {row.title: row.removed_on is not None for row in rows}


def found(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        query = "select title from search_entry where record_type = 'meeting'"
        return set(connection.execute(text(query)).scalars())


def test_down_and_up_again(own_engine: Engine) -> None:
    fill(own_engine)
    migrations.downgrade(own_engine, BEFORE)
    # A draft would be known to all there, and a cancelled one would take place.
    off = {"draft": True, "cancelled": True, "published": False, "held": False, "agreed": False}
    assert removed(own_engine) == off
    assert found(own_engine) == {"published", "held", "agreed"}
    migrations.upgrade(own_engine)
    assert removed(own_engine) == off
    with own_engine.connect() as connection:
        states = connection.execute(select(Meeting.state)).scalars()
        assert set(states) == {MeetingState.PUBLISHED}
        boards = connection.execute(select(Board.name, Board.quorum, Board.reports_to_id))
        assert sorted(tuple(row) for row in boards) == [
            ("Cabinet", None, None),
            ("Group", None, None),
        ]
    old = {"v": 2, "reason": None, "old": {}, "new": {}, "record": {"title": "October"}}
    assert upcast("meeting", old)["record"]["state"] == MeetingState.PUBLISHED
