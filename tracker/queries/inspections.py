"""Inspections, visits and reviews, as this actor may see them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.models import Inspection, Recommendation
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask, Listing, Page, every_row, page_of

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


def _rows(actor: Actor) -> Select[Any]:
    recommendations = (
        select(func.count())
        .where(Recommendation.inspection_id == Inspection.id, Recommendation.removed_on.is_(None))
        .correlate(Inspection)
        .scalar_subquery()
    )
    return select(
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
    ).where(visible(actor, Inspection), Inspection.removed_on.is_(None))


def page_of_inspections(session: Session, actor: Actor, ask: Ask) -> Page[Row[Any]]:
    """One page of the council's inspections."""
    return page_of(session, LISTING, _rows(actor), ask)


def every_inspection(session: Session, actor: Actor, ask: Ask) -> Sequence[Row[Any]]:
    """All inspections of the asked list, for an export."""
    return every_row(session, LISTING, _rows(actor), ask)


def get_inspection(session: Session, actor: Actor, inspection_id: uuid.UUID) -> Inspection:
    """An inspection with its judgements and clocks, and the inspection that it follows.

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
            joinedload(Inspection.follows),
            selectinload(Inspection.judgements),
            selectinload(Inspection.clocks),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such inspection")
    return found


def list_earlier_inspections(
    session: Session, actor: Actor, but: uuid.UUID | None = None
) -> Sequence[Any]:
    """The inspections that a new one can follow, newest first, as (id, title)."""
    query = select(Inspection.id, Inspection.title).where(
        visible(actor, Inspection), Inspection.removed_on.is_(None), Inspection.id != but
    )
    return session.execute(
        query.order_by(Inspection.fieldwork_start_on.desc(), Inspection.id)
    ).all()
