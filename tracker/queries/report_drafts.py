"""Drafts of received reports: the list, one of them, and the report that came before.

Whoever may record inspections may see them, and nobody else: a report may be under embargo, and
until it is accepted the tracker does not know.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, false, select
from sqlalchemy.orm import Session, joinedload

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import can
from tracker.domain.vocabulary import DraftState
from tracker.models import DraftOfReport, Person, Report
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of


def _in_states(values: tuple[str, ...]) -> Condition | None:
    known = {state.value for state in DraftState}
    chosen = [DraftState(value) for value in values if value in known]
    return DraftOfReport.state.in_(chosen) if chosen else None


LISTING = Listing(
    filters={"state": _in_states},
    sorts={"received": [DraftOfReport.created_at], "name": [Report.name]},
    default_sort="-received",
    tie_break=[DraftOfReport.id],
)


def _own(actor: Actor) -> ColumnElement[bool]:
    if not can(actor, Permission.RECORD_INSPECTIONS):
        return false()
    return and_(DraftOfReport.council_id == actor.council_id, Report.council_id == actor.council_id)


def _rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            DraftOfReport.id,
            DraftOfReport.state,
            DraftOfReport.pages_done,
            DraftOfReport.pages,
            DraftOfReport.refusal,
            DraftOfReport.created_at,
            Report.name,
            Report.size,
            Report.inspection_id,
            Person.name.label("person"),
        )
        .join(Report, Report.id == DraftOfReport.report_id)
        .outerjoin(Person, Person.id == DraftOfReport.uploaded_by_id)
        .where(_own(actor))
    )


def page_of_drafts(session: Session, actor: Actor, ask: Ask) -> Page[Row[Any]]:
    """One page of the council's drafts."""
    return page_of(session, LISTING, _rows(actor), ask)


def every_draft(session: Session, actor: Actor, ask: Ask) -> Sequence[Any]:
    """All drafts of the asked list, for an export."""
    return every_row(session, LISTING, _rows(actor), ask)


def get_draft(session: Session, actor: Actor, draft_id: uuid.UUID) -> DraftOfReport:
    """A draft with its report and who sent it in: one statement.

    Raises:
        NotFound: there is none that this actor may see.
    """
    query = (
        select(DraftOfReport)
        .join(Report, Report.id == DraftOfReport.report_id)
        .where(DraftOfReport.id == draft_id, _own(actor))
        .options(
            joinedload(DraftOfReport.report, innerjoin=True),
            joinedload(DraftOfReport.uploaded_by),
        )
        # After a conflict the same draft is read again, as somebody else has left it.
        .execution_options(populate_existing=True)
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such draft")
    return found


def get_progress(session: Session, actor: Actor, draft_id: uuid.UUID) -> Any:
    """How far a draft has come: (state, pages_done, pages), without its contents.

    Raises:
        NotFound: there is none that this actor may see.
    """
    query = (
        select(DraftOfReport.state, DraftOfReport.pages_done, DraftOfReport.pages)
        .join(Report, Report.id == DraftOfReport.report_id)
        .where(DraftOfReport.id == draft_id, _own(actor))
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound("No such draft")
    return found


def find_received(session: Session, actor: Actor, sha256: str) -> DraftOfReport | None:
    """The draft of the very same report, where it was received before and still stands."""
    query = (
        select(DraftOfReport)
        .join(Report, Report.id == DraftOfReport.report_id)
        .where(_own(actor), Report.sha256 == sha256, Report.removed_on.is_(None))
        .options(
            joinedload(DraftOfReport.report, innerjoin=True),
            joinedload(DraftOfReport.uploaded_by),
        )
    )
    return session.scalars(query).one_or_none()
