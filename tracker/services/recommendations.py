"""Recommendations: what an inspection asks for, who answers for it, and the council's response."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.frameworks import Framework
from tracker.domain.vocabulary import Addressee, FindingKind, Response, Urgency
from tracker.models import (
    Action,
    ActionRecommendation,
    Body,
    Inspection,
    Recommendation,
    RecommendationBody,
    Verdict,
)
from tracker.services.belonging import chosen
from tracker.services.deeds import deed
from tracker.services.inspections import framework_of
from tracker.services.plans import join_plans
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    one_at_a_time,
    require_standing,
)


@dataclass(frozen=True, kw_only=True)
class RecommendationFields:
    """A recommendation as printed: ``reference`` is its number, ``area`` a key of the framework.

    Without a ``position`` a new one stands last and an amended one stays where it is.
    """

    text: str
    kind: FindingKind
    addressee: Addressee
    reference: str | None = None
    position: int | None = None
    page: int | None = None
    paragraph: str | None = None
    urgency: Urgency | None = None
    area: str | None = None
    theme: str | None = None
    body_ids: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ResponseFields:
    """The council's answer to a recommendation."""

    response: Response
    response_reason: str | None = None


@deed
def add_recommendation(
    session: Session,
    inspection: Inspection,
    fields: RecommendationFields,
    *,
    by: Actor,
    on: date,
    frameworks: Mapping[str, Framework],
    reason: str | None = None,
) -> Recommendation:
    """Add a recommendation to an inspection, with the bodies that answer for it.

    One of a visit joins the plans that answer the inspection which the visit looks back to.

    Raises:
        RuleError: its area is not of the inspection's framework, or a body is not this council's.
    """
    require_standing(inspection, by=by)
    values = _values(session, inspection, fields, by=by, on=on, frameworks=frameworks)
    body_ids = values.pop("body_ids")
    if values["position"] is None:
        values["position"] = _next_position(session, inspection)
    recommendation = add_record(
        session, Recommendation, by=by, inspection_id=inspection.id, **values
    )
    session.flush()
    _set_bodies(session, recommendation, body_ids, by=by, on=on)
    kind = framework_of(inspection, frameworks).find_kind(inspection.kind)
    if kind is not None:
        join_plans(session, inspection, kind, by=by, on=on)
    return recommendation


@deed
def amend_recommendation(
    session: Session,
    recommendation: Recommendation,
    fields: RecommendationFields,
    *,
    by: Actor,
    on: date,
    frameworks: Mapping[str, Framework],
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change what is said of a recommendation; the council's response has its own deed."""
    require_standing(recommendation, by=by, version=version)
    inspection = session.get_one(Inspection, recommendation.inspection_id)
    values = _values(session, inspection, fields, by=by, on=on, frameworks=frameworks)
    body_ids = values.pop("body_ids")
    if values["position"] is None:
        del values["position"]
    amend_record(recommendation, values)
    _set_bodies(session, recommendation, body_ids, by=by, on=on)


@deed
def remove_recommendation(
    session: Session,
    recommendation: Recommendation,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Take a recommendation out that no action answers and no visit has spoken of."""
    require_standing(recommendation, by=by, version=version)
    answers = (
        select(func.count())
        .select_from(ActionRecommendation)
        .join(Action, Action.id == ActionRecommendation.action_id)
        .where(
            ActionRecommendation.recommendation_id == recommendation.id,
            ActionRecommendation.removed_on.is_(None),
            Action.removed_on.is_(None),
        )
    )
    if session.scalar(answers):
        raise RuleError("Actions answer this recommendation. Take it off them first")
    verdicts = (
        select(func.count())
        .select_from(Verdict)
        .where(Verdict.recommendation_id == recommendation.id, Verdict.removed_on.is_(None))
    )
    if session.scalar(verdicts):
        raise RuleError("Remove the verdicts on this recommendation first")
    recommendation.removed_on = on


@deed
def respond(
    session: Session,
    recommendation: Recommendation,
    fields: ResponseFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Say whether the council accepts a recommendation; anything short of "accepted" says why."""
    require_standing(recommendation, by=by, version=version)
    values = checked(fields, Recommendation)
    if values["response"] is not Response.ACCEPTED and values["response_reason"] is None:
        raise RuleError("Enter the reason for the response", field="response_reason")
    amend_record(recommendation, {**values, "responded_on": on})


def _values(
    session: Session,
    inspection: Inspection,
    fields: RecommendationFields,
    *,
    by: Actor,
    on: date,
    frameworks: Mapping[str, Framework],
) -> dict[str, Any]:
    values = checked(fields, Recommendation)
    if values["area"] is not None:
        framework = framework_of(inspection, frameworks)
        if framework.find_area(values["area"]) is None:
            raise RuleError(f"Choose a judgement area of {framework.short_name}", field="area")
    chosen(
        session,
        Body,
        values["body_ids"],
        by=by,
        on=on,
        field="body_ids",
        sentence="Choose bodies of this council",
    )
    return values


def _next_position(session: Session, inspection: Inspection) -> int:
    one_at_a_time(session, inspection.council_id)
    last = session.scalar(
        select(func.max(Recommendation.position)).where(
            Recommendation.inspection_id == inspection.id
        )
    )
    return (last or 0) + 1


def _set_bodies(
    session: Session,
    recommendation: Recommendation,
    body_ids: tuple[uuid.UUID, ...],
    *,
    by: Actor,
    on: date,
) -> None:
    one_at_a_time(session, recommendation.council_id)
    links = session.scalars(
        select(RecommendationBody)
        .where(RecommendationBody.recommendation_id == recommendation.id)
        .order_by(RecommendationBody.id)
    ).all()
    for link in links:
        if link.body_id in body_ids:
            link.removed_on = None
        elif link.removed_on is None:
            link.removed_on = on
    known = {link.body_id for link in links}
    for body_id in dict.fromkeys(body_ids):
        if body_id not in known:
            add_record(
                session,
                RecommendationBody,
                by=by,
                recommendation_id=recommendation.id,
                body_id=body_id,
            )
