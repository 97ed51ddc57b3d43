"""Recommendations over all inspections of the council, as this actor may see them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Row, ScalarSelect, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.domain.vocabulary import Addressee, Response, Urgency, VerdictKind
from tracker.models import Body, Inspection, Recommendation, RecommendationBody
from tracker.queries.errors import NotFound
from tracker.queries.golden_thread import count_of_answers, is_answered
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of
from tracker.queries.verdicts import latest_verdicts

NONE = "none"
"""The value that asks for those without a response, an urgency or a verdict."""

FILTERS = ("inspection", "addressee", "urgency", "response", "unanswered", "verdict")
Values = tuple[str, ...]
E = TypeVar("E", bound=StrEnum)


def listing(actor: Actor) -> Listing:
    """What can be asked of the list of recommendations.

    In printed order the newest inspection comes first, and each one's recommendations as its
    report has them.
    """
    return Listing(
        filters={
            "inspection": _of_inspections,
            "addressee": _one_of(Recommendation.addressee, Addressee),
            "urgency": _one_of(Recommendation.urgency, Urgency),
            "response": _one_of(Recommendation.response, Response),
            "unanswered": lambda _values: ~is_answered(actor),
            "verdict": _with_verdicts(actor),
        },
        sorts={"printed": [_newer_inspections(), Inspection.id, Recommendation.position]},
        default_sort="printed",
        tie_break=[Recommendation.id],
    )


def _newer_inspections() -> ScalarSelect[Any]:
    newer = aliased(Inspection)
    return (
        select(func.count())
        .select_from(newer)
        .where(
            newer.council_id == Inspection.council_id,
            newer.fieldwork_start_on > Inspection.fieldwork_start_on,
        )
        .correlate(Inspection)
        .scalar_subquery()
    )


def ids_in(values: Iterable[str]) -> list[uuid.UUID]:
    """The values that are identifiers; others mean nothing here."""
    found = []
    for value in values:
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found


def members_in(kind: type[E], values: Iterable[str]) -> list[E]:
    """The values that are slugs of ``kind``; others mean nothing here."""
    known = {member.value for member in kind}
    return [kind(value) for value in values if value in known]


def _of_inspections(values: Values) -> Condition | None:
    ids = ids_in(values)
    return Recommendation.inspection_id.in_(ids) if ids else None


def _one_of(column: Any, kind: type[StrEnum]) -> Callable[[Values], Condition | None]:
    def condition(values: Values) -> Condition | None:
        members = members_in(kind, values)
        conditions = [column.in_(members)] if members else []
        if NONE in values:
            conditions.append(column.is_(None))
        return or_(*conditions) if conditions else None

    return condition


def _with_verdicts(actor: Actor) -> Callable[[Values], Condition | None]:
    def condition(values: Values) -> Condition | None:
        latest, members = latest_verdicts(actor), members_in(VerdictKind, values)
        current = select(latest.c.recommendation_id).where(latest.c.turn == 1)
        conditions = []
        if members:
            chosen = current.where(latest.c.verdict.in_(members))
            conditions.append(Recommendation.id.in_(chosen))
        if NONE in values:
            conditions.append(Recommendation.id.not_in(current))
        return or_(*conditions) if conditions else None

    return condition


def _live(actor: Actor) -> Select[*tuple[Any, ...]]:
    return select(Recommendation.id).where(
        visible(actor, Recommendation), Recommendation.removed_on.is_(None)
    )


def _rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    latest = latest_verdicts(actor)
    return (
        _live(actor)
        .with_only_columns(
            Recommendation.id,
            Recommendation.inspection_id,
            Recommendation.reference,
            Recommendation.text,
            Recommendation.page,
            Recommendation.paragraph,
            Recommendation.kind,
            Recommendation.urgency,
            Recommendation.area,
            Recommendation.addressee,
            Recommendation.theme,
            Recommendation.response,
            Recommendation.response_reason,
            Inspection.title.label("inspection"),
            Inspection.framework,
            Inspection.not_before_on,
            count_of_answers(actor).label("actions"),
            latest.c.verdict,
            latest.c.visit,
            latest.c.visited_on,
            maintain_column_froms=True,
        )
        .join(Inspection, Inspection.id == Recommendation.inspection_id)
        .outerjoin(
            latest, and_(latest.c.recommendation_id == Recommendation.id, latest.c.turn == 1)
        )
    )


def page_of_recommendations(session: Session, actor: Actor, ask: Ask) -> Page[Row[Any]]:
    """One page of the council's recommendations."""
    return page_of(session, listing(actor), _rows(actor), ask, counted=_live(actor))


def every_recommendation(session: Session, actor: Actor, ask: Ask) -> Sequence[Any]:
    """All recommendations of the asked list, for an export."""
    return every_row(session, listing(actor), _rows(actor), ask)


def list_recommending_inspections(session: Session, actor: Actor) -> Sequence[Any]:
    """The inspections that made recommendations, newest first, as (id, title)."""
    query = (
        select(Inspection.id, Inspection.title)
        .where(
            visible(actor, Inspection),
            Inspection.removed_on.is_(None),
            exists().where(
                Recommendation.inspection_id == Inspection.id, Recommendation.removed_on.is_(None)
            ),
        )
        .order_by(Inspection.fieldwork_start_on.desc(), Inspection.id)
    )
    return session.execute(query).all()


def get_recommendation(
    session: Session, actor: Actor, recommendation_id: uuid.UUID
) -> Recommendation:
    """A recommendation with its inspection and the bodies that answer for it: one statement.

    Raises:
        NotFound: there is none that this actor may see.
    """
    query = (
        select(Recommendation)
        .where(
            Recommendation.id == recommendation_id,
            visible(actor, Recommendation),
            Recommendation.removed_on.is_(None),
        )
        .options(
            joinedload(Recommendation.inspection, innerjoin=True),
            joinedload(
                Recommendation.bodies.and_(RecommendationBody.removed_on.is_(None))
            ).joinedload(RecommendationBody.body),
        )
    )
    found = session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound("No such recommendation")
    return found


def list_bodies(session: Session, actor: Actor) -> Sequence[Body]:
    """The bodies that can answer for a recommendation, by name."""
    query = select(Body).where(visible(actor, Body)).order_by(func.lower(Body.name), Body.id)
    return session.scalars(query).all()


def list_own(session: Session, actor: Actor, inspection_id: uuid.UUID) -> Sequence[Any]:
    """What one inspection asks for, in printed order, as (id, reference, kind, text)."""
    query = (
        _live(actor)
        .with_only_columns(
            Recommendation.id,
            Recommendation.reference,
            Recommendation.kind,
            Recommendation.text,
        )
        .where(Recommendation.inspection_id == inspection_id)
        .order_by(Recommendation.position, Recommendation.id)
    )
    return session.execute(query).all()


def list_siblings(session: Session, actor: Actor, inspection_id: uuid.UUID) -> Sequence[Any]:
    """The recommendations of one inspection in printed order, as (id, reference, kind)."""
    query = (
        _live(actor)
        .with_only_columns(Recommendation.id, Recommendation.reference, Recommendation.kind)
        .where(Recommendation.inspection_id == inspection_id)
        .order_by(Recommendation.position, Recommendation.id)
    )
    return session.execute(query).all()
