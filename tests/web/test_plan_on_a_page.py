"""The plan on a page: the figures of the other pages on one sheet, and what is left out of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import Now
from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.services.given import a_board, a_post, moved, recommendations, recorded, saying
from tests.web.planned import HERE, THERE, action_of, answering, links, plan_of, problems, words
from tests.web.workforce import cells, embargo
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, OwnershipRole, PlanStage, Role
from tracker.models import Action, Council, Meeting, Plan
from tracker.models.recording import deed
from tracker.presenters.plan_on_a_page import FEWEST_EXCEPTIONS
from tracker.services.ownership import OwnerFields, set_owners
from tracker.services.plans import PlanFields, amend_plan
from tracker.services.priorities import PriorityFields, add_priority
from tracker.services.rules import add_record
from tracker.services.updates import post_update

BEGAN = date(2026, 10, 5)
RATED = (
    *(Delivery.COMPLETE, Delivery.ON_TRACK, Delivery.AT_RISK),
    *(Delivery.OFF_TRACK, Delivery.AT_RISK, Delivery.NOT_STARTED),
)
WHY = "Two posts are vacant. Recovery: Two people start in March."


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """Six actions under two priorities and one under none; two slipped, three are overdue."""
    plan = plan_of(session, actor, PlanStage.ADOPTED)
    head = a_post(session, actor, "Head of first contact")
    priorities = [
        add_priority(
            session,
            plan,
            PriorityFields(
                letter=letter,
                title="Front door",
                difference="Nobody waits",
                director_post_id=head.id,
            ),
            by=actor,
            on=BEGAN,
        )
        for letter in "AB"
    ]
    for number, delivery in enumerate(RATED):
        values = {"priority_id": priorities[number % 2].id, "due_on": date(2026, 9, 28)}
        if number > 3:
            values["due_on"] = date(2026, 12, 1)
        action = action_of(session, plan, actor, f"A{number}", **values)
        if number == 2:
            _owned(session, actor, action, head.id, a_post(session, actor, "Deputy").id)
            for day in (1, 2):
                moved(session, action, date(2026, 9, 28 + day), by=actor, on=BEGAN)
        if delivery is not Delivery.NOT_STARTED:
            post_update(session, action, saying(delivery), by=actor, on=BEGAN)
    loose = action_of(session, plan, actor, "Z9")
    moved(session, loose, date(2027, 1, 1), by=actor, on=BEGAN)
    return plan


def _owned(session: Session, by: Actor, action: Action, lead: Any, deputy: Any) -> None:
    session.refresh(action, ["ownerships", "plan"])
    owners = [
        OwnerFields(post_id=lead, role=OwnershipRole.LEAD),
        OwnerFields(post_id=deputy, role=OwnershipRole.DEPUTY),
    ]
    set_owners(session, action, owners, by=by, on=BEGAN)


def address(plan: Plan, query: str = "") -> str:
    return f"{HERE}/plans/{plan.id}/on-a-page{query}"


def figures(text: str) -> dict[str, tuple[str, str]]:
    """The big figures: words to number and address."""
    found = {}
    for item in _of_class(text, "li", "tracker-figures__item"):
        link = next(item.iter("a"), None)
        number, _, name = text_of(item if link is None else link).partition(" ")
        found[name] = (number, "" if link is None else link.get("href", ""))
    return found


def bars(text: str) -> list[list[tuple[str, str | None]]]:
    """The words under each bar of progress, and where they lead."""
    return [
        [
            (text_of(one), getattr(next(one.iter("a"), None), "attrib", {}).get("href"))
            for one in bar.iter("li")
        ]
        for bar in _of_class(text, "div", "tracker-progress")
    ]


def _of_class(text: str, tag: str, name: str) -> list[Element]:
    return [one for one in parsed(text).iter(tag) if name in (one.get("class") or "").split()]


def listed(client: PageClient, href: str) -> int:
    """How many actions the list at an address has."""
    return len(cells(client.get(href).text, "Actions"))


class TestFigures:
    def test_are_those_of_the_overview_and_of_the_lists(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.BOARD_MEMBER)
        found = figures(client.get(address(plan)).text)
        assert list(found) == [
            *("Actions", "Complete", "On track", "At risk", "Off track", "Not started"),
            *("Overdue", "Slipped"),
        ]
        overview = figures(client.get(f"{HERE}/plans/{plan.id}").text)
        assert found == {name: overview[name] for name in found}
        for name, (number, href) in found.items():
            assert listed(client, href) == int(number), name
        assert [number for number, _href in found.values()] == [
            "7",
            "1",
            "1",
            "2",
            "1",
            "2",
            "3",
            "2",
        ]

    def test_bars_are_those_of_the_overview(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.BOARD_MEMBER)
        found = bars(client.get(address(plan)).text)
        assert found == bars(client.get(f"{HERE}/plans/{plan.id}").text)
        assert len(found) == 3

    def test_are_those_of_the_page_as_at_a_day(
        self, client: PageClient, session: Session, plan: Plan, now: Now, sign_in_as: SignInAs
    ) -> None:
        now.pass_by(days=60)
        sign_in_as(Role.VIEWER)
        past = client.get(address(plan, f"?on={BEGAN}"))
        then = figures(client.get(f"{HERE}/plans/{plan.id}/as-at?on={BEGAN}").text)
        found = figures(past.text)
        assert {name: found[name] for name in then if name != "Removed"} == {
            name: one for name, one in then.items() if name != "Removed"
        }
        # There is no list of what counted on a past day, so that no figure leads to another one.
        assert {href for _number, href in found.values()} == {""}
        assert {href for bar in bars(past.text) for _words, href in bar} == {None}
        assert figures(client.get(address(plan)).text)["Overdue"][0] == "5"


class TestSheet:
    def test_says_what_the_whole_plan_says(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.BOARD_MEMBER)
        page = client.get(address(plan))
        said = words(page)
        assert said.startswith(
            "Getting to good: the plan on a page Adopted Version 1 Data as at 5 "
        )
        assert said.count("Nobody waits") == said.count("Accountable: Head of first contact") == 2
        assert cells(page.text, "A: Front door") == [
            ["A0 Do what A0 says", "No owner", "28 September 2026", "Complete"],
            [
                "A2 Do what A2 says",
                "Head of first contact and 1 more",
                "Overdue: 30 September 2026Slipped 2 times",
                "At risk",
            ],
            ["A4 Do what A4 says", "No owner", "1 December 2026", "At risk"],
        ]
        assert cells(page.text, "Actions without a priority") == [
            ["Z9 Do what Z9 says", "No owner", "1 January 2027Slipped 1 time", "Not started"]
        ]

    def test_exceptions_come_worst_first_with_reason_and_recovery(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.BOARD_MEMBER)
        text = client.get(address(plan)).text
        assert [text_of(one) for one in _of_class(text, "div", "tracker-one-page__exception")] == [
            f"A3 Do what A3 says Off track Overdue: 28 September 2026 {WHY}",
            f"A2 Do what A2 says At risk Overdue: 30 September 2026 {WHY}",
            f"A4 Do what A4 says At risk Due: 1 December 2026 {WHY}",
        ]

    def test_names_the_next_meeting_of_today_alone(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        now: Now,
        sign_in_as: SignInAs,
    ) -> None:
        board, other = a_board(session, actor), a_board(session, actor, name="Another")
        session.refresh(plan, ["board"])
        fields = PlanFields(title=plan.title, board_id=board.id)
        amend_plan(session, plan, fields, by=actor, on=BEGAN)
        for held_on, of in ((7, other), (9, board), (8, board), (4, board)):
            held = {"held_on": date(2026, 10, held_on), "title": "Board"}
            recorded(session, actor, Meeting, board_id=of.id, **held)
        sign_in_as(Role.VIEWER)
        assert "Next meeting 8 October 2026" in words(client.get(address(plan))).replace(
            "meeting8", "meeting 8"
        )
        now.pass_by(days=1)
        sign_in_as(Role.VIEWER)
        past = words(client.get(address(plan, f"?on={BEGAN}")))
        assert "Next meeting" not in past
        assert "Improvement Board" in past

    def test_a_past_day_is_told_in_its_own_words(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        now: Now,
        sign_in_as: SignInAs,
    ) -> None:
        now.pass_by(days=2)
        later = replace(actor, at=now())
        session.refresh(plan, ["board"])
        amend_plan(session, plan, PlanFields(title="Getting to great"), by=later, on=now().date())
        sign_in_as(Role.VIEWER)
        page = client.get(address(plan, "?on=5/10/2026"))
        assert "Getting to good: the plan on a page" in words(page)
        assert links(page)["The plan as at 5 October 2026"].endswith("/as-at?on=2026-10-05")
        assert "Getting to great: the plan on a page" in words(client.get(address(plan)))

    def test_an_empty_plan_says_what_goes_here(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        said = words(client.get(address(plan_of(session, actor))))
        assert "Nothing in this plan yet" in said
        assert "No action is rated off track or at risk." in said

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("?on=soon", "The date must be a real date, such as 1 September 2026"),
            ("?on=2027-01-01", "The date must be today or in the past"),
        ],
    )
    def test_a_day_that_cannot_be_shown_is_named(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs, query: str, sentence: str
    ) -> None:
        sign_in_as(Role.VIEWER)
        assert problems(client.get(address(plan, query), expect=422)) == [sentence]

    def test_is_led_to_from_the_plans_pages(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        for page, query in (("", ""), ("/whole", ""), ("/as-at", f"?on={BEGAN}")):
            found = links(client.get(f"{HERE}/plans/{plan.id}{page}"))
            assert found["Plan on a page"] == address(plan, query)

    def test_printing_needs_no_script_and_its_button_hides_without_one(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        for path in (address(plan), f"{HERE}/plans/{plan.id}/whole"):
            page = client.get(path)
            assert "use your browser’s print" in words(page)
            (button,) = (
                one for one in parsed(page.text).iter("button") if "data-print" in one.attrib
            )
            assert "hidden" in button.attrib
            root = parsed(page.text)
            assert root.get("data-printed-title") == "Getting to good"
            assert root.get("data-printed-as-at") == "Data as at 5 October 2026"


class TestRoom:
    def _filled(
        self, session: Session, by: Actor, plan: Plan, number: int, exceptions: int
    ) -> None:
        with deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=by.at):
            for at in range(number):
                add_record(
                    session,
                    Action,
                    by=by,
                    plan_id=plan.id,
                    reference=f"R{at}",
                    sort_key=f"{at:05}",
                    title="Look again at every contact that was closed in six months",
                    times_slipped=0,
                    due_on=by.today + timedelta(days=at),
                    delivery=Delivery.AT_RISK if at < exceptions else Delivery.ON_TRACK,
                    delivery_reason="Two posts are vacant. " * 9,
                    recovery="Two people start in March. " * 9,
                )
            session.flush()

    def test_many_actions_are_counted_and_that_is_said(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        plan = plan_of(session, actor, PlanStage.ADOPTED)
        self._filled(session, actor, plan, 200, 100)
        sign_in_as(Role.VIEWER)
        page = client.get(address(plan))
        assert not list(parsed(page.text).iter("table"))
        assert "The plan’s 200 actions are counted by priority" in words(page)
        assert [one for one, _href in bars(page.text)[0]] == ["100 on track", "100 at risk"]
        shown = _of_class(page.text, "div", "tracker-one-page__exception")
        assert FEWEST_EXCEPTIONS < len(shown) < 100
        assert f"{100 - len(shown)} exceptions more have no room here." in words(page)
        assert links(page)["The whole plan"] == f"{HERE}/plans/{plan.id}/whole"

    @pytest.mark.parametrize("number", [1, 30, 60])
    def test_up_to_sixty_actions_are_listed_whatever_their_number_of_exceptions(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs, number: int
    ) -> None:
        plan = plan_of(session, actor, PlanStage.ADOPTED)
        self._filled(session, actor, plan, number, number)
        sign_in_as(Role.VIEWER)
        page = client.get(address(plan))
        assert len(cells(page.text, "Actions")) == number
        assert len(_of_class(page.text, "div", "tracker-one-page__exception")) >= min(
            number, FEWEST_EXCEPTIONS
        )


def test_tells_nothing_of_findings_under_embargo(
    client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
) -> None:
    plan = plan_of(session, actor, PlanStage.ADOPTED)
    hidden, both = action_of(session, plan, actor, "1"), action_of(session, plan, actor, "2")
    embargo(session, actor, hidden)
    answering(session, both, actor, *recommendations(session, actor, 1))
    sign_in_as(Role.VIEWER)
    page = client.get(address(plan))
    assert [row[0] for row in cells(page.text, "Actions")] == ["2 Do what 2 says"]
    assert figures(page.text)["Actions"][0] == "1"
    sign_in_as(Role.DIRECTOR)
    assert figures(client.get(address(plan)).text)["Actions"][0] == "2"


def test_another_councils_plan_is_not_there(
    client: PageClient, plan: Plan, other_council: Council, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
    client.get(f"{THERE}/plans/{plan.id}/on-a-page", expect=404)


@pytest.mark.parametrize("query", ["", f"?on={BEGAN}"])
def test_needs_as_many_statements_for_fifty_actions_as_for_one(
    client: PageClient,
    session: Session,
    actor: Actor,
    now: Now,
    sign_in_as: SignInAs,
    statements: Statements,
    query: str,
) -> None:
    post, board = a_post(session, actor), a_board(session, actor)
    paths = {}
    for number in (1, 50):
        plan = plan_of(session, actor, PlanStage.ADOPTED)
        session.refresh(plan, ["board"])
        amend_plan(session, plan, PlanFields(title="Plan", board_id=board.id), by=actor, on=BEGAN)
        for at in range(number):
            action = action_of(session, plan, actor, str(at))
            set_owners(session, action, [OwnerFields(post_id=post.id)], by=actor, on=BEGAN)
        paths[number] = address(plan, query)
    now.pass_by(days=1 if query else 0)
    sign_in_as(Role.VIEWER)
    costs = set()
    for number, path in paths.items():
        session.commit()
        with statements() as sent:
            page = client.get(path)
        assert len(cells(page.text, "Actions")) == number
        costs.add(len(sent))
    assert len(costs) == 1
    assert max(costs) <= 8
