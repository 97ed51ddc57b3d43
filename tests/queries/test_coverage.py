"""Coverage on both databases: which recommendations nothing answers, and which may be answered."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.services.given import taken_out
from tests.web.planned import action_of, answering, looks_back, plan_of
from tests.web.scene import embargoed, inspected, recommended, visited
from tests.web.workforce import TODAY
from tracker.access.actor import Actor
from tracker.models import Inspection, Plan
from tracker.queries.coverage import list_answerable, list_unanswered
from tracker.services.actions import remove_action
from tracker.services.plans import answer_inspection, stop_answering

pytestmark = pytest.mark.usefixtures("any_engine")


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    return plan_of(session, actor)


@pytest.fixture
def full(session: Session, actor: Actor) -> Inspection:
    return inspected(session, actor)


def test_only_recommendations_of_answered_inspections_without_a_live_action(
    session: Session, actor: Actor, viewer: Actor, outsider: Actor, plan: Plan, full: Inspection
) -> None:
    first, second, third, gone = (recommended(session, full, actor) for _ in range(4))
    recommended(session, visited(session, actor, date(2018, 3, 6), follows_id=full.id), actor)
    taken_out(session, actor, gone)
    assert list_unanswered(session, viewer, plan.id) == []
    looks_back(session, plan, actor, first)
    answering(session, action_of(session, plan, actor, "1"), actor, first)
    removed = action_of(session, plan, actor, "2")
    answering(session, removed, actor, second)
    session.refresh(removed, ["plan"])
    remove_action(session, removed, reason="In error", by=actor, on=TODAY)
    unlinked = action_of(session, plan, actor, "3")
    answering(session, unlinked, actor, third)
    answering(session, unlinked, actor)
    rows = list_unanswered(session, viewer, plan.id)
    assert [row.id for row in rows] == [second.id, third.id]
    assert list_unanswered(session, outsider, plan.id) == []
    session.refresh(plan, ["inspections"])
    stop_answering(session, plan, full.id, by=actor, on=TODAY)
    assert list_unanswered(session, viewer, plan.id) == []


def test_an_answer_that_may_not_be_seen_is_none(
    session: Session, actor: Actor, viewer: Actor, plan: Plan, full: Inspection
) -> None:
    visit = embargoed(session, actor, full)
    hidden = recommended(session, visit, actor)
    session.refresh(plan, ["inspections"])
    answer_inspection(session, plan, visit.id, by=actor, on=TODAY)
    assert list_unanswered(session, viewer, plan.id) == []
    assert [row.id for row in list_unanswered(session, actor, plan.id)] == [hidden.id]


def test_the_plans_own_recommendations_come_first(
    session: Session, actor: Actor, viewer: Actor, outsider: Actor, plan: Plan, full: Inspection
) -> None:
    mine, also = recommended(session, full, actor), recommended(session, full, actor)
    later = recommended(
        session, visited(session, actor, date(2018, 3, 6), follows_id=full.id), actor
    )
    recommended(session, embargoed(session, actor, full), actor)
    looks_back(session, plan, actor, mine)
    rows = list_answerable(session, viewer, plan.id)
    assert [(row.id, bool(row.of_plan)) for row in rows] == [
        (mine.id, True),
        (also.id, True),
        (later.id, False),
    ]
    assert len(list_answerable(session, actor, plan.id)) == 4
    assert list_answerable(session, outsider, plan.id) == []
