"""Who is called in to which meeting, and what was finished late."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.services.given import a_board, a_plan, recorded, somebody_else, taken_out
from tests.services.given import an_action as planned
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, PlanStage
from tracker.models import Action, Board, Meeting, Plan
from tracker.queries import actions as queries
from tracker.queries.action_thread import list_dated_entries
from tracker.queries.listing import Ask
from tracker.queries.meetings import list_changes
from tracker.queries.plans import overview_of
from tracker.services.due_dates import (
    DateChangeFields,
    agree_date_change,
    refuse_date_change,
    request_date_change,
)
from tracker.services.plans import PlanFields, amend_plan
from tracker.services.succession import merge_actions
from tracker.services.updates import UpdateFields, correct_update, post_update

pytestmark = pytest.mark.usefixtures("any_engine")

DUE = date(2026, 3, 31)
TODAY = date(2026, 10, 5)


@dataclass
class Overseen:
    """A plan in force with its board, and one action of it."""

    session: Session
    by: Actor
    decider: Actor
    board: Board
    plan: Plan
    action: Action
    due_on: date = DUE

    def meets(self, held_on: date, board: Board | None = None, **more: Any) -> Meeting:
        board_id = (board or self.board).id
        values = {"board_id": board_id, "title": "A meeting", "held_on": held_on, **more}
        return recorded(self.session, self.by, Meeting, **values)

    def slips(self, on: date, at: Meeting | None = None, *, refuse: bool = False) -> None:
        """Another month, decided on a day."""
        self.due_on += timedelta(days=30)
        fields = DateChangeFields(to_on=self.due_on, reason="Late", recovery="More people")
        change = request_date_change(self.session, self.action, fields, by=self.by, on=on)
        if refuse:
            refuse_date_change(self.session, change, by=self.decider, on=on, note="No")
            return
        meeting_id = at.id if at else None
        agree_date_change(self.session, change, by=self.decider, on=on, meeting_id=meeting_id)

    def called_in_to(self) -> list[date | None]:
        """The meetings that the action's page names."""
        rows = list_dated_entries(self.session, self.by, self.action.id)
        return [row.called_in_on for row in rows if row.called_in_to]

    def heard_at(self, meeting: Meeting) -> list[uuid.UUID]:
        rows = list_changes(self.session, self.by, meeting)
        return [row.action_id for row in rows if row.is_called_in]

    def listed(self, concern: str) -> list[uuid.UUID]:
        ask = Ask({"concern": (concern,)})
        page = queries.page_of_actions(self.session, self.by, ask, self.plan.id)
        assert page.total == len(page.rows)
        return [row.id for row in page.rows]


@pytest.fixture
def overseen(session: Session, actor: Actor) -> Overseen:
    plan = a_plan(session, actor, PlanStage.ADOPTED)
    board = a_board(session, actor)
    fields = PlanFields(title=plan.title, board_id=board.id)
    amend_plan(session, plan, fields, by=actor, on=TODAY)
    action = planned(session, plan, actor, due_on=DUE)
    return Overseen(session, actor, somebody_else(session, actor), board, plan, action)


