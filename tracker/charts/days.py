"""An axis of days: where a day stands, and which beginnings of months or years are named on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.charts.lettering import width_of
from tracker.charts.palette import INK, LINE, QUIET
from tracker.charts.shapes import path, rule, words
from tracker.domain.dates import MONTHS, long_date

SMALL: Final = 12
STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 24000)
"""Months between two named days: one to six, then years up to two thousand of them."""

ROOM_OF_A_NAME: Final = 66
MARGIN: Final = 30
HEAD: Final = 18
"""The height of the line of names above the grid."""

MONTHS_OF_A_YEAR: Final = 12
LAST_MONTH: Final = date.max.year * MONTHS_OF_A_YEAR + MONTHS_OF_A_YEAR - 1


@dataclass(frozen=True)
class DayAxis:
    """Days from ``first`` to ``last`` between two lengths; every ``step`` months one is named.

    Half a name (``MARGIN``) stands out at either end.
    """

    first: date
    last: date
    left: float
    right: float
    step: int

    def x(self, day: date) -> float:
        """Where a day stands; a day outside stands at the nearer end."""
        within = min(max(day, self.first), self.last)
        part = (within - self.first).days / max((self.last - self.first).days, 1)
        return self.left + part * (self.right - self.left)

    def named(self) -> Iterator[tuple[date, str]]:
        """The named days with their names."""
        for month in range(_month(self.first), _month(self.last) + 1, self.step):
            day = _first_of(month)
            is_year = self.step % MONTHS_OF_A_YEAR == 0
            yield day, f"{day.year}" if is_year else f"{MONTHS[day.month - 1][:3]} {day.year}"


ANY_DAY: Final = date(2000, 1, 1)


def axis_of(days: Iterable[date], today: date | None, ends: tuple[float, float]) -> DayAxis:
    """The axis on which all ``days`` and ``today`` stand, from one named day to another.

    Of no days at all it is an axis nevertheless, with nothing on it.
    """
    known = sorted([*days, *([today] if today else [])]) or [ANY_DAY]
    (left, right), first, last = ends, _month(known[0]), _month(known[-1])
    most = max(int((right - left) / ROOM_OF_A_NAME), 1)
    step = next((one for one in STEPS if (last + 1 - first // one * one) / one <= most), STEPS[-1])
    end = -(-(last + 1) // step) * step
    return DayAxis(_first_of(first // step * step), _first_of(end), left, right, step)


def _month(day: date) -> int:
    return day.year * MONTHS_OF_A_YEAR + day.month - 1


def _first_of(month: int) -> date:
    # Years begin with 1 and end with 9999; nobody plans beyond, but nothing may break there.
    within = min(max(month, MONTHS_OF_A_YEAR), LAST_MONTH)
    year, of_year = divmod(within, MONTHS_OF_A_YEAR)
    return date(year, of_year + 1, 1)


def day_grid(axis: DayAxis, top: float, bottom: float) -> Iterator[str]:
    """Upright lines at the named days, their names above; ``top`` is where the lines begin."""
    for day, name in axis.named():
        x = axis.x(day)
        yield rule(x, top, x, bottom, colour=LINE)
        yield words(name, x, top - 6, size=SMALL, ink=QUIET, anchor="middle")


def line_of(axis: DayAxis, today: date | None, top: float, bottom: float) -> Iterator[str]:
    """A broken line at ``today``, named under it; nothing without a day."""
    if today is None:
        return
    x = axis.x(today)
    yield path([(x, top), (x, bottom)], colour=INK, width=1.5, dashed=True)
    text = f"As at {long_date(today)}"
    half = width_of(text, SMALL) / 2
    middle = min(max(x, axis.left + half), axis.right - half)
    yield words(text, middle, bottom + SMALL + 2, size=SMALL, anchor="middle")
