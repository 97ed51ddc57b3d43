"""Evidence and its files, given to the tests of their deeds and pages."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from tests.foundations.kept_reports import FILE, KEY
from tests.services.given import ON, recorded
from tracker.access.actor import Actor
from tracker.domain.vocabulary import OwnershipRole, ScanResult
from tracker.models import Action, Evidence, EvidenceFile, Ownership, Person
from tracker.services.evidence import EvidenceFields, add_evidence
from tracker.services.evidence_files import FileFields, add_evidence_file
from tracker.services.reports import sha256_of


def fields_of(**more: Any) -> EvidenceFields:
    """What is said of evidence that nothing is wrong with."""
    values = {
        "title": "Audit of contacts",
        "shows": "Nine in ten contacts were answered within a day",
        "place": "The audit folder of the case system",
        **more,
    }
    return EvidenceFields(**values)


def file_of(content: bytes = FILE, **more: Any) -> FileFields:
    """A file that is in the store."""
    values = {
        "name": "audit.pdf",
        "media_type": "application/pdf",
        "size": len(content),
        "sha256": sha256_of(content),
        "storage_key": KEY,
        "scan": ScanResult.CLEAN,
        **more,
    }
    return FileFields(**values)


def shown(
    session: Session, action: Action, by: Actor, file: FileFields | None = None, **more: Any
) -> Evidence:
    """Evidence of ``action``, with what its deeds want to be loaded."""
    session.refresh(action, ["plan"])
    on = more.pop("on", ON)
    evidence = add_evidence(session, action, fields_of(**more), by=by, on=on, file=file)
    return whole(session, evidence)


def whole(session: Session, evidence: Evidence) -> Evidence:
    """``evidence`` with its files, its action, that one's plan and ownerships as they stand."""
    session.flush()
    session.refresh(evidence, ["action", "files"])
    session.refresh(evidence.action, ["plan", "ownerships"])
    return evidence


def another_version(
    session: Session, evidence: Evidence, by: Actor, content: bytes = b"%PDF-1.7 the second"
) -> EvidenceFile:
    """One more version of its file."""
    file = file_of(content, storage_key="another-for-tests/file")
    made = add_evidence_file(session, evidence, file, by=by, on=ON)
    whole(session, evidence)
    session.refresh(made, ["evidence"])
    return made


def owned_by(session: Session, action: Action, by: Actor, person: Person) -> None:
    """Let ``person`` lead ``action``."""
    lead = {"role": OwnershipRole.LEAD, "from_on": ON}
    recorded(session, by, Ownership, action_id=action.id, person_id=person.id, **lead)
