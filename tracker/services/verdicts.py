"""Verdicts: what a later visit says of a recommendation."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import VerdictKind
from tracker.models import Inspection, Recommendation, Verdict
from tracker.services.belonging import chosen
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
    """A verdict, and what the visit says in its own words.

    ``repeated_as_id`` is the recommendation of the later inspection that asks for it again: its
    own words then say what became of the earlier one.
    """

    verdict: VerdictKind
    words: str | None = None
    repeated_as_id: uuid.UUID | None = None


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
        RuleError: the inspection is not a later one than that which made the recommendation, the
            verdict comes without words, or the recommendation that asks for it again is not the
            inspection's own.
    """
    require_standing(recommendation, by=by)
    require_standing(inspection, by=by)
    values = checked(fields, Verdict)
    again = values["repeated_as_id"]
    speaks = values["verdict"] is not VerdictKind.NOT_LOOKED_AT
    if values["words"] is None and again is None and speaks:
        raise RuleError("Enter what the visit says, in words", field="words")
    _require_later(session, recommendation, inspection)
    if again is not None:
        _require_repeat(session, again, inspection, by=by, on=on)
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


def _require_repeat(
    session: Session, again: uuid.UUID, inspection: Inspection, *, by: Actor, on: date
) -> None:
    sentence = "Choose a recommendation of this report"
    found = chosen(session, Recommendation, {again}, by=by, on=on, field="again", sentence=sentence)
    if found[0].inspection_id != inspection.id:
        raise RuleError(sentence, field="again")


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
