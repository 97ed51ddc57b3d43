"""A board's pack: one press freezes all that it shows, and a worker makes its files after that."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.adapters.file_store import FileStore
from tracker.adapters.signing_key import SigningKey
from tracker.domain.errors import RuleError
from tracker.domain.pack_material import PackMaterial, digests_of, parts_of, to_text
from tracker.domain.pack_sight import restricted_items, tells_of
from tracker.domain.papers import Audience, PaperFormat, PaperKind
from tracker.domain.release import VERSION
from tracker.domain.signing import SignedHead
from tracker.models import Meeting, Pack, PackFile
from tracker.models.recording import lock_chain
from tracker.queries.chains import get_chain
from tracker.queries.pack_material import Sealed, read_pack
from tracker.queries.pack_notes import list_inspections_beside
from tracker.queries.packs import count_packs, find_newest, find_since
from tracker.services.belonging import require_own
from tracker.services.chains import signed_head
from tracker.services.deeds import council_of, deed
from tracker.services.paper_jobs import KeptFile, ask_for_papers
from tracker.services.reports import sha256_of
from tracker.services.rules import add_record

NOT_ANNOUNCED: Final = (
    "Only a meeting that is published and takes place has a pack. Publish the meeting first"
)
SAY_WHY: Final = "Pack {number} of this meeting is frozen already. Enter why another one is needed"


@dataclass(frozen=True)
class Keeping:
    """Where what is frozen goes: the file store, and the key that signs the head of history."""

    files: FileStore
    key: SigningKey


@deed
def freeze_pack(
    session: Session,
    meeting: Meeting,
    keeping: Keeping,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> Pack:
    """Freeze all that the pack of a meeting shows, at one instant; its files are made after this.

    It is read under the lock of the council's history, so that no other deed comes in between. The
    store has the text when the deed is done; a deed that is refused leaves none there. ``reason``
    says why an earlier pack of the same meeting is superseded, and is needed where there is one.

    Raises:
        RuleError: the meeting does not take place, or the reason is missing.
    """
    require_own(meeting, by)
    lock_chain(session, meeting.council_id)
    session.refresh(meeting)
    if not meeting.stands:
        raise RuleError(NOT_ANNOUNCED)
    earlier = find_newest(session, by, meeting.id)
    if earlier is not None and not reason:
        raise RuleError(SAY_WHY.format(number=earlier.number), field="reason")
    signed = signed_head(session, get_chain(session, council_of(by)), keeping.key, at=by.at)
    sealed = Sealed(
        number=1 + count_packs(session, by, meeting.board_id),
        supersedes=earlier.number if earlier else None,
        superseded_because=reason if earlier else None,
        statement=signed.statement.text(),
        signature=signed.printed,
        fingerprint=signed.fingerprint,
    )
    since = find_since(session, by, meeting, by.today)
    material = read_pack(session, by, meeting, since, sealed)
    return _kept(session, meeting, material, (signed, keeping, earlier), by)


def _kept(
    session: Session,
    meeting: Meeting,
    material: PackMaterial,
    given: tuple[SignedHead, Keeping, Pack | None],
    by: Actor,
) -> Pack:
    signed, keeping, earlier = given
    content = to_text(material).encode()
    key = keeping.files.put(content)
    try:
        pack = add_record(
            session,
            Pack,
            by=by,
            board_id=meeting.board_id,
            meeting_id=meeting.id,
            frozen_by_id=by.person_id,
            material_sha256=sha256_of(content),
            material_key=key,
            tells_of="\n".join(tells_of(material, list_inspections_beside(session, by, material))),
            supersedes_id=earlier.id if earlier else None,
            **_told(material, signed),
        )
        session.flush()
        steps = len(audiences_of(material)) * len(PaperFormat)
        ask_for_papers(session, PaperKind.PACK, pack, steps, by=by)
    except BaseException:
        keeping.files.delete(key)
        raise
    return pack


def _told(material: PackMaterial, signed: SignedHead) -> dict[str, Any]:
    """The columns of a pack that its material and the signed head say."""
    return {
        "number": material.number,
        "as_at": material.as_at,
        "since_on": material.since_on,
        "frozen_at": material.frozen_at,
        "seq": signed.statement.seq,
        "row_hash": signed.statement.hash,
        "head": material.statement,
        "signature": material.signature,
        "public_key": signed.public_key.decode(),
        "parts": json.dumps(digests_of(parts_of(material)), sort_keys=True),
        "restricted": "\n".join(restricted_items(material)),
        "supersedes_because": material.superseded_because,
        "release": VERSION,
    }


@deed
def keep_pack_files(
    session: Session,
    pack: Pack,
    files: Sequence[KeptFile],
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> None:
    """Record the files that were made of a pack; the store has them already."""
    require_own(pack, by)
    for file in files:
        add_record(session, PackFile, by=by, pack_id=pack.id, **vars(file))


def audiences_of(material: PackMaterial) -> tuple[Audience, ...]:
    """For whom files are made: one version where nothing is restricted, which is open."""
    return (Audience.FULL, Audience.PUBLIC) if material.is_restricted else (Audience.PUBLIC,)
