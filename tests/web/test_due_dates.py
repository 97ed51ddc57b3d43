"""Changes of due dates: asked for by one, decided by another, and listed for everybody."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.given import (
    a_meeting,
    moved,
    rated,
    recorded,
    somebody_else,
    taken_out,
)
from tests.web.planned import (
    DUE,
    HERE,
    action_of,
    again,
    form_at,
    links,
    overtaken,
    plan_of,
    problems,
    words,
)
from tests.web.workforce import NOBODY, TODAY, cells, day, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import ActorKind, DateChangeState, Delivery, PlanStage, Role
from tracker.models import Action, Council, DateChange, Meeting
from tracker.presenters.history import history_entries
from tracker.services.due_dates import (
    DateChangeFields,
    agree_date_change,
    refuse_date_change,
    request_date_change,
)
from tracker.services.ownership import OwnerFields, set_owners
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


ASKED = {**day("to_on", LATER), "reason": "Two posts vacant", "recovery": "An agency helps"}


def test_one_asks_and_another_agrees_at_a_meeting(
    client: PageClient, session: Session, actor: Actor, action: Action, sign_in_as: SignInAs
) -> None:
    meeting = a_meeting(session, actor)
    asker = sign_in_as(Role.PROGRAMME_LEAD)
    shown = f"{HERE}/actions/{action.id}"
    assert fill(client, address(action), ASKED).location == shown
    change = session.scalars(select(DateChange)).one()
    assert (change.requested_by_id, change.requested_on) == (asker.id, TODAY)
    page = client.get(shown)
    assert "Another due date is asked for" in words(page)
    assert "1 December 2026 to 1 February 2027 (62 days later)" in words(page)
    assert "Withdraw this request" in links(page)
    assert not {"Decide on this date", "Ask for another due date"} & set(links(page))
    client.get(deciding(change), expect=403)
    client.post(deciding(change), data={"decision": "agree"}, expect=403)
    assert action.due_on == DUE

    who = sign_in_as(Role.DIRECTOR)
    assert links(client.get(shown))["Decide on this date"] == deciding(change)
    fields = {"decision": "agree", "meeting_id": str(meeting.id), "decision_note": "Once only"}
    assert fill(client, deciding(change), fields).location == shown
    assert (change.decided_by_id, change.meeting_id) == (who.id, meeting.id)
    assert (action.due_on, action.first_due_on, action.times_slipped) == (LATER, DUE, 1)
    page = client.get(shown)
    assert "First date: 1 December 2026. Now: 62 days later than the first date." in words(page)
    assert "Recovery action: An agency helps" in words(page)
    said = "Agreed by Robin Marsh on 5 October 2026, at the meeting of the Improvement Board"
    assert said in words(page)
    assert "Once only" in words(page)
    assert "Decide on this date" not in links(page)


def test_a_refusal_stands_in_the_ledger(
    client: PageClient, session: Session, action: Action, change: DateChange, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    page = fill(client, deciding(change), {"decision": "refuse"}, expect=422)
    assert problems(page) == ["Enter why the request is refused"]
    assert problems(fill(client, deciding(change), expect=422)) == ["Select whether you agree"]
    fill(client, deciding(change), {"decision": "refuse", "decision_note": "Hold the date"})
    assert (change.state, action.due_on) == (DateChangeState.REFUSED, DUE)
    page = client.get(f"{HERE}/actions/{action.id}")
    assert "Hold the date" in words(page)
    assert "Ask for another due date" in links(page)


def test_a_request_is_withdrawn(
    client: PageClient, session: Session, action: Action, change: DateChange, sign_in_as: SignInAs
) -> None:
    who = sign_in_as(Role.PROGRAMME_LEAD)
    fill(client, withdrawing(change), {"decision_note": "Not needed"})
    assert (change.state, change.decided_by_id) == (DateChangeState.WITHDRAWN, who.id)
    for path in (deciding(change), withdrawing(change)):
        assert "Withdrawn by Robin Marsh on 5 October 2026" in words(client.get(path))


@pytest.mark.parametrize("sent", ["agree", "refuse"])
def test_of_two_who_decide_the_second_sees_what_was_decided(
    client: PageClient,
    session: Session,
    actor: Actor,
    action: Action,
    change: DateChange,
    sign_in_as: SignInAs,
    sent: str,
) -> None:
    sign_in_as(Role.DIRECTOR)

    def meanwhile() -> None:
        session.refresh(change, ["action"])
        session.refresh(action, ["plan"])
        by = somebody_else(session, actor)
        refuse_date_change(session, change, note="Somebody was first", by=by, on=TODAY)

    fields = {"decision": sent, "decision_note": "I was second"}
    page = overtaken(client, deciding(change), fields, meanwhile)
    assert "Somebody else has dealt with this request in the meantime" in words(page)
    assert "Somebody was first" in words(page)
    assert "I was second" in words(page)
    assert (change.state, action.due_on) == (DateChangeState.REFUSED, DUE)
    assert "Save decision" not in page.text


def test_says_when_dates_are_locked(
    client: PageClient, session: Session, actor: Actor, action: Action, sign_in_as: SignInAs
) -> None:
    meeting = a_meeting(session, actor, held_on=date(2026, 10, 9))
    session.refresh(action, ["plan"])
    fields = PlanFields(title="Getting to good", board_id=meeting.board_id)
    amend_plan(session, action.plan, fields, by=actor, on=TODAY)
    locked = (
        "Due dates are locked from 2 October 2026 until the meeting of the Improvement Board on "
        "9 October 2026"
    )
    sign_in_as(Role.PROGRAMME_LEAD)
    assert locked in words(client.get(address(action)))
    fill(client, address(action), ASKED)
    change = session.scalars(select(DateChange)).one()
    sign_in_as(Role.DIRECTOR)
    assert locked in words(client.get(deciding(change)))
    page = fill(client, deciding(change), {"decision": "agree"}, expect=422)
    assert problems(page) == [locked]
    assert action.due_on == DUE


def test_offers_the_meetings_of_this_council_that_were_held(
    client: PageClient,
    session: Session,
    actor: Actor,
    actor_as: ActorAs,
    action: Action,
    change: DateChange,
    other_council: Council,
    sign_in_as: SignInAs,
) -> None:
    meeting = a_meeting(session, actor)
    theirs = a_meeting(session, actor_as(Role.PROGRAMME_LEAD, council=other_council))
    to_come = recorded(
        session,
        actor,
        Meeting,
        board_id=meeting.board_id,
        title="Next year",
        held_on=date(2027, 1, 4),
    )
    sign_in_as(Role.PROGRAMME_LEAD)
    offered = [one.get("value") for one in form_at(client, deciding(change)).iter("option")]
    assert offered == ["", str(meeting.id)]
    taken_out(session, actor, meeting)
    for forged in (str(theirs.id), str(meeting.id), str(to_come.id), NOBODY, "x"):
        fields = {"decision": "agree", "meeting_id": forged}
        page = fill(client, deciding(change), fields, expect=422)
        assert problems(page)[0].startswith("Select one of the choices on this page")
    assert action.due_on == DUE


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": ""}, "Enter why the due date should move"),
        ({"recovery": ""}, "Enter what will be done to hold the new date"),
        (day("to_on", None), "Enter the new due date, or say in words when it is due"),
        (day("to_on", DUE), "The new due date is the same as the present one"),
        (
            {"to_on-day": "1", "to_on-month": "", "to_on-year": ""},
            "New due date must include a month and a year",
        ),
    ],
)
def test_refuses_what_cannot_be(
    client: PageClient,
    session: Session,
    action: Action,
    sign_in_as: SignInAs,
    wrong: dict[str, str],
    sentence: str,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    page = fill(client, address(action), {**ASKED, **wrong}, expect=422)
    assert problems(page) == [sentence]
    assert "An agency helps" in page.text or "recovery" in wrong
    assert session.scalars(select(DateChange)).all() == []


def test_a_guess_from_words_is_shown_before_it_is_sent(
    client: PageClient, session: Session, action: Action, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    fields = {"to_text": "Spring, Mar 2027", "reason": "R", "recovery": "H"}
    page = fill(client, address(action), fields, expect=422)
    assert "can be read as 31 March 2027" in problems(page)[0]
    again(client, page, address(action))
    change = session.scalars(select(DateChange)).one()
    assert (change.to_on, change.to_text) == (date(2027, 3, 31), "Spring, Mar 2027")


@pytest.mark.parametrize(
    ("stage", "delivery", "sentence"),
    [
        (PlanStage.DRAFT, Delivery.NOT_STARTED, "This plan is still a draft"),
        (PlanStage.ADOPTED, Delivery.COMPLETE, "This action is complete"),
    ],
)
def test_a_draft_or_a_complete_action_is_not_moved_here(
    client: PageClient,
    session: Session,
    actor: Actor,
    sign_in_as: SignInAs,
    stage: PlanStage,
    delivery: Delivery,
    sentence: str,
) -> None:
    action = action_of(session, plan_of(session, actor, stage), actor)
    rated(session, action, delivery, actor)
    sign_in_as(Role.PROGRAMME_LEAD)
    assert "Ask for another due date" not in links(client.get(f"{HERE}/actions/{action.id}"))
    page = fill(client, address(action), ASKED, expect=422)
    assert problems(page)[0].startswith(sentence)


def test_does_not_ask_from_a_page_that_is_out_of_date(
    client: PageClient, session: Session, actor: Actor, action: Action, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)

    def meanwhile() -> None:
        session.refresh(action, ["plan"])
        rated(session, action, Delivery.ON_TRACK, actor)

    page = overtaken(client, address(action), ASKED, meanwhile, expect=422)
    assert "Somebody else has changed this action" in problems(page)[0]
    again(client, page, address(action))
    assert session.scalars(select(DateChange)).one().to_on == LATER


def test_an_owner_asks_and_does_not_decide(
    client: PageClient, session: Session, actor: Actor, action: Action, sign_in_as: SignInAs
) -> None:
    who = sign_in_as(Role.SERVICE_MANAGER)
    client.get(address(action), expect=403)
    session.refresh(action, ["plan", "ownerships"])
    set_owners(session, action, [OwnerFields(person_id=who.id)], by=actor, on=TODAY)
    fill(client, address(action), ASKED)
    change = session.scalars(select(DateChange)).one()
    assert "Withdraw this request" in links(client.get(f"{HERE}/actions/{action.id}"))
    client.get(deciding(change), expect=403)
    fill(client, withdrawing(change))
    assert change.state is DateChangeState.WITHDRAWN


@pytest.mark.parametrize(
    "role", ["service_manager", "assurance_lead", "board_member", "viewer", "administrator"]
)
def test_deciding_is_for_the_programme_lead_and_the_director(
    client: PageClient, action: Action, change: DateChange, sign_in_as: SignInAs, role: str
) -> None:
    sign_in_as(Role(role))
    for path in (address(action), deciding(change), withdrawing(change)):
        client.get(path, expect=403)
        client.post(path, data={**ASKED, "decision": "agree"}, expect=403)
    assert (change.state, action.due_on) == (DateChangeState.REQUESTED, DUE)


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
            payload=json.dumps({**payload, "new": {"moved_on": "2026-10-05"}}),
        )
        (entry,) = history_entries([row])
        assert [(one.field, one.new) for one in entry.changes] == [("Decided", "5 October 2026")]
