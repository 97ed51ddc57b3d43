"""A board with a chair, members and a meeting, and what is noted there, given to tests."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tests.services.given import a_board, a_person, a_post, recorded
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import AgendaKind, BoardRole, ChallengeState, MeetingState
from tracker.models import (
    AgendaItem,
    Board,
    BoardMember,
    Challenge,
    Decision,
    FollowUp,
    Meeting,
    Person,
)
from tracker.queries.challenges import get_challenge
from tracker.services import challenge_steps
from tracker.services.challenge_steps import StepFields
from tracker.services.challenges import ChallengeFields, raise_challenge
from tracker.services.decisions import DecisionFields, record_decision
from tracker.services.follow_ups import FollowUpFields, set_follow_up

MET = date(2026, 9, 7)
"""The day of the board's meeting, before the day of the tests."""

ON = date(2026, 10, 5)


def a_seated_board(session: Session, by: Actor, chair: Person | None = None, **more: Any) -> Board:
    """A board whose chair is a member of it."""
    board = a_board(session, by, chair_id=chair.id if chair else None, **more)
    if chair is not None:
        seated(session, by, board, chair, BoardRole.CHAIR)
    return board


def seated(
    session: Session,
    by: Actor,
    board: Board,
    person: Person | None = None,
    role: BoardRole = BoardRole.MEMBER,
    **more: Any,
) -> BoardMember:
    """Somebody who sits on the board since last year."""
    values = {"from_on": date(2025, 1, 1), "is_voting": True, "role": role, **more}
    return recorded(
        session,
        by,
        BoardMember,
        board_id=board.id,
        person_id=person.id if person else None,
        **values,
    )


def met(
    session: Session,
    by: Actor,
    board: Board,
    day: date = MET,
    state: MeetingState = MeetingState.HELD,
    **more: Any,
) -> Meeting:
    values = {"title": "September", "state": state, **more}
    return recorded(session, by, Meeting, board=board, board_id=board.id, held_on=day, **values)


def on_agenda(session: Session, by: Actor, meeting: Meeting, **more: Any) -> AgendaItem:
    values = {"title": "Caseloads", "kind": AgendaKind.THEME, "position": 1, **more}
    return recorded(session, by, AgendaItem, meeting=meeting, meeting_id=meeting.id, **values)


def challenged(session: Session, by: Actor, board: Board, **more: Any) -> Challenge:
    """A challenge by an outsider to a post, unless ``more`` says otherwise."""
    values = {
        "board_id": board.id,
        "text": "Why do caseloads still rise?",
        "raised_on": MET,
        **more,
    }
    if not {"raised_by_id", "raised_by_name"} & set(values):
        values["raised_by_name"] = "Dr Ines Moreau"
    if not {"put_to_id", "put_to_post_id"} & set(values):
        values["put_to_post_id"] = a_post(session, by, f"Head of {uuid.uuid4()}").id
    found = raise_challenge(session, ChallengeFields(**values), by=by, on=ON)
    session.expire(board, ["members"])
    return get_challenge(session, by, found.id)


def step(words: str | None = "Said so", taken_on: date = ON, **more: Any) -> StepFields:
    return StepFields(words=words, taken_on=taken_on, **more)


def brought_to(session: Session, challenge: Challenge, state: ChallengeState, by: Actor) -> None:
    """Take a fresh challenge as far as ``state`` through the deeds."""
    # As a page would load it: a commit in between has forgotten its steps.
    challenge = get_challenge(session, by, challenge.id)
    s, doing = ChallengeState, challenge_steps
    way = {
        s.RAISED: (),
        s.ANSWERED: ("answer",),
        s.PROMISED: ("answer", "promise"),
        s.GIVEN: ("answer", "promise", "give"),
        s.VERIFIED: ("answer", "give", "verify"),
        s.SENT_BACK: ("answer", "send_back"),
        s.WITHDRAWN: ("withdraw",),
    }
    deeds: dict[str, Any] = {
        "answer": lambda **w: doing.answer_challenge(session, challenge, step("Hiring"), **w),
        "promise": lambda **w: doing.promise_evidence(
            session, challenge, step("Figures", due_on=date(2026, 10, 20)), **w
        ),
        "give": lambda **w: doing.give_evidence(session, challenge, step("The figures"), **w),
        "verify": lambda **w: doing.verify_challenge(session, challenge, step(None), **w),
        "send_back": lambda **w: doing.send_back_challenge(
            session, challenge, step("No figures"), **w
        ),
        "withdraw": lambda **w: doing.withdraw_challenge(
            session, challenge, words="Asked twice", **w
        ),
    }
    for name in way[state]:
        deeds[name](by=by, on=ON)


def decided(session: Session, by: Actor, meeting: Meeting, **more: Any) -> Decision:
    values = {"text": "Agency rates rise for six months", **more}
    return record_decision(session, meeting, DecisionFields(**values), by=by, on=ON)


def followed_up(session: Session, by: Actor, meeting: Meeting, **more: Any) -> FollowUp:
    values = {"text": "Circulate the caseload figures", "owner_name": "The clerk", **more}
    return set_follow_up(session, meeting, FollowUpFields(**values), by=by, on=ON)


def a_chair(session: Session, by: Actor) -> Person:
    return a_person(session, by, "Sir Alan Hart")
