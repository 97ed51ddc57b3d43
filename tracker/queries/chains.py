"""The chains of history as they are kept: heads and rows, whole, for checking and for export.

Nothing here looks at who asks: a chain is whole or it is nothing. Whoever shows its rows decides
that before (see ``Permission.EXPORT_HISTORY``).
"""

from __future__ import annotations

import uuid
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, Select, func, select, union
from sqlalchemy.orm import Session

from tracker.domain.chain import Link
from tracker.domain.verification import Head, KeptRow, UnreadableRow, Verification, verify
from tracker.models import ChainHead, Council, History
from tracker.models.history import INSTALLATION_CHAIN

BATCH: Final = 1_000
"""How many rows are in memory at once."""

INSTALLATION: Final = "The installation"

_HEADER: Final = tuple(Link.__dataclass_fields__)
_TABLE: Final = History.__table__
_COLUMNS: Final = tuple(
    _TABLE.c[name] for name in (*_HEADER, "payload", "salt", "digest", "previous", "hash")
)


class Chain(NamedTuple):
    """A chain with the name of whose it is, and the council's slug where it is a council's."""

    id: uuid.UUID
    name: str
    slug: str | None


def list_chains(session: Session) -> list[Chain]:
    """The installation's chain, every council's by name, and whatever chain is nobody's."""
    rows = session.execute(select(Council.id, Council.name, Council.slug).order_by(Council.name))
    chains = [Chain(INSTALLATION_CHAIN, INSTALLATION, None), *(Chain(*row) for row in rows)]
    found = union(select(ChainHead.chain_id), select(History.chain_id))
    strays = set(session.scalars(found)) - {chain.id for chain in chains}
    return chains + [Chain(stray, f"No council ({stray})", None) for stray in sorted(strays)]


def get_chain(session: Session, council_id: uuid.UUID) -> Chain:
    """The chain of a council that is there."""
    query = select(Council.id, Council.name, Council.slug).where(Council.id == council_id)
    return Chain(*session.execute(query).one())


def find_head(session: Session, chain_id: uuid.UUID) -> Head | None:
    """The head of a chain; none where none was ever written."""
    query = select(ChainHead.seq, ChainHead.hash).where(ChainHead.chain_id == chain_id)
    row = session.execute(query).one_or_none()
    return Head(row.seq, row.hash) if row else None


def kept_rows(
    session: Session, chain_id: uuid.UUID, up_to: int | None = None
) -> Generator[KeptRow, None, None]:
    """The rows of a chain, oldest first, a batch at a time; ``up_to`` a place, or all.

    One statement reads them all, so they are of one instant whoever writes meanwhile.

    Raises:
        UnreadableRow: a row holds what its columns cannot hold.
    """
    query = _rows(chain_id)
    if up_to is not None:
        query = query.where(_TABLE.c.seq <= up_to)
    last = 0
    try:
        with session.execute(query, execution_options={"yield_per": BATCH}) as found:
            for row in found:
                yield _kept(row)
                last = row.seq
    except (LookupError, TypeError, ValueError):
        # A batch is read as a whole: look for the row that spoils it one at a time.
        yield from _one_by_one(session, chain_id, last)


def kept_row(session: Session, chain_id: uuid.UUID, seq: int) -> KeptRow | None:
    """The row of a chain at a place; none where it is missing or cannot be read."""
    try:
        row = session.execute(_rows(chain_id).where(_TABLE.c.seq == seq)).one_or_none()
    except (LookupError, TypeError, ValueError):
        return None
    return _kept(row) if row else None


def verify_chain(session: Session, chain_id: uuid.UUID) -> Verification:
    """Whether a chain holds up to its head, and whether anything stands behind it.

    The head is read first: rows that are added meanwhile lie behind it and are not looked at.
    """
    head = find_head(session, chain_id)
    end = head.seq if head else 0
    up_to = None if _has_loose_end(session, chain_id) else end
    # Closed at once: a check that stops at a fault leaves no statement open behind it.
    with closing(kept_rows(session, chain_id, up_to)) as rows:
        return verify(rows, head)


def _has_loose_end(session: Session, chain_id: uuid.UUID) -> bool:
    # The head is asked for again in the same statement, so that a writer in between is no fault.
    head = select(ChainHead.seq).where(ChainHead.chain_id == chain_id).scalar_subquery()
    behind = _TABLE.c.seq > func.coalesce(head, 0)
    query = select(_TABLE.c.seq).where(_TABLE.c.chain_id == chain_id, behind).limit(1)
    return session.execute(query).first() is not None


def _rows(chain_id: uuid.UUID) -> Select[Any]:
    return select(*_COLUMNS).where(_TABLE.c.chain_id == chain_id).order_by(_TABLE.c.seq)


def _kept(row: Sequence[Any] | Row[Any]) -> KeptRow:
    return KeptRow(Link(*row[: len(_HEADER)]), *row[len(_HEADER) :])


def _one_by_one(session: Session, chain_id: uuid.UUID, after: int) -> Iterator[KeptRow]:
    places = select(_TABLE.c.seq).where(_TABLE.c.chain_id == chain_id, _TABLE.c.seq > after)
    for seq in session.scalars(places.order_by(_TABLE.c.seq).limit(BATCH)).all():
        try:
            row = session.execute(_rows(chain_id).where(_TABLE.c.seq == seq)).one()
        except (LookupError, TypeError, ValueError):
            raise UnreadableRow(seq) from None
        yield _kept(row)
