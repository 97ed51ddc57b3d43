"""Reports as they come in: received, refused, and kept with the inspection that they tell of."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import DraftState
from tracker.models import DraftOfReport, Report
from tracker.services.deeds import deed
from tracker.services.rules import add_record, checked, require_standing

MOST_BYTES: Final = 30_000_000
"""The largest report that is taken; the longest of Ofsted's have some 3 MB."""

MEDIA_TYPES: Final[Mapping[str, str]] = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".htm": "text/html",
    ".txt": "text/plain",
}
"""What can be read, by the end of the file's name. Whether it is what it says, the reader sees."""

PASTED: Final = "Pasted text.txt"


@dataclass(frozen=True, kw_only=True)
class ReportFields:
    """A file as it came: its name, its kind, what its bytes add up to, where they are kept."""

    name: str
    media_type: str
    size: int
    sha256: str
    storage_key: str


def sha256_of(content: bytes) -> str:
    """What tells one file from every other."""
    return hashlib.sha256(content).hexdigest()


def is_what_it_says(name: str, content: bytes) -> bool:
    """Whether a file's beginning fits the end of its name.

    A web page of an error that was saved as a PDF is the usual case of one that does not.
    """
    head = content[:1024]
    begins = {".pdf": b"%PDF-" in head, ".docx": head.startswith(b"PK\x03\x04")}
    end = PurePosixPath(name).suffix.lower()
    return begins.get(end, not any(begins.values()))


def media_type_of(name: str) -> str | None:
    """The kind of file that a name says it is; none when it cannot be read."""
    return MEDIA_TYPES.get(PurePosixPath(name).suffix.lower())


@deed
def receive_report(
    session: Session,
    fields: ReportFields,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> DraftOfReport:
    """Keep a report that came in, and let its draft wait for a worker to read it.

    Raises:
        RuleError: the file is empty or too large, or of a kind that cannot be read.
    """
    if fields.size < 1:
        raise RuleError("The file that you chose is empty", field="file")
    if fields.size > MOST_BYTES:
        raise RuleError(f"The file must be {MOST_BYTES // 10**6} MB or smaller", field="file")
    # The bytes of a file are more than a page or a position may be, so they are not checked as one.
    values = {**checked(_one_line(fields), Report), "size": fields.size}
    report = add_record(session, Report, by=by, **values)
    session.flush()
    draft = DraftOfReport(
        council_id=report.council_id,
        report_id=report.id,
        state=DraftState.WAITING,
        created_at=by.at,
        uploaded_by_id=by.person_id,
    )
    session.add(draft)
    return draft


@dataclass(frozen=True, kw_only=True)
class _Lines:
    name: str
    media_type: str
    sha256: str
    storage_key: str


def _one_line(fields: ReportFields) -> _Lines:
    return _Lines(
        name=fields.name,
        media_type=fields.media_type,
        sha256=fields.sha256,
        storage_key=fields.storage_key,
    )


@deed
def refuse_report(
    session: Session,
    report: Report,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> None:
    """Take out a report that could not be read; its file goes once this is committed."""
    require_standing(report, by=by)
    report.removed_on = on


@deed
def drop_report(
    session: Session,
    draft: DraftOfReport,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> str:
    """Take out a received report and its draft, and give the key of the file that may go.

    ``draft.report`` is loaded.

    Raises:
        RuleError: it was accepted, or is gone already.
    """
    if draft.state is DraftState.ACCEPTED:
        raise RuleError("This report was accepted, so it is kept with its inspection")
    if draft.state is DraftState.DROPPED:
        raise RuleError("This report was dropped already")
    if draft.report.removed_on is None:
        require_standing(draft.report, by=by)
        draft.report.removed_on = on
    draft.state = DraftState.DROPPED
    draft.as_read = draft.amended = None
    return draft.report.storage_key
