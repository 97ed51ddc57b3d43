"""Minutes: what came of each item, and corrections of what was agreed."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import MeetingState
from tracker.domain.errors import RuleError
from tracker.models import AgendaItem, MinuteCorrection
from tracker.services.agenda_items import require_item
from tracker.services.deeds import deed
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    checked_text,
    require_reason,
    require_standing,
)


@dataclass(frozen=True, kw_only=True)
class MinuteFields:
    """What the minutes say of an item."""

    minute: str | None = None


@dataclass(frozen=True, kw_only=True)
class CorrectionFields:
    """What agreed minutes should say, and why they are wrong."""

    minute: str
    reason: str


@deed
def write_minute(
    session: Session,
    item: AgendaItem,
    fields: MinuteFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Say in the minutes what came of an item; its meeting is loaded.

    Raises:
        RuleError: the meeting is still to come, or its minutes were agreed.
    """
    require_item(item, by=by, version=version)
    if item.meeting.state is MeetingState.DRAFT or item.meeting.held_on > on:
        raise RuleError("Minutes are written from the day of the meeting on", field="minute")
    amend_record(item, checked(fields, AgendaItem))


@deed
def correct_minute(
    session: Session,
    item: AgendaItem,
    fields: CorrectionFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> MinuteCorrection:
    """Let agreed minutes say something else of an item; what they said stays beside it.

    The item's meeting is loaded.

    Raises:
        RuleError: the minutes are not agreed yet, nothing changes, or no reason is given.
    """
    require_standing(item, by=by, version=version)
    if item.meeting.state is not MeetingState.AGREED:
        raise RuleError("These minutes are not agreed yet: write them instead")
    require_reason(fields.reason, "Enter why the minutes are corrected")
    after = checked_text("minute", fields.minute or "")
    if after is None:
        raise RuleError("Enter what the minutes should say", field="minute")
    if after == item.minute:
        raise RuleError("The minutes say this already", field="minute")
    correction = add_record(
        session,
        MinuteCorrection,
        by=by,
        item_id=item.id,
        meeting_id=item.meeting_id,
        before=item.minute,
        after=after,
        reason=checked_text("reason", fields.reason),
        corrected_by_id=by.person_id,
        corrected_on=on,
    )
    item.minute = after
    return correction
