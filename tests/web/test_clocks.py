"""Clocks: the list, starting one from the rules, amending, stopping, removing, and the calendar."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import InADeed
from tests.foundations.requests import Statements
from tests.foundations.site import INSIDERS, SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.web.scene import (
    CLOCKS,
    FRAMEWORKS,
    INSPECTIONS,
    ON,
    clocked,
    embargoed,
    inspected,
    recommended,
    visited,
)
from tests.web.workforce import cells, day, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import FindingKind, Role
from tracker.models import BankHoliday, Clock, Council, Inspection
from tracker.presenters.clocks import state_tag
from tracker.services.clocks import ClockFields, amend_clock, stop_clock


@pytest.fixture
def full(session: Session, actor: Actor) -> Inspection:
    return inspected(session, actor)


@pytest.fixture
def clock(session: Session, actor: Actor, full: Inspection) -> Clock:
    """The statement of action of 2015, due on the day that the rule counts."""
    return clocked(session, actor, full)


def address(clock: Clock, deed: str) -> str:
    return f"{CLOCKS}/{clock.id}{deed}"


def started(inspection: Inspection, rule: str) -> str:
    return f"{INSPECTIONS}/{inspection.id}/clocks/start?rule={rule}"


def start(client: PageClient, inspection: Inspection, rule: str, **sent: Any) -> Any:
    """Send the form of the page that starts a clock."""
    expect = sent.pop("expect", 303)
    path = started(inspection, rule)
    return client.submit(path, sent, form=path.partition("?")[0], expect=expect)


class TestList:
    def test_has_those_that_run_first_and_marks_the_overdue(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        done = clocked(session, actor, full, label="Done", due_on=date(2015, 9, 2))
        stop_clock(session, done, date(2015, 9, 2), by=actor, on=ON)
        late = clocked(session, actor, full, label="Done late", due_on=date(2015, 9, 3))
        stop_clock(session, late, date(2015, 9, 4), by=actor, on=ON)
        for label, due in (
            ("Overdue", ON - timedelta(days=1)),
            ("Today", ON),
            ("Soon", ON + timedelta(days=14)),
            ("Running", ON + timedelta(days=15)),
        ):
            clocked(session, actor, full, label=label, due_on=due)
        sign_in_as(Role.VIEWER)
        rows = cells(client.get(CLOCKS).text, "Clocks")
        assert [row[1] for row in rows] == [
            "OverdueDue yesterday",
            "Due soonDue today",
            "Due soonDue in 14 days",
            "RunningDue in 15 days",
            "DoneOn 2 September 2015",
            "Done lateOn 4 September 2015",
        ]

    def test_warns_where_the_stored_date_is_not_the_counted_one(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        clock: Clock,
        sign_in_as: SignInAs,
    ) -> None:
        clocked(session, actor, full, label="The council’s own", due_on=date(2015, 11, 30))
        sign_in_as(Role.VIEWER)
        for page in (client.get(CLOCKS).text, client.get(f"{INSPECTIONS}/{full.id}").text):
            own, counted = (row[3] for row in cells(page, "Clocks"))
            assert counted == "8 December 2015"
            assert own.startswith("8 December 2015 Differs")
            assert "30 November 2015, is 6 working days earlier than 8 December 2015" in own

    def test_counts_with_newly_proclaimed_holidays(
        self,
        client: PageClient,
        session: Session,
        in_a_deed: InADeed,
        full: Inspection,
        clock: Clock,
        sign_in_as: SignInAs,
    ) -> None:
        with in_a_deed():
            session.add(BankHoliday(day=date(2015, 9, 9), name="A coronation"))
        sign_in_as(Role.VIEWER)
        ((_label, _state, due, counted),) = cells(client.get(CLOCKS).text, "Clocks")
        assert due.startswith("8 December 2015")
        assert counted.startswith("9 December 2015 Differs")

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("state=overdue", ["Statement of action"]),
            ("state=running", []),
            ("state=done", ["Publish the report"]),
            ("state=done&state=overdue", ["Statement of action", "Publish the report"]),
            ("state=nonsense&inspection='", ["Statement of action", "Publish the report"]),
        ],
    )
    def test_is_narrowed_by_state(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        clock: Clock,
        sign_in_as: SignInAs,
        asked: str,
        found: list[str],
    ) -> None:
        done = clocked(session, actor, full, rule="publish_report", label="Publish the report")
        stop_clock(session, done, date(2015, 9, 1), by=actor, on=ON)
        sign_in_as(Role.VIEWER)
        answer = client.get(f"{CLOCKS}?{asked}&format=csv")
        rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
        assert [row["Clock"] for row in rows] == found
        page = client.get(f"{CLOCKS}?{asked}").text
        assert all(label in page for label in found)
        assert ("Nothing matches" in page) == (not found)

    def test_costs_the_same_for_one_and_for_many(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        clock: Clock,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        with statements() as one:
            client.get(CLOCKS)
        for number in range(20):
            clocked(session, actor, full, label=f"Clock {number}")
        with statements() as many:
            client.get(CLOCKS)
        assert len(many) == len(one) <= 8


class TestStart:
    def test_offers_the_rules_with_their_days_and_their_source(
        self, client: PageClient, full: Inspection, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        body = text_of(parsed(client.get(f"{INSPECTIONS}/{full.id}/clocks/choose").text))
        assert "30 working days after the report was received." in body
        assert "From 1 September 2015 to 13 October 2015" in body
        assert "From 1 September 2015 to 8 December 2015" in body
        assert "Education and Inspections Act 2006, section 137" in body

    def test_begins_with_the_counted_days(
        self, client: PageClient, session: Session, full: Inspection, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        answer = start(client, full, "statement_of_action")
        assert answer.headers["Location"] == f"{INSPECTIONS}/{full.id}#clocks"
        found = session.scalars(select(Clock)).one()
        assert (found.starts_on, found.due_on) == (date(2015, 9, 1), date(2015, 12, 8))
        assert found.label == FRAMEWORKS["sif"].clocks[1].label

    def test_takes_the_date_as_printed(
        self, client: PageClient, session: Session, full: Inspection, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        start(client, full, "statement_of_action", **day("due_on", date(2015, 12, 7)))
        assert session.scalars(select(Clock.due_on)).one() == date(2015, 12, 7)

    def test_asks_for_a_name_where_the_same_clock_runs_already(
        self,
        client: PageClient,
        session: Session,
        full: Inspection,
        clock: Clock,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        page = start(client, full, "statement_of_action", expect=422).text
        assert "Enter what is due" in page
        same = start(client, full, "statement_of_action", label=clock.label, expect=422).text
        assert "already has this clock" in same
        start(client, full, "statement_of_action", label="The council’s own date")
        assert len(session.scalars(select(Clock)).all()) == 2

    @pytest.mark.parametrize("rule", ["", "no_such_rule", "draft_action_plan", "'"])
    def test_knows_no_other_rule(
        self, client: PageClient, full: Inspection, sign_in_as: SignInAs, rule: str
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        client.get(started(full, rule), expect=404)
        path = f"{INSPECTIONS}/{full.id}/clocks/start"
        client.post(path, data={"rule": rule, "label": "x"}, expect=404)

    @pytest.mark.parametrize(
        ("sent", "message"),
        [
            (day("starts_on", None), "Enter the day that the clock counts from"),
            (day("due_on", date(2015, 8, 31)), "must not be before"),
            ({"due_on-month": "13"}, "Due on must be a real date"),
        ],
    )
    def test_names_what_is_wrong(
        self,
        client: PageClient,
        session: Session,
        full: Inspection,
        sign_in_as: SignInAs,
        sent: dict[str, str],
        message: str,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        assert message in start(client, full, "statement_of_action", **sent, expect=422).text
        assert session.scalars(select(Clock)).all() == []

    def test_marks_what_the_findings_call_for(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        visit = inspected(
            session,
            actor,
            framework="ilacs-2023",
            kind="focused_visit",
            fieldwork_start_on=date(2024, 3, 5),
            fieldwork_end_on=date(2024, 3, 6),
            received_on=date(2024, 8, 21),
            published_on=None,
        )
        sign_in_as(Role.PROGRAMME_LEAD)
        path = f"{INSPECTIONS}/{visit.id}/clocks/choose"
        assert "Called for" not in client.get(path).text
        recommended(session, visit, actor, kind=FindingKind.PRIORITY_ACTION)
        body = text_of(parsed(client.get(path).text))
        assert body.count("Called for by what was found") == 2
        assert "From 21 August 2024 to 19 September 2024" in body

    def test_takes_a_date_that_was_set_by_letter(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        visit = embargoed(session, actor)
        sign_in_as(Role.PROGRAMME_LEAD)
        assert "Start a clock" in client.get(f"{INSPECTIONS}/{visit.id}").text
        page = client.get(f"{INSPECTIONS}/{visit.id}/clocks/choose").text
        assert "No law sets a period" in page
        assert "A date set by letter" in page
        sent = {"label": "Tell the department what changed", **day("starts_on", date(2026, 9, 30))}
        page = start(client, visit, "by_letter", **sent, expect=422).text
        assert "Enter the date due" in page
        start(client, visit, "by_letter", **sent, **day("due_on", date(2026, 10, 19)))
        row = cells(client.get(CLOCKS).text, "Clocks")[0]
        assert row[0].startswith("Tell the department what changed")
        assert row[2].startswith("19 October 2026")
        assert row[3] == "No count"
        kept = session.scalars(select(Clock)).one()
        told = client.get(f"{CLOCKS}.ics").text
        assert "This date was set by letter" in told.replace("\r\n ", "")
        amending = address(kept, "/amend")
        client.submit(amending, day("due_on", date(2026, 10, 26)), form=amending)
        session.expire_all()
        assert session.scalars(select(Clock.due_on)).one() == date(2026, 10, 26)

    def test_two_dates_of_letters_have_names_of_their_own(
        self, client: PageClient, full: Inspection, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        dates = {**day("starts_on", date(2026, 9, 1)), **day("due_on", date(2026, 10, 19))}
        start(client, full, "by_letter", label="First reply", **dates)
        page = start(client, full, "by_letter", label="first reply", **dates, expect=422).text
        assert "already has this clock" in page
        start(client, full, "by_letter", label="Second reply", **dates)

    def test_no_clock_is_offered_to_those_who_keep_none(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        visit = visited(session, actor, date(2026, 9, 8))
        sign_in_as(Role.VIEWER)
        assert 'id="clocks"' not in client.get(f"{INSPECTIONS}/{visit.id}").text


class TestDeeds:
    def test_amend_keeps_the_typed_date(
        self, client: PageClient, session: Session, clock: Clock, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        sent = {"note": "Agreed with the Department", **day("due_on", date(2015, 11, 30))}
        fill(client, address(clock, "/amend"), sent)
        session.refresh(clock)
        assert (clock.due_on, clock.note) == (date(2015, 11, 30), "Agreed with the Department")
        assert clock.rule == "statement_of_action"

    def test_amend_shows_both_versions_to_the_second_writer(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        clock: Clock,
        sign_in_as: SignInAs,
    ) -> None:
        stale = str(clock.version)
        fields = ClockFields(rule=clock.rule, label="Changed by another", starts_on=clock.starts_on)
        amend_clock(session, clock, fields, by=actor, on=ON, frameworks=FRAMEWORKS)
        sign_in_as(Role.PROGRAMME_LEAD)
        sent = {"version": stale, "label": "Mine"}
        page = fill(client, address(clock, "/amend"), sent, expect=409).text
        rows = cells(page, "The two versions")
        assert rows[0] == ["What is due (differs)", "Changed by another", "Mine"]
        # The rule was chosen before and is no field of this page.
        assert "statement_of_action" not in text_of(parsed(page))

    def test_done_is_noted_changed_and_taken_back(
        self, client: PageClient, session: Session, clock: Clock, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        path = address(clock, "/done")
        fill(client, path)
        session.refresh(clock)
        assert clock.done_on == ON
        fill(client, path, day("done_on", date(2015, 12, 7)))
        session.refresh(clock)
        assert clock.done_on == date(2015, 12, 7)
        fill(client, path, day("done_on", None))
        session.refresh(clock)
        assert clock.done_on is None

    @pytest.mark.parametrize(
        ("done_on", "message"),
        [
            (date(2015, 8, 31), "must not be before the clock started"),
            (ON + timedelta(days=1), "must not be in the future"),
        ],
    )
    def test_done_is_a_day_that_can_be(
        self,
        client: PageClient,
        session: Session,
        clock: Clock,
        sign_in_as: SignInAs,
        done_on: date,
        message: str,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        page = fill(client, address(clock, "/done"), day("done_on", done_on), expect=422).text
        assert message in page

    def test_remove_takes_it_away(
        self,
        client: PageClient,
        session: Session,
        full: Inspection,
        clock: Clock,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        page = fill(client, address(clock, "/remove"), {"version": "99"}, expect=422).text
        assert "Somebody else has changed this" in page
        fill(client, address(clock, "/remove"), {"reason": "Not of this kind"})
        assert "No clocks yet" in client.get(CLOCKS).text
        client.get(address(clock, "/amend"), expect=404)

    def test_are_for_the_programme_lead_of_this_council(
        self,
        client: PageClient,
        full: Inspection,
        clock: Clock,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        paths = [address(clock, deed) for deed in ("/amend", "/done", "/remove")]
        paths += [f"{INSPECTIONS}/{full.id}/clocks/start"]
        for role in INSIDERS:
            if role is Role.PROGRAMME_LEAD:
                continue
            sign_in_as(role)
            client.get(f"{INSPECTIONS}/{full.id}/clocks/choose", expect=403)
            for path in paths:
                client.get(path, expect=403)
                client.post(path, expect=403)
            assert "/amend" not in client.get(CLOCKS).text
        sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
        for path in paths:
            client.get(path.replace("riverford", "hillbury"), expect=404)
            client.post(path.replace("riverford", "hillbury"), expect=404)


class TestCalendar:
    def test_has_each_clock_on_its_day(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        clock: Clock,
        sign_in_as: SignInAs,
    ) -> None:
        done = clocked(session, actor, full, rule="publish_report", label="Publish the report")
        stop_clock(session, done, date(2015, 9, 1), by=actor, on=ON)
        sign_in_as(Role.VIEWER)
        answer = client.get(f"{CLOCKS}.ics")
        assert answer.mimetype == "text/calendar"
        calendar = Calendar.from_ical(answer.data)
        events = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
        running = events[f"clock-{clock.id}@improvement-plan-tracker"]
        assert running.decoded("dtstart") == date(2015, 12, 8)
        assert running.decoded("dtend") == date(2015, 12, 9)
        assert str(running["summary"]) == "Statement of action (Inspection of 2015)"
        assert "70 working days after 1 September 2015" in str(running["description"])
        assert str(running["url"]).endswith(f"{INSPECTIONS}/{full.id}")
        assert str(running["url"]).startswith("http://127.0.0.1:5000/")
        finished = events[f"clock-{done.id}@improvement-plan-tracker"]
        assert str(finished["summary"]).startswith("Done: ")

    def test_keeps_its_identity_when_a_date_changes(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        clock: Clock,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.VIEWER)
        (before,) = Calendar.from_ical(client.get(f"{CLOCKS}.ics").data).walk("VEVENT")
        stop_clock(session, clock, ON, by=actor, on=ON)
        (after,) = Calendar.from_ical(client.get(f"{CLOCKS}.ics").data).walk("VEVENT")
        assert before["uid"] == after["uid"]
        assert after.decoded("sequence") > before.decoded("sequence")

    def test_hides_what_is_under_embargo(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
    ) -> None:
        hidden = inspected(session, actor, not_before_on=date(2027, 1, 5), published_on=None)
        clocked(session, actor, hidden)
        for role, found in ((Role.VIEWER, 0), (Role.DIRECTOR, 1)):
            sign_in_as(role)
            events = Calendar.from_ical(client.get(f"{CLOCKS}.ics").data).walk("VEVENT")
            assert len(events) == found
            assert [str(event["class"]) for event in events] == ["CONFIDENTIAL"] * found
            assert ("Statement of action" in client.get(CLOCKS).text) == bool(found)


@pytest.mark.parametrize(
    ("due", "done", "words"),
    [
        (date(2026, 10, 4), None, "Overdue"),
        (date(2026, 10, 5), None, "Due soon"),
        (date(2026, 10, 19), None, "Due soon"),
        (date(2026, 10, 20), None, "Running"),
        (date(2026, 10, 4), date(2026, 10, 4), "Done"),
        (date(2026, 10, 4), date(2026, 10, 5), "Done late"),
    ],
)
def test_the_state_is_told_from_the_days(due: date, done: date | None, words: str) -> None:
    assert state_tag(due, done, ON).text == words
