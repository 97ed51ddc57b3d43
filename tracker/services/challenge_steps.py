"""What comes of a challenge: answered, evidence promised and given, verified, sent back, withdrawn.

Each step is a record of its own that is never changed, so that the whole story stays to be read.
"""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.domain.board_vocabulary import CHALLENGE_STEPS, SETTLED_CHALLENGES, ChallengeState
from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.models import Action, Challenge, ChallengeStep, Evidence, Person
from tracker.services.challenges import judge_of, require_unsettled
from tracker.services.deeds import deed
from tracker.services.rules import add_record, checked, choice, require_standing

S = ChallengeState

_NOT_YET: Final = {
    S.ANSWERED: "It is answered once",
    S.PROMISED: "Evidence is promised with or after an answer",
    S.GIVEN: "Evidence is given after an answer",
    S.VERIFIED: "A challenge is verified once evidence was given",
    S.SENT_BACK: "A challenge is sent back after an answer or evidence",
}


@dataclass(frozen=True, kw_only=True)
class StepFields:
    """A step in words: on which day, and whose; nobody named is whoever acts.

    ``due_on`` is the day of a promise. What was given may lead to a piece of evidence or an action.
    """

    words: str | None = None
    taken_on: date
    taken_by_id: uuid.UUID | None = None
    taken_by_name: str | None = None
    due_on: date | None = None
    evidence_id: uuid.UUID | None = None
    action_id: uuid.UUID | None = None


@deed
def answer_challenge(
    session: Session,
    challenge: Challenge,
    fields: StepFields,
    *,
    by: Actor,
    on: date,
    promise: str | None = None,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Answer a challenge, and promise evidence by ``fields.due_on`` where ``promise`` says which.

    Its steps are loaded, for this deed and all that follow.

    Raises:
        Conflict: somebody took the challenge further since ``version``.
        RuleError: the step may not follow, the words are missing, or a day is not sane.
    """
    _require(challenge, by=by, version=version)
    answer = replace(fields, due_on=None)
    _take(session, challenge, S.ANSWERED, answer, "Enter the answer", by=by, on=on)
    if promise is None and fields.due_on is None:
        return
    promised = replace(fields, words=promise)
    _promise(session, challenge, promised, "promise", by=by, on=on)


@deed
def promise_evidence(
    session: Session,
    challenge: Challenge,
    fields: StepFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Promise evidence by a day, or by another day than was promised before: both stay visible."""
    _require(challenge, by=by, version=version)
    _promise(session, challenge, fields, "words", by=by, on=on)


@deed
def give_evidence(
    session: Session,
    challenge: Challenge,
    fields: StepFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Say what shows that the challenge was met, in words and by a link to evidence or an action.

    Raises:
        RuleError: the evidence or the action is not there for whoever gives it.
    """
    _require(challenge, by=by, version=version)
    for name, model in (("evidence_id", Evidence), ("action_id", Action)):
        record_id = getattr(fields, name)
        if record_id is None:
            continue
        query = select(model.id).where(
            model.id == record_id, visible(by, model), model.removed_on.is_(None)
        )
        if session.execute(query).first() is None:
            raise RuleError("Select what this council has", field=name)
    _take(session, challenge, S.GIVEN, fields, "Enter what was given", by=by, on=on)


@deed
def verify_challenge(
    session: Session,
    challenge: Challenge,
    fields: StepFields,
    *,
    by: Actor,
    on: date,
    as_chair: bool = False,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Say that the challenge was met: its challenger does, or the chair on their behalf.

    Its board and that one's members are loaded. ``as_chair`` says that it was the chair.
    """
    _require(challenge, by=by, version=version)
    _take(
        session,
        challenge,
        S.VERIFIED,
        replace(fields, **judge_of(challenge, by=by, as_chair=as_chair)),
        None,
        by=by,
        on=on,
        is_for_challenger=as_chair,
    )


@deed
def send_back_challenge(
    session: Session,
    challenge: Challenge,
    fields: StepFields,
    *,
    by: Actor,
    on: date,
    as_chair: bool = False,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Say why an answer or what was given is not enough; the challenge goes on."""
    _require(challenge, by=by, version=version)
    _take(
        session,
        challenge,
        S.SENT_BACK,
        replace(fields, **judge_of(challenge, by=by, as_chair=as_chair)),
        "Enter why it is sent back",
        by=by,
        on=on,
        is_for_challenger=as_chair,
    )


@deed
def withdraw_challenge(
    session: Session,
    challenge: Challenge,
    *,
    by: Actor,
    on: date,
    words: str | None,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Take a challenge back, with a reason; it stays to be read."""
    _require(challenge, by=by, version=version)
    fields = StepFields(words=words, taken_on=on, taken_by_id=by.person_id)
    _take(session, challenge, S.WITHDRAWN, fields, "Enter why it is withdrawn", by=by, on=on)


def _require(challenge: Challenge, *, by: Actor, version: int | None) -> None:
    require_standing(challenge, by=by, version=version)
    require_unsettled(challenge)


def _promise(
    session: Session,
    challenge: Challenge,
    fields: StepFields,
    field: str,
    *,
    by: Actor,
    on: date,
) -> None:
    if fields.words is None or not fields.words.strip():
        raise RuleError("Enter the evidence that is promised", field=field)
    if fields.due_on is None:
        raise RuleError("Enter the day by which it is promised", field="due_on")
    if fields.due_on < fields.taken_on:
        raise RuleError("The evidence is promised for the day itself or later", field="due_on")
    _take(session, challenge, S.PROMISED, fields, None, by=by, on=on)


def _take(
    session: Session,
    challenge: Challenge,
    to: ChallengeState,
    fields: StepFields,
    asked: str | None,
    *,
    by: Actor,
    on: date,
    is_for_challenger: bool = False,
) -> None:
    """Take one step; ``asked`` is the sentence where words are needed and missing."""
    if (challenge.state, to) not in CHALLENGE_STEPS:
        raise RuleError(f"{_NOT_YET[to]}. This challenge stands elsewhere: reload its page")
    values = _checked(session, challenge, fields, by=by, on=on)
    if asked is not None and values["words"] is None:
        raise RuleError(asked, field="words")
    challenge.steps.append(
        add_record(
            session,
            ChallengeStep,
            by=by,
            challenge_id=challenge.id,
            state=to,
            is_for_challenger=is_for_challenger,
            **values,
        )
    )
    challenge.state = to
    if to is S.PROMISED:
        challenge.due_on = values["due_on"]
    elif to in (S.GIVEN, S.SENT_BACK):
        # A promise was kept, or its answer did not hold: its day no longer says what is overdue.
        challenge.due_on = None
    if to in SETTLED_CHALLENGES:
        challenge.settled_on, challenge.due_on = values["taken_on"], None
    session.flush()


def _checked(
    session: Session, challenge: Challenge, fields: StepFields, *, by: Actor, on: date
) -> dict[str, Any]:
    values = checked(fields, ChallengeStep)
    day = values["taken_on"]
    if day > on:
        raise RuleError("The day must be today or earlier", field="taken_on")
    last = max([challenge.raised_on, *(step.taken_on for step in challenge.steps)])
    if day < last:
        raise RuleError(f"The step before this was on {long_date(last)}", field="taken_on")
    if values["taken_by_name"] is not None:
        values["taken_by_id"] = None
    elif values["taken_by_id"] is None:
        values["taken_by_id"] = by.person_id
    elif values["taken_by_id"] not in (by.person_id, challenge.raised_by_id):
        choice(session, Person, values["taken_by_id"], by=by, on=day, field="taken_by")
    return values
