"""Steps of government intervention and its reviews, as this actor may see them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.domain.vocabulary import InterventionKind
from tracker.models import Intervention
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of

Values = tuple[str, ...]


def _of_kinds(values: Values) -> Condition | None:
    known = {kind.value for kind in InterventionKind}
    chosen = [InterventionKind(value) for value in values if value in known]
    return Intervention.kind.in_(chosen) if chosen else None


LISTING = Listing(
    filters={"kind": _of_kinds},
    sorts={
        "from": [Intervention.from_on],
        "to": [Intervention.to_on],
        "title": [func.lower(Intervention.title)],
    },
    default_sort="-from",
    tie_break=[Intervention.id],
)


def _rows(actor: Actor) -> AnySelect:
    return select(
        Intervention.id,
        Intervention.kind,
        Intervention.title,
        Intervention.from_on,
        Intervention.to_on,
        Intervention.description,
        Intervention.document_url,
    ).where(visible(actor, Intervention), Intervention.removed_on.is_(None))


def page_of_interventions(session: Session, actor: Actor, ask: Ask) -> Page[AnyRow]:
    """One page of the steps and reviews."""
    return page_of(session, LISTING, _rows(actor), ask)


def every_intervention(session: Session, actor: Actor, ask: Ask) -> Sequence[AnyRow]:
    """All steps and reviews of the asked list, for an export or the council's page."""
    return every_row(session, LISTING, _rows(actor), ask)


def get_intervention(session: Session, actor: Actor, intervention_id: uuid.UUID) -> Intervention:
    """A step or review: one statement.

    Raises:
        NotFound: the actor's council has no such step, or it was removed.
    """
    query = select(Intervention).where(
        Intervention.id == intervention_id,
        visible(actor, Intervention),
        Intervention.removed_on.is_(None),
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such step of intervention")
    return found
