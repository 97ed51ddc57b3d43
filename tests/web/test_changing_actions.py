"""Actions: adding, amending, linking and removing one on its pages."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, field_names
from tests.services.given import a_priority, rated, recommendations
from tests.web.planned import (
    DUE,
    HERE,
    action_of,
    again,
    answering,
    form_at,
    links,
    links_of,
    looks_back,
    overtaken,
    plan_of,
    problems,
    words,
)
from tests.web.workforce import NOBODY, TODAY, cells, day, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, PlanStage, Role
from tracker.models import Action, Plan
from tracker.services.actions import ActionFields, amend_action


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


class TestAdding:
    def test_adds_under_a_priority_with_the_next_reference(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        sign_in_as: SignInAs,
    ) -> None:
        priority = a_priority(session, plan, actor)
        for reference in ("A9", "A10"):
            action_of(session, plan, actor, reference, priority_id=priority.id)
        found = recommendations(session, actor, 2)
        looks_back(session, plan, actor, *found)
        sign_in_as(Role.PROGRAMME_LEAD)
        path = f"{of_plan(plan, '/add')}?priority={priority.id}&recommendation={found[1].id}"
        page = client.get(path)
        answer = again(client, page, of_plan(plan, "/add"), {"title": "Visit in time"})
        added = session.scalars(select(Action).where(Action.reference == "A11")).one()
        assert answer.location == address(added)
        assert (added.title, added.priority_id) == ("Visit in time", priority.id)
        assert links_of(session, added) == {found[1].id}

    def test_passes_over_a_priority_or_recommendation_that_is_none(
        self, client: PageClient, plan: Plan, action: Action, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(f"{of_plan(plan, '/add')}?priority=x&recommendation={NOBODY}")
        assert 'value="2"' in page.text

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"title": ""}, "Enter what will be done"),
            ({"title": "T", "reference": "1.1"}, "Reference 1.1 is already in this plan"),
            ({"title": "T", "reference": "!"}, "Reference must only include letters"),
            ({"title": "T" * 501}, "What will be done must be 500 characters or fewer"),
            (
                {"title": "T", **day("start_on", TODAY), **day("due_on", date(2026, 10, 4))},
                "The due date must be the same as or after the start date",
            ),
            (
                {"title": "T", "due_on-day": "31", "due_on-month": "2", "due_on-year": "2027"},
                "Due date must be a real date",
            ),
            ({"title": "T", "priority_id": NOBODY}, "Select one of the choices on this page"),
            ({"title": "T", "priority_id": "x"}, "Select one of the choices on this page"),
        ],
    )
    def test_refuses_what_cannot_be_and_keeps_what_was_typed(
        self,
        client: PageClient,
        session: Session,
        plan: Plan,
        action: Action,
        sign_in_as: SignInAs,
        fields: dict[str, str],
        sentence: str,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        page = fill(client, of_plan(plan, "/add"), {"why": "They waited", **fields}, expect=422)
        assert problems(page)[0].startswith(sentence)
        assert "They waited" in page.text
        assert session.scalars(select(Action)).all() == [action]

    def test_a_closed_plan_takes_none(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        closed = plan_of(session, actor, PlanStage.CLOSED)
        sign_in_as(Role.PROGRAMME_LEAD)
        page = fill(client, of_plan(closed, "/add"), {"title": "Too late"}, expect=422)
        assert problems(page) == ["This plan is closed, so it can no longer be changed"]


class Adding:
    """The page that adds an action, sent with what somebody writes for its due date."""

    def __init__(self, client: PageClient, session: Session, path: str) -> None:
        self.client, self.session, self.path = client, session, path

    def sent(
        self, text: str, more: dict[str, str] | None = None, *, expect: int = 303
    ) -> TestResponse:
        fields = {"title": "Visit in time", "due_text": text, **(more or {})}
        return fill(self.client, self.path, fields, expect=expect)

    def saved(self) -> tuple[date | None, str | None]:
        action = self.session.scalars(select(Action)).one()
        return action.due_on, action.due_text


class TestDueInWords:
    @pytest.fixture
    def due(self, client: PageClient, session: Session, plan: Plan, sign_in_as: SignInAs) -> Adding:
        sign_in_as(Role.PROGRAMME_LEAD)
        return Adding(client, session, of_plan(plan, "/add"))

    def test_words_without_a_date_stand_alone(self, due: Adding) -> None:
        due.sent("Ongoing")
        assert due.saved() == (None, "Ongoing")

    def test_a_plain_date_is_taken_for_the_day(self, due: Adding) -> None:
        due.sent("8 Dec 2026")
        assert due.saved() == (date(2026, 12, 8), None)

    def test_a_day_that_was_typed_stands_beside_the_words(self, due: Adding) -> None:
        due.sent("Dec 2026", day("due_on", date(2026, 12, 18)))
        assert due.saved() == (date(2026, 12, 18), "Dec 2026")

    def test_a_guess_is_shown_before_it_is_saved(self, due: Adding) -> None:
        page = due.sent("Phase 2, Mar 2027", expect=422)
        assert problems(page)[0].startswith("“Phase 2, Mar 2027” can be read as 31 March 2027")
        again(due.client, page, due.path)
        assert due.saved() == (date(2027, 3, 31), "Phase 2, Mar 2027")

    def test_a_guess_can_be_turned_down(self, due: Adding) -> None:
        page = due.sent("Phase 2, Mar 2027", expect=422)
        again(due.client, page, due.path, day("due_on", None))
        assert due.saved() == (None, "Phase 2, Mar 2027")


class TestAmending:
    def test_moves_dates_freely_in_a_draft(
        self, client: PageClient, action: Action, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        fields = {"title": "Anew", **day("due_on", date(2027, 2, 1))}
        assert fill(client, address(action, "/amend"), fields).location == address(action)
        assert (action.title, action.due_on) == ("Anew", date(2027, 2, 1))
        assert action.first_due_on is None

    def test_shows_the_date_as_text_once_the_plan_is_in_force(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        action = action_of(session, plan_of(session, actor, PlanStage.ADOPTED), actor)
        sign_in_as(Role.PROGRAMME_LEAD)
        path = address(action, "/amend")
        page = client.get(path)
        assert "Due: 1 December 2026" in words(page)
        assert not {"due_on-day", "due_text"} & set(field_names(form_at(client, path)))
        assert links(page)["Ask for another due date"] == address(action, "/due-date")
        fill(client, path, {"title": "Anew"})
        assert (action.title, action.due_on) == ("Anew", DUE)
        forged = {"title": "Later", **day("due_on", date(2027, 1, 1))}
        client.post(path, data={"reference": "1.1", **forged}, expect=422)
        assert (action.title, action.due_on) == ("Anew", DUE)

    def test_gives_a_first_date_to_one_that_never_had_any(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        plan = plan_of(session, actor, PlanStage.ADOPTED)
        action = action_of(session, plan, actor, due_on=None, due_text="Ongoing")
        sign_in_as(Role.PROGRAMME_LEAD)
        fill(client, address(action, "/amend"), day("due_on", date(2027, 2, 1)))
        assert (action.due_on, action.first_due_on) == (date(2027, 2, 1), date(2027, 2, 1))

    def test_shows_both_versions_when_somebody_was_faster(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)

        def meanwhile() -> None:
            session.refresh(action, ["plan"])
            fields = ActionFields(reference="1.1", title="Theirs", due_on=DUE)
            amend_action(session, action, fields, by=actor, on=TODAY)

        path = address(action, "/amend")
        page = overtaken(client, path, {"title": "Mine", "why": "Mine too"}, meanwhile)
        assert ["Theirs", "Mine"] in [row[1:] for row in cells(page.text, "The two versions")]
        assert "Mine too" in page.text
        again(client, page, path)
        assert (action.title, action.why) == ("Mine", "Mine too")


class TestAnswering:
    def test_ticks_are_grouped_by_inspection(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        one, two = recommendations(session, actor, 2)
        looks_back(session, plan, actor, one)
        other = recommendations(session, actor, 1)[0]
        answering(session, action, actor, one)
        sign_in_as(Role.PROGRAMME_LEAD)
        path = address(action, "/recommendations")
        form = form_at(client, path)
        groups = [
            [box.get("value") for box in group.iter("input")] for group in form.iter("fieldset")
        ]
        assert groups == [[str(one.id), str(two.id)], [str(other.id)]]
        name = f"of_{one.inspection_id.hex}"
        fill(client, path, {name: [str(two.id)], f"of_{other.inspection_id.hex}": str(other.id)})
        assert links_of(session, action) == {two.id, other.id}

    def test_a_forged_choice_is_refused(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        one = recommendations(session, actor, 1)[0]
        sign_in_as(Role.PROGRAMME_LEAD)
        path = address(action, "/recommendations")
        for value in (NOBODY, "x"):
            page = fill(client, path, {f"of_{one.inspection_id.hex}": value}, expect=422)
            assert len(problems(page)) == 1
        assert links_of(session, action) == set()

    def test_shows_both_versions_when_somebody_was_faster(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        one, two = recommendations(session, actor, 2)
        sign_in_as(Role.PROGRAMME_LEAD)
        path, name = address(action, "/recommendations"), f"of_{one.inspection_id.hex}"
        page = overtaken(
            client, path, {name: str(two.id)}, lambda: answering(session, action, actor, one)
        )
        assert "Recommendation: Recommendation 1" in words(page)
        assert links_of(session, action) == {one.id}
        again(client, page, path)
        assert links_of(session, action) == {two.id}

    def test_offers_no_recommendation_of_another_council(
        self,
        client: PageClient,
        session: Session,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        assert "No recommendations yet" in words(client.get(address(action, "/recommendations")))


class TestRemoving:
    def test_needs_a_reason_and_leads_to_the_old_address(
        self, client: PageClient, action: Action, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        path = address(action, "/remove")
        page = fill(client, path, expect=422)
        assert problems(page) == ["Enter why the action is removed"]
        answer = fill(client, path, {"reason": "Done by the police"})
        assert action.removed_on == TODAY
        assert answer.location == address(action)

    def test_does_not_remove_what_somebody_changed_meanwhile(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)

        def meanwhile() -> None:
            session.refresh(action, ["plan"])
            rated(session, action, Delivery.ON_TRACK, actor)

        path = address(action, "/remove")
        page = overtaken(client, path, {"reason": "Dull"}, meanwhile, expect=422)
        assert "Somebody else has changed this action" in problems(page)[0]
        assert action.removed_on is None
