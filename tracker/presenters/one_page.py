"""The room on one A3 sheet: type sizes, and how many lines words take at each.

The measures are those of ``static/src/one_page.css``. They are an estimate on the safe side, as
only a browser knows where its lines break; a test prints sheets that are as full as they get.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tracker.presenters.words import Link

COLUMNS: Final = 3
"""Columns that the sheet is set in."""

COLUMN_WIDTH: Final = 366
"""Points across a column of the 1191 of A3."""

COLUMN_HEIGHT: Final = 744
"""Points down a column: of the 842 of A3, what margins, header and the strip of a demonstration
leave."""

LEADING: Final = 1.15
"""A line's height, of its type size."""

LOST: Final = 1.0
"""What each of several lines loses where a word does not fit any more, of its type size."""

SAFETY: Final = 1.04
"""Not every computer has Arial, and what stands in for it may run a little wider."""


@dataclass(frozen=True)
class TypeSize:
    """A step of the type size, in points, and how long titles and reasons may be at it, in letters.

    ``name`` ends the class that sets it.
    """

    name: str
    points: float
    title: int
    reason: int

    @property
    def room(self) -> float:
        """The lines in all columns of the sheet."""
        return COLUMNS * math.floor(COLUMN_HEIGHT / (self.points * LEADING))

    def lines(self, text: str, share: float = 1.0) -> int:
        """The lines that ``text`` takes in so great a share of a column; none of no text."""
        line, width = COLUMN_WIDTH * share / self.points, SAFETY * width_of(text)
        return math.ceil(width / line) if width <= line else math.ceil(width / (line - LOST))


SIZES: Final = (
    TypeSize("12", 12, title=120, reason=240),
    TypeSize("11", 11, title=120, reason=240),
    TypeSize("10", 10, title=110, reason=220),
    TypeSize("9", 9, title=100, reason=200),
    TypeSize("8", 8, title=90, reason=180),
    TypeSize("7-5", 7.5, title=80, reason=150),
    TypeSize("7", 7, title=70, reason=120),
)
"""The steps, the largest first. Smaller than 7 points nobody should have to read."""

SMALLEST: Final = SIZES[-1]

_WIDTHS: Final = {
    **dict.fromkeys(" ijlI.,:;'’‘!|", 0.26),
    **dict.fromkeys('frt()[]-/“”"', 0.34),
    **dict.fromkeys("mwMW%@—…", 0.87),
}
"""Letters of Arial that are much narrower or wider than most, of their type size."""

_SMALL, _CAPITAL, _FULL = 0.54, 0.69, 1.2
"""Other small letters and figures, other capitals, and letters as wide as they are high."""


def width_of(text: str) -> float:
    """How wide ``text`` is set in one line, of its type size."""
    return sum(map(_width, text))


@cache
def _width(letter: str) -> float:
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        # Marks that stand on another letter, and those that turn the direction of text.
        return 0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return _FULL
    return _WIDTHS.get(letter, _CAPITAL if letter.isupper() else _SMALL)


def shortened(text: str, most: int) -> str:
    """``text`` in one line and in at most ``most`` letters, cut after a whole word if one fits."""
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    cut = words[:most]
    whole = cut[: most - 1].rpartition(" ")[0].rstrip(" ,;:")
    # A word that is longer than half of the room is cut, or next to nothing would be left.
    return f"{whole if len(whole) > most // 2 else cut[: most - 1]}…"


@dataclass(frozen=True)
class ShortAction:
    """An action as a short line: its lead owner, and the marks of its dates in words."""

    reference: str
    title: str
    href: str
    owner: str
    due: str
    late: bool
    slipped: str
    rating: dict[str, str]


@dataclass(frozen=True)
class ShortPriority:
    """A priority with its bar; without ``actions`` they are only counted."""

    heading: str
    href: str
    difference: str
    director: str
    total: str
    parts: Sequence[dict[str, Any]]
    actions: Sequence[ShortAction]


@dataclass(frozen=True)
class ShortException:
    """An action that is not on its way, with the reason and the recovery action."""

    reference: str
    title: str
    href: str
    due: str
    late: bool
    rating: dict[str, str]
    why: str


@dataclass(frozen=True)
class OnePage:
    """The plan on a page at one type size; ``exceptions_of`` are all that there are, in number."""

    size: TypeSize
    title: str
    head: dict[str, Any]
    purpose: str
    figures: Sequence[dict[str, Any]]
    facts: Sequence[dict[str, Any]]
    priorities: Sequence[ShortPriority]
    exceptions: Sequence[ShortException]
    exceptions_of: int
    key: Sequence[dict[str, Any]]
    no_exceptions: str
    left_out: Sequence[str]
    whole: Link


def lines_of(page: OnePage) -> float:
    """The lines of a column that a page takes at its type size, all columns together."""
    size = page.size
    return (
        COLUMNS * _lines_of_head(page)
        + sum(_lines_of_priority(one, size) for one in page.priorities)
        + sum(lines_of_exception(one, size) for one in page.exceptions)
        + sum(size.lines(one["meaning"], 0.7) + 0.5 for one in page.key)
        + 6
        + _UNEVEN
    )


_UNEVEN: Final = 5
"""Lines that stay empty where columns end, as no priority is parted from its first action."""


def _lines_of_head(page: OnePage) -> float:
    facts = (f"{one['key']} {one['value']} {one.get('note', '')}" for one in page.facts)
    return (
        4.5
        + 2 * page.size.lines(f"{page.title}: the plan on a page", COLUMNS / 1.9)
        + page.size.lines(page.purpose, COLUMNS)
        + page.size.lines("          ".join(facts), COLUMNS)
    )


def _lines_of_priority(one: ShortPriority, size: TypeSize) -> float:
    parts = "".join(f"     {part['number']} {part['text']}" for part in one.parts)
    return (
        1.2 * size.lines(f"{one.heading} {one.total}", 0.86)
        + size.lines(f"{one.difference} {one.director and f'Accountable: {one.director}'}")
        + size.lines(parts)
        + 2.1
        + sum(_lines_of_action(action, size) for action in one.actions)
    )


LEAST: Final = 2.4
"""The lines that every action takes at the least."""


def _lines_of_action(one: ShortAction, size: TypeSize) -> float:
    name = size.lines(f"{one.reference} {one.title}", 0.73)
    marks = f"{'Overdue' if one.late else 'Due'}: {one.due}   {one.slipped}"
    beneath = max(size.lines(one.owner or "No owner", 0.49), size.lines(marks, 0.5))
    return LEAST - 2 + max(name, size.lines(one.rating["text"], 0.2)) + beneath


def lines_of_exception(one: ShortException, size: TypeSize) -> float:
    """The lines that an exception takes."""
    name = f"{one.reference} {one.title}   {one.rating['text']}   Overdue: {one.due}"
    return 0.9 + size.lines(name, 0.94) + size.lines(one.why or "No reason given")
