"""Decisions of boards: recorded at a meeting, carried out, and what they allowed."""
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
from tracker.domain.board_vocabulary import Rescoping
from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.models import (
    Action,
    AllowedRescoping,
    Closure,
    DateChange,
    Decision,
    Meeting,
    Succession,
)
from tracker.services.belonging import chosen
from tracker.services.deeds import deed
from tracker.services.notes import (
    require_item,
    require_one_owner,
    require_open_notes,
    require_person_or_post,
    require_subjects,
    require_unlocked_note,
)
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    checked_text,
    require_reason,
    require_standing,
)

POINTING: Final = (DateChange, Closure, Succession, AllowedRescoping)
"""What names the decision that allowed it."""


@dataclass(frozen=True, kw_only=True)
class DecisionFields:
    """What was decided, on what, and who carries it out by when.

    Whoever carries it out is a person, a post, or a name where they are not known here.
    """

    text: str
    item_id: uuid.UUID | None = None
    plan_id: uuid.UUID | None = None
    action_id: uuid.UUID | None = None
    recommendation_id: uuid.UUID | None = None
    owner_id: uuid.UUID | None = None
    owner_post_id: uuid.UUID | None = None
    owner_name: str | None = None
    due_on: date | None = None


@deed
def record_decision(
    session: Session,
    meeting: Meeting,
    fields: DecisionFields,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> Decision:
    """Record what a meeting decided, from its day on until its minutes are agreed."""
    require_open_notes(meeting, by=by, on=on)
    values = _values(session, fields, meeting, by=by)
    ids = {"board_id": meeting.board_id, "meeting_id": meeting.id}
    return add_record(session, Decision, by=by, meeting=meeting, **ids, **values)


@deed
def amend_decision(
    session: Session,
    decision: Decision,
    fields: DecisionFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change a decision until the minutes are agreed; its meeting is loaded."""
    require_unlocked_note(decision, by=by, version=version)
    amend_record(decision, _values(session, fields, decision.meeting, by=by, kept=decision))


@deed
def remove_decision(
    session: Session,
    decision: Decision,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Take out a decision that was recorded by mistake; its meeting is loaded.

    Raises:
        RuleError: the minutes were agreed, or something that it allowed points to it.
    """
    require_unlocked_note(decision, by=by, version=version)
    require_reason(reason, "Enter why the decision is removed")
    for model in POINTING:
        points = select(model.id).where(model.decision_id == decision.id).limit(1)
        if session.scalars(points).first() is not None:
            raise RuleError(
                "Something was changed because of this decision, so it cannot be removed"
            )
    decision.removed_on = on


@deed
def carry_out_decision(
    session: Session,
    decision: Decision,
    *,
    carried_out_on: date,
    note: str | None = None,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Record that a decision was carried out, after the minutes are agreed too.

    Raises:
        RuleError: it was carried out already, or the day is before the meeting or to come.
    """
    require_standing(decision, by=by, version=version)
    if decision.carried_out_on is not None:
        raise RuleError(f"It was carried out on {long_date(decision.carried_out_on)} already")
    require_between(carried_out_on, decision.meeting.held_on, on, "carried_out_on")
    decision.carried_out_on = carried_out_on
    decision.carried_out_note = checked_text("carried_out_note", note or "")


def require_between(day: date, first: date, last: date, field: str) -> None:
    """Refuse a day before the meeting that asked for it, and one that is still to come."""
    if day < first:
        raise RuleError(
            f"The day must not be before the meeting of {long_date(first)}", field=field
        )
    if day > last:
        raise RuleError("The day must be today or earlier", field=field)


def require_decision(
    session: Session,
    decision_id: uuid.UUID | None,
    *,
    by: Actor,
    on: date,
    meeting_id: uuid.UUID | None = None,
) -> uuid.UUID | None:
    """The decision that allows what a deed does, of the meeting that the deed names if any.

    Raises:
        RuleError: it is none of this council, or of another meeting; names ``decision_id``.
    """
    if decision_id is None:
        return None
    field, sentence = "decision_id", "Select a decision of this council"
    found = chosen(session, Decision, [decision_id], by=by, on=on, field=field, sentence=sentence)
    if meeting_id is not None and found[0].meeting_id != meeting_id:
        raise RuleError("Select a decision of that meeting", field=field)
    return decision_id


def require_decision_at(
    session: Session,
    decision_id: uuid.UUID | None,
    meeting_id: uuid.UUID | None,
    *,
    by: Actor,
    on: date,
) -> uuid.UUID | None:
    """The decision of the meeting that a deed names too, where it names a decision."""
    if decision_id is not None and meeting_id is None:
        raise RuleError("Select the meeting that took this decision", field="meeting_id")
    return require_decision(session, decision_id, by=by, on=on, meeting_id=meeting_id)


def allow_rescoping(
    session: Session,
    action: Action,
    kind: Rescoping,
    decision_id: uuid.UUID | None,
    *,
    by: Actor,
    on: date,
    before: str | None = None,
    after: str | None = None,
) -> None:
    """Record that a decision allowed an action to be removed or measured otherwise, if one did."""
    if require_decision(session, decision_id, by=by, on=on) is None:
        return
    add_record(
        session,
        AllowedRescoping,
        by=by,
        action_id=action.id,
        decision_id=decision_id,
        kind=kind,
        before=before,
        after=after,
        allowed_on=on,
    )


def _values(
    session: Session,
    fields: DecisionFields,
    meeting: Meeting,
    *,
    by: Actor,
    kept: Decision | None = None,
) -> dict[str, Any]:
    values = checked(fields, Decision)
    require_item(session, values["item_id"], meeting)
    require_subjects(session, values, by=by)
    require_one_owner(values)
    day = meeting.held_on
    require_person_or_post(session, values, "owner_id", "owner_post_id", by=by, on=day, kept=kept)
    return values
