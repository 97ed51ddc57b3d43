"""Reports that came in, given to the tests of their deeds and pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tests.foundations.kept_reports import KEY, a_draft
from tracker.access.actor import Actor
from tracker.domain.vocabulary import DraftState
from tracker.intake.draft import ReportDraft
from tracker.intake.serialising import to_json
from tracker.models import DraftOfReport
from tracker.services.reports import ReportFields, receive_report, sha256_of

ON = date(2026, 10, 5)


def fields_of(content: bytes = b"A report", **more: Any) -> ReportFields:
    """The fields of a file that came in."""
    values = {
        "name": "report.pdf",
        "media_type": "application/pdf",
        "size": len(content),
        "sha256": sha256_of(content),
        "storage_key": KEY,
        **more,
    }
    return ReportFields(**values)


def received(
    session: Session, by: Actor, content: bytes = b"A report", **more: Any
) -> DraftOfReport:
    """The draft of a report that waits to be read."""
    draft = receive_report(session, fields_of(content, **more), by=by, on=ON)
    session.flush()
    session.refresh(draft, ["report"])
    return draft


def read(
    session: Session, by: Actor, found: ReportDraft | None = None, content: bytes = b"A report"
) -> DraftOfReport:
    """The draft of a report that was read, as ``found`` says."""
    draft = received(session, by, content)
    draft.state = DraftState.READY
    draft.as_read = to_json(found or a_draft())
    draft.pages = draft.pages_done = 2
    session.flush()
    return draft
