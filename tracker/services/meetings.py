"""Meetings of boards, so that a later deed can point to where it was decided."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.models import Board, DateChange, Meeting
from tracker.services.deeds import deed
from tracker.services.rules import add_record, amend_record, checked, choice, require_standing


@dataclass(frozen=True, kw_only=True)
class MeetingFields:
    """A meeting: of which board, when, and where."""

    board_id: uuid.UUID
    held_on: date
    title: str
    place: str | None = None
    note: str | None = None


@deed
def add_meeting(
    session: Session, fields: MeetingFields, *, by: Actor, on: date, reason: str | None = None
) -> Meeting:
    """Add a meeting, held or to come, of a board that had not ended by its day."""
    return add_record(session, Meeting, by=by, **_values(session, fields, by=by))


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
    """Change what is said of a meeting."""
    require_standing(meeting, by=by, version=version)
    amend_record(meeting, _values(session, fields, by=by, kept=meeting.board_id))


@deed
def remove_meeting(
    session: Session,
    meeting: Meeting,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Take a meeting out at which nothing was decided."""
    require_standing(meeting, by=by, version=version)
    moved = select(DateChange.id).where(DateChange.meeting_id == meeting.id).limit(1)
    if session.scalars(moved).first() is not None:
        raise RuleError("A due date was decided at this meeting, so it cannot be removed")
    meeting.removed_on = on


def _values(
    session: Session, fields: MeetingFields, *, by: Actor, kept: uuid.UUID | None = None
) -> dict[str, Any]:
    values = checked(fields, Meeting)
    day = values["held_on"]
    choice(session, Board, values["board_id"], by=by, on=day, field="board_id", kept=kept)
    return values
