"""Reports that are kept with their inspections, for whoever may see the inspection."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.models import DraftOfReport, Inspection, Report
from tracker.queries.errors import NotFound


def get_kept_report(session: Session, actor: Actor, report_id: uuid.UUID) -> Report:
    """A kept report with its inspection.

    Raises:
        NotFound: there is none that this actor may see.
    """
    query = (
        select(Report)
        .join(Inspection, Inspection.id == Report.inspection_id)
        .where(
            Report.id == report_id,
            visible(actor, Report),
            Report.removed_on.is_(None),
            Inspection.removed_on.is_(None),
        )
        .options(joinedload(Report.inspection))
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such report")
    return found


def find_text_of(session: Session, report: Report) -> str | None:
    """The draft of a kept report as it was read: its pages and its words."""
    query = select(DraftOfReport.as_read).where(DraftOfReport.report_id == report.id)
    return session.scalar(query)
