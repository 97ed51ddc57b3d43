"""Meetings and boards as queries give them: order, scope, and what was decided."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.services.given import recorded
from tests.web.workforce import TODAY, a_plan, an_action, embargo
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.vocabulary import DateChangeState, PlanStage
from tracker.models import Action, Board, DateChange, Meeting, Plan
from tracker.queries.boards import (
    every_board,
    get_board,
    list_board_names,
    list_overseen_plans,
    page_of_boards,
)
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask
from tracker.queries.meetings import (
    every_meeting,
    get_meeting,
    list_changes,
    list_meetings_of,
    list_next_meetings,
    page_of_meetings,
)

pytestmark = pytest.mark.usefixtures("any_engine")


def board(session: Session, by: Actor, name: str = "Improvement Board", **more: Any) -> Board:
    values = {"kind": BoardKind.IMPROVEMENT_BOARD, **more}
    return recorded(session, by, Board, name=name, **values)


def meeting(session: Session, by: Actor, of: Board, held_on: date, **more: Any) -> Meeting:
    values = {"title": f"Meeting of {held_on:%B}", **more}
    return recorded(session, by, Meeting, board_id=of.id, held_on=held_on, **values)


def moved(session: Session, by: Actor, action: Action, at: Meeting | None) -> DateChange:
    return recorded(
        session,
        by,
        DateChange,
        action_id=action.id,
        from_on=date(2026, 9, 1),
        to_on=date(2026, 12, 1),
        reason="Two posts are vacant",
        requested_on=TODAY,
        decided_on=TODAY,
        state=DateChangeState.AGREED,
        meeting_id=at.id if at else None,
    )


def ask(**filters: str) -> Ask:
    return Ask({name: (value,) for name, value in filters.items()})


class TestBoards:
    def test_those_that_meet_come_first_with_their_meetings_and_plans(
        self, session: Session, actor: Actor
    ) -> None:
        old = board(session, actor, "An old board", ended_on=TODAY)
        new = board(session, actor, "New board")
        meeting(session, actor, new, date(2026, 9, 1))
        meeting(session, actor, new, date(2026, 10, 4))
        meeting(session, actor, new, TODAY)
        meeting(session, actor, new, date(2026, 11, 2))
        meeting(session, actor, new, date(2026, 10, 6), removed_on=TODAY)
        recorded(session, actor, Plan, title="Live", stage=PlanStage.DRAFT, board_id=new.id)
        recorded(session, actor, Plan, title="Past", stage=PlanStage.CLOSED, board_id=new.id)
        rows = every_board(session, actor, Ask())
        assert [row.id for row in rows] == [new.id, old.id]
        assert (rows[0].next_on, rows[0].last_on, rows[0].plans) == (TODAY, date(2026, 10, 4), 1)
        assert (rows[1].next_on, rows[1].last_on, rows[1].plans) == (None, None, 0)
        assert [plan.title for plan in list_overseen_plans(session, actor, new.id)] == [
            "Live",
            "Past",
        ]

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            (ask(state="meets"), ["Cabinet"]),
            (ask(state="ended"), ["Improvement Board"]),
            (ask(kind="cabinet"), ["Cabinet"]),
            (ask(kind="circus"), ["Cabinet", "Improvement Board"]),
            (ask(state="cabinet"), ["Cabinet", "Improvement Board"]),
        ],
    )
    def test_are_narrowed_by_state_and_kind(
        self, session: Session, actor: Actor, asked: Ask, found: list[str]
    ) -> None:
        board(session, actor, ended_on=date(2026, 1, 1))
        board(session, actor, "Cabinet", kind=BoardKind.CABINET)
        page = page_of_boards(session, actor, asked)
        assert [row.name for row in page.rows] == found
        assert page.total == len(found)

    def test_stay_in_their_council(self, session: Session, actor: Actor, outsider: Actor) -> None:
        own = board(session, actor)
        assert get_board(session, actor, own.id).name == "Improvement Board"
        assert page_of_boards(session, outsider, Ask()).total == 0
        assert list_board_names(session, outsider) == []
        for asking, key in ((outsider, own.id), (actor, uuid.uuid4())):
            with pytest.raises(NotFound):
                get_board(session, asking, key)


class TestMeetings:
    def test_the_next_ones_begin_today_and_the_soonest_comes_first(
        self, session: Session, actor: Actor, outsider: Actor
    ) -> None:
        of = board(session, actor)
        for number in range(7):
            meeting(session, actor, of, date(2026, 10, 10 - number))
        next_ones = [row.held_on.day for row in list_next_meetings(session, actor)]
        assert next_ones == [5, 6, 7, 8, 9]
        assert list_next_meetings(session, outsider) == []

    def test_are_narrowed_by_board_and_time(self, session: Session, actor: Actor) -> None:
        of, cabinet = board(session, actor), board(session, actor, "Cabinet")
        meeting(session, actor, of, TODAY)
        past = meeting(session, actor, cabinet, date(2026, 9, 1))
        for asked in (ask(board=str(cabinet.id)), ask(state="held")):
            assert [row.id for row in page_of_meetings(session, actor, asked).rows] == [past.id]
        for asked in (Ask(), ask(board="no-such"), ask(state="no-such")):
            page = page_of_meetings(session, actor, asked)
            assert page.total == len(page.rows) == 2
        assert [row.id for row in list_meetings_of(session, actor, cabinet.id)] == [past.id]

    def test_a_removed_one_or_anothers_is_not_there(
        self, session: Session, actor: Actor, outsider: Actor
    ) -> None:
        of = board(session, actor)
        gone = meeting(session, actor, of, TODAY, removed_on=TODAY)
        kept = meeting(session, actor, of, TODAY)
        assert [row.id for row in every_meeting(session, actor, Ask())] == [kept.id]
        assert [row.id for row in list_meetings_of(session, actor, of.id)] == [kept.id]
        assert list_meetings_of(session, outsider, of.id) == []
        for asking, key in ((actor, gone.id), (outsider, kept.id)):
            with pytest.raises(NotFound):
                get_meeting(session, asking, key)


def decided_at(session: Session, by: Actor, at: Meeting) -> list[Any]:
    """The changes of due dates that were decided at a meeting."""
    return [row for row in list_changes(session, by, at) if row.was_decided]


class TestDecisions:
    def test_are_the_dates_moved_there_in_the_order_of_references(
        self, session: Session, actor: Actor
    ) -> None:
        at = meeting(session, actor, board(session, actor), TODAY)
        plan = a_plan(session, actor)
        for reference in ("2", "1"):
            moved(session, actor, an_action(session, actor, plan, reference), at)
        moved(session, actor, an_action(session, actor, plan, "3"), None)
        rows = decided_at(session, actor, at)
        assert [(row.reference, row.reason, row.plan) for row in rows] == [
            ("1", "Two posts are vacant", "Getting to good"),
            ("2", "Two posts are vacant", "Getting to good"),
        ]
        assert [row.decisions for row in every_meeting(session, actor, Ask())] == [2]

    def test_about_an_action_under_embargo_are_told_to_those_who_may_know(
        self, session: Session, actor: Actor, viewer: Actor
    ) -> None:
        at = meeting(session, actor, board(session, actor), TODAY)
        action = an_action(session, actor, a_plan(session, actor))
        moved(session, actor, action, at)
        embargo(session, actor, action)
        assert len(decided_at(session, actor, at)) == 1
        assert decided_at(session, viewer, at) == []
        assert [row.decisions for row in every_meeting(session, actor, Ask())] == [1]
        assert [row.decisions for row in every_meeting(session, viewer, Ask())] == [0]
