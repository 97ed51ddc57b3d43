"""Cabinet reports as they are issued: what each was drawn from, and the files made of it."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.exemption import marks_from
from tracker.domain.papers import Audience, PaperFormat, PaperKind
from tracker.models import CabinetDraft, IssuedFile, IssuedReport
from tracker.reports.authors import authors_from
from tracker.services.belonging import require_own
from tracker.services.deeds import deed, require_version
from tracker.services.paper_jobs import KeptFile, ask_for_papers
from tracker.services.rules import add_record

FORMATS: Final = tuple(PaperFormat)
"""The formats in which an issued report is kept, for each audience."""


@dataclass(frozen=True, kw_only=True)
class IssueFields:
    """What a report is issued from: its draft as read, and what it was drawn from.

    ``material_key`` is where the file store has the material; ``seq`` is the newest row of history
    that its snapshot knows; ``inspections`` are the ids of those that it tells of.
    """

    material_key: str
    material_sha256: str
    snapshot_sha256: str
    seq: int
    as_at: date
    since_on: date | None
    release: str
    issued_at: datetime
    inspections: Sequence[uuid.UUID]


@deed
def issue_report(
    session: Session,
    draft: CabinetDraft,
    fields: IssueFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> IssuedReport:
    """Issue a plan's report from its draft: what it was drawn from is kept, and never changes.

    Its files are made after this, by a worker.

    Raises:
        Conflict: somebody changed the draft since ``version``, so another text would be issued.
    """
    require_own(draft, by)
    require_version(draft, version)
    issued = add_record(
        session,
        IssuedReport,
        by=by,
        plan_id=draft.plan_id,
        number=1 + _last_number(session, draft.plan_id),
        title=authors_from(draft.typed).title,
        as_at=fields.as_at,
        since_on=fields.since_on,
        seq=fields.seq,
        snapshot_sha256=fields.snapshot_sha256,
        material_sha256=fields.material_sha256,
        material_key=fields.material_key,
        tells_of="\n".join(sorted(map(str, fields.inspections))),
        typed=draft.typed,
        exempt=draft.exempt,
        word_template_id=draft.word_template_id,
        release=fields.release,
        issued_at=fields.issued_at,
        issued_on=on,
        issued_by_id=by.person_id,
    )
    session.flush()
    steps = len(audiences_of(draft.exempt)) * len(FORMATS)
    ask_for_papers(session, PaperKind.CABINET_REPORT, issued, steps, by=by)
    return issued


@deed
def keep_issued_files(
    session: Session,
    issued: IssuedReport,
    files: Sequence[KeptFile],
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> None:
    """Record the files that were made of an issued report; the store has them already."""
    require_own(issued, by)
    for file in files:
        add_record(
            session,
            IssuedFile,
            by=by,
            issued_report_id=issued.id,
            plan_id=issued.plan_id,
            audience=file.audience,
            format=file.format,
            name=file.name,
            size=file.size,
            sha256=file.sha256,
            storage_key=file.storage_key,
        )


def audiences_of(exempt: str) -> tuple[Audience, ...]:
    """For whom files are made: one version where nothing is exempt, which is public."""
    if marks_from(exempt):
        return (Audience.FULL, Audience.PUBLIC)
    return (Audience.PUBLIC,)


def _last_number(session: Session, plan_id: uuid.UUID) -> int:
    query = select(func.max(IssuedReport.number)).where(IssuedReport.plan_id == plan_id)
    return session.scalar(query) or 0
