"""Challenges: raised by somebody on a board, put to somebody, and withdrawn or amended."""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import SETTLED_CHALLENGES, BoardRole, ChallengeState
from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.models import Board, BoardMember, Challenge, Meeting, Person
from tracker.services.belonging import chosen
from tracker.services.deeds import deed
from tracker.services.notes import (
    require_item,
    require_open_notes,
    require_person_or_post,
    require_subjects,
    require_unlocked_note,
)
from tracker.services.rules import add_record, amend_record, checked, choice


@dataclass(frozen=True, kw_only=True)
class ChallengeFields:
    """A challenge as its page has it.

    Whoever raised it is a person, or a name where they are not known here; it is put to a person or
    to a post. Without a ``meeting_id`` it was raised between meetings, on ``raised_on``.
    """

    board_id: uuid.UUID
    text: str
    raised_on: date
    meeting_id: uuid.UUID | None = None
    item_id: uuid.UUID | None = None
    raised_by_id: uuid.UUID | None = None
    raised_by_name: str | None = None
    put_to_id: uuid.UUID | None = None
    put_to_post_id: uuid.UUID | None = None
    recommendation_id: uuid.UUID | None = None
    action_id: uuid.UUID | None = None
    measure: str | None = None


@deed
def raise_challenge(
    session: Session,
    fields: ChallengeFields,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> Challenge:
    """Record a challenge of a board; at a meeting it is of that meeting's day.

    Raises:
        RuleError: the meeting takes no notes, somebody is missing, or what it is about is not there
            for whoever raises it.
    """
    values = checked(fields, Challenge)
    meeting = _meeting(session, values, by=by, on=on)
    if meeting is not None:
        values["raised_on"] = meeting.held_on
    elif values["raised_on"] > on:
        raise RuleError("The day must be today or earlier", field="raised_on")
    day = values["raised_on"]
    choice(session, Board, values["board_id"], by=by, on=day, field="board_id")
    _require_parties(session, values, by=by, on=day)
    require_subjects(session, values, by=by)
    raised = ChallengeState.RAISED
    return add_record(session, Challenge, by=by, state=raised, meeting=meeting, steps=[], **values)


@deed
def amend_challenge(
    session: Session,
    challenge: Challenge,
    fields: ChallengeFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change what a challenge says or whom it is put to; its meeting is loaded.

    Its board, its meeting and its day stay. Once the minutes are agreed it is corrected instead.

    Raises:
        Conflict: the challenge was changed since ``version``.
        RuleError: it is over, or the minutes were agreed.
    """
    require_unlocked_note(challenge, by=by, version=version)
    require_unsettled(challenge)
    values = checked(fields, Challenge)
    for name in ("board_id", "meeting_id", "item_id", "raised_on"):
        del values[name]
    _require_parties(session, values, by=by, on=challenge.raised_on, kept=challenge)
    require_subjects(session, values, by=by)
    amend_record(challenge, values)


def require_unsettled(challenge: Challenge) -> None:
    """Refuse to go on with a challenge that was verified or withdrawn."""
    if challenge.state in SETTLED_CHALLENGES:
        when = f" on {long_date(challenge.settled_on)}" if challenge.settled_on else ""
        raise RuleError(
            f"This challenge was {challenge.state.value}{when}. Raise a new one if there is more "
            "to ask"
        )


def judge_of(challenge: Challenge, *, by: Actor, as_chair: bool) -> dict[str, Any]:
    """In whose name a challenge is verified or sent back: the challenger's, or the chair's.

    The columns of a step; the challenge's board and that one's members are loaded.

    Raises:
        RuleError: it was the chair, and the board has none.
    """
    if not as_chair:
        return {"taken_by_id": challenge.raised_by_id, "taken_by_name": challenge.raised_by_name}
    board, chairs = challenge.board, _chairs(challenge.board, by.today)
    known = {board.chair_id, *(member.person_id for member in chairs)} - {None}
    if by.person_id in known:
        return {"taken_by_id": by.person_id, "taken_by_name": None}
    if chairs:
        return {"taken_by_id": chairs[0].person_id, "taken_by_name": chairs[0].name}
    if board.chair_id is None and board.chair_note is None:
        raise RuleError("This board has no chair who could say so", field="says_so")
    name = None if board.chair_id else board.chair_note
    return {"taken_by_id": board.chair_id, "taken_by_name": name}


def _chairs(board: Board, day: date) -> list[BoardMember]:
    return [
        member
        for member in board.members
        if member.role is BoardRole.CHAIR and member.removed_on is None and member.held_on(day)
    ]


def _meeting(session: Session, values: dict[str, Any], *, by: Actor, on: date) -> Meeting | None:
    if values["meeting_id"] is None:
        values["item_id"] = None
        return None
    field, sentence = "meeting_id", "Select a meeting of this board"
    ids = [values["meeting_id"]]
    meeting = chosen(session, Meeting, ids, by=by, on=on, field=field, sentence=sentence)[0]
    if meeting.board_id != values["board_id"]:
        raise RuleError(sentence, field=field)
    require_open_notes(meeting, by=by, on=on)
    require_item(session, values["item_id"], meeting)
    return meeting


def _require_parties(
    session: Session,
    values: dict[str, Any],
    *,
    by: Actor,
    on: date,
    kept: Challenge | None = None,
) -> None:
    if (values["raised_by_id"] is None) == (values["raised_by_name"] is None):
        sentence = "Select who raised it, or enter their name if they are not in the list"
        raise RuleError(sentence, field="raised_by")
    if (values["put_to_id"] is None) == (values["put_to_post_id"] is None):
        raise RuleError("Select the person or post that it is put to", field="put_to")
    if values["raised_by_id"] is not None:
        before = kept.raised_by_id if kept is not None else None
        raiser = values["raised_by_id"]
        choice(session, Person, raiser, by=by, on=on, field="raised_by", kept=before)
        if raiser == values["put_to_id"]:
            raise RuleError("Nobody puts a challenge to themselves", field="put_to")
    require_person_or_post(session, values, "put_to_id", "put_to_post_id", by=by, on=on, kept=kept)
