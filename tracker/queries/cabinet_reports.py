"""Cabinet reports: the draft of a plan's next one, those that were issued, and their templates."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import can
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import embargoed_inspections, visible
from tracker.domain.papers import PaperKind
from tracker.models import (
    CabinetDraft,
    IssuedFile,
    IssuedReport,
    PaperJob,
    Person,
    WordTemplate,
)
from tracker.queries.errors import NotFound


def find_cabinet_draft(session: Session, actor: Actor, plan_id: uuid.UUID) -> CabinetDraft | None:
    """The draft of a plan's next report with its template, if anything was typed of it yet."""
    query = (
        select(CabinetDraft)
        .where(CabinetDraft.plan_id == plan_id, visible(actor, CabinetDraft))
        .options(joinedload(CabinetDraft.word_template))
    )
    return session.scalars(query).one_or_none()


def list_issued_reports(
    session: Session, actor: Actor, plan_id: uuid.UUID
) -> Sequence[IssuedReport]:
    """The issued reports of a plan that the actor may see, the newest first, with who issued each.

    One that tells of an inspection under embargo is there only for whoever may see that.
    """
    query = (
        select(IssuedReport)
        .where(IssuedReport.plan_id == plan_id, visible(actor, IssuedReport))
        .options(joinedload(IssuedReport.issued_by))
        .order_by(IssuedReport.number.desc(), IssuedReport.id)
    )
    hidden = _hidden(session, actor)
    return [one for one in session.scalars(query) if _may_be_seen(one, hidden)]


def find_last_issued(
    session: Session, actor: Actor, plan_id: uuid.UUID, before: date
) -> date | None:
    """The day that the newest report told of which was of a day before ``before``; or none."""
    query = (
        select(IssuedReport.as_at)
        .where(
            IssuedReport.plan_id == plan_id,
            IssuedReport.as_at < before,
            visible(actor, IssuedReport),
        )
        .order_by(IssuedReport.as_at.desc())
        .limit(1)
    )
    return session.scalar(query)


def get_issued_report(session: Session, actor: Actor, issued_id: uuid.UUID) -> IssuedReport:
    """An issued report with its files, its plan, its template and who issued it.

    Raises:
        NotFound: there is none that this actor may see.
    """
    query = (
        select(IssuedReport)
        .where(IssuedReport.id == issued_id, visible(actor, IssuedReport))
        .options(
            joinedload(IssuedReport.plan, innerjoin=True),
            joinedload(IssuedReport.issued_by),
            joinedload(IssuedReport.word_template),
            selectinload(IssuedReport.files),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None or not _may_be_seen(found, _hidden(session, actor)):
        raise NotFound("No such cabinet report")
    return found


def _hidden(session: Session, actor: Actor) -> frozenset[str]:
    if can(actor, Permission.SEE_EMBARGOED):
        return frozenset()
    return frozenset(map(str, session.scalars(embargoed_inspections(actor))))


def _may_be_seen(issued: IssuedReport, hidden: frozenset[str]) -> bool:
    return hidden.isdisjoint(issued.tells_of.splitlines())


def get_issued_file(session: Session, actor: Actor, file_id: uuid.UUID) -> IssuedFile:
    """A file of an issued report that the actor may see.

    Raises:
        NotFound: there is none.
    """
    query = (
        select(IssuedFile)
        .where(IssuedFile.id == file_id, visible(actor, IssuedFile))
        .options(joinedload(IssuedFile.issued_report, innerjoin=True))
    )
    found = session.scalars(query).one_or_none()
    if found is None or not _may_be_seen(found.issued_report, _hidden(session, actor)):
        raise NotFound("No such file")
    return found


def find_paper_job(
    session: Session, actor: Actor, kind: PaperKind, record_id: uuid.UUID
) -> PaperJob | None:
    """How the making of a record's files goes on, if it has any."""
    query = select(PaperJob).where(
        PaperJob.council_id == actor.council_id,
        PaperJob.kind == kind,
        PaperJob.record_id == record_id,
    )
    return session.scalars(query).one_or_none()


def list_word_templates(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The council's templates by title, as (id, title, name, size, added_on, added_by)."""
    query: AnySelect = (
        select(
            WordTemplate.id,
            WordTemplate.title,
            WordTemplate.name,
            WordTemplate.size,
            WordTemplate.added_on,
            Person.name.label("added_by"),
        )
        .outerjoin(Person, Person.id == WordTemplate.added_by_id)
        .where(visible(actor, WordTemplate), WordTemplate.removed_on.is_(None))
        .order_by(WordTemplate.title, WordTemplate.id)
    )
    return session.execute(query).all()


def get_word_template(session: Session, actor: Actor, template_id: uuid.UUID) -> WordTemplate:
    """A template of the council, removed or not: a report that was issued with it needs it.

    Raises:
        NotFound: there is none.
    """
    query = select(WordTemplate).where(WordTemplate.id == template_id, visible(actor, WordTemplate))
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such template")
    return found
