"""Inspections: the list, one with all that hangs from it, recording, amending and removing."""

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
from tests.services.given import recorded
from tests.web.scene import (
    FRAMEWORKS,
    INSPECTIONS,
    LATER,
    ON,
    a_plan,
    an_answer,
    clocked,
    embargoed,
    inspected,
    judged,
    recommended,
    visited,
)
from tests.web.workforce import NOBODY, cells, day, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Addressee, Role, VerdictKind
from tracker.models import Council, History, Inspection, PlanInspection
from tracker.presenters.inspections import period_words
from tracker.services.inspections import InspectionFields, JudgementFields, amend_inspection
from tracker.services.inspections import set_judgement as judge


@pytest.fixture
def full(session: Session, actor: Actor) -> Inspection:
    """The full inspection of 2015."""
    return inspected(session, actor)


def address(inspection: Inspection, deed: str = "") -> str:
    return f"{INSPECTIONS}/{inspection.id}{deed}"


def graded(session: Session, by: Actor, inspection: Inspection, **grades: str) -> None:
    for area, grade in grades.items():
        fields = JudgementFields(area=area, grade=grade, page=7)
        judge(session, inspection, fields, by=by, on=ON, frameworks=FRAMEWORKS)


TYPED: dict[str, Any] = {
    "activity": "sif:monitoring_visit",
    "title": "First monitoring visit",
    "theme": "Front door",
    **day("fieldwork_start_on", date(2016, 2, 2)),
    **day("fieldwork_end_on", date(2016, 2, 3)),
    **day("received_on", date(2016, 3, 1)),
}


