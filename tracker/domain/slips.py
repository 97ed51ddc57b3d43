"""Slips: what counts as putting a date off, by how many days, and when dates are locked.

A board reads a plan's dates in its papers. Dates that are moved in the last days before it meets
make the papers untrue, so they are locked from some working days before a meeting until it is over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.domain.working_days import NO_EXTRA_HOLIDAYS, working_days_before

FREEZE_DAYS = 5
"""Working days for which dates are locked before a meeting, unless the council says otherwise."""

MOST_FREEZE_DAYS = 20


@dataclass(frozen=True)
class Lock:
    """The days on which due dates are locked before one meeting, both among them."""

    from_on: date
    meeting_on: date


def is_slip(from_on: date | None, to_on: date | None) -> bool:
    """Whether a move puts the end off: to a later day, or from a day to no day at all.

    Were taking the date away no slip, a date could be moved in two steps without one.
    """
    return from_on is not None and (to_on is None or to_on > from_on)


def days_moved(from_on: date | None, to_on: date | None) -> int | None:
    """The days by which one move puts a date off, negative when brought forward.

    None where there was no day, or is none any more.
    """
    return (to_on - from_on).days if from_on is not None and to_on is not None else None


def days_slipped(moves: Iterable[tuple[date | None, date | None]]) -> int:
    """The days by which all moves of one action together put its end off, as (from, to).

    Bringing a date forward takes days off. A date that was taken away and given again counts from
    where it stood before.
    """
    total = 0
    standing: date | None = None
    for from_on, to_on in moves:
        before = from_on or standing
        total += days_moved(before, to_on) or 0
        standing = to_on or before
    return total


def lock_before(
    meeting_on: date, freeze_days: int, extra_holidays: frozenset[date] = NO_EXTRA_HOLIDAYS
) -> Lock:
    """The days locked before a meeting: ``freeze_days`` working days and the meeting's own day."""
    return Lock(working_days_before(meeting_on, freeze_days, extra_holidays), meeting_on)


def lock_on(
    day: date,
    meeting_days: Iterable[date],
    freeze_days: int,
    extra_holidays: frozenset[date] = NO_EXTRA_HOLIDAYS,
) -> Lock | None:
    """The lock that ``day`` falls under, if any: that of the next meeting from that day on."""
    coming = min((held_on for held_on in meeting_days if held_on >= day), default=None)
    if coming is None:
        return None
    lock = lock_before(coming, freeze_days, extra_holidays)
    return lock if lock.from_on <= day else None


def days_late(completed_on: date | None, due_on: date | None) -> int:
    """The days after ``due_on`` on which something was finished; 0 when in time or not finished."""
    if completed_on is None or due_on is None:
        return 0
    return max((completed_on - due_on).days, 0)
