"""When a closed action is tested again: 3, 6 and 12 months after its closing."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Final

from tracker.domain.vocabulary import ClosingTest

MONTHS: Final[Mapping[ClosingTest, int]] = {
    ClosingTest.THREE_MONTHS: 3,
    ClosingTest.SIX_MONTHS: 6,
    ClosingTest.TWELVE_MONTHS: 12,
}


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the month's last where it has none."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def due_tests(
    closed_on: date, done: Collection[ClosingTest] = ()
) -> list[tuple[ClosingTest, date]]:
    """The tests that are still to come, each with the day from which it is due, soonest first.

    Once a later test was made, those before it are past.
    """
    latest = max((MONTHS[test] for test in done), default=0)
    return [
        (test, months_after(closed_on, months))
        for test, months in MONTHS.items()
        if months > latest
    ]


def closed_by(today: date, months: int) -> date:
    """The last day of closing whose test after so many months is due on ``today``.

    From the end of a short month several days of closing lead to the same day of the test.
    """
    day = months_after(today, -months)
    while months_after(day + timedelta(days=1), months) <= today:
        day += timedelta(days=1)
    return day
