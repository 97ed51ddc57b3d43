"""Follow-ups: what a meeting sets to be done before the next, until it is done or not needed."""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.models import FollowUp, Meeting
from tracker.services.decisions import require_between
from tracker.services.deeds import deed
from tracker.services.notes import (
    require_item,
    require_one_owner,
    require_open_notes,
    require_person_or_post,
    require_unlocked_note,
)
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    checked_text,
    require_standing,
)


@dataclass(frozen=True, kw_only=True)
class FollowUpFields:
    """What is to be done, by a person, a post or whoever is named, by when."""

    text: str
    item_id: uuid.UUID | None = None
    owner_id: uuid.UUID | None = None
    owner_post_id: uuid.UUID | None = None
    owner_name: str | None = None
    due_on: date | None = None


@deed
def set_follow_up(
    session: Session,
    meeting: Meeting,
    fields: FollowUpFields,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> FollowUp:
    """Record what a meeting set to be done, and by whom."""
    require_open_notes(meeting, by=by, on=on)
    values = _values(session, fields, meeting, by=by)
    ids = {"board_id": meeting.board_id, "meeting_id": meeting.id}
    return add_record(session, FollowUp, by=by, meeting=meeting, **ids, **values)


@deed
def amend_follow_up(
    session: Session,
    follow_up: FollowUp,
    fields: FollowUpFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change a follow-up that is open, until the minutes are agreed; its meeting is loaded."""
    require_unlocked_note(follow_up, by=by, version=version)
    _require_open(follow_up)
    amend_record(follow_up, _values(session, fields, follow_up.meeting, by=by, kept=follow_up))


@deed
def close_follow_up(
    session: Session,
    follow_up: FollowUp,
    *,
    closed_on: date,
    not_needed_because: str | None = None,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Record that a follow-up was done, or why it need not be, after the minutes are agreed too.

    Raises:
        Conflict: the follow-up was changed since ``version``.
        RuleError: it is closed, or the day is before its meeting or to come.
    """
    require_standing(follow_up, by=by, version=version)
    _require_open(follow_up)
    require_between(closed_on, follow_up.meeting.held_on, on, "closed_on")
    follow_up.closed_on = closed_on
    follow_up.not_needed_because = checked_text("not_needed_because", not_needed_because or "")


def _require_open(follow_up: FollowUp) -> None:
    if follow_up.closed_on is not None:
        raise RuleError(f"This follow-up was closed on {long_date(follow_up.closed_on)}")


def _values(
    session: Session,
    fields: FollowUpFields,
    meeting: Meeting,
    *,
    by: Actor,
    kept: FollowUp | None = None,
) -> dict[str, Any]:
    values = checked(fields, FollowUp)
    if values["owner_id"] is values["owner_post_id"] is values["owner_name"] is None:
        raise RuleError("Select or enter who does it", field="owner")
    require_item(session, values["item_id"], meeting)
    require_one_owner(values)
    day = meeting.held_on
    require_person_or_post(session, values, "owner_id", "owner_post_id", by=by, on=day, kept=kept)
    return values
