"""What somebody owes, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.services.given import a_person, a_post
from tests.web.planned import action_of, plan_of
from tests.web.workforce import TODAY
from tracker.access.actor import Actor
from tracker.domain.vocabulary import PlanStage
from tracker.queries.listing import Ask
from tracker.queries.my_actions import list_owed_actions, list_owed_plans, page_of_owed_actions
from tracker.services.ownership import OwnerFields, set_owners

pytestmark = pytest.mark.usefixtures("any_engine")


def test_what_one_owns_oneself_or_through_a_post_by_due_date(
    session: Session, actor: Actor, viewer: Actor, outsider: Actor
) -> None:
    plan = plan_of(session, actor, PlanStage.ADOPTED)
    lead, mine = a_post(session, actor, "Lead"), a_post(session, actor, "Mine")
    me = a_person(session, actor, "Me")

    def given(reference: str, due_on: date | None, *owners: OwnerFields) -> None:
        action = action_of(session, plan, actor, reference, due_on=due_on)
        set_owners(session, action, owners, by=actor, on=TODAY)

    theirs = OwnerFields(post_id=lead.id)
    given("1", None, OwnerFields(person_id=me.id))
    given("2", date(2026, 12, 1), theirs, OwnerFields(post_id=mine.id))
    given("3", date(2026, 9, 1), theirs, OwnerFields(person_id=me.id), OwnerFields(post_id=mine.id))
    given("4", TODAY, theirs)
    who = replace(viewer, person_id=me.id, post_ids=frozenset({mine.id}))
    rows = list_owed_actions(session, who)
    assert [(row.reference, row.post, row.person) for row in rows] == [
        ("3", "Lead", None),
        ("2", "Lead", None),
        ("1", None, "Me"),
    ]
    assert list_owed_actions(session, viewer) == []
    away = replace(outsider, person_id=me.id, post_ids=frozenset({mine.id}))
    assert list_owed_actions(session, away) == []


@pytest.mark.parametrize(
    ("due", "expected"),
    [("overdue", ["1"]), ("soon", ["2", "3"]), ("later", ["4"]), ("none", ["5"])],
)
def test_it_narrows_to_a_span_of_days_and_to_a_plan(
    session: Session, actor: Actor, viewer: Actor, due: str, expected: list[str]
) -> None:
    plan = plan_of(session, actor, PlanStage.ADOPTED)
    me = a_person(session, actor, "Me")
    for reference, days in {"1": -1, "2": 0, "3": 30, "4": 31, "5": None}.items():
        due_on = None if days is None else TODAY + timedelta(days=days)
        action = action_of(session, plan, actor, reference, due_on=due_on)
        set_owners(session, action, [OwnerFields(person_id=me.id)], by=actor, on=TODAY)
    who = replace(viewer, person_id=me.id)
    page = page_of_owed_actions(session, who, Ask({"due": (due,), "plan": (str(plan.id),)}))
    assert [row.reference for row in page.rows] == expected
    assert page.total == len(expected)
    assert [(row.id, row.title) for row in list_owed_plans(session, who)] == [(plan.id, plan.title)]
