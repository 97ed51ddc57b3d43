"""Decisions and follow-ups of meetings, and what a decision allowed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.services.asking import NOBODY, refused, told
from tests.services.boarded import (
    MET,
    ON,
    a_chair,
    a_seated_board,
    challenged,
    decided,
    followed_up,
    met,
    on_agenda,
)
from tests.services.given import (
    a_person,
    a_plan,
    a_post,
    an_action,
    bring_to,
    fields_of,
    somebody_else,
)
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import MeetingState, Rescoping
from tracker.domain.vocabulary import PlanStage, SuccessionKind
from tracker.models import Action, AllowedRescoping, Board, Closure, Decision, Meeting, Succession
from tracker.models.recording import deed
from tracker.queries.actions import get_action
from tracker.queries.decisions import get_decision, list_allowed
from tracker.queries.due_dates import get_date_change
from tracker.queries.meeting_notes import list_notes
from tracker.queries.succession import get_whole_action
from tracker.services.actions import amend_action, remove_action
from tracker.services.agenda_items import remove_agenda_item
from tracker.services.challenge_steps import withdraw_challenge
from tracker.services.closing import ClosureFields, close_action
from tracker.services.decisions import (
    DecisionFields,
    amend_decision,
    carry_out_decision,
    remove_decision,
)
from tracker.services.due_dates import DateChangeFields, agree_date_change, request_date_change
from tracker.services.follow_ups import FollowUpFields, amend_follow_up, close_follow_up
from tracker.services.meetings import remove_meeting
from tracker.services.notes import correct_note
from tracker.services.succession import merge_actions, split_action


@pytest.fixture
def board(session: Session, actor: Actor) -> Board:
    return a_seated_board(session, actor, a_chair(session, actor))


@pytest.fixture
def meeting(session: Session, actor: Actor, board: Board) -> Meeting:
    return met(session, actor, board)


def agreed(session: Session, by: Actor, meeting: Meeting) -> None:
    with deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=by.at):
        meeting.state = MeetingState.AGREED


class TestDecisions:
    def test_one_is_recorded_amended_and_carried_out(
        self, session: Session, actor: Actor, meeting: Meeting
    ) -> None:
        decision = decided(session, actor, meeting, owner_name="The trust", due_on=ON)
        amend_decision(
            session, decision, DecisionFields(text="Rates rise for a year"), by=actor, on=ON
        )
        agreed(session, actor, meeting)
        carry_out_decision(
            session, decision, carried_out_on=date(2026, 10, 1), note="Signed", by=actor, on=ON
        )
        assert decision.carried_out_note == "Signed"
        assert [name for name, _ in told(session, decision)] == [
            "record_decision",
            "amend_decision",
            "carry_out_decision",
        ]
        with refused("carried out on 1 October 2026 already", field=None):
            carry_out_decision(session, decision, carried_out_on=ON, by=actor, on=ON)

    def test_agreed_minutes_lock_it(self, session: Session, actor: Actor, meeting: Meeting) -> None:
        decision = decided(session, actor, meeting)
        agreed(session, actor, meeting)
        with refused("Correct this with a reason", field=None):
            amend_decision(session, decision, DecisionFields(text="x"), by=actor, on=ON)
        with refused("Correct this with a reason", field=None):
            remove_decision(session, decision, by=actor, on=ON, reason="x")
        with refused("nothing is noted there any more", field=None):
            decided(session, actor, meeting)
        kept = correct_note(session, decision, "For a year", by=actor, on=ON, reason="Misheard")
        assert kept.before == "Agency rates rise for six months"

    @pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.DRAFT])
    def test_a_meeting_that_did_not_take_place_decides_nothing(
        self, session: Session, actor: Actor, board: Board, state: MeetingState
    ) -> None:
        with refused("published and not cancelled", field=None):
            decided(session, actor, met(session, actor, board, state=state))

    @pytest.mark.parametrize(
        ("values", "words", "field"),
        [
            ({"text": " "}, "Enter the text", "text"),
            ({"plan_id": NOBODY}, "a plan of this council", "plan_id"),
            ({"action_id": NOBODY}, "an action of this council", "action_id"),
            ({"item_id": NOBODY}, "an item of this meeting", "item_id"),
            ({"owner_id": NOBODY}, "a person of this council", "owner_id"),
            ({"owner_name": "A", "owner_post_id": NOBODY}, "one person or post", "owner_id"),
        ],
    )
    def test_what_is_wrong_is_named(
        self,
        session: Session,
        actor: Actor,
        meeting: Meeting,
        values: dict[str, Any],
        words: str,
        field: str,
    ) -> None:
        with refused(words, field=field):
            decided(session, actor, meeting, **values)

    @pytest.mark.parametrize(
        ("day", "words"), [(date(2026, 9, 6), "before the meeting"), (date(2026, 10, 6), "today")]
    )
    def test_it_is_carried_out_between_its_meeting_and_today(
        self, session: Session, actor: Actor, meeting: Meeting, day: date, words: str
    ) -> None:
        decision = decided(session, actor, meeting)
        with refused(words, field="carried_out_on"):
            carry_out_decision(session, decision, carried_out_on=day, by=actor, on=ON)

    def test_a_meeting_or_an_item_with_notes_stays(
        self, session: Session, actor: Actor, board: Board
    ) -> None:
        for note in (decided, followed_up):
            meeting = met(session, actor, board, state=MeetingState.PUBLISHED)
            item = on_agenda(session, actor, meeting)
            note(session, actor, meeting, item_id=item.id)
            with refused("noted at this meeting", field=None):
                remove_meeting(session, meeting, by=actor, on=ON)
            with refused("noted on this item", field=None):
                remove_agenda_item(session, item, by=actor, on=ON)


class TestAllowing:
    @pytest.fixture
    def action(self, session: Session, actor: Actor) -> Action:
        plan = a_plan(session, actor)
        found = an_action(session, plan, actor, success_measure="Nine in ten")
        an_action(session, plan, actor, "1.2")
        bring_to(session, plan, PlanStage.ADOPTED, by=actor)
        return found

    def test_a_date_moves_by_a_decision_of_that_meeting(
        self, session: Session, actor: Actor, action: Action, meeting: Meeting, board: Board
    ) -> None:
        decision = decided(session, actor, meeting)
        other = met(session, actor, board, title="Another")
        fields = DateChangeFields(to_on=date(2027, 1, 1), reason="Late", recovery="More people")
        change = request_date_change(session, action, fields, by=actor, on=ON)
        decider = somebody_else(session, actor)
        for meeting_id, decision_id, words, field in (
            (other.id, decision.id, "a decision of that meeting", "decision_id"),
            (None, decision.id, "the meeting that took", "meeting_id"),
            (meeting.id, NOBODY, "a decision of this council", "decision_id"),
        ):
            with refused(words, field=field), session.begin_nested():
                agree_date_change(
                    session,
                    change,
                    by=decider,
                    on=ON,
                    meeting_id=meeting_id,
                    decision_id=decision_id,
                )
            change = get_date_change(session, actor, change.id)
        agree_date_change(
            session, change, by=decider, on=ON, meeting_id=meeting.id, decision_id=decision.id
        )
        assert change.decision_id == decision.id
        with refused("cannot be removed", field=None):
            remove_decision(session, _loaded(session, actor, decision), by=actor, on=ON, reason="x")

    def test_so_are_a_closing_a_removal_and_another_measure(
        self, session: Session, actor: Actor, action: Action, meeting: Meeting
    ) -> None:
        decision = decided(session, actor, meeting)
        measure = fields_of(action.reference, success_measure="All")
        amend_action(session, action, measure, by=actor, on=ON, decision_id=decision.id)
        allowed = session.scalars(select(AllowedRescoping)).one()
        assert (allowed.kind, allowed.before, allowed.after) == (
            Rescoping.SUCCESS_MEASURE,
            "Nine in ten",
            "All",
        )
        with refused("it stays as it is", field="decision_id"):
            amend_action(session, action, measure, by=actor, on=ON, decision_id=decision.id)
        fields = ClosureFields(
            decision="Close it",
            decided_by_id=a_person(session, actor).id,
            meeting_id=meeting.id,
            decision_id=decision.id,
        )
        close_action(session, action, fields, by=actor, on=ON)
        assert session.scalars(select(Closure.decision_id)).one() == decision.id
        other = session.scalars(select(Action.id).where(Action.reference == "1.2")).one()
        found = get_action(session, actor, other)
        remove_action(session, found, reason="No use", by=actor, on=ON, decision_id=decision.id)
        told_of = [(row.kind, row.reference) for row in list_allowed(session, actor, decision.id)]
        assert sorted(told_of) == [
            ("closure", "1.1"),
            ("removed", "1.2"),
            ("success_measure", "1.1"),
        ]

    def test_so_are_a_merge_and_a_split(
        self, session: Session, actor: Actor, action: Action, meeting: Meeting
    ) -> None:
        decision = decided(session, actor, meeting)
        both = [
            get_whole_action(session, actor, found)
            for found in session.scalars(select(Action.id).order_by(Action.reference))
        ]
        made = merge_actions(
            session, both, fields_of("2"), by=actor, on=ON, decision_id=decision.id
        )
        made = get_whole_action(session, actor, made.id)
        split_action(
            session,
            made,
            [fields_of("3"), fields_of("4")],
            by=actor,
            on=ON,
            decision_id=decision.id,
        )
        rows = session.execute(select(Succession.kind, Succession.decision_id)).all()
        assert (
            sorted(row.kind for row in rows)
            == [SuccessionKind.MERGED] * 2 + [SuccessionKind.SPLIT] * 2
        )
        assert {row.decision_id for row in rows} == {decision.id}


def _loaded(session: Session, by: Actor, decision: Decision) -> Decision:
    session.expire_all()
    return get_decision(session, by, decision.id)


class TestFollowUps:
    def test_one_is_set_amended_and_done(
        self, session: Session, actor: Actor, meeting: Meeting
    ) -> None:
        follow_up = followed_up(session, actor, meeting)
        post = a_post(session, actor)
        fields = FollowUpFields(text="Circulate the rota", owner_post_id=post.id)
        amend_follow_up(session, follow_up, fields, by=actor, on=ON)
        close_follow_up(session, follow_up, closed_on=ON, by=actor, on=ON)
        assert (follow_up.closed_on, follow_up.not_needed_because) == (ON, None)
        with refused("closed on 5 October 2026", field=None):
            amend_follow_up(session, follow_up, fields, by=actor, on=ON)

    def test_somebody_does_it(self, session: Session, actor: Actor, meeting: Meeting) -> None:
        with refused("who does it", field="owner"):
            followed_up(session, actor, meeting, owner_name=None)

    def test_it_may_not_be_needed_and_says_why(
        self, session: Session, actor: Actor, meeting: Meeting
    ) -> None:
        follow_up = followed_up(session, actor, meeting)
        with refused("before the meeting", field="closed_on"):
            close_follow_up(session, follow_up, closed_on=date(2026, 9, 1), by=actor, on=ON)
        close_follow_up(
            session, follow_up, closed_on=ON, not_needed_because="Sent already", by=actor, on=ON
        )
        assert follow_up.not_needed_because == "Sent already"


class TestCarrying:
    def test_a_later_meeting_has_what_was_not_over_on_its_day(
        self, session: Session, actor: Actor, board: Board, meeting: Meeting
    ) -> None:
        challenge = challenged(session, actor, board, meeting_id=meeting.id)
        follow_up = followed_up(session, actor, meeting)
        decided(session, actor, meeting)
        between = challenged(session, actor, board, text="Between?", raised_on=date(2026, 9, 20))
        later = met(session, actor, board, date(2026, 10, 1))
        assert _entries(session, actor, later) == {challenge.id, between.id, follow_up.id}
        close_follow_up(session, follow_up, closed_on=date(2026, 9, 30), by=actor, on=ON)
        assert _entries(session, actor, later) == {challenge.id, between.id}
        day, why = date(2026, 9, 30), "Asked twice"
        withdraw_challenge(session, challenge, by=actor, on=day, words=why)
        assert _entries(session, actor, later) == {between.id}
        # What ended on the very day was before that meeting.
        withdraw_challenge(session, between, by=actor, on=date(2026, 10, 1), words=why)
        assert _entries(session, actor, later) == {between.id}
        # The meeting that set it goes on showing it.
        assert follow_up.id in _entries(session, actor, meeting)
        assert between.id not in _entries(session, actor, meeting)

    def test_another_boards_are_not_there(
        self, session: Session, actor: Actor, board: Board, meeting: Meeting
    ) -> None:
        challenged(session, actor, board)
        other = a_seated_board(session, actor, name="Scrutiny")
        assert _entries(session, actor, met(session, actor, other, ON)) == set()
        assert MET < ON


def _entries(session: Session, by: Actor, meeting: Meeting) -> set[Any]:
    return {row.id for row in list_notes(session, by, meeting)}
