"""Bulk edit on pages: ticks, the change, its preview, doing it, and undoing it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.foundations.records import ActorAs, InADeed
from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, controls, parsed
from tests.services.given import a_post, a_priority, bring_to, rated, recommendations
from tests.web.planned import (
    HERE,
    NOT_EDITORS,
    THERE,
    action_of,
    answering,
    looks_back,
    plan_of,
    problems,
    words,
)
from tests.web.workforce import NOBODY, TODAY, cells, day
from tracker.access.actor import Actor
from tracker.domain.vocabulary import (
    Delivery,
    EvidenceRating,
    ImpactRating,
    OwnershipRole,
    PlanStage,
    Role,
)
from tracker.models import Action, Council, DateChange, History, Ownership, Plan
from tracker.queries.bulk_edit import MOST_EDITED
from tracker.services.actions import remove_action
from tracker.services.ownership import OwnerFields, set_owners
from tracker.services.rules import add_record

FRESH = {
    "delivery": Delivery.NOT_STARTED,
    "evidence_rating": EvidenceRating.NONE,
    "impact_rating": ImpactRating.TOO_EARLY,
    "times_slipped": 0,
}
"""What a new action begins with."""

NOTE = "Agreed at the programme board"


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """A plan in force."""
    return plan_of(session, actor, PlanStage.ADOPTED)


@pytest.fixture
def three(session: Session, actor: Actor, plan: Plan) -> list[Action]:
    """Three of its actions."""
    return [action_of(session, plan, actor, reference) for reference in ("A1", "A2", "A3")]


@pytest.fixture
def lead(sign_in_as: SignInAs, three: list[Action]) -> None:
    """A programme lead is signed in."""
    assert three
    sign_in_as(Role.PROGRAMME_LEAD)


def listed(plan: Plan) -> str:
    return f"{HERE}/plans/{plan.id}/actions"


def choosing(plan: Plan, *actions: Any) -> str:
    chosen = urlencode([("action", getattr(action, "id", action)) for action in actions])
    return f"{HERE}/plans/{plan.id}/bulk-edit?{chosen}"


def changing(plan: Plan, kind: str, *actions: Any) -> str:
    chosen = urlencode(
        [("change", kind), *(("action", getattr(one, "id", one)) for one in actions)]
    )
    return f"{HERE}/plans/{plan.id}/bulk-edit/change?{chosen}"


def undoing(plan: Plan) -> str:
    return f"{HERE}/plans/{plan.id}/bulk-edit/undo"


def form_of(page: TestResponse) -> tuple[str, dict[str, Any]]:
    """The address and the fields of a page's own form."""
    main = parsed(page.text).find(".//main")
    assert main is not None
    form = next(one for one in main.iter("form") if one.get("method") == "post")
    return form.get("action", ""), dict(controls(form))


def send(
    client: PageClient,
    page: TestResponse,
    fields: dict[str, Any],
    expect: int | tuple[int, ...] = 200,
) -> TestResponse:
    """Send the form of a page as its reader would, with what they fill in or press."""
    address, sent = form_of(page)
    sent = {**{name: value for name, value in sent.items() if name != "step"}, **fields}
    return client.post(address, data=sent, csrf=False, expect=expect)


def preview(client: PageClient, path: str, fields: dict[str, Any], expect: int = 200) -> Any:
    return send(client, client.get(path), fields, expect)


def apply(client: PageClient, page: TestResponse, note: str = NOTE, expect: int = 303) -> Any:
    return send(client, page, {"step": "apply", "reason": note}, expect)


