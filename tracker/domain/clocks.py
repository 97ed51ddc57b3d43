"""Statutory clocks: the date due is stored, and what the rule computes is only a check beside it.

Inspectorates print dates that are not at the counted day, and a council may set itself an earlier
one. So a computed date never replaces a stored one; where they differ, a plain sentence says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.domain.dates import long_date
from tracker.domain.frameworks.definitions import ClockRule
from tracker.domain.working_days import (
    NO_EXTRA_HOLIDAYS,
    add_working_days,
    is_working_day,
    working_days_between,
)

BY_LETTER: Final = "by_letter"
"""What stands in place of a rule where somebody set the date by letter, and no law counts it."""


@dataclass(frozen=True)
class ClockCheck:
    """A clock's stored date beside the computed one.

    `differs_by_working_days` is positive when the stored date is later than the computed one,
    negative when it is earlier, 0 when no working day lies between, and None when one of them is
    missing. `sentence` says it in words for the page. `differs` is true when a warning is due.
    """

    stored: date | None
    computed: date | None
    differs_by_working_days: int | None
    sentence: str

    @property
    def differs(self) -> bool:
        return None not in (self.stored, self.computed) and self.stored != self.computed


def computed_due(
    rule: ClockRule | None,
    starts_on: date | None,
    extra_holidays: frozenset[date] = NO_EXTRA_HOLIDAYS,
) -> date | None:
    """The last working day of the rule's period, counted from the day after `starts_on`.

    None when the rule counts no days, when it is not known (any more), or without a first day.
    """
    if rule is None or rule.working_days is None or starts_on is None:
        return None
    return add_working_days(starts_on, rule.working_days, extra_holidays)


def unchecked(stored: date) -> ClockCheck:
    """The check of a date that was set by letter: there is none."""
    return ClockCheck(stored, None, None, "This date was set by letter, so nothing is counted.")


def check_clock(
    rule: ClockRule | None,
    *,
    starts_on: date | None,
    stored: date | None,
    extra_holidays: frozenset[date] = NO_EXTRA_HOLIDAYS,
) -> ClockCheck:
    """Compare the stored date of a clock with the one that its rule gives. Never raises."""
    computed = computed_due(rule, starts_on, extra_holidays)
    if rule is None or starts_on is None or computed is None:
        return ClockCheck(stored, None, None, _nothing_to_compare(rule))
    unit = "working day" if rule.working_days == 1 else "working days"
    count = f"{rule.working_days} {unit} after {long_date(starts_on)}"
    if stored is None:
        sentence = f"No date is stored. {long_date(computed)} is {count}."
        return ClockCheck(None, computed, None, sentence)
    distance = working_days_between(computed, stored, extra_holidays)
    sentence = _comparison(stored, computed, distance, count)
    if distance != 0 and not is_working_day(stored, extra_holidays):
        sentence += " The stored date is not a working day."
    return ClockCheck(stored, computed, distance, sentence)


def _comparison(stored: date, computed: date, distance: int, count: str) -> str:
    if stored == computed:
        return f"{long_date(stored)} is {count}."
    if distance == 0:
        return (
            f"The stored date, {long_date(stored)}, is not a working day. "
            f"{long_date(computed)} is {count}."
        )
    return (
        f"The stored date, {long_date(stored)}, is {_distance(distance)} than "
        f"{long_date(computed)}, which is {count}."
    )


def _nothing_to_compare(rule: ClockRule | None) -> str:
    if rule is None:
        return "The rule of this clock is not known, so its date is not checked."
    if rule.working_days is None:
        return "No number of working days is set for this clock, so its date is not checked."
    return "The day that this clock starts from is not known, so its date is not checked."


def _distance(working_days: int) -> str:
    size = abs(working_days)
    unit = "working day" if size == 1 else "working days"
    return f"{size:,} {unit} {'later' if working_days > 0 else 'earlier'}"
