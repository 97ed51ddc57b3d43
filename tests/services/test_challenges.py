"""Challenges: raised, answered, promised, given, verified, sent back, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.services.asking import NOBODY, refused, told
from tests.services.boarded import (
    MET,
    ON,
    a_chair,
    a_seated_board,
    brought_to,
    challenged,
    met,
    on_agenda,
    step,
)
from tests.services.given import a_person, a_plan, a_post, an_action, recommendations
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import (
    CHALLENGE_STEPS,
    SETTLED_CHALLENGES,
    ChallengeState,
    MeetingState,
)
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import Role
from tracker.models import Board, Challenge, Inspection
from tracker.models.recording import deed
from tracker.services import challenge_steps as steps
from tracker.services.challenges import ChallengeFields, amend_challenge
from tracker.services.deeds import Conflict
from tracker.services.notes import correct_note

S = ChallengeState

DEEDS: dict[ChallengeState, Callable[..., None]] = {
    S.ANSWERED: lambda session, challenge, **how: steps.answer_challenge(
        session, challenge, step(), **how
    ),
    S.PROMISED: lambda session, challenge, **how: steps.promise_evidence(
        session, challenge, step(due_on=date(2026, 11, 1)), **how
    ),
    S.GIVEN: lambda session, challenge, **how: steps.give_evidence(
        session, challenge, step(), **how
    ),
    S.VERIFIED: lambda session, challenge, **how: steps.verify_challenge(
        session, challenge, step(), **how
    ),
    S.SENT_BACK: lambda session, challenge, **how: steps.send_back_challenge(
        session, challenge, step(), **how
    ),
    S.WITHDRAWN: lambda session, challenge, **how: steps.withdraw_challenge(
        session, challenge, words="Asked twice", **how
    ),
}


@pytest.fixture
def board(session: Session, actor: Actor) -> Board:
    return a_seated_board(session, actor, a_chair(session, actor))


@pytest.fixture
def challenge(session: Session, actor: Actor, board: Board) -> Challenge:
    return challenged(session, actor, board)


@pytest.mark.parametrize(("before", "after"), [*product(S, DEEDS)])
def test_a_challenge_takes_the_steps_of_the_table_and_no_other(
    session: Session, actor: Actor, challenge: Challenge, before: S, after: S
) -> None:
    brought_to(session, challenge, before, actor)
    assert challenge.state is before
    if (before, after) in CHALLENGE_STEPS:
        DEEDS[after](session, challenge, by=actor, on=ON)
        assert challenge.state is after
        assert challenge.steps[-1].state is after
    else:
        with pytest.raises(RuleError):
            DEEDS[after](session, challenge, by=actor, on=ON)
        assert challenge.state is before


def test_every_way_ends_verified_or_withdrawn() -> None:
    assert {before for before, _ in CHALLENGE_STEPS} == set(S) - SETTLED_CHALLENGES
    assert {after for _, after in CHALLENGE_STEPS} == set(DEEDS)


class TestRaising:
    def test_at_a_meeting_it_is_of_that_meetings_day(
        self, session: Session, actor: Actor, board: Board
    ) -> None:
        meeting = met(session, actor, board)
        item = on_agenda(session, actor, meeting)
        found = challenged(
            session, actor, board, meeting_id=meeting.id, item_id=item.id, raised_on=ON
        )
        assert (found.raised_on, found.state) == (MET, S.RAISED)
        assert [deed for deed, _ in told(session, found)] == ["raise_challenge"]

    @pytest.mark.parametrize(
        ("state", "day", "words", "field"),
        [
            (MeetingState.AGREED, MET, "were agreed", None),
            (MeetingState.CANCELLED, MET, "Select a meeting of this board", "meeting_id"),
            (MeetingState.DRAFT, MET, "Select a meeting of this board", "meeting_id"),
            (MeetingState.PUBLISHED, date(2026, 10, 6), "still to come", None),
        ],
    )
    def test_not_every_meeting_takes_one(
        self,
        session: Session,
        actor: Actor,
        board: Board,
        state: MeetingState,
        day: date,
        words: str,
        field: str | None,
    ) -> None:
        meeting = met(session, actor, board, day, state)
        with refused(words, field=field):
            challenged(session, actor, board, meeting_id=meeting.id)

    def test_the_item_is_of_that_meeting(
        self, session: Session, actor: Actor, board: Board
    ) -> None:
        meeting, other = (met(session, actor, board, title=title) for title in ("One", "Two"))
        item = on_agenda(session, actor, other)
        with refused("an item of this meeting", field="item_id"):
            challenged(session, actor, board, meeting_id=meeting.id, item_id=item.id)

    def test_the_meeting_is_of_that_board(
        self, session: Session, actor: Actor, board: Board
    ) -> None:
        other = a_seated_board(session, actor, name="Scrutiny")
        meeting = met(session, actor, other)
        with refused("a meeting of this board", field="meeting_id"):
            challenged(session, actor, board, meeting_id=meeting.id)

    @pytest.mark.parametrize(
        ("values", "words", "field"),
        [
            ({"raised_by_name": None}, "Select who raised it", "raised_by"),
            ({"put_to_post_id": None}, "the person or post", "put_to"),
            ({"put_to_post_id": NOBODY}, "a post of this council", "put_to_post_id"),
            ({"raised_on": date(2026, 10, 6)}, "today or earlier", "raised_on"),
            ({"text": "  "}, "Enter the text", "text"),
            ({"action_id": NOBODY}, "an action of this council", "action_id"),
            ({"recommendation_id": NOBODY}, "a recommendation", "recommendation_id"),
        ],
    )
    def test_what_is_missing_or_unknown_is_named(
        self,
        session: Session,
        actor: Actor,
        board: Board,
        values: dict[str, Any],
        words: str,
        field: str,
    ) -> None:
        with refused(words, field=field):
            challenged(session, actor, board, **values)

    def test_nobody_puts_one_to_themselves(
        self, session: Session, actor: Actor, board: Board
    ) -> None:
        person = a_person(session, actor)
        with refused("to themselves", field="put_to"):
            challenged(session, actor, board, raised_by_id=person.id, put_to_id=person.id)

    def test_what_is_under_embargo_is_not_there_for_who_may_not_see_it(
        self, session: Session, actor: Actor, board: Board, actor_as: ActorAs
    ) -> None:
        asked = recommendations(session, actor, 1)[0]
        member = actor_as(Role.BOARD_MEMBER)
        challenged(session, member, board, recommendation_id=asked.id)
        _embargo(session, actor, asked)
        with refused("a recommendation of this council", field="recommendation_id"):
            challenged(session, member, board, recommendation_id=asked.id)
        challenged(session, actor, board, recommendation_id=asked.id)


def _embargo(session: Session, by: Actor, recommendation: Any) -> None:
    with deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=by.at):
        found = session.get(Inspection, recommendation.inspection_id)
        assert found is not None
        found.not_before_on = date(2027, 1, 5)


class TestStory:
    def test_an_answer_can_promise_evidence_at_once(
        self, session: Session, actor: Actor, challenge: Challenge
    ) -> None:
        due = date(2026, 10, 20)
        fields = step("Twelve posts are filled", due_on=due)
        steps.answer_challenge(session, challenge, fields, by=actor, on=ON, promise="Figures")
        assert [(each.state, each.words, each.due_on) for each in challenge.steps] == [
            (S.ANSWERED, "Twelve posts are filled", None),
            (S.PROMISED, "Figures", due),
        ]
        assert (challenge.state, challenge.due_on) == (S.PROMISED, due)

    def test_each_promise_stays_and_the_latest_counts(
        self, session: Session, actor: Actor, challenge: Challenge
    ) -> None:
        brought_to(session, challenge, S.PROMISED, actor)
        later = step("Figures, audited", due_on=date(2026, 11, 30))
        steps.promise_evidence(session, challenge, later, by=actor, on=ON)
        days = [each.due_on for each in challenge.steps if each.due_on]
        assert days == [date(2026, 10, 20), date(2026, 11, 30)]
        assert challenge.due_on == date(2026, 11, 30)
        steps.give_evidence(session, challenge, step("Here"), by=actor, on=ON)
        assert challenge.due_on is None

    def test_the_challenger_verifies_or_the_chair_for_them(
        self, session: Session, actor: Actor, board: Board
    ) -> None:
        own, other = (challenged(session, actor, board, text=text) for text in ("One", "Three"))
        for challenge in (own, other):
            brought_to(session, challenge, S.GIVEN, actor)
        steps.verify_challenge(session, own, step(None), by=actor, on=ON)
        steps.verify_challenge(session, other, step(None), by=actor, on=ON, as_chair=True)
        assert own.steps[-1].taken_by_name == "Dr Ines Moreau"
        assert not own.steps[-1].is_for_challenger
        assert other.steps[-1].taken_by_id == board.chair_id
        assert other.steps[-1].is_for_challenger
        assert (own.settled_on, other.settled_on) == (ON, ON)

    def test_a_board_without_a_chair_has_nobody_to_say_so(
        self, session: Session, actor: Actor
    ) -> None:
        board = a_seated_board(session, actor, name="A group")
        challenge = challenged(session, actor, board)
        brought_to(session, challenge, S.GIVEN, actor)
        with refused("no chair", field="says_so"):
            steps.verify_challenge(session, challenge, step(), by=actor, on=ON, as_chair=True)

    @pytest.mark.parametrize(
        ("name", "fields", "words", "field"),
        [
            ("answer_challenge", step(None), "Enter the answer", "words"),
            ("answer_challenge", step(due_on=ON), "the evidence that is promised", "promise"),
            ("answer_challenge", step(taken_on=date(2026, 10, 6)), "today or earlier", "taken_on"),
            ("answer_challenge", step(taken_on=date(2026, 9, 6)), "The step before", "taken_on"),
            ("answer_challenge", step(taken_by_id=NOBODY), "Choose a person", "taken_by"),
        ],
    )
    def test_a_step_that_is_not_whole_is_refused(
        self,
        session: Session,
        actor: Actor,
        challenge: Challenge,
        name: str,
        fields: Any,
        words: str,
        field: str,
    ) -> None:
        with refused(words, field=field):
            getattr(steps, name)(session, challenge, fields, by=actor, on=ON)

    def test_a_promise_has_words_and_a_day_to_come(
        self, session: Session, actor: Actor, challenge: Challenge
    ) -> None:
        brought_to(session, challenge, S.ANSWERED, actor)
        for fields, words, field in (
            (step(None, due_on=ON), "the evidence that is promised", "words"),
            (step(), "the day by which", "due_on"),
            (step(due_on=MET), "the day itself or later", "due_on"),
        ):
            with refused(words, field=field):
                steps.promise_evidence(session, challenge, fields, by=actor, on=ON)

    def test_the_second_of_two_is_told(
        self, session: Session, actor: Actor, challenge: Challenge
    ) -> None:
        read = challenge.version
        steps.answer_challenge(session, challenge, step(), by=actor, on=ON, version=read)
        with pytest.raises(Conflict):
            steps.answer_challenge(session, challenge, step(), by=actor, on=ON, version=read)

    def test_what_was_given_leads_to_an_action(
        self, session: Session, actor: Actor, challenge: Challenge
    ) -> None:
        action = an_action(session, a_plan(session, actor), actor)
        brought_to(session, challenge, S.ANSWERED, actor)
        with refused("what this council has", field="evidence_id"):
            steps.give_evidence(session, challenge, step(evidence_id=NOBODY), by=actor, on=ON)
        steps.give_evidence(session, challenge, step(action_id=action.id), by=actor, on=ON)
        assert challenge.steps[-1].action_id == action.id


class TestAmending:
    def test_until_it_is_over(self, session: Session, actor: Actor, challenge: Challenge) -> None:
        fields = ChallengeFields(
            board_id=challenge.board_id,
            raised_on=ON,
            text="Why do caseloads rise again?",
            raised_by_name=challenge.raised_by_name,
            put_to_post_id=a_post(session, actor, "Director").id,
        )
        amend_challenge(session, challenge, fields, by=actor, on=ON)
        assert challenge.text == "Why do caseloads rise again?"
        assert challenge.raised_on == MET
        brought_to(session, challenge, S.WITHDRAWN, actor)
        with refused("This challenge was withdrawn on 5 October 2026", field=None):
            amend_challenge(session, challenge, fields, by=actor, on=ON)

    def test_agreed_minutes_are_corrected_and_keep_what_they_said(
        self, session: Session, actor: Actor, board: Board
    ) -> None:
        meeting = met(session, actor, board)
        challenge = challenged(session, actor, board, meeting_id=meeting.id)
        with refused("amend it instead", field=None):
            correct_note(session, challenge, "Why?", by=actor, on=ON, reason="Misheard")
        _agreed(session, actor, meeting)
        fields = ChallengeFields(
            board_id=board.id, raised_on=ON, text="x", raised_by_name="x", put_to_id=actor.person_id
        )
        with refused("Correct this with a reason", field=None):
            amend_challenge(session, challenge, fields, by=actor, on=ON)
        for text, reason, field in (
            ("", "x", "text"),
            (challenge.text, "x", "text"),
            ("Why?", " ", "reason"),
        ):
            with pytest.raises(RuleError) as caught:
                correct_note(session, challenge, text, by=actor, on=ON, reason=reason)
            assert caught.value.field == field
        kept = correct_note(session, challenge, "Why?", by=actor, on=ON, reason="Misheard")
        assert (kept.before, kept.after, challenge.text) == (
            "Why do caseloads still rise?",
            "Why?",
            "Why?",
        )
        # What comes of the challenge is no part of those minutes.
        steps.answer_challenge(session, challenge, step(), by=actor, on=ON)


def _agreed(session: Session, by: Actor, meeting: Any) -> None:
    with deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=by.at):
        meeting.state = MeetingState.AGREED


def test_another_councils_challenge_is_refused(
    session: Session, actor: Actor, challenge: Challenge
) -> None:
    stranger = replace(actor, council_id=NOBODY)
    with refused("belongs to another council", field=None):
        steps.answer_challenge(session, challenge, step(), by=stranger, on=ON)