class TestList:
    def test_shows_the_newest_first_with_its_kind_and_days(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        recommended(session, full, actor)
        visited(session, actor, date(2016, 2, 2), follows_id=full.id)
        sign_in_as(Role.VIEWER)
        rows = cells(client.get(INSPECTIONS).text, "Inspections")
        assert [row[0] for row in rows] == ["Monitoring visit", "Inspection of 2015"]
        assert rows[1][1:] == [
            "Full inspection (SIF)",
            "23 June to 16 July 2015",
            "1 September 2015",
            "1",
        ]
        assert rows[0][3] == "Not published"

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("kind=monitoring_visit", ["Monitoring visit"]),
            ("framework=sif", ["Monitoring visit", "Inspection of 2015"]),
            ("framework=jtai", []),
            ("framework=no-such&page=9x&sort=;drop", []),
        ],
    )
    def test_is_narrowed_by_framework_and_kind(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
        asked: str,
        found: list[str],
    ) -> None:
        visited(session, actor, date(2016, 2, 2), follows_id=full.id)
        sign_in_as(Role.VIEWER)
        page = client.get(f"{INSPECTIONS}?{asked}").text
        assert (
            [row[0] for row in cells(page, "Inspections")] == found
            if found
            else ("Nothing matches these filters" in page)
        )

    def test_is_a_csv_of_the_same_rows(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        visited(session, actor, date(2016, 2, 2), follows_id=full.id)
        sign_in_as(Role.VIEWER)
        answer = client.get(f"{INSPECTIONS}?kind=full_inspection&format=csv")
        rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
        assert [row["Inspection"] for row in rows] == ["Inspection of 2015"]
        assert rows[0]["From"] == "2015-06-23"

    def test_says_what_goes_here_when_it_is_empty(
        self, client: PageClient, council: Council, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        assert "Nothing here yet" in client.get(INSPECTIONS).text

    def test_costs_the_same_for_one_and_for_many(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        sign_in_as(Role.VIEWER)
        with statements() as one:
            client.get(INSPECTIONS)
        for turn in range(1, 15):
            visited(session, actor, date(2016, 2, turn), follows_id=full.id)
        with statements() as many:
            client.get(INSPECTIONS)
        assert len(many) == len(one) <= 8

    def test_keeps_an_embargoed_visit_from_those_who_may_not_see_it(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        embargoed(session, actor)
        sign_in_as(Role.BOARD_MEMBER)
        assert "not yet told of" not in client.get(INSPECTIONS).text
        sign_in_as(Role.DIRECTOR)
        page = client.get(INSPECTIONS).text
        assert "Not before 5 January 2027" in page


class TestPage:
    def test_prints_the_judgements_in_order_and_hierarchy(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        graded(
            session,
            actor,
            full,
            adoption="good",
            leadership="inadequate",
            looked_after="requires_improvement",
            overall="inadequate",
            lscb="requires_improvement",
        )
        sign_in_as(Role.VIEWER)
        page = client.get(address(full)).text
        assert cells(page, "Judgements") == [
            ["2 Children looked after and achieving permanence", "Requires improvement", "7"],
            ["2.1 Adoption performance", "Good", "7"],
            ["3 Leadership, management and governance", "Inadequate", "7"],
        ]
        body = text_of(parsed(page))
        # The overall judgement is printed as a sentence, the safeguarding board by itself.
        assert "Overall judgement: Inadequate page 7" in body
        assert "Graded separately: Requires improvement" in body
        assert 'tracker-tag--serious">Inadequate' in page

    def test_lists_the_recommendations_with_what_answers_them(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        first = recommended(session, full, actor, reference="7", page=12, paragraph="34")
        recommended(session, full, actor, reference="8", text="Hold conferences in time")
        board = Addressee.LSCB
        recommended(session, full, actor, reference="114", addressee=board, text="Meet monthly")
        an_answer(session, actor, a_plan(session, actor), first)
        visit = visited(session, actor, date(2016, 2, 2), follows_id=full.id)
        judged(session, actor, first, visit)
        sign_in_as(Role.VIEWER)
        page = client.get(address(full)).text
        assert cells(page, "Recommendations") == [
            [
                "Recommendation 7Answer each contact within a day",
                "Page 12, paragraph 34",
                "1 action",
                "Some progress",
            ],
            ["Recommendation 8Hold conferences in time", "", "No action", ""],
        ]
        assert [row[0] for row in cells(page, "Recommendations made to it")] == [
            "Recommendation 114Meet monthly"
        ]

    def test_of_a_visit_shows_what_it_said_and_what_it_looks_back_to(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        first = recommended(session, full, actor, reference="7")
        visit = visited(session, actor, date(2016, 2, 2), follows_id=full.id)
        judged(session, actor, first, visit)
        recommended(session, visit, actor, text="Read the old files")
        sign_in_as(Role.VIEWER)
        page = client.get(address(visit)).text
        said = cells(page, "Of: Inspection of 2015")
        assert said[0][1:] == ["Some progress", "Contacts wait for two days"]
        assert "New recommendations" in page
        assert [row[0] for row in cells(page, "Recommendations")] == [
            "RecommendationRead the old files"
        ]
        back = client.get(address(full)).text
        assert "Monitoring visit (SIF), 2 to 3 February 2016" in text_of(parsed(back))

    def test_names_the_plans_that_answer_it(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        plan = a_plan(session, actor)
        recorded(session, actor, PlanInspection, plan_id=plan.id, inspection_id=full.id)
        sign_in_as(Role.VIEWER)
        assert "Getting to good" in client.get(address(full)).text

    def test_costs_the_same_for_one_finding_and_for_many(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        recommended(session, full, actor, reference="1")
        sign_in_as(Role.PROGRAMME_LEAD)
        with statements() as one:
            client.get(address(full))
        for number in range(2, 14):
            recommended(session, full, actor, reference=str(number))
        for turn in range(1, 6):
            visited(session, actor, date(2016, 2, turn), follows_id=full.id)
            clocked(session, actor, full, label=f"Clock {turn}")
        with statements() as many:
            client.get(address(full))
        assert len(many) == len(one) <= 8

    def test_hides_an_embargoed_visit_and_its_verdicts(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        first = recommended(session, full, actor, reference="7")
        visit = embargoed(session, actor, follows=full)
        judged(session, actor, first, visit, VerdictKind.BACK_AGAIN, "It is worse than before")
        after = visited(session, actor, date(2026, 9, 20), follows_id=visit.id)
        sign_in_as(Role.BOARD_MEMBER)
        client.get(address(visit), expect=404)
        for page in (client.get(address(full)).text, client.get(address(after)).text):
            assert "not yet told of" not in page
            assert "Back again" not in page
        sign_in_as(Role.ASSURANCE_LEAD)
        assert "Not before 5 January 2027" in client.get(address(visit)).text
        assert "Back again" in client.get(address(full)).text

    def test_is_not_there_for_another_council(
        self,
        client: PageClient,
        full: Inspection,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
        client.get(f"/councils/hillbury/inspections/{full.id}", expect=404)
        client.get(address(full), expect=404)
        client.get(f"/councils/hillbury/inspections/{NOBODY}", expect=404)

    def test_outlives_its_framework(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        gone = recorded(
            session,
            actor,
            Inspection,
            framework="retired",
            kind="visit",
            title="An old visit",
            fieldwork_start_on=date(2009, 1, 1),
            fieldwork_end_on=date(2009, 1, 1),
        )
        sign_in_as(Role.PROGRAMME_LEAD)
        assert "An old visit" in client.get(address(gone)).text
        for deed in ("/amend", "/remove", "/verdicts", "/recommendations/add", "/clocks/choose"):
            client.get(address(gone, deed))
        client.get(address(gone, "/judgements"), expect=404)


class TestRecord:
    def test_records_a_visit_that_follows_another(
        self,
        client: PageClient,
        session: Session,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        sent = {**TYPED, "follows_id": str(full.id)}
        answer = fill(client, f"{INSPECTIONS}/record", sent)
        found = session.scalars(select(Inspection).where(Inspection.id != full.id)).one()
        assert answer.headers["Location"] == address(found)
        assert (found.kind, found.theme, found.follows_id) == (
            "monitoring_visit",
            "Front door",
            full.id,
        )
        assert found.fieldwork_end_on == date(2016, 2, 3)
        assert "Inspection recorded" in client.get(address(found)).text

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"title": ""}, "Enter the title"),
            ({"title": "  "}, "Enter the title"),
            ({"activity": ""}, "Select the kind of inspection"),
            (day("fieldwork_start_on", None), "Enter the first day on site"),
            ({"fieldwork_end_on-day": "31"}, "Last day on site must be a real date"),
            (day("fieldwork_end_on", date(2016, 1, 1)), "must not be before the first day"),
            (day("received_on", date(2016, 1, 1)), "must not be before the last day"),
            ({"report_url": "javascript:alert(1)"}, "must begin with https://"),
        ],
    )
    def test_names_what_is_wrong_and_keeps_the_rest(
        self,
        client: PageClient,
        session: Session,
        council: Council,
        sign_in_as: SignInAs,
        wrong: dict[str, str],
        message: str,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        page = fill(client, f"{INSPECTIONS}/record", {**TYPED, **wrong}, expect=422).text
        assert message in page
        assert "Front door" in page
        assert session.scalars(select(Inspection)).all() == []

    @pytest.mark.parametrize(
        "forged", ["sif:no_such_kind", "no-such", "sif", ":", "full_inspection"]
    )
    def test_refuses_a_forged_kind(
        self,
        client: PageClient,
        session: Session,
        council: Council,
        sign_in_as: SignInAs,
        forged: str,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        fill(client, f"{INSPECTIONS}/record", {**TYPED, "activity": forged}, expect=422)

    @pytest.mark.parametrize("forged", [NOBODY, "not-an-id", "'"])
    def test_refuses_a_forged_inspection_to_follow(
        self, client: PageClient, council: Council, sign_in_as: SignInAs, forged: str
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        fill(client, f"{INSPECTIONS}/record", {**TYPED, "follows_id": forged}, expect=422)

    @pytest.mark.parametrize("role", [role for role in INSIDERS if role is not Role.PROGRAMME_LEAD])
    def test_is_for_the_programme_lead_alone(
        self, client: PageClient, full: Inspection, sign_in_as: SignInAs, role: Role
    ) -> None:
        sign_in_as(role)
        client.get(f"{INSPECTIONS}/record", expect=403)
        client.post(f"{INSPECTIONS}/record", data=TYPED, expect=403)
        for deed in ("/amend", "/remove", "/judgements", "/recommendations/add"):
            client.get(address(full, deed), expect=403)
            client.post(address(full, deed), expect=403)
        assert "/amend" not in client.get(address(full)).text


class TestAmend:
    def test_changes_what_was_typed_and_nothing_else(
        self, client: PageClient, session: Session, full: Inspection, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        fill(client, address(full, "/amend"), {"lead_inspector": "Alex Finch"})
        session.refresh(full)
        assert (full.lead_inspector, full.title) == ("Alex Finch", "Inspection of 2015")
        assert full.published_on == date(2015, 9, 1)

    def test_can_put_it_under_embargo(
        self, client: PageClient, session: Session, full: Inspection, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        sent = {**day("not_before_on", LATER), **day("published_on", None)}
        fill(client, address(full, "/amend"), sent)
        sign_in_as(Role.VIEWER)
        client.get(address(full), expect=404)

    def test_shows_both_versions_to_the_second_writer(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        client.get(address(full, "/amend"))
        stale = str(full.version)
        changed = InspectionFields(
            framework="sif",
            kind="re_inspection",
            title="Changed by another",
            fieldwork_start_on=full.fieldwork_start_on,
            fieldwork_end_on=full.fieldwork_end_on,
        )
        amend_inspection(session, full, changed, by=actor, on=ON, frameworks=FRAMEWORKS)
        sent = {"version": stale, "title": "Mine"}
        page = fill(client, address(full, "/amend"), sent, expect=409).text
        rows = cells(page, "The two versions")
        assert ["Title (differs)", "Changed by another", "Mine"] in rows
        # Kind and framework are two columns and one choice: it is compared as well. The page was
        # read afresh for this test, so both sides have the same kind here.
        assert ["Kind of inspection", "Re-inspection (SIF)", "Re-inspection (SIF)"] in rows
        session.refresh(full)
        assert full.title == "Changed by another"

    def test_keeps_what_was_typed_and_saves_it_on_the_second_press(
        self,
        client: PageClient,
        session: Session,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        path = address(full, "/amend")
        page = fill(client, path, {"version": "999", "title": "Mine"}, expect=409).text
        form = next(f for f in parsed(page).iter("form") if f.get("action") == path)
        sent = {i.get("name"): i.get("value", "") for i in form.iter("input")}
        assert sent["title"] == "Mine"
        fill(client, path, {"version": sent["version"], "title": sent["title"]})
        session.refresh(full)
        assert full.title == "Mine"


class TestRemove:
    def test_takes_it_out_and_keeps_the_reason(
        self, client: PageClient, session: Session, full: Inspection, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        fill(client, address(full, "/remove"), {"reason": "Entered twice"})
        client.get(address(full), expect=404)
        rows = session.scalars(select(History).where(History.deed == "remove_inspection")).all()
        assert any("Entered twice" in (row.payload or "") for row in rows)

    def test_is_refused_while_something_hangs_from_it(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        recommended(session, full, actor)
        sign_in_as(Role.PROGRAMME_LEAD)
        page = fill(client, address(full, "/remove"), {"reason": "No"}, expect=422).text
        assert "Remove its recommendations first" in page
        session.refresh(full)
        assert full.removed_on is None

    def test_is_not_done_to_what_somebody_changed_meanwhile(
        self, client: PageClient, session: Session, full: Inspection, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        page = fill(client, address(full, "/remove"), {"version": "999"}, expect=422).text
        assert "Somebody else has changed this" in page
        session.refresh(full)
        assert full.removed_on is None


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2016, 11, 8), date(2016, 11, 8), "8 November 2016"),
        (date(2016, 11, 8), date(2016, 11, 9), "8 to 9 November 2016"),
        (date(2015, 6, 23), date(2015, 7, 16), "23 June to 16 July 2015"),
        (date(2015, 12, 30), date(2016, 1, 4), "30 December 2015 to 4 January 2016"),
        (date(2015, 6, 8), date(2016, 6, 8), "8 June 2015 to 8 June 2016"),
        (date(2015, 6, 8), date(2015, 7, 8), "8 June to 8 July 2015"),
    ],
)
def test_a_period_says_once_what_its_days_share(start: date, end: date, words: str) -> None:
    assert period_words(start, end) == words
