"""The room on one A3 sheet: type sizes, and how many lines words take at each.

The measures are those of ``static/src/one_page.css``. They are an estimate on the safe side, as
only a browser knows where its lines break; a test prints sheets that are as full as they get.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from tracker.presenters.words import Link

COLUMNS: Final = 3
"""Columns that the sheet is set in."""

COLUMN_WIDTH: Final = 365
"""Points across a column: A3 is 1191 points wide, of which 28 are margin on each side."""

COLUMN_HEIGHT: Final = 725
"""Points down a column: of the 842 of A3, what margins, header and the strip of a demonstration
leave."""

LEADING: Final = 1.2
"""A line's height, of its type size."""

LETTER: Final = 0.52
"""The width of a letter, of its type size; a mean of English in Arial, rounded up."""

LOST: Final = 2
"""Letters that a line loses where its last word does not fit any more."""

_WIDE: Final = 2.0
_CAPITAL: Final = 1.35


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
        letters = COLUMN_WIDTH * share / (self.points * LETTER) - LOST
        return math.ceil(width_of(text) / max(letters, 1))


SIZES: Final = (
    TypeSize("10", 10, title=110, reason=220),
    TypeSize("9", 9, title=100, reason=200),
    TypeSize("8", 8, title=90, reason=180),
    TypeSize("7-5", 7.5, title=75, reason=150),
    TypeSize("7", 7, title=60, reason=120),
)
"""The steps, the largest first. Smaller than 7 points nobody should have to read."""

SMALLEST: Final = SIZES[-1]


def width_of(text: str) -> float:
    """How wide ``text`` is, in letters of the mean width."""
    return sum(map(_width, text))


def _width(letter: str) -> float:
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        # Marks that stand on another letter, and those that turn the direction of text.
        return 0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return _WIDE
    return _CAPITAL if letter.isupper() else 1


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
    head = 7.0 + 2 * size.lines(page.title, COLUMNS / 2) + size.lines(page.purpose, COLUMNS)
    head += sum(size.lines(f"{one['key']} {one['value']}", COLUMNS) for one in page.facts)
    return (
        COLUMNS * head
        + sum(_lines_of_priority(one, size) for one in page.priorities)
        + sum(lines_of_exception(one, size) for one in page.exceptions)
        + sum(max(size.lines(one["meaning"], 0.7), 1) + 0.5 for one in page.key)
        + 8
        + COLUMNS * 3
    )


def _lines_of_priority(one: ShortPriority, size: TypeSize) -> float:
    words = size.lines(" ".join(f"{part['number']} {part['text']}  " for part in one.parts))
    return (
        1.3 * size.lines(one.heading + one.total, 0.85)
        + size.lines(one.difference)
        + size.lines(one.director and f"Accountable: {one.director}")
        + words
        + 3.0
        + sum(_lines_of_action(action, size) for action in one.actions)
    )


def _lines_of_action(one: ShortAction, size: TypeSize) -> float:
    due = f"Overdue: {one.due}" if one.late else f"Due: {one.due}"
    marks = size.lines(due, 0.38) + size.lines(one.slipped, 0.38)
    name = size.lines(f"{one.reference} {one.title}", 0.78)
    return (
        0.5
        + max(name, size.lines(one.rating["text"], 0.2))
        + max(size.lines(one.owner or "No owner", 0.6), marks)
    )


def lines_of_exception(one: ShortException, size: TypeSize) -> float:
    """The lines that an exception takes."""
    line = f"{one.reference} {one.title} {one.rating['text']} Overdue: {one.due} "
    return 0.7 + size.lines(line) + size.lines(one.why)
