"""Milestones: the steps on the way to an action's end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.services.given import ON, a_plan, an_action, other_council
from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import PlanStage
from tracker.models import Milestone
from tracker.services.actions import remove_action
from tracker.services.deeds import Conflict
from tracker.services.milestones import (
    MilestoneFields,
    add_milestone,
    amend_milestone,
    remove_milestone,
)
from tracker.services.plans import close_plan

FIELDS = MilestoneFields(title="Duty team moved", due_on=date(2015, 11, 30))


def a_milestone(session: Session, actor: Actor) -> Milestone:
    action = an_action(session, a_plan(session, actor, PlanStage.ADOPTED), actor)
    return add_milestone(session, action, FIELDS, by=actor, on=ON)


def test_a_milestone_is_added_reached_and_moved_freely(session: Session, actor: Actor) -> None:
    milestone = a_milestone(session, actor)
    assert (milestone.title, milestone.due_on) == ("Duty team moved", date(2015, 11, 30))
    assert milestone.done_on is None
    moved = MilestoneFields(title="Both teams moved", due_on=date(2015, 12, 31), done_on=ON)
    amend_milestone(session, milestone, moved, by=actor, on=ON)
    assert [milestone.title, milestone.due_on, milestone.done_on] == [
        "Both teams moved",
        date(2015, 12, 31),
        ON,
    ]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (MilestoneFields(title=" "), "title"),
        (MilestoneFields(title="x" * 301), "title"),
        (MilestoneFields(title="T", due_on=date(15, 1, 1)), "due_on"),
        (MilestoneFields(title="T", done_on=ON + timedelta(days=1)), "done_on"),
    ],
)
def test_wrong_fields_are_refused_by_name(
    session: Session, actor: Actor, fields: MilestoneFields, field: str
) -> None:
    milestone = a_milestone(session, actor)
    with pytest.raises(RuleError) as refusal:
        amend_milestone(session, milestone, fields, by=actor, on=ON)
    assert refusal.value.field == field
    with pytest.raises(RuleError) as refusal:
        add_milestone(session, milestone.action, fields, by=actor, on=ON)
    assert refusal.value.field == field


def test_a_removed_milestone_is_not_changed_again(session: Session, actor: Actor) -> None:
    milestone = a_milestone(session, actor)
    remove_milestone(session, milestone, by=actor, on=ON)
    assert milestone.removed_on == ON
    with pytest.raises(RuleError, match="removed"):
        remove_milestone(session, milestone, by=actor, on=ON)
    with pytest.raises(RuleError, match="removed"):
        amend_milestone(session, milestone, FIELDS, by=actor, on=ON)


def test_a_removed_action_and_a_closed_plan_keep_their_milestones(
    session: Session, actor: Actor
) -> None:
    in_removed, in_closed = a_milestone(session, actor), a_milestone(session, actor)
    remove_action(session, in_removed.action, reason="Not needed", by=actor, on=ON)
    close_plan(session, in_closed.action.plan, by=actor, on=ON)
    for milestone, why in ((in_removed, "removed"), (in_closed, "closed")):
        with pytest.raises(RuleError, match=why):
            add_milestone(session, milestone.action, FIELDS, by=actor, on=ON)
        with pytest.raises(RuleError, match=why):
            amend_milestone(session, milestone, FIELDS, by=actor, on=ON)
        with pytest.raises(RuleError, match=why):
            remove_milestone(session, milestone, by=actor, on=ON)


def test_the_second_of_two_writers_is_told(session: Session, actor: Actor) -> None:
    milestone = a_milestone(session, actor)
    seen = milestone.version
    first = MilestoneFields(title="First")
    amend_milestone(session, milestone, first, by=actor, on=ON, version=seen)
    with pytest.raises(Conflict):
        remove_milestone(session, milestone, by=actor, on=ON, version=seen)
    assert milestone.removed_on is None


def test_nobody_changes_another_councils_milestone(session: Session, actor: Actor) -> None:
    milestone = a_milestone(session, other_council(session, actor))
    with pytest.raises(RuleError, match="another council"):
        amend_milestone(session, milestone, FIELDS, by=actor, on=ON)
    with pytest.raises(RuleError, match="another council"):
        add_milestone(session, milestone.action, FIELDS, by=actor, on=ON)
