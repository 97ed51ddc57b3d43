"""Whether a chain of history holds: row by row from the first, in constant memory.

A row fits when its place follows the row before it, its hash is that of its header, digest and
previous hash, and its digest is that of its salt and payload. A blanked payload fits only where the
chain itself says, in a later row, that its redaction was approved.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from tracker.domain.chain import GENESIS, Link, digest_of, hash_of

REDACTION: Final = "redaction"
"""The record type whose rows say that a redaction was asked for, approved or refused."""

REDACTED_ROW: Final = "redacted_row"
"""The record type whose rows say which places in the chain a redaction is about."""


class KeptRow(NamedTuple):
    """One row of history as it is kept; ``payload`` is None and ``salt`` empty once redacted."""

    link: Link
    payload: str | None
    salt: str
    digest: str
    previous: str
    hash: str


class Head(NamedTuple):
    """The place and the hash of a chain's newest row."""

    seq: int
    hash: str


START: Final = Head(0, GENESIS)
"""The head of a chain that has no row yet."""


class Fault(NamedTuple):
    """The first row that does not fit, and what is wrong with it in words.

    ``link`` is None where the row is missing or cannot be read.
    """

    seq: int
    sentence: str
    link: Link | None = None


class UnreadableRow(ValueError):
    """A row holds what no row can hold, such as an identifier that is none."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"Row {seq} cannot be read")
        self.seq = seq


@dataclass(frozen=True)
class Verification:
    """What came of a check: how many rows fit, the places of the redacted ones, the first fault."""

    rows: int
    redacted: tuple[int, ...]
    fault: Fault | None


@dataclass
class Vouchers:
    """What the rows of a chain say of its redactions, gathered as they pass."""

    _places: dict[str, list[int]] = field(default_factory=dict)
    _approved: set[str] = field(default_factory=set)

    def hear(self, record_type: str, payload: str) -> None:
        """Take in a row of a redaction; every other is passed over."""
        if record_type not in (REDACTION, REDACTED_ROW):
            return
        record: dict[str, Any] = json.loads(payload)["record"]
        if record_type == REDACTED_ROW:
            self._places.setdefault(record["redaction_id"], []).append(record["seq"])
        elif record["decision"] == "approved":
            self._approved.add(record["id"])

    def places(self) -> set[int]:
        """The places whose redaction was approved."""
        return {seq for redaction in self._approved for seq in self._places.get(redaction, ())}


def verify(rows: Iterable[KeptRow], head: Head | None) -> Verification:
    """Check ``rows``, oldest first and from the first row on, against their ``head``.

    Stops at the first row that does not fit. ``rows`` may raise ``UnreadableRow``.
    """
    vouchers, blanked, last = Vouchers(), dict[int, Link](), START
    try:
        for row in rows:
            fault = _fault_of(row, last)
            if fault:
                return Verification(last.seq, tuple(blanked), fault)
            if row.payload is None:
                blanked[row.link.seq] = row.link
            else:
                vouchers.hear(row.link.record_type, row.payload)
            last = Head(row.link.seq, row.hash)
    except UnreadableRow as error:
        sentence = "it holds what no row can hold, so it cannot be read"
        return Verification(last.seq, tuple(blanked), Fault(error.seq, sentence))
    fault = _unvouched(blanked, vouchers.places()) or _beside_the_end(last, head)
    return Verification(last.seq, tuple(blanked), fault)


def _fault_of(row: KeptRow, last: Head) -> Fault | None:
    seq = row.link.seq
    if seq != last.seq + 1:
        return Fault(seq, f"it follows row {last.seq}, so what stood between is missing", row.link)
    if row.previous != last.hash:
        return Fault(seq, "it does not name the hash of the row before it", row.link)
    if row.hash != hash_of(row.link, row.digest, row.previous):
        sentence = "its hash is not the hash of what it says, so its heading or digest was changed"
        return Fault(seq, sentence, row.link)
    if row.payload is not None and row.digest != digest_of(row.salt, row.payload):
        sentence = "its payload or salt is not the one that was recorded"
        return Fault(seq, sentence, row.link)
    return None


def _unvouched(blanked: dict[int, Link], vouched: set[int]) -> Fault | None:
    for seq, link in blanked.items():
        if seq not in vouched:
            return Fault(seq, "its payload is gone, and no approved redaction says why", link)
    return None


def _beside_the_end(last: Head, head: Head | None) -> Fault | None:
    if head is None:
        sentence = "it is the last, and the chain has no head" if last.seq else "the chain is gone"
        return Fault(last.seq, sentence)
    if head.seq > last.seq:
        return Fault(last.seq + 1, f"it is missing: the head says that the chain has {head.seq}")
    if head.seq < last.seq:
        return Fault(head.seq + 1, f"it stands behind the end: the head says {head.seq}")
    if head.hash != last.hash:
        return Fault(last.seq, "the head of the chain names another hash than its last row has")
    return None
