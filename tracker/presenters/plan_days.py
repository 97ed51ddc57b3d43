"""The days that a plan can be looked back on, in words, and those that its charts draw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tracker.domain.day_figures import days_to_tell
from tracker.presenters.words import day_words
from tracker.queries.plan_days import PlanDays

LOOK_BACK: Final = 30
"""Days to look back where nothing else is known."""


@dataclass(frozen=True)
class DayToTry:
    """A day worth looking back on, and why."""

    day: date
    why: str

    @property
    def text(self) -> str:
        """Such as "8 December 2015: adopted"."""
        return f"{day_words(self.day)}: {self.why}"


def days_to_try(days: PlanDays, today: date) -> list[DayToTry]:
    """Days worth looking back on, the latest first, each once."""
    tried = [(today, "today"), *days.meetings, (today - timedelta(days=LOOK_BACK), "30 days ago")]
    if days.adopted_on is not None:
        tried.append((days.adopted_on, "adopted"))
    tried.append((days.first_on, "first recorded"))
    known: dict[date, str] = {}
    for day, why in tried:
        if days.first_on <= day <= today:
            known.setdefault(day, why)
    return [DayToTry(day, why) for day, why in sorted(known.items(), reverse=True)]


def day_before(days: PlanDays, today: date) -> date:
    """The day from which a comparison begins when none is asked for.

    It is that of the board's last meeting, else 30 days ago, and never before the plan's first.
    """
    meetings = [day for day, _title in days.meetings if day < today]
    return max(days.first_on, *(meetings[:1] or [today - timedelta(days=LOOK_BACK)]))


def days_to_draw(days: PlanDays, today: date) -> list[date]:
    """The days of a plan that are drawn: ``day_figures.days_to_tell``, today the last of them."""
    return days_to_tell(days.first_on, days.closed_on, today)
