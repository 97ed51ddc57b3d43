"""Statutory clocks: what is stored, and what is counted where nothing was given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.services.asking import last_told, refused, told
from tests.services.visits import FRAMEWORKS, ON, inspected, visited
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role
from tracker.models import Clock, Council, Inspection
from tracker.services.clocks import (
    ClockFields,
    amend_clock,
    remove_clock,
    start_clock,
    stop_clock,
)
from tracker.services.councils import proclaim_bank_holiday
from tracker.services.deeds import Conflict

STATEMENT = ClockFields(
    rule="statement_of_action", label="Statement of action", starts_on=date(2015, 9, 1)
)


@pytest.fixture
def full(session: Session, actor: Actor) -> Inspection:
    return inspected(session, actor)


@pytest.fixture
def clock(session: Session, actor: Actor, full: Inspection) -> Clock:
    return started(session, full, STATEMENT, actor)


def started(session: Session, inspection: Inspection, fields: ClockFields, by: Actor) -> Clock:
    return start_clock(session, inspection, fields, by=by, on=ON, frameworks=FRAMEWORKS)


def test_without_a_date_the_counted_one_is_stored(session: Session, clock: Clock) -> None:
    # 70 working days after 1 September 2015; the day that the council's cabinet met.
    assert clock.due_on == date(2015, 12, 8)
    assert told(session, clock) == [("start_clock", "created")]


def test_a_printed_date_is_stored_as_it_is(
    session: Session, actor: Actor, full: Inspection
) -> None:
    fields = replace(STATEMENT, due_on=date(2015, 9, 30), note="The council's own target")
    assert started(session, full, fields, actor).due_on == date(2015, 9, 30)


def test_a_proclaimed_bank_holiday_is_not_counted(
    session: Session, actor: Actor, full: Inspection
) -> None:
    proclaim_bank_holiday(session, date(2015, 11, 2), "Coronation", by=actor, on=ON)
    assert started(session, full, STATEMENT, actor).due_on == date(2015, 12, 9)


def test_a_clock_is_one_of_the_framework_for_this_kind(
    session: Session, actor: Actor, full: Inspection
) -> None:
    with refused("Choose a clock of SIF", field="rule"):
        started(session, full, replace(STATEMENT, rule="draft_action_plan"), actor)
    visit = visited(session, actor, date(2016, 2, 1))
    with refused("Choose a clock of SIF", field="rule"):
        started(session, visit, STATEMENT, actor)


def test_a_clock_without_a_count_needs_its_date(session: Session, actor: Actor) -> None:
    uncounted = [
        (framework, rule)
        for framework in FRAMEWORKS.values()
        for rule in framework.clocks
        if rule.working_days is None
    ]
    assert uncounted, "a framework has such a rule"
    framework, rule = uncounted[0]
    inspection = inspected(
        session,
        actor,
        framework=framework.key,
        kind=rule.kinds[0],
        received_on=None,
        published_on=None,
    )
    fields = replace(STATEMENT, rule=rule.key)
    with refused("Enter the date due", field="due_on"):
        started(session, inspection, fields, actor)
    due_on = date(2016, 1, 4)
    assert started(session, inspection, replace(fields, due_on=due_on), actor).due_on == due_on


def test_the_same_clock_runs_once(
    session: Session, actor: Actor, full: Inspection, clock: Clock
) -> None:
    with refused("already has this clock", field="label"):
        started(session, full, replace(STATEMENT, label="STATEMENT of action"), actor)
    remove_clock(session, clock, by=actor, on=ON)
    assert started(session, full, STATEMENT, actor).id != clock.id


def test_a_clock_is_due_after_it_starts(
    session: Session, actor: Actor, full: Inspection, clock: Clock
) -> None:
    wrong = replace(STATEMENT, due_on=date(2015, 8, 31), label="Another")
    words = "The date due must not be before the day from which the clock counts"
    with refused(words, field="due_on"):
        started(session, full, wrong, actor)
    with refused(words, field="due_on"):
        amend_clock(session, clock, wrong, by=actor, on=ON, frameworks=FRAMEWORKS)


def test_a_clock_is_amended_unless_somebody_else_did(
    session: Session, actor: Actor, clock: Clock
) -> None:
    read = clock.version
    moved = replace(STATEMENT, due_on=date(2015, 12, 18))
    amend_clock(session, clock, moved, by=actor, on=ON, frameworks=FRAMEWORKS, version=read)
    assert last_told(session, clock)["new"] == {"due_on": "2015-12-18"}
    with pytest.raises(Conflict):
        amend_clock(session, clock, STATEMENT, by=actor, on=ON, frameworks=FRAMEWORKS, version=read)


def test_a_clock_is_stopped_and_set_going_again(
    session: Session, actor: Actor, clock: Clock
) -> None:
    stop_clock(session, clock, date(2015, 12, 8), by=actor, on=date(2015, 12, 8))
    assert clock.done_on == date(2015, 12, 8)
    with refused("The clock was done before that day", field="starts_on"):
        later = replace(STATEMENT, starts_on=date(2015, 12, 9))
        amend_clock(session, clock, later, by=actor, on=ON, frameworks=FRAMEWORKS)
    stop_clock(session, clock, None, by=actor, on=ON, reason="Wrong clock")
    assert told(session, clock)[-1] == ("stop_clock", "changed")
    assert last_told(session, clock)["new"] == {"done_on": None}


def test_a_clock_stops_between_its_start_and_today(
    session: Session, actor: Actor, clock: Clock
) -> None:
    with refused("must not be before the clock started", field="done_on"):
        stop_clock(session, clock, date(2015, 8, 31), by=actor, on=ON)
    with refused("must not be in the future", field="done_on"):
        stop_clock(session, clock, date(2026, 10, 6), by=actor, on=ON)


def test_a_removed_clock_and_anothers_are_left_alone(
    session: Session, actor: Actor, clock: Clock, actor_as: ActorAs, other_council: Council
) -> None:
    by = actor_as(Role.PROGRAMME_LEAD, council=other_council)
    foreign = inspected(session, by)
    theirs = started(session, foreign, STATEMENT, by)
    with refused("another council", field=None):
        started(session, foreign, STATEMENT, actor)
    with refused("another council", field=None):
        stop_clock(session, theirs, date(2015, 12, 8), by=actor, on=ON)
    with refused("another council", field=None):
        amend_clock(session, theirs, STATEMENT, by=actor, on=ON, frameworks=FRAMEWORKS)
    with refused("another council", field=None):
        remove_clock(session, theirs, by=actor, on=ON)
    remove_clock(session, clock, by=actor, on=ON)
    with refused("This clock was removed on 5 October 2026", field=None):
        stop_clock(session, clock, date(2015, 12, 8), by=actor, on=ON)
