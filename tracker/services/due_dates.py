"""Due dates of a plan in force: each move is asked for by one person and decided by another.

Here alone a due date moves once its plan is in force, so that no form, import or terminal can go
round the reason, the recovery action, the second person and the lock before a meeting. A test of
the source holds that.
"""
# A deed takes the session even where it reads nothing from it.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.domain.slips import is_slip
from tracker.domain.vocabulary import DATE_CHANGE_STEPS, ActorKind, DateChangeState, Delivery
from tracker.models import Action, DateChange, Meeting
from tracker.queries.freeze import find_freeze
from tracker.services.actions import require_after_start, require_live
from tracker.services.belonging import chosen
from tracker.services.decisions import require_decision_at
from tracker.services.deeds import council_of, deed
from tracker.services.freeze import require_unlocked
from tracker.services.plans import is_in_force
from tracker.services.rules import (
    EARLIEST,
    LATEST,
    add_record,
    checked_line,
    checked_text,
    one_at_a_time,
    require_reason,
    require_standing,
)

_LONGEST_TEXT: Final = 200


@dataclass(frozen=True, kw_only=True)
class DateChangeFields:
    """A request as its page has it.

    ``to_on`` may be None only with a text in its place such as "Ongoing"; ``to_text`` replaces what
    was written for the date. ``recovery`` says what will be done to hold the new date.
    """

    to_on: date | None
    to_text: str | None = None
    reason: str
    recovery: str


@deed
def request_date_change(
    session: Session,
    action: Action,
    fields: DateChangeFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
) -> DateChange:
    """Ask for another due date of an action in a plan in force; ``action.plan`` is loaded.

    Nothing moves yet. An action has one open request at most. Requests may be made while dates are
    locked: they are papers for the meeting.

    Raises:
        Conflict: the action was changed since ``version``.
        RuleError: the action has no date to move, what is asked is not sane, a request is open, or
            nobody is named who asks.
    """
    require_live(action, by=by, version=version)
    _require_movable(action)
    person_id = _named(by, "A named person asks for a new due date: sign in to do so")
    to_text = checked_line("to_text", fields.to_text or "", _LONGEST_TEXT)
    _require_move(action, fields.to_on, to_text)
    require_reason(fields.reason, "Enter why the due date should move")
    recovery = checked_text("recovery", fields.recovery)
    if recovery is None:
        raise RuleError("Enter what will be done to hold the new date", field="recovery")
    _require_no_other(session, action, by=by, on=on)
    return add_record(
        session,
        DateChange,
        by=by,
        action=action,
        action_id=action.id,
        from_on=action.due_on,
        to_on=fields.to_on,
        to_text=to_text,
        reason=checked_text("reason", fields.reason),
        recovery=recovery,
        state=DateChangeState.REQUESTED,
        requested_on=on,
        requested_by_id=person_id,
    )


@deed
def withdraw_date_change(
    session: Session,
    change: DateChange,
    *,
    by: Actor,
    on: date,
    note: str | None = None,
    version: int | None = None,
) -> None:
    """Take a request back before it is decided; ``note`` may say why.

    Raises:
        Conflict: the request was changed since ``version``.
        RuleError: it was decided or withdrawn already.
    """
    require_standing(change, by=by, version=version)
    _settle(change, DateChangeState.WITHDRAWN, note, by=by, on=on)


@deed
def agree_date_change(
    session: Session,
    change: DateChange,
    *,
    by: Actor,
    on: date,
    note: str | None = None,
    meeting_id: uuid.UUID | None = None,
    decision_id: uuid.UUID | None = None,
    version: int | None = None,
) -> None:
    """Agree to a request: the due date moves; ``change.action`` and its plan are loaded.

    A later date, or none where there was one, counts as a slip. ``meeting_id`` is the meeting that
    decided it, if any, and ``decision_id`` its decision where one was recorded.

    Raises:
        Conflict: the request was changed since ``version``.
        RuleError: it was decided already, whoever asked decides, dates are locked, or the action
            has changed so that the request no longer fits.
    """
    action = change.action
    _require_decider(change, by=by, version=version)
    require_live(action, by=by)
    _require_movable(action)
    if change.from_on != action.due_on:
        raise RuleError(
            "The due date has changed since this was asked for. Refuse this request, and let a new "
            "one be made from the present date"
        )
    _require_move(action, change.to_on, change.to_text, field=None)
    _require_meeting(session, meeting_id, by=by, on=on)
    require_unlocked(find_freeze(session, by, action.plan.board_id, on), meeting_id, on)
    _settle(change, DateChangeState.AGREED, note, by=by, on=on)
    change.meeting_id = meeting_id
    change.decision_id = require_decision_at(session, decision_id, meeting_id, by=by, on=on)
    _move(action, change.to_on, change.to_text)


