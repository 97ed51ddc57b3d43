"""The whole plan on one page, to be read and printed."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.given import a_person, a_post, moved, rated, recommendations
from tests.web.planned import (
    HERE,
    NOT_STARTED,
    STARTED,
    action_of,
    answering,
    plan_of,
    words,
)
from tests.web.workforce import TODAY, cells, embargo
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, OwnershipRole, PlanStage, Role
from tracker.models import Plan
from tracker.services.ownership import OwnerFields, set_owners
from tracker.services.priorities import PriorityFields, add_priority


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """A plan in force."""
    return plan_of(session, actor, PlanStage.ADOPTED)


def address(plan: Plan) -> str:
    return f"{HERE}/plans/{plan.id}/whole"


def test_shows_every_action_by_priority(
    client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
) -> None:
    head, kim = a_post(session, actor, "Head"), a_person(session, actor, "Kim Okafor")
    fields = PriorityFields(
        letter="A", title="Front door", difference="Nobody waits", director_post_id=head.id
    )
    priority = add_priority(session, plan, fields, by=actor, on=STARTED)
    first, second = recommendations(session, actor, 2)
    for reference in ("A2", "A10"):
        action_of(session, plan, actor, reference, priority_id=priority.id)
    whole = action_of(
        session, plan, actor, "A1", priority_id=priority.id, success_measure="Fewer wait"
    )
    owners = [
        OwnerFields(post_id=head.id),
        OwnerFields(person_id=kim.id, role=OwnershipRole.OWNER),
    ]
    set_owners(session, whole, owners, by=actor, on=TODAY)
    answering(session, whole, actor, first, second)
    session.refresh(whole, ["plan"])
    moved(session, whole, date(2027, 1, 9), by=actor, on=TODAY)
    rated(session, whole, Delivery.AT_RISK, actor)
    action_of(session, plan, actor, "Z1")
    sign_in_as(Role.VIEWER)
    page = client.get(address(plan))
    assert "Nobody waits Accountable: Head" in words(page)
    rows = cells(page.text, "A: Front door")
    why = "Two posts are vacant. Recovery: Two people start in March."
    assert [row[0].split(" ")[0] for row in rows] == ["A1", "A2", "A10"]
    assert rows[0] == [
        "A1 Do what A1 saysAnswers Inspection of 2015",
        "Head (lead)Kim Okafor",
        "9 January 2027first 1 December 2026",
        "Fewer wait",
        f"Delivery At risk{why}Evidence NoneImpact Too early",
    ]
    assert rows[1][1:] == ["No owner", "1 December 2026", "No success measure", NOT_STARTED]
    assert [row[0] for row in cells(page.text, "Actions without a priority")] == [
        "Z1 Do what Z1 says"
    ]
    assert "Data as at 5 October 2026" in words(page)


def test_an_empty_plan_says_what_goes_here(
    client: PageClient, plan: Plan, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.VIEWER)
    assert "Nothing in this plan yet" in words(client.get(address(plan)))


def test_tells_nothing_of_findings_under_embargo(
    client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
) -> None:
    hidden, both = action_of(session, plan, actor, "1"), action_of(session, plan, actor, "2")
    embargo(session, actor, hidden)
    answering(session, both, actor, *recommendations(session, actor, 1))
    embargo(session, actor, both)
    sign_in_as(Role.VIEWER)
    page = client.get(address(plan))
    assert [row[0] for row in cells(page.text, "Actions")] == [
        "2 Do what 2 saysAnswers Inspection of 2015"
    ]
    sign_in_as(Role.DIRECTOR)
    assert "A visit not yet told of" in client.get(address(plan)).text


def test_needs_as_many_statements_for_fifty_actions_as_for_one(
    client: PageClient,
    session: Session,
    actor: Actor,
    plan: Plan,
    sign_in_as: SignInAs,
    statements: Statements,
) -> None:
    head = a_post(session, actor)
    found = recommendations(session, actor, 1)
    path = address(plan)

    def add(reference: str) -> None:
        action = action_of(session, plan, actor, reference)
        set_owners(session, action, [OwnerFields(post_id=head.id)], by=actor, on=TODAY)
        answering(session, action, actor, *found)

    sign_in_as(Role.PROGRAMME_LEAD)
    add("1")
    session.commit()
    with statements() as few:
        client.get(path)
    for number in range(2, 51):
        add(str(number))
    session.commit()
    with statements() as many:
        client.get(path)
    assert len(few) == len(many) <= 8
