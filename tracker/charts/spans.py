"""What a plan's timeline is made of: priorities, their actions in time, and milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

MOST_ROWS: Final = 40
"""Actions that fit a page, with one line for the name of each."""

NO_DATE: Final = "No date"
MARKS: Final = ("Milestone to come", "Milestone done")


@dataclass(frozen=True)
class Step:
    """A milestone, on the day of its being done or else due."""

    title: str
    on: date
    is_done: bool = False


@dataclass(frozen=True)
class Span:
    """An action in time: without a start only its end is drawn; without an end, its words.

    ``due`` is the due date in words, as far as there is one.
    """

    name: str
    start_on: date | None
    due_on: date | None
    rating: str
    tone: str = "neutral"
    due: str = NO_DATE
    steps: tuple[Step, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """Every day that it has."""
        known = (self.start_on, self.due_on, *(step.on for step in self.steps))
        return tuple(day for day in known if day is not None)


@dataclass(frozen=True)
class Band:
    """A priority and its actions, in the plan's order."""

    label: str
    spans: tuple[Span, ...]
