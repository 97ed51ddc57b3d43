"""Actions: adding, amending, removing, and the recommendations that they answer."""

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
    a_plan,
    a_priority,
    an_action,
    fields_of,
    other_council,
    rated,
    recommendations,
    taken_out,
)
from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import Delivery, PlanStage
from tracker.models import Action, ActionRecommendation, History
from tracker.services.actions import (
    ActionFields,
    add_action,
    amend_action,
    link_recommendations,
    remove_action,
)
from tracker.services.deeds import Conflict
from tracker.services.plans import adopt_plan, close_plan
from tracker.services.priorities import remove_priority

LATER = date(2016, 6, 30)


def test_an_action_is_added_with_what_was_typed(session: Session, actor: Actor) -> None:
    plan = a_plan(session, actor)
    priority = a_priority(session, plan, actor)
    action = add_action(
        session,
        plan,
        ActionFields(
            reference="  WS3P21WP1 ",
            title=" Answer each contact within a day ",
            why="94 assessments were late.",
            success_measure=" ",
            start_on=date(2015, 10, 1),
            due_on=DUE,
            due_text="End of March",
            priority_id=priority.id,
        ),
        by=actor,
        on=ON,
    )
    assert (action.reference, action.title) == ("WS3P21WP1", "Answer each contact within a day")
    assert (action.why, action.success_measure) == ("94 assessments were late.", None)
    assert (action.due_on, action.due_text, action.first_due_on) == (DUE, "End of March", None)
    assert (action.delivery, action.times_slipped) == (Delivery.NOT_STARTED, 0)
    assert (action.plan_id, action.priority_id) == (plan.id, priority.id)


def test_actions_sort_as_a_reader_expects(session: Session, actor: Actor) -> None:
    plan = a_plan(session, actor)
    for reference in ("1.10", "2", "1.2", "A3"):
        an_action(session, plan, actor, reference)
    ordered = session.scalars(select(Action.reference).order_by(Action.sort_key)).all()
    assert ordered == ["1.2", "1.10", "2", "A3"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reference": " "}, "reference"),
        ({"reference": "x" * 41}, "reference"),
        ({"reference": "1;2"}, "reference"),
        ({"reference": "7"}, "reference"),
        ({"title": ""}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"why": "\x00"}, "why"),
        ({"due_text": "x" * 201}, "due_text"),
        ({"start_on": LATER}, "due_on"),
        ({"due_on": date(201, 3, 31)}, "due_on"),
        ({"priority_id": uuid.uuid4()}, "priority_id"),
    ],
)
def test_wrong_fields_are_refused_by_name(
    session: Session, actor: Actor, more: dict[str, Any], field: str
) -> None:
    plan = a_plan(session, actor)
    an_action(session, plan, actor, "7")
    action = an_action(session, plan, actor, "8")
    fields = fields_of(**{"reference": "1.1", **more})
    with pytest.raises(RuleError) as refusal:
        add_action(session, plan, fields, by=actor, on=ON)
    assert refusal.value.field == field
    with pytest.raises(RuleError) as refusal:
        amend_action(session, action, fields, by=actor, on=ON)
    assert refusal.value.field == field


def test_a_reference_is_used_once_in_a_plan_and_never_again(session: Session, actor: Actor) -> None:
    plan = a_plan(session, actor)
    first = an_action(session, plan, actor, "1.1")
    with pytest.raises(RuleError, match=r"^Reference 1\.1 is already in this plan$"):
        an_action(session, plan, actor, "1.1")
    assert an_action(session, a_plan(session, actor), actor, "1.1").id != first.id
    remove_action(session, first, reason="Done elsewhere", by=actor, on=ON)
    with pytest.raises(RuleError, match=r"^Reference 1\.1 belonged to .* removed$"):
        an_action(session, plan, actor, "1.1")


@pytest.mark.parametrize("whose", ["another plan", "another council", "removed"])
def test_an_action_stands_only_under_a_live_priority_of_its_plan(
    session: Session, actor: Actor, whose: str
) -> None:
    plan = a_plan(session, actor)
    own = a_priority(session, plan, actor)
    by = other_council(session, actor) if whose == "another council" else actor
    priority = a_priority(session, plan if whose == "removed" else a_plan(session, by), by, "Z")
    if whose == "removed":
        remove_priority(session, priority, by=actor, on=ON)
    action = an_action(session, plan, actor, priority_id=own.id)
    with pytest.raises(RuleError) as refusal:
        amend_action(session, action, fields_of(priority_id=priority.id), by=actor, on=ON)
    assert refusal.value.field == "priority_id"
    with pytest.raises(RuleError) as refusal:
        an_action(session, plan, actor, "2", priority_id=priority.id)
    assert refusal.value.field == "priority_id"
    amend_action(session, action, fields_of(priority_id=None), by=actor, on=ON)
    assert action.priority_id is None


