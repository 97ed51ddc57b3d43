"""Who was at a meeting, who sent apologies, and who came in somebody's place."""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import Presence
from tracker.domain.errors import RuleError
from tracker.models import Attendance, BoardMember, Meeting
from tracker.services.belonging import chosen
from tracker.services.deeds import Conflict, deed
from tracker.services.meetings import require_changeable
from tracker.services.rules import add_record, amend_record, checked


@dataclass(frozen=True, kw_only=True)
class AttendanceFields:
    """One member's line; without a presence nothing is known of them.

    ``read`` is the version of the line that the writer had read; none where there was no line.
    """

    member_id: uuid.UUID
    presence: Presence | None = None
    substitute: str | None = None
    read: int | None = None


@deed
def record_attendance(
    session: Session,
    meeting: Meeting,
    lines: Sequence[AttendanceFields],
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> None:
    """Record the lines of a meeting's members; those that are not named stay as they are.

    Raises:
        Conflict: somebody changed one of the lines since it was read.
        RuleError: somebody is no member of the board on the day, or a substitute has no name; its
            ``field`` is ``presence_`` or ``substitute_`` with the member's id in hexadecimal.
    """
    require_changeable(meeting, by=by)
    _require_members(session, meeting, lines, by=by)
    known = {
        line.member_id: line
        for line in session.scalars(
            select(Attendance).where(Attendance.meeting_id == meeting.id).order_by(Attendance.id)
        )
    }
    for fields in lines:
        _record(session, meeting, known.get(fields.member_id), fields, by=by, on=on)


def _record(
    session: Session,
    meeting: Meeting,
    line: Attendance | None,
    fields: AttendanceFields,
    *,
    by: Actor,
    on: date,
) -> None:
    presence, substitute = _checked(meeting, fields, on)
    values = {"presence": presence, "substitute": substitute}
    if line is None:
        if presence is not None:
            of = {"meeting_id": meeting.id, "member_id": fields.member_id}
            add_record(session, Attendance, by=by, **of, **values)
        return
    if (line.presence, line.substitute) == (presence, substitute):
        return
    if line.version != fields.read:
        raise Conflict(line)
    amend_record(line, values)


def _checked(
    meeting: Meeting, fields: AttendanceFields, on: date
) -> tuple[Presence | None, str | None]:
    values = checked(fields, Attendance)
    presence, substitute = values["presence"], values["substitute"]
    if presence is Presence.SUBSTITUTE and substitute is None:
        raise RuleError("Enter who came in their place", field=f"substitute_{fields.member_id.hex}")
    if presence is not Presence.SUBSTITUTE and substitute is not None:
        raise RuleError(
            "Choose “Substitute came”, or take the name away",
            field=f"presence_{fields.member_id.hex}",
        )
    if presence not in (None, Presence.APOLOGIES) and meeting.held_on > on:
        raise RuleError(
            "Until the day of the meeting only apologies can be recorded",
            field=f"presence_{fields.member_id.hex}",
        )
    return presence, substitute


def _require_members(
    session: Session, meeting: Meeting, lines: Sequence[AttendanceFields], *, by: Actor
) -> None:
    members = chosen(
        session,
        BoardMember,
        [line.member_id for line in lines],
        by=by,
        on=meeting.held_on,
        field="member_id",
        sentence="Record the attendance of members of this board",
    )
    if any(member.board_id != meeting.board_id for member in members):
        raise RuleError("Record the attendance of members of this board", field="member_id")