class TestCalledIn:
    def test_the_second_slip_is_heard_at_the_next_meeting(self, overseen: Overseen) -> None:
        before = overseen.meets(date(2026, 8, 3))
        overseen.slips(date(2026, 9, 1))
        after, later = overseen.meets(date(2026, 10, 12)), overseen.meets(date(2026, 11, 9))
        assert overseen.called_in_to() == overseen.listed("called_in") == []
        overseen.slips(date(2026, 9, 2))
        assert overseen.called_in_to() == [date(2026, 10, 12)]
        assert overseen.listed("called_in") == overseen.heard_at(after) == [overseen.action.id]
        assert overseen.heard_at(before) == overseen.heard_at(later) == []

    def test_a_third_is_heard_again(self, overseen: Overseen) -> None:
        first, second = overseen.meets(date(2026, 9, 14)), overseen.meets(date(2026, 10, 12))
        for day in (date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 15)):
            overseen.slips(day)
        assert overseen.called_in_to() == [date(2026, 9, 14), date(2026, 10, 12)]
        assert len(overseen.heard_at(first)) == len(overseen.heard_at(second)) == 1

    def test_once_the_meeting_was_held_it_is_over(self, overseen: Overseen) -> None:
        overseen.slips(date(2026, 9, 1))
        overseen.slips(date(2026, 9, 2))
        assert overseen.called_in_to() == [None]
        assert overseen.listed("called_in") == [overseen.action.id]
        meeting = overseen.meets(date(2026, 9, 28))
        assert overseen.listed("called_in") == []
        assert overseen.heard_at(meeting) == [overseen.action.id]
        taken_out(overseen.session, overseen.by, meeting)
        assert overseen.called_in_to() == [None]

    def test_on_the_day_of_the_meeting_it_still_is(self, overseen: Overseen) -> None:
        overseen.slips(date(2026, 9, 1))
        overseen.slips(date(2026, 9, 2))
        overseen.meets(TODAY)
        assert overseen.listed("called_in") == [overseen.action.id]

    def test_what_the_board_agreed_itself_needs_no_call_in(self, overseen: Overseen) -> None:
        meeting = overseen.meets(date(2026, 9, 7))
        overseen.meets(date(2026, 10, 12))
        overseen.slips(date(2026, 8, 3))
        overseen.slips(date(2026, 9, 7), at=meeting)
        assert overseen.called_in_to() == []
        overseen.slips(date(2026, 9, 8))
        assert overseen.called_in_to() == [date(2026, 10, 12)]

    def test_a_meeting_of_the_same_day_that_did_not_agree_is_not_the_next(
        self, overseen: Overseen
    ) -> None:
        overseen.slips(date(2026, 9, 1))
        overseen.slips(date(2026, 9, 14))
        overseen.meets(date(2026, 9, 14))
        overseen.meets(date(2026, 10, 12))
        assert overseen.called_in_to() == [date(2026, 10, 12)]

    def test_what_another_board_agreed_does(self, overseen: Overseen) -> None:
        other = a_board(overseen.session, overseen.by, name="Cabinet")
        cabinet = overseen.meets(date(2026, 9, 7), other)
        overseen.meets(date(2026, 9, 14), other)
        overseen.meets(date(2026, 10, 12))
        overseen.slips(date(2026, 8, 3))
        overseen.slips(date(2026, 9, 7), at=cabinet)
        assert overseen.called_in_to() == [date(2026, 10, 12)]

    def test_neither_a_refused_slip_nor_an_earlier_date_counts(self, overseen: Overseen) -> None:
        overseen.slips(date(2026, 9, 1))
        overseen.slips(date(2026, 9, 2), refuse=True)
        overseen.due_on = DUE - timedelta(days=60)
        overseen.slips(date(2026, 9, 3))
        assert overseen.action.due_on == DUE - timedelta(days=30)
        assert overseen.called_in_to() == overseen.listed("called_in") == []

    def test_a_removed_action_is_heard_of_no_more(self, overseen: Overseen) -> None:
        meeting = overseen.meets(date(2026, 10, 12))
        overseen.slips(date(2026, 9, 1))
        overseen.slips(date(2026, 9, 2))
        taken_out(overseen.session, overseen.by, overseen.action)
        assert overseen.heard_at(meeting) == []

    def test_the_slips_of_a_merged_action_count_along(self, overseen: Overseen) -> None:
        overseen.meets(date(2026, 10, 12))
        overseen.slips(date(2026, 9, 1))
        other = planned(overseen.session, overseen.plan, overseen.by, "2", due_on=overseen.due_on)
        overseen.session.refresh(overseen.action, ["ownerships", "answers", "milestones"])
        overseen.session.refresh(other, ["ownerships", "answers", "milestones"])
        merge_actions(
            overseen.session, [overseen.action], other, by=overseen.by, on=date(2026, 9, 2)
        )
        assert other.times_slipped == 1
        overseen.action = other
        overseen.slips(date(2026, 9, 3))
        assert overseen.called_in_to() == [date(2026, 10, 12)]

    def test_without_a_board_nobody_is_called_in(self, overseen: Overseen) -> None:
        fields = PlanFields(title=overseen.plan.title)
        amend_plan(overseen.session, overseen.plan, fields, by=overseen.by, on=TODAY)
        overseen.slips(date(2026, 9, 1))
        overseen.slips(date(2026, 9, 2))
        assert overseen.called_in_to() == overseen.listed("called_in") == []

    def test_another_council_hears_nothing(self, overseen: Overseen, outsider: Actor) -> None:
        meeting = overseen.meets(date(2026, 10, 12))
        overseen.slips(date(2026, 9, 1))
        overseen.slips(date(2026, 9, 2))
        assert list_changes(overseen.session, outsider, meeting) == []


class TestFinishedLate:
    @pytest.mark.parametrize(
        ("done_on", "late"),
        [(DUE, False), (DUE + timedelta(days=1), True), (DUE - timedelta(days=9), False)],
    )
    def test_after_its_date(self, overseen: Overseen, done_on: date, late: bool) -> None:
        self.says(overseen, Delivery.COMPLETE, done_on)
        assert overseen.listed("finished_late") == ([overseen.action.id] if late else [])
        counted = overview_of(overseen.session, overseen.by, overseen.plan.id).whole.by_concern
        assert counted["finished_late"] == int(late)

    def says(self, overseen: Overseen, delivery: Delivery, on: date) -> Any:
        fields = UpdateFields(done="Said", delivery=delivery, delivery_reason="So", recovery="Then")
        return post_update(overseen.session, overseen.action, fields, by=overseen.by, on=on)

    def test_on_the_agreed_date_but_after_the_first(self, overseen: Overseen) -> None:
        overseen.slips(date(2026, 3, 1))
        self.says(overseen, Delivery.COMPLETE, overseen.due_on)
        assert overseen.listed("finished_late") == [overseen.action.id]

    def test_no_correction_and_later_date_mend_it(self, overseen: Overseen) -> None:
        late = DUE + timedelta(days=12)
        said = self.says(overseen, Delivery.COMPLETE, late)
        assert overseen.listed("finished_late") == [overseen.action.id]
        wrong = UpdateFields(
            done="Not yet", delivery=Delivery.AT_RISK, delivery_reason="One left", recovery="Hire"
        )
        overseen.session.refresh(said, ["action"])
        correct_update(overseen.session, said, wrong, by=overseen.by, on=late)
        assert overseen.listed("finished_late") == []
        overseen.due_on = late + timedelta(days=60)
        overseen.slips(late)
        assert overseen.action.due_on == late + timedelta(days=90)
        self.says(overseen, Delivery.COMPLETE, late + timedelta(days=1))
        assert overseen.action.completed_on == late + timedelta(days=1)
        assert overseen.listed("finished_late") == [overseen.action.id]

    def test_what_never_had_a_date_is_never_late(self, overseen: Overseen) -> None:
        undated = planned(
            overseen.session, overseen.plan, overseen.by, "9", due_on=None, due_text="Ongoing"
        )
        overseen.action = undated
        self.says(overseen, Delivery.COMPLETE, TODAY)
        assert overseen.listed("finished_late") == []
