"""Due dates: in force they move with a reason, and the first one never changes."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.services.given import (
    DUE,
    ON,
    a_meeting,
    a_plan,
    an_action,
    fields_of,
    other_council,
    rated,
    saying,
    taken_out,
)
from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import Delivery, PlanStage
from tracker.models import Action, DateChange, History, Plan
from tracker.queries.succession import get_whole_action
from tracker.services.actions import amend_action, remove_action
from tracker.services.deeds import Conflict
from tracker.services.due_dates import move_due_date
from tracker.services.plans import adopt_plan, close_plan, submit_plan
from tracker.services.succession import merge_actions, split_action
from tracker.services.updates import post_update

LATER = date(2016, 6, 30)
EARLIER = date(2016, 1, 31)
WHY = "The court timetable changed."


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    """An action of an adopted plan, due on 31 March 2016."""
    return an_action(session, a_plan(session, actor, PlanStage.ADOPTED), actor)


def test_a_move_is_recorded_and_the_first_date_kept(
    session: Session, actor: Actor, action: Action
) -> None:
    meeting = a_meeting(session, actor)
    change = move_due_date(
        session,
        action,
        LATER,
        "End of June",
        reason=f" {WHY} ",
        meeting_id=meeting.id,
        by=actor,
        on=ON,
    )
    assert (action.due_on, action.due_text) == (LATER, "End of June")
    assert (action.first_due_on, action.times_slipped) == (DUE, 1)
    assert (change.action_id, change.from_on, change.to_on) == (action.id, DUE, LATER)
    assert (change.reason, change.moved_on) == (WHY, ON)
    assert (change.moved_by_id, change.meeting_id) == (actor.person_id, meeting.id)
    rows = session.scalars(select(History).where(History.deed == "move_due_date")).all()
    assert {row.record_type for row in rows} == {"action", "date_change"}
    assert all(WHY in (row.payload or "") for row in rows)


@pytest.mark.parametrize(
    ("moves", "slips"),
    [
        ([LATER], 1),
        ([EARLIER], 0),
        ([LATER, EARLIER], 1),
        ([EARLIER, DUE], 1),
        ([LATER, LATER + timedelta(days=1)], 2),
        ([None], 1),
        ([None, LATER], 1),
        ([None, EARLIER, LATER], 2),
    ],
)
def test_each_move_to_later_is_a_slip(
    session: Session, actor: Actor, action: Action, moves: list[date | None], slips: int
) -> None:
    for to_on in moves:
        text = None if to_on else "Ongoing"
        move_due_date(session, action, to_on, text, reason=WHY, by=actor, on=ON)
    assert action.times_slipped == slips
    assert (action.due_on, action.first_due_on) == (moves[-1], DUE)
    assert len(session.scalars(select(DateChange)).all()) == len(moves)


def test_other_words_for_the_same_day_are_no_slip(
    session: Session, actor: Actor, action: Action
) -> None:
    move_due_date(session, action, DUE, "End of the year", reason=WHY, by=actor, on=ON)
    assert (action.due_text, action.times_slipped) == ("End of the year", 0)


def test_an_amendment_does_not_give_back_a_date_that_was_taken_away(
    session: Session, actor: Actor, action: Action
) -> None:
    move_due_date(session, action, None, "Ongoing", reason=WHY, by=actor, on=ON)
    with pytest.raises(RuleError, match="with a reason"):
        amend_action(session, action, fields_of(due_on=LATER), by=actor, on=ON)
    assert (action.due_on, action.first_due_on) == (None, DUE)


def test_a_move_gives_an_undated_action_its_first_date(session: Session, actor: Actor) -> None:
    plan = a_plan(session, actor, PlanStage.ADOPTED)
    action = an_action(session, plan, actor, due_on=None, due_text="Ongoing")
    move_due_date(session, action, DUE, reason=WHY, by=actor, on=ON)
    assert [action.due_on, action.first_due_on, action.due_text] == [DUE, DUE, None]
    assert action.times_slipped == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": " \n"}, "reason"),
        ({"reason": "\x00"}, "reason"),
        ({"to_on": None}, "to_on"),
        ({"to_on": None, "due_text": "  "}, "to_on"),
        ({"to_on": DUE}, "to_on"),
        ({"to_on": date(201, 6, 30)}, "to_on"),
        ({"to_on": date(2015, 1, 1)}, "to_on"),
        ({"due_text": "x" * 201}, "due_text"),
        ({"meeting_id": uuid.uuid4()}, "meeting_id"),
    ],
)
def test_a_wrong_move_is_refused_by_name(
    session: Session, actor: Actor, wrong: dict[str, Any], field: str
) -> None:
    plan = a_plan(session, actor, PlanStage.ADOPTED)
    action = an_action(session, plan, actor, start_on=ON)
    move: dict[str, Any] = {"to_on": LATER, "due_text": None, "reason": WHY, **wrong}
    with pytest.raises(RuleError) as refusal:
        move_due_date(session, action, by=actor, on=ON, **move)
    assert refusal.value.field == field
    assert (action.due_on, action.times_slipped) == (DUE, 0)


@pytest.mark.parametrize("whose", ["another council", "removed"])
def test_only_the_councils_own_meetings_decide(
    session: Session, actor: Actor, action: Action, whose: str
) -> None:
    if whose == "removed":
        meeting = a_meeting(session, actor)
        taken_out(session, actor, meeting)
    else:
        meeting = a_meeting(session, other_council(session, actor))
    with pytest.raises(RuleError) as refusal:
        move_due_date(session, action, LATER, reason=WHY, meeting_id=meeting.id, by=actor, on=ON)
    assert refusal.value.field == "meeting_id"


def test_in_a_draft_there_is_nothing_to_move(session: Session, actor: Actor) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    with pytest.raises(RuleError, match="draft"):
        move_due_date(session, action, LATER, reason=WHY, by=actor, on=ON)


def test_complete_removed_and_closed_actions_do_not_move(
    session: Session, actor: Actor, action: Action
) -> None:
    complete = an_action(session, action.plan, actor, "2")
    rated(session, complete, Delivery.COMPLETE, actor)
    with pytest.raises(RuleError, match="complete"):
        move_due_date(session, complete, LATER, reason=WHY, by=actor, on=ON)
    removed = an_action(session, action.plan, actor, "3")
    remove_action(session, removed, reason="Not needed", by=actor, on=ON)
    with pytest.raises(RuleError, match="removed"):
        move_due_date(session, removed, LATER, reason=WHY, by=actor, on=ON)
    close_plan(session, action.plan, by=actor, on=ON)
    with pytest.raises(RuleError, match="closed"):
        move_due_date(session, action, LATER, reason=WHY, by=actor, on=ON)
    assert session.scalars(select(DateChange)).all() == []


def test_the_second_of_two_writers_is_told(session: Session, actor: Actor, action: Action) -> None:
    seen = action.version
    move_due_date(session, action, LATER, reason=WHY, by=actor, on=ON, version=seen)
    with pytest.raises(Conflict):
        move_due_date(session, action, EARLIER, reason=WHY, by=actor, on=ON, version=seen)
    assert (action.due_on, action.times_slipped) == (LATER, 1)


DAYS = st.one_of(st.none(), st.dates(date(2015, 1, 1), date(2018, 12, 31)))
ACTIONS = Bundle[Action]("actions")


class Plans(RuleBasedStateMachine):
    """Any deeds in any order; what the first dates were is kept beside, by the test alone."""

    actions = ACTIONS
    session: Session
    actor: Actor

    @initialize()
    def start(self) -> None:
        self.plan: Plan = a_plan(self.session, self.actor)
        self.live: list[Action] = []
        self.first: dict[uuid.UUID, date] = {}
        self.count = 0

    def fields(self, due_on: date | None) -> Any:
        self.count += 1
        return fields_of(str(self.count), due_on=due_on, due_text=None if due_on else "Ongoing")

    def attempt(self, deed: Any, *args: Any, **more: Any) -> Any:
        """Do the deed, or have it refused: neither may touch a first date."""
        try:
            with self.session.begin_nested():
                return deed(self.session, *args, by=self.actor, on=ON, **more)
        except RuleError:
            return None

    def load(self, action: Action) -> None:
        """Load what splitting and merging need, as their pages do: a refusal has expired it."""
        get_whole_action(self.session, self.actor, action.id)

    @rule(target=actions, due_on=DAYS)
    def add(self, due_on: date | None) -> Any:
        action = an_action(self.session, self.plan, self.actor, **vars(self.fields(due_on)))
        self.live.append(action)
        return action

    @rule(action=actions, due_on=DAYS)
    def amend(self, action: Action, due_on: date | None) -> None:
        text = None if due_on else "Ongoing"
        fields = fields_of(action.reference, due_on=due_on, due_text=text)
        self.attempt(amend_action, action, fields)

    @rule(action=actions, to_on=DAYS, due_text=st.sampled_from([None, "Ongoing"]))
    def move(self, action: Action, to_on: date | None, due_text: str | None) -> None:
        self.attempt(move_due_date, action, to_on, due_text, reason=WHY)

    @rule(action=actions, delivery=st.sampled_from(Delivery))
    def say(self, action: Action, delivery: Delivery) -> None:
        self.attempt(post_update, action, saying(delivery))

    @rule(action=actions)
    def remove(self, action: Action) -> None:
        self.attempt(remove_action, action, reason="Not needed")

    @rule(target=actions, action=consumes(actions), dues=st.lists(DAYS, min_size=2, max_size=3))
    def split(self, action: Action, dues: list[date | None]) -> Any:
        self.load(action)
        parts = self.attempt(split_action, action, [self.fields(due_on) for due_on in dues])
        self.live += parts or []
        return multiple(*(parts or [action]))

    @rule(target=actions, one=consumes(actions), other=consumes(actions), due_on=DAYS)
    def merge(self, one: Action, other: Action, due_on: date | None) -> Any:
        self.load(one)
        self.load(other)
        merged = self.attempt(merge_actions, [one, other], self.fields(due_on))
        if merged is None:
            return multiple(one, other)
        self.live.append(merged)
        return merged

    # Closing is left out: nothing happens afterwards.
    @rule(step=st.sampled_from([adopt_plan, submit_plan]))
    def step(self, step: Any) -> None:
        self.attempt(step, self.plan)

    @invariant()
    def the_first_date_never_changes(self) -> None:
        """Nor is an action in force ever dated without a first date, nor later without a slip."""
        self.session.flush()
        for action in self.live:
            assert action.first_due_on == self.first.get(action.id, action.first_due_on)
            if action.first_due_on is not None:
                self.first[action.id] = action.first_due_on
                assert self.plan.adopted_on is not None
            if self.plan.adopted_on is None or action.removed_on is not None:
                continue
            assert (action.due_on is None) or action.first_due_on is not None
            if action.first_due_on and (action.due_on or date.max) > action.first_due_on:
                assert action.times_slipped > 0


def test_the_first_date_never_changes_whatever_is_done(session: Session, actor: Actor) -> None:
    class Machine(Plans):
        def __init__(self) -> None:
            super().__init__()
            self.session, self.actor = session, actor
            self.example = session.begin_nested()

        def teardown(self) -> None:
            self.example.rollback()
            session.expunge_all()

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            # Twenty steps are read as they are; making them fewer takes minutes of database work.
            phases=(Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
