"""Steps of government intervention, and the six-month reviews."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.vocabulary import InterventionKind
from tracker.models import Intervention
from tracker.services.deeds import deed
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    checked_address,
    require_order,
    require_standing,
)


@dataclass(frozen=True, kw_only=True)
class InterventionFields:
    """A step of intervention: what it is, from when to when, and where its document is."""

    kind: InterventionKind
    title: str
    from_on: date
    to_on: date | None = None
    description: str | None = None
    document_url: str | None = None


@deed
def record_intervention(
    session: Session,
    fields: InterventionFields,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> Intervention:
    """Record a step of intervention or a review."""
    return add_record(session, Intervention, by=by, **_values(fields))


@deed
def amend_intervention(
    session: Session,
    intervention: Intervention,
    fields: InterventionFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change what is said of a step, or let it end."""
    require_standing(intervention, by=by, version=version)
    amend_record(intervention, _values(fields))


@deed
def remove_intervention(
    session: Session,
    intervention: Intervention,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Take a step out that was recorded by mistake."""
    require_standing(intervention, by=by, version=version)
    intervention.removed_on = on


def _values(fields: InterventionFields) -> dict[str, Any]:
    values = checked(fields, Intervention)
    require_order(values, "from_on", "to_on")
    checked_address("document_url", values["document_url"])
    return values
