"""Due dates of a plan in force: each move has its reason, and the first date is kept for ever."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import Delivery
from tracker.models import Action, DateChange, Meeting
from tracker.services.actions import require_after_start, require_live
from tracker.services.belonging import chosen
from tracker.services.deeds import deed
from tracker.services.plans import is_in_force
from tracker.services.rules import (
    EARLIEST,
    LATEST,
    add_record,
    checked_line,
    checked_text,
    require_reason,
)

_LONGEST_TEXT = 200


@deed
def move_due_date(
    session: Session,
    action: Action,
    to_on: date | None,
    due_text: str | None = None,
    *,
    reason: str,
    by: Actor,
    on: date,
    meeting_id: uuid.UUID | None = None,
    version: int | None = None,
) -> DateChange:
    """Move the due date of an action in a plan in force; ``action.plan`` is loaded.

    ``due_text`` replaces what was written for the date. ``to_on`` may be None only with a text such
    as "Ongoing". A later date, or none where there was one, counts as a slip. ``meeting_id`` is the
    meeting that decided it, if any.
    """
    require_live(action, by=by, version=version)
    _require_movable(action)
    due_text = checked_line("due_text", due_text or "", _LONGEST_TEXT)
    _require_move(action, to_on, due_text)
    require_reason(reason, "Enter why the due date is moved")
    _require_meeting(session, meeting_id, by=by, on=on)
    change = add_record(
        session,
        DateChange,
        by=by,
        action_id=action.id,
        from_on=action.due_on,
        to_on=to_on,
        reason=checked_text("reason", reason),
        moved_on=on,
        moved_by_id=by.person_id,
        meeting_id=meeting_id,
    )
    _move(action, to_on, due_text)
    return change


def is_slip(from_on: date | None, to_on: date | None) -> bool:
    """Whether a move puts the end off: to a later day, or from a day to no day at all.

    Were taking the date away no slip, a date could be moved in two steps without one.
    """
    return from_on is not None and (to_on is None or to_on > from_on)


def _move(action: Action, to_on: date | None, due_text: str | None) -> None:
    if is_slip(action.due_on, to_on):
        action.times_slipped += 1
    if action.first_due_on is None:
        action.first_due_on = to_on
    action.due_on = to_on
    action.due_text = due_text


def _require_movable(action: Action) -> None:
    if not is_in_force(action.plan):
        raise RuleError("This plan is still a draft: change the due date of the action itself")
    if action.delivery is Delivery.COMPLETE:
        raise RuleError("This action is complete, so its due date no longer moves")


def _require_move(action: Action, to_on: date | None, due_text: str | None) -> None:
    if to_on is None and due_text is None:
        raise RuleError("Enter the new due date, or say in words when it is due", field="to_on")
    if to_on is not None and not EARLIEST <= to_on <= LATEST:
        raise RuleError(
            f"The new due date must be between {EARLIEST.year} and {LATEST.year}", field="to_on"
        )
    if (to_on, due_text) == (action.due_on, action.due_text):
        raise RuleError("The new due date is the same as the present one", field="to_on")
    require_after_start(action.start_on, to_on, field="to_on")


def _require_meeting(
    session: Session, meeting_id: uuid.UUID | None, *, by: Actor, on: date
) -> None:
    if meeting_id is not None:
        chosen(
            session,
            Meeting,
            [meeting_id],
            by=by,
            on=on,
            field="meeting_id",
            sentence="Select a meeting of this council",
        )
