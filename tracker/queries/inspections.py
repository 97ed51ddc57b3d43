"""Inspections, visits and reviews, as this actor may see them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.domain.vocabulary import FindingKind
from tracker.models import (
    Inspection,
    Judgement,
    Plan,
    PlanInspection,
    Recommendation,
    Report,
    Verdict,
)
from tracker.queries.errors import NotFound
from tracker.queries.golden_thread import count_of_answers
from tracker.queries.listing import Ask, Listing, Page, every_row, page_of
from tracker.queries.verdicts import latest_verdicts

LISTING = Listing(
    filters={
        "framework": Inspection.framework.in_,
        "kind": Inspection.kind.in_,
    },
    sorts={
        "date": [Inspection.fieldwork_start_on],
        "published": [Inspection.published_on],
        "title": [func.lower(Inspection.title)],
    },
    default_sort="-date",
    tie_break=[Inspection.id],
)


def _live(actor: Actor) -> Select[*tuple[Any, ...]]:
    return select(Inspection.id).where(visible(actor, Inspection), Inspection.removed_on.is_(None))


def _rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    recommendations = (
        select(func.count())
        .where(Recommendation.inspection_id == Inspection.id, Recommendation.removed_on.is_(None))
        .correlate(Inspection)
        .scalar_subquery()
    )
    return _live(actor).with_only_columns(
        Inspection.id,
        Inspection.framework,
        Inspection.kind,
        Inspection.title,
        Inspection.theme,
        Inspection.fieldwork_start_on,
        Inspection.fieldwork_end_on,
        Inspection.published_on,
        Inspection.not_before_on,
        recommendations.label("recommendations"),
    )


def page_of_inspections(session: Session, actor: Actor, ask: Ask) -> Page[Row[Any]]:
    """One page of the council's inspections."""
    return page_of(session, LISTING, _rows(actor), ask)


def every_inspection(session: Session, actor: Actor, ask: Ask) -> Sequence[Any]:
    """All inspections of the asked list, for an export."""
    return every_row(session, LISTING, _rows(actor), ask)


def get_inspection(session: Session, actor: Actor, inspection_id: uuid.UUID) -> Inspection:
    """An inspection with the judgements that stand and its kept report: one statement.

    Raises:
        NotFound: there is none that this actor may see.
    """
    query = (
        select(Inspection)
        .where(
            Inspection.id == inspection_id,
            visible(actor, Inspection),
            Inspection.removed_on.is_(None),
        )
        .options(
            joinedload(Inspection.judgements.and_(Judgement.removed_on.is_(None))),
            joinedload(Inspection.reports.and_(Report.removed_on.is_(None))),
        )
        # After a conflict the same record is read again, as somebody else has left it.
        .execution_options(populate_existing=True)
    )
    found = session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound("No such inspection")
    return found


def list_findings(session: Session, actor: Actor, inspection_id: uuid.UUID) -> Sequence[Any]:
    """What an inspection asks for, and what it says of earlier recommendations, in printed order.

    A row is a recommendation of this inspection, or one on which it gave a verdict: then ``said``
    and ``words`` have it. ``verdict`` is the latest one of whatever visit, ``actions`` the number
    of actions that answer the recommendation.
    """
    said, latest = aliased(Verdict), latest_verdicts(actor)
    query = (
        select(
            Recommendation.id,
            Recommendation.inspection_id,
            Recommendation.reference,
            Recommendation.text,
            Recommendation.page,
            Recommendation.paragraph,
            Recommendation.kind,
            Recommendation.urgency,
            Recommendation.addressee,
            Recommendation.response,
            Inspection.title.label("inspection"),
            count_of_answers(actor).label("actions"),
            latest.c.verdict.label("verdict"),
            said.verdict.label("said"),
            said.words,
        )
        .join(Inspection, Inspection.id == Recommendation.inspection_id)
        .outerjoin(
            said,
            and_(
                said.recommendation_id == Recommendation.id,
                said.inspection_id == inspection_id,
                said.removed_on.is_(None),
            ),
        )
        .outerjoin(
            latest, and_(latest.c.recommendation_id == Recommendation.id, latest.c.turn == 1)
        )
        .where(
            visible(actor, Recommendation),
            Recommendation.removed_on.is_(None),
            or_(Recommendation.inspection_id == inspection_id, said.id.is_not(None)),
        )
        .order_by(
            Inspection.fieldwork_start_on,
            Inspection.id,
            Recommendation.position,
            Recommendation.id,
        )
    )
    return session.execute(query).all()


def list_finding_kinds(
    session: Session, actor: Actor, inspection_id: uuid.UUID
) -> Sequence[FindingKind]:
    """The kinds of finding that an inspection made, each once."""
    query = (
        select(Recommendation.kind)
        .where(
            Recommendation.inspection_id == inspection_id,
            visible(actor, Recommendation),
            Recommendation.removed_on.is_(None),
        )
        .distinct()
        .order_by(Recommendation.kind)
    )
    return session.scalars(query).all()


def list_tied_inspections(session: Session, actor: Actor, inspection: Inspection) -> Sequence[Any]:
    """The inspection that this one follows, and those that follow this one, oldest first."""
    query = (
        _live(actor)
        .with_only_columns(
            Inspection.id,
            Inspection.framework,
            Inspection.kind,
            Inspection.title,
            Inspection.theme,
            Inspection.fieldwork_start_on,
            Inspection.fieldwork_end_on,
            Inspection.not_before_on,
            Inspection.follows_id,
        )
        .where(or_(Inspection.id == inspection.follows_id, Inspection.follows_id == inspection.id))
        .order_by(Inspection.fieldwork_start_on, Inspection.id)
    )
    return session.execute(query).all()


def list_answering_plans(session: Session, actor: Actor, inspection_id: uuid.UUID) -> Sequence[Any]:
    """The plans that answer an inspection, oldest first, as (id, title, revision, stage)."""
    query = (
        select(Plan.id, Plan.title, Plan.revision, Plan.stage)
        .join(PlanInspection, PlanInspection.plan_id == Plan.id)
        .where(
            visible(actor, Plan),
            PlanInspection.inspection_id == inspection_id,
            PlanInspection.removed_on.is_(None),
        )
        .order_by(Plan.id)
    )
    return session.execute(query).all()


def list_earlier_inspections(
    session: Session,
    actor: Actor,
    but: uuid.UUID | None = None,
    before: date | None = None,
) -> Sequence[Any]:
    """The inspections that a new one can follow, newest first, as (id, title, framework, kind)."""
    query = _live(actor).with_only_columns(
        Inspection.id, Inspection.title, Inspection.framework, Inspection.kind
    )
    if but is not None:
        query = query.where(Inspection.id != but)
    if before is not None:
        query = query.where(Inspection.fieldwork_start_on < before)
    return session.execute(
        query.order_by(Inspection.fieldwork_start_on.desc(), Inspection.id)
    ).all()
