"""The page of a plan's charts: each picture with its table, and the table as CSV."""

from __future__ import annotations

import csv
import io
from datetime import date
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import Now
from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.services.given import moved, saying
from tests.web.planned import HERE, THERE, action_of, links, plan_of, words
from tracker.access.actor import Actor
from tracker.domain.ratings import RatingWord
from tracker.domain.vocabulary import Delivery, PlanStage, RatingScale, Role
from tracker.models import Council, Plan
from tracker.services.milestones import MilestoneFields, add_milestone
from tracker.services.priorities import PriorityFields, add_priority
from tracker.services.ratings import name_ratings
from tracker.services.updates import post_update

TODAY = date(2026, 10, 5)
NAMES = ["progress", "ratings-over-time", "slips", "timeline"]
FORMULA = '=HYPERLINK("https://example.com")'


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """Two actions under a priority and one beside; one slipped, one is complete."""
    plan = plan_of(session, actor, PlanStage.ADOPTED)
    head = add_priority(
        session, plan, PriorityFields(letter="A", title="<b>Oversight</b>"), by=actor, on=TODAY
    )
    slipped = action_of(
        session, plan, actor, "A1", title=FORMULA, priority_id=head.id, due_on=date(2026, 11, 1)
    )
    done = action_of(session, plan, actor, "A2", priority_id=head.id, due_on=date(2026, 10, 3))
    action_of(session, plan, actor, "Z9", due_on=None, due_text="Ongoing")
    moved(session, slipped, date(2026, 11, 11), reason="Staff left", by=actor, on=TODAY)
    post_update(session, done, saying(Delivery.COMPLETE), by=actor, on=TODAY)
    session.refresh(slipped, ["plan"])
    step = MilestoneFields(title="Half of it", due_on=date(2026, 10, 20))
    add_milestone(session, slipped, step, by=actor, on=TODAY)
    return plan


def address(plan: Plan) -> str:
    return f"{HERE}/plans/{plan.id}/charts"


def table(main: Element) -> list[list[str]]:
    """The rows of a table, its heading first."""
    return [[text_of(cell) for cell in row if cell.tag in ("th", "td")] for row in main.iter("tr")]


def sections(client: PageClient, plan: Plan) -> dict[str, Element]:
    """The page's sections by their names."""
    page = parsed(client.get(address(plan)).text)
    named = {one.get("aria-labelledby"): one for one in page.iter("section")}
    return {name: named[name] for name in NAMES}


def as_csv(client: PageClient, plan: Plan, name: str) -> list[list[str]]:
    answer = client.get(f"{address(plan)}?format=csv&chart={name}")
    assert answer.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


