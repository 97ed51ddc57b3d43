"""Recommendations: the list over all inspections, one with its golden thread, and its deeds."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.requests import Statements
from tests.foundations.site import INSIDERS, SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.services.given import recorded, taken_out
from tests.web.planned import ON_TRACK
from tests.web.scene import (
    FRAMEWORKS,
    INSPECTIONS,
    ON,
    RECOMMENDATIONS,
    a_plan,
    an_answer,
    embargoed,
    inspected,
    judged,
    recommended,
    told,
    visited,
)
from tests.web.workforce import NOBODY, cells, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import (
    Addressee,
    BodyKind,
    Delivery,
    FindingKind,
    PlanStage,
    Response,
    Role,
    Urgency,
    VerdictKind,
)
from tracker.models import Body, Council, Inspection, Plan, PlanInspection, Recommendation
from tracker.services.recommendations import (
    RecommendationFields,
    ResponseFields,
    amend_recommendation,
)
from tracker.services.recommendations import respond as give_response


@pytest.fixture
def full(session: Session, actor: Actor) -> Inspection:
    return inspected(session, actor)


@pytest.fixture
def seven(session: Session, actor: Actor, full: Inspection) -> Recommendation:
    """Recommendation 7 of 2015."""
    return recommended(session, full, actor, reference="7", page=12, paragraph="34")


def address(recommendation: Recommendation, deed: str = "") -> str:
    return f"{RECOMMENDATIONS}/{recommendation.id}{deed}"


def listed(page: str) -> list[str]:
    """The recommendations in the list's table, in its order, as far as the colon."""
    if "Nothing matches" in page:
        return []
    return [row[0].partition(":")[0] for row in cells(page, "Recommendations")]


