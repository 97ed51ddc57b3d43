"""The organisations of a council that can be responsible for recommendations."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.domain.vocabulary import BodyKind
from tracker.models import Body, Recommendation, RecommendationBody
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of


def _of_kinds(values: tuple[str, ...]) -> Condition | None:
    known = {kind.value for kind in BodyKind}
    chosen = [BodyKind(value) for value in values if value in known]
    return Body.kind.in_(chosen) if chosen else None


LISTING = Listing(
    filters={"kind": _of_kinds},
    sorts={"name": [func.lower(Body.name)], "from": [Body.from_on], "to": [Body.to_on]},
    default_sort="name",
    tie_break=[Body.id],
)


def _rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    responsible = (
        select(func.count())
        .select_from(RecommendationBody)
        .join(Recommendation, Recommendation.id == RecommendationBody.recommendation_id)
        .where(
            RecommendationBody.body_id == Body.id,
            RecommendationBody.removed_on.is_(None),
            Recommendation.removed_on.is_(None),
            visible(actor, Recommendation),
        )
        .correlate(Body)
        .scalar_subquery()
    )
    return select(
        Body.id,
        Body.name,
        Body.kind,
        Body.from_on,
        Body.to_on,
        responsible.label("recommendations"),
    ).where(visible(actor, Body))


def page_of_bodies(session: Session, actor: Actor, ask: Ask) -> Page[Row[Any]]:
    """One page of the council's bodies."""
    return page_of(session, LISTING, _rows(actor), ask)


def every_body(session: Session, actor: Actor, ask: Ask) -> Sequence[Any]:
    """All bodies of the asked list, for an export."""
    return every_row(session, LISTING, _rows(actor), ask)


def get_body(session: Session, actor: Actor, body_id: uuid.UUID) -> Body:
    """A body of the actor's council.

    Raises:
        NotFound: the council has no such body.
    """
    found = session.scalars(
        select(Body).where(Body.id == body_id, visible(actor, Body))
    ).one_or_none()
    if found is None:
        raise NotFound("No such body")
    return found
