"""One deed, one record: every write happens inside a deed, and one listener records it.

``deed`` opens a deed on a session. While it is open, each flush of a recorded record appends rows
to the council's chain: old and new values, and the record as it then stood. A flush outside a deed
is refused, so that no form, import, terminal or worker can go round it. Bulk statements
(``session.execute(update(...))``) would bypass the listener: a test forbids them elsewhere.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final, cast

from sqlalchemy import Connection, Table, bindparam, event, insert, inspect, select, update
from sqlalchemy.orm import Mapper, Session, UOWTransaction

from tracker.domain.chain import (
    GENESIS,
    SCHEMA_VERSION,
    Link,
    canonical,
    digest_of,
    hash_of,
    new_salt,
    plain,
)
from tracker.domain.identifiers import uuid7
from tracker.domain.vocabulary import ActorKind, ChangeKind, Door
from tracker.models.base import Base, Recorded
from tracker.models.history import INSTALLATION_CHAIN, ChainHead, History
from tracker.models.search import index_records

_DEED = "deed"
_HIDING = "hides_old_values"
_HEADS = "chain_heads"


HIDDEN: Final = "(redacted)"
"""What history tells of a field's old value when a redaction replaced it."""


class UnrecordedWrite(RuntimeError):
    """A record was written outside a deed, or deleted: a fault in the tracker, never the user's."""


@dataclass(frozen=True)
class Deed:
    """What history says of a write: which deed, by whom, through which door, when and why."""

    name: str
    actor_kind: ActorKind
    actor_id: uuid.UUID | None
    door: Door
    at: datetime
    reason: str | None
    id: uuid.UUID


@contextmanager
def deed(
    session: Session,
    name: str,
    *,
    actor_kind: ActorKind,
    actor_id: uuid.UUID | None,
    door: Door,
    at: datetime,
    reason: str | None = None,
) -> Iterator[Deed]:
    """Record every write of the block as the deed ``name``; one inside another joins the outer.

    Flushes at its end, so that all it wrote stands in history before the caller commits.
    """
    outer: Deed | None = session.info.get(_DEED)
    if outer is not None:
        yield outer
        return
    opened = Deed(name, actor_kind, actor_id, door, at, reason, uuid7())
    session.info[_DEED] = opened
    try:
        yield opened
        session.flush()
    finally:
        del session.info[_DEED]


@contextmanager
def hiding_old_values(session: Session) -> Iterator[None]:
    """Let history not tell what the changed fields of the block held before: for a redaction."""
    session.flush()
    session.info[_HIDING] = True
    try:
        yield
        session.flush()
    finally:
        del session.info[_HIDING]


def restate(session: Session, record: Recorded) -> None:
    """Append a row of the open deed with ``record`` as it stands, though nothing was changed."""
    _append(session, session.info[_DEED], [_Change(record, ChangeKind.CHANGED, {}, {})])


def blank_rows(session: Session, chain_id: uuid.UUID, places: Collection[int]) -> None:
    """Take payload and salt from rows of a chain: with its salt a short text could be guessed."""
    if session.info.get(_DEED) is None:
        raise UnrecordedWrite("History was redacted outside a deed")
    rows = (_HISTORY.c.chain_id == chain_id, _HISTORY.c.seq.in_(sorted(places)))
    session.connection().execute(update(_HISTORY).where(*rows).values(payload=None, salt=""))


@dataclass(frozen=True)
class _Change:
    record: Recorded
    kind: ChangeKind
    old: dict[str, Any]
    new: dict[str, Any]


@cache
def _columns(mapper: Mapper[Any]) -> tuple[tuple[str, bool], ...]:
    columns = ((attribute.key, attribute.columns[0]) for attribute in mapper.column_attrs)
    # What the database computes from other columns is told by them.
    return tuple((key, bool(c.info.get("secret"))) for key, c in columns if c.computed is None)


def _shown(value: Any, *, secret: bool) -> Any:
    return (None if value is None else "(secret)") if secret else plain(value)


def _standing(record: Recorded) -> dict[str, Any]:
    columns = _columns(inspect(record).mapper)
    return {key: _shown(getattr(record, key), secret=secret) for key, secret in columns}


def _difference(record: Recorded) -> tuple[dict[str, Any], dict[str, Any]]:
    old, new = {}, {}
    state = inspect(record)
    for key, secret in _columns(state.mapper):
        history = state.attrs[key].history
        if key == "version" or not history.added:
            continue
        # Nothing deleted means that the field was empty: what was not loaded is, see below.
        before = history.deleted[0] if history.deleted else None
        if before != history.added[0]:
            old[key] = _shown(before, secret=secret)
            new[key] = _shown(history.added[0], secret=secret)
    return old, new


def _refuse_outside_deed(session: Session, _context: UOWTransaction, _instances: object) -> None:
    gone = [record for record in session.deleted if isinstance(record, Recorded)]
    if gone:
        raise UnrecordedWrite(f"{type(gone[0]).__name__} is never deleted, only removed")
    if session.info.get(_DEED) is not None:
        return
    for record in (*session.new, *session.dirty):
        if isinstance(record, Recorded) and session.is_modified(record):
            raise UnrecordedWrite(f"{type(record).__name__} was written outside a deed")


