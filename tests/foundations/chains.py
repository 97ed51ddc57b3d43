"""Reading a chain of history back, and finding where it does not hold."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from tracker.domain.chain import GENESIS, Link, digest_of, hash_of
from tracker.models import ChainHead, History

HEADER = tuple(Link.__dataclass_fields__)


def rows_of(session: Session, chain_id: uuid.UUID) -> Sequence[Row[Any]]:
    """The rows of a chain, oldest first."""
    table = History.__table__
    found = select(table).where(table.c.chain_id == chain_id).order_by(table.c.seq)
    return session.execute(found).all()


def chain_faults(session: Session, chain_id: uuid.UUID) -> list[str]:
    """Where a chain does not hold: a gap, a changed row, a broken link, a head beside its end."""
    faults, previous, seq = [], GENESIS, 0
    for row in rows_of(session, chain_id):
        link = Link(**{name: row._mapping[name] for name in HEADER})
        if row.seq != seq + 1:
            faults.append(f"{row.seq} follows {seq}")
        if row.payload is not None and row.digest != digest_of(row.salt, row.payload):
            faults.append(f"{row.seq}: the payload is not the one recorded")
        if row.previous != previous or row.hash != hash_of(link, row.digest, row.previous):
            faults.append(f"{row.seq}: the hash does not follow")
        previous, seq = row.hash, row.seq
    head = session.execute(
        select(ChainHead.seq, ChainHead.hash).where(ChainHead.chain_id == chain_id)
    ).one_or_none()
    if head is None or (head.seq, head.hash) != (seq, previous):
        faults.append(f"the head says {head and head.seq}, the chain ends at {seq}")
    return faults