class TestList:
    def test_is_in_printed_order_the_newest_report_first(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        newer = visited(session, actor, date(2018, 3, 6), follows_id=full.id)
        for reference, inspection in (("2", full), ("10", full), ("1", newer), ("1.1", newer)):
            recommended(session, inspection, actor, reference=reference)
        sign_in_as(Role.VIEWER)
        first = ["Recommendation 1", "Recommendation 1.1"]
        second = ["Recommendation 2", "Recommendation 10"]
        assert listed(client.get(RECOMMENDATIONS).text) == [*first, *second]
        turned = listed(client.get(f"{RECOMMENDATIONS}?sort=-printed").text)
        assert turned == [*reversed(second), *reversed(first)]

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("unanswered=yes", ["2", "3"]),
            ("addressee=lscb", ["3"]),
            ("urgency=immediate", ["2"]),
            ("urgency=none&addressee=local_authority", ["1"]),
            ("response=accepted", ["1"]),
            ("response=none&response=accepted", ["1", "2", "3"]),
            ("verdict=good_progress", ["1"]),
            ("verdict=some_progress", []),
            ("verdict=not_looked_at", ["2"]),
            ("verdict=none", ["3"]),
            ("addressee=nonsense&verdict=;", ["1", "2", "3"]),
            ("inspection=not-an-id", ["1", "2", "3"]),
            (f"inspection={NOBODY}", []),
        ],
    )
    def test_is_narrowed_by_its_filters(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
        asked: str,
        found: list[str],
    ) -> None:
        one = recommended(session, full, actor, reference="1")
        two = recommended(session, full, actor, reference="2", urgency=Urgency.IMMEDIATE)
        recommended(session, full, actor, reference="3", addressee=Addressee.LSCB)
        plan = a_plan(session, actor)
        an_answer(session, actor, plan, one)
        taken_out(session, actor, an_answer(session, actor, plan, two, "A2"))
        give_response(session, one, ResponseFields(response=Response.ACCEPTED), by=actor, on=ON)
        earlier = visited(session, actor, date(2016, 2, 2), follows_id=full.id)
        later = visited(session, actor, date(2016, 6, 7), follows_id=full.id)
        last = visited(session, actor, date(2016, 9, 6), follows_id=full.id)
        judged(session, actor, one, earlier, VerdictKind.SOME_PROGRESS)
        judged(session, actor, one, later, VerdictKind.GOOD_PROGRESS)
        # A visit that did not look says nothing new of what an earlier one found.
        judged(session, actor, one, last, VerdictKind.NOT_LOOKED_AT)
        judged(session, actor, two, last, VerdictKind.NOT_LOOKED_AT)
        sign_in_as(Role.VIEWER)
        page = client.get(f"{RECOMMENDATIONS}?{asked}").text
        assert listed(page) == [f"Recommendation {number}" for number in found]
        answer = client.get(f"{RECOMMENDATIONS}?{asked}&format=csv")
        rows = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
        assert [row["Number"] for row in rows] == found

    def test_is_a_csv_with_everything_that_is_printed(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        seven: Recommendation,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.VIEWER)
        answer = client.get(f"{RECOMMENDATIONS}?format=csv")
        (row,) = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
        assert (row["Page"], row["Paragraph"], row["Actions"]) == ("12", "34", "0")
        assert row["Speaks to"] == "Local authority"

    def test_costs_the_same_for_one_and_for_many(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        recommended(session, full, actor)
        sign_in_as(Role.VIEWER)
        with statements() as one:
            client.get(RECOMMENDATIONS)
        for number in range(30):
            recommended(session, full, actor, reference=str(number))
        with statements() as many:
            client.get(RECOMMENDATIONS)
        assert len(many) == len(one) <= 8

    def test_says_what_goes_here_when_it_is_empty(
        self, client: PageClient, council: Council, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        assert "Open an inspection" in client.get(RECOMMENDATIONS).text


class TestGoldenThread:
    def test_runs_from_the_report_to_the_latest_verdict(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        seven: Recommendation,
        sign_in_as: SignInAs,
    ) -> None:
        action = an_answer(session, actor, a_plan(session, actor), seven)
        told(session, actor, action, "Two posts are filled", obstacle="No applicants")
        first = visited(session, actor, date(2016, 2, 2), follows_id=full.id, title="First visit")
        second = visited(session, actor, date(2016, 6, 7), follows_id=full.id, title="Second visit")
        judged(session, actor, seven, first, VerdictKind.NO_PROGRESS, "Nobody answers")
        judged(session, actor, seven, second, VerdictKind.GOOD_PROGRESS, "Answered in a day")
        sign_in_as(Role.VIEWER)
        page = client.get(address(seven)).text
        tree = parsed(page)
        thread = next(nav for nav in tree.iter("nav") if nav.get("aria-label") == "Golden thread")
        assert [text_of(step) for step in thread.iter("li")] == [
            "Inspection, page 12, paragraph 34 Inspection of 2015",
            "Recommendation Recommendation 7",
            "Action A1 Staff the front door",
            "Latest update On track, 5 October 2026",
            "Verdict: good progress Second visit",
        ]
        links = [link.get("href") for link in thread.iter("a")]
        assert links[0] == f"{INSPECTIONS}/{full.id}"
        assert links[-1] == f"{INSPECTIONS}/{second.id}"
        (row,) = cells(page, "Actions that answer it")
        assert row[1:3] == [ON_TRACK, "Head of A1"]
        assert "Two posts are filled" in row[4]
        assert "In the way: No applicants" in row[4]
        body = text_of(tree)
        # The latest visit stands first.
        assert body.index("Answered in a day") < body.index("Nobody answers")

    def test_says_where_it_hangs_loose(
        self, client: PageClient, seven: Recommendation, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        page = client.get(address(seven)).text
        loose = [
            text_of(step)
            for step in parsed(page).iter("li")
            if step.get("class") == "tracker-thread__step--missing"
        ]
        assert loose == [
            "Actions No action answers it",
            "Latest update No update yet",
            "Verdict No visit has looked yet",
        ]

    def test_offers_an_action_in_the_plans_that_answer_its_inspection(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        seven: Recommendation,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        assert "Go to plans" in client.get(address(seven)).text
        for title, stage in (("Open", PlanStage.ADOPTED), ("Closed", PlanStage.CLOSED)):
            plan = recorded(session, actor, Plan, title=title, stage=stage)
            recorded(session, actor, PlanInspection, plan_id=plan.id, inspection_id=full.id)
        page = client.get(address(seven)).text
        links = [a for a in parsed(page).iter("a") if text_of(a).startswith("Add an action")]
        assert [text_of(link) for link in links] == ["Add an action to “Open”"]
        assert str(links[0].get("href")).endswith(f"/actions/add?recommendation={seven.id}")
        sign_in_as(Role.VIEWER)
        assert "Add an action" not in client.get(address(seven)).text

    def test_shows_no_removed_action_and_no_action_of_a_removed_link(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        seven: Recommendation,
        sign_in_as: SignInAs,
    ) -> None:
        plan = a_plan(session, actor)
        taken_out(session, actor, an_answer(session, actor, plan, seven, "A1"))
        an_answer(session, actor, plan, seven, "A2")
        sign_in_as(Role.VIEWER)
        rows = cells(client.get(address(seven)).text, "Actions that answer it")
        assert [row[0].split()[0] for row in rows] == ["A2"]

    def test_calls_nothing_overdue_that_is_done(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        seven: Recommendation,
        sign_in_as: SignInAs,
    ) -> None:
        plan = a_plan(session, actor)
        past = date(2026, 10, 2)
        an_answer(session, actor, plan, seven, "A1", due_on=past)
        an_answer(session, actor, plan, seven, "A2", due_on=past, delivery=Delivery.COMPLETE)
        sign_in_as(Role.VIEWER)
        rows = cells(client.get(address(seven)).text, "Actions that answer it")
        assert [row[3] for row in rows] == ["2 October 2026Overdue, 3 days ago", "2 October 2026"]

    def test_leads_to_the_recommendations_beside_it(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        one, two, three = (recommended(session, full, actor, reference=n) for n in "123")
        sign_in_as(Role.VIEWER)
        ways = {
            r.reference: [
                a.get("href") for a in parsed(client.get(address(r)).text).iter("a") if a.get("rel")
            ]
            for r in (one, two, three)
        }
        assert ways == {
            "1": [address(two)],
            "2": [address(one), address(three)],
            "3": [address(two)],
        }

    def test_costs_the_same_for_one_and_for_many(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        seven: Recommendation,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        plan = a_plan(session, actor)
        an_answer(session, actor, plan, seven, "A0")
        sign_in_as(Role.PROGRAMME_LEAD)
        with statements() as one:
            client.get(address(seven))
        for number in range(1, 8):
            action = an_answer(session, actor, plan, seven, f"A{number}")
            told(session, actor, action, "Done")
            visit = visited(session, actor, date(2016, number, 2), follows_id=full.id)
            judged(session, actor, seven, visit)
        with statements() as many:
            client.get(address(seven))
        assert len(many) == len(one) <= 8

    def test_is_not_there_under_embargo_or_for_another_council(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        seven: Recommendation,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        hidden = recommended(session, embargoed(session, actor), actor)
        sign_in_as(Role.BOARD_MEMBER)
        client.get(address(hidden), expect=404)
        sign_in_as(Role.DIRECTOR)
        assert "Not before 5 January 2027" in client.get(address(hidden)).text
        sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
        for deed in ("", "/amend", "/remove", "/respond"):
            foreign = f"/councils/hillbury/recommendations/{seven.id}{deed}"
            client.get(foreign, expect=404)
            if deed:
                client.post(foreign, expect=404)


@pytest.fixture
def body(session: Session, actor: Actor) -> Body:
    return recorded(session, actor, Body, name="Riverford Trust", kind=BodyKind.TRUST)


TYPED: dict[str, Any] = {
    "reference": "7",
    "text": "Answer each contact within a day",
    "kind": "recommendation",
    "addressee": "local_authority",
    "urgency": "three_months",
    "area": "help_and_protection",
    "page": "12",
    "paragraph": "34",
    "theme": "Front door",
}


class TestAdd:
    def test_adds_it_as_printed_and_offers_the_next(
        self,
        client: PageClient,
        session: Session,
        full: Inspection,
        body: Body,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        path = f"{INSPECTIONS}/{full.id}/recommendations/add"
        sent = {**TYPED, "body_ids": [str(body.id)], "another": "y"}
        answer = fill(client, path, sent)
        found = session.scalars(select(Recommendation)).one()
        assert (found.page, found.paragraph, found.urgency) == (12, "34", Urgency.THREE_MONTHS)
        assert answer.headers["Location"] == f"{path}?another=yes"
        again = fill(client, path, {**TYPED, "reference": "8"})
        assert again.headers["Location"] == f"{INSPECTIONS}/{full.id}"
        positions = session.scalars(select(Recommendation.position).order_by(Recommendation.id))
        assert positions.all() == [1, 2]
        assert "Riverford Trust" in client.get(address(found)).text

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"text": ""}, "Enter the recommendation"),
            ({"kind": ""}, "Select what kind of finding it is"),
            ({"kind": "no-such"}, "Select one of the choices on this page"),
            ({"addressee": ""}, "Select whom it speaks to"),
            ({"page": "twelve"}, "Page must be a whole number"),
            ({"page": "-1"}, "Page must be a whole number"),
            ({"page": "\u0661"}, "Page must be a whole number"),
            ({"page": "0"}, "whole number from 1"),
            ({"page": "1234567"}, "Page must be a whole number"),
            ({"area": "no_such_area"}, "Select one of the choices on this page"),
            ({"body_ids": [NOBODY]}, "Select one of the choices on this page"),
            ({"body_ids": ["'"]}, "Select one of the choices on this page"),
            ({"reference": "7" * 41}, "must be 40 characters or fewer"),
        ],
    )
    def test_names_what_is_wrong(
        self,
        client: PageClient,
        session: Session,
        full: Inspection,
        body: Body,
        sign_in_as: SignInAs,
        wrong: dict[str, Any],
        message: str,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        path = f"{INSPECTIONS}/{full.id}/recommendations/add"
        assert message in fill(client, path, {**TYPED, **wrong}, expect=422).text
        assert session.scalars(select(Recommendation)).all() == []

    def test_takes_no_body_of_another_council(
        self,
        client: PageClient,
        session: Session,
        full: Inspection,
        in_a_deed: Any,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        foreign = Body(council_id=other_council.id, name="Hillbury Trust", kind=BodyKind.TRUST)
        with in_a_deed():
            session.add(foreign)
        sign_in_as(Role.PROGRAMME_LEAD)
        path = f"{INSPECTIONS}/{full.id}/recommendations/add"
        assert "Hillbury Trust" not in client.get(path).text
        client.post(path, data={**TYPED, "body_ids": str(foreign.id)}, expect=422)


class TestAmend:
    def test_changes_what_was_typed_and_nothing_else(
        self,
        client: PageClient,
        session: Session,
        seven: Recommendation,
        body: Body,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        fill(client, address(seven, "/amend"), {"theme": "Front door", "body_ids": [str(body.id)]})
        session.refresh(seven)
        assert (seven.theme, seven.page, seven.reference) == ("Front door", 12, "7")
        page = client.get(address(seven, "/amend")).text
        ticked = [
            i.get("value") for i in parsed(page).iter("input") if i.get("checked") is not None
        ]
        assert ticked == [str(body.id)]

    def test_keeps_a_kind_that_the_framework_does_not_print(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        odd = recommended(session, full, actor, kind=FindingKind.PRIORITY_ACTION)
        sign_in_as(Role.PROGRAMME_LEAD)
        fill(client, address(odd, "/amend"), {"theme": "Front door"})
        session.refresh(odd)
        assert (odd.kind, odd.theme) == (FindingKind.PRIORITY_ACTION, "Front door")

    def test_shows_both_versions_to_the_second_writer(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        seven: Recommendation,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        stale = str(seven.version)
        changed = RecommendationFields(
            text="Changed by another",
            kind=FindingKind.RECOMMENDATION,
            addressee=Addressee.LOCAL_AUTHORITY,
        )
        amend_recommendation(session, seven, changed, by=actor, on=ON, frameworks=FRAMEWORKS)
        sent = {"version": stale, "text": "Mine"}
        page = fill(client, address(seven, "/amend"), sent, expect=409).text
        rows = cells(page, "The two versions")
        assert ["Recommendation (differs)", "Changed by another", "Mine"] in rows


class TestRespond:
    def test_is_for_programme_lead_and_director(
        self,
        client: PageClient,
        session: Session,
        seven: Recommendation,
        sign_in_as: SignInAs,
    ) -> None:
        for role in INSIDERS:
            may = role in (Role.PROGRAMME_LEAD, Role.DIRECTOR)
            sign_in_as(role)
            client.get(address(seven, "/respond"), expect=200 if may else 403)
            assert ("/respond" in client.get(address(seven)).text) == may
        sign_in_as(Role.DIRECTOR)
        sent = {"response": "accepted_in_part", "response_reason": "The trust is asked, too"}
        fill(client, address(seven, "/respond"), sent)
        session.refresh(seven)
        assert (seven.response, seven.responded_on) == (Response.ACCEPTED_IN_PART, ON)
        assert "The trust is asked, too" in client.get(address(seven)).text

    @pytest.mark.parametrize(
        ("sent", "message"),
        [
            ({"response": None}, "Select the response"),
            ({"response": "perhaps"}, "Select one of the choices on this page"),
            ({"response": "not_accepted"}, "Enter the reason for the response"),
        ],
    )
    def test_names_what_is_wrong(
        self,
        client: PageClient,
        session: Session,
        seven: Recommendation,
        sign_in_as: SignInAs,
        sent: dict[str, Any],
        message: str,
    ) -> None:
        sign_in_as(Role.DIRECTOR)
        assert message in fill(client, address(seven, "/respond"), sent, expect=422).text
        session.refresh(seven)
        assert seven.response is None

    def test_shows_both_versions_to_the_second_writer(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        seven: Recommendation,
        sign_in_as: SignInAs,
    ) -> None:
        stale = str(seven.version)
        give_response(session, seven, ResponseFields(response=Response.ACCEPTED), by=actor, on=ON)
        sign_in_as(Role.DIRECTOR)
        sent = {"version": stale, "response": "not_accepted", "response_reason": "No"}
        page = fill(client, address(seven, "/respond"), sent, expect=409).text
        assert cells(page, "The two versions")[0][1:] == ["Accepted", "Not accepted"]


class TestRemove:
    def test_takes_it_out_unless_something_hangs_from_it(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        seven: Recommendation,
        sign_in_as: SignInAs,
    ) -> None:
        answered = recommended(session, full, actor, reference="8")
        an_answer(session, actor, a_plan(session, actor), answered)
        sign_in_as(Role.PROGRAMME_LEAD)
        refusal = fill(client, address(answered, "/remove"), expect=422).text
        assert "Actions answer this recommendation" in refusal
        answer = fill(client, address(seven, "/remove"), {"reason": "Entered twice"})
        assert answer.headers["Location"] == f"{INSPECTIONS}/{full.id}"
        client.get(address(seven), expect=404)
        client.get(address(answered))

    def test_is_for_the_programme_lead_alone(
        self, client: PageClient, seven: Recommendation, sign_in_as: SignInAs
    ) -> None:
        for role in Role:
            if role is not Role.PROGRAMME_LEAD:
                sign_in_as(role)
                for deed in ("/amend", "/remove"):
                    client.get(address(seven, deed), expect=403)
                    client.post(address(seven, deed), expect=403)
