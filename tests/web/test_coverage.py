"""Coverage: what hangs loose in a plan, each number leading to exactly what it counts."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.exhibits import shown
from tests.services.given import a_post, recommendations, taken_out
from tests.web.planned import HERE, action_of, answering, links, looks_back, plan_of, words
from tests.web.scene import INSPECTIONS, ON, embargoed, inspected, recommended, visited
from tests.web.workforce import TODAY, cells
from tracker.access.actor import Actor
from tracker.domain.vocabulary import PlanStage, Role
from tracker.models import Inspection, Plan, Recommendation
from tracker.services.actions import remove_action
from tracker.services.ownership import OwnerFields, set_owners
from tracker.services.plans import answer_inspection, stop_answering


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """A draft."""
    return plan_of(session, actor)


def address(plan: Plan) -> str:
    return f"{HERE}/plans/{plan.id}/coverage"


def loose(page: str) -> list[str]:
    """How many of each, in the order of the page."""
    return [row[1].split(" ")[0] for row in cells(page, "What hangs loose")]


def loose_ends(session: Session, actor: Actor, plan: Plan) -> list[Recommendation]:
    """Give the plan one of each loose end, and a removed action that does not count."""
    one, two, three = recommendations(session, actor, 3)
    looks_back(session, plan, actor, one)
    whole = action_of(session, plan, actor, "1", success_measure="Seen")
    owner = OwnerFields(post_id=a_post(session, actor).id)
    set_owners(session, whole, [owner], by=actor, on=TODAY)
    answering(session, whole, actor, one)
    undated = action_of(session, plan, actor, "2", due_on=None, due_text="Ongoing")
    set_owners(session, undated, [owner], by=actor, on=TODAY)
    answering(session, undated, actor, two)
    alone = action_of(session, plan, actor, "3", success_measure="Seen")
    for shown_to_be_done in (whole, alone):
        shown(session, shown_to_be_done, actor)
    gone = action_of(session, plan, actor, "4", due_on=None)
    answering(session, gone, actor, three)
    session.refresh(gone, ["plan"])
    remove_action(session, gone, reason="In error", by=actor, on=TODAY)
    return [one, two, three]


def test_counts_what_hangs_loose(
    client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
) -> None:
    loose_ends(session, actor, plan)
    sign_in_as(Role.VIEWER)
    page = client.get(address(plan))
    assert loose(page.text) == ["1", "1", "1", "1", "1", "1"]
    assert cells(page.text, "Recommendations with no action")[0][0].startswith(
        "Recommendation: Recommendation 3"
    )


@pytest.mark.parametrize(
    ("concern", "reference"),
    [
        ("no_recommendation", "3"),
        ("no_owner", "3"),
        ("no_date", "2"),
        ("no_measure", "2"),
        ("no_evidence", "2"),
    ],
)
def test_each_number_leads_to_exactly_what_it_counts(
    client: PageClient,
    session: Session,
    actor: Actor,
    plan: Plan,
    sign_in_as: SignInAs,
    concern: str,
    reference: str,
) -> None:
    found = loose_ends(session, actor, plan)
    assert len(found) == 3
    sign_in_as(Role.VIEWER)
    href = f"{HERE}/plans/{plan.id}/actions?concern={concern}"
    assert href in links(client.get(address(plan))).values()
    rows = cells(client.get(href).text, "Actions")
    assert [row[0].split(" ")[0] for row in rows] == [reference]


def test_offers_to_add_an_action_to_those_who_may(
    client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
) -> None:
    found = recommendations(session, actor, 1)[0]
    looks_back(session, plan, actor, found)
    sign_in_as(Role.DIRECTOR)
    assert not [name for name in links(client.get(address(plan))) if name.startswith("Add")]
    sign_in_as(Role.PROGRAMME_LEAD)
    offered = links(client.get(address(plan)))
    href = offered["Add an action for Recommendation"]
    assert href == f"{HERE}/plans/{plan.id}/actions/add?recommendation={found.id}"
    client.get(href)


def test_says_so_when_nothing_is_loose_or_nothing_is_answered(
    client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    page = client.get(address(plan))
    assert "This plan answers no inspection yet" in words(page)
    assert links(page)["Choose what it answers"] == f"{HERE}/plans/{plan.id}/answers"
    found = recommendations(session, actor, 1)[0]
    looks_back(session, plan, actor, found)
    answering(session, action_of(session, plan, actor), actor, found)
    assert "Every recommendation of the inspections that this plan answers has an action" in words(
        client.get(address(plan))
    )


def test_an_action_of_another_plan_answers_too(
    client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
) -> None:
    found = recommendations(session, actor, 2)
    looks_back(session, plan, actor, *found)
    other = plan_of(session, actor, PlanStage.ADOPTED, "Another plan")
    answering(session, action_of(session, other, actor), actor, found[0])
    taken_out(session, actor, found[1])
    sign_in_as(Role.VIEWER)
    assert loose(client.get(address(plan)).text)[0] == "0"


def test_tells_nothing_of_findings_under_embargo(
    client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
) -> None:
    visit = embargoed(session, actor, inspected(session, actor))
    hidden = recommended(session, visit, actor)
    session.refresh(plan, ["inspections"])
    answer_inspection(session, plan, visit.id, by=actor, on=TODAY)
    sign_in_as(Role.VIEWER)
    page = client.get(address(plan))
    assert loose(page.text)[0] == "0"
    assert hidden.text not in page.text
    assert visit.title not in client.get(f"{HERE}/plans/{plan.id}").text
    sign_in_as(Role.ASSURANCE_LEAD)
    page = client.get(address(plan))
    assert loose(page.text)[0] == "1"
    assert visit.title in client.get(f"{HERE}/plans/{plan.id}").text


def test_needs_as_many_statements_for_fifty_as_for_one(
    client: PageClient,
    session: Session,
    actor: Actor,
    plan: Plan,
    sign_in_as: SignInAs,
    statements: Statements,
) -> None:
    looks_back(session, plan, actor, *recommendations(session, actor, 1))
    action_of(session, plan, actor, "1")
    sign_in_as(Role.PROGRAMME_LEAD)
    path = address(plan)
    session.commit()
    with statements() as few:
        client.get(path)
    session.refresh(plan)
    looks_back(session, plan, actor, *recommendations(session, actor, 50))
    for number in range(2, 51):
        action_of(session, plan, actor, str(number))
    session.commit()
    with statements() as many:
        client.get(path)
    assert len(few) == len(many) <= 8


WANTED = "Answer the telephone at night"


@pytest.fixture
def answered(session: Session, actor: Actor, plan: Plan) -> Inspection:
    """An inspection that the plan answers."""
    inspection = inspected(session, actor)
    answer_inspection(session, plan, inspection.id, by=actor, on=TODAY)
    return inspection


def ask_newly(client: PageClient, inspection: Inspection) -> None:
    """Add a recommendation on the inspection's page."""
    path = f"{INSPECTIONS}/{inspection.id}/recommendations/add"
    sent = {"text": WANTED, "kind": "recommendation", "addressee": "local_authority"}
    client.submit(path, sent, form=path)


