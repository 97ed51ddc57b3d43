"""A council's page: its picture, its plans, clocks that run, and what waits for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.foundations.requests import Statements
from tests.foundations.site import INSIDERS, SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.services.given import recorded
from tests.web.scene import FRAMEWORKS, ON, embargoed, inspected, visited
from tests.web.workforce import TODAY, a_person, a_plan, an_action, cells, embargo
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.vocabulary import Delivery, InterventionKind, PlanStage, Role
from tracker.models import Board, Clock, Council, Inspection, Intervention, Judgement, Meeting, Plan
from tracker.services.clocks import stop_clock
from tracker.services.inspections import JudgementFields, set_judgement

COUNCIL = "/councils/riverford"
YESTERDAY = date(2026, 10, 4)


def judged(session: Session, by: Actor, inspection: Inspection, **grades: str) -> None:
    for area, grade in grades.items():
        fields = JudgementFields(area=area, grade=grade)
        set_judgement(session, inspection, fields, by=by, on=ON, frameworks=FRAMEWORKS)


def a_clock(session: Session, by: Actor, inspection: Inspection, label: str, due: date) -> Clock:
    values = {"rule": "publish_report", "label": label, "starts_on": date(2015, 9, 1)}
    return recorded(session, by, Clock, inspection_id=inspection.id, due_on=due, **values)


def a_meeting(session: Session, by: Actor, held_on: date, name: str = "Board") -> Meeting:
    board = recorded(session, by, Board, name=name, kind=BoardKind.IMPROVEMENT_BOARD)
    values = {"board_id": board.id, "held_on": held_on, "title": "A meeting"}
    return recorded(session, by, Meeting, **values)


def a_step(session: Session, by: Actor, title: str, from_on: date, **more: Any) -> Intervention:
    values = {"kind": InterventionKind.IMPROVEMENT_NOTICE, "title": title, "from_on": from_on}
    return recorded(session, by, Intervention, **{**values, **more})


def figures(page: str) -> dict[str, tuple[str, str]]:
    """What waits: each figure's words with its number and its address."""
    found = {}
    for item in parsed(page).iter("li"):
        if "tracker-figures__item" in (item.get("class") or ""):
            (link,) = item.iter("a")
            number, label = (text_of(part) for part in link.iter("span"))
            found[label] = (number, link.get("href", ""))
    return found


def section(page: str, heading: str) -> str:
    """The words from the heading with this id to the next heading."""
    words, within = [], False
    for element in parsed(page).iter():
        if element.tag in ("h2", "h1"):
            within = element.get("id") == heading
        elif within and element.tag in ("p", "li", "td", "th", "h3"):
            words.append(text_of(element))
    return " ".join(words)