def _collect(session: Session, _context: UOWTransaction) -> None:
    changes: list[_Change] = []
    for record in session.new:
        if isinstance(record, Recorded):
            standing = _standing(record)
            changes.append(_Change(record, ChangeKind.CREATED, {}, standing))
    for record in session.dirty:
        if isinstance(record, Recorded):
            old, new = _difference(record)
            if session.info.get(_HIDING):
                old = dict.fromkeys(old, HIDDEN)
            if new:
                changes.append(_Change(record, ChangeKind.CHANGED, old, new))
    if changes:
        _append(session, session.info[_DEED], changes)
        index_records(session, [change.record for change in changes])


_HISTORY = cast(Table, History.__table__)
_HEAD = cast(Table, ChainHead.__table__)

# Statements of the table itself, built once: the listener runs in every flush.
_ADD_ROWS = insert(_HISTORY)
_LOCK_HEAD = (
    select(_HEAD.c.seq, _HEAD.c.hash)
    .where(_HEAD.c.chain_id == bindparam("chain_id"))
    .with_for_update()
)
_ADD_HEAD = insert(_HEAD)
_MOVE_HEAD = update(_HEAD).where(_HEAD.c.chain_id == bindparam("chain"))


def _append(session: Session, opened: Deed, changes: list[_Change]) -> None:
    by_chain: dict[uuid.UUID, list[_Change]] = defaultdict(list)
    for change in changes:
        chain_id = getattr(change.record, "council_id", None) or INSTALLATION_CHAIN
        by_chain[chain_id].append(change)
    connection = session.connection()
    # Chains are locked in one order, so that two deeds across the same chains cannot deadlock.
    for chain_id in sorted(by_chain):
        seq, previous = _locked_head(session, connection, chain_id)
        rows = []
        for change in by_chain[chain_id]:
            seq += 1
            row = _row(opened, chain_id, seq, previous, change)
            previous = row["hash"]
            rows.append(row)
        connection.execute(_ADD_ROWS, rows)
        connection.execute(_MOVE_HEAD, {"chain": chain_id, "seq": seq, "hash": previous})
        session.info[_HEADS][chain_id] = seq, previous


def lock_chain(session: Session, chain_id: uuid.UUID) -> None:
    """Let other deeds of the chain wait until this transaction ends.

    A deed decides on what it has read, so a page that writes locks before it reads. On SQLite a
    writer is alone already, and only the head is read.
    """
    head = _locked_head(session, session.connection(), chain_id)
    session.info[_HEADS][chain_id] = head


def _locked_head(session: Session, connection: Connection, chain_id: uuid.UUID) -> tuple[int, str]:
    # Once locked, a head is this transaction's alone: a later flush of it need not ask again.
    heads: dict[uuid.UUID, tuple[int, str]] = session.info.setdefault(_HEADS, {})
    if chain_id in heads:
        return heads[chain_id]
    head = connection.execute(_LOCK_HEAD, {"chain_id": chain_id}).one_or_none()
    if head is None:
        connection.execute(_ADD_HEAD, {"chain_id": chain_id, "seq": 0, "hash": GENESIS})
        return 0, GENESIS
    return head.seq, head.hash


def _forget_heads(session: Session, *_transaction: object) -> None:
    session.info.pop(_HEADS, None)


def _row(
    opened: Deed, chain_id: uuid.UUID, seq: int, previous: str, change: _Change
) -> dict[str, Any]:
    record, is_new = change.record, change.kind is ChangeKind.CREATED
    link = Link(
        chain_id=chain_id,
        seq=seq,
        deed_id=opened.id,
        deed=opened.name,
        actor_kind=opened.actor_kind,
        actor_id=opened.actor_id,
        door=opened.door,
        at=opened.at,
        record_type=record.__tablename__,  # type: ignore[attr-defined]
        record_id=record.id,
        subject_id=getattr(record, record.history_subject),
        change=change.kind,
    )
    payload = canonical(
        {
            "v": SCHEMA_VERSION,
            "reason": opened.reason,
            "old": change.old,
            "new": {} if is_new else change.new,
            "record": change.new if is_new else _standing(record),
        }
    )
    salt = new_salt()
    digest = digest_of(salt, payload)
    return {
        **vars(link),
        "payload": payload,
        "salt": salt,
        "digest": digest,
        "previous": previous,
        "hash": hash_of(link, digest, previous),
    }


@event.listens_for(Mapper, "after_configured")
def _know_the_old_value() -> None:
    # A field that was never loaded is loaded before it is set, or its old value could not be told.
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Recorded):
            for attribute in mapper.column_attrs:
                getattr(mapper.class_, attribute.key).impl.active_history = True


def record_writes(factory: Any) -> None:
    """Attach the listener to a session factory or class; every session of the tracker has it."""
    event.listen(factory, "before_flush", _refuse_outside_deed)
    event.listen(factory, "after_flush", _collect)
    event.listen(factory, "after_commit", _forget_heads)
    event.listen(factory, "after_soft_rollback", _forget_heads)
