"""Meetings of boards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs, InADeed
from tests.services.asking import NOBODY, last_told, refused, told
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.vocabulary import DateChangeState, Role
from tracker.models import Action, Board, Council, DateChange, Plan
from tracker.services.boards import BoardFields, add_board, amend_board
from tracker.services.deeds import Conflict
from tracker.services.meetings import MeetingFields, add_meeting, amend_meeting, remove_meeting

ON = date(2026, 10, 5)
BOARD = BoardFields(name="Improvement Board", kind=BoardKind.IMPROVEMENT_BOARD)


@pytest.fixture
def board(session: Session, actor: Actor) -> Board:
    return add_board(session, BOARD, by=actor, on=ON)


@pytest.fixture
def december(board: Board) -> MeetingFields:
    return MeetingFields(board_id=board.id, held_on=date(2015, 12, 9), title="December")


def test_a_meeting_is_added_amended_and_removed(
    session: Session, actor: Actor, december: MeetingFields
) -> None:
    meeting = add_meeting(session, december, by=actor, on=ON)
    read = meeting.version
    placed = replace(december, place="Town Hall")
    amend_meeting(session, meeting, placed, by=actor, on=ON, version=read)
    with pytest.raises(Conflict):
        amend_meeting(session, meeting, december, by=actor, on=ON, version=read)
    remove_meeting(session, meeting, by=actor, on=ON, reason="Called off")
    assert [deed for deed, _ in told(session, meeting)] == [
        "add_meeting",
        "amend_meeting",
        "remove_meeting",
    ]
    assert last_told(session, meeting)["reason"] == "Called off"
    with refused("This meeting was removed on 5 October 2026", field=None):
        amend_meeting(session, meeting, december, by=actor, on=ON)


def test_a_board_is_of_the_council_and_had_not_ended(
    session: Session,
    actor: Actor,
    board: Board,
    december: MeetingFields,
    actor_as: ActorAs,
    other_council: Council,
) -> None:
    by = actor_as(Role.PROGRAMME_LEAD, council=other_council)
    foreign = add_board(session, BOARD, by=by, on=ON)
    for board_id in (foreign.id, NOBODY):
        with refused("Choose a board of this council", field="board_id"):
            add_meeting(session, replace(december, board_id=board_id), by=actor, on=ON)
    meeting = add_meeting(session, december, by=actor, on=ON)
    with refused("another council", field=None):
        remove_meeting(session, meeting, by=by, on=ON)
    amend_board(session, board, replace(BOARD, ended_on=date(2018, 5, 21)), by=actor, on=ON)
    with refused("that has not ended", field="board_id"):
        add_meeting(session, replace(december, held_on=date(2018, 6, 1)), by=actor, on=ON)
    # An old meeting of a board that has ended can still be written down, and mended.
    add_meeting(session, replace(december, held_on=date(2015, 10, 13)), by=actor, on=ON)
    amend_meeting(session, meeting, replace(december, note="Minutes"), by=actor, on=ON)
    assert meeting.note == "Minutes"


def test_a_meeting_that_decided_something_stays(
    session: Session, actor: Actor, december: MeetingFields, in_a_deed: InADeed
) -> None:
    meeting = add_meeting(session, december, by=actor, on=ON)
    with in_a_deed():
        plan = Plan(council_id=meeting.council_id, title="Getting to good")
        session.add(plan)
        session.flush()
        action = Action(
            council_id=plan.council_id, plan_id=plan.id, reference="1", sort_key="1", title="x"
        )
        session.add(action)
        session.flush()
        moved = DateChange(
            council_id=plan.council_id,
            action_id=action.id,
            reason="Agreed",
            requested_on=ON,
            decided_on=ON,
            state=DateChangeState.AGREED,
            meeting_id=meeting.id,
        )
        session.add(moved)
    with refused("A due date was decided at this meeting", field=None):
        remove_meeting(session, meeting, by=actor, on=ON)