def test_in_a_draft_the_due_date_moves_freely(session: Session, actor: Actor) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    amend_action(session, action, fields_of(due_on=LATER), by=actor, on=ON)
    amend_action(session, action, fields_of(due_on=None, due_text="Ongoing"), by=actor, on=ON)
    assert (action.due_on, action.due_text, action.first_due_on) == (None, "Ongoing", None)
    assert action.times_slipped == 0


@pytest.mark.parametrize("stage", [PlanStage.ADOPTED, PlanStage.SUBMITTED])
@pytest.mark.parametrize(
    "dates",
    [
        {"due_on": LATER},
        {"due_on": date(2016, 1, 1)},
        {"due_on": None, "due_text": "Ongoing"},
        {"due_on": DUE, "due_text": "About then"},
    ],
)
def test_in_force_an_amendment_does_not_move_a_date(
    session: Session, actor: Actor, stage: PlanStage, dates: dict[str, Any]
) -> None:
    action = an_action(session, a_plan(session, actor, stage), actor)
    with pytest.raises(RuleError, match=r"^Ask for the new due date, with a reason$") as refusal:
        amend_action(session, action, fields_of(**dates), by=actor, on=ON)
    assert refusal.value.field == "due_on"
    amend_action(session, action, fields_of(title="New words"), by=actor, on=ON)
    assert (action.title, action.due_on, action.first_due_on) == ("New words", DUE, DUE)


def test_an_action_added_in_force_has_its_first_date_at_once(
    session: Session, actor: Actor
) -> None:
    action = an_action(session, a_plan(session, actor, PlanStage.ADOPTED), actor)
    assert action.first_due_on == DUE


def test_an_undated_action_in_force_is_given_its_first_date_once(
    session: Session, actor: Actor
) -> None:
    plan = a_plan(session, actor, PlanStage.ADOPTED)
    action = an_action(session, plan, actor, due_on=None, due_text="Ongoing")
    undated = fields_of(due_on=None, due_text="As long as needed")
    amend_action(session, action, undated, by=actor, on=ON)
    assert (action.due_text, action.first_due_on) == ("As long as needed", None)
    amend_action(session, action, fields_of(due_on=DUE), by=actor, on=ON)
    assert [action.due_on, action.first_due_on, action.due_text] == [DUE, DUE, None]
    with pytest.raises(RuleError, match="with a reason"):
        amend_action(session, action, fields_of(due_on=LATER), by=actor, on=ON)


def test_a_complete_action_in_force_is_given_no_date(session: Session, actor: Actor) -> None:
    plan = a_plan(session, actor, PlanStage.ADOPTED)
    action = an_action(session, plan, actor, due_on=None)
    rated(session, action, Delivery.COMPLETE, actor)
    with pytest.raises(RuleError, match="complete") as refusal:
        amend_action(session, action, fields_of(due_on=DUE), by=actor, on=ON)
    assert refusal.value.field == "due_on"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_removing_needs_a_reason(session: Session, actor: Actor, reason: str) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    with pytest.raises(RuleError) as refusal:
        remove_action(session, action, reason=reason, by=actor, on=ON)
    assert refusal.value.field == "reason"
    assert action.removed_on is None


def test_a_removal_is_in_history_with_its_reason_and_final(session: Session, actor: Actor) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    remove_action(session, action, reason="Merged into the training plan", by=actor, on=ON)
    assert action.removed_on == ON
    row = session.scalars(select(History).where(History.deed == "remove_action")).one()
    assert "Merged into the training plan" in (row.payload or "")
    assert row.record_id == action.id
    with pytest.raises(RuleError, match="removed"):
        remove_action(session, action, reason="Again", by=actor, on=ON)
    with pytest.raises(RuleError, match="removed"):
        amend_action(session, action, fields_of(title="New"), by=actor, on=ON)
    with pytest.raises(RuleError, match="removed"):
        link_recommendations(session, action, [], by=actor, on=ON)


def test_a_closed_plans_actions_do_not_change(session: Session, actor: Actor) -> None:
    plan = a_plan(session, actor, PlanStage.ADOPTED)
    action = an_action(session, plan, actor)
    close_plan(session, plan, by=actor, on=ON)
    with pytest.raises(RuleError, match="closed"):
        an_action(session, plan, actor, "2")
    with pytest.raises(RuleError, match="closed"):
        amend_action(session, action, fields_of(title="New"), by=actor, on=ON)
    with pytest.raises(RuleError, match="closed"):
        remove_action(session, action, reason="Why not", by=actor, on=ON)
    with pytest.raises(RuleError, match="closed"):
        link_recommendations(session, action, [], by=actor, on=ON)