@pytest.mark.usefixtures("lead")
class TestTheList:
    def test_has_a_tick_for_each_row_in_a_form_of_its_own(
        self, client: PageClient, plan: Plan, three: list[Action]
    ) -> None:
        page = client.get(listed(plan))
        form = next(
            one for one in parsed(page.text).iter("form") if "bulk-edit" in one.get("action", "")
        )
        boxes = [one for one in form.iter("input") if one.get("type") == "checkbox"]
        assert [one.get("value") for one in boxes] == [str(action.id) for action in three]
        assert not any(one.get("checked") is not None for one in boxes)
        page = client.get(f"{listed(plan)}?tick=page")
        assert page.text.count(" checked>") == 3
        assert "Untick all on this page" in words(page)

    def test_leads_to_all_that_match(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan
    ) -> None:
        for number in range(25):
            action_of(session, plan, actor, f"B{number}")
        page = client.get(f"{listed(plan)}?status=not_started")
        assert "Change all 28 actions of this list" in words(page)
        page = client.get(f"{HERE}/plans/{plan.id}/bulk-edit?every=yes&status=not_started")
        assert "28 actions are chosen" in words(page)
        page = client.get(f"{HERE}/plans/{plan.id}/bulk-edit?every=yes&status=complete", expect=422)
        assert problems(page) == ["Select at least one action in the list"]

    def test_offers_no_ticks_to_others(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        page = client.get(listed(plan))
        assert 'name="action"' not in page.text
        assert "bulk-edit" not in page.text


@pytest.mark.usefixtures("lead")
class TestChoosing:
    def test_says_which_are_left_out(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, three: list[Action]
    ) -> None:
        remove_action(session, three[2], reason="Not needed", by=actor, on=TODAY)
        page = client.get(choosing(plan, *three, NOBODY, "x"))
        assert "2 actions are chosen" in words(page)
        assert "3 actions that you chose are not in this plan any more" in words(page)

    @pytest.mark.parametrize("query", ["", "action=x", f"action={NOBODY}"])
    def test_needs_an_action(self, client: PageClient, plan: Plan, query: str) -> None:
        for path in ("bulk-edit", "bulk-edit/change"):
            page = client.get(f"{HERE}/plans/{plan.id}/{path}?{query}", expect=422)
            assert problems(page) == ["Select at least one action in the list"]

    @pytest.mark.parametrize("kind", ["", "forged"])
    def test_needs_a_change(
        self, client: PageClient, plan: Plan, three: list[Action], kind: str
    ) -> None:
        page = client.get(changing(plan, kind, *three), expect=422)
        assert problems(page) == ["Select what you want to change"]

    def test_refuses_more_than_five_hundred(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        in_a_deed: InADeed,
    ) -> None:
        with in_a_deed():
            for number in range(MOST_EDITED):
                values = {"plan_id": plan.id, "reference": f"D{number}", "title": "One of many"}
                add_record(session, Action, by=actor, sort_key=f"D{number:03}", **FRESH, **values)
        page = client.get(f"{HERE}/plans/{plan.id}/bulk-edit?every=yes", expect=422)
        assert problems(page) == [
            "More than 500 actions match. Filter the list until 500 or fewer match"
        ]
        assert "3 actions" not in words(page)

    def test_never_takes_what_another_council_or_an_embargo_hides(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        three: list[Action],
        other_council: Council,
        actor_as: ActorAs,
    ) -> None:
        them = actor_as(Role.PROGRAMME_LEAD, council=other_council)
        theirs = plan_of(session, them, PlanStage.ADOPTED)
        foreign = action_of(session, theirs, them)
        elsewhere = action_of(session, plan_of(session, actor), actor)
        page = client.get(choosing(plan, three[0], foreign, elsewhere))
        assert "1 action is chosen" in words(page)
        assert "2 actions that you chose are not in this plan" in words(page)
        client.get(f"{HERE}/plans/{theirs.id}/bulk-edit?action={foreign.id}", expect=404)
        client.get(f"{THERE}/plans/{theirs.id}/bulk-edit?action={foreign.id}", expect=404)

    def test_only_for_editors(
        self, client: PageClient, plan: Plan, three: list[Action], sign_in_as: SignInAs
    ) -> None:
        for role in NOT_EDITORS:
            sign_in_as(Role(role))
            for path in (choosing(plan, *three), changing(plan, "start", *three), undoing(plan)):
                client.get(path, expect=403)


@pytest.mark.usefixtures("lead")
class TestEachChange:
    def test_a_priority(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, three: list[Action]
    ) -> None:
        priority = a_priority(session, plan, actor)
        path = changing(plan, "priority", *three[:2])
        page = preview(client, path, {"priority_id": str(priority.id)})
        assert "2 actions will change. Nothing is done yet." in words(page)
        assert cells(page.text, "Will change")[0] == [
            "A1 Do what A1 says",
            "Priority: now No priority → becomes A: Management oversight",
        ]
        assert three[0].priority_id is None
        apply(client, page)
        assert [action.priority_id for action in three] == [priority.id, priority.id, None]
        assert "2 actions changed" in client.get(listed(plan)).text
        rows = session.scalars(select(History).where(History.deed == "bulk_edit")).all()
        assert [NOTE in (row.payload or "") for row in rows] == [True, True]

    @pytest.mark.parametrize("kind", ["lead", "add_owner"])
    def test_an_owner(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        three: list[Action],
        kind: str,
    ) -> None:
        post = a_post(session, actor)
        page = preview(client, changing(plan, kind, *three), {"owner": f"post:{post.id}"})
        changes = [row[1] for row in cells(page.text, "Will change")]
        assert changes == ["Owner: nothing → becomes Head of first contact (lead)"] * 3
        apply(client, page)
        found = session.scalars(select(Ownership)).all()
        assert {(row.post_id, row.role) for row in found} == {(post.id, OwnershipRole.LEAD)}

    def test_one_owner_for_another(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, three: list[Action]
    ) -> None:
        old, new = a_post(session, actor, "Old"), a_post(session, actor, "New")
        set_owners(session, three[0], [OwnerFields(post_id=old.id)], by=actor, on=TODAY)
        path = changing(plan, "replace_owner", *three)
        fields = {"former": f"post:{old.id}", "owner": f"post:{new.id}"}
        page = preview(client, path, fields)
        assert "1 action will change. 2 stay as they are." in words(page)
        told = cells(page.text, "Will change")[0][1]
        assert "now Old (lead) → becomes nothing" in told
        assert "nothing → becomes New (lead)" in told
        apply(client, page)

    @pytest.mark.parametrize("kind", ["link", "unlink"])
    def test_a_recommendation(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        three: list[Action],
        kind: str,
    ) -> None:
        (found,) = recommendations(session, actor, 1)
        looks_back(session, plan, actor, found)
        if kind == "unlink":
            answering(session, three[0], actor, found)
        path = changing(plan, kind, *three)
        page = preview(client, path, {"recommendation_id": str(found.id)})
        assert len(cells(page.text, "Will change")) == (3 if kind == "link" else 1)
        assert "Recommendation 1" in cells(page.text, "Will change")[0][1]
        apply(client, page)

    @pytest.mark.parametrize("kind", ["measure", "add_to_measure"])
    def test_a_measure(
        self, client: PageClient, plan: Plan, three: list[Action], kind: str
    ) -> None:
        path = changing(plan, kind, *three)
        text = 'Nine of "ten"\nand <b>more</b>'
        page = preview(client, path, {"success_measure": text})
        apply(client, page)
        assert {action.success_measure for action in three} == {text}

    def test_a_start(self, client: PageClient, plan: Plan, three: list[Action]) -> None:
        path = changing(plan, "start", *three)
        page = preview(client, path, {}, expect=422)
        assert problems(page) == ["Enter the start date"]
        page = preview(client, path, day("start_on", TODAY))
        apply(client, page)
        assert {action.start_on for action in three} == {TODAY}

    def test_a_due_date_is_only_asked_for(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, three: list[Action]
    ) -> None:
        rated(session, three[2], Delivery.COMPLETE, actor)
        path = changing(plan, "due_date", *three)
        fields = {"why": "Two vacancies", "recovery": "An agency", "to_text": ""}
        page = preview(client, path, {**fields, **day("to_on", TODAY)}, expect=200)
        assert "2 actions will change. 1 cannot be changed." in words(page)
        assert cells(page.text, "Cannot be changed, and left out") == [
            ["A3 Do what A3 says", "This action is complete, so its due date no longer moves"]
        ]
        told = cells(page.text, "Will change")[0][1]
        assert told == "Due date asked for: now 1 December 2026 → becomes 5 October 2026"
        apply(client, page)
        asked = session.scalars(select(DateChange)).all()
        assert {(one.to_on, one.reason) for one in asked} == {(TODAY, "Two vacancies")}
        assert len(asked) == 2

    def test_a_due_date_says_what_is_missing(
        self, client: PageClient, plan: Plan, three: list[Action]
    ) -> None:
        page = preview(client, changing(plan, "due_date", *three), {}, expect=422)
        assert problems(page) == [
            "Enter the new due date, or say in words when it is due",
            "Enter why the due dates should move",
            "Enter what will be done to hold the new date",
        ]

    def test_a_removal(self, client: PageClient, plan: Plan, three: list[Action]) -> None:
        page = preview(client, changing(plan, "remove", *three[:2]), {})
        told = cells(page.text, "Will change")[0][1]
        assert told == "In the plan: now Yes → becomes Removed on 5 October 2026"
        apply(client, page)
        assert [action.removed_on for action in three] == [TODAY, TODAY, None]


@pytest.mark.usefixtures("lead")
class TestThePreview:
    def test_asks_for_a_note_and_keeps_the_change(
        self, client: PageClient, plan: Plan, three: list[Action]
    ) -> None:
        path = changing(plan, "measure", *three)
        page = preview(client, path, {"success_measure": "Nine of ten"})
        page = apply(client, page, note=" ", expect=422)
        assert problems(page) == ["Enter a note that says why"]
        page = apply(client, page, note="x" * 2001, expect=422)
        assert problems(page) == ["Note must be 2,000 characters or fewer"]
        apply(client, page)
        assert three[0].success_measure == "Nine of ten"

    def test_goes_back_with_what_was_typed(
        self, client: PageClient, plan: Plan, three: list[Action]
    ) -> None:
        path = changing(plan, "start", *three)
        page = preview(client, path, day("start_on", TODAY))
        page = send(client, page, {"step": "back"})
        assert form_of(page)[1]["start_on-year"] == "2026"
        assert "Change the start date" in words(page)

    def test_is_shown_again_when_an_action_was_changed_meanwhile(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, three: list[Action]
    ) -> None:
        path = changing(plan, "measure", *three)
        page = preview(client, path, {"success_measure": "Nine of ten"})
        rated(session, three[1], Delivery.ON_TRACK, actor)
        page = apply(client, page, expect=409)
        assert "Action A2 was changed by somebody else in the meantime" in words(page)
        assert form_of(page)[1]["reason"] == NOTE
        assert three[0].success_measure is None
        apply(client, page)
        assert {action.success_measure for action in three} == {"Nine of ten"}

    def test_leaves_out_what_was_removed_meanwhile(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, three: list[Action]
    ) -> None:
        path = changing(plan, "measure", *three)
        page = preview(client, path, {"success_measure": "Nine of ten"})
        remove_action(session, three[0], reason="Not needed", by=actor, on=TODAY)
        page = apply(client, page, expect=409)
        assert "This action was removed on" in words(page)
        apply(client, page)
        assert [action.success_measure for action in three] == [None, "Nine of ten", "Nine of ten"]

    def test_says_when_a_rule_has_come_between(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, three: list[Action]
    ) -> None:
        post = a_post(session, actor)
        path = changing(plan, "lead", *three)
        page = preview(client, path, {"owner": f"post:{post.id}"})
        address, fields = form_of(page)
        fields |= {"step": "apply", "reason": NOTE, "owner": f"post:{NOBODY}"}
        page = client.post(address, data=fields, csrf=False, expect=422)
        assert problems(page) == ["Select one of the choices on this page"]

    @pytest.mark.parametrize("marks", [[], ["x"], [f"{NOBODY}:1"], [f"{NOBODY}:x"]])
    def test_forged_marks_change_nothing(
        self, client: PageClient, plan: Plan, three: list[Action], marks: list[str]
    ) -> None:
        path = changing(plan, "measure", *three)
        page = preview(client, path, {"success_measure": "Nine of ten"})
        send(client, page, {"step": "apply", "reason": NOTE, "marks": marks}, expect=(200, 422))
        assert three[0].success_measure is None

    def test_of_a_closed_plan_refuses_each(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        plan = plan_of(session, actor)
        action = action_of(session, plan, actor)
        bring_to(session, plan, PlanStage.CLOSED, by=actor)
        page = preview(client, changing(plan, "remove", action), {})
        assert "0 actions will change. 1 cannot be changed." in words(page)

    def test_fifty_are_previewed_with_few_more_statements_than_rows(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        statements: Statements,
    ) -> None:
        for number in range(50):
            action_of(session, plan, actor, f"C{number}")
        path = f"{HERE}/plans/{plan.id}/bulk-edit/change?every=yes&change=measure"
        for address in (path, path.replace("/change", "")):
            with statements() as sent:
                client.get(address)
            assert len(sent) <= 8
        page = preview(client, path, {"success_measure": "Nine of ten"})
        apply(client, page)


@pytest.mark.usefixtures("lead")
class TestUndoing:
    def test_nothing(self, client: PageClient, plan: Plan) -> None:
        assert "No bulk edit has been made on this plan" in words(client.get(undoing(plan)))
        client.post(undoing(plan), expect=200)

    def test_brings_back_what_it_shows(
        self, client: PageClient, plan: Plan, three: list[Action], session: Session
    ) -> None:
        path = changing(plan, "measure", *three[:2])
        apply(client, preview(client, path, {"success_measure": "Nine of ten"}))
        page = client.get(undoing(plan))
        assert "changed 2 actions on 5 October 2026." in words(page)
        assert NOTE in words(page)
        assert cells(page.text, "What undoing brings back")[0] == [
            "A1 Do what A1 says",
            "How we will know that it worked: now Nine of ten → becomes nothing",
        ]
        client.submit(undoing(plan), {"reason": "The wrong rows"}, form=undoing(plan))
        assert three[0].success_measure is None
        page = client.get(undoing(plan))
        assert "This bulk edit was undone already" in words(page)

    def test_names_what_stands_in_the_way(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, three: list[Action]
    ) -> None:
        path = changing(plan, "measure", *three[:2])
        apply(client, preview(client, path, {"success_measure": "Nine of ten"}))
        seen = client.get(undoing(plan))
        rated(session, three[1], Delivery.ON_TRACK, actor)
        page = send(client, seen, {}, expect=422)
        assert problems(page) == ["Action A2: It was changed since"]
        page = client.get(undoing(plan))
        assert "A2 Do what A2 says: It was changed since." in words(page)
        assert "Undo this bulk edit" not in words(page)

    def test_is_of_the_edit_that_was_seen(
        self, client: PageClient, plan: Plan, three: list[Action]
    ) -> None:
        first, second = (changing(plan, kind, *three) for kind in ("measure", "add_to_measure"))
        apply(client, preview(client, first, {"success_measure": "1"}))
        seen = client.get(undoing(plan))
        apply(client, preview(client, second, {"success_measure": "2"}))
        page = send(client, seen, {"reason": "Why"}, expect=422)
        assert problems(page)[0].startswith("Somebody made another bulk edit")
        assert form_of(page)[1]["reason"] == "Why"
        send(client, page, {}, expect=303)
        assert three[0].success_measure == "1"

    def test_does_not_tell_of_other_plans(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, three: list[Action]
    ) -> None:
        apply(client, preview(client, changing(plan, "remove", *three), {}))
        other = plan_of(session, actor, title="Another")
        assert "No bulk edit" in words(client.get(undoing(other)))
        page = client.get(undoing(plan))
        assert "now Removed on 5 October 2026 → becomes Yes" in words(page)
