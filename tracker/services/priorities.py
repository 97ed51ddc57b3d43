"""Priorities: the heads of a plan."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.references import normalise_reference, reference_sort_key
from tracker.models import Action, Plan, Post, Priority
from tracker.services.deeds import council_of, deed
from tracker.services.plans import require_open
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    choice,
    one_at_a_time,
    require_standing,
)


@dataclass(frozen=True, kw_only=True)
class PriorityFields:
    """A priority as its page has it; ``difference`` is what will be different for children."""

    letter: str
    title: str
    difference: str | None = None
    director_post_id: uuid.UUID | None = None


@deed
def add_priority(
    session: Session, plan: Plan, fields: PriorityFields, *, by: Actor, on: date
) -> Priority:
    """Add a priority to a plan that is not closed."""
    require_open(plan, by=by)
    values = _checked(session, plan, fields, None, by=by, on=on)
    return add_record(session, Priority, by=by, plan=plan, plan_id=plan.id, **values)


@deed
def amend_priority(
    session: Session,
    priority: Priority,
    fields: PriorityFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change a priority; ``priority.plan`` is loaded."""
    _require_live(priority, by, version)
    amend_record(priority, _checked(session, priority.plan, fields, priority, by=by, on=on))


@deed
def remove_priority(
    session: Session,
    priority: Priority,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Remove a priority that no action stands under; ``priority.plan`` is loaded."""
    _require_live(priority, by, version)
    count = session.scalar(
        select(func.count()).where(Action.priority_id == priority.id, Action.removed_on.is_(None))
    )
    if count:
        actions = "1 action stands" if count == 1 else f"{count:,} actions stand"
        raise RuleError(f"{actions} under this priority: move or remove them first")
    priority.removed_on = on


def _require_live(priority: Priority, by: Actor, version: int | None) -> None:
    require_standing(priority, by=by, version=version)
    require_open(priority.plan, by=by)


def _checked(
    session: Session,
    plan: Plan,
    fields: PriorityFields,
    before: Priority | None,
    *,
    by: Actor,
    on: date,
) -> dict[str, Any]:
    """The columns of the page's fields, with the sort key, once they are found right."""
    values = checked(fields, Priority)
    values["letter"] = normalise_reference(values["letter"], field="letter")
    values["sort_key"] = reference_sort_key(values["letter"])
    _require_unused(session, plan, values["letter"], before, by=by)
    if values["director_post_id"] is not None:
        choice(
            session,
            Post,
            values["director_post_id"],
            by=by,
            on=on,
            field="director_post_id",
            kept=before.director_post_id if before is not None else None,
        )
    return values


def _require_unused(
    session: Session, plan: Plan, letter: str, before: Priority | None, *, by: Actor
) -> None:
    one_at_a_time(session, council_of(by))
    same = select(Priority.id).where(
        Priority.plan_id == plan.id, Priority.letter == letter, Priority.removed_on.is_(None)
    )
    if before is not None:
        same = same.where(Priority.id != before.id)
    if session.scalar(same.limit(1)) is not None:
        raise RuleError(f"Priority {letter} is already in this plan", field="letter")
