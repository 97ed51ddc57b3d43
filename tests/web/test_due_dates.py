"""Changes of due dates: asked for by one, decided by another, and listed for everybody."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.given import (
    a_meeting,
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
from tests.web.workforce import NOBODY, TODAY, day, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import DateChangeState, Delivery, PlanStage, Role
from tracker.models import Action, Council, DateChange, Meeting
from tracker.services.due_dates import (
    DateChangeFields,
    refuse_date_change,
    request_date_change,
)
from tracker.services.ownership import OwnerFields, set_owners
from tracker.services.plans import PlanFields, amend_plan

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


REFUSING = {"decision": "refuse", "decision_note": "No"}
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
    shown = f"{HERE}/actions/{action.id}"
    assert "Withdrawn by Robin Marsh on 5 October 2026: Not needed" in words(client.get(shown))
    for path, sent in ((deciding(change), REFUSING), (withdrawing(change), {})):
        assert "already withdrawn" in problems(client.post(path, data=sent, expect=422))[0]
        assert client.get(path, expect=303).location == f"{shown}#dates"


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
    assert "already refused" in problems(client.post(deciding(change), data=fields, expect=422))[0]


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
