"""Our own identifiers: UUID version 7 (RFC 9562, section 5.7), so that they sort by time.

Layout, from the most significant bit: 48 bits of milliseconds since 1970 in UTC, 4 bits version,
12 bits, 2 bits variant, 62 bits. The 74 free bits are one counter that starts at random in each
millisecond and grows by a random step (RFC 9562, section 6.2, method 2), so that identifiers made
by one process are strictly increasing and still cannot be guessed.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
import uuid
from datetime import UTC, datetime, timedelta

_TAIL_BITS = 74
_STEP_BITS = 32
_LOW_BITS = 62
_LATEST_MILLISECOND = (1 << 48) - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Sequence:
    """One strictly increasing run of (millisecond, tail) pairs; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._millisecond = -1
        self._tail = 0

    def following(self, millisecond: int) -> tuple[int, int]:
        """The next pair, in this millisecond or, when the clock went backwards, after the last."""
        with self._lock:
            if millisecond > self._millisecond:
                self._restart(millisecond)
            else:
                self._advance()
            return self._millisecond, self._tail

    def at(self, millisecond: int) -> tuple[int, int]:
        """The next pair of exactly this millisecond; another millisecond starts afresh."""
        with self._lock:
            if millisecond != self._millisecond:
                self._restart(millisecond)
            else:
                self._advance()
            return self._millisecond, self._tail

    def forget(self) -> None:
        """Start anew with a free lock: a forked process must not continue its parent's run."""
        self._lock = threading.Lock()
        self._millisecond = -1
        self._tail = 0

    def _restart(self, millisecond: int) -> None:
        self._millisecond = millisecond
        # The top bit stays free, so that a busy millisecond has room to count upwards.
        self._tail = secrets.randbits(_TAIL_BITS - 1)

    def _advance(self) -> None:
        self._tail += 1 + secrets.randbits(_STEP_BITS)
        if self._tail >> _TAIL_BITS:
            self._restart(self._millisecond + 1)


_LIVE = _Sequence()
_REPLAYED = _Sequence()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_LIVE.forget)
    os.register_at_fork(after_in_child=_REPLAYED.forget)


def uuid7(at: datetime | None = None) -> uuid.UUID:
    """Make a new identifier, of now or, when dated deeds are replayed, of the instant `at`.

    Identifiers of now are strictly increasing within a process, from every thread. Replayed ones
    follow their own instants, and are strictly increasing while `at` stays in one millisecond or
    moves forward. Raises ValueError when `at` has no time zone or lies before 1970.

    This is the one place in the domain that reads the system's clock: the identifier has to be
    unique, and no rule may read a date out of it.
    """
    if at is None:
        return _assembled(*_LIVE.following(time.time_ns() // 1_000_000))
    return _assembled(*_REPLAYED.at(_milliseconds_since_1970(at)))


def _milliseconds_since_1970(instant: datetime) -> int:
    if instant.tzinfo is None:
        msg = "An identifier's instant needs a time zone"
        raise ValueError(msg)
    millisecond = (instant - _EPOCH) // timedelta(milliseconds=1)
    if not 0 <= millisecond <= _LATEST_MILLISECOND:
        msg = "An identifier's instant cannot be before 1970"
        raise ValueError(msg)
    return millisecond


def _assembled(millisecond: int, tail: int) -> uuid.UUID:
    high = tail >> _LOW_BITS
    low = tail & ((1 << _LOW_BITS) - 1)
    return uuid.UUID(int=(millisecond << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low)
