"""Working days in England, as the regulations on inspections count them.

A working day is any day but a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday
(SI 2007/462, regulation 1). Day 1 is the working day after the day from which is counted. The
bank holidays come with the `holidays` package, offline; one that is proclaimed between two
releases of it is passed in as `extra_holidays`.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

NO_EXTRA_HOLIDAYS: frozenset[date] = frozenset()

_FIRST_YEAR_WITH_HOLIDAYS = 1900
_LAST_YEAR_WITH_HOLIDAYS = 2100
_SATURDAY = 5
_WEEK = 7
_WORKING_WEEK = 5
_ONE_DAY = timedelta(days=1)


def is_working_day(day: date, extra_holidays: frozenset[date] = NO_EXTRA_HOLIDAYS) -> bool:
    """Whether `day` counts. Before 1900 and after 2100 only the extra holidays are known."""
    return (
        day.weekday() < _SATURDAY
        and day not in extra_holidays
        and day not in _weekday_holidays(day.year)
    )


def add_working_days(
    start: date, count: int, extra_holidays: frozenset[date] = NO_EXTRA_HOLIDAYS
) -> date:
    """The day that is `count` working days after `start`, itself always a working day.

    `start` need not be a working day. A count of 0 gives `start` back; a negative one raises
    ValueError.
    """
    if count < 0:
        msg = "Working days are counted forwards"
        raise ValueError(msg)
    day = start
    for _ in range(count):
        day += _ONE_DAY
        while not is_working_day(day, extra_holidays):
            day += _ONE_DAY
    return day


def working_days_before(
    end: date, count: int, extra_holidays: frozenset[date] = NO_EXTRA_HOLIDAYS
) -> date:
    """The latest working day that lies `count` working days before `end`.

    `end` need not be a working day: it then counts as the next one would. A count of 0 gives `end`
    back; a negative one raises ValueError.
    """
    if count < 0:
        msg = "Working days are counted by a whole number from 0"
        raise ValueError(msg)
    day = end
    for _ in range(count):
        day -= _ONE_DAY
        while not is_working_day(day, extra_holidays):
            day -= _ONE_DAY
    return day


def working_days_between(
    start: date, end: date, extra_holidays: frozenset[date] = NO_EXTRA_HOLIDAYS
) -> int:
    """Working days after `start` up to and including `end`; negative when `end` comes first.

    The reverse of `add_working_days`: the day that it gives for a count is that count away.
    """
    if end < start:
        return -working_days_between(end, start, extra_holidays)
    closed = {
        day
        for year in range(start.year, end.year + 1)
        for day in _weekday_holidays(year)
        if start < day <= end
    }
    closed |= {day for day in extra_holidays if start < day <= end and day.weekday() < _SATURDAY}
    return _weekdays_up_to(end) - _weekdays_up_to(start) - len(closed)


def _weekdays_up_to(day: date) -> int:
    """Mondays to Fridays since the calendar began (1 January of the year 1 was a Monday)."""
    weeks, rest = divmod(day.toordinal(), _WEEK)
    return weeks * _WORKING_WEEK + min(rest, _WORKING_WEEK)


@lru_cache(maxsize=512)
def _weekday_holidays(year: int) -> frozenset[date]:
    if not _FIRST_YEAR_WITH_HOLIDAYS <= year <= _LAST_YEAR_WITH_HOLIDAYS:
        return frozenset()
    # Imported on first use: it takes longer than everything else that a command needs to start.
    from holidays import country_holidays  # noqa: PLC0415

    proclaimed = country_holidays("GB", subdiv="ENG", years=year, expand=False)
    return frozenset(day for day in proclaimed if day.weekday() < _SATURDAY)
