"""Files of evidence, as this actor may see them, and where the very same bytes are kept already."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.models import Action, Evidence, EvidenceFile
from tracker.queries.errors import NotFound

MOST_SAME = 20
"""So many other places of one file are named."""


def get_evidence_file(session: Session, actor: Actor, file_id: uuid.UUID) -> EvidenceFile:
    """A version with its evidence, that one's files, its action with its ownerships, and the plan.

    One that was erased, or whose evidence was removed, is found too.

    Raises:
        NotFound: there is none that this actor may see.
    """
    evidence = joinedload(EvidenceFile.evidence, innerjoin=True)
    action = evidence.joinedload(Evidence.action, innerjoin=True)
    query = (
        select(EvidenceFile)
        .where(EvidenceFile.id == file_id, visible(actor, EvidenceFile))
        .options(
            action.joinedload(Action.plan, innerjoin=True),
            action.selectinload(Action.ownerships),
            evidence.selectinload(Evidence.files),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such file")
    return found


def _kept(actor: Actor, sums: Collection[str]) -> AnySelect:
    return (
        select(
            EvidenceFile.sha256,
            EvidenceFile.storage_key,
            EvidenceFile.scan,
            EvidenceFile.number,
            EvidenceFile.action_id,
            Evidence.id.label("evidence_id"),
            Evidence.title,
            Action.reference,
            Action.title.label("action"),
        )
        .join(Evidence, Evidence.id == EvidenceFile.evidence_id)
        .join(Action, Action.id == EvidenceFile.action_id)
        .where(
            visible(actor, EvidenceFile),
            EvidenceFile.sha256.in_(sums),
            EvidenceFile.erased_on.is_(None),
            Evidence.removed_on.is_(None),
            Action.removed_on.is_(None),
        )
        .order_by(Action.sort_key, EvidenceFile.id)
        .limit(MOST_SAME)
    )


def list_same_files(session: Session, actor: Actor, sha256: str) -> Sequence[AnyRow]:
    """Where the bytes are kept already, as far as this actor may know it."""
    return session.execute(_kept(actor, [sha256])).all()


def list_elsewhere(session: Session, actor: Actor, evidence: Evidence) -> Sequence[AnyRow]:
    """The other actions that have a file of this evidence too, as far as this actor may know it."""
    sums = {file.sha256 for file in evidence.files if file.erased_on is None}
    if not sums:
        return ()
    query = _kept(actor, sums).where(EvidenceFile.action_id != evidence.action_id)
    return session.execute(query).all()
