"""What became of due dates: the lists, the ledger, who is called in, and what was finished late."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.given import (
    a_meeting,
    moved,
    somebody_else,
    taken_out,
)
from tests.web.planned import (
    HERE,
    action_of,
    links,
    plan_of,
    words,
)
from tests.web.workforce import TODAY, cells
from tracker.access.actor import Actor
from tracker.domain.ratings import words_of
from tracker.domain.vocabulary import ActorKind, Delivery, PlanStage, Role
from tracker.models import Action, Council, DateChange
from tracker.presenters.history import history_entries
from tracker.services.due_dates import (
    DateChangeFields,
    agree_date_change,
    request_date_change,
)
from tracker.services.plans import PlanFields, amend_plan
from tracker.services.updates import UpdateFields, post_update

LATER = date(2027, 2, 1)


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    """An action of a plan in force, due on 1 December 2026."""
    return action_of(session, plan_of(session, actor, PlanStage.ADOPTED), actor)


@pytest.fixture
def change(session: Session, actor: Actor, action: Action) -> DateChange:
    """A request by the programme lead of the fixtures, who is not the one who signs in."""
    fields = DateChangeFields(to_on=LATER, reason="Two posts vacant", recovery="An agency helps")
    return request_date_change(session, action, fields, by=actor, on=TODAY)


def address(action: Action) -> str:
    return f"{HERE}/actions/{action.id}/due-date"


def deciding(change: DateChange) -> str:
    return f"{HERE}/date-changes/{change.id}/decide"


def withdrawing(change: DateChange) -> str:
    return f"{HERE}/date-changes/{change.id}/withdraw"


class TestLists:
    def test_what_waits_is_counted_on_the_councils_page_and_listed(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        change: DateChange,
        sign_in_as: SignInAs,
    ) -> None:
        mine = action_of(session, action.plan, actor, "1.2")
        me = sign_in_as(Role.DIRECTOR)
        fields = DateChangeFields(to_on=LATER, reason="Mine", recovery="I try")
        by = replace(actor, person_id=me.id)
        request_date_change(session, mine, fields, by=by, on=TODAY)
        waiting = {"state": "to_decide"}
        href = f"{HERE}/date-changes?{urlencode(waiting)}"
        assert href in links(client.get(HERE)).values()
        page = client.get(href)
        assert "1 change of a date" in words(page)
        assert "Two posts vacant" in words(page)
        assert links(page)["Decide on 1.1 Do what 1.1 says"] == deciding(change)
        every = client.get(f"{HERE}/date-changes")
        assert "2 changes of dates" in words(every)
        assert deciding(change) in links(every).values()
        sign_in_as(Role.VIEWER)
        assert href not in links(client.get(HERE)).values()
        seen = client.get(f"{HERE}/date-changes")
        assert deciding(change) not in links(seen).values()

    def test_a_plan_has_its_slip_ledger(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        change: DateChange,
        sign_in_as: SignInAs,
    ) -> None:
        other = action_of(session, plan_of(session, actor, PlanStage.ADOPTED, "Other"), actor)
        moved(session, other, LATER, by=actor, on=TODAY)
        agree_date_change(session, change, by=somebody_else(session, actor), on=TODAY)
        moved(session, action, date(2026, 11, 1), by=actor, on=TODAY)
        sign_in_as(Role.VIEWER)
        path = f"{HERE}/plans/{action.plan_id}/date-changes"
        assert links(client.get(f"{HERE}/plans/{action.plan_id}"))["Slip ledger"] == path
        page = client.get(path)
        assert "2 changes of dates" in words(page)
        assert "62 days later" in words(page)
        assert "92 days earlier" in words(page)
        assert "1 change of a date" in words(client.get(f"{path}?move=later"))
        assert "Nothing matches" in words(client.get(f"{path}?state=refused"))
        table = client.get(f"{path}?format=csv").text.splitlines()
        assert len(table) == 3
        assert "Two posts vacant,An agency helps,Agreed,2026-10-05,Sam Programme Lead" in "".join(
            table
        )
        page = client.get(f"{HERE}/date-changes?plan={other.plan_id}")
        assert "1 change of a date" in words(page)

    def test_anothers_changes_are_not_there(
        self,
        client: PageClient,
        session: Session,
        actor_as: ActorAs,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        by = actor_as(Role.PROGRAMME_LEAD, council=other_council)
        theirs = action_of(session, plan_of(session, by, PlanStage.ADOPTED), by)
        fields = DateChangeFields(to_on=LATER, reason="R", recovery="H")
        change = request_date_change(session, theirs, fields, by=by, on=TODAY)
        sign_in_as(Role.PROGRAMME_LEAD)
        for path in (address(theirs), deciding(change), withdrawing(change)):
            client.get(path, expect=404)
        client.get(f"{HERE}/plans/{theirs.plan_id}/date-changes", expect=404)
        assert "Nothing here yet" in words(client.get(f"{HERE}/date-changes"))


class TestAfterwards:
    def test_a_second_slip_is_called_in_to_the_next_meeting(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        meeting = a_meeting(session, actor, held_on=date(2026, 11, 9))
        fields = PlanFields(title="Getting to good", board_id=meeting.board_id)
        amend_plan(session, action.plan, fields, by=actor, on=TODAY)
        moved(session, action, LATER, by=actor, on=TODAY)
        sign_in_as(Role.VIEWER)
        shown, held = f"{HERE}/actions/{action.id}", f"{HERE}/meetings/{meeting.id}"
        listed = f"{HERE}/plans/{action.plan_id}/actions?concern=called_in"
        assert "Called in" not in words(client.get(shown)) + words(client.get(held))
        session.refresh(action, ["plan"])
        moved(session, action, date(2027, 3, 1), by=actor, on=TODAY)
        said = words(client.get(shown))
        assert "Called in to the Improvement Board of 9 November 2026" in said
        assert cells(client.get(held).text, "Actions called in to this meeting") == [
            [
                "1.1 Do what 1.1 saysGetting to good",
                "1 February 2027 to 1 March 202728 days later",
                "More timeRecovery action: Two more people",
                "2 times90 days later than the first date",
            ]
        ]
        assert "1 action" in words(client.get(listed))
        taken_out(session, actor, meeting)
        none = "Called in to the next meeting of the Improvement Board; none is set"
        assert none in words(client.get(shown))

    def test_what_was_finished_late_says_by_how_much(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        moved(session, action, date(2026, 12, 29), by=actor, on=TODAY)
        done = UpdateFields(done="All of it", delivery=Delivery.COMPLETE)
        post_update(session, action, done, by=actor, on=date(2027, 1, 10))
        sign_in_as(Role.VIEWER)
        late = "Finished 12 days late; 40 days after its first date"
        assert late in words(client.get(f"{HERE}/actions/{action.id}"))
        path = f"{HERE}/plans/{action.plan_id}/actions"
        assert late in words(client.get(f"{path}?concern=finished_late"))
        rows = list(csv.DictReader(client.get(f"{path}?format=csv").text.splitlines()))
        columns = ("Completed", "Days after due date", "Days after first date")
        assert [rows[0][column] for column in columns] == ["2027-01-10", "12", "40"]
        overview = client.get(f"{HERE}/plans/{action.plan_id}")
        assert f"{path}?concern=finished_late" in links(overview).values()

    def test_history_of_before_requests_is_told_in_the_words_of_today(self) -> None:
        payload = {"v": 1, "reason": "Late", "old": {"moved_on": None}, "record": {}}
        row = SimpleNamespace(
            seq=1,
            deed="move_due_date",
            actor="Sam Lead",
            actor_kind=ActorKind.PERSON,
            at=datetime(2026, 10, 5, tzinfo=UTC),
            record_type="date_change",
            subject_id=None,
            payload=json.dumps({**payload, "new": {"moved_on": "2026-10-05"}}),
        )
        (entry,) = history_entries([row], words_of(None))
        assert [(one.field, one.new) for one in entry.changes] == [("Decided", "5 October 2026")]
