"""How the worker makes the files of an issued cabinet report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.access.actor import Actor
from tracker.cli.making import Making
from tracker.domain.exemption import marks_from
from tracker.domain.report_material import from_text
from tracker.models import Council, IssuedReport
from tracker.presenters.cabinet_papers import MadePaper, Source, papers_of, stem_of
from tracker.reports.authors import authors_from
from tracker.services.issued_reports import audiences_of, keep_issued_files
from tracker.services.paper_jobs import KeptFile, TakenJob


def made_of_report(work: Making, taken: TakenJob) -> Iterator[MadePaper]:
    """The files of an issued report, one after the other."""
    with work.sessions() as session:
        issued, source, stem = _read(work, session, taken)
        audiences = audiences_of(issued.exempt)
    return papers_of(source, audiences, stem, work.frameworks)


def _read(work: Making, session: Session, taken: TakenJob) -> tuple[IssuedReport, Source, str]:
    query = (
        select(IssuedReport)
        .where(IssuedReport.id == taken.record_id)
        .options(joinedload(IssuedReport.word_template))
    )
    issued = session.scalars(query).one()
    template = issued.word_template
    source = Source(
        from_text(work.files.get_as_kept(issued.material_key, issued.material_sha256).decode()),
        authors_from(issued.typed),
        marks_from(issued.exempt),
        issued.issued_at,
        work.files.get_as_kept(template.storage_key, template.sha256) if template else None,
    )
    slug = session.get_one(Council, taken.council_id).slug
    return issued, source, f"{stem_of(slug, issued.as_at)}-{issued.number}"


def keep_of_report(session: Session, taken: TakenJob, kept: Sequence[KeptFile], by: Actor) -> None:
    """Record the files that were made."""
    issued = session.get_one(IssuedReport, taken.record_id)
    keep_issued_files(session, issued, kept, by=by, on=by.today)
