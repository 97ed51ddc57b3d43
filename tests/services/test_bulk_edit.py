"""Bulk edit: one change of many actions, inside the rules of each, all of them or none."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.services.asking import last_told, refused, told
from tests.services.given import (
    DUE,
    ON,
    a_person,
    a_plan,
    a_post,
    a_priority,
    an_action,
    other_council,
    rated,
    recommendations,
    taken_out,
)
from tracker.access.actor import Actor
from tracker.domain.vocabulary import DateChangeState, Delivery, OwnershipRole, PlanStage
from tracker.models import Action, DateChange, History, Plan
from tracker.queries.bulk_edit import MOST_EDITED, list_to_edit
from tracker.services.actions import link_recommendations, remove_action
from tracker.services.bulk_edit import (
    ActionRefused,
    BulkChange,
    BulkKind,
    bulk_edit,
    try_bulk_edit,
)
from tracker.services.deeds import Conflict
from tracker.services.due_dates import DateChangeFields
from tracker.services.ownership import OwnerFields, live_owners, set_owners
from tracker.services.plans import close_plan

pytestmark = pytest.mark.usefixtures("any_engine")

NOTE = "Agreed at the programme board"
LATER = date(2016, 6, 30)
LEAD, DEPUTY, OWNER = OwnershipRole.LEAD, OwnershipRole.DEPUTY, OwnershipRole.OWNER


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """A plan in force with three actions."""
    plan = a_plan(session, actor, PlanStage.ADOPTED)
    for reference in ("1.1", "1.2", "1.3"):
        an_action(session, plan, actor, reference)
    return plan


def whole(session: Session, by: Actor, plan: Plan, *references: str) -> Sequence[Action]:
    """The actions of a plan, or those with the references, as a bulk edit needs them."""
    session.flush()
    query = select(Action.id).where(Action.plan_id == plan.id)
    if references:
        query = query.where(Action.reference.in_(references))
    session.expire_all()
    return list_to_edit(session, by, plan.id, session.scalars(query).all())


def edit(session: Session, by: Actor, plan: Plan, kind: BulkKind, **more: Any) -> int:
    change = BulkChange(kind=kind, **more)
    return bulk_edit(session, whole(session, by, plan), change, reason=NOTE, by=by, on=ON)


def owners(session: Session, by: Actor, plan: Plan) -> list[list[tuple[Any, OwnershipRole]]]:
    return [
        [(owner.post_id or owner.person_id, owner.role) for owner in live_owners(action)]
        for action in whole(session, by, plan)
    ]


def links(action: Action) -> set[uuid.UUID]:
    return {link.recommendation_id for link in action.answers if link.removed_on is None}


class TestEachChange:
    def test_moves_to_a_priority_and_to_none(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        priority = a_priority(session, plan, actor)
        assert edit(session, actor, plan, BulkKind.PRIORITY, priority_id=priority.id) == 3
        actions = whole(session, actor, plan)
        assert {action.priority_id for action in actions} == {priority.id}
        assert told(session, actions[0])[-1] == ("bulk_edit", "changed")
        assert last_told(session, actions[0])["reason"] == NOTE
        assert edit(session, actor, plan, BulkKind.PRIORITY) == 3
        assert {action.priority_id for action in whole(session, actor, plan)} == {None}

    def test_is_one_deed(self, session: Session, actor: Actor, plan: Plan) -> None:
        edit(session, actor, plan, BulkKind.START, start_on=ON)
        query = select(func.count(func.distinct(History.deed_id))).where(
            History.deed == "bulk_edit"
        )
        assert session.scalar(query) == 1

    def test_counts_only_what_changes(self, session: Session, actor: Actor, plan: Plan) -> None:
        action = whole(session, actor, plan, "1.1")[0]
        change = BulkChange(kind=BulkKind.START, start_on=ON)
        bulk_edit(session, [action], change, reason=NOTE, by=actor, on=ON)
        assert edit(session, actor, plan, BulkKind.START, start_on=ON) == 2
        assert edit(session, actor, plan, BulkKind.START, start_on=ON) == 0

    def test_sets_and_adds_to_the_success_measure(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        edit(session, actor, plan, BulkKind.MEASURE, text="Nine of ten in time")
        edit(session, actor, plan, BulkKind.ADD_TO_MEASURE, text="Families say so")
        measures = {action.success_measure for action in whole(session, actor, plan)}
        assert measures == {"Nine of ten in time\nFamilies say so"}

    def test_replaces_the_lead(self, session: Session, actor: Actor, plan: Plan) -> None:
        old, deputy, new = (a_post(session, actor, title) for title in ("Old", "Deputy", "New"))
        first, second, _third = whole(session, actor, plan)
        for action, fields in (
            (first, [OwnerFields(post_id=old.id), OwnerFields(post_id=deputy.id, role=DEPUTY)]),
            (second, [OwnerFields(post_id=deputy.id), OwnerFields(post_id=new.id, role=DEPUTY)]),
        ):
            set_owners(session, action, fields, by=actor, on=ON)
        assert edit(session, actor, plan, BulkKind.LEAD, owner=OwnerFields(post_id=new.id)) == 3
        assert owners(session, actor, plan) == [
            [(new.id, LEAD), (deputy.id, DEPUTY)],
            [(new.id, LEAD)],
            [(new.id, LEAD)],
        ]

    def test_adds_an_owner_who_leads_where_nobody_does(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        post, person = a_post(session, actor), a_person(session, actor)
        first = whole(session, actor, plan)[0]
        set_owners(session, first, [OwnerFields(post_id=post.id)], by=actor, on=ON)
        added = OwnerFields(person_id=person.id)
        assert edit(session, actor, plan, BulkKind.ADD_OWNER, owner=added) == 3
        assert owners(session, actor, plan) == [
            [(post.id, LEAD), (person.id, OWNER)],
            [(person.id, LEAD)],
            [(person.id, LEAD)],
        ]
        assert edit(session, actor, plan, BulkKind.ADD_OWNER, owner=added) == 0

    def test_replaces_one_owner_by_another_in_their_place(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        old, new, other = (a_post(session, actor, title) for title in ("Old", "New", "Other"))
        first, second, third = whole(session, actor, plan)
        set_owners(
            session,
            first,
            [OwnerFields(post_id=old.id), OwnerFields(post_id=new.id)],
            by=actor,
            on=ON,
        )
        set_owners(
            session,
            second,
            [OwnerFields(post_id=other.id), OwnerFields(post_id=old.id, role=DEPUTY)],
            by=actor,
            on=ON,
        )
        set_owners(session, third, [OwnerFields(post_id=other.id)], by=actor, on=ON)
        fields = {"owner": OwnerFields(post_id=new.id), "former": OwnerFields(post_id=old.id)}
        assert edit(session, actor, plan, BulkKind.REPLACE_OWNER, **fields) == 2
        assert owners(session, actor, plan) == [
            [(new.id, LEAD)],
            [(other.id, LEAD), (new.id, DEPUTY)],
            [(other.id, LEAD)],
        ]

    def test_links_and_unlinks_a_recommendation(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        kept, moved = recommendations(session, actor, 2)
        first = whole(session, actor, plan)[0]
        link_recommendations(session, first, [kept.id], by=actor, on=ON)
        assert edit(session, actor, plan, BulkKind.LINK, recommendation_id=moved.id) == 3
        assert [links(action) for action in whole(session, actor, plan)] == [
            {kept.id, moved.id},
            {moved.id},
            {moved.id},
        ]
        assert edit(session, actor, plan, BulkKind.UNLINK, recommendation_id=moved.id) == 3
        assert [links(action) for action in whole(session, actor, plan)] == [
            {kept.id},
            set(),
            set(),
        ]

    def test_asks_for_due_dates_and_moves_none(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        request = DateChangeFields(to_on=LATER, reason="Two posts vacant", recovery="An agency")
        assert edit(session, actor, plan, BulkKind.DUE_DATE, request=request) == 3
        assert {action.due_on for action in whole(session, actor, plan)} == {DUE}
        changes = session.scalars(select(DateChange)).all()
        assert {(c.state, c.to_on, c.reason) for c in changes} == {
            (DateChangeState.REQUESTED, LATER, "Two posts vacant")
        }
        assert len(changes) == 3

    def test_removes_for_the_reason_of_the_note(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        assert edit(session, actor, plan, BulkKind.REMOVE) == 3
        actions = whole(session, actor, plan)
        assert {action.removed_on for action in actions} == {ON}
        assert last_told(session, actions[0])["reason"] == NOTE


class TestRefusals:
    def test_all_or_nothing(self, session: Session, actor: Actor, plan: Plan) -> None:
        rated(session, whole(session, actor, plan, "1.3")[0], Delivery.COMPLETE, actor)
        request = DateChangeFields(to_on=LATER, reason="More time", recovery="An agency")
        session.flush()
        with refused("Action 1.3: This action is complete", field=None), session.begin_nested():
            edit(session, actor, plan, BulkKind.DUE_DATE, request=request)
        assert session.scalar(select(func.count()).select_from(DateChange)) == 0

    @pytest.mark.parametrize("note", ["", "  "])
    def test_without_a_note(self, session: Session, actor: Actor, plan: Plan, note: str) -> None:
        change = BulkChange(kind=BulkKind.REMOVE)
        with refused("Enter a note that says why", field="reason"):
            bulk_edit(session, whole(session, actor, plan), change, reason=note, by=actor, on=ON)

    def test_none_or_too_many(self, session: Session, actor: Actor, plan: Plan) -> None:
        action, change = whole(session, actor, plan)[0], BulkChange(kind=BulkKind.REMOVE)
        with refused("Select at least one action", field=None):
            bulk_edit(session, [], change, reason=NOTE, by=actor, on=ON)
        many = [action] * (MOST_EDITED + 1)
        with refused("Select 500 actions or fewer", field=None):
            bulk_edit(session, many, change, reason=NOTE, by=actor, on=ON)

    def test_of_two_plans(self, session: Session, actor: Actor, plan: Plan) -> None:
        other = a_plan(session, actor)
        an_action(session, other, actor)
        both = [*whole(session, actor, plan), *whole(session, actor, other)]
        with refused("Only actions of the same plan", field=None):
            change = BulkChange(kind=BulkKind.REMOVE)
            bulk_edit(session, both, change, reason=NOTE, by=actor, on=ON)

    def test_of_a_closed_plan(self, session: Session, actor: Actor, plan: Plan) -> None:
        close_plan(session, plan, by=actor, on=date(2018, 5, 21))
        with pytest.raises(ActionRefused, match="closed"):
            edit(session, actor, plan, BulkKind.REMOVE)

    def test_of_another_council(self, session: Session, actor: Actor, plan: Plan) -> None:
        actions, change = whole(session, actor, plan), BulkChange(kind=BulkKind.REMOVE)
        elsewhere = other_council(session, actor)
        assert list_to_edit(session, elsewhere, plan.id, [a.id for a in actions]) == []
        with refused("This belongs to another council", field=None):
            bulk_edit(session, actions, change, reason=NOTE, by=elsewhere, on=ON)

    @pytest.mark.parametrize("field", ["priority_id", "recommendation_id", "owner"])
    def test_of_what_has_gone(self, session: Session, actor: Actor, plan: Plan, field: str) -> None:
        gone: dict[str, tuple[BulkKind, Any]] = {
            "priority_id": (BulkKind.PRIORITY, a_priority(session, plan, actor)),
            "recommendation_id": (BulkKind.LINK, recommendations(session, actor, 1)[0]),
            "owner": (BulkKind.LEAD, a_post(session, actor, closed_on=ON)),
        }
        kind, record = gone[field]
        if kind is not BulkKind.LEAD:
            taken_out(session, actor, record)
        value = OwnerFields(post_id=record.id) if kind is BulkKind.LEAD else record.id
        with pytest.raises(ActionRefused, match=r"Action 1\.1: Select"):
            edit(session, actor, plan, kind, **{field: value})

    def test_of_what_was_changed_meanwhile(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        seen = {action.id: action.version for action in whole(session, actor, plan)}
        bulk_edit(
            session,
            whole(session, actor, plan, "1.2"),
            BulkChange(kind=BulkKind.START, start_on=ON),
            reason=NOTE,
            by=actor,
            on=ON,
        )
        change = BulkChange(kind=BulkKind.REMOVE)
        actions = whole(session, actor, plan)
        with pytest.raises(Conflict) as caught:
            bulk_edit(session, actions, change, reason=NOTE, by=actor, on=ON, versions=seen)
        assert getattr(caught.value.record, "reference", "") == "1.2"


class TestTrying:
    def test_tells_what_would_be_and_writes_nothing(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        removed = whole(session, actor, plan, "1.2")[0]
        remove_action(session, removed, reason="Not needed", by=actor, on=ON)
        first = whole(session, actor, plan, "1.1")
        change = BulkChange(kind=BulkKind.START, start_on=ON)
        bulk_edit(session, first, change, reason=NOTE, by=actor, on=ON)
        session.flush()
        rows = session.scalar(select(func.count()).select_from(History))
        tried = try_bulk_edit(session, whole(session, actor, plan), change, by=actor, on=ON)
        assert [(one.reference, len(one.changes), one.refusal) for one in tried] == [
            ("1.1", 0, ""),
            ("1.2", 0, "This action was removed on 1 October 2015"),
            ("1.3", 1, ""),
        ]
        assert tried[2].changes[0].new == {"start_on": "2015-10-01"}
        assert session.scalar(select(func.count()).select_from(History)) == rows
        assert [action.start_on for action in whole(session, actor, plan)] == [ON, None, None]

    def test_an_edit_after_it_does_what_it_told(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        post = a_post(session, actor)
        change = BulkChange(kind=BulkKind.LEAD, owner=OwnerFields(post_id=post.id))
        tried = try_bulk_edit(session, whole(session, actor, plan), change, by=actor, on=ON)
        versions = {one.action_id: one.version for one in tried}
        actions = list_to_edit(session, actor, plan.id, versions)
        done = bulk_edit(session, actions, change, reason=NOTE, by=actor, on=ON, versions=versions)
        assert done == sum(bool(one.changes) for one in tried) == 3
