"""The days that the pages of a plan's past ask for: read from the address, refused with a sentence.

An address that asks for a day can be kept and sent on, so these are no posted forms.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.dates import long_date, parse_uk_date
from tracker.domain.text import showable

_LONGEST = 40


@dataclass(frozen=True)
class DayAsked:
    """A day of the address: its parameter, what it is called, what was typed, and what is wrong.

    ``day`` is None exactly where there is an ``error``.
    """

    name: str
    label: str
    typed: str
    day: date | None
    error: str = ""

    @property
    def shown(self) -> str:
        """What the field holds: a day as the browser's own field has it, else what was typed."""
        return self.day.isoformat() if self.day else self.typed

    def refused(self, error: str) -> DayAsked:
        """The same with a sentence that says what is wrong."""
        return replace(self, day=None, error=error)


def day_asked(
    name: str, label: str, typed: str, *, default: date, first_on: date, today: date
) -> DayAsked:
    """Read a day from 2026-09-01, 1 September 2026 or 1/9/2026; nothing typed is ``default``.

    ``first_on`` is the first day that there is anything to show of, ``today`` the last.
    """
    typed = showable(typed).strip()[:_LONGEST]
    if not typed:
        return DayAsked(name, label, "", default)
    written, the = parse_uk_date(typed), f"The {label.lower()}"
    asked = DayAsked(name, label, typed, written.on)
    if written.on is None or written.approximate:
        return asked.refused(f"{the} must be a real date, such as 1 September 2026")
    if written.on > today:
        return asked.refused(f"{the} must be today or in the past")
    if written.on < first_on:
        return asked.refused(
            f"{the} must be {long_date(first_on)} or later, as nothing is recorded of this plan "
            "before"
        )
    return asked


def in_order(first: DayAsked, second: DayAsked) -> DayAsked:
    """The second day, refused where it comes before the first."""
    if first.day and second.day and second.day < first.day:
        return second.refused(
            f"The {second.label.lower()} must be the same as or after the first date"
        )
    return second


def summary_of(*asked: DayAsked) -> list[dict[str, str]]:
    """The errors for the summary at the top of the page."""
    return [{"text": one.error, "href": f"#{one.name}"} for one in asked if one.error]
