"""Meetings of boards: announced or in draft, so that a later deed can point to its decision."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import MeetingState
from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.domain.meetings import time_of_day
from tracker.models import Board, Challenge, Closure, DateChange, Decision, FollowUp, Meeting
from tracker.services.agenda_filling import begin_agenda
from tracker.services.deeds import deed
from tracker.services.meeting_mail import MeetingMail, Method, tell_members
from tracker.services.rules import add_record, amend_record, checked, choice, require_standing

ANNOUNCED: Final = {"held_on": "day", "start_time": "start", "end_time": "end"}
"""What members were told of a meeting, which is changed by moving it."""


@dataclass(frozen=True, kw_only=True)
class MeetingFields:
    """A meeting: of which board, when, and where; times are typed, such as "14:00"."""

    board_id: uuid.UUID
    held_on: date
    title: str
    start_time: str | None = None
    end_time: str | None = None
    place: str | None = None
    note: str | None = None


@deed
def add_meeting(
    session: Session,
    fields: MeetingFields,
    *,
    by: Actor,
    on: date,
    as_draft: bool = False,
    mail: MeetingMail | None = None,
    reason: str | None = None,
) -> Meeting:
    """Add a meeting, held or to come, of a board that had not ended by its day.

    It is published at once, and its members invited, unless it is a draft. It begins with the
    standing items of its board and the themes that are planned for it.
    """
    values = _values(session, fields, by=by)
    state = MeetingState.DRAFT if as_draft else MeetingState.PUBLISHED
    meeting = add_record(session, Meeting, by=by, state=state, **values)
    session.flush()
    begin_agenda(session, meeting, by=by)
    if not as_draft:
        tell_members(session, meeting, Method.REQUEST, by=by, mail=mail)
    return meeting


@deed
def amend_meeting(
    session: Session,
    meeting: Meeting,
    fields: MeetingFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change what is said of a meeting, until its minutes are agreed.

    Raises:
        RuleError: it was published for another day or time, and is moved instead.
    """
    require_changeable(meeting, by=by, version=version)
    values = _values(session, fields, by=by, kept=meeting.board_id)
    if meeting.state is MeetingState.PUBLISHED:
        _require_as_announced(meeting, values)
    amend_record(meeting, values)


@deed
def remove_meeting(
    session: Session,
    meeting: Meeting,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    mail: MeetingMail | None = None,
    reason: str | None = None,
) -> None:
    """Take a meeting out at which nothing was decided; whoever was invited is told.

    Raises:
        RuleError: a decision points to it, or it was held.
    """
    require_standing(meeting, by=by, version=version)
    for model, what in ((DateChange, "A due date"), (Closure, "The closing of an action")):
        decided = select(model.id).where(model.meeting_id == meeting.id).limit(1)
        if session.scalars(decided).first() is not None:
            raise RuleError(f"{what} was decided at this meeting, so it cannot be removed")
    notes: tuple[Any, ...] = (Challenge, Decision, FollowUp)
    for note in notes:
        noted = select(note.id).where(note.meeting_id == meeting.id).limit(1)
        if note is Decision:
            noted = noted.where(Decision.removed_on.is_(None))
        if session.scalars(noted).first() is not None:
            raise RuleError("Something was noted at this meeting, so it cannot be removed")
    if meeting.state in (MeetingState.HELD, MeetingState.AGREED):
        raise RuleError("This meeting was held, so it cannot be removed")
    if meeting.state is MeetingState.PUBLISHED:
        tell_members(session, meeting, Method.CANCEL, by=by, mail=mail)
    meeting.removed_on = on


def require_changeable(meeting: Meeting, *, by: Actor, version: int | None = None) -> None:
    """Refuse a change to a meeting that is locked, cancelled, removed or another council's.

    Raises:
        Conflict: somebody changed the meeting after ``version`` was read.
        RuleError: its minutes were agreed, or it does not take place.
    """
    require_standing(meeting, by=by, version=version)
    if meeting.state is MeetingState.CANCELLED:
        raise RuleError("This meeting was cancelled")
    if meeting.state is MeetingState.AGREED:
        when = f" on {long_date(meeting.agreed_on)}" if meeting.agreed_on else ""
        raise RuleError(
            f"The minutes of this meeting were agreed{when}, so nothing of it changes. Correct the "
            "minutes of an item instead"
        )


def checked_times(values: dict[str, Any]) -> None:
    """Put the times of day in ``values`` as they are kept, and refuse an end before the start."""
    for name, words in (("start_time", "The start"), ("end_time", "The end")):
        values[name] = time_of_day(values[name], name, words)
    start, end = values["start_time"], values["end_time"]
    if end is not None and start is None:
        raise RuleError("Enter the start, as there is an end", field="start_time")
    if start is not None and end is not None and end <= start:
        raise RuleError("The end must be after the start", field="end_time")


def _require_as_announced(meeting: Meeting, values: dict[str, Any]) -> None:
    for name, words in ANNOUNCED.items():
        if getattr(meeting, name) is not None and values[name] != getattr(meeting, name):
            raise RuleError(
                f"The {words} was published. Move this meeting instead, so that its members are "
                "told",
                field=name,
            )


def _values(
    session: Session, fields: MeetingFields, *, by: Actor, kept: uuid.UUID | None = None
) -> dict[str, Any]:
    # Typed times are longer than kept ones may be, so they are read before the column is asked.
    times = {"start_time": fields.start_time, "end_time": fields.end_time}
    checked_times(times)
    values = {**checked(_timed(fields, times), Meeting)}
    day = values["held_on"]
    choice(session, Board, values["board_id"], by=by, on=day, field="board_id", kept=kept)
    return values


def _timed(fields: MeetingFields, times: dict[str, Any]) -> MeetingFields:
    return MeetingFields(**{**vars(fields), **times})