class TestWhatAVisitNewlyAsks:
    def test_joins_the_plan_that_answers_the_inspection_it_looks_back_to(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        answered: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        visit = visited(session, actor, ON, title="First visit", follows_id=answered.id)
        sign_in_as(Role.PROGRAMME_LEAD)
        assert WANTED not in client.get(address(plan)).text
        ask_newly(client, visit)
        ask_newly(client, visit)
        assert loose(client.get(address(plan)).text)[0] == "2"
        assert "First visit" in links(client.get(f"{HERE}/plans/{plan.id}"))

    def test_stays_unknown_to_others_while_it_is_under_embargo(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        answered: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        visit = embargoed(session, actor, follows=answered)
        sign_in_as(Role.PROGRAMME_LEAD)
        ask_newly(client, visit)
        assert loose(client.get(address(plan)).text)[0] == "1"
        sign_in_as(Role.BOARD_MEMBER)
        assert WANTED not in client.get(address(plan)).text
        assert visit.title not in client.get(f"{HERE}/plans/{plan.id}").text

    def test_leaves_alone_what_somebody_decided(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        answered: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        visit = visited(session, actor, ON, title="First visit", follows_id=answered.id)
        answer_inspection(session, plan, visit.id, by=actor, on=TODAY)
        stop_answering(session, plan, visit.id, by=actor, on=TODAY)
        days = {"fieldwork_start_on": date(2018, 2, 27), "fieldwork_end_on": date(2018, 3, 22)}
        gone = {"received_on": None, "published_on": None}
        more = {"title": "Inspected again", "follows_id": answered.id, **days, **gone}
        again = inspected(session, actor, **more)
        sign_in_as(Role.PROGRAMME_LEAD)
        for inspection in (visit, again):
            ask_newly(client, inspection)
        assert WANTED not in client.get(address(plan)).text
