"""Moving a due date: the reason, the meeting, the first date that stays, and the slips."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.given import a_meeting, rated, taken_out
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
from tracker.domain.vocabulary import Delivery, PlanStage, Role
from tracker.models import Action, Council, DateChange

LATER = date(2027, 2, 1)


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    """An action of a plan in force, due on 1 December 2026."""
    return action_of(session, plan_of(session, actor, PlanStage.ADOPTED), actor)


def address(action: Action) -> str:
    return f"{HERE}/actions/{action.id}/due-date"


def test_moves_it_with_a_reason_at_a_meeting(
    client: PageClient, session: Session, actor: Actor, action: Action, sign_in_as: SignInAs
) -> None:
    meeting = a_meeting(session, actor)
    who = sign_in_as(Role.DIRECTOR)
    fields = {**day("to_on", LATER), "reason": "Two posts vacant", "meeting_id": str(meeting.id)}
    assert fill(client, address(action), fields).location == f"{HERE}/actions/{action.id}"
    change = session.scalars(select(DateChange)).one()
    assert (change.from_on, change.to_on, change.moved_on) == (DUE, LATER, TODAY)
    assert (change.moved_by_id, change.meeting_id) == (who.id, meeting.id)
    assert (action.due_on, action.first_due_on, action.times_slipped) == (LATER, DUE, 1)
    page = words(client.get(f"{HERE}/actions/{action.id}"))
    assert "1 December 2026 to 1 February 2027 (62 days later)" in page
    assert "Two posts vacant" in page
    assert "at Improvement Board" in page
    said = words(client.get(address(action)))
    assert "First due1 December 2026" in said.replace("First due 1", "First due1")
    assert "1 time" in said


def test_offers_the_meetings_of_this_council_that_stand(
    client: PageClient,
    session: Session,
    actor: Actor,
    actor_as: ActorAs,
    action: Action,
    other_council: Council,
    sign_in_as: SignInAs,
) -> None:
    meeting = a_meeting(session, actor)
    theirs = a_meeting(session, actor_as(Role.PROGRAMME_LEAD, council=other_council))
    sign_in_as(Role.PROGRAMME_LEAD)
    offered = [one.get("value") for one in form_at(client, address(action)).iter("option")]
    assert offered == ["", str(meeting.id)]
    taken_out(session, actor, meeting)
    fields = {**day("to_on", LATER), "reason": "Why not"}
    for forged in (str(theirs.id), str(meeting.id), NOBODY, "x"):
        page = fill(client, address(action), {**fields, "meeting_id": forged}, expect=422)
        assert problems(page)[0].startswith("Select one of the choices on this page")
    assert action.due_on == DUE


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (day("to_on", LATER), "Enter why the due date is moved"),
        ({"reason": "R"}, "Enter the new due date, or say in words when it is due"),
        ({"reason": "R", **day("to_on", DUE)}, "The new due date is the same as the present one"),
        ({"reason": "R", "to_on-day": "1"}, "New due date must include a month and a year"),
    ],
)
def test_refuses_what_cannot_be(
    client: PageClient,
    session: Session,
    action: Action,
    sign_in_as: SignInAs,
    fields: dict[str, str],
    sentence: str,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    assert problems(fill(client, address(action), fields, expect=422)) == [sentence]
    assert session.scalars(select(DateChange)).all() == []


def test_a_guess_from_words_is_shown_before_it_is_saved(
    client: PageClient, action: Action, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    fields = {"due_text": "Spring, Mar 2027", "reason": "R"}
    page = fill(client, address(action), fields, expect=422)
    assert "can be read as 31 March 2027" in problems(page)[0]
    again(client, page, address(action))
    assert (action.due_on, action.due_text) == (date(2027, 3, 31), "Spring, Mar 2027")


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
    assert "Move the due date" not in links(client.get(f"{HERE}/actions/{action.id}"))
    page = fill(client, address(action), {**day("to_on", LATER), "reason": "R"}, expect=422)
    assert problems(page)[0].startswith(sentence)


def test_does_not_move_what_somebody_changed_meanwhile(
    client: PageClient, session: Session, actor: Actor, action: Action, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)

    def meanwhile() -> None:
        session.refresh(action, ["plan"])
        rated(session, action, Delivery.ON_TRACK, actor)

    fields = {**day("to_on", LATER), "reason": "Two posts vacant"}
    page = overtaken(client, address(action), fields, meanwhile, expect=422)
    assert "Somebody else has changed this action" in problems(page)[0]
    assert action.due_on == DUE
    again(client, page, address(action))
    assert action.due_on == LATER


@pytest.mark.parametrize(
    "role", ["service_manager", "assurance_lead", "board_member", "viewer", "administrator"]
)
def test_is_for_the_programme_lead_and_the_director(
    client: PageClient, action: Action, sign_in_as: SignInAs, role: str
) -> None:
    sign_in_as(Role(role))
    client.get(address(action), expect=403)
    client.post(address(action), data={**day("to_on", LATER), "reason": "R"}, expect=403)
    assert action.due_on == DUE
