"""Merging and splitting: the new actions take over, the old references stay and lead to them."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.services.given import (
    DUE,
    ON,
    a_person,
    a_plan,
    a_post,
    an_action,
    fields_of,
    moved,
    other_council,
    recommendations,
    saying,
    taken_out,
)
from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import Delivery, OwnershipRole, PlanStage, SuccessionKind
from tracker.models import Action, DateChange, History, Plan, Succession, Update
from tracker.services.actions import link_recommendations, remove_action
from tracker.services.deeds import Conflict
from tracker.services.milestones import MilestoneFields, add_milestone, remove_milestone
from tracker.services.ownership import OwnerFields, live_owners, set_owners
from tracker.services.plans import close_plan
from tracker.services.succession import merge_actions, split_action
from tracker.services.updates import post_update

LEAD, DEPUTY, OWNER = OwnershipRole.LEAD, OwnershipRole.DEPUTY, OwnershipRole.OWNER
LATER = date(2016, 6, 30)


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """An adopted plan."""
    return a_plan(session, actor, PlanStage.ADOPTED)


def links(action: Action) -> set[uuid.UUID]:
    return {link.recommendation_id for link in action.answers if link.removed_on is None}


def successions(session: Session) -> set[tuple[uuid.UUID, uuid.UUID, SuccessionKind]]:
    rows = session.scalars(select(Succession)).all()
    return {(row.former_id, row.successor_id, row.kind) for row in rows}


def milestone_titles(action: Action) -> set[str]:
    return {milestone.title for milestone in action.milestones if milestone.removed_on is None}


def test_a_merged_action_takes_links_owners_and_milestones_of_all(
    session: Session, actor: Actor, plan: Plan
) -> None:
    first, second = an_action(session, plan, actor, "1.1"), an_action(session, plan, actor, "1.2")
    one, two, three = (found.id for found in recommendations(session, actor, 3))
    link_recommendations(session, first, [one, three], by=actor, on=ON)
    link_recommendations(session, first, [one], by=actor, on=ON)
    link_recommendations(session, second, [one, two], by=actor, on=ON)
    head, deputy = a_post(session, actor, "Head"), a_person(session, actor, "Deputy")
    other, another = a_post(session, actor, "Other head"), a_person(session, actor, "Another")
    set_owners(
        session,
        first,
        [OwnerFields(post_id=head.id), OwnerFields(person_id=deputy.id, role=DEPUTY)],
        by=actor,
        on=ON,
    )
    set_owners(
        session,
        second,
        [
            OwnerFields(post_id=other.id, role=LEAD),
            OwnerFields(person_id=another.id, role=DEPUTY),
            OwnerFields(post_id=head.id),
        ],
        by=actor,
        on=ON,
    )
    for action, title in ((first, "Teams moved"), (second, "Rota agreed")):
        add_milestone(session, action, MilestoneFields(title=title), by=actor, on=ON)
    session.expire_all()
    loaded = [reload(session, action) for action in (first, second)]

    merged = merge_actions(session, loaded, fields_of("2"), by=actor, on=ON)

    assert (merged.reference, merged.plan_id, merged.removed_on) == ("2", plan.id, None)
    assert links(merged) == {one, two}
    assert live_owners(merged) == [
        OwnerFields(post_id=head.id, role=LEAD),
        OwnerFields(person_id=deputy.id, role=DEPUTY),
        OwnerFields(post_id=other.id, role=OWNER),
        OwnerFields(person_id=another.id, role=OWNER),
    ]
    assert milestone_titles(merged) == {"Teams moved", "Rota agreed"}
    assert first.removed_on == second.removed_on == ON
    assert successions(session) == {
        (first.id, merged.id, SuccessionKind.MERGED),
        (second.id, merged.id, SuccessionKind.MERGED),
    }


def reload(session: Session, action: Action) -> Action:
    """The action as a view loads it for a merge or a split."""
    session.refresh(action, ["plan", "ownerships", "answers", "milestones"])
    return action


def test_the_old_actions_keep_updates_milestones_and_references(
    session: Session, actor: Actor, plan: Plan
) -> None:
    actions = [an_action(session, plan, actor, reference) for reference in ("1.1", "1.2")]
    update = post_update(session, actions[0], saying(Delivery.ON_TRACK), by=actor, on=ON)
    add_milestone(session, actions[0], MilestoneFields(title="Rota"), by=actor, on=ON)
    dropped = add_milestone(session, actions[0], MilestoneFields(title="Old"), by=actor, on=ON)
    remove_milestone(session, dropped, by=actor, on=ON)
    for action in actions:
        reload(session, action)
    merged = merge_actions(session, actions, fields_of("2"), by=actor, on=ON)
    session.expire_all()
    assert [row.action_id for row in session.scalars(select(Update))] == [actions[0].id]
    assert update.delivery is Delivery.ON_TRACK
    assert (merged.delivery, merged.updated_on) == (Delivery.ON_TRACK, ON)
    assert milestone_titles(reload(session, actions[0])) == {"Rota"}
    assert milestone_titles(reload(session, merged)) == {"Rota"}
    for reference in ("1.1", "1.2"):
        with pytest.raises(RuleError, match="belonged to an action"):
            an_action(session, plan, actor, reference)


def test_actions_merge_into_one_that_stands(session: Session, actor: Actor, plan: Plan) -> None:
    into, other = an_action(session, plan, actor, "1"), an_action(session, plan, actor, "2")
    one, two = (found.id for found in recommendations(session, actor, 2))
    link_recommendations(session, into, [one], by=actor, on=ON)
    link_recommendations(session, other, [two], by=actor, on=ON)
    head, lead = a_post(session, actor, "Head"), a_person(session, actor, "Lead")
    set_owners(session, into, [OwnerFields(post_id=head.id)], by=actor, on=ON)
    set_owners(session, other, [OwnerFields(person_id=lead.id)], by=actor, on=ON)
    own = into.ownerships[0]
    seen = into.version
    merged = merge_actions(session, [other], into, by=actor, on=LATER)
    assert merged is into
    assert (into.removed_on, other.removed_on) == (None, LATER)
    assert links(into) == {one, two}
    assert [owner.role for owner in live_owners(into)] == [LEAD, OWNER]
    assert (own.from_on, own.removed_on) == (ON, None)
    assert (into.due_on, into.first_due_on) == (DUE, DUE)
    assert into.version > seen
    assert successions(session) == {(other.id, into.id, SuccessionKind.MERGED)}


def test_a_split_gives_each_part_links_and_owners(
    session: Session, actor: Actor, plan: Plan
) -> None:
    action = an_action(session, plan, actor, "1")
    one, two = recommendations(session, actor, 2)
    link_recommendations(session, action, [one.id, two.id], by=actor, on=ON)
    owners = [
        OwnerFields(post_id=a_post(session, actor).id, role=LEAD),
        OwnerFields(person_id=a_person(session, actor).id, role=DEPUTY),
    ]
    set_owners(session, action, owners, by=actor, on=ON)
    add_milestone(session, action, MilestoneFields(title="Rota"), by=actor, on=ON)
    fields = [fields_of("1.2", due_on=date(2016, 1, 31)), fields_of("1.1")]
    parts = split_action(session, reload(session, action), fields, by=actor, on=ON)
    assert [part.reference for part in parts] == ["1.2", "1.1"]
    for part in parts:
        assert links(part) == {one.id, two.id}
        assert live_owners(part) == owners
        assert part.milestones == []
    assert action.removed_on == ON
    assert milestone_titles(action) == {"Rota"}
    assert successions(session) == {(action.id, part.id, SuccessionKind.SPLIT) for part in parts}


def test_each_is_one_deed_with_its_reason(session: Session, actor: Actor, plan: Plan) -> None:
    action, other = an_action(session, plan, actor, "1"), an_action(session, plan, actor, "2")
    fields = [fields_of("1.1"), fields_of("1.2")]
    parts = split_action(session, action, fields, by=actor, on=ON, reason="Two services")
    merge_actions(session, [*parts, other], fields_of("3"), by=actor, on=ON, reason="One service")
    for name, reason in (("split_action", "Two services"), ("merge_actions", "One service")):
        rows = session.scalars(select(History).where(History.deed == name)).all()
        assert {"action", "succession"} <= {row.record_type for row in rows}
        assert len({row.deed_id for row in rows}) == 1
        assert all(reason in (row.payload or "") for row in rows)


def test_owners_who_have_left_are_not_lost(session: Session, actor: Actor, plan: Plan) -> None:
    action = an_action(session, plan, actor, "1")
    leaver = a_person(session, actor, left_on=date(2016, 1, 1))
    set_owners(session, action, [OwnerFields(person_id=leaver.id)], by=actor, on=ON)
    (recommendation,) = recommendations(session, actor, 1)
    link_recommendations(session, action, [recommendation.id], by=actor, on=ON)
    taken_out(session, actor, recommendation)
    parts = split_action(session, action, [fields_of("1.1"), fields_of("1.2")], by=actor, on=LATER)
    assert [live_owners(part)[0].person_id for part in parts] == [leaver.id, leaver.id]
    assert [links(part) for part in parts] == [{recommendation.id}] * 2


def test_a_successor_carries_on_the_first_date_and_the_slips(
    session: Session, actor: Actor, plan: Plan
) -> None:
    slipped, other = an_action(session, plan, actor, "1"), an_action(session, plan, actor, "2")
    moved(session, slipped, LATER, by=actor, on=ON)
    merged = merge_actions(session, [slipped, other], fields_of("3", due_on=LATER), by=actor, on=ON)
    assert (merged.due_on, merged.first_due_on, merged.times_slipped) == (LATER, DUE, 1)
    parts = split_action(
        session,
        merged,
        [fields_of("3.1", due_on=LATER), fields_of("3.2", due_on=date(2016, 1, 1))],
        by=actor,
        on=ON,
    )
    assert [(part.first_due_on, part.times_slipped) for part in parts] == [(DUE, 1), (DUE, 1)]
    assert len(session.scalars(select(DateChange)).all()) == 1


@pytest.mark.parametrize("due_on", [LATER, None])
def test_in_force_neither_merge_nor_split_moves_a_date(
    session: Session, actor: Actor, plan: Plan, due_on: date | None
) -> None:
    action, other = an_action(session, plan, actor, "1"), an_action(session, plan, actor, "2")
    late = fields_of("3", due_on=due_on, due_text="Ongoing")
    with pytest.raises(RuleError, match="due by 31 March 2016") as refusal:
        merge_actions(session, [action, other], late, by=actor, on=ON)
    assert refusal.value.field == "due_on"
    with pytest.raises(RuleError, match="due by 31 March 2016") as refusal:
        split_action(session, action, [late, fields_of("4")], by=actor, on=ON)
    assert refusal.value.field == "due_on"


def test_in_a_draft_the_new_dates_are_free(session: Session, actor: Actor) -> None:
    draft = a_plan(session, actor)
    actions = [an_action(session, draft, actor, reference) for reference in ("1", "2")]
    merged = merge_actions(session, actions, fields_of("3", due_on=LATER), by=actor, on=ON)
    assert (merged.due_on, merged.first_due_on) == (LATER, None)


def test_undated_actions_in_force_bind_no_date(session: Session, actor: Actor, plan: Plan) -> None:
    undated: dict[str, Any] = {"due_on": None, "due_text": "Ongoing"}
    actions = [an_action(session, plan, actor, reference, **undated) for reference in ("1", "2")]
    merged = merge_actions(session, actions, fields_of("3", due_on=LATER), by=actor, on=ON)
    assert (merged.due_on, merged.first_due_on, merged.times_slipped) == (LATER, LATER, 0)


@pytest.mark.parametrize("taken", ["1", "2"])
def test_no_reference_is_used_again(session: Session, actor: Actor, plan: Plan, taken: str) -> None:
    action, other = an_action(session, plan, actor, "1"), an_action(session, plan, actor, "2")
    with pytest.raises(RuleError) as refusal:
        merge_actions(session, [action, other], fields_of(taken), by=actor, on=ON)
    assert refusal.value.field == "reference"
    with pytest.raises(RuleError) as refusal:
        split_action(session, action, [fields_of(taken), fields_of("3")], by=actor, on=ON)
    assert refusal.value.field == "reference"
    with pytest.raises(RuleError) as refusal:
        split_action(session, other, [fields_of("4"), fields_of("4")], by=actor, on=ON)
    assert refusal.value.field == "reference"


def test_too_few_are_neither_merged_nor_split(session: Session, actor: Actor, plan: Plan) -> None:
    action = an_action(session, plan, actor, "1")
    for actions, into in (
        ([], fields_of("2")),
        ([action], fields_of("2")),
        ([], action),
        ([action], action),
        ([action, action], fields_of("2")),
    ):
        with pytest.raises(RuleError, match="Select"):
            merge_actions(session, actions, into, by=actor, on=ON)
    for parts in ([], [fields_of("1.1")]):
        with pytest.raises(RuleError, match="at least two parts"):
            split_action(session, action, parts, by=actor, on=ON)
    assert action.removed_on is None
    assert successions(session) == set()


def test_only_live_actions_of_one_open_plan_of_the_council_are_merged_or_split(
    session: Session, actor: Actor, plan: Plan
) -> None:
    action, removed = an_action(session, plan, actor, "1"), an_action(session, plan, actor, "2")
    remove_action(session, removed, reason="Not needed", by=actor, on=ON)
    in_another = an_action(session, a_plan(session, actor), actor)
    elsewhere = other_council(session, actor)
    foreign = an_action(session, a_plan(session, elsewhere), elsewhere)
    parts = [fields_of("8"), fields_of("9")]
    for wrong, why in (
        (removed, "removed"),
        (in_another, "same plan"),
        (foreign, "another council"),
    ):
        with pytest.raises(RuleError, match=why):
            merge_actions(session, [action, wrong], fields_of("3"), by=actor, on=ON)
        with pytest.raises(RuleError, match=why):
            merge_actions(session, [action], wrong, by=actor, on=ON)
    for wrong, why in ((removed, "removed"), (foreign, "another council")):
        with pytest.raises(RuleError, match=why):
            split_action(session, wrong, parts, by=actor, on=ON)
    close_plan(session, plan, by=actor, on=ON)
    with pytest.raises(RuleError, match="closed"):
        split_action(session, action, parts, by=actor, on=ON)
    assert successions(session) == set()


def test_a_stale_split_is_told(session: Session, actor: Actor, plan: Plan) -> None:
    action = an_action(session, plan, actor, "1")
    seen = action.version
    moved(session, action, LATER, by=actor, on=ON)
    with pytest.raises(Conflict):
        split_action(
            session, action, [fields_of("2"), fields_of("3")], by=actor, on=ON, version=seen
        )
    assert action.removed_on is None
