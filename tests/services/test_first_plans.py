"""A first plan has a head for each theme and an empty action for each open recommendation."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tests.foundations.chains import rows_of
from tests.services.given import an_action, recorded
from tests.services.visits import ON, inspected, recommended
from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.models import Action, ActionRecommendation, Inspection, Plan, PlanInspection, Priority
from tracker.services.first_plans import start_plan_for

pytestmark = pytest.mark.usefixtures("any_engine")


@pytest.fixture
def inspection(session: Session, actor: Actor) -> Inspection:
    """Four recommendations: two of one theme, one of another, one of none."""
    found = inspected(session, actor)
    for text, theme in (
        ("Answer each contact within a day", "Front door"),
        ("Look at children first. " + "And again. " * 40, None),
        ("Staff the front door", "Front door"),
        ("Sit in on supervision", "Oversight"),
    ):
        recommended(session, found, actor, text=text, theme=theme)
    return found


def heads(session: Session, plan: Plan) -> list[tuple[str, str, list[str]]]:
    """Each priority with its actions' references."""
    found = session.scalars(
        select(Priority).where(Priority.plan_id == plan.id).order_by(Priority.sort_key)
    )
    actions = session.execute(
        select(Action.priority_id, Action.reference)
        .where(Action.plan_id == plan.id)
        .order_by(Action.sort_key)
    ).all()
    return [
        (one.letter, one.title, [ref for key, ref in actions if key == one.id]) for one in found
    ]


def test_each_theme_is_a_head_and_those_without_come_last(
    session: Session, actor: Actor, inspection: Inspection
) -> None:
    plan = start_plan_for(session, inspection, "Getting to good", by=actor, on=ON)
    assert heads(session, plan) == [
        ("A", "Front door", ["A1", "A2"]),
        ("B", "Oversight", ["B1"]),
        ("C", "Other recommendations", ["C1"]),
    ]
    answered = select(PlanInspection.inspection_id).where(PlanInspection.plan_id == plan.id)
    assert session.scalars(answered).all() == [inspection.id]


def test_each_action_answers_its_recommendation_and_says_its_first_words(
    session: Session, actor: Actor, inspection: Inspection
) -> None:
    plan = start_plan_for(session, inspection, "Getting to good", by=actor, on=ON)
    actions = session.scalars(
        select(Action)
        .where(Action.plan_id == plan.id)
        .options(selectinload(Action.answers))
        .order_by(Action.sort_key)
    ).all()
    assert all(len(action.answers) == 1 for action in actions)
    assert actions[0].title == "Answer each contact within a day"
    assert len(actions[-1].title) <= 120
    assert actions[-1].title.endswith("…")
    assert {action.due_on for action in actions} == {None}


def test_it_is_one_deed(session: Session, actor: Actor, inspection: Inspection) -> None:
    start_plan_for(session, inspection, "Getting to good", by=actor, on=ON)
    rows = rows_of(session, inspection.council_id)
    made = {row.deed_id for row in rows if row.deed == "start_plan_for"}
    assert len(made) == 1
    assert rows[-1].deed_id in made


def test_what_has_an_action_is_left_out_and_in_the_end_nothing_is_left(
    session: Session, actor: Actor, inspection: Inspection
) -> None:
    first = start_plan_for(session, inspection, "Getting to good", by=actor, on=ON)
    with pytest.raises(RuleError, match="has an action already"):
        start_plan_for(session, inspection, "Again", by=actor, on=ON)
    late = recommended(session, inspection, actor, text="One more")
    second = start_plan_for(session, inspection, "Again", by=actor, on=ON)
    assert heads(session, second) == [("A", "Other recommendations", ["A1"])]
    action = an_action(session, first, actor, "Z1")
    link = {"action_id": action.id, "recommendation_id": late.id}
    recorded(session, actor, ActionRecommendation, **link)


def test_there_may_be_more_themes_than_letters(session: Session, actor: Actor) -> None:
    inspection = inspected(session, actor)
    for number in range(28):
        recommended(session, inspection, actor, text=f"Do {number}", theme=f"Theme {number}")
    plan = start_plan_for(session, inspection, "Getting to good", by=actor, on=ON)
    letters = select(Priority.letter).where(Priority.plan_id == plan.id)
    assert {"A", "Z", "AA", "AB"} <= set(session.scalars(letters))
