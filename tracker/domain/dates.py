"""Days and instants: what day it is in England, dates as councils write them, dates as we say them.

Instants are aware and in UTC; days are the calendar days of England (Europe/London). Nothing here
knows what day it is today: that is always an argument.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
"""The zone that every day of the tracker is a day of."""

FIRST_YEAR = 1900
LAST_YEAR = 2100
"""Years that a written date may have; anything else is taken for a slip of the pen."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_READ_AT_MOST = 1000


def local_day(instant: datetime) -> date:
    """The day in England on which `instant` falls. Raises ValueError without a time zone."""
    if instant.tzinfo is None:
        msg = "An instant needs a time zone before it has a day"
        raise ValueError(msg)
    return instant.astimezone(LONDON).date()


def start_of_local_day(day: date) -> datetime:
    """The first instant of `day` in England, in UTC."""
    return datetime.combine(day, time.min, tzinfo=LONDON).astimezone(UTC)


def end_of_local_day(day: date) -> datetime:
    """The last microsecond of `day` in England, in UTC, so that it is compared with `<=`."""
    return datetime.combine(day, time.max, tzinfo=LONDON).astimezone(UTC)


def long_date(day: date) -> str:
    """A date as every page and paper prints it: "8 December 2015"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def relative_days(day: date, today: date) -> str:
    """How far `day` is from `today`, in calendar days and in words: "in 3 days", "yesterday"."""
    distance = (day - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if distance in near:
        return near[distance]
    return f"in {distance:,} days" if distance > 0 else f"{-distance:,} days ago"


@dataclass(frozen=True)
class WrittenDate:
    """What somebody wrote for a date, and the best day to file it under.

    `on` is None when the text holds no date ("Ongoing") or an impossible one ("31/02/2016").
    `approximate` says that the day was read into the text and a person should look at it: a month
    alone stands for its last day, and of several dates the latest counts.
    """

    text: str
    on: date | None
    approximate: bool


_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])"
_MONTH = r"(?P<month>[0-9]{1,2})"
# In "Phase 2 Mar 2017" the number belongs to the phase.
_NOT_A_LABEL = "".join(
    rf"(?<!{word} )"
    for word in ("phase", "stage", "step", "part", "wave", "tier", "tranche", "quarter", "year")
)

# Dates with a day come first: what they match is no longer looked at for a month and year alone.
_WITH_DAY = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![0-9-])(?P<year>[0-9]{{4}})-{_MONTH}-(?P<day>[0-9]{{1,2}})(?![0-9])",
        rf"(?<![0-9/.-])(?P<day>[0-9]{{1,2}})[/.-]{_MONTH}[/.-]{_YEAR}",
        rf"{_NOT_A_LABEL}(?<![0-9])(?<![0-9][./-]){_DAY}(?: of)?[ -]{_NAME}[ ,-]{{1,2}}{_YEAR}",
        rf"(?<![a-z]){_NAME} {_DAY},? (?P<year>[0-9]{{4}})(?![0-9])",
    )
)
_WITHOUT_DAY = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![a-z]){_NAME}[ ,'’/-]{{0,2}}{_YEAR}",
        rf"(?<![0-9/.-]){_MONTH}/(?P<year>[0-9]{{4}})(?![0-9/])",
    )
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? "
_ONLY_THE_DATE = re.compile(rf"(?:by |on )?(?:{_WEEKDAY})?\0(?:[ t][0-9:.]+)?\.?")


def parse_uk_date(text: str) -> WrittenDate:
    """Read a date as written in an English plan, day before month; never raises.

    Takes "8 December 2015", "8 Dec 15", "08/12/2015", "2015-12-08", "Tuesday 8 December 2015";
    "Dec 2016" and "12/2016" for the last day of that month; and a date among other words
    ("Phase 2 Mar 2017"). A year of two digits is one of this century.
    """
    written = text.strip()
    rest = " ".join(written[:_READ_AT_MOST].lower().split())
    found: list[date | None] = []
    for patterns, mark in ((_WITH_DAY, "\0"), (_WITHOUT_DAY, "\1")):
        for pattern in patterns:
            rest = pattern.sub(_collected(found, mark), rest)
    real = [day for day in found if day is not None]
    if not real:
        return WrittenDate(written, None, approximate=False)
    exact = _ONLY_THE_DATE.fullmatch(rest) is not None
    return WrittenDate(written, max(real), approximate=not exact)


def _collected(found: list[date | None], mark: str) -> Callable[[re.Match[str]], str]:
    """A replacement that notes the date it replaces, possible or not, and leaves `mark` there."""

    def note(match: re.Match[str]) -> str:
        found.append(_day_in(match))
        return mark

    return note


def _day_in(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if len(parts["year"]) == len("15"):
        year += 2000
    name = parts.get("name")
    month = _month_called(name) if name else int(parts["month"])
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= len(MONTHS)):
        return None
    last = monthrange(year, month)[1]
    day = int(parts["day"]) if parts.get("day") else last
    return date(year, month, day) if 1 <= day <= last else None


def _month_called(name: str) -> int:
    return 1 + [month[:3].lower() for month in MONTHS].index(name[:3])
