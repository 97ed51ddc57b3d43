"""Dates are locked from some working days before the board meets until the meeting is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.services.asking import refused
from tests.services.given import (
    a_board,
    a_meeting,
    an_action,
    bring_to,
    fields_of,
    recorded,
    somebody_else,
    taken_out,
)
from tracker.access.actor import Actor
from tracker.domain.vocabulary import DateChangeState, PlanStage
from tracker.models import Action, BankHoliday, Council, DateChange, Meeting
from tracker.models.recording import deed
from tracker.queries.freeze import find_freeze
from tracker.services.actions import add_action, amend_action
from tracker.services.due_dates import (
    DateChangeFields,
    agree_date_change,
    refuse_date_change,
    request_date_change,
    withdraw_date_change,
)
from tracker.services.plans import PlanFields, start_plan

ASKED = date(2026, 9, 1)
FIRST_LOCKED = date(2026, 9, 28)
MEETS = date(2026, 10, 5)
LOCKED = (
    "Due dates are locked from 28 September 2026 until the meeting of the Improvement Board on "
    "5 October 2026"
)


@pytest.fixture
def meeting(session: Session, actor: Actor) -> Meeting:
    """The board's meeting of Monday 5 October 2026."""
    return a_meeting(session, actor, held_on=MEETS)


@pytest.fixture
def action(session: Session, actor: Actor, meeting: Meeting) -> Action:
    """An action of a plan in force that this board oversees."""
    fields = PlanFields(title="Getting to good", board_id=meeting.board_id)
    plan = start_plan(session, fields, by=actor, on=date(2015, 10, 1))
    bring_to(session, plan, PlanStage.ADOPTED, by=actor)
    return an_action(session, plan, actor, due_on=date(2026, 12, 1))


@pytest.fixture
def change(session: Session, actor: Actor, action: Action) -> DateChange:
    """A request of 1 September 2026."""
    return asked(session, action, actor)


def asked(session: Session, action: Action, by: Actor, on: date = ASKED) -> DateChange:
    fields = DateChangeFields(to_on=date(2027, 2, 1), reason="Late", recovery="More people")
    return request_date_change(session, action, fields, by=by, on=on)


@pytest.fixture
def decider(session: Session, actor: Actor) -> Actor:
    """Somebody who did not ask."""
    return somebody_else(session, actor)


@pytest.mark.parametrize("day", [FIRST_LOCKED, date(2026, 10, 1), date(2026, 10, 4)])
def test_nothing_is_agreed_while_dates_are_locked(
    session: Session, action: Action, change: DateChange, decider: Actor, day: date
) -> None:
    with refused(LOCKED, field=None):
        agree_date_change(session, change, by=decider, on=day)
    assert (change.state, action.due_on) == (DateChangeState.REQUESTED, date(2026, 12, 1))


@pytest.mark.parametrize("day", [date(2026, 9, 25), date(2026, 9, 27), date(2026, 10, 6)])
def test_before_and_after_it_is(
    session: Session, change: DateChange, decider: Actor, day: date
) -> None:
    agree_date_change(session, change, by=decider, on=day)
    assert change.state is DateChangeState.AGREED


def test_on_its_day_the_meeting_itself_agrees_and_nobody_else(
    session: Session, actor: Actor, meeting: Meeting, change: DateChange, decider: Actor
) -> None:
    other = recorded(
        session,
        actor,
        Meeting,
        board_id=a_board(session, actor, name="Scrutiny").id,
        held_on=MEETS,
        title="Scrutiny",
    )
    for meeting_id in (None, other.id):
        with refused("Today only that meeting can agree: choose it", field="meeting_id"):
            agree_date_change(session, change, by=decider, on=MEETS, meeting_id=meeting_id)
    agree_date_change(session, change, by=decider, on=MEETS, meeting_id=meeting.id)
    assert change.meeting_id == meeting.id


def test_asking_refusing_and_withdrawing_are_always_possible(
    session: Session, actor: Actor, action: Action, change: DateChange, decider: Actor
) -> None:
    refuse_date_change(session, change, note="No", by=decider, on=FIRST_LOCKED)
    paper = asked(session, action, actor, FIRST_LOCKED)
    withdraw_date_change(session, paper, by=actor, on=MEETS)


def test_a_first_date_puts_nothing_off_and_can_be_given(
    session: Session, actor: Actor, action: Action
) -> None:
    plan, day = action.plan, FIRST_LOCKED
    undated = an_action(session, plan, actor, "2", due_on=None, due_text="Ongoing")
    amend_action(session, undated, fields_of("2", due_on=date(2027, 1, 1)), by=actor, on=day)
    late = add_action(session, plan, fields_of("3", due_on=date(2027, 1, 1)), by=actor, on=day)
    assert undated.first_due_on == late.first_due_on == date(2027, 1, 1)


@pytest.mark.parametrize("why", ["removed", "another board's", "no board"])
def test_only_a_meeting_of_the_plans_board_locks(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    action: Action,
    change: DateChange,
    decider: Actor,
    why: str,
) -> None:
    if why == "removed":
        taken_out(session, actor, meeting)
    else:
        board = a_board(session, actor, name="Another board") if why != "no board" else None
        with given(session, actor):
            action.plan.board_id = board.id if board else None
    agree_date_change(session, change, by=decider, on=FIRST_LOCKED)


def given(session: Session, by: Actor) -> Any:
    return deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=by.at)


@pytest.mark.parametrize(
    ("days", "first"), [(0, MEETS), (1, date(2026, 10, 2)), (20, date(2026, 9, 7))]
)
def test_the_council_says_how_many_days(
    session: Session, actor: Actor, meeting: Meeting, council: Council, days: int, first: date
) -> None:
    with given(session, actor):
        council.freeze_days = days
    freeze = find_freeze(session, actor, meeting.board_id, MEETS)
    assert freeze is not None
    assert (freeze.lock.from_on, freeze.lock.meeting_on) == (first, MEETS)
    assert freeze.meeting_ids == {meeting.id}


def test_a_proclaimed_bank_holiday_makes_the_lock_longer(
    session: Session, actor: Actor, meeting: Meeting
) -> None:
    with given(session, actor):
        session.add(BankHoliday(day=date(2026, 9, 30), name="A jubilee"))
    assert find_freeze(session, actor, meeting.board_id, date(2026, 9, 24)) is None
    freeze = find_freeze(session, actor, meeting.board_id, date(2026, 9, 25))
    assert freeze is not None
    assert freeze.lock.from_on == date(2026, 9, 25)


def test_of_two_meetings_the_next_one_locks(
    session: Session, actor: Actor, meeting: Meeting
) -> None:
    later = {"board_id": meeting.board_id, "title": "Second", "held_on": date(2026, 10, 7)}
    second = recorded(session, actor, Meeting, **later)
    for day, meets in ((MEETS, meeting), (date(2026, 10, 6), second)):
        freeze = find_freeze(session, actor, meeting.board_id, day)
        assert freeze is not None
        assert freeze.meeting_ids == {meets.id}


def test_another_councils_meetings_lock_nothing(
    session: Session, actor: Actor, meeting: Meeting, other_council: Council
) -> None:
    theirs = replace(actor, council_id=other_council.id)
    assert find_freeze(session, theirs, meeting.board_id, MEETS) is None
