"""The first date of an action in force never changes, whatever is done in whatever order."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

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
from sqlalchemy.orm import Session

from tests.services.given import (
    ON,
    a_plan,
    an_action,
    fields_of,
    moved,
    saying,
)
from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import DateChangeState, Delivery
from tracker.models import Action, Plan
from tracker.queries.succession import get_whole_action
from tracker.services.actions import amend_action, remove_action
from tracker.services.due_dates import (
    DateChangeFields,
    request_date_change,
)
from tracker.services.plans import adopt_plan, submit_plan
from tracker.services.succession import merge_actions, split_action
from tracker.services.updates import post_update

LATER = date(2016, 6, 30)
EARLIER = date(2016, 1, 31)
NEXT = date(2015, 10, 2)
WHY = "The court timetable changed."
HELD = "A second judge sits from May."
S = DateChangeState


def asking(to_on: date | None = LATER, **more: Any) -> DateChangeFields:
    return DateChangeFields(**{"to_on": to_on, "reason": WHY, "recovery": HELD, **more})


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
        """Ask and agree, one after the other; what is refused leaves no request open."""

        def both(session: Session, *, by: Actor, on: date) -> Any:
            return moved(session, action, to_on, due_text, by=by, on=on)

        self.attempt(both)

    @rule(action=actions, to_on=DAYS)
    def ask(self, action: Action, to_on: date | None) -> None:
        """Asking alone moves nothing."""
        before = (action.due_on, action.times_slipped)
        text = None if to_on else "Ongoing"
        self.attempt(request_date_change, action, asking(to_on, to_text=text))
        assert (action.due_on, action.times_slipped) == before

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
