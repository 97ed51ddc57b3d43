"""Statutory clocks: the date due is stored; the counted one is stored only where none was given."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.clocks import BY_LETTER, computed_due
from tracker.domain.errors import RuleError
from tracker.domain.frameworks import ClockRule, Framework
from tracker.models import BankHoliday, Clock, Inspection
from tracker.services.deeds import deed
from tracker.services.inspections import framework_of
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    one_at_a_time,
    require_order,
    require_standing,
)


@dataclass(frozen=True, kw_only=True)
class ClockFields:
    """A clock: the key of its rule in the framework, the day it counts from, the date due.

    ``due_on`` is the date as printed or agreed; without one the counted date is stored. A date that
    somebody set by letter has the rule ``BY_LETTER``, and the day of the letter as its start.
    """

    rule: str
    label: str
    starts_on: date
    due_on: date | None = None
    note: str | None = None


@deed
def start_clock(
    session: Session,
    inspection: Inspection,
    fields: ClockFields,
    *,
    by: Actor,
    on: date,
    frameworks: Mapping[str, Framework],
    reason: str | None = None,
) -> Clock:
    """Let a clock of the inspection run.

    Raises:
        RuleError: the framework has no such clock for this kind of inspection; nothing counts the
            days and no date was given; or the same clock is running already.
    """
    require_standing(inspection, by=by)
    values = _values(session, inspection, fields, frameworks)
    one_at_a_time(session, inspection.council_id)
    same = select(Clock.id).where(
        Clock.inspection_id == inspection.id,
        Clock.rule == values["rule"],
        func.lower(Clock.label) == func.lower(values["label"]),
        Clock.removed_on.is_(None),
    )
    if session.scalars(same.limit(1)).first() is not None:
        raise RuleError("This inspection already has this clock", field="label")
    return add_record(session, Clock, by=by, inspection_id=inspection.id, **values)


@deed
def amend_clock(
    session: Session,
    clock: Clock,
    fields: ClockFields,
    *,
    by: Actor,
    on: date,
    frameworks: Mapping[str, Framework],
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change a clock's rule, label, days or note."""
    require_standing(clock, by=by, version=version)
    inspection = session.get_one(Inspection, clock.inspection_id)
    values = _values(session, inspection, fields, frameworks)
    if clock.done_on is not None and clock.done_on < values["starts_on"]:
        raise RuleError("The clock was done before that day", field="starts_on")
    amend_record(clock, values)


@deed
def stop_clock(
    session: Session,
    clock: Clock,
    done_on: date | None,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Note the day on which what the clock asks for was done; None lets it run again."""
    require_standing(clock, by=by, version=version)
    if done_on is not None:
        if done_on < clock.starts_on:
            raise RuleError("The day must not be before the clock started", field="done_on")
        if done_on > on:
            raise RuleError("The day must not be in the future", field="done_on")
    clock.done_on = done_on


@deed
def remove_clock(
    session: Session,
    clock: Clock,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Take a clock away that should not have been started."""
    require_standing(clock, by=by, version=version)
    clock.removed_on = on


def _values(
    session: Session,
    inspection: Inspection,
    fields: ClockFields,
    frameworks: Mapping[str, Framework],
) -> dict[str, Any]:
    values = checked(fields, Clock)
    rule = _rule(inspection, values["rule"], frameworks)
    if values["due_on"] is None:
        extra = frozenset(session.scalars(select(BankHoliday.day)))
        values["due_on"] = computed_due(rule, values["starts_on"], extra)
    if values["due_on"] is None:
        raise RuleError("Enter the date due: this clock has no number of days", field="due_on")
    require_order(values, "starts_on", "due_on")
    return values


def _rule(
    inspection: Inspection, key: str, frameworks: Mapping[str, Framework]
) -> ClockRule | None:
    """The rule that counts the days; None where the date was set by letter."""
    if key == BY_LETTER:
        return None
    framework = framework_of(inspection, frameworks)
    rule = framework.find_clock(key)
    if rule is None or inspection.kind not in rule.kinds:
        raise RuleError(
            f"Choose a clock of {framework.short_name} for this kind of inspection", field="rule"
        )
    return rule
