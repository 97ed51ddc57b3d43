"""Priorities: added, amended and removed from the plan's page."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.given import a_post, a_priority
from tests.web.planned import (
    HERE,
    NOT_EDITORS,
    STARTED,
    THERE,
    action_of,
    form_at,
    links,
    overtaken,
    plan_of,
    problems,
    words,
)
from tests.web.workforce import TODAY, cells, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import PlanStage, Role
from tracker.models import Council, History, Plan, Priority
from tracker.services.priorities import PriorityFields, add_priority, amend_priority


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """A draft."""
    return plan_of(session, actor)


@pytest.fixture
def priority(session: Session, actor: Actor, plan: Plan) -> Priority:
    """Its priority A."""
    return a_priority(session, plan, actor)


def adding(plan: Plan) -> str:
    return f"{HERE}/plans/{plan.id}/priorities/add"


def address(priority: Priority, deed: str) -> str:
    return f"{HERE}/priorities/{priority.id}/{deed}"


class TestAdding:
    def test_offers_the_next_letter_and_adds(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        priority: Priority,
        sign_in_as: SignInAs,
    ) -> None:
        director = a_post(session, actor, "Director")
        sign_in_as(Role.PROGRAMME_LEAD)
        letter = form_at(client, adding(plan)).find(".//input[@name='letter']")
        assert letter is not None
        assert letter.get("value") == "B"
        fields = {"title": "Timely help", "director_post_id": str(director.id)}
        answer = fill(client, adding(plan), {**fields, "difference": "Nobody waits"})
        assert answer.location == f"{HERE}/plans/{plan.id}"
        added = session.scalars(select(Priority).where(Priority.letter == "B")).one()
        assert (added.title, added.difference) == ("Timely help", "Nobody waits")
        assert added.director_post_id == director.id
        assert "B: Timely help" in words(client.get(f"{HERE}/plans/{plan.id}"))

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"letter": "A", "title": "Again"}, "Priority A is already in this plan"),
            ({"letter": "", "title": "None"}, "Enter a letter or number"),
            ({"letter": "B", "title": ""}, "Enter a title"),
        ],
    )
    def test_refuses_what_cannot_be(
        self,
        client: PageClient,
        session: Session,
        plan: Plan,
        priority: Priority,
        sign_in_as: SignInAs,
        fields: dict[str, str],
        sentence: str,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        page = fill(client, adding(plan), fields, expect=422)
        assert problems(page) == [sentence]
        assert session.scalars(select(Priority)).all() == [priority]

    def test_a_closed_plan_takes_none(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        closed = plan_of(session, actor, PlanStage.CLOSED)
        sign_in_as(Role.PROGRAMME_LEAD)
        page = fill(client, adding(closed), {"title": "Too late"}, expect=422)
        assert problems(page) == ["This plan is closed, so it can no longer be changed"]


class TestAmending:
    def test_changes_it(
        self, client: PageClient, priority: Priority, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        fill(client, address(priority, "amend"), {"letter": "1", "title": "Oversight"})
        assert (priority.letter, priority.title) == ("1", "Oversight")

    def test_shows_both_versions_when_somebody_was_faster(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        priority: Priority,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)

        def meanwhile() -> None:
            session.refresh(priority, ["plan"])
            fields = PriorityFields(letter="A", title="Theirs")
            amend_priority(session, priority, fields, by=actor, on=TODAY)

        page = overtaken(client, address(priority, "amend"), {"title": "Mine"}, meanwhile)
        assert ["Theirs", "Mine"] in [row[1:] for row in cells(page.text, "The two versions")]
        assert priority.title == "Theirs"

    def test_a_post_that_was_closed_since_stays_a_choice(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        post = a_post(session, actor, "Director", closed_on=date(2026, 9, 1))
        fields = PriorityFields(letter="A", title="Oversight", director_post_id=post.id)
        priority = add_priority(session, plan, fields, by=actor, on=STARTED)
        sign_in_as(Role.PROGRAMME_LEAD)
        fill(client, address(priority, "amend"), {"title": "Grip"})
        assert (priority.title, priority.director_post_id) == ("Grip", post.id)


class TestRemoving:
    def test_takes_an_empty_one_out_with_its_reason(
        self,
        client: PageClient,
        session: Session,
        plan: Plan,
        priority: Priority,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        plan_page = f"{HERE}/plans/{plan.id}"
        assert address(priority, "remove") in links(client.get(plan_page)).values()
        fill(client, address(priority, "remove"), {"reason": "Folded into B"})
        assert priority.removed_on == TODAY
        payloads = session.scalars(
            select(History.payload).where(History.deed == "remove_priority")
        ).all()
        assert ["Folded into B" in (payload or "") for payload in payloads] == [True]
        client.get(address(priority, "amend"), expect=404)

    def test_keeps_one_with_actions(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        priority: Priority,
        sign_in_as: SignInAs,
    ) -> None:
        action_of(session, plan, actor, priority_id=priority.id)
        sign_in_as(Role.PROGRAMME_LEAD)
        plan_page = f"{HERE}/plans/{plan.id}"
        assert address(priority, "remove") not in links(client.get(plan_page)).values()
        page = fill(client, address(priority, "remove"), expect=422)
        assert "1 action stands under this priority" in problems(page)[0]
        assert priority.removed_on is None


@pytest.mark.parametrize("role", NOT_EDITORS)
def test_only_the_programme_lead_may(
    client: PageClient, plan: Plan, priority: Priority, sign_in_as: SignInAs, role: str
) -> None:
    sign_in_as(Role(role))
    for path in (adding(plan), address(priority, "amend"), address(priority, "remove")):
        client.get(path, expect=403)
        client.post(path, data={"letter": "Z", "title": "Mine"}, expect=403)
    assert priority.removed_on is None


def test_is_not_there_for_another_council(
    client: PageClient,
    priority: Priority,
    plan: Plan,
    other_council: Council,
    sign_in_as: SignInAs,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
    client.get(f"{THERE}/plans/{plan.id}/priorities/add", expect=404)
    for deed in ("amend", "remove"):
        client.get(f"{THERE}/priorities/{priority.id}/{deed}", expect=404)
        client.post(f"{THERE}/priorities/{priority.id}/{deed}", data={}, expect=404)
