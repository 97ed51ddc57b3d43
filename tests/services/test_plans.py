"""Plans: starting, amending, and the steps from draft to closed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.services.given import (
    DUE,
    ON,
    a_board,
    a_plan,
    an_action,
    an_inspection,
    other_council,
)
from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import PLAN_STEPS, PlanStage
from tracker.models import History, Plan
from tracker.services.actions import remove_action
from tracker.services.deeds import Conflict
from tracker.services.plans import (
    PlanFields,
    adopt_plan,
    amend_plan,
    answer_inspection,
    close_plan,
    start_plan,
    stop_answering,
    submit_plan,
)

DRAFT, ADOPTED = PlanStage.DRAFT, PlanStage.ADOPTED
SUBMITTED, CLOSED = PlanStage.SUBMITTED, PlanStage.CLOSED

# The specification: every pair of stages, and whether a plan may take the step.
STEPS: Final = {
    (DRAFT, DRAFT): False,
    (DRAFT, ADOPTED): True,
    (DRAFT, SUBMITTED): False,
    (DRAFT, CLOSED): False,
    (ADOPTED, DRAFT): False,
    (ADOPTED, ADOPTED): False,
    (ADOPTED, SUBMITTED): True,
    (ADOPTED, CLOSED): True,
    (SUBMITTED, DRAFT): False,
    (SUBMITTED, ADOPTED): False,
    (SUBMITTED, SUBMITTED): False,
    (SUBMITTED, CLOSED): True,
    (CLOSED, DRAFT): False,
    (CLOSED, ADOPTED): False,
    (CLOSED, SUBMITTED): False,
    (CLOSED, CLOSED): False,
}

# There is no deed that leads back to a draft; that pair is held by the table alone.
STEP_TO: Final[dict[PlanStage, Callable[..., Any]]] = {
    ADOPTED: adopt_plan,
    SUBMITTED: submit_plan,
    CLOSED: close_plan,
}


def test_the_table_names_every_pair_and_is_the_one_in_force() -> None:
    assert set(STEPS) == {(before, after) for before in PlanStage for after in PlanStage}
    assert {pair for pair, allowed in STEPS.items() if allowed} == PLAN_STEPS


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [(*pair, allowed) for pair, allowed in STEPS.items() if pair[1] in STEP_TO],
)
def test_each_step_is_taken_or_refused(
    session: Session, actor: Actor, before: PlanStage, after: PlanStage, allowed: bool
) -> None:
    plan = a_plan(session, actor, before)
    take = STEP_TO[after]
    if allowed:
        take(session, plan, by=actor, on=date(2018, 6, 1))
        assert plan.stage is after
        assert getattr(plan, f"{after.value}_on") == date(2018, 6, 1)
    else:
        with pytest.raises(RuleError, match=f"so it cannot be {after.value}"):
            take(session, plan, by=actor, on=date(2018, 6, 1))
        assert plan.stage is before


def test_a_plan_starts_as_a_draft_with_what_was_typed(session: Session, actor: Actor) -> None:
    board = a_board(session, actor)
    plan = start_plan(
        session,
        PlanFields(title=" Getting to good ", revision="V9", board_id=board.id, phase="  "),
        by=actor,
        on=ON,
    )
    assert (plan.title, plan.revision, plan.phase) == ("Getting to good", "V9", None)
    assert (plan.stage, plan.adopted_on) == (DRAFT, None)
    assert plan.council_id == actor.council_id
    assert plan.board_id == board.id


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (PlanFields(title=" "), "title"),
        (PlanFields(title="x" * 201), "title"),
        (PlanFields(title="NUL \x00"), "title"),
        (PlanFields(title="Plan", revision="x" * 41), "revision"),
        (PlanFields(title="Plan", board_id=uuid.uuid4()), "board_id"),
    ],
)
def test_wrong_fields_are_refused_by_name(
    session: Session, actor: Actor, fields: PlanFields, field: str
) -> None:
    plan = a_plan(session, actor)
    with pytest.raises(RuleError) as refusal:
        start_plan(session, fields, by=actor, on=ON)
    assert refusal.value.field == field
    with pytest.raises(RuleError) as refusal:
        amend_plan(session, plan, fields, by=actor, on=ON)
    assert refusal.value.field == field


def test_a_plan_cannot_be_given_another_councils_board(session: Session, actor: Actor) -> None:
    board = a_board(session, other_council(session, actor))
    with pytest.raises(RuleError) as refusal:
        start_plan(session, PlanFields(title="Plan", board_id=board.id), by=actor, on=ON)
    assert refusal.value.field == "board_id"


def test_a_plan_keeps_a_board_that_has_ended_but_is_not_given_one(
    session: Session, actor: Actor
) -> None:
    board = a_board(session, actor)
    fields = PlanFields(title="Plan", board_id=board.id)
    plan = start_plan(session, fields, by=actor, on=ON)
    ended = a_board(session, actor, name="Old board", ended_on=date(2014, 1, 1))
    with pytest.raises(RuleError, match="board"):
        amend_plan(session, plan, PlanFields(title="Plan", board_id=ended.id), by=actor, on=ON)
    amend_plan(session, plan, PlanFields(title="Plan 2", board_id=board.id), by=actor, on=ON)
    assert (plan.title, plan.board_id) == ("Plan 2", board.id)


def test_the_second_of_two_writers_is_told(session: Session, actor: Actor) -> None:
    plan = a_plan(session, actor)
    seen = plan.version
    amend_plan(session, plan, PlanFields(title="First"), by=actor, on=ON, version=seen)
    with pytest.raises(Conflict) as conflict:
        amend_plan(session, plan, PlanFields(title="Second"), by=actor, on=ON, version=seen)
    assert conflict.value.record is plan
    assert plan.title == "First"
    with pytest.raises(Conflict):
        adopt_plan(session, plan, by=actor, on=ON, version=seen)


def test_nobody_changes_another_councils_plan(session: Session, actor: Actor) -> None:
    plan = a_plan(session, other_council(session, actor))
    with pytest.raises(RuleError, match="another council"):
        amend_plan(session, plan, PlanFields(title="Mine now"), by=actor, on=ON)
    with pytest.raises(RuleError, match="another council"):
        adopt_plan(session, plan, by=actor, on=ON)


def test_a_closed_plan_takes_no_changes(session: Session, actor: Actor) -> None:
    inspection = an_inspection(session, actor)
    plan = a_plan(session, actor, CLOSED)
    with pytest.raises(RuleError, match="closed"):
        amend_plan(session, plan, PlanFields(title="New"), by=actor, on=ON)
    with pytest.raises(RuleError, match="closed"):
        answer_inspection(session, plan, inspection.id, by=actor, on=ON)


def test_adoption_keeps_each_live_actions_due_date_as_its_first(
    session: Session, actor: Actor
) -> None:
    plan = a_plan(session, actor)
    dated = an_action(session, plan, actor, "1.1")
    undated = an_action(session, plan, actor, "1.2", due_on=None, due_text="Ongoing")
    removed = an_action(session, plan, actor, "1.3")
    remove_action(session, removed, reason="Not needed", by=actor, on=ON)
    assert dated.first_due_on is None
    adopt_plan(session, plan, by=actor, on=date(2015, 12, 8))
    assert plan.adopted_on == date(2015, 12, 8)
    assert dated.first_due_on == DUE
    assert undated.first_due_on is None
    assert removed.first_due_on is None


def test_adoption_leaves_another_plans_actions_alone(session: Session, actor: Actor) -> None:
    other = an_action(session, a_plan(session, actor), actor)
    adopt_plan(session, a_plan(session, actor), by=actor, on=ON)
    assert other.first_due_on is None


def test_adoption_is_one_deed_in_history_with_its_reason(session: Session, actor: Actor) -> None:
    plan = a_plan(session, actor)
    an_action(session, plan, actor)
    adopt_plan(session, plan, by=actor, on=ON, reason="Agreed by cabinet")
    rows = session.scalars(select(History).where(History.deed == "adopt_plan")).all()
    assert {row.record_type for row in rows} == {"plan", "action"}
    assert len({row.deed_id for row in rows}) == 1
    assert all("Agreed by cabinet" in (row.payload or "") for row in rows)


def test_a_plan_answers_inspections_and_stops_and_answers_again(
    session: Session, actor: Actor
) -> None:
    plan, inspection = a_plan(session, actor), an_inspection(session, actor)
    link = answer_inspection(session, plan, inspection.id, by=actor, on=ON)
    assert (link.plan_id, link.inspection_id) == (plan.id, inspection.id)
    with pytest.raises(RuleError, match="already answers"):
        answer_inspection(session, plan, inspection.id, by=actor, on=ON)
    stop_answering(session, plan, inspection.id, by=actor, on=ON)
    assert link.removed_on == ON
    with pytest.raises(RuleError, match="does not answer"):
        stop_answering(session, plan, inspection.id, by=actor, on=ON)
    assert answer_inspection(session, plan, inspection.id, by=actor, on=ON) is link
    assert link.removed_on is None


@pytest.mark.parametrize("whose", ["nobody", "another council", "removed"])
def test_a_plan_answers_only_the_councils_own_inspections(
    session: Session, actor: Actor, whose: str
) -> None:
    plan = a_plan(session, actor)
    inspection_id = uuid.uuid4()
    if whose == "another council":
        inspection_id = an_inspection(session, other_council(session, actor)).id
    if whose == "removed":
        inspection_id = an_inspection(session, actor, removed_on=ON).id
    with pytest.raises(RuleError) as refusal:
        answer_inspection(session, plan, inspection_id, by=actor, on=ON)
    assert refusal.value.field == "inspection_id"
    assert session.scalars(select(Plan)).one().inspections == []
