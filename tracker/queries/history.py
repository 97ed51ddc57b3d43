"""What history tells of a record: who did what, when and why, field by field."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, or_, select, true
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.reader import FutureReader, Reader, prepared, reader_of, reading
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import (
    Viewer,
    embargoed_inspections,
    embargoed_recommendations,
    hidden_actions,
    hidden_notes,
    kept_from_others,
    restricted_notes,
)
from tracker.domain.vocabulary import RedactionDecision
from tracker.models import (
    ActionRecommendation,
    CabinetDraft,
    History,
    IssuedReport,
    Pack,
    PackFile,
    Person,
    PlanInspection,
    RedactedRow,
    Redaction,
    Report,
    Verdict,
)
from tracker.queries.rows import read_rows

RECENT = 20

CLOSE_KEPT: Final = tuple(
    model.__tablename__ for model in (CabinetDraft, IssuedReport, Pack, PackFile)
)
"""Records that history tells of only to those who see everything of a council."""


def history_rows(viewer: Viewer) -> AnySelect:
    """The council's history as far as the viewer may know it, in no order yet."""
    reader = viewer if not isinstance(viewer, Actor) else reader_of(viewer)
    return (
        select(
            History.seq,
            History.deed,
            History.deed_id,
            History.actor_kind,
            History.at,
            History.record_type,
            History.record_id,
            History.subject_id,
            History.change,
            History.payload,
            Person.name.label("actor"),
            *why_redacted(),
        )
        .outerjoin(Person, Person.id == History.actor_id)
        .where(History.chain_id == reader.council_id, may_be_told(reader))
    )


def why_redacted() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Columns of a blanked row of history: ``redacted_on`` and ``redacted_for``, the reason.

    They are looked for only where a row has lost its payload.
    """
    approved = (
        select(RedactedRow.id)
        .join(Redaction, Redaction.id == RedactedRow.redaction_id)
        .where(
            RedactedRow.council_id == History.chain_id,
            RedactedRow.seq == History.seq,
            Redaction.decision == RedactionDecision.APPROVED,
        )
        .order_by(RedactedRow.id)
        .limit(1)
    )
    on, reason = (
        case(
            (
                History.payload.is_(None),
                approved.with_only_columns(column).correlate(History).scalar_subquery(),
            )
        )
        for column in (Redaction.decided_on, Redaction.reason)
    )
    return on.label("redacted_on"), reason.label("redacted_for")


def may_be_told(viewer: Viewer) -> ColumnElement[bool]:
    """History without what is under embargo or kept from the reader, and what hangs from it."""
    reader = viewer if not isinstance(viewer, Actor) else reader_of(viewer)
    return and_(_not_kept_from(reader), _not_embargoed(reader))


def _not_kept_from(reader: Reader) -> ColumnElement[bool]:
    if reader.keeps_boards:
        return true()
    drafts, *others = kept_from_others(reader)
    return and_(
        History.subject_id.not_in(drafts),
        *(History.subject_id.not_in(ids) for ids in restricted_notes(reader)),
        *(History.record_id.not_in(ids) for ids in others),
    )


def _not_embargoed(reader: Reader) -> ColumnElement[bool]:
    if reader.sees_embargoed:
        return true()
    embargoed = embargoed_inspections(reader)
    findings = embargoed_recommendations(reader)
    told_elsewhere = [
        select(Verdict.id).where(
            or_(Verdict.inspection_id.in_(embargoed), Verdict.recommendation_id.in_(findings))
        ),
        select(ActionRecommendation.id).where(ActionRecommendation.recommendation_id.in_(findings)),
        select(PlanInspection.id).where(PlanInspection.inspection_id.in_(embargoed)),
        # Until a report is accepted, nobody knows whether it is under embargo.
        select(Report.id).where(
            Report.council_id == reader.council_id,
            or_(Report.inspection_id.is_(None), Report.inspection_id.in_(embargoed)),
        ),
    ]
    return and_(
        # What is typed of a cabinet report may be exempt from publication, and an embargo that is
        # set later hides a pack.
        History.record_type.not_in(CLOSE_KEPT),
        History.subject_id.not_in(embargoed),
        History.subject_id.not_in(findings),
        History.subject_id.not_in(hidden_actions(reader)),
        *(History.subject_id.not_in(notes) for notes in hidden_notes(reader)),
        *(History.record_id.not_in(ids) for ids in told_elsewhere),
    )


def list_whole_history(
    session: Session, actor: Actor, subject_id: uuid.UUID, *, before: int | None, most: int
) -> Sequence[AnyRow]:
    """The rows of one record, the newest first, from before a place in the chain on."""
    query = history_rows(actor).where(History.subject_id == subject_id)
    if before is not None:
        query = query.where(History.seq < before)
    return session.execute(query.order_by(History.seq.desc()).limit(most)).all()


@prepared
def _of_subject(reader: FutureReader) -> AnySelect:
    query = history_rows(reader).where(History.subject_id == bindparam("subject_id"))
    return query.order_by(History.seq.desc()).limit(bindparam("most", type_=Integer()))


def list_history(
    session: Session, actor: Actor, subject_id: uuid.UUID, most: int = RECENT
) -> Sequence[AnyRow]:
    """The newest rows of one record's page, the newest first."""
    values = reading(actor, subject_id=subject_id, most=most)
    return read_rows(session, _of_subject(actor), values)