def test_nobody_changes_another_councils_action(session: Session, actor: Actor) -> None:
    elsewhere = other_council(session, actor)
    plan = a_plan(session, elsewhere)
    action = an_action(session, plan, elsewhere)
    with pytest.raises(RuleError, match="another council"):
        an_action(session, plan, actor, "2")
    with pytest.raises(RuleError, match="another council"):
        remove_action(session, action, reason="Theirs", by=actor, on=ON)


def test_the_second_of_two_writers_is_told(session: Session, actor: Actor) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    seen = action.version
    first, second = fields_of(title="First"), fields_of(title="Second")
    amend_action(session, action, first, by=actor, on=ON, version=seen)
    with pytest.raises(Conflict):
        amend_action(session, action, second, by=actor, on=ON, version=seen)
    with pytest.raises(Conflict):
        remove_action(session, action, reason="Old", by=actor, on=ON, version=seen)
    assert (action.title, action.removed_on) == ("First", None)


def live_links(action: Action) -> set[uuid.UUID]:
    return {link.recommendation_id for link in action.answers if link.removed_on is None}


def test_links_are_made_exactly_so(session: Session, actor: Actor) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    one, two, three = (found.id for found in recommendations(session, actor, 3))
    link_recommendations(session, action, [one, two, one], by=actor, on=ON)
    assert live_links(action) == {one, two}
    link_recommendations(session, action, [two, three], by=actor, on=date(2015, 11, 1))
    assert live_links(action) == {two, three}
    removed = session.scalars(
        select(ActionRecommendation).where(ActionRecommendation.removed_on.is_not(None))
    ).one()
    assert (removed.recommendation_id, removed.removed_on) == (one, date(2015, 11, 1))
    link_recommendations(session, action, [], by=actor, on=ON)
    assert live_links(action) == set()
    assert removed.removed_on == date(2015, 11, 1)


def test_a_removed_link_stands_again_instead_of_a_second_one(
    session: Session, actor: Actor
) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    (one,) = (found.id for found in recommendations(session, actor, 1))
    for wanted in ([one], [], [one]):
        link_recommendations(session, action, wanted, by=actor, on=ON)
    session.expire_all()
    rows = session.scalars(select(ActionRecommendation)).all()
    assert [(row.action_id, row.removed_on) for row in rows] == [(action.id, None)]


@pytest.mark.parametrize("whose", ["nobody", "another council", "removed"])
def test_only_the_councils_live_recommendations_are_linked(
    session: Session, actor: Actor, whose: str
) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    wrong = uuid.uuid4()
    if whose == "another council":
        wrong = recommendations(session, other_council(session, actor), 1)[0].id
    (right,) = recommendations(session, actor, 1)
    link_recommendations(session, action, [right.id], by=actor, on=ON)
    if whose == "removed":
        gone = recommendations(session, actor, 2)[1]
        taken_out(session, actor, gone)
        wrong = gone.id
    with pytest.raises(RuleError) as refusal:
        link_recommendations(session, action, [right.id, wrong], by=actor, on=ON)
    assert refusal.value.field == "recommendation_ids"
    assert live_links(action) == {right.id}


def test_a_link_to_a_recommendation_removed_since_may_stay(session: Session, actor: Actor) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    one, two = recommendations(session, actor, 2)
    link_recommendations(session, action, [one.id], by=actor, on=ON)
    taken_out(session, actor, one)
    link_recommendations(session, action, [one.id, two.id], by=actor, on=ON)
    assert live_links(action) == {one.id, two.id}


def test_two_who_edit_the_links_meet_at_the_actions_version(session: Session, actor: Actor) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    one, two = (found.id for found in recommendations(session, actor, 2))
    seen = action.version
    link_recommendations(session, action, [one], by=actor, on=ON, version=seen)
    with pytest.raises(Conflict):
        link_recommendations(session, action, [two], by=actor, on=ON, version=seen)
    now = action.version
    link_recommendations(session, action, [one], by=actor, on=ON, version=now)
    assert action.version == now


def test_adoption_and_later_dates_are_seen_in_history(session: Session, actor: Actor) -> None:
    plan = a_plan(session, actor)
    action = an_action(session, plan, actor)
    adopt_plan(session, plan, by=actor, on=ON)
    rows = session.scalars(
        select(History).where(History.subject_id == action.id).order_by(History.seq)
    ).all()
    assert [row.deed for row in rows] == ["add_action", "adopt_plan"]
    assert '"first_due_on":"2016-03-31"' in (rows[-1].payload or "")
