"""My actions: what somebody owes, overdue first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.services.given import rated
from tests.web.planned import (
    HERE,
    action_of,
    exported,
    links,
    plan_of,
    words,
)
from tests.web.workforce import TODAY, a_holding, a_post, embargo
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, PlanStage, Role
from tracker.models import Action, Person, Plan, Post
from tracker.services.actions import remove_action
from tracker.services.ownership import OwnerFields, set_owners

MINE = f"{HERE}/my-actions"


@pytest.fixture
def me(sign_in_as: SignInAs) -> Person:
    """A service manager, signed in."""
    return sign_in_as(Role.SERVICE_MANAGER)


@pytest.fixture
def post(session: Session, actor: Actor, me: Person) -> Post:
    """The post that I hold."""
    post = a_post(session, actor)
    a_holding(session, actor, post, me)
    return post


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """A plan in force."""
    return plan_of(session, actor, PlanStage.ADOPTED)


def given_to(
    session: Session,
    actor: Actor,
    plan: Plan,
    owner: Post | Person,
    reference: str,
    due_on: date | None = None,
) -> Action:
    action = action_of(session, plan, actor, reference, due_on=due_on)
    is_post = isinstance(owner, Post)
    fields = OwnerFields(post_id=owner.id) if is_post else OwnerFields(person_id=owner.id)
    set_owners(session, action, [fields], by=actor, on=TODAY)
    return action


def groups(page: str) -> dict[str, list[str]]:
    """The references under each heading."""
    found: dict[str, list[str]] = {}
    heading = ""
    main = parsed(page).find(".//main")
    assert main is not None
    for element in main.iter():
        if element.tag == "h2":
            heading = text_of(element)
        elif element.tag == "h3":
            found.setdefault(heading, []).append(text_of(element).split(" ")[0])
    return found


def test_overdue_first_then_soon_then_later(
    client: PageClient, session: Session, actor: Actor, plan: Plan, post: Post, me: Person
) -> None:
    days = {"a": -1, "b": 0, "c": 30, "d": 31, "e": None, "f": -9}
    for reference, off in days.items():
        due = None if off is None else TODAY + timedelta(days=off)
        given_to(session, actor, plan, post if off else me, reference, due)
    page = client.get(MINE)
    assert groups(page.text) == {
        "Overdue 2 actions": ["f", "a"],
        "Due in 30 days 2 actions": ["b", "c"],
        "Later, or without a date 2 actions": ["d", "e"],
    }
    assert list(links(page).values()).count(f"{HERE}/plans/{plan.id}") == 0
    updates = [href for href in links(page).values() if href.endswith("/update")]
    assert len(updates) == 6


def test_only_what_is_open_and_mine_in_a_plan_in_force(
    client: PageClient, session: Session, actor: Actor, plan: Plan, post: Post, me: Person
) -> None:
    mine = given_to(session, actor, plan, post, "mine", TODAY)
    rated(session, given_to(session, actor, plan, post, "done", TODAY), Delivery.COMPLETE, actor)
    gone = given_to(session, actor, plan, post, "gone", TODAY)
    remove_action(session, gone, reason="In error", by=actor, on=TODAY)
    given_to(session, actor, plan, a_post(session, actor, "Another"), "theirs", TODAY)
    left = a_post(session, actor, "Left")
    a_holding(session, actor, left, me, from_on=date(2025, 1, 1), to_on=date(2025, 12, 31))
    given_to(session, actor, plan, left, "left", TODAY)
    given_to(session, actor, plan_of(session, actor), post, "draft", TODAY)
    embargo(session, actor, given_to(session, actor, plan, post, "hidden", TODAY))
    assert groups(client.get(MINE).text) == {"Due in 30 days 1 action": [mine.reference]}


def test_says_so_when_nothing_is_waiting(client: PageClient, me: Person) -> None:
    assert "Nothing is waiting for you" in words(client.get(MINE))


def test_names_the_plan_where_there_are_several(
    client: PageClient, session: Session, actor: Actor, plan: Plan, post: Post
) -> None:
    other = plan_of(session, actor, PlanStage.SUBMITTED, "The other plan")
    given_to(session, actor, plan, post, "1", TODAY)
    assert plan.title not in words(client.get(MINE))
    given_to(session, actor, other, post, "2", TODAY)
    assert "The other plan" in words(client.get(MINE))


def test_is_for_those_who_may_post_updates(client: PageClient, sign_in_as: SignInAs) -> None:
    for role, status in ((Role.VIEWER, 403), (Role.BOARD_MEMBER, 403), (Role.DIRECTOR, 200)):
        sign_in_as(role)
        client.get(MINE, expect=status)


def test_needs_five_statements_for_one_action_and_for_fifty(
    client: PageClient,
    session: Session,
    actor: Actor,
    plan: Plan,
    post: Post,
    statements: Statements,
) -> None:
    given_to(session, actor, plan, post, "1", TODAY)
    session.commit()
    with statements() as few:
        client.get(MINE)
    for number in range(2, 51):
        given_to(session, actor, plan, post, str(number), TODAY)
    session.commit()
    with statements() as many:
        client.get(MINE)
    assert len(few) == len(many) <= 5


def test_the_list_is_taken_along_as_csv(
    client: PageClient, session: Session, actor: Actor, plan: Plan, post: Post, me: Person
) -> None:
    assert links(client.get(MINE)).get("Download this list as CSV") is None
    given_to(session, actor, plan, me, "A2")
    given_to(session, actor, plan, post, "A1", TODAY)
    href = links(client.get(MINE))["Download this list as CSV"]
    answer = client.get(href)
    assert "my-actions" in answer.headers["Content-Disposition"]
    rows = exported(answer)
    assert [(row["Reference"], row["Due"]) for row in rows] == [
        ("A1", TODAY.isoformat()),
        ("A2", ""),
    ]
    assert {row["Plan"] for row in rows} == {plan.title}


def shown(page: str) -> list[str]:
    """The references in the page's order, whatever their headings."""
    return [reference for references in groups(page).values() for reference in references]


