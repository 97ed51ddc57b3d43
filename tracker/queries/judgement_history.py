"""Every inspection of a council with the grades it gave: from it the history is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.reader import FutureReader, prepared, reading
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.models import Inspection, Judgement


@prepared
def _history(reader: FutureReader) -> AnySelect:
    standing = and_(Judgement.inspection_id == Inspection.id, Judgement.removed_on.is_(None))
    return (
        select(
            Inspection.id,
            Inspection.framework,
            Inspection.kind,
            Inspection.title,
            Inspection.theme,
            Inspection.fieldwork_start_on,
            Inspection.fieldwork_end_on,
            Inspection.published_on,
            Inspection.not_before_on,
            Judgement.area,
            Judgement.grade,
        )
        .outerjoin(Judgement, standing)
        .where(visible(reader, Inspection), Inspection.removed_on.is_(None))
        .order_by(Inspection.fieldwork_start_on, Inspection.id, Judgement.position, Judgement.id)
    )


def list_judgement_history(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The inspections that this actor may see, oldest first, with their judgements: one statement.

    A row for each judgement in printed order; an inspection without any, such as a visit, has one
    row whose ``area`` and ``grade`` are None.
    """
    return session.execute(_history(actor), reading(actor)).all()
