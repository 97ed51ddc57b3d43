"""Merging and splitting actions on pages; the old addresses lead on."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, controls, parsed
from tests.services.given import a_post, a_priority, rated, recommendations
from tests.web.planned import (
    DUE,
    HERE,
    NOT_EDITORS,
    THERE,
    action_of,
    again,
    answering,
    form_at,
    links,
    links_of,
    overtaken,
    plan_of,
    problems,
    words,
)
from tests.web.workforce import NOBODY, TODAY, cells, day, embargo, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, OwnershipRole, PlanStage, Role
from tracker.models import Action, Council, History, Ownership, Plan
from tracker.queries.succession import MOST_OFFERED
from tracker.services.ownership import OwnerFields, set_owners

LEAD, OWNER = OwnershipRole.LEAD, OwnershipRole.OWNER


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """A plan in force."""
    return plan_of(session, actor, PlanStage.ADOPTED)


@pytest.fixture
def pair(session: Session, actor: Actor, plan: Plan) -> tuple[Action, Action]:
    """Two of its actions, each with an owner and a recommendation."""
    found = recommendations(session, actor, 2)
    priority = a_priority(session, plan, actor)
    made = []
    for number, (reference, due) in enumerate((("A1", DUE), ("A2", date(2027, 1, 15)))):
        more = {"due_on": due, "priority_id": priority.id, "why": f"Because {reference}"}
        action = action_of(session, plan, actor, reference, **more)
        owner = OwnerFields(post_id=a_post(session, actor, f"Head of {reference}").id)
        set_owners(session, action, [owner], by=actor, on=TODAY)
        answering(session, action, actor, found[number])
        made.append(action)
    return made[0], made[1]


def choosing(plan: Plan) -> str:
    return f"{HERE}/plans/{plan.id}/merge"


def writing(plan: Plan, *actions: Action) -> str:
    chosen = "&".join(f"action={action.id}" for action in actions)
    return f"{choosing(plan)}/write?{chosen}"


def splitting(action: Action) -> str:
    return f"{HERE}/actions/{action.id}/split"


def live(session: Session, plan: Plan) -> dict[str, Action]:
    """The plan's live actions by reference."""
    query = select(Action).where(Action.plan_id == plan.id, Action.removed_on.is_(None))
    return {action.reference: action for action in session.scalars(query)}


def owned(session: Session, action: Action) -> set[tuple[OwnershipRole, object]]:
    rows = session.scalars(select(Ownership).where(Ownership.action_id == action.id))
    return {(row.role, row.post_id) for row in rows if row.removed_on is None}


