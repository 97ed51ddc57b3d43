"""Assuring, closing and testing again: the pages, and who may not."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import InADeed, Now
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.given import a_meeting, a_person, a_post, rated, recorded
from tests.web.planned import HERE, action_of, overtaken, plan_of, problems, words
from tests.web.workforce import fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import (
    Delivery,
    EvidenceRating,
    ImpactRating,
    OwnershipRole,
    PlanStage,
    Role,
)
from tracker.models import Action, Assurance, Closure, Ownership, PostHolding
from tracker.services.ownership import OwnerFields, set_owners

FOUND = {
    "found": "Twelve of twelve files read show it",
    "delivery": "complete",
    "evidence_rating": "assured",
    "impact_rating": "making_a_difference",
}


@pytest.fixture
def action(session: Session, actor: Actor, in_a_deed: InADeed) -> Action:
    """A complete action of a plan in force, with evidence offered."""
    made = action_of(session, plan_of(session, actor, PlanStage.ADOPTED), actor)
    rated(session, made, Delivery.COMPLETE, actor)
    with in_a_deed():
        made.evidence_rating = EvidenceRating.OFFERED
    return made


def at(action: Action, deed: str = "") -> str:
    return f"{HERE}/actions/{action.id}{deed}"


def owned(session: Session, actor: Actor, action: Action, **owner: Any) -> None:
    values = {"action_id": action.id, "role": OwnershipRole.LEAD, "position": 0}
    recorded(session, actor, Ownership, **values, from_on=date(2026, 10, 1), **owner)


def test_both_raters_stand_side_by_side(
    client: PageClient, session: Session, action: Action, sign_in_as: SignInAs
) -> None:
    who = sign_in_as(Role.ASSURANCE_LEAD)
    assert "Assurance" in words(client.get(at(action)))
    fields = {**FOUND, "delivery": "at_risk", "reason": "Two teams", "recovery": "Coach both"}
    assert fill(client, at(action, "/assure"), fields).location == at(action)
    made = session.scalars(select(Assurance)).one()
    assert (made.assurer_id, made.delivery) == (who.id, Delivery.AT_RISK)
    page = words(client.get(at(action)))
    for said in ("Delivery Complete At risk", "Evidence Offered Assured", "Two teams"):
        assert said in page
    listed = words(client.get(f"{HERE}/plans/{action.plan_id}/actions"))
    assert "Assured: At risk" in listed
    assert "assured: At risk" in words(client.get(f"{HERE}/plans/{action.plan_id}/whole"))


@pytest.mark.parametrize("lacking", ["found", "delivery", "evidence_rating", "impact_rating"])
def test_each_rating_is_asked_for(
    client: PageClient, session: Session, action: Action, sign_in_as: SignInAs, lacking: str
) -> None:
    sign_in_as(Role.ASSURANCE_LEAD)
    page = client.post(at(action, "/assure"), data={**FOUND, lacking: ""}, expect=422)
    assert len(problems(page)) == 1
    assert session.scalars(select(Assurance)).all() == []


@pytest.mark.parametrize("forged", [{"evidence_rating": "offered"}, {"impact_rating": "green"}])
def test_a_rating_outside_the_councils_words_is_refused(
    client: PageClient, action: Action, sign_in_as: SignInAs, forged: dict[str, str]
) -> None:
    sign_in_as(Role.ASSURANCE_LEAD)
    page = client.post(at(action, "/assure"), data={**FOUND, **forged}, expect=422)
    assert problems(page)[0].startswith("Select one of the choices")


def test_an_owner_and_whoever_stands_in_an_owners_line_may_not(
    client: PageClient, session: Session, actor: Actor, action: Action, sign_in_as: SignInAs
) -> None:
    head = a_post(session, actor, "Head")
    manager = a_post(session, actor, "Manager", manager_post_id=head.id)
    owned(session, actor, action, post_id=manager.id)
    who = sign_in_as(Role.ASSURANCE_LEAD)
    client.get(at(action, "/assure"))
    recorded(
        session, actor, PostHolding, post_id=head.id, person_id=who.id, from_on=date(2026, 1, 1)
    )
    client.get(at(action, "/assure"), expect=403)
    client.post(at(action, "/assure"), data=FOUND, expect=403)
    assert session.scalars(select(Assurance)).all() == []


def test_of_two_who_write_at_once_the_second_sees_it(
    client: PageClient, session: Session, actor: Actor, action: Action, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.ASSURANCE_LEAD)
    other = a_person(session, actor)

    def meanwhile() -> None:
        session.refresh(action, ["plan", "ownerships"])
        set_owners(session, action, [OwnerFields(person_id=other.id)], by=actor, on=actor.today)

    page = overtaken(client, at(action, "/assure"), FOUND, meanwhile, expect=422)
    assert "in the meantime" in problems(page)[0]
    assert FOUND["found"] in page.text


def test_what_changed_since_is_said(
    client: PageClient,
    session: Session,
    actor: Actor,
    action: Action,
    sign_in_as: SignInAs,
    in_a_deed: InADeed,
) -> None:
    before_both = action_of(session, action.plan, actor, "0.1")
    sign_in_as(Role.ASSURANCE_LEAD)
    fill(client, at(before_both, "/assure"), {**FOUND, "evidence_rating": "none"})
    session.refresh(action, ["plan"])
    rated(session, action, Delivery.COMPLETE, actor)
    with in_a_deed():
        action.why = "It was asked for since"
    fill(client, at(action, "/assure"), FOUND)
    assert "Changed since it was assured" not in words(client.get(at(action)))
    before = action.title
    with in_a_deed():
        action.title = "Something easier"
    page = words(client.get(at(action)))
    assert "Changed since it was assured" in page
    assert f"Action: {before} Something easier" in page


def test_closes_on_its_assurance_and_is_tested_again(
    client: PageClient, session: Session, action: Action, sign_in_as: SignInAs, now: Now
) -> None:
    sign_in_as(Role.ASSURANCE_LEAD)
    page = fill(client, at(action, "/close"), {}, expect=422)
    assert problems(page)[0].startswith("This action closes when")
    fill(client, at(action, "/assure"), FOUND)
    alone = fill(client, at(action, "/close"), {}, expect=422)
    assert problems(alone)[0].startswith("You assured this action: ask somebody else to close it")
    sign_in_as(Role.PROGRAMME_LEAD)
    assert fill(client, at(action, "/close"), {}).location == at(action)
    sign_in_as(Role.ASSURANCE_LEAD)
    said = words(client.get(at(action)))
    assert "Closed on 5 October 2026, on its assurance" in said
    assert "Test 3 months after closing: from 5 January 2027" in said
    early = fill(client, at(action, "/test-again"), FOUND, expect=422)
    assert problems(early) == ["The next test of this action is due on 5 January 2027"]
    now.move_to(datetime(2027, 1, 5, 9, 30, tzinfo=UTC))
    sign_in_as(Role.ASSURANCE_LEAD)
    assert "Test after closing due" in words(client.get(f"{HERE}/assurance"))
    failed = {**FOUND, "impact_rating": "no_change"}
    refused = fill(client, at(action, "/test-again"), failed, expect=422)
    assert problems(refused) == ["The test failed: enter the new action that follows"]
    follows = {**failed, "title": "Begin again"}
    to = fill(client, at(action, "/test-again"), follows).location
    assert to != at(action)
    assert "its test after closing failed" in words(client.get(to))
    assert "Begin again" not in words(client.get(at(action)))
    assert "Goes on in" in words(client.get(at(action)))


def test_an_update_to_a_closed_action_is_refused_and_nothing_is_lost(
    client: PageClient, session: Session, actor: Actor, action: Action, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    chair, meeting = a_person(session, actor), a_meeting(session, actor)
    decided = {
        "decision": "Overtaken by the new contract",
        "decided_by_id": str(chair.id),
        "meeting_id": str(meeting.id),
    }
    fill(client, at(action, "/close"), decided)
    assert session.scalars(select(Closure)).one().meeting_id == meeting.id
    said = words(client.get(at(action)))
    assert f"without assurance, as {chair.name} decided at the Improvement Board" in said
    assert "Post an update" not in said
    typed = {"done": "One more thing", "delivery": "complete", "impact_rating": "sustained"}
    page = fill(client, at(action, "/update"), typed, expect=422)
    assert "never reopened" in problems(page)[0]
    assert "One more thing" in page.text


@pytest.mark.parametrize("lacking", ["decision", "decided_by_id", "meeting_id"])
def test_half_a_decision_is_refused(
    client: PageClient,
    session: Session,
    actor: Actor,
    action: Action,
    sign_in_as: SignInAs,
    lacking: str,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    chair, meeting = a_person(session, actor), a_meeting(session, actor)
    decided = {
        "decision": "Overtaken",
        "decided_by_id": str(chair.id),
        "meeting_id": str(meeting.id),
    }
    page = fill(client, at(action, "/close"), {**decided, lacking: ""}, expect=422)
    assert len(problems(page)) == 1


def test_an_owner_may_not_close(
    client: PageClient, session: Session, actor: Actor, action: Action, sign_in_as: SignInAs
) -> None:
    who = sign_in_as(Role.DIRECTOR)
    owned(session, actor, action, person_id=who.id)
    client.get(at(action, "/close"), expect=403)
    client.post(at(action, "/close"), data={}, expect=403)


def test_the_queue_lists_what_waits_and_exports_it_with_the_key(
    client: PageClient,
    session: Session,
    actor: Actor,
    action: Action,
    sign_in_as: SignInAs,
    in_a_deed: InADeed,
) -> None:
    other = action_of(session, action.plan, actor, "9.9")
    with in_a_deed():
        other.assured_evidence = EvidenceRating.NOT_ASSURED
        other.impact_rating = ImpactRating.WORSE
    sign_in_as(Role.BOARD_MEMBER)
    page = words(client.get(f"{HERE}/assurance"))
    assert "Evidence to test, To close" in page
    narrowed = words(client.get(f"{HERE}/assurance?waiting=not_assured"))
    assert other.reference in narrowed
    assert f"{action.reference} {action.title}" not in narrowed
    text = client.get(f"{HERE}/assurance?format=csv").get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row[0] for row in rows[1:3]} == {action.reference, "9.9"}
    assert ["Key", "Impact: Worse"] in [row[:2] for row in rows]
    assert {len(row) for row in rows} == {len(rows[0])}