class TestCharts:
    def test_each_picture_has_its_message_words_and_table(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        found = sections(client, plan)
        for section in found.values():
            (picture,) = (one for one in section.iter() if one.get("role") == "img")
            assert picture.tag.endswith("svg")
            assert len(list(section.iter("table"))) == 1
        titles = {name: text_of(next(one.iter("figcaption"))) for name, one in found.items()}
        assert titles == {
            "progress": "1 of 3 actions complete on 5 October 2026",
            "ratings-over-time": "1 of 3 actions complete on 5 October 2026; 1 was due by their "
            "first dates",
            "slips": "1 of 3 actions is due later than first planned, by up to 10 days",
            "timeline": "2 of 3 actions still to be done; the last is due on 11 November 2026",
        }

    def test_the_tables_say_what_is_recorded(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        found = {name: table(one) for name, one in sections(client, plan).items()}
        assert found["progress"] == [
            ["Priority", "Complete", "On track", "At risk", "Off track", "Not started", "Actions"],
            ["A: <b>Oversight</b>", "1", "0", "0", "0", "1", "2"],
            ["Actions without a priority", "0", "0", "0", "0", "1", "1"],
        ]
        assert found["ratings-over-time"][1:] == [
            ["5 October 2026", "1", "0", "0", "0", "2", "3", "1", "1"]
        ]
        assert found["slips"][1:] == [
            [f"A1 {FORMULA}", "1 November 2026", "11 November 2026", "10", "1", "11 November 2026"]
        ]
        assert [[row[0], row[3], row[5]] for row in found["timeline"][1:]] == [
            [f"A1 {FORMULA}", "11 November 2026", "Half of it (due 20 October 2026)"],
            ["A2 Do what A2 says", "3 October 2026", ""],
            ["Z9 Do what Z9 says", "Ongoing", ""],
        ]

    def test_ends_of_months_are_drawn_as_they_were(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs, now: Now
    ) -> None:
        now.pass_by(days=60)
        sign_in_as(Role.VIEWER)
        rows = table(sections(client, plan)["ratings-over-time"])
        assert [[row[0], *row[-2:]] for row in rows[1:]] == [
            ["31 October 2026", "1", "1"],
            ["30 November 2026", "2", "2"],
            ["4 December 2026", "2", "2"],
        ]

    @pytest.mark.parametrize("name", NAMES)
    def test_the_csv_is_the_table(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs, name: str
    ) -> None:
        sign_in_as(Role.VIEWER)
        shown = table(sections(client, plan)[name])
        kept = as_csv(client, plan, name)
        assert kept == shown
        assert kept != []

    @pytest.mark.parametrize(
        "query", ["?format=csv", "?format=csv&chart=%00", "?chart=slips", "?format=pdf&chart=slips"]
    )
    def test_whatever_else_is_asked_for_is_the_page(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs, query: str
    ) -> None:
        sign_in_as(Role.VIEWER)
        assert client.get(address(plan) + query).mimetype == "text/html"

    def test_an_empty_plan_says_so(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        empty = plan_of(session, actor)
        sign_in_as(Role.VIEWER)
        page = client.get(address(empty))
        assert not [one for one in parsed(page.text).iter() if one.get("role") == "img"]
        assert words(page).count("No actions yet") == 3
        assert "No action is due later than first planned." in words(page)
        assert client.get(f"{address(empty)}?format=csv&chart=slips").mimetype == "text/html"

    def test_ratings_have_the_councils_names_and_complete_stands_lowest(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        council: Council,
        plan: Plan,
        sign_in_as: SignInAs,
    ) -> None:
        names = [
            (Delivery.NOT_STARTED, "White & waiting"),
            (Delivery.OFF_TRACK, "Red"),
            (Delivery.AT_RISK, "Amber"),
            (Delivery.ON_TRACK, "Green"),
            (Delivery.COMPLETE, "Blue: complete and embedded in practice"),
        ]
        chosen = [RatingWord(rating, name, "Our own") for rating, name in names]
        name_ratings(session, council, RatingScale.DELIVERY, chosen, by=actor, on=TODAY)
        sign_in_as(Role.VIEWER)
        found = {name: table(one)[0] for name, one in sections(client, plan).items()}
        in_order = [name for _rating, name in names]
        assert found["progress"][1:-1] == in_order
        assert found["ratings-over-time"][1:6] == [in_order[-1], *in_order[:-1]]

    def test_the_plans_page_leads_here(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        assert links(client.get(f"{HERE}/plans/{plan.id}"))["Charts"] == address(plan)

    def test_another_council_has_no_such_plan(
        self, client: PageClient, other_council: Council, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
        client.get(f"{THERE}/plans/{plan.id}/charts", expect=404)

    def test_a_long_past_costs_no_more_statements(
        self,
        client: PageClient,
        plan: Plan,
        sign_in_as: SignInAs,
        now: Now,
        statements: Statements,
    ) -> None:
        costs = []
        for days in (0, 400):
            now.pass_by(days=days)
            sign_in_as(Role.VIEWER)
            client.get(address(plan))
            with statements() as sent:
                client.get(address(plan))
            costs.append(len(sent))
        assert costs[0] == costs[1] <= 9
