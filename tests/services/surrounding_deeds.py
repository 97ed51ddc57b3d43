"""Deeds at random to what surrounds a plan: its inspections, the boards, and intervention."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from sqlalchemy.orm import Session

from tests.services.visits import FRAMEWORKS, FULL
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.vocabulary import InterventionKind
from tracker.models import Board, Clock, Inspection, Intervention, Judgement, Meeting, Person, Plan
from tracker.services.boards import BoardFields, amend_board
from tracker.services.clocks import ClockFields, remove_clock, start_clock, stop_clock
from tracker.services.inspections import (
    JudgementFields,
    amend_inspection,
    remove_judgement,
    set_judgement,
)
from tracker.services.interventions import (
    InterventionFields,
    amend_intervention,
    record_intervention,
    remove_intervention,
)
from tracker.services.meetings import MeetingFields, add_meeting, amend_meeting, remove_meeting
from tracker.services.plans import PlanFields, amend_plan

SAID = st.sampled_from(["Too slow", "=1+1", "“Café” – 100%", None])
HELD = st.integers(-400, 100)
"""Days from the day of the deed."""


class Surroundings(RuleBasedStateMachine):
    """The rules alone; what they work on is given where the machine begins."""

    session: Session
    actor: Actor
    asking: Inspection
    other_plan: Plan
    board: Board
    person: Person

    def attempt(self, deed: Callable[..., Any], *args: Any, **more: Any) -> Any:
        raise NotImplementedError

    def day(self, days: int) -> date:
        return self.actor.today + timedelta(days=days)

    @rule(said=SAID, good=SAID)
    def tell(self, said: str | None, good: str | None) -> None:
        values = {**vars(FULL), "summary": said, "found_good": good, "lead_inspector": said}
        fields = type(FULL)(**values)
        self.attempt(amend_inspection, self.asking, fields, frameworks=FRAMEWORKS)

    @rule(area=st.sampled_from(["overall", "leadership"]), grade=st.sampled_from(["good", "no"]))
    def judge(self, area: str, grade: str) -> None:
        fields = JudgementFields(area=area, grade=grade)
        found = self.attempt(set_judgement, self.asking, fields, frameworks=FRAMEWORKS)
        self.judged: Judgement | None = found or getattr(self, "judged", None)

    @rule()
    def take_the_grade_back(self) -> None:
        if (judged := getattr(self, "judged", None)) is not None:
            self.attempt(remove_judgement, judged)

    @rule(label=st.sampled_from(["Statement", "Publish"]))
    def start(self, label: str) -> None:
        fields = ClockFields(
            rule="statement_of_action", label=label, starts_on=date(2015, 9, 1), due_on=self.day(9)
        )
        found = self.attempt(start_clock, self.asking, fields, frameworks=FRAMEWORKS)
        self.clock: Clock | None = found or getattr(self, "clock", None)

    @rule(is_done=st.booleans())
    def end_the_clock(self, *, is_done: bool) -> None:
        clock = getattr(self, "clock", None)
        if clock is not None and is_done:
            self.attempt(stop_clock, clock, self.actor.today)
        elif clock is not None:
            self.attempt(remove_clock, clock)

    @rule(kind=st.sampled_from(InterventionKind), days=HELD)
    def intervene(self, kind: InterventionKind, days: int) -> None:
        step: Intervention | None = getattr(self, "step_taken", None)
        fields = InterventionFields(kind=kind, title="A step", from_on=self.day(days))
        if step is None:
            self.step_taken = self.attempt(record_intervention, fields)
        else:
            self.attempt(amend_intervention, step, fields)

    @rule()
    def intervene_no_more(self) -> None:
        if getattr(self, "step_taken", None) is not None:
            self.attempt(remove_intervention, self.step_taken)

    @rule(kind=st.sampled_from(BoardKind), is_chaired=st.booleans(), note=SAID, ends=st.booleans())
    def turn(self, kind: BoardKind, note: str | None, *, is_chaired: bool, ends: bool) -> None:
        fields = BoardFields(
            name=f"Board for {kind.value}",
            kind=kind,
            chair_id=self.person.id if is_chaired else None,
            chair_note=note,
            ended_on=self.day(200) if ends else None,
        )
        self.session.refresh(self.board, ["chair"])
        self.attempt(amend_board, self.board, fields)

    @rule(days=HELD)
    def meet(self, days: int) -> None:
        meeting: Meeting | None = getattr(self, "meeting", None)
        fields = MeetingFields(board_id=self.board.id, held_on=self.day(days), title="Meeting")
        if meeting is None or days % 3 == 0:
            self.meeting = self.attempt(add_meeting, fields) or meeting
        else:
            self.attempt(amend_meeting, meeting, fields)

    @rule()
    def meet_no_more(self) -> None:
        if getattr(self, "meeting", None) is not None:
            self.attempt(remove_meeting, self.meeting)

    @rule(is_its=st.booleans())
    def oversee_another(self, *, is_its: bool) -> None:
        self.session.refresh(self.other_plan, ["board"])
        fields = PlanFields(title="Another plan", board_id=self.board.id if is_its else None)
        self.attempt(amend_plan, self.other_plan, fields)
