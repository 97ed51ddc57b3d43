"""Clocks and feeds as they are read, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import InADeed
from tests.services.given import recorded, taken_out
from tests.web.scene import ON, clocked, embargoed, inspected
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role
from tracker.models import BankHoliday, CalendarFeed, Inspection, Person, RoleGrant
from tracker.queries.clocks import (
    every_clock,
    get_clock,
    list_clocked_inspections,
    list_clocks_of,
    list_proclaimed_holidays,
)
from tracker.queries.errors import NotFound
from tracker.queries.feeds import get_reader
from tracker.queries.listing import Ask
from tracker.services.clocks import stop_clock

pytestmark = pytest.mark.usefixtures("any_engine")


@pytest.fixture
def full(session: Session, actor: Actor) -> Inspection:
    return inspected(session, actor)


def test_those_that_run_come_first(
    session: Session, actor: Actor, viewer: Actor, full: Inspection
) -> None:
    done = clocked(session, actor, full, label="Done", due_on=date(2015, 9, 2))
    stop_clock(session, done, date(2015, 9, 2), by=actor, on=ON)
    clocked(session, actor, full, label="Later", due_on=ON + timedelta(days=9))
    clocked(session, actor, full, label="Sooner", due_on=ON - timedelta(days=9))
    labels = [row.label for row in every_clock(session, viewer, Ask())]
    assert labels == ["Sooner", "Later", "Done"]
    by_day = [row.label for row in every_clock(session, viewer, Ask(sort="due"))]
    assert by_day == ["Done", "Sooner", "Later"]


def test_due_today_is_not_overdue(
    session: Session, actor: Actor, viewer: Actor, full: Inspection
) -> None:
    clocked(session, actor, full, due_on=ON)
    assert every_clock(session, viewer, Ask({"state": ("overdue",)})) == []
    assert len(every_clock(session, viewer, Ask({"state": ("running",)}))) == 1


def test_removed_ones_and_those_of_others_are_not_there(
    session: Session, actor: Actor, viewer: Actor, outsider: Actor, full: Inspection
) -> None:
    gone = clocked(session, actor, full, label="Gone")
    taken_out(session, actor, gone)
    kept = clocked(session, actor, full, label="Kept")
    assert [row.label for row in list_clocks_of(session, viewer, full.id)] == ["Kept"]
    assert get_clock(session, viewer, kept.id).inspection.title == "Inspection of 2015"
    for who, clock in ((viewer, gone), (outsider, kept)):
        with pytest.raises(NotFound):
            get_clock(session, who, clock.id)
    assert list_clocks_of(session, outsider, full.id) == []
    assert list_clocked_inspections(session, outsider) == []


def test_only_inspections_with_clocks_are_offered_as_a_filter(
    session: Session, actor: Actor, viewer: Actor, full: Inspection
) -> None:
    embargoed(session, actor, full)
    assert list_clocked_inspections(session, actor) == []
    clocked(session, actor, full)
    assert [row.id for row in list_clocked_inspections(session, viewer)] == [full.id]


def test_proclaimed_holidays_are_days(session: Session, in_a_deed: InADeed) -> None:
    assert list_proclaimed_holidays(session) == frozenset()
    with in_a_deed():
        session.add(BankHoliday(day=date(2027, 5, 10), name="A coronation"))
    assert list_proclaimed_holidays(session) == {date(2027, 5, 10)}


def test_a_feed_is_read_as_who_its_owner_is_today(session: Session, actor: Actor) -> None:
    recorded(session, actor, CalendarFeed, person_id=actor.person_id, token_hash="a" * 64)
    reader = get_reader(session, "a" * 64, actor.at)
    assert (reader.actor.person_id, reader.actor.council_id) == (actor.person_id, actor.council_id)
    assert reader.actor.roles == {Role.PROGRAMME_LEAD}
    assert reader.council_slug == "riverford"
    with pytest.raises(NotFound):
        get_reader(session, "b" * 64, actor.at)
    with pytest.raises(NotFound):
        # The role was granted a year before the tests' day.
        get_reader(session, "a" * 64, actor.at - timedelta(days=400))


def test_a_feed_ends_when_its_owner_has_left_whatever_their_roles(
    session: Session, actor: Actor
) -> None:
    for left_on, token_hash in ((ON, "a" * 64), (ON + timedelta(days=1), "b" * 64)):
        person = recorded(session, actor, Person, name="Jo Green", left_on=left_on)
        grant = {"role": Role.VIEWER, "from_on": date(2026, 1, 5)}
        recorded(session, actor, RoleGrant, person_id=person.id, **grant)
        recorded(session, actor, CalendarFeed, person_id=person.id, token_hash=token_hash)
    with pytest.raises(NotFound):
        get_reader(session, "a" * 64, actor.at)
    assert get_reader(session, "b" * 64, actor.at).actor.name == "Jo Green"