@deed
def refuse_date_change(
    session: Session,
    change: DateChange,
    *,
    note: str,
    by: Actor,
    on: date,
    meeting_id: uuid.UUID | None = None,
    decision_id: uuid.UUID | None = None,
    version: int | None = None,
) -> None:
    """Refuse a request, with a note: the due date stays. Refusing is possible in a lock too.

    Raises:
        Conflict: the request was changed since ``version``.
        RuleError: it was decided already, whoever asked decides, or the note is missing.
    """
    _require_decider(change, by=by, version=version)
    if checked_text("decision_note", note) is None:
        raise RuleError("Enter why the request is refused", field="decision_note")
    _require_meeting(session, meeting_id, by=by, on=on)
    _settle(change, DateChangeState.REFUSED, note, by=by, on=on)
    change.meeting_id = meeting_id
    change.decision_id = require_decision_at(session, decision_id, meeting_id, by=by, on=on)


def _move(action: Action, to_on: date | None, due_text: str | None) -> None:
    if is_slip(action.due_on, to_on):
        action.times_slipped += 1
    if action.first_due_on is None:
        action.first_due_on = to_on
    action.due_on = to_on
    action.due_text = due_text


def _named(by: Actor, sentence: str) -> uuid.UUID:
    """The person who acts; two names stand beside each move, so nobody may be nameless."""
    if by.kind is not ActorKind.PERSON or by.person_id is None:
        raise RuleError(sentence)
    return by.person_id


def _require_decider(change: DateChange, *, by: Actor, version: int | None) -> None:
    require_standing(change, by=by, version=version)
    _require_step(change, DateChangeState.AGREED)
    person_id = _named(by, "A named person decides on a due date: sign in to do so")
    if person_id == change.requested_by_id:
        raise RuleError("Whoever asks for a new due date cannot decide on it: let somebody else do")


def _require_step(change: DateChange, to: DateChangeState) -> None:
    if (change.state, to) not in DATE_CHANGE_STEPS:
        on = f" on {long_date(change.decided_on)}" if change.decided_on else ""
        raise RuleError(f"This request was already {change.state.value}{on}")


def _settle(
    change: DateChange, to: DateChangeState, note: str | None, *, by: Actor, on: date
) -> None:
    _require_step(change, to)
    if on < change.requested_on:
        raise RuleError(
            f"This was asked for on {long_date(change.requested_on)}, and today is "
            f"{long_date(on)}: the clock of this server has gone back and must be put right"
        )
    change.state = to
    change.decision_note = checked_text("decision_note", note or "")
    change.decided_on = on
    change.decided_by_id = by.person_id


def _require_movable(action: Action) -> None:
    if not is_in_force(action.plan):
        raise RuleError("This plan is still a draft: change the due date of the action itself")
    if action.delivery is Delivery.COMPLETE:
        raise RuleError("This action is complete, so its due date no longer moves")


def _require_move(
    action: Action, to_on: date | None, to_text: str | None, *, field: str | None = "to_on"
) -> None:
    if to_on is None and to_text is None:
        raise RuleError("Enter the new due date, or say in words when it is due", field=field)
    if to_on is not None and not EARLIEST <= to_on <= LATEST:
        raise RuleError(
            f"The new due date must be between {EARLIEST.year} and {LATEST.year}", field=field
        )
    if (to_on, to_text) == (action.due_on, action.due_text):
        raise RuleError("The new due date is the same as the present one", field=field)
    require_after_start(action.start_on, to_on, field=field)


def _require_no_other(session: Session, action: Action, *, by: Actor, on: date) -> None:
    """Refuse a second open request, and one that is dated before what was done already."""
    one_at_a_time(session, council_of(by))
    is_open = func.count().filter(DateChange.state == DateChangeState.REQUESTED)
    last: Any = func.max(func.coalesce(DateChange.decided_on, DateChange.requested_on))
    of_action = DateChange.council_id == action.council_id, DateChange.action_id == action.id
    count, day = session.execute(select(is_open, last).where(*of_action)).one()
    if count:
        raise RuleError(
            "Another due date was asked for already: it has to be decided or withdrawn first"
        )
    if day is not None and on < day:
        raise RuleError(
            f"The last change of this date was on {long_date(day)}, and today is {long_date(on)}: "
            "the clock of this server has gone back and must be put right"
        )


def _require_meeting(
    session: Session, meeting_id: uuid.UUID | None, *, by: Actor, on: date
) -> None:
    if meeting_id is None:
        return
    field, sentence = "meeting_id", "Select a meeting of this council"
    found = chosen(session, Meeting, [meeting_id], by=by, on=on, field=field, sentence=sentence)
    if found[0].held_on > on:
        raise RuleError(
            f"That meeting is on {long_date(found[0].held_on)}: it cannot have decided yet",
            field=field,
        )
