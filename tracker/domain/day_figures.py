"""A plan in a few figures on one day after another, and which days are worth telling."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.domain.snapshot import PlanSnapshot, live
from tracker.domain.vocabulary import Delivery

MOST_DAYS: Final = 12
"""Columns that can be read beside each other, the last day among them."""


@dataclass(frozen=True)
class DayFigures:
    """How many live actions stood at each rating at the end of a day, and were due by then.

    ``counts`` has every rating of its time, in the order of the vocabulary.
    """

    on: date
    counts: tuple[tuple[Delivery, int], ...]
    due_by_first: int
    due_by_present: int

    def number(self, rating: Delivery) -> int:
        """How many stood at this rating."""
        return dict(self.counts).get(rating, 0)


def figures_on(snapshot: PlanSnapshot) -> DayFigures:
    """The figures of a snapshot's day."""
    actions, day = live(snapshot.actions), snapshot.as_at
    rated = Counter(one.delivery for one in actions)
    return DayFigures(
        day,
        tuple((rating, rated[rating]) for rating in Delivery),
        _due_by(day, (one.first_due_on for one in actions)),
        _due_by(day, (one.due_on for one in actions)),
    )


def _due_by(day: date, dates: Iterable[date | None]) -> int:
    return sum(one is not None and one <= day for one in dates)


def days_to_tell(first_on: date, closed_on: date | None, last_on: date) -> list[date]:
    """The ends of months from a plan's first day on, the day of its closing, and the last day.

    Of a long time every second, third, … month is taken, counted back from the last one, so that
    there are never more than ``MOST_DAYS``.
    """
    until = min(closed_on or last_on, last_on)
    first, last = _month(first_on), _month(until)
    step = max(-(-(last - first) // (MOST_DAYS - 2)), 1)
    ends = {_end_of(month) for month in range(last - 1, first - 1, -step)}
    return sorted({*ends, max(until, first_on), last_on})


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _end_of(month: int) -> date:
    year, of_year = divmod(month, 12)
    return date(year, of_year + 1, monthrange(year, of_year + 1)[1])
