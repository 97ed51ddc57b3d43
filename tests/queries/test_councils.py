"""What a council's page counts: what somebody owes, and how live plans go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.services.given import recorded
from tests.web.workforce import (
    TODAY,
    a_holding,
    a_person,
    a_plan,
    a_post,
    an_action,
    embargo,
)
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, PlanStage
from tracker.models import Person, Plan
from tracker.queries.assurance_queue import every_waiting
from tracker.queries.councils import Owed, count_owed, get_council, list_live_plans
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask
from tracker.queries.my_actions import list_owed_actions

pytestmark = pytest.mark.usefixtures("any_engine")

YESTERDAY = date(2026, 10, 4)


@pytest.fixture
def owner(session: Session, actor: Actor) -> Actor:
    """A person who holds a post, at work."""
    person = a_person(session, actor)
    post = a_post(session, actor)
    a_holding(session, actor, post, person)
    return replace(actor, person_id=person.id, post_ids=frozenset({post.id}))


class TestOwed:
    def test_counts_what_my_actions_lists(
        self, session: Session, actor: Actor, owner: Actor
    ) -> None:
        plan, person = a_plan(session, actor), session.get(Person, owner.person_id)
        draft = recorded(session, actor, Plan, title="Draft", stage=PlanStage.DRAFT)
        an_action(session, actor, plan, "1", person, due_on=YESTERDAY)
        an_action(session, actor, plan, "2", person, due_on=TODAY)
        an_action(session, actor, plan, "3", person, due_on=None)
        done = {"delivery": Delivery.COMPLETE, "due_on": YESTERDAY}
        an_action(session, actor, plan, "4", person, **done)
        an_action(session, actor, plan, "5", person, due_on=YESTERDAY, removed_on=TODAY)
        an_action(session, actor, plan, "6", due_on=YESTERDAY)
        an_action(session, actor, draft, "7", person, due_on=YESTERDAY)
        embargo(session, actor, an_action(session, actor, plan, "8", person, due_on=YESTERDAY))
        hidden = replace(owner, roles=frozenset())
        assert count_owed(session, owner) == Owed(open=4, overdue=2, to_assure=1)
        assert count_owed(session, hidden) == Owed(open=3, overdue=1, to_assure=1)
        for asking in (owner, hidden):
            listed = list_owed_actions(session, asking)
            late = [row for row in listed if row.due_on and row.due_on < TODAY]
            waits = len(every_waiting(session, asking, Ask()))
            expected = Owed(len(listed), len(late), to_assure=waits)
            assert count_owed(session, asking) == expected

    def test_counts_what_the_post_owns(self, session: Session, actor: Actor, owner: Actor) -> None:
        post = a_post(session, actor, "Another post")
        an_action(session, actor, a_plan(session, actor), "1", post)
        assert count_owed(session, owner) == Owed(0, 0)
        holder = replace(owner, post_ids=frozenset({post.id}))
        assert count_owed(session, holder) == Owed(1, 0)
        assert count_owed(session, replace(holder, person_id=None)) == Owed(1, 0)


class TestLivePlans:
    def test_counts_by_rating_and_keeps_a_plan_without_actions(
        self, session: Session, actor: Actor, outsider: Actor
    ) -> None:
        plan = a_plan(session, actor)
        recorded(session, actor, Plan, title="Empty", stage=PlanStage.DRAFT)
        recorded(session, actor, Plan, title="Closed", stage=PlanStage.CLOSED)
        recorded(session, outsider, Plan, title="Elsewhere", stage=PlanStage.ADOPTED)
        an_action(session, actor, plan, "1", due_on=YESTERDAY)
        an_action(session, actor, plan, "2")
        an_action(session, actor, plan, "3", delivery=Delivery.COMPLETE, due_on=YESTERDAY)
        an_action(session, actor, plan, "4", removed_on=TODAY)
        rows = [
            (row.title, row.delivery, row.total, row.overdue)
            for row in list_live_plans(session, actor)
        ]
        assert rows == [
            ("Getting to good", Delivery.COMPLETE, 1, 0),
            ("Getting to good", Delivery.ON_TRACK, 2, 1),
            ("Empty", None, 0, 0),
        ]

    def test_does_not_count_what_is_under_embargo(
        self, session: Session, actor: Actor, viewer: Actor
    ) -> None:
        plan = a_plan(session, actor)
        embargo(session, actor, an_action(session, actor, plan, due_on=YESTERDAY))
        assert [row.total for row in list_live_plans(session, actor)] == [1]
        assert [row.total for row in list_live_plans(session, viewer)] == [0]


def test_an_actor_without_a_council_has_none(session: Session, actor: Actor) -> None:
    assert get_council(session, actor).slug == "riverford"
    with pytest.raises(NotFound):
        get_council(session, replace(actor, council_id=None))
