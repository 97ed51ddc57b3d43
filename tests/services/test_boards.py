"""Boards and their chairs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.services.asking import NOBODY, last_told, refused, told
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.vocabulary import Role
from tracker.models import Council, Person
from tracker.services.boards import BoardFields, add_board, amend_board
from tracker.services.deeds import Conflict
from tracker.services.people import PersonFields, add_person, leave

ON = date(2026, 10, 5)
BOARD = BoardFields(name="Improvement Board", kind=BoardKind.IMPROVEMENT_BOARD)


@pytest.fixture
def chair(session: Session, actor: Actor) -> Person:
    return add_person(session, PersonFields(name="Ada Field"), by=actor, on=ON)


def test_a_board_is_added_and_amended(session: Session, actor: Actor, chair: Person) -> None:
    board = add_board(session, BOARD, by=actor, on=ON)
    read = board.version
    chaired = replace(BOARD, chair_id=chair.id, chair_note="Independent")
    amend_board(session, board, chaired, by=actor, on=ON, version=read)
    assert told(session, board) == [("add_board", "created"), ("amend_board", "changed")]
    assert last_told(session, board)["new"] == {
        "chair_id": str(chair.id),
        "chair_note": "Independent",
    }
    with pytest.raises(Conflict):
        amend_board(session, board, BOARD, by=actor, on=ON, version=read)


def test_a_name_is_used_once(session: Session, actor: Actor) -> None:
    add_board(session, BOARD, by=actor, on=ON)
    cabinet = add_board(
        session, BoardFields(name="Cabinet", kind=BoardKind.CABINET), by=actor, on=ON
    )
    for board in (None, cabinet):
        with refused("already a board with this name", field="name"):
            if board is None:
                add_board(session, replace(BOARD, name="improvement board"), by=actor, on=ON)
            else:
                amend_board(session, board, BOARD, by=actor, on=ON)


def test_a_chair_is_of_the_council_and_still_there(
    session: Session, actor: Actor, chair: Person, actor_as: ActorAs, other_council: Council
) -> None:
    by = actor_as(Role.PROGRAMME_LEAD, council=other_council)
    stranger = add_person(session, PersonFields(name="Ola"), by=by, on=ON)
    board = add_board(session, replace(BOARD, chair_id=chair.id), by=actor, on=ON)
    leave(session, chair, by=actor, on=ON)
    for person_id in (stranger.id, NOBODY, chair.id):
        with refused("Choose a person of this council who has not left", field="chair_id"):
            add_board(
                session,
                BoardFields(name="New", kind=BoardKind.CABINET, chair_id=person_id),
                by=actor,
                on=ON,
            )
    # What stood there before may stay, so that the board's terms can still be amended.
    amend_board(session, board, replace(BOARD, chair_id=chair.id, terms="x"), by=actor, on=ON)
    assert board.terms == "x"
    with refused("another council", field=None):
        amend_board(session, board, BOARD, by=by, on=ON)