class TestPicture:
    def test_is_drawn_with_the_table_behind_it(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        full = inspected(session, actor)
        judged(session, actor, full, overall="inadequate", care_leavers="good")
        sign_in_as(Role.VIEWER)
        page = client.get(COUNCIL).text
        (picture,) = (p for p in parsed(page).iter("svg") if p.get("role") == "img")
        assert "Inadequate" in text_of(picture)
        assert cells(page, "Judgements, inspection by inspection") == [
            ["Overall", "Inadequate"],
            ["Care leavers", "Good"],
        ]

    def test_scrolls_within_a_region_that_the_keyboard_reaches(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        judged(session, actor, inspected(session, actor), overall="good")
        sign_in_as(Role.VIEWER)
        tree = parsed(client.get(COUNCIL).text)
        frames = [div for div in tree.iter("div") if any(p.get("role") for p in div.findall("svg"))]
        assert [(div.get("tabindex"), div.get("aria-label")) for div in frames] == [
            ("0", "Overall: good in 2015")
        ]

    def test_offers_the_first_step_to_those_who_may_take_it(
        self, client: PageClient, council: Council, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        page = client.get(COUNCIL).text
        assert "No judgements yet" in page
        assert "/inspections/record" not in page
        sign_in_as(Role.PROGRAMME_LEAD)
        assert "/inspections/record" in client.get(COUNCIL).text


class TestWaiting:
    def test_counts_what_an_owner_owes_and_leads_there(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        owner = sign_in_as(Role.SERVICE_MANAGER)
        plan = a_plan(session, actor)
        an_action(session, actor, plan, "1", owner, due_on=YESTERDAY)
        an_action(session, actor, plan, "2", owner)
        an_action(session, actor, plan, "3", a_person(session, actor), due_on=YESTERDAY)
        found = figures(client.get(COUNCIL).text)
        mine = "/councils/riverford/my-actions"
        assert found == {"Your open actions": ("2", mine), "Your overdue actions": ("1", mine)}
        assert client.get(mine).text.count("Answer each contact within a day") >= 2

    def test_tells_a_programme_lead_what_is_overdue_and_where(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        plan = a_plan(session, actor)
        an_action(session, actor, plan, "1", due_on=YESTERDAY)
        an_action(session, actor, plan, "2", due_on=YESTERDAY, delivery=Delivery.COMPLETE)
        full = inspected(session, actor)
        a_clock(session, actor, full, "Late", YESTERDAY)
        a_clock(session, actor, full, "In time", TODAY)
        sign_in_as(Role.PROGRAMME_LEAD)
        found = figures(client.get(COUNCIL).text)
        late = f"{COUNCIL}/plans/{plan.id}/actions?concern=overdue"
        assert found == {
            "Overdue in Getting to good": ("1", late),
            "Overdue clocks": ("1", f"{COUNCIL}/clocks?state=overdue"),
        }
        assert len(cells(client.get(late).text, "Actions")) == 1
        assert len(cells(client.get(found["Overdue clocks"][1]).text, "Clocks")) == 1

    def test_says_so_when_nothing_waits_and_names_the_next_meeting(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        a_meeting(session, actor, date(2026, 10, 7), "Improvement Board")
        an_action(session, actor, a_plan(session, actor), due_on=YESTERDAY)
        sign_in_as(Role.BOARD_MEMBER)
        page = client.get(COUNCIL).text
        assert figures(page) == {}
        assert (
            "Nothing is waiting for you. The next meeting is Improvement Board on 7 October 2026 "
            "(in 2 days)."
        ) in section(page, "waiting")


class TestGlance:
    def test_live_plans_have_their_counts_and_each_leads_to_its_rows(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        plan = a_plan(session, actor)
        recorded(session, actor, Plan, title="An old plan", stage=PlanStage.CLOSED)
        an_action(session, actor, plan, "1", due_on=YESTERDAY)
        an_action(session, actor, plan, "2", delivery=Delivery.COMPLETE)
        an_action(session, actor, plan, "3", delivery=Delivery.COMPLETE)
        sign_in_as(Role.VIEWER)
        page = client.get(COUNCIL).text
        assert "An old plan" not in page
        actions = f"{COUNCIL}/plans/{plan.id}/actions"
        links = {text_of(a): a.get("href", "") for a in parsed(page).iter("a")}
        for words, href, count in (
            ("3 actions", actions, 3),
            ("1 overdue", f"{actions}?concern=overdue", 1),
            ("2 complete", f"{actions}?status=complete", 2),
            ("1 on track", f"{actions}?status=on_track", 1),
        ):
            assert links[words] == href
            assert len(cells(client.get(href).text, "Actions")) == count

    def test_clocks_that_run_stand_with_the_overdue_first(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        full = inspected(session, actor)
        a_clock(session, actor, full, "Soon", date(2026, 10, 15))
        a_clock(session, actor, full, "Late", YESTERDAY)
        clock = a_clock(session, actor, full, "Done", date(2026, 1, 5))
        stop_clock(session, clock, TODAY, by=actor, on=ON)
        sign_in_as(Role.VIEWER)
        assert cells(client.get(COUNCIL).text, "Clocks that run") == [
            ["LateInspection of 2015", "4 October 2026", "OverdueDue yesterday"],
            ["SoonInspection of 2015", "15 October 2026", "Due soonDue in 10 days"],
        ]

    def test_interventions_and_reviews_are_a_dated_list(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        a_step(session, actor, "The notice", date(2026, 1, 5))
        a_step(session, actor, "A step taken back", date(2026, 1, 6), removed_on=TODAY)
        review = {"kind": InterventionKind.SIX_MONTH_REVIEW}
        a_step(session, actor, "The review", date(2026, 7, 1), **review)
        a_step(session, actor, "An adviser", date(2025, 7, 1), to_on=date(2025, 12, 1))
        sign_in_as(Role.VIEWER)
        assert cells(client.get(COUNCIL).text, "Intervention and six-month reviews") == [
            ["The review", "Six-month review", "1 July 2026", ""],
            ["The notice", "Improvement notice", "From 5 January 2026", "In force"],
            ["An adviser", "Improvement notice", "1 July 2025 to 1 December 2025", ""],
        ]

    def test_shows_the_latest_visits_and_the_next_meetings(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        for month in range(1, 7):
            visited(session, actor, date(2026, month, 2), title=f"Visit {month}")
        a_meeting(session, actor, YESTERDAY, "Met yesterday")
        a_meeting(session, actor, TODAY, "Meets today")
        sign_in_as(Role.VIEWER)
        page = client.get(COUNCIL).text
        latest = section(page, "inspections")
        assert [latest.index(f"Visit {month}") for month in (6, 5, 4, 3)] == sorted(
            latest.index(f"Visit {month}") for month in (6, 5, 4, 3)
        )
        assert "Visit 2" not in latest
        assert "Meets today, 5 October 2026 (today)" in section(page, "meetings")
        assert "Met yesterday" not in page


class TestScope:
    def test_an_embargo_is_kept_in_every_part(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        visit = embargoed(session, actor)
        # A grade that such a visit would not give: the picture has to keep the embargo by itself.
        grade = {"area": "overall", "grade": "inadequate", "position": 1}
        recorded(session, actor, Judgement, inspection_id=visit.id, **grade)
        a_clock(session, actor, visit, "A clock not yet told of", TODAY)
        owner = sign_in_as(Role.SERVICE_MANAGER)
        action = an_action(session, actor, a_plan(session, actor), "1", owner, due_on=YESTERDAY)
        embargo(session, actor, action)
        page = client.get(COUNCIL).text
        assert "not yet told of" not in page
        assert "Inadequate" not in page
        assert figures(page) == {}
        assert "No actions yet" in section(page, "plans")
        sign_in_as(Role.ASSURANCE_LEAD)
        page = client.get(COUNCIL).text
        assert "A visit not yet told of" in page
        assert "Embargoed" in page
        assert "Inadequate" in page
        assert "1 overdue" in page

    def test_shows_nothing_of_another_council(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        judged(session, actor, inspected(session, actor), overall="good")
        an_action(session, actor, a_plan(session, actor), due_on=YESTERDAY)
        a_meeting(session, actor, TODAY, "Riverford’s board")
        a_step(session, actor, "Riverford’s notice", date(2026, 1, 5))
        sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
        page = client.get("/councils/hillbury").text
        for heading in ("judgements", "plans", "clocks", "inspections", "meetings"):
            assert "Riverford" not in section(page, heading)
            assert "Getting to good" not in section(page, heading)
        assert "Riverford’s notice" not in page
        client.get(COUNCIL, expect=404)

    def test_needs_a_sign_in(self, client: PageClient, council: Council) -> None:
        client.get(COUNCIL, expect=303)

    @pytest.mark.parametrize("role", INSIDERS)
    def test_costs_the_same_for_one_and_for_many(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        statements: Statements,
        role: Role,
    ) -> None:
        full = inspected(session, actor)
        judged(session, actor, full, overall="good")
        plan = a_plan(session, actor)
        person = sign_in_as(role)
        an_action(session, actor, plan, "1", person)
        with statements() as few:
            client.get(COUNCIL)
        for number in range(12):
            an_action(session, actor, plan, f"2.{number}", person)
            visited(session, actor, date(2020, 1, number + 1))
            a_clock(session, actor, full, f"Clock {number}", TODAY)
            a_meeting(session, actor, TODAY, f"Board {number}")
            a_step(session, actor, f"Step {number}", TODAY)
            recorded(session, actor, Plan, title=f"Plan {number}", stage=PlanStage.ADOPTED)
        session.commit()
        with statements() as many:
            client.get(COUNCIL)
        assert len(few) == len(many) <= 8
