"""Files of evidence: a new version, and one that must not be kept."""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import ScanResult
from tracker.models import Base, Evidence, EvidenceFile
from tracker.services.actions import require_live
from tracker.services.belonging import require_own
from tracker.services.deeds import deed
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    one_at_a_time,
    require_reason,
    require_standing,
)

MOST_BYTES: Final = 30_000_000
"""The largest file that is kept as evidence."""

SAME_FILE: Final = "This very file is evidence of this action already"


@dataclass(frozen=True, kw_only=True)
class FileFields:
    """A file as it came: name, kind, size in bytes, SHA-256, where it is kept, what was scanned."""

    name: str
    media_type: str
    size: int
    sha256: str
    storage_key: str
    scan: ScanResult


@deed
def add_evidence_file(
    session: Session,
    evidence: Evidence,
    file: FileFields,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> EvidenceFile:
    """Keep another version of the file of evidence, which is then to be checked anew.

    Its files, its action and that one's plan are loaded. The ``file`` is in the store already.

    Raises:
        RuleError: the very same file is evidence of the action.
    """
    require_live_evidence(evidence, by=by)
    number = 1 + max((kept.number for kept in evidence.files), default=0)
    take_back_check(evidence)
    return keep_version(session, evidence, file, number=number, by=by, on=on)


@deed
def erase_evidence_file(
    session: Session,
    file: EvidenceFile,
    *,
    by: Actor,
    on: date,
    reason: str | None,
) -> str | None:
    """Say that the bytes of a version must not be kept; what is recorded of it stays.

    Its evidence and that one's files are loaded. This is done in closed plans too, and when the
    evidence was removed: a duty to erase waits for neither.

    Returns:
        The key of what goes from the file store once this is committed; none where another version
        has the same bytes, which stay until that one is erased.
    """
    require_own(file, by)
    if file.erased_on is not None:
        raise RuleError(f"This file was erased on {long_date(file.erased_on)}")
    require_reason(reason, "Enter why this file must not be kept")
    if file.number == max(kept.number for kept in file.evidence.files):
        take_back_check(file.evidence)
    file.erased_on = on
    session.flush()
    return None if _is_kept_elsewhere(session, file) else file.storage_key


def keep_version(
    session: Session, evidence: Evidence, file: FileFields, *, number: int, by: Actor, on: date
) -> EvidenceFile:
    """Record one version; part of the deeds that take a file.

    Raises:
        RuleError: the file is empty, too large, or is evidence of the action already.
    """
    values = checked_file(file, EvidenceFile)
    one_at_a_time(session, evidence.council_id)
    if _is_evidence_already(session, evidence, file.sha256):
        raise RuleError(SAME_FILE, field="file")
    return add_record(
        session,
        EvidenceFile,
        by=by,
        evidence_id=evidence.id,
        action_id=evidence.action_id,
        number=number,
        added_by_id=by.person_id,
        added_on=on,
        **values,
    )


def require_live_evidence(evidence: Evidence, *, by: Actor, version: int | None = None) -> None:
    """Refuse a change to evidence that was removed, or whose action can no longer be changed.

    Raises:
        Conflict: the evidence was changed since ``version``.
        RuleError: evidence or action was removed, or the plan is closed or another council's.
    """
    require_standing(evidence, by=by, version=version)
    require_live(evidence.action, by=by, closed_too=True)


def take_back_check(evidence: Evidence) -> None:
    """Let evidence be unchecked again, as something else stands in its place; history keeps it."""
    amend_record(evidence, {"checked_by_id": None, "checked_on": None, "check_again_on": None})


def _is_evidence_already(session: Session, evidence: Evidence, sha256: str) -> bool:
    query = (
        select(EvidenceFile.id)
        .join(Evidence, Evidence.id == EvidenceFile.evidence_id)
        .where(
            EvidenceFile.council_id == evidence.council_id,
            EvidenceFile.sha256 == sha256,
            EvidenceFile.action_id == evidence.action_id,
            EvidenceFile.erased_on.is_(None),
            Evidence.removed_on.is_(None),
        )
    )
    return session.execute(query.limit(1)).first() is not None


def _is_kept_elsewhere(session: Session, file: EvidenceFile) -> bool:
    query = select(EvidenceFile.id).where(
        EvidenceFile.council_id == file.council_id,
        EvidenceFile.storage_key == file.storage_key,
        EvidenceFile.erased_on.is_(None),
    )
    return session.execute(query.limit(1)).first() is not None


def checked_file(file: FileFields, model: type[Base]) -> dict[str, Any]:
    """A file's values, ready for the columns of the same names that ``model`` has.

    Raises:
        RuleError: the file is empty or too large.
    """
    if file.size < 1:
        raise RuleError("The file that you chose is empty", field="file")
    if file.size > MOST_BYTES:
        raise RuleError(f"The file must be {MOST_BYTES // 10**6} MB or smaller", field="file")
    # The bytes of a file are more than a page or a position may be, so they are not checked as one.
    words = _Words(file.name, file.media_type, file.sha256, file.storage_key)
    return {**checked(words, model), "size": file.size, "scan": file.scan}


@dataclass(frozen=True)
class _Words:
    name: str
    media_type: str
    sha256: str
    storage_key: str
