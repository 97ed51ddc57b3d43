"""Undoing the last bulk edit of a plan: every record is set back to what history says it was.

It can be undone while nothing of it has changed since. A request for another due date is withdrawn;
one that fell away with its removed action is not made again, as nobody asks for it now.
"""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Date, Enum, Uuid, inspect, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.bulk_edit import RecordChange
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import OwnershipRole, PlanStage
from tracker.models import Action, ActionRecommendation, DateChange, Ownership
from tracker.queries.bulk_edit import UNDO, LastEdit
from tracker.services.actions import require_live, touch
from tracker.services.belonging import require_own
from tracker.services.deeds import deed
from tracker.services.due_dates import withdraw_date_change
from tracker.services.plans import is_in_force, require_open
from tracker.services.rules import amend_record

ACTION: Final = Action.__tablename__
OWNERSHIP: Final = Ownership.__tablename__
LINK: Final = ActionRecommendation.__tablename__
DATE_CHANGE: Final = DateChange.__tablename__

_MODELS: Final[Mapping[str, Any]] = {
    ACTION: Action,
    OWNERSHIP: Ownership,
    LINK: ActionRecommendation,
    DATE_CHANGE: DateChange,
}
_SET_BACK: Final[Mapping[str, frozenset[str]]] = {
    ACTION: frozenset({"priority_id", "success_measure", "start_on", "why", "title", "removed_on"}),
    OWNERSHIP: frozenset({"role", "position", "removed_on"}),
    LINK: frozenset({"removed_on"}),
}
"""The fields that a bulk edit changes; a due date is not among them, as it never moves one."""


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way of undoing; ``action`` is where it stands, None when it is all."""

    sentence: str
    action: Action | None = None


def obstacles_to(edit: LastEdit) -> list[Obstacle]:
    """All that stands in the way of undoing the edit; nothing is read for it."""
    whole = _whole_obstacle(edit)
    if whole:
        return [Obstacle(whole)]
    found = []
    for action in edit.actions.values():
        changes = [change for change in edit.changes if change.subject_id == action.id]
        sentence = _obstacle(edit, action, changes)
        if sentence:
            found.append(Obstacle(sentence, action))
    return found


def _whole_obstacle(edit: LastEdit) -> str:
    if any(row.deed == UNDO for row in edit.later):
        return "This bulk edit was undone already"
    if edit.is_redacted:
        return "Words of this bulk edit were redacted, so it is not known what stood there before"
    if set(edit.actions) != edit.subjects:
        return "This bulk edit changed actions that you may not see"
    if any(action.plan.stage is PlanStage.CLOSED for action in edit.actions.values()):
        return "This plan is closed: nothing in it changes any more"
    return ""


def _obstacle(edit: LastEdit, action: Action, changes: list[RecordChange]) -> str:
    kinds = {change.record_type for change in changes}
    if any(row.subject_id == action.id and row.record_type in kinds for row in edit.later):
        return "It was changed since"
    removed = any("removed_on" in c.new for c in changes if c.record_type == ACTION)
    if action.removed_on is not None and not removed:
        return "It was removed since"
    if action.closed_on is not None and kinds != {OWNERSHIP}:
        return "It was closed since"
    if removed and is_in_force(action.plan) and action.due_on and not action.first_due_on:
        return "It was removed from a draft that has been adopted since: add it as a new action"
    if any(set(_returning(change)) & edit.gone for change in changes):
        return "What it would go back to has been removed, has been closed or has left since"
    return ""


def _returning(change: RecordChange) -> Iterator[uuid.UUID]:
    """The records that the action points to again once the change is undone."""
    names = ("post_id", "person_id", "recommendation_id")
    values = [change.old.get("priority_id")]
    if change.record_type != ACTION and change.old.get("removed_on", "") is None:
        values += [change.record.get(name) for name in names]
    yield from (uuid.UUID(value) for value in values if value)


@deed
def undo_bulk_edit(
    session: Session, edit: LastEdit, *, by: Actor, on: date, reason: str | None = None
) -> None:
    """Set everything back that the last bulk edit of a plan changed, or nothing.

    What it made is removed: owners and links. What it asked for is withdrawn. A removed action is
    in its plan again, under its reference.

    Raises:
        RuleError: something stands in the way, see ``obstacles_to``.
    """
    for obstacle in obstacles_to(edit):
        where = f"Action {obstacle.action.reference}: " if obstacle.action else ""
        raise RuleError(f"{where}{obstacle.sentence}")
    for action in edit.actions.values():
        _require_open(edit, action, by=by)
    records = _records(session, edit)
    # Who leads no longer is written first: one moment with two leads would break the constraint.
    first = [change for change in edit.changes if change.is_new or _made_lead(change)]
    rest = [change for change in edit.changes if change not in first]
    for changes in (first, rest):
        for change in changes:
            _undo(session, change, records[change.record_id], by=by, on=on)
        session.flush()
    for action_id in {c.subject_id for c in edit.changes if c.record_type in (OWNERSHIP, LINK)}:
        touch(edit.actions[action_id])


def _require_open(edit: LastEdit, action: Action, *, by: Actor) -> None:
    if action.removed_on is None:
        # Who owns an action may change after it was closed; nothing else may.
        owners_alone = all(
            c.record_type == OWNERSHIP for c in edit.changes if c.subject_id == action.id
        )
        require_live(action, by=by, closed_too=owners_alone)
    else:
        require_own(action, by)
        require_open(action.plan, by=by)


def _records(session: Session, edit: LastEdit) -> dict[uuid.UUID, Any]:
    ids = defaultdict(list)
    for change in edit.changes:
        ids[change.record_type].append(change.record_id)
    found: dict[uuid.UUID, Any] = {}
    for kind, wanted in ids.items():
        model = _MODELS[kind]
        query = select(model).where(model.id.in_(sorted(wanted))).order_by(model.id)
        found |= {record.id: record for record in session.scalars(query)}
    return found


def _made_lead(change: RecordChange) -> bool:
    return bool(change.new.get("role") == OwnershipRole.LEAD.value)


def _undo(session: Session, change: RecordChange, record: Any, *, by: Actor, on: date) -> None:
    if not change.is_new:
        _set_back(change, record)
    elif isinstance(record, DateChange):
        note = "The bulk edit that asked for it was undone"
        withdraw_date_change(session, record, by=by, on=on, note=note)
    else:
        record.removed_on = on


def _set_back(change: RecordChange, record: Any) -> None:
    fields = _SET_BACK.get(change.record_type, frozenset())
    columns = inspect(type(record)).columns
    amend_record(
        record,
        {
            name: _value(columns[name].type, value)
            for name, value in change.old.items()
            if name in fields
        },
    )


def _value(kind: Any, value: Any) -> Any:
    """A value of history as its column holds it."""
    if value is None:
        return None
    match kind:
        case Enum():
            return kind.enum_class(value)  # type: ignore[misc]
        case Uuid():
            return uuid.UUID(value)
        case Date():
            return date.fromisoformat(value)
    return value
