"""Plans: the list, the overview, starting and amending one, what it answers, and its steps."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs, Now
from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.given import a_board, a_priority, an_inspection, rated, recorded
from tests.web.planned import (
    HERE,
    NOT_EDITORS,
    THERE,
    action_of,
    answered_by,
    form_at,
    links,
    overtaken,
    plan_of,
    problems,
    words,
)
from tests.web.workforce import NOBODY, TODAY, cells, day, embargo, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, PlanStage, Role
from tracker.models import Board, Council, History, Plan
from tracker.services.actions import remove_action
from tracker.services.plans import PlanFields, amend_plan, answer_inspection

PLANS = f"{HERE}/plans"


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """A draft."""
    return plan_of(session, actor)


def address(plan: Plan, deed: str = "") -> str:
    return f"{PLANS}/{plan.id}{deed}"


class TestList:
    def test_says_what_goes_here_and_who_may_take_the_first_step(
        self, client: PageClient, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        assert "Start a plan" not in words(client.get(PLANS))
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(PLANS)
        assert "Nothing here yet" in words(page)
        assert links(page)["Start a plan"] == f"{PLANS}/start"

    def test_counts_actions_and_leads_to_them(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        board = a_board(session, actor)
        closed = plan_of(session, actor, PlanStage.CLOSED, "A plan that was")
        plan = plan_of(session, actor, PlanStage.ADOPTED, "Getting to good")
        amend_plan(
            session,
            plan,
            PlanFields(title=plan.title, revision="V9", phase="Stabilise", board_id=board.id),
            by=actor,
            on=TODAY,
        )
        late = action_of(session, plan, actor, "1.1", due_on=date(2026, 10, 4))
        action_of(session, plan, actor, "1.2")
        complete = action_of(session, plan, actor, "1.3", due_on=date(2026, 9, 1))
        rated(session, complete, Delivery.COMPLETE, actor)
        gone = action_of(session, plan, actor, "1.4", due_on=date(2026, 9, 1))
        remove_action(session, gone, reason="In error", by=actor, on=TODAY)
        sign_in_as(Role.VIEWER)
        page = client.get(PLANS)
        assert cells(page.text, "Plans") == [
            [
                "Getting to goodV9, Stabilise",
                "Adopted",
                "Improvement Board",
                "8 December 2015",
                "3 actions1 complete",
                "1 overdue",
            ],
            [
                "A plan that wasVersion 1",
                "Closed",
                "No board",
                "8 December 2015",
                "0 actions",
                "None",
            ],
        ]
        found = client.get(links(page)["1 overdue"])
        assert [row[0] for row in cells(found.text, "Actions")] == [f"1.1 {late.title}No priority"]
        only = client.get(f"{PLANS}?stage=closed&stage=nonsense")
        assert [row[0] for row in cells(only.text, "Plans")] == ["A plan that wasVersion 1"]
        assert closed.stage is PlanStage.CLOSED

    def test_the_csv_has_the_rows_of_the_list(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        plan_of(session, actor, PlanStage.CLOSED, "A plan that was")
        plan_of(session, actor, PlanStage.DRAFT, "A draft")
        sign_in_as(Role.VIEWER)
        answer = client.get(f"{PLANS}?stage=draft&format=csv")
        rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
        assert [(row["Plan"], row["Stage"], row["Adopted"]) for row in rows] == [
            ("A draft", "Draft", "")
        ]

    def test_an_action_under_embargo_is_not_counted(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        embargo(session, actor, action_of(session, plan, actor))
        for role, seen in ((Role.VIEWER, "0 actions"), (Role.DIRECTOR, "1 action0 complete")):
            sign_in_as(role)
            assert cells(client.get(PLANS).text, "Plans")[0][4] == seen

    def test_needs_as_many_statements_for_fifty_plans_as_for_one(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        sign_in_as(Role.VIEWER)
        session.commit()
        with statements() as few:
            client.get(PLANS)
        for number in range(50):
            recorded(session, actor, Plan, title=f"Plan {number}", stage=PlanStage.DRAFT)
        session.commit()
        with statements() as many:
            client.get(PLANS)
        assert len(few) == len(many) <= 8


class TestOverview:
    def test_shows_the_head_and_leads_on(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        plan = plan_of(session, actor, PlanStage.SUBMITTED)
        inspection = an_inspection(session, actor)
        session.refresh(plan, ["inspections"])
        answer_inspection(session, plan, inspection.id, by=actor, on=TODAY)
        sign_in_as(Role.BOARD_MEMBER)
        page = client.get(address(plan))
        said = words(page)
        assert "Submitted Version 1 Data as at 5 October 2026" in said
        assert "Adopted 8 December 2015" in said.replace("Adopted8", "Adopted 8")
        assert links(page)[inspection.title] == f"{HERE}/inspections/{inspection.id}"
        for name, deed in (
            ("All actions", "/actions"),
            ("The whole plan", "/whole"),
            ("Coverage", "/coverage"),
        ):
            assert links(page)[name] == address(plan, deed)
        assert "Change this plan" not in said

    @pytest.mark.parametrize(
        ("stage", "steps"),
        [
            (PlanStage.DRAFT, {"Adopt this plan"}),
            (PlanStage.ADOPTED, {"Note that it was submitted", "Close this plan"}),
            (PlanStage.SUBMITTED, {"Close this plan"}),
            (PlanStage.CLOSED, set()),
        ],
    )
    def test_offers_the_steps_of_its_stage_to_those_who_may(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        stage: PlanStage,
        steps: set[str],
    ) -> None:
        plan = plan_of(session, actor, stage)
        named = {"Adopt this plan", "Note that it was submitted", "Close this plan"}
        sign_in_as(Role.DIRECTOR)
        offered = links(client.get(address(plan)))
        assert named & set(offered) == steps
        assert "Add an action" not in offered
        sign_in_as(Role.PROGRAMME_LEAD)
        offered = links(client.get(address(plan)))
        assert named & set(offered) == steps
        assert ("Add a priority" in offered) == (stage is not PlanStage.CLOSED)

    def test_each_figure_leads_to_as_many_rows_as_it_counts(
        self, client: PageClient, session: Session, actor: Actor, now: Now, sign_in_as: SignInAs
    ) -> None:
        plan = plan_of(session, actor, PlanStage.ADOPTED)
        priority = a_priority(session, plan, actor)
        due = (date(2026, 9, 1), date(2026, 10, 20), None, date(2027, 3, 1))
        for number, due_on in enumerate(due):
            action = action_of(
                session, plan, actor, f"A{number}", due_on=due_on, priority_id=priority.id
            )
            if number:
                rated(session, action, Delivery.AT_RISK, actor)
        sign_in_as(Role.VIEWER)
        page = client.get(address(plan))
        figures = {
            name: (number, href)
            for text, href in links(page).items()
            for number, _, name in [text.partition(" ")]
            if number.isdigit() and "/actions" in href
        }
        assert figures["Overdue"][0] == "1"
        assert figures["At risk"][0] == "3"
        assert len(figures) >= 12
        for counted, href in figures.values():
            found = client.get(href).text
            rows = cells(found, "Actions") if counted != "0" else []
            assert len(rows) == int(counted), href

    def test_is_not_there_for_another_council(
        self,
        client: PageClient,
        session: Session,
        plan: Plan,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
        for deed in ("", "/whole", "/coverage", "/amend", "/answers", "/adopt", "/actions/add"):
            client.get(f"{THERE}/plans/{plan.id}{deed}", expect=404)
        client.get(f"{THERE}/plans/{NOBODY}", expect=404)

    def test_needs_as_many_statements_for_fifty_actions_as_for_one(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        action_of(session, plan, actor, "1")
        session.commit()
        with statements() as few:
            client.get(address(plan))
        session.refresh(plan)
        for number in range(2, 50):
            action_of(session, plan, actor, str(number))
        session.commit()
        with statements() as many:
            client.get(address(plan))
        assert len(few) == len(many) <= 5


class TestStarting:
    def test_starts_a_draft_that_a_board_oversees(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        board = a_board(session, actor)
        ended = recorded(
            session, actor, Board, name="Gone", kind=board.kind, ended_on=date(2026, 1, 1)
        )
        sign_in_as(Role.PROGRAMME_LEAD)
        fields = {"title": " Our plan ", "board_id": str(board.id), "phase": "Stabilise"}
        answer = fill(client, f"{PLANS}/start", fields)
        plan = session.scalars(select(Plan)).one()
        assert answer.location == address(plan)
        assert (plan.title, plan.stage, plan.revision) == ("Our plan", PlanStage.DRAFT, "1")
        assert (plan.phase, plan.board_id) == ("Stabilise", board.id)
        refused = fill(client, f"{PLANS}/start", {**fields, "board_id": str(ended.id)}, expect=422)
        assert len(problems(refused)) == 1
        assert session.scalars(select(Plan)).all() == [plan]

    def test_asks_for_a_title_and_keeps_what_was_typed(
        self, client: PageClient, session: Session, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        page = fill(client, f"{PLANS}/start", {"purpose": "Safer children"}, expect=422)
        assert problems(page) == ["Enter a title"]
        assert "Safer children" in page.text
        assert session.scalars(select(Plan)).all() == []

    @pytest.mark.parametrize("role", NOT_EDITORS)
    def test_is_for_the_programme_lead(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs, role: str
    ) -> None:
        sign_in_as(Role(role))
        for path in (f"{PLANS}/start", address(plan, "/amend"), address(plan, "/answers")):
            client.get(path, expect=403)
            client.post(path, data={"title": "Mine"}, expect=403)


class TestAmending:
    def test_changes_what_is_said_of_it(
        self, client: PageClient, session: Session, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        answer = fill(client, address(plan, "/amend"), {"title": "Better", "revision": "2"})
        assert answer.location == address(plan)
        assert (plan.title, plan.revision) == ("Better", "2")

    def test_shows_both_versions_when_somebody_was_faster(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)

        def meanwhile() -> None:
            amend_plan(session, plan, PlanFields(title="Theirs"), by=actor, on=TODAY)

        path = address(plan, "/amend")
        page = overtaken(client, path, {"title": "Mine"}, meanwhile)
        assert ["Title(differs)", "Theirs", "Mine"] in [
            [text.replace(" (differs)", "(differs)") for text in row]
            for row in cells(page.text, "The two versions")
        ]
        assert plan.title == "Theirs"

    def test_a_closed_plan_stays_as_it_is(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        closed = plan_of(session, actor, PlanStage.CLOSED)
        sign_in_as(Role.PROGRAMME_LEAD)
        page = fill(client, address(closed, "/amend"), {"title": "Anew"}, expect=422)
        assert problems(page) == ["This plan is closed, so it can no longer be changed"]
        assert closed.title == "Getting to good"


class TestAnswering:
    def test_ticks_join_and_leave(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        one, two = (an_inspection(session, actor, title=title) for title in ("One", "Two"))
        sign_in_as(Role.PROGRAMME_LEAD)
        path = address(plan, "/answers")
        fill(client, path, {"inspections": [str(one.id), str(two.id)]})
        assert answered_by(session, plan) == {one.id, two.id}
        fill(client, path, {"inspections": [str(two.id)]})
        assert answered_by(session, plan) == {two.id}
        fill(client, path)
        assert answered_by(session, plan) == {two.id}
        fill(client, path, {"inspections": None})
        assert answered_by(session, plan) == set()

    def test_a_second_person_is_told_what_the_first_saved(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        one, two = (an_inspection(session, actor, title=title) for title in ("One", "Two"))
        sign_in_as(Role.PROGRAMME_LEAD)

        def meanwhile() -> None:
            session.refresh(plan, ["inspections"])
            answer_inspection(session, plan, one.id, by=actor, on=TODAY)

        path = address(plan, "/answers")
        page = overtaken(client, path, {"inspections": [str(two.id)]}, meanwhile)
        rows = cells(page.text, "The two versions")
        assert [cell[:3] for cell in rows[0][1:]] == ["One", "Two"]
        assert answered_by(session, plan) == {one.id}

    def test_another_councils_inspection_is_refused(
        self,
        client: PageClient,
        session: Session,
        actor_as: ActorAs,
        plan: Plan,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        theirs = an_inspection(session, actor_as(Role.PROGRAMME_LEAD, council=other_council))
        sign_in_as(Role.PROGRAMME_LEAD)
        an_inspection(session, actor_as(Role.PROGRAMME_LEAD))
        path = address(plan, "/answers")
        assert len(form_at(client, path).findall(".//input[@type='checkbox']")) == 1
        fill(client, path, {"inspections": [str(theirs.id)]}, expect=422)
        assert answered_by(session, plan) == set()


class TestSteps:
    def test_goes_from_draft_to_closed_on_the_days_that_were_typed(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        action = action_of(session, plan, actor)
        sign_in_as(Role.DIRECTOR)
        for deed, on in (
            ("adopt", date(2026, 9, 1)),
            ("submit", date(2026, 9, 15)),
            ("close", TODAY),
        ):
            answer = fill(client, address(plan, f"/{deed}"), day("taken_on", on))
            assert answer.location == address(plan)
        assert plan.stage is PlanStage.CLOSED
        assert (plan.adopted_on, plan.submitted_on) == (date(2026, 9, 1), date(2026, 9, 15))
        assert plan.closed_on == TODAY
        assert action.first_due_on == action.due_on

    @pytest.mark.parametrize(
        ("deed", "on", "sentence"),
        [
            ("submit", date(2026, 10, 6), "Date of submission must be today or in the past"),
            ("submit", date(2015, 12, 7), "Date of submission must be 8 December 2015 or later"),
            ("submit", None, "Enter the date"),
            ("adopt", TODAY, "This plan is already adopted, so it cannot be adopted"),
        ],
    )
    def test_refuses_a_day_or_a_step_that_cannot_be(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        deed: str,
        on: date | None,
        sentence: str,
    ) -> None:
        plan = plan_of(session, actor, PlanStage.ADOPTED)
        sign_in_as(Role.PROGRAMME_LEAD)
        page = fill(client, address(plan, f"/{deed}"), day("taken_on", on), expect=422)
        assert problems(page) == [sentence]
        assert plan.stage is PlanStage.ADOPTED

    def test_does_not_close_what_somebody_changed_meanwhile(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        plan = plan_of(session, actor, PlanStage.ADOPTED)
        sign_in_as(Role.PROGRAMME_LEAD)

        def meanwhile() -> None:
            amend_plan(session, plan, PlanFields(title="Theirs"), by=actor, on=TODAY)

        page = overtaken(client, address(plan, "/close"), {}, meanwhile, expect=422)
        assert "Somebody else has changed this plan" in problems(page)[0]
        assert plan.stage is PlanStage.ADOPTED

    @pytest.mark.parametrize("role", set(NOT_EDITORS) - {"director"})
    def test_is_for_the_programme_lead_and_the_director(
        self, client: PageClient, session: Session, plan: Plan, sign_in_as: SignInAs, role: str
    ) -> None:
        sign_in_as(Role(role))
        for deed in ("adopt", "submit", "close"):
            client.get(address(plan, f"/{deed}"), expect=403)
            client.post(address(plan, f"/{deed}"), data=day("taken_on", TODAY), expect=403)
        assert plan.stage is PlanStage.DRAFT
        assert session.scalars(select(History).where(History.deed == "adopt_plan")).all() == []
