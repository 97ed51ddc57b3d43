"""Making the papers that wait: the files of issued reports, by the worker."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, sessionmaker

from tracker.access.actor import Actor
from tracker.adapters.database import begin_writing
from tracker.adapters.file_store import FileStore
from tracker.domain.exemption import marks_from
from tracker.domain.frameworks import Framework
from tracker.domain.report_material import from_text
from tracker.domain.vocabulary import ActorKind, Door
from tracker.models import Council, IssuedReport
from tracker.presenters.cabinet_papers import MadePaper, Source, papers_of, stem_of
from tracker.reports.authors import authors_from
from tracker.services.issued_reports import audiences_of, keep_issued_files
from tracker.services.paper_jobs import (
    GAVE_UP,
    MOST_ATTEMPTS,
    KeptFile,
    TakenJob,
    finish_job,
    give_up_job,
    take_paper_job,
    tell_step,
)
from tracker.services.reports import sha256_of

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Making:
    """Where a worker makes papers: the database, the files, the frameworks, and its clock."""

    sessions: sessionmaker[Session]
    files: FileStore
    frameworks: Mapping[str, Framework]
    now: Callable[[], datetime]


def make_next_paper(work: Making) -> bool:
    """Take the paper that has waited longest and make its files; whether there was one."""
    taken = take_paper_job(work.sessions, work.now())
    if taken is None:
        return False
    if taken.attempts > MOST_ATTEMPTS:
        give_up_job(work.sessions, taken, GAVE_UP)
        return True
    try:
        _make(work, taken)
    except Exception as fault:
        # Whatever it was, the page says so; the paper is made once more, and then given up.
        log.exception("The files of %s %s could not be made", taken.kind, taken.record_id)
        give_up_job(work.sessions, taken, _sentence(fault))
    return True


def _sentence(fault: Exception) -> str:
    return (
        getattr(fault, "sentence", "") or f"The tracker stumbled over it ({type(fault).__name__})"
    )


def _make(work: Making, taken: TakenJob) -> None:
    with work.sessions() as session:
        issued, source, stem = _read(work, session, taken)
        audiences = audiences_of(issued.exempt)
    kept: list[KeptFile] = []
    done = False
    try:
        for paper in papers_of(source, audiences, stem, work.frameworks):
            kept.append(_kept(work, paper))
            tell_step(work.sessions, taken)
        done = _record(work, taken, kept)
    finally:
        if not done:
            for file in kept:
                work.files.delete(file.storage_key)


def _read(work: Making, session: Session, taken: TakenJob) -> tuple[IssuedReport, Source, str]:
    query = (
        select(IssuedReport)
        .where(IssuedReport.id == taken.record_id)
        .options(joinedload(IssuedReport.word_template))
    )
    issued = session.scalars(query).one()
    template = issued.word_template
    source = Source(
        from_text(work.files.get(issued.material_key).decode()),
        authors_from(issued.typed),
        marks_from(issued.exempt),
        issued.issued_at,
        work.files.get(template.storage_key) if template else None,
    )
    slug = session.get_one(Council, taken.council_id).slug
    return issued, source, f"{stem_of(slug, issued.as_at)}-{issued.number}"


def _kept(work: Making, paper: MadePaper) -> KeptFile:
    return KeptFile(
        audience=paper.audience,
        format=paper.format,
        name=paper.name,
        size=len(paper.content),
        sha256=sha256_of(paper.content),
        storage_key=work.files.put(paper.content),
    )


def _record(work: Making, taken: TakenJob, kept: list[KeptFile]) -> bool:
    at = work.now()
    by = Actor(ActorKind.SYSTEM, Door.WORKER, at, taken.council_id, name="The tracker")
    with work.sessions() as session:
        begin_writing(session)
        if not finish_job(session, taken):
            return False
        issued: Any = session.get_one(IssuedReport, taken.record_id)
        keep_issued_files(session, issued, kept, by=by, on=by.today)
        session.commit()
    return True
