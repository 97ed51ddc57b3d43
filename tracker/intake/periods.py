"""Days and stretches of days as reports print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.dates import MONTHS
from tracker.intake.words import plain

_MONTH = rf"(?P<month>{'|'.join(month.casefold() for month in MONTHS)}|"
_MONTH += r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? ?)?"
_DAY = rf"{_WEEKDAY}(?P<day>\d{{1,2}}) ?(?:st|nd|rd|th)?"
_DATE = re.compile(rf"{_DAY}(?: of)?,? ?{_MONTH},? ?(?P<year>\d{{4}})")
_END = rf"{_DAY}(?: of)?,? ?{_MONTH}(?:,? ?(?P<year>\d{{4}}))?(?!\d)"
_SPAN = re.compile(
    rf"{_WEEKDAY}(?P<first>\d{{1,2}}) ?(?:st|nd|rd|th)?"
    rf"(?:(?: of)?,? ?{_MONTH.replace('?P<month>', '?P<first_month>')}"
    rf"(?:,? ?(?P<first_year>\d{{4}}))?)?"
    rf" ?(?:-|to|and|until|through|&) ?{_END}"
)
_BARE_SPAN = re.compile(
    r"(?<!\d)(?P<first>\d{1,2}) ?(?:-|to) ?(?P<last>\d{1,2}) ?(?:,|&|,? ?and) ?$"
)
_YEAR_AFTER = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Span:
    """First and last day, and where in the text it is written."""

    start_on: date
    end_on: date
    begins_at: int
    ends_at: int


def spans_in(text: str) -> Iterator[Span]:
    """The stretches of days in a text, in order; a single day is a stretch of one.

    "15-19 July 2013" prints its month once, "28 April – 25 May 2017" its year: both are read back
    from the end. Impossible days are passed over.
    """
    said, at = plain(text), 0
    while at < len(said):
        found = _SPAN.search(said, at)
        single = _DATE.search(said, at)
        if found is not None and (single is None or found.start() <= single.start()):
            span = _span(found, said)
            if span is not None:
                yield from _before(said[at : span.begins_at], span)
                yield span
                at = span.ends_at
                continue
        if single is None:
            return
        day = _day(single["day"], single["month"], single["year"])
        if day is not None:
            yield Span(day, day, single.start(), single.end())
        at = single.end()


def first_day_in(text: str) -> date | None:
    """The first whole date in a text."""
    for found in _DATE.finditer(plain(text)):
        day = _day(found["day"], found["month"], found["year"])
        if day is not None:
            return day
    return None


def only_dates(text: str) -> bool:
    """Whether a line holds days, and perhaps a page number, and nothing else."""
    spans = list(spans_in(text))
    return bool(spans) and len(text) - (spans[-1].ends_at - spans[0].begins_at) <= 8


def _span(found: re.Match[str], said: str) -> Span | None:
    year = found["year"] or _later_year(said, found.end())
    if year is None:
        return None
    end = _day(found["day"], found["month"], year)
    start_month = found["first_month"] or found["month"]
    start = _day(found["first"], start_month, found["first_year"] or year)
    if start is not None and end is not None and start > end and not found["first_year"]:
        # "15 December to 9 January 2020" began in the year before.
        start = _day(found["first"], start_month, str(int(year) - 1))
    if start is None or end is None or start > end:
        return None
    return Span(start, end, found.start(), found.end())


def _before(said: str, span: Span) -> Iterator[Span]:
    """The stretch in "9-13 and 23-27 March 2020" that has its month and year from the next."""
    found = _BARE_SPAN.search(said)
    if found is None or not 1 <= int(found["first"]) <= int(found["last"]) < span.start_on.day:
        return
    yield Span(
        span.start_on.replace(day=int(found["first"])),
        span.start_on.replace(day=int(found["last"])),
        span.begins_at,
        span.begins_at,
    )


def _later_year(said: str, at: int) -> str | None:
    """The year that several stretches share, printed after the last of them."""
    found = _YEAR_AFTER.search(said, at, at + 80)
    return found[0] if found else None


def _day(day: str, month: str, year: str) -> date | None:
    number = next(
        index for index, name in enumerate(MONTHS, 1) if name.casefold().startswith(month[:3])
    )
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
