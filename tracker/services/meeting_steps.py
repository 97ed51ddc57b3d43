"""The way of a meeting: published, moved or cancelled, held, and its minutes agreed."""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import MEETING_STEPS, MeetingState
from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.models import Board, DateChange, Meeting
from tracker.services.agenda_filling import place_themes
from tracker.services.deeds import deed
from tracker.services.meeting_mail import MeetingMail, Method, tell_members
from tracker.services.meetings import checked_times
from tracker.services.rules import (
    amend_record,
    checked,
    choice,
    require_reason,
    require_standing,
)

_STANDS: Final = {
    MeetingState.DRAFT: "This meeting is a draft",
    MeetingState.PUBLISHED: "This meeting is published",
    MeetingState.HELD: "This meeting was held",
    MeetingState.AGREED: "The minutes of this meeting were agreed",
    MeetingState.CANCELLED: "This meeting was cancelled",
}
_NEXT: Final = {
    MeetingState.PUBLISHED: "it cannot be published",
    MeetingState.HELD: "nobody can record that it was held",
    MeetingState.AGREED: "its minutes cannot be agreed",
    MeetingState.CANCELLED: "it cannot be cancelled",
}


@dataclass(frozen=True, kw_only=True)
class MoveFields:
    """Where a meeting moves to; times are typed, such as "14:00"."""

    held_on: date
    start_time: str | None = None
    end_time: str | None = None
    place: str | None = None


@deed
def publish_meeting(
    session: Session,
    meeting: Meeting,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    mail: MeetingMail | None = None,
    reason: str | None = None,
) -> int:
    """Let everybody know of a meeting; how many members were sent an invitation."""
    _require_step(meeting, MeetingState.PUBLISHED, by=by, version=version)
    meeting.state = MeetingState.PUBLISHED
    return tell_members(session, meeting, Method.REQUEST, by=by, mail=mail)


@deed
def move_meeting(
    session: Session,
    meeting: Meeting,
    fields: MoveFields,
    *,
    by: Actor,
    on: date,
    reason: str | None,
    version: int | None = None,
    mail: MeetingMail | None = None,
) -> int:
    """Move a published meeting to another day, time or place, and say why; how many were told.

    Themes that are planned for the new month come to its agenda; those that it has, stay.

    Raises:
        RuleError: it is not published, nothing would change, or a decision was made on its day.
    """
    require_standing(meeting, by=by, version=version)
    if meeting.state is not MeetingState.PUBLISHED:
        raise RuleError(f"{_STANDS[meeting.state]}, so it cannot be moved")
    require_reason(reason, "Enter why the meeting is moved")
    times = {"start_time": fields.start_time, "end_time": fields.end_time}
    checked_times(times)
    values = checked(MoveFields(**{**vars(fields), **times}), Meeting)
    if all(getattr(meeting, name) == value for name, value in values.items()):
        raise RuleError("Enter another day, time or place", field="held_on")
    day = values["held_on"]
    choice(session, Board, meeting.board_id, by=by, on=day, field="held_on", kept=meeting.board_id)
    _require_undecided(session, meeting, day)
    was_on = meeting.held_on
    amend_record(meeting, {**values, "moved_from_on": was_on, "moved_because": reason})
    session.flush()
    place_themes(session, meeting, by=by)
    return tell_members(session, meeting, Method.REQUEST, by=by, mail=mail)


@deed
def cancel_meeting(
    session: Session,
    meeting: Meeting,
    *,
    by: Actor,
    on: date,
    reason: str | None,
    version: int | None = None,
    mail: MeetingMail | None = None,
) -> int:
    """Let a published meeting not take place, and say why; how many members were told."""
    _require_step(meeting, MeetingState.CANCELLED, by=by, version=version)
    require_reason(reason, "Enter why the meeting is cancelled")
    decided = select(DateChange.id).where(DateChange.meeting_id == meeting.id).limit(1)
    if session.scalars(decided).first() is not None:
        raise RuleError("A due date was decided at this meeting, so it cannot be cancelled")
    amend_record(meeting, {"state": MeetingState.CANCELLED, "cancelled_because": reason})
    return tell_members(session, meeting, Method.CANCEL, by=by, mail=mail)


@deed
def hold_meeting(
    session: Session,
    meeting: Meeting,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Record that a meeting was held; its minutes can still be written.

    Raises:
        RuleError: its day has not come.
    """
    _require_step(meeting, MeetingState.HELD, by=by, version=version)
    if meeting.held_on > on:
        raise RuleError(f"This meeting is on {long_date(meeting.held_on)}: it was not held yet")
    meeting.state = MeetingState.HELD


@deed
def agree_minutes(
    session: Session,
    meeting: Meeting,
    agreed_on: date,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Lock a meeting, as its minutes were agreed on a day; from then on they are only corrected."""
    _require_step(meeting, MeetingState.AGREED, by=by, version=version)
    if agreed_on > on:
        raise RuleError("The day must be today or in the past", field="agreed_on")
    if agreed_on < meeting.held_on:
        raise RuleError("The day must not be before the meeting", field="agreed_on")
    amend_record(meeting, {"state": MeetingState.AGREED, "agreed_on": agreed_on})


def _require_step(meeting: Meeting, to: MeetingState, *, by: Actor, version: int | None) -> None:
    """Refuse a step that the table does not allow.

    Raises:
        Conflict: somebody changed the meeting after ``version`` was read.
        RuleError: the step is not in the table.
    """
    require_standing(meeting, by=by, version=version)
    if (meeting.state, to) not in MEETING_STEPS:
        raise RuleError(f"{_STANDS[meeting.state]}, so {_NEXT[to]}")


def _require_undecided(session: Session, meeting: Meeting, day: date) -> None:
    first = select(DateChange.decided_on).where(
        DateChange.meeting_id == meeting.id, DateChange.decided_on < day
    )
    if session.scalars(first.limit(1)).first() is not None:
        raise RuleError(
            "A due date was decided at this meeting, so it cannot move to a later day",
            field="held_on",
        )
