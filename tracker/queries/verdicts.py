"""Verdicts: what later visits say of a recommendation, as this actor may see it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Subquery, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.domain.vocabulary import VerdictKind
from tracker.models import Inspection, Recommendation, Verdict


def latest_verdicts(actor: Actor) -> Subquery:
    """Every verdict with its ``turn``: 1 is the one that counts for its recommendation now.

    The latest visit that looked at the recommendation counts. One that did not look at it says
    nothing new, so that "not looked at" counts only where no visit ever looked.
    """
    did_not_look = Verdict.verdict == VerdictKind.NOT_LOOKED_AT
    turn = func.row_number().over(
        partition_by=Verdict.recommendation_id,
        order_by=[did_not_look, Inspection.fieldwork_start_on.desc(), Verdict.id.desc()],
    )
    return (
        select(
            Verdict.recommendation_id,
            Verdict.verdict,
            Verdict.inspection_id,
            Inspection.title.label("visit"),
            Inspection.fieldwork_end_on.label("visited_on"),
            turn.label("turn"),
        )
        .join(Inspection, Inspection.id == Verdict.inspection_id)
        .where(
            visible(actor, Verdict),
            Verdict.removed_on.is_(None),
            Inspection.removed_on.is_(None),
        )
        .subquery("latest_verdict")
    )


def list_verdicts_on(session: Session, actor: Actor, recommendation_id: uuid.UUID) -> Sequence[Any]:
    """What visits said of one recommendation, the latest visit first."""
    query = (
        select(
            Verdict.id,
            Verdict.verdict,
            Verdict.words,
            Verdict.inspection_id,
            Inspection.title.label("visit"),
            Inspection.fieldwork_start_on,
            Inspection.fieldwork_end_on,
            Inspection.not_before_on,
        )
        .join(Inspection, Inspection.id == Verdict.inspection_id)
        .where(
            Verdict.recommendation_id == recommendation_id,
            visible(actor, Verdict),
            Verdict.removed_on.is_(None),
            Inspection.removed_on.is_(None),
        )
        .order_by(Inspection.fieldwork_start_on.desc(), Verdict.id.desc())
    )
    return session.execute(query).all()


def list_looked_back_on(session: Session, actor: Actor, visit: Inspection) -> Sequence[Any]:
    """The recommendations that a visit can give verdicts on, with those that it has given.

    They are those of the inspection that it follows, of those before that one in line, and of the
    earlier visits that followed any of these. One on which it gave a verdict already is always
    there. A row has a ``Recommendation``, its inspection's title and framework, and a ``Verdict``
    or None.
    """
    line = (
        select(Inspection.id, Inspection.follows_id)
        .where(Inspection.id == visit.follows_id)
        .cte("line", recursive=True)
    )
    earlier = aliased(Inspection)
    line = line.union(select(earlier.id, earlier.follows_id).where(earlier.id == line.c.follows_id))
    in_line = select(line.c.id).scalar_subquery()
    is_before = and_(
        or_(Inspection.id.in_(in_line), Inspection.follows_id.in_(in_line)),
        Inspection.fieldwork_start_on < visit.fieldwork_start_on,
    )
    query = (
        select(
            Recommendation,
            Inspection.title.label("inspection"),
            Inspection.framework.label("framework"),
            Verdict,
        )
        .join(Inspection, Inspection.id == Recommendation.inspection_id)
        .outerjoin(
            Verdict,
            and_(
                Verdict.recommendation_id == Recommendation.id,
                Verdict.inspection_id == visit.id,
                Verdict.removed_on.is_(None),
            ),
        )
        .where(
            visible(actor, Recommendation),
            Recommendation.removed_on.is_(None),
            Inspection.removed_on.is_(None),
            or_(is_before, Verdict.id.is_not(None)),
        )
        .order_by(
            Inspection.fieldwork_start_on,
            Inspection.id,
            Recommendation.position,
            Recommendation.id,
        )
        .execution_options(populate_existing=True)
    )
    return session.execute(query).all()
