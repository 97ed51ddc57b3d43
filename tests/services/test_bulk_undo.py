"""Undoing the last bulk edit: everything goes back, or what stands in the way is named."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.services.asking import last_told, refused, told
from tests.services.given import (
    ON,
    a_person,
    a_plan,
    a_post,
    a_priority,
    an_action,
    fields_of,
    rated,
    recommendations,
    taken_out,
)
from tests.services.test_bulk_edit import edit, links, owners, whole
from tracker.access.actor import Actor
from tracker.domain.snapshot import PlanSnapshot
from tracker.domain.vocabulary import DateChangeState, Delivery, PlanStage
from tracker.models import Action, DateChange, Plan, Post
from tracker.models.recording import deed as open_deed
from tracker.queries.bulk_edit import LastEdit, find_last_edit
from tracker.queries.snapshots import snapshot_now
from tracker.services.actions import amend_action, link_recommendations, remove_action
from tracker.services.bulk_edit import BulkKind
from tracker.services.bulk_undo import obstacles_to, undo_bulk_edit
from tracker.services.due_dates import DateChangeFields, request_date_change
from tracker.services.ownership import OwnerFields, set_owners
from tracker.services.plans import adopt_plan, close_plan

pytestmark = pytest.mark.usefixtures("any_engine")

REQUEST = DateChangeFields(to_on=date(2016, 6, 30), reason="More time", recovery="An agency")


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """A plan in force with three actions, the first owned and linked."""
    plan = a_plan(session, actor, PlanStage.ADOPTED)
    for reference in ("1.1", "1.2", "1.3"):
        an_action(session, plan, actor, reference)
    return plan


@pytest.fixture
def post(session: Session, actor: Actor, plan: Plan) -> Post:
    """The post that leads the first action."""
    post = a_post(session, actor, "Head of old things")
    first = whole(session, actor, plan)[0]
    set_owners(session, first, [OwnerFields(post_id=post.id)], by=actor, on=ON)
    return post


def last(session: Session, by: Actor, plan: Plan) -> LastEdit:
    session.expire_all()
    found = find_last_edit(session, by, plan.id)
    assert found is not None
    return found


def undo(session: Session, by: Actor, plan: Plan, reason: str | None = None) -> None:
    undo_bulk_edit(session, last(session, by, plan), by=by, on=ON, reason=reason)


def picture(session: Session, by: Actor, plan: Plan) -> dict[str, Any]:
    """All that stands of the plan, without what is removed."""
    session.flush()
    session.expire_all()
    shown: PlanSnapshot = snapshot_now(session, by, plan.id)
    return {
        action.reference: (
            action.priority_id,
            action.success_measure,
            action.start_on,
            action.due_on,
            action.first_due_on,
            action.removed_on,
        )
        for action in shown.actions
    }


def obstacles(session: Session, by: Actor, plan: Plan) -> list[tuple[str, str]]:
    return [
        (one.action.reference if one.action else "", one.sentence)
        for one in obstacles_to(last(session, by, plan))
    ]


class TestGoesBack:
    def test_of_what_an_action_holds(self, session: Session, actor: Actor, plan: Plan) -> None:
        before = picture(session, actor, plan)
        priority = a_priority(session, plan, actor)
        for kind, values in (
            (BulkKind.PRIORITY, {"priority_id": priority.id}),
            (BulkKind.MEASURE, {"text": "Nine of ten"}),
            (BulkKind.START, {"start_on": ON}),
            (BulkKind.REMOVE, {}),
        ):
            edit(session, actor, plan, kind, **values)
            assert picture(session, actor, plan) != before
            undo(session, actor, plan, "The wrong rows")
            assert picture(session, actor, plan) == before
        first = whole(session, actor, plan)[0]
        assert told(session, first)[-1] == ("undo_bulk_edit", "changed")
        assert last_told(session, first)["reason"] == "The wrong rows"

    @pytest.mark.parametrize("kind", [BulkKind.LEAD, BulkKind.ADD_OWNER, BulkKind.REPLACE_OWNER])
    @pytest.mark.parametrize("owns_already", [False, True])
    def test_of_who_owns(
        self,
        session: Session,
        actor: Actor,
        plan: Plan,
        post: Post,
        kind: BulkKind,
        owns_already: bool,
    ) -> None:
        new = OwnerFields(person_id=a_person(session, actor).id)
        if owns_already:
            first = whole(session, actor, plan)[0]
            both = [OwnerFields(post_id=post.id), new]
            set_owners(session, first, both, by=actor, on=ON)
        before = owners(session, actor, plan)
        versions = [action.version for action in whole(session, actor, plan)]
        edit(session, actor, plan, kind, owner=new, former=OwnerFields(post_id=post.id))
        assert owners(session, actor, plan) != before
        undo(session, actor, plan)
        assert owners(session, actor, plan) == before
        after = [action.version for action in whole(session, actor, plan)]
        assert after[0] > versions[0] or (kind is BulkKind.ADD_OWNER and owns_already)

    def test_of_what_is_answered(self, session: Session, actor: Actor, plan: Plan) -> None:
        kept, moved_to = recommendations(session, actor, 2)
        first = whole(session, actor, plan)[0]
        link_recommendations(session, first, [kept.id, moved_to.id], by=actor, on=ON)
        before: list[set[uuid.UUID]] = [{kept.id, moved_to.id}, set(), set()]
        for kind in (BulkKind.LINK, BulkKind.UNLINK):
            edit(session, actor, plan, kind, recommendation_id=moved_to.id)
            assert [links(action) for action in whole(session, actor, plan)] != before
            undo(session, actor, plan)
            assert [links(action) for action in whole(session, actor, plan)] == before

    def test_of_what_was_asked_for(self, session: Session, actor: Actor, plan: Plan) -> None:
        edit(session, actor, plan, BulkKind.DUE_DATE, request=REQUEST)
        undo(session, actor, plan)
        changes = session.scalars(select(DateChange)).all()
        assert {change.state for change in changes} == {DateChangeState.WITHDRAWN}
        assert {change.decision_note for change in changes} == {
            "The bulk edit that asked for it was undone"
        }

    def test_but_a_request_that_fell_away_stays_withdrawn(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        first = whole(session, actor, plan)[0]
        change = request_date_change(session, first, REQUEST, by=actor, on=ON)
        edit(session, actor, plan, BulkKind.REMOVE)
        undo(session, actor, plan)
        assert whole(session, actor, plan)[0].removed_on is None
        assert change.state is DateChangeState.WITHDRAWN


class TestStandsInTheWay:
    def test_nothing_was_done(self, session: Session, actor: Actor, plan: Plan) -> None:
        session.flush()
        assert find_last_edit(session, actor, plan.id) is None

    def test_it_was_undone_already(self, session: Session, actor: Actor, plan: Plan) -> None:
        edit(session, actor, plan, BulkKind.START, start_on=ON)
        edit(session, actor, plan, BulkKind.MEASURE, text="Nine of ten")
        undo(session, actor, plan)
        with refused("This bulk edit was undone already", field=None):
            undo(session, actor, plan)

    def test_an_action_was_changed_since(self, session: Session, actor: Actor, plan: Plan) -> None:
        edit(session, actor, plan, BulkKind.START, start_on=ON)
        second = whole(session, actor, plan, "1.2")[0]
        amend_action(
            session, second, fields_of("1.2", title="Another", start_on=ON), by=actor, on=ON
        )
        assert obstacles(session, actor, plan) == [("1.2", "It was changed since")]
        with refused("Action 1.2: It was changed since", field=None):
            undo(session, actor, plan)

    def test_but_not_what_the_edit_had_not_touched(
        self, session: Session, actor: Actor, plan: Plan, post: Post
    ) -> None:
        edit(session, actor, plan, BulkKind.LEAD, owner=OwnerFields(post_id=post.id))
        rated(session, whole(session, actor, plan, "1.2")[0], Delivery.ON_TRACK, actor)
        assert obstacles(session, actor, plan) == []
        third = whole(session, actor, plan, "1.3")[0]
        set_owners(session, third, [], by=actor, on=ON)
        assert obstacles(session, actor, plan) == [("1.3", "It was changed since")]

    def test_another_owner_came_back_since(
        self, session: Session, actor: Actor, plan: Plan, post: Post
    ) -> None:
        new = a_post(session, actor, "New")
        edit(session, actor, plan, BulkKind.LEAD, owner=OwnerFields(post_id=new.id))
        first = whole(session, actor, plan)[0]
        both = [OwnerFields(post_id=new.id), OwnerFields(post_id=post.id)]
        set_owners(session, first, both, by=actor, on=ON)
        assert obstacles(session, actor, plan) == [("1.1", "It was changed since")]

    def test_an_action_was_removed_since(
        self, session: Session, actor: Actor, plan: Plan, post: Post
    ) -> None:
        edit(session, actor, plan, BulkKind.LEAD, owner=OwnerFields(post_id=post.id))
        second = whole(session, actor, plan, "1.2")[0]
        remove_action(session, second, reason="Not needed", by=actor, on=ON)
        assert obstacles(session, actor, plan) == [("1.2", "It was removed since")]

    def test_a_closed_action_keeps_all_but_its_owners(
        self, session: Session, actor: Actor, plan: Plan, post: Post
    ) -> None:
        (found,) = recommendations(session, actor, 1)
        first = whole(session, actor, plan)[0]
        for kind, values, told_of in (
            (BulkKind.LINK, {"recommendation_id": found.id}, [("1.1", "It was closed since")]),
            (BulkKind.ADD_OWNER, {"owner": OwnerFields(person_id=a_person(session, actor).id)}, []),
        ):
            edit(session, actor, plan, kind, **values)
            with open_deed(
                session, "given", actor_kind=actor.kind, actor_id=None, door=actor.door, at=actor.at
            ):
                first.closed_on = ON
            assert obstacles(session, actor, plan) == told_of
        undo(session, actor, plan)

    def test_the_plan_was_closed(self, session: Session, actor: Actor, plan: Plan) -> None:
        edit(session, actor, plan, BulkKind.START, start_on=ON)
        close_plan(session, plan, by=actor, on=date(2018, 5, 21))
        assert [one[1] for one in obstacles(session, actor, plan)] == [
            "This plan is closed: nothing in it changes any more"
        ]

    def test_the_former_lead_has_left(
        self, session: Session, actor: Actor, plan: Plan, post: Post
    ) -> None:
        new = a_post(session, actor, "New")
        edit(session, actor, plan, BulkKind.LEAD, owner=OwnerFields(post_id=new.id))
        with open_deed(
            session, "given", actor_kind=actor.kind, actor_id=None, door=actor.door, at=actor.at
        ):
            post.closed_on = actor.today
        ((reference, sentence),) = obstacles(session, actor, plan)
        assert reference == "1.1"
        assert sentence.startswith("What it would go back to has been removed")

    def test_the_former_priority_was_removed(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        old, new = a_priority(session, plan, actor), a_priority(session, plan, actor, "B")
        edit(session, actor, plan, BulkKind.PRIORITY, priority_id=old.id)
        edit(session, actor, plan, BulkKind.PRIORITY, priority_id=new.id)
        taken_out(session, actor, old)
        assert len(obstacles(session, actor, plan)) == 3

    def test_a_date_was_decided(self, session: Session, actor: Actor, plan: Plan) -> None:
        edit(session, actor, plan, BulkKind.DUE_DATE, request=REQUEST)
        second = whole(session, actor, plan, "1.2")[0]
        change = session.scalars(select(DateChange).where(DateChange.action_id == second.id)).one()
        with open_deed(
            session, "given", actor_kind=actor.kind, actor_id=None, door=actor.door, at=actor.at
        ):
            change.state = DateChangeState.REFUSED
        assert obstacles(session, actor, plan) == [("1.2", "It was changed since")]

    def test_it_was_removed_from_a_draft_that_is_adopted(
        self, session: Session, actor: Actor
    ) -> None:
        draft = a_plan(session, actor)
        for reference in ("1.1", "1.2"):
            an_action(session, draft, actor, reference)
        edit(session, actor, draft, BulkKind.REMOVE)
        an_action(session, draft, actor, "1.3")
        adopt_plan(session, draft, by=actor, on=date(2015, 12, 8))
        assert [one[1][:27] for one in obstacles(session, actor, draft)] == [
            "It was removed from a draft"
        ] * 2
        taken = session.scalars(select(Action).where(Action.plan_id == draft.id)).all()
        assert [one.first_due_on for one in taken if one.removed_on] == [None, None]
