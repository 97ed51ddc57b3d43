"""What a handover would move is what the deed moves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.services.given import recorded
from tests.web.workforce import (
    TODAY,
    a_board,
    a_holding,
    a_person,
    a_plan,
    a_post,
    an_action,
    embargo,
)
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, PlanStage
from tracker.models import Person, Plan, Post, Priority
from tracker.queries.handover import find_open, list_posts_left_vacant
from tracker.services.people import hand_over, leave

pytestmark = pytest.mark.usefixtures("any_engine")


@pytest.fixture
def rowan(session: Session, actor: Actor) -> Person:
    return a_person(session, actor)


@pytest.fixture
def kim(session: Session, actor: Actor) -> Person:
    return a_person(session, actor, "Kim Okafor")


def a_priority(session: Session, by: Actor, plan: Plan, director: Post, **more: Any) -> Priority:
    values = {"letter": "A", "sort_key": "A", "title": "Oversight", **more}
    return recorded(session, by, Priority, plan_id=plan.id, director_post_id=director.id, **values)


def test_of_a_person_it_is_what_the_deed_moves(
    session: Session, actor: Actor, rowan: Person, kim: Person
) -> None:
    plan = a_plan(session, actor)
    an_action(session, actor, plan, "1", rowan)
    an_action(session, actor, plan, "2", rowan, delivery=Delivery.COMPLETE)
    an_action(session, actor, plan, "3", rowan, removed_on=TODAY)
    a_board(session, actor, rowan)
    found = find_open(session, actor, rowan)
    assert [row.reference for row in found.actions] == ["1"]
    assert [row.name for row in found.boards] == ["Improvement Board"]
    assert len(found) == 2
    moved = hand_over(session, rowan, kim, by=actor, on=TODAY, reason="Rowan moves on.")
    assert (moved.actions, moved.boards) == (len(found.actions), len(found.boards))
    assert len(find_open(session, actor, rowan)) == 0
    assert len(find_open(session, actor, kim)) == 2


def test_of_a_post_it_is_what_the_deed_moves(session: Session, actor: Actor) -> None:
    old, new = a_post(session, actor, "Old"), a_post(session, actor, "New")
    plan = a_plan(session, actor)
    closed = recorded(session, actor, Plan, title="Past", stage=PlanStage.CLOSED)
    an_action(session, actor, plan, "1", old)
    a_priority(session, actor, plan, old)
    a_priority(session, actor, closed, old)
    a_priority(session, actor, plan, old, letter="B", removed_on=TODAY)
    found = find_open(session, actor, old)
    moved = hand_over(session, old, new, by=actor, on=TODAY, reason="The service is rebuilt.")
    assert (moved.actions, moved.priorities) == (1, 1)
    assert (len(found.actions), len(found.priorities)) == (1, 1)


def test_an_embargo_hides_what_is_open(
    session: Session, actor: Actor, viewer: Actor, rowan: Person
) -> None:
    embargo(session, actor, an_action(session, actor, a_plan(session, actor), "1", rowan))
    assert len(find_open(session, viewer, rowan)) == 0
    assert len(find_open(session, actor, rowan)) == 1


def test_posts_left_vacant_are_those_that_leaving_tells(
    session: Session, actor: Actor, rowan: Person, kim: Person
) -> None:
    posts = {name: a_post(session, actor, name) for name in ("Alone", "Shared", "Ended", "Closed")}
    for name, days in {"Alone": {}, "Shared": {}, "Ended": {"to_on": date(2026, 10, 4)}}.items():
        a_holding(session, actor, posts[name], rowan, **days)
    a_holding(session, actor, posts["Shared"], kim)
    a_holding(session, actor, posts["Closed"], rowan)
    with_closed = posts["Closed"]
    recorded_before = [row.title for row in list_posts_left_vacant(session, actor, rowan)]
    assert recorded_before == ["Alone", "Closed"]
    assert with_closed.closed_on is None
    behind = leave(session, rowan, by=actor, on=TODAY)
    assert list(behind.vacant_posts) == recorded_before


def test_a_post_whose_next_holder_is_known_is_not_left_vacant(
    session: Session, actor: Actor, rowan: Person, kim: Person
) -> None:
    post = a_post(session, actor)
    a_holding(session, actor, post, rowan)
    a_holding(session, actor, post, kim, from_on=date(2026, 11, 1))
    assert not list_posts_left_vacant(session, actor, rowan)
