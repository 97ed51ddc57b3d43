"""Checking a pack: its material, record and files, and the history that it was frozen from.

No deeds. Nothing that is looked at is believed because of another: the record is held against the
row of history that told of it, that row against the chain, and the chain against the signed head.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from tracker.adapters.file_store import FileStore, NoSuchFile
from tracker.adapters.signing_key import SigningKey, signature_holds
from tracker.domain.chain import digest_of, hash_of, plain
from tracker.domain.pack_checking import (
    Fault,
    Found,
    Place,
    changed_parts,
    check_bytes,
    check_record,
)
from tracker.domain.vocabulary import ChangeKind
from tracker.models import CouncilRecord, History, Pack
from tracker.queries.chains import kept_row, verify_chain

MOST_ROWS: Final = 5_000
"""The longest history that is gone through while somebody waits; a longer one only at its row."""


@dataclass(frozen=True)
class Against:
    """What a pack is checked against: the file store, the installation's key, and how far.

    ``whole`` goes through every row of the history, however long that is. ``folder`` has files as
    they were downloaded, by name: those are looked at, and none of the store's.
    """

    files: FileStore
    key: SigningKey
    whole: bool = False
    folder: Mapping[str, bytes] | None = None


def check_pack(session: Session, pack: Pack, against: Against) -> list[Found]:
    """Everything that was looked at, in order; the pack's files are loaded."""
    return [
        *_material(pack, against.files),
        *_records(session, pack),
        *_files(pack, against),
        *_signed(pack, against.key),
        *_history(session, pack, against),
    ]


def _content(files: FileStore, key: str) -> bytes | None:
    try:
        return files.get(key)
    except (NoSuchFile, ValueError):
        # A key that is none is what somebody wrote into the record: nothing is kept there.
        return None


def _files(pack: Pack, against: Against) -> Iterator[Found]:
    for file in pack.files:
        if against.folder is None:
            content = _content(against.files, file.storage_key)
        elif file.name in against.folder:
            content = against.folder[file.name]
        else:
            continue
        yield check_bytes(Place.FILE, file.name, content, file.sha256)


def _material(pack: Pack, files: FileStore) -> Iterator[Found]:
    content = _content(files, pack.material_key)
    found = check_bytes(Place.MATERIAL, "", content, pack.material_sha256)
    yield found
    if found.fault is Fault.CHANGED and content is not None:
        yield from changed_parts(content, pack.parts)


def _records(session: Session, pack: Pack) -> Iterator[Found]:
    records: list[tuple[str, CouncilRecord]] = [("", pack), *((f.name, f) for f in pack.files)]
    ids = [record.id for _name, record in records]
    told = _told(session, pack.council_id, ids)
    for name, record in records:
        yield check_record(name, _standing(record), told.get(record.id))


def _standing(record: CouncilRecord) -> dict[str, Any]:
    names = [attribute.key for attribute in inspect(record).mapper.column_attrs]
    return {name: plain(getattr(record, name)) for name in names}


def _told(
    session: Session, council_id: uuid.UUID, ids: list[uuid.UUID]
) -> dict[uuid.UUID, dict[str, Any]]:
    """What history told of each record when it was made; a blanked row tells nothing."""
    query = select(History.record_id, History.payload).where(
        History.chain_id == council_id,
        History.record_id.in_(ids),
        History.change == ChangeKind.CREATED,
    )
    rows = session.execute(query).all()
    return {row.record_id: json.loads(row.payload)["record"] for row in rows if row.payload}


def _signed(pack: Pack, key: SigningKey) -> Iterator[Found]:
    try:
        signature = base64.b64decode(pack.signature, validate=True)
        holds = signature_holds(pack.public_key.encode(), signature, pack.head.encode())
        statement = dict(json.loads(pack.head))
    except (TypeError, ValueError):
        yield Found(Place.SIGNATURE, "", Fault.UNREADABLE)
        return
    own = pack.public_key.encode() == key.public_pem
    yield Found(Place.SIGNATURE, "" if own else "other", None if holds else Fault.CHANGED)
    same = (statement.get("seq"), statement.get("hash"), statement.get("chain_id")) == (
        pack.seq,
        pack.row_hash,
        str(pack.council_id),
    )
    yield Found(Place.HEAD, f"{pack.seq}", None if same else Fault.CHANGED)


def _history(session: Session, pack: Pack, against: Against) -> Iterator[Found]:
    row = kept_row(session, pack.council_id, pack.seq)
    if row is None:
        yield Found(Place.ROW, f"{pack.seq}", Fault.GONE)
        return
    fits = row.hash == pack.row_hash == hash_of(row.link, row.digest, row.previous)
    told = row.payload is None or row.digest == digest_of(row.salt, row.payload)
    yield Found(Place.ROW, f"{pack.seq}", None if fits and told else Fault.CHANGED)
    if against.whole or pack.seq <= MOST_ROWS:
        fault = verify_chain(session, pack.council_id).fault
        where = f"{fault.seq}" if fault else ""
        words = fault.sentence if fault else ""
        yield Found(Place.HISTORY, where, Fault.CHANGED if fault else None, words)
