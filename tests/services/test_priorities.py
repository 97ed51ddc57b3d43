"""Priorities: the heads of a plan."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.services.given import (
    ON,
    a_plan,
    a_post,
    a_priority,
    an_action,
    other_council,
)
from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import PlanStage
from tracker.services.actions import remove_action
from tracker.services.deeds import Conflict
from tracker.services.plans import close_plan
from tracker.services.priorities import (
    PriorityFields,
    add_priority,
    amend_priority,
    remove_priority,
)


def test_a_priority_is_added_with_what_was_typed(session: Session, actor: Actor) -> None:
    plan, post = a_plan(session, actor), a_post(session, actor, "Director")
    priority = add_priority(
        session,
        plan,
        PriorityFields(
            letter=" B ",
            title="Management oversight",
            difference="Children are seen sooner.",
            director_post_id=post.id,
        ),
        by=actor,
        on=ON,
    )
    assert (priority.letter, priority.plan_id) == ("B", plan.id)
    assert priority.difference == "Children are seen sooner."
    assert priority.director_post_id == post.id


def test_priorities_sort_as_a_reader_expects(session: Session, actor: Actor) -> None:
    plan = a_plan(session, actor)
    made = [a_priority(session, plan, actor, letter) for letter in ("10", "B", "2", "A")]
    ordered = sorted(made, key=lambda priority: priority.sort_key)
    assert [priority.letter for priority in ordered] == ["2", "10", "A", "B"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (PriorityFields(letter="", title="T"), "letter"),
        (PriorityFields(letter="<A>", title="T"), "letter"),
        (PriorityFields(letter="x" * 11, title="T"), "letter"),
        (PriorityFields(letter="A", title="Taken letter"), "letter"),
        (PriorityFields(letter="B", title="x" * 301), "title"),
        (PriorityFields(letter="B", title="T", director_post_id=uuid.uuid4()), "director_post_id"),
    ],
)
def test_wrong_fields_are_refused_by_name(
    session: Session, actor: Actor, fields: PriorityFields, field: str
) -> None:
    plan = a_plan(session, actor)
    a_priority(session, plan, actor, "A")
    other = a_priority(session, plan, actor, "C")
    with pytest.raises(RuleError) as refusal:
        add_priority(session, plan, fields, by=actor, on=ON)
    assert refusal.value.field == field
    with pytest.raises(RuleError) as refusal:
        amend_priority(session, other, fields, by=actor, on=ON)
    assert refusal.value.field == field


def test_a_letter_is_free_in_another_plan_and_after_removal(session: Session, actor: Actor) -> None:
    plan = a_plan(session, actor)
    first = a_priority(session, plan, actor, "A")
    assert a_priority(session, a_plan(session, actor), actor, "A").letter == "A"
    remove_priority(session, first, by=actor, on=ON)
    assert a_priority(session, plan, actor, "A").id != first.id


def test_amending_keeps_the_own_letter_and_a_closed_directors_post(
    session: Session, actor: Actor
) -> None:
    plan, post = a_plan(session, actor), a_post(session, actor, "Director")
    fields = PriorityFields(letter="A", title="One", director_post_id=post.id)
    priority = add_priority(session, plan, fields, by=actor, on=date(2014, 1, 1))
    closed = a_post(session, actor, "Old post", closed_on=date(2014, 6, 1))
    with pytest.raises(RuleError) as refusal:
        amend_priority(
            session,
            priority,
            PriorityFields(letter="A", title="Two", director_post_id=closed.id),
            by=actor,
            on=ON,
        )
    assert refusal.value.field == "director_post_id"
    amend_priority(
        session,
        priority,
        PriorityFields(letter="2", title="Two", director_post_id=post.id),
        by=actor,
        on=ON,
    )
    assert (priority.letter, priority.title, priority.sort_key[:2]) == ("2", "Two", "01")


@pytest.mark.parametrize(("count", "said"), [(1, "1 action stands"), (2, "2 actions stand")])
def test_a_priority_with_live_actions_stays(
    session: Session, actor: Actor, count: int, said: str
) -> None:
    plan = a_plan(session, actor)
    priority = a_priority(session, plan, actor)
    made = [
        an_action(session, plan, actor, f"1.{number}", priority_id=priority.id)
        for number in range(count)
    ]
    with pytest.raises(RuleError, match=f"^{said} under this priority"):
        remove_priority(session, priority, by=actor, on=ON)
    assert priority.removed_on is None
    for action in made:
        remove_action(session, action, reason="Done elsewhere", by=actor, on=ON)
    remove_priority(session, priority, by=actor, on=ON)
    assert priority.removed_on == ON


def test_a_removed_priority_is_not_changed_again(session: Session, actor: Actor) -> None:
    priority = a_priority(session, a_plan(session, actor), actor)
    remove_priority(session, priority, by=actor, on=ON)
    with pytest.raises(RuleError, match="removed"):
        remove_priority(session, priority, by=actor, on=ON)
    with pytest.raises(RuleError, match="removed"):
        amend_priority(session, priority, PriorityFields(letter="A", title="T"), by=actor, on=ON)


def test_a_closed_plan_keeps_its_priorities(session: Session, actor: Actor) -> None:
    plan = a_plan(session, actor, PlanStage.ADOPTED)
    priority = a_priority(session, plan, actor)
    close_plan(session, plan, by=actor, on=ON)
    fields = PriorityFields(letter="B", title="T")
    with pytest.raises(RuleError, match="closed"):
        add_priority(session, plan, fields, by=actor, on=ON)
    with pytest.raises(RuleError, match="closed"):
        amend_priority(session, priority, fields, by=actor, on=ON)
    with pytest.raises(RuleError, match="closed"):
        remove_priority(session, priority, by=actor, on=ON)


def test_the_second_of_two_writers_is_told(session: Session, actor: Actor) -> None:
    priority = a_priority(session, a_plan(session, actor), actor)
    seen = priority.version
    fields = PriorityFields(letter="A", title="First")
    amend_priority(session, priority, fields, by=actor, on=ON, version=seen)
    with pytest.raises(Conflict):
        remove_priority(session, priority, by=actor, on=ON, version=seen)
    assert priority.removed_on is None


def test_nobody_changes_another_councils_priority(session: Session, actor: Actor) -> None:
    elsewhere = other_council(session, actor)
    priority = a_priority(session, a_plan(session, elsewhere), elsewhere)
    with pytest.raises(RuleError, match="another council"):
        remove_priority(session, priority, by=actor, on=ON)
