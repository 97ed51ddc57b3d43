"""Cabinet reports, issued and being written, and templates, where the demonstration has none."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.kept_reports import FILE, KEY
from tracker.access.actor import Actor
from tracker.domain.exemption import Marks, marks_text
from tracker.domain.papers import Audience, MakingState, PaperFormat, PaperKind
from tracker.models import (
    CabinetDraft,
    Inspection,
    IssuedFile,
    IssuedReport,
    PaperJob,
    Plan,
    WordTemplate,
)
from tracker.reports.authors import authors_text
from tracker.reports.parts import AuthorsPart
from tracker.services.reports import sha256_of
from tracker.services.rules import add_record

TYPED = authors_text(
    AuthorsPart(
        title="How the plan stands",
        purpose="To tell Cabinet how the plan stands.",
        recommendation="Note the progress.",
        reasons="Cabinet answers for it. Words that are exempt: quince.",
    )
)
NOTHING_EXEMPT = marks_text(Marks())


def add_cabinet_reports(session: Session, by: Actor) -> None:
    """A draft and two issued reports of each plan: one with its files, one that was given up."""
    template = _template(session, by, "Cabinet")
    _template(session, by, "Scrutiny", removed_on=by.today)
    plans = select(Plan).where(Plan.council_id == by.council_id).order_by(Plan.id)
    for plan in session.scalars(plans):
        add_record(
            session, CabinetDraft, by=by, plan_id=plan.id, typed=TYPED, exempt=NOTHING_EXEMPT
        )
        with_files = _issued(session, by, plan, 1, template)
        for audience in Audience:
            for kind in PaperFormat:
                _file(session, by, with_files, audience, kind)
        _job(session, by, with_files, MakingState.DONE)
        _job(session, by, _issued(session, by, plan, 2, None), MakingState.FAILED)


def add_many(session: Session, by: Actor, plan: Plan, count: int) -> None:
    """So many templates, and issued reports of one plan with their files."""
    for number in range(1, count + 1):
        template = _template(session, by, f"Template {number}")
        issued = _issued(session, by, plan, number, template)
        for kind in PaperFormat:
            _file(session, by, issued, Audience.PUBLIC, kind)
    add_record(session, CabinetDraft, by=by, plan_id=plan.id, typed=TYPED, exempt=NOTHING_EXEMPT)
    session.flush()


def _template(session: Session, by: Actor, title: str, **more: Any) -> WordTemplate:
    kept = {"name": "ours.docx", "size": len(FILE), "sha256": sha256_of(FILE), "storage_key": KEY}
    values = {**kept, "added_on": by.today, **more}
    template = add_record(session, WordTemplate, by=by, title=title, **values)
    session.flush()
    return template


def _issued(
    session: Session, by: Actor, plan: Plan, number: int, template: WordTemplate | None
) -> IssuedReport:
    published = select(Inspection.id).where(
        Inspection.council_id == by.council_id, Inspection.not_before_on.is_(None)
    )
    issued = add_record(
        session,
        IssuedReport,
        by=by,
        plan_id=plan.id,
        number=number,
        title="How the plan stands",
        as_at=by.today,
        seq=1,
        snapshot_sha256="0" * 64,
        material_sha256="0" * 64,
        material_key=KEY,
        tells_of="\n".join(map(str, session.scalars(published.order_by(Inspection.id)))),
        typed=TYPED,
        exempt=NOTHING_EXEMPT,
        word_template_id=template.id if template else None,
        release="0.1.0",
        issued_at=by.at,
        issued_on=by.today,
    )
    session.flush()
    return issued


def _file(
    session: Session, by: Actor, issued: IssuedReport, audience: Audience, kind: PaperFormat
) -> None:
    add_record(
        session,
        IssuedFile,
        by=by,
        issued_report_id=issued.id,
        plan_id=issued.plan_id,
        audience=audience,
        format=kind,
        name=f"report-{audience}.{kind}",
        size=len(FILE),
        sha256=sha256_of(FILE),
        storage_key=KEY,
    )


def _job(session: Session, by: Actor, issued: IssuedReport, state: MakingState) -> None:
    session.add(
        PaperJob(
            council_id=issued.council_id,
            kind=PaperKind.CABINET_REPORT,
            record_id=issued.id,
            state=state,
            steps_done=3 if state is MakingState.DONE else 1,
            steps=3,
            attempts=2,
            created_at=by.at,
            fault=None if state is MakingState.DONE else "The template cannot be filled in",
        )
    )
    session.flush()