class TestChoosing:
    def test_finds_by_reference_and_words_and_keeps_what_was_ticked(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        pair: tuple[Action, Action],
        sign_in_as: SignInAs,
    ) -> None:
        other = action_of(session, plan, actor, "B1", title="Visit 100% in time")
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(f"{choosing(plan)}?action={pair[1].id}&words=100%25")
        forms = parsed(page.text).iter("form")
        form = next(one for one in forms if one.get("action") == choosing(plan))
        assert form.get("method") == "get"
        assert page.text.index(str(pair[1].id)) < page.text.index(str(other.id))
        assert str(pair[0].id) not in page.text
        assert dict(controls(form))["action"] == str(pair[1].id)
        assert "No action matches" in words(client.get(f"{choosing(plan)}?words=nothing"))

    def test_shows_a_hundred_and_says_that_there_are_more(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        for number in range(MOST_OFFERED + 1):
            action_of(session, plan, actor, f"C{number}")
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(choosing(plan))
        assert page.text.count('name="action"') == MOST_OFFERED
        assert "Only the first 100 are shown" in words(page)

    @pytest.mark.parametrize("query", ["", "?action=x", f"?action={NOBODY}&action={NOBODY}"])
    def test_asks_for_two(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs, query: str
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(f"{choosing(plan)}/write{query}", expect=422)
        assert problems(page) == ["Select at least two actions"]


class TestMerging:
    def test_one_action_takes_the_place_of_two(
        self,
        client: PageClient,
        session: Session,
        plan: Plan,
        pair: tuple[Action, Action],
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        path = writing(plan, *pair)
        suggested = dict(controls(form_at(client, path)))
        assert (suggested["reference"], suggested["title"]) == ("A3", pair[0].title)
        assert suggested["why"] == "Because A1\nBecause A2"
        assert [suggested[name] for name in day("due_on", DUE)] == ["15", "1", "2027"]
        answer = fill(client, path, {"title": "Both at once", "reason": "The same work"})
        merged = live(session, plan)["A3"]
        assert set(live(session, plan)) == {"A3"}
        assert answer.location == f"{HERE}/actions/{merged.id}"
        assert (merged.title, merged.first_due_on) == ("Both at once", date(2027, 1, 15))
        assert links_of(session, merged) == links_of(session, pair[0]) | links_of(session, pair[1])
        assert {role for role, _post in owned(session, merged)} == {LEAD, OWNER}
        for old in pair:
            page = client.get(f"{HERE}/actions/{old.id}")
            assert links(page)["A3 Both at once"] == f"{HERE}/actions/{merged.id}"
        home = client.get(f"{HERE}/actions/{merged.id}")
        assert links(home)["Action A1"] == f"{HERE}/actions/{pair[0].id}"
        told = session.scalars(select(History.payload).where(History.deed == "merge_actions"))
        assert all("The same work" in (payload or "") for payload in told)

    def test_does_not_move_a_date_in_secret(
        self,
        client: PageClient,
        session: Session,
        plan: Plan,
        pair: tuple[Action, Action],
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        fields = {"title": "Both", **day("due_on", date(2027, 1, 16))}
        page = fill(client, writing(plan, *pair), fields, expect=422)
        assert "Action A3 must be due by 15 January 2027" in problems(page)[0]
        assert set(live(session, plan)) == {"A1", "A2"}
        again(client, page, writing(plan, *pair), day("due_on", DUE))
        assert set(live(session, plan)) == {"A3"}

    def test_passes_over_actions_of_other_plans_and_removed_ones(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        pair: tuple[Action, Action],
        sign_in_as: SignInAs,
    ) -> None:
        other = action_of(session, plan_of(session, actor), actor, "Z1")
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(writing(plan, pair[0], other), expect=422)
        assert problems(page) == ["Select at least two actions"]
        client.post(writing(plan, pair[0], other), data={"title": "T"}, expect=422)
        assert "Z1" not in words(client.get(writing(plan, *pair, other)))

    def test_needs_as_many_statements_for_ten_actions_as_for_two(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        pair: tuple[Action, Action],
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        more = [action_of(session, plan, actor, f"B{number}") for number in range(8)]
        sign_in_as(Role.PROGRAMME_LEAD)
        two, ten = writing(plan, *pair), writing(plan, *pair, *more)
        session.commit()
        with statements() as few:
            client.get(two)
        with statements() as many:
            client.get(ten)
        assert len(few) == len(many) <= 8


class TestSplitting:
    def test_two_parts_take_the_place_of_one(
        self,
        client: PageClient,
        session: Session,
        plan: Plan,
        pair: tuple[Action, Action],
        sign_in_as: SignInAs,
    ) -> None:
        old = pair[0]
        sign_in_as(Role.PROGRAMME_LEAD)
        parts = {"title_1": "First half", "title_2": "Second half", "reason": "Too much at once"}
        answer = fill(client, splitting(old), {**parts, **day("due_on_2", date(2026, 11, 1))})
        assert answer.location == f"{HERE}/actions/{old.id}"
        now = live(session, plan)
        assert set(now) == {"A1.1", "A1.2", "A2"}
        assert (now["A1.1"].title, now["A1.1"].due_on) == ("First half", DUE)
        assert (now["A1.2"].due_on, now["A1.2"].first_due_on) == (date(2026, 11, 1), DUE)
        for part in (now["A1.1"], now["A1.2"]):
            assert (part.why, part.priority_id) == ("Because A1", old.priority_id)
            assert links_of(session, part) == links_of(session, old)
            assert owned(session, part) == owned(session, old)
        page = client.get(f"{HERE}/actions/{old.id}")
        assert [row[0] for row in cells(page.text, "What took its place")] == [
            "A1.1 First half",
            "A1.2 Second half",
        ]
        told = session.scalars(select(History.payload).where(History.deed == "split_action"))
        assert all("Too much at once" in (payload or "") for payload in told)

    def test_six_parts_at_most_and_empty_ones_are_passed_over(
        self,
        client: PageClient,
        session: Session,
        plan: Plan,
        pair: tuple[Action, Action],
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        fields = {f"title_{number}": f"Part {number}" for number in (1, 2, 4, 6)}
        fill(client, splitting(pair[0]), fields)
        assert set(live(session, plan)) == {"A1.1", "A1.2", "A1.4", "A1.6", "A2"}

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"title_1": "One"}, "Enter what will be done for part 2"),
            (
                {"title_1": "One", "title_2": "Two", "success_measure_3": "Seen"},
                "Enter what will be done for part 3",
            ),
            (
                {"title_1": "One", "title_2": "Two", "reference_2": ""},
                "Enter a reference for part 2",
            ),
            (
                {"title_1": "One", "title_2": "Two", "reference_2": "A2"},
                "Reference A2 is already in this plan",
            ),
            (
                {"title_1": "One", "title_2": "Two", **day("due_on_2", date(2027, 6, 1))},
                "Action A1.2 must be due by 1 December 2026",
            ),
        ],
    )
    def test_refuses_what_cannot_be_at_the_part_that_is_wrong(
        self,
        client: PageClient,
        session: Session,
        plan: Plan,
        pair: tuple[Action, Action],
        sign_in_as: SignInAs,
        fields: dict[str, str],
        sentence: str,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        page = fill(client, splitting(pair[0]), fields, expect=422)
        found = problems(page)
        assert len(found) == 1
        assert found[0].startswith(sentence)
        assert links(page)[found[0]].startswith("#")
        assert "One" in page.text
        assert set(live(session, plan)) == {"A1", "A2"}

    def test_does_not_split_what_somebody_changed_meanwhile(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        pair: tuple[Action, Action],
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)

        def meanwhile() -> None:
            session.refresh(pair[0], ["plan"])
            rated(session, pair[0], Delivery.ON_TRACK, actor)

        fields = {"title_1": "One", "title_2": "Two"}
        page = overtaken(client, splitting(pair[0]), fields, meanwhile, expect=422)
        assert "Somebody else has changed this action" in problems(page)[0]
        assert set(live(session, plan)) == {"A1", "A2"}
        again(client, page, splitting(pair[0]))
        assert set(live(session, plan)) == {"A1.1", "A1.2", "A2"}


@pytest.mark.parametrize("role", NOT_EDITORS)
def test_only_the_programme_lead_may(
    client: PageClient, plan: Plan, pair: tuple[Action, Action], sign_in_as: SignInAs, role: str
) -> None:
    sign_in_as(Role(role))
    client.get(choosing(plan), expect=403)
    for path in (writing(plan, *pair), splitting(pair[0])):
        client.get(path, expect=403)
        client.post(path, data={"title": "Mine"}, expect=403)
    assert pair[0].removed_on is None


def test_is_not_there_for_another_council(
    client: PageClient,
    plan: Plan,
    pair: tuple[Action, Action],
    other_council: Council,
    sign_in_as: SignInAs,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
    for path in (choosing(plan), writing(plan, *pair), splitting(pair[0])):
        client.get(path.replace(HERE, THERE), expect=404)
    client.post(writing(plan, *pair).replace(HERE, THERE), data={"title": "T"}, expect=404)


SEARCH = f"{HERE}/search?q="


class TestSearch:
    def test_finds_an_old_reference_and_says_what_it_is_now(
        self, client: PageClient, plan: Plan, pair: tuple[Action, Action], sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        merged = {"reference": "A9", "title": "Both at once", "reason": "They were one"}
        fill(client, writing(plan, *pair), merged)
        for typed in ("A1", "a1", "action%20A1", " A1 "):
            page = client.get(f"{SEARCH}{typed}")
            assert "Old reference" in words(page)
            assert "Now A9 Both at once" in words(page)
            assert f"{HERE}/actions/{pair[0].id}" in links(page).values()
        assert "Old reference" not in words(client.get(f"{SEARCH}A9"))

    def test_finds_a_reference_behind_the_word_for_what_it_is_of(
        self, client: PageClient, pair: tuple[Action, Action], sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        page = client.get(f"{SEARCH}Action%20A2")
        assert f"{HERE}/actions/{pair[1].id}" in links(page).values()

    def test_tells_nobody_an_old_reference_under_embargo(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        sign_in_as: SignInAs,
    ) -> None:
        hidden = [action_of(session, plan, actor, reference) for reference in ("B1", "B2")]
        for action in hidden:
            embargo(session, actor, action)
        sign_in_as(Role.PROGRAMME_LEAD)
        merged = {"reference": "B9", "title": "Both at once", "reason": "They were one"}
        fill(client, writing(plan, *hidden), merged)
        assert "Old reference" in words(client.get(f"{SEARCH}B1"))
        sign_in_as(Role.VIEWER)
        assert "Old reference" not in words(client.get(f"{SEARCH}B1"))
