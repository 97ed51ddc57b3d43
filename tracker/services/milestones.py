"""Milestones: the steps on the way to an action's end."""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.models import Action, Milestone
from tracker.services.actions import require_live
from tracker.services.deeds import deed
from tracker.services.rules import add_record, amend_record, checked, require_standing


@dataclass(frozen=True, kw_only=True)
class MilestoneFields:
    """A milestone as its page has it; ``done_on`` is the day it was reached."""

    title: str
    due_on: date | None = None
    done_on: date | None = None


@deed
def add_milestone(
    session: Session, action: Action, fields: MilestoneFields, *, by: Actor, on: date
) -> Milestone:
    """Add a milestone to an action; ``action.plan`` is loaded."""
    require_live(action, by=by)
    values = _checked(fields, on)
    return add_record(session, Milestone, by=by, action=action, action_id=action.id, **values)


@deed
def amend_milestone(
    session: Session,
    milestone: Milestone,
    fields: MilestoneFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change a milestone, or say that it was reached; its action and that one's plan are loaded."""
    _require_live(milestone, by, version)
    amend_record(milestone, _checked(fields, on))


@deed
def remove_milestone(
    session: Session,
    milestone: Milestone,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Take a milestone out of its action; its action and that one's plan are loaded."""
    _require_live(milestone, by, version)
    milestone.removed_on = on


def _require_live(milestone: Milestone, by: Actor, version: int | None) -> None:
    require_standing(milestone, by=by, version=version)
    require_live(milestone.action, by=by)


def _checked(fields: MilestoneFields, on: date) -> dict[str, Any]:
    values = checked(fields, Milestone)
    if values["done_on"] is not None and values["done_on"] > on:
        raise RuleError("The day it was done must be today or in the past", field="done_on")
    return values
