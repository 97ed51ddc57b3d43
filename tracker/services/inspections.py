"""Inspections of every kind, and the grades that they gave."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.frameworks import Framework
from tracker.models import Inspection, Judgement
from tracker.services.deeds import deed
from tracker.services.inspection_ties import (
    first_follower_on,
    require_same_framework_fits,
    require_untied,
)
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    checked_address,
    choice,
    one_at_a_time,
    require_order,
    require_standing,
)


@dataclass(frozen=True, kw_only=True)
class InspectionFields:
    """What the inspection's page says of it.

    ``framework`` and ``kind`` are keys of the frameworks' files. ``follows_id`` is the earlier
    inspection that this one looks back to; ``not_before_on`` the first day on which everybody of
    the council may know what it found.
    """

    framework: str
    kind: str
    title: str
    fieldwork_start_on: date
    fieldwork_end_on: date
    theme: str | None = None
    received_on: date | None = None
    published_on: date | None = None
    not_before_on: date | None = None
    report_url: str | None = None
    lead_inspector: str | None = None
    found_good: str | None = None
    summary: str | None = None
    follows_id: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class JudgementFields:
    """The grade that a report prints for one area, and its page."""

    area: str
    grade: str
    page: int | None = None


@deed
def record_inspection(
    session: Session,
    fields: InspectionFields,
    *,
    by: Actor,
    on: date,
    frameworks: Mapping[str, Framework],
    reason: str | None = None,
) -> Inspection:
    """Record an inspection, visit or review.

    Raises:
        RuleError: its framework or kind is not known, its days are out of order, or it follows an
            inspection that is not this council's or did not begin earlier.
    """
    values = _values(session, fields, by=by, on=on, frameworks=frameworks)
    return add_record(session, Inspection, by=by, **values)


@deed
def amend_inspection(
    session: Session,
    inspection: Inspection,
    fields: InspectionFields,
    *,
    by: Actor,
    on: date,
    frameworks: Mapping[str, Framework],
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change what is said of an inspection; what hangs from it must still fit."""
    require_standing(inspection, by=by, version=version)
    values = _values(session, fields, by=by, on=on, frameworks=frameworks, besides=inspection)
    if (values["framework"], values["kind"]) != (inspection.framework, inspection.kind):
        require_same_framework_fits(
            session, inspection, frameworks[values["framework"]], values["kind"]
        )
    follower_on = first_follower_on(session, inspection)
    if follower_on is not None and follower_on <= values["fieldwork_start_on"]:
        raise RuleError(
            "The first day of fieldwork must be before that of the inspections that follow this "
            "one",
            field="fieldwork_start_on",
        )
    amend_record(inspection, values)


@deed
def remove_inspection(
    session: Session,
    inspection: Inspection,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Take an inspection out that nothing hangs from but its own grades and clocks."""
    require_standing(inspection, by=by, version=version)
    for part in require_untied(session, inspection):
        part.removed_on = on
    inspection.removed_on = on


@deed
def set_judgement(
    session: Session,
    inspection: Inspection,
    fields: JudgementFields,
    *,
    by: Actor,
    on: date,
    frameworks: Mapping[str, Framework],
    version: int | None = None,
    reason: str | None = None,
) -> Judgement:
    """Give an area the grade that the report prints, or mend it. Nothing is ever derived.

    ``version`` is that of the judgement that the writer saw for this area, if there was one.

    Raises:
        RuleError: such an activity has no grades, or the framework does not give this grade there.
    """
    require_standing(inspection, by=by)
    values = checked(fields, Judgement)
    framework = framework_of(inspection, frameworks)
    kind = framework.find_kind(inspection.kind)
    if kind is None or not kind.graded:
        raise RuleError("Inspections of this kind give no grades", field="grade")
    if framework.find_area(values["area"]) is None:
        raise RuleError(f"Choose a judgement area of {framework.short_name}", field="area")
    framework.require_grade(values["area"], values["grade"])
    values["position"] = [area.key for area in framework.areas].index(values["area"])
    one_at_a_time(session, inspection.council_id)
    judgement = session.scalars(
        select(Judgement).where(
            Judgement.inspection_id == inspection.id, Judgement.area == values["area"]
        )
    ).one_or_none()
    if judgement is None:
        return add_record(session, Judgement, by=by, inspection_id=inspection.id, **values)
    if judgement.removed_on is None:
        require_standing(judgement, by=by, version=version)
    amend_record(judgement, {**values, "removed_on": None})
    return judgement


@deed
def remove_judgement(
    session: Session,
    judgement: Judgement,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Take a grade back that the report does not print."""
    require_standing(judgement, by=by, version=version)
    judgement.removed_on = on


def framework_of(inspection: Inspection, frameworks: Mapping[str, Framework]) -> Framework:
    """The framework of a recorded inspection; refuses when its file is no longer there."""
    framework = frameworks.get(inspection.framework)
    if framework is None:
        raise RuleError("The framework of this inspection is not installed")
    return framework


def _values(
    session: Session,
    fields: InspectionFields,
    *,
    by: Actor,
    on: date,
    frameworks: Mapping[str, Framework],
    besides: Inspection | None = None,
) -> dict[str, Any]:
    values = checked(fields, Inspection)
    framework = frameworks.get(values["framework"])
    if framework is None:
        raise RuleError("Choose a framework from the list", field="framework")
    if framework.find_kind(values["kind"]) is None:
        raise RuleError(f"Choose a kind of {framework.short_name}", field="kind")
    _check_days(values)
    checked_address("report_url", values["report_url"])
    if values["follows_id"] is not None:
        _check_follows(session, values, by=by, on=on, besides=besides)
    return values


def _check_days(values: Mapping[str, Any]) -> None:
    require_order(values, "fieldwork_start_on", "fieldwork_end_on")
    for later in ("received_on", "published_on", "not_before_on"):
        require_order(values, "fieldwork_end_on", later)
    require_order(values, "not_before_on", "published_on")


def _check_follows(
    session: Session,
    values: Mapping[str, Any],
    *,
    by: Actor,
    on: date,
    besides: Inspection | None,
) -> None:
    kept = besides.follows_id if besides else None
    earlier = choice(
        session, Inspection, values["follows_id"], by=by, on=on, field="follows_id", kept=kept
    )
    # Each one begins later than the one it follows, so that a line of them can never be a ring.
    if earlier.fieldwork_start_on >= values["fieldwork_start_on"]:
        raise RuleError("Choose an inspection whose fieldwork began earlier", field="follows_id")
