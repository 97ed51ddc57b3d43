"""Verdicts: what a later visit says of a recommendation."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import VerdictKind
from tracker.models import Inspection, Recommendation, Verdict
from tracker.services.deeds import deed
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    one_at_a_time,
    require_standing,
)


@dataclass(frozen=True, kw_only=True)
class VerdictFields:
    """One of six verdicts, and what the visit says in its own words."""

    verdict: VerdictKind
    words: str | None = None


@deed
def give_verdict(
    session: Session,
    recommendation: Recommendation,
    inspection: Inspection,
    fields: VerdictFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> Verdict:
    """Record what ``inspection`` says of ``recommendation``, or mend it.

    ``version`` is that of the verdict that the writer saw for the two, if there was one.

    Raises:
        RuleError: the inspection is not a later one than that which made the recommendation, or
            the verdict comes without words.
    """
    require_standing(recommendation, by=by)
    require_standing(inspection, by=by)
    values = checked(fields, Verdict)
    if values["words"] is None and values["verdict"] is not VerdictKind.NOT_LOOKED_AT:
        raise RuleError("Enter what the visit says, in words", field="words")
    _require_later(session, recommendation, inspection)
    one_at_a_time(session, recommendation.council_id)
    verdict = session.scalars(
        select(Verdict).where(
            Verdict.recommendation_id == recommendation.id,
            Verdict.inspection_id == inspection.id,
        )
    ).one_or_none()
    if verdict is None:
        return add_record(
            session,
            Verdict,
            by=by,
            recommendation_id=recommendation.id,
            inspection_id=inspection.id,
            **values,
        )
    if verdict.removed_on is None:
        require_standing(verdict, by=by, version=version)
    amend_record(verdict, {**values, "removed_on": None})
    return verdict


@deed
def remove_verdict(
    session: Session,
    verdict: Verdict,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Take a verdict back that the visit did not give."""
    require_standing(verdict, by=by, version=version)
    verdict.removed_on = on


def _require_later(
    session: Session, recommendation: Recommendation, inspection: Inspection
) -> None:
    """Only a later inspection can look back; one that follows another always began later."""
    began_on = session.scalars(
        select(Inspection.fieldwork_start_on).where(Inspection.id == recommendation.inspection_id)
    ).one()
    if inspection.fieldwork_start_on <= began_on:
        raise RuleError(
            "Choose an inspection that came after the one that made this recommendation",
            field="inspection_id",
        )