def test_narrows_by_when_they_are_due_by_status_and_by_plan(
    client: PageClient, session: Session, actor: Actor, plan: Plan, post: Post
) -> None:
    other = plan_of(session, actor, PlanStage.SUBMITTED, "The other plan")
    for reference, off in {"a": -1, "b": 0, "c": 30, "d": 31}.items():
        given_to(session, actor, plan, post, reference, TODAY + timedelta(days=off))
    rated(session, given_to(session, actor, other, post, "e"), Delivery.AT_RISK, actor)
    asked = {
        "due=overdue": ["a"],
        "due=soon": ["b", "c"],
        "due=later": ["d"],
        "due=none": ["e"],
        "due=overdue&due=none": ["a", "e"],
        "due=never": ["a", "b", "c", "d", "e"],
        f"status={Delivery.AT_RISK.value}": ["e"],
        f"plan={plan.id}&due=soon": ["b", "c"],
        f"plan={other.id}&plan=forged": ["e"],
    }
    for query, expected in asked.items():
        page = client.get(f"{MINE}?{query}")
        assert shown(page.text) == expected, query
        answer = client.get(links(page)["Download this list as CSV"])
        assert [row["Reference"] for row in exported(answer)] == expected, query
    page = client.get(f"{MINE}?plan={plan.id}&due=none")
    assert "Nothing matches these filters" in words(page)
    assert links(page)["Clear all filters"] == MINE


def test_stands_in_another_order_under_one_heading(
    client: PageClient, session: Session, actor: Actor, plan: Plan, post: Post
) -> None:
    given_to(session, actor, plan, post, "2", TODAY)
    given_to(session, actor, plan, post, "1", TODAY + timedelta(days=40))
    page = client.get(MINE)
    by_reference = client.get(links(page)["reference"])
    assert groups(by_reference.text) == {"By reference 2 actions": ["1", "2"]}
    assert shown(client.get(links(by_reference)["reference"]).text) == ["2", "1"]
    assert groups(client.get(links(page)["due date"]).text) == {
        "By due date, the latest first 2 actions": ["1", "2"]
    }
    assert shown(client.get(f"{MINE}?sort=forged").text) == ["2", "1"]


def test_shows_twenty_five_at_a_time_and_exports_them_all(
    client: PageClient, session: Session, actor: Actor, plan: Plan, post: Post
) -> None:
    for number in range(10, 40):
        given_to(session, actor, plan, post, str(number), TODAY - timedelta(days=1))
    page = client.get(MINE)
    assert "1 to 25 of 30 actions" in words(page)
    # Of a list with several pages a heading does not count, as it knows only its own page.
    assert list(groups(page.text)) == ["Overdue"]
    assert shown(client.get(f"{MINE}?page=2").text) == ["35", "36", "37", "38", "39"]
    answer = client.get(links(page)["Download this list as CSV"])
    assert len(exported(answer)) == 30


def test_an_action_without_a_date_says_so_in_a_sentence(
    client: PageClient, session: Session, actor: Actor, plan: Plan, post: Post
) -> None:
    given_to(session, actor, plan, post, "A1")
    assert "Due: No date. Last update: Never." in words(client.get(MINE))
