"""Meetings in rhythm, and whether enough members came; pure, as all of the domain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Final

from tracker.domain.board_vocabulary import Presence
from tracker.domain.errors import RuleError
from tracker.domain.working_days import is_working_day

MOST_MEETINGS: Final = 60
"""So many meetings are scheduled at once: five years of monthly ones."""

MOST_WEEKS: Final = 52

LATEST: Final = date(2100, 12, 31)
"""No meeting is scheduled after this day."""

_SATURDAY: Final = 5
_ONE_DAY: Final = timedelta(days=1)
_TIME: Final = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)
_CAME: Final = frozenset({Presence.PRESENT, Presence.SUBSTITUTE})


@dataclass(frozen=True)
class Schedule:
    """A rhythm: every so many weeks from a day, so often or until a day, but for some days.

    Just one of ``times`` and ``until_on`` is given.
    """

    first_on: date
    every_weeks: int
    times: int | None = None
    until_on: date | None = None
    without: frozenset[date] = frozenset()


@dataclass(frozen=True)
class ScheduledDay:
    """The day of a meeting; ``moved_from_on`` is the bank holiday that it would have been on."""

    day: date
    moved_from_on: date | None = None


def scheduled_days(schedule: Schedule, extra_holidays: frozenset[date]) -> list[ScheduledDay]:
    """The days of a schedule, the earliest first: at most ``MOST_MEETINGS``.

    A day that is excepted is passed over and does not count; the rhythm goes on from it. A meeting
    that would be on a bank holiday moves to the next working day; a board that meets at weekends
    goes on to.

    Raises:
        RuleError: the schedule has no day, more than ``MOST_MEETINGS``, or no end.
    """
    _require_sane(schedule)
    most = MOST_MEETINGS + 1 if schedule.times is None else schedule.times
    found = list(islice(_days(schedule, extra_holidays), min(most, MOST_MEETINGS + 1)))
    if not found:
        raise RuleError("No day is left in this schedule. Change its days", field="first_on")
    if len(found) > MOST_MEETINGS:
        raise RuleError(
            f"This schedule has more than {MOST_MEETINGS} meetings. Schedule fewer at once",
            field="until_on" if schedule.times is None else "times",
        )
    return found


def _require_sane(schedule: Schedule) -> None:
    if not 1 <= schedule.every_weeks <= MOST_WEEKS:
        sentence = f"The number of weeks must be from 1 to {MOST_WEEKS}"
        raise RuleError(sentence, field="every_weeks")
    if (schedule.times is None) == (schedule.until_on is None):
        raise RuleError("Enter how many meetings, or until when: one of the two", field="times")


def _days(schedule: Schedule, extra_holidays: frozenset[date]) -> Iterator[ScheduledDay]:
    day = schedule.first_on
    while day <= (schedule.until_on or LATEST):
        if day not in schedule.without:
            yield _on_a_day_of_work(day, extra_holidays)
        day += timedelta(weeks=schedule.every_weeks)


def _on_a_day_of_work(day: date, extra_holidays: frozenset[date]) -> ScheduledDay:
    if day.weekday() >= _SATURDAY or is_working_day(day, extra_holidays):
        return ScheduledDay(day)
    moved = day
    while not is_working_day(moved, extra_holidays):
        moved += _ONE_DAY
    return ScheduledDay(moved, day)


def time_of_day(text: str | None, field: str, label: str) -> str | None:
    """A time of day as it is kept, "09:30", of what was typed: "9:30", "09.30".

    Raises:
        RuleError: it is no time of day; names ``field``, which ``label`` calls by its name.
    """
    if text is None or not text.strip():
        return None
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise RuleError(f"{label} must be a time of day, such as 14:00", field=field)
    return f"{int(found[1]):02}:{found[2]}"


@dataclass(frozen=True)
class Count:
    """How many voting members came, themselves or by a substitute, and how many are needed.

    ``needed`` is None where no quorum is set. ``is_met`` is None as long as it cannot be told:
    without a quorum, or before anybody's presence was recorded.
    """

    came: int
    needed: int | None
    recorded: int

    @property
    def is_met(self) -> bool | None:
        """Whether the quorum is met."""
        if self.needed is None or not self.recorded:
            return None
        return self.came >= self.needed


def count_of(presences: list[tuple[bool, Presence | None]], needed: int | None) -> Count:
    """Count the members of a meeting, each as (is voting, presence)."""
    return Count(
        came=sum(is_voting and presence in _CAME for is_voting, presence in presences),
        needed=needed,
        recorded=sum(presence is not None for _, presence in presences),
    )
