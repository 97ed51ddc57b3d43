"""Actions: the list of a plan, one action, and who may change what."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.given import (
    a_post,
    a_priority,
    bring_to,
    moved,
    rated,
    recommendations,
)
from tests.web.planned import (
    HERE,
    NOT_EDITORS,
    THERE,
    action_of,
    answering,
    exported,
    links,
    plan_of,
    problems,
    words,
)
from tests.web.scene import inspected, recommended
from tests.web.workforce import TODAY, cells, embargo, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, FindingKind, PlanStage, Role
from tracker.models import Action, Council, Plan
from tracker.services.actions import remove_action
from tracker.services.milestones import MilestoneFields, add_milestone
from tracker.services.ownership import OwnerFields, set_owners


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """A draft."""
    return plan_of(session, actor)


@pytest.fixture
def action(session: Session, actor: Actor, plan: Plan) -> Action:
    """Its action 1.1."""
    return action_of(session, plan, actor)


def of_plan(plan: Plan, deed: str = "") -> str:
    return f"{HERE}/plans/{plan.id}/actions{deed}"


def address(action: Action, deed: str = "") -> str:
    return f"{HERE}/actions/{action.id}{deed}"


class TestList:
    def test_filters_sorts_and_exports_the_same_rows(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        plan = plan_of(session, actor, PlanStage.ADOPTED)
        priority = a_priority(session, plan, actor)
        for number, due_on in ((2, date(2026, 11, 1)), (10, date(2026, 9, 1)), (1, None)):
            reference = f"A{number}"
            action_of(session, plan, actor, reference, due_on=due_on, priority_id=priority.id)
        loose = action_of(session, plan, actor, "Z1")
        rated(session, loose, Delivery.AT_RISK, actor)
        sign_in_as(Role.VIEWER)

        def shown(query: str) -> list[str]:
            table = cells(client.get(f"{of_plan(plan)}?{query}").text, "Actions")
            return [row[0].split(" ")[0] for row in table]

        assert shown("") == ["A1", "A2", "A10", "Z1"]
        assert shown("sort=due") == ["A10", "A2", "Z1", "A1"]
        assert shown("sort=-reference&page=1") == ["Z1", "A10", "A2", "A1"]
        assert shown(f"priority={priority.id}&concern=no_date") == ["A1"]
        assert shown("priority=none") == shown("status=at_risk") == ["Z1"]
        assert shown("concern=overdue&status=nonsense") == ["A10"]
        answer = client.get(f"{of_plan(plan)}?concern=overdue&format=csv")
        assert [(row["Reference"], row["Due"]) for row in exported(answer)] == [
            ("A10", "2026-09-01")
        ]

    def test_an_empty_plan_says_what_goes_here(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(of_plan(plan))
        assert "No actions yet" in words(page)
        assert links(page)["Add an action"] == of_plan(plan, "/add")

    def test_hides_what_is_under_embargo(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        embargo(session, actor, action)
        sign_in_as(Role.VIEWER)
        assert "1.1" not in words(client.get(of_plan(plan)))
        client.get(address(action), expect=404)
        sign_in_as(Role.ASSURANCE_LEAD)
        assert "1.1" in words(client.get(of_plan(plan)))
        assert "A finding not yet told of" in words(client.get(address(action)))

    def test_needs_as_many_statements_for_fifty_actions_as_for_one(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        action: Action,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        session.commit()
        with statements() as few:
            client.get(of_plan(plan))
        for number in range(2, 51):
            action_of(session, plan, actor, str(number))
        session.commit()
        with statements() as many:
            client.get(of_plan(plan))
        assert len(few) == len(many) <= 5


ANOTHER_DATE = "Ask for another due date"


class TestOneAction:
    def test_offers_changes_only_to_those_who_may_and_while_the_plan_is_open(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        def offered(stage: PlanStage, role: Role) -> set[str]:
            plan = plan_of(session, actor)
            action = action_of(session, plan, actor)
            session.refresh(plan)
            if stage is not PlanStage.DRAFT:
                bring_to(session, plan, stage, by=actor)
            sign_in_as(role)
            found = set(links(client.get(address(action))))
            known = {"Amend", "Owners", "Split", "Remove", ANOTHER_DATE, "Post an update"}
            return found & known

        everything = {"Amend", "Owners", "Split", "Remove", "Post an update"}
        assert offered(PlanStage.DRAFT, Role.PROGRAMME_LEAD) == everything
        assert offered(PlanStage.ADOPTED, Role.PROGRAMME_LEAD) == {
            *everything,
            ANOTHER_DATE,
        }
        assert offered(PlanStage.ADOPTED, Role.DIRECTOR) == set()
        assert offered(PlanStage.ADOPTED, Role.BOARD_MEMBER) == set()
        assert offered(PlanStage.CLOSED, Role.PROGRAMME_LEAD) == set()

    def test_a_removed_one_says_so_and_takes_no_change(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        rated(session, action, Delivery.ON_TRACK, actor)
        remove_action(session, action, reason="Done elsewhere", by=actor, on=TODAY)
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(address(action))
        said = words(page)
        assert "This action was removed from the plan on 5 October 2026" in said
        assert "Done elsewhere" in said
        assert "The duty team was moved together." in said
        assert "Correct this update" not in links(page)
        refused = fill(client, address(action, "/amend"), {"title": "Back"}, expect=422)
        assert problems(refused) == ["This action was removed on 5 October 2026"]

    def test_needs_as_many_statements_for_fifty_of_everything_as_for_one(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        plan = plan_of(session, actor, PlanStage.ADOPTED)
        action = action_of(session, plan, actor)

        def grow(times: int) -> None:
            session.refresh(action, ["plan", "ownerships"])
            posts = [a_post(session, actor, f"{times} {number}") for number in range(times)]
            owners = [OwnerFields(post_id=post.id) for post in posts]
            set_owners(session, action, owners, by=actor, on=TODAY)
            for number in range(times):
                fields = MilestoneFields(title=f"Step {number}")
                add_milestone(session, action, fields, by=actor, on=TODAY)
                due = date(2027, 1 + number % 12, 1 + times % 28)
                moved(session, action, due, by=actor, on=TODAY)
                rated(session, action, Delivery.ON_TRACK, actor)
            answering(session, action, actor, *recommendations(session, actor, times))
            session.commit()

        sign_in_as(Role.PROGRAMME_LEAD)
        grow(1)
        with statements() as few:
            client.get(address(action))
        grow(20)
        with statements() as many:
            client.get(address(action))
        assert len(few) == len(many) <= 8


DEEDS = ("/amend", "/recommendations", "/remove", "/owners", "/milestones/add", "/split")


@pytest.mark.parametrize("role", NOT_EDITORS)
def test_only_the_programme_lead_may_change_actions(
    client: PageClient, plan: Plan, action: Action, sign_in_as: SignInAs, role: str
) -> None:
    sign_in_as(Role(role))
    for path in (of_plan(plan, "/add"), *(address(action, deed) for deed in DEEDS)):
        client.get(path, expect=403)
        client.post(path, data={"title": "Mine", "reason": "Mine"}, expect=403)
    assert action.removed_on is None


def test_is_not_there_for_another_council(
    client: PageClient,
    plan: Plan,
    action: Action,
    other_council: Council,
    sign_in_as: SignInAs,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
    client.get(f"{THERE}/plans/{plan.id}/actions", expect=404)
    for deed in ("", *DEEDS, "/due-date", "/update"):
        client.get(f"{THERE}/actions/{action.id}{deed}", expect=404)
        if deed:
            client.post(f"{THERE}/actions/{action.id}{deed}", data={}, expect=404)


def test_the_thread_calls_a_finding_by_its_framework_s_word(
    client: PageClient,
    session: Session,
    actor: Actor,
    plan: Plan,
    action: Action,
    sign_in_as: SignInAs,
) -> None:
    visit = inspected(session, actor, framework="ilacs-2023", kind="standard_inspection")
    kind = FindingKind.PRIORITY_ACTION
    found = recommended(session, visit, actor, kind=kind, reference="2", page=4)
    answering(session, action, actor, found)
    sign_in_as(Role.VIEWER)
    body = words(client.get(f"{HERE}/actions/{action.id}"))
    assert "Area for priority action 2 (page 4)" in body
