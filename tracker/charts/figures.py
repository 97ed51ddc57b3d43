"""What a chart shows, once for every format: page, Excel and PowerPoint draw the same value.

A picture is drawn of its ``Figures`` and carries them; whoever draws the chart elsewhere takes
title, order, colours, numbers and words from there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

Value = int | date | None

MOST_GRADED: Final = 5
"""Inspections side by side in a grid that is drawn on paper; the latest are."""


class Form(StrEnum):
    """How a chart is drawn.

    ``BARS`` lie on their side and ``COLUMNS`` stand on end, pieces one after the other. ``DAYS``
    are bars on an axis of days. ``GRID`` has a piece of one size for each word. ``TREE`` has boxes
    with lines between them and no numbers, so that it is drawn as a picture only.
    """

    BARS = "bars"
    COLUMNS = "columns"
    DAYS = "days"
    GRID = "grid"
    TREE = "tree"


class Role(StrEnum):
    """What a series is drawn as: pieces, a line, a broken line, or the empty room before pieces."""

    PIECE = "piece"
    LINE = "line"
    BROKEN_LINE = "broken-line"
    ROOM = "room"


@dataclass(frozen=True)
class Series:
    """Numbers of one name, one for each category; None is nothing at all, not even 0.

    ``tones`` are those of each number where they differ, ``words`` what is said on each piece in
    place of its number, ``unit`` what its numbers count (singular and plural). Only the room before
    pieces has days for values.
    """

    name: str
    values: tuple[Value, ...]
    tone: str = "neutral"
    role: Role = Role.PIECE
    tones: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unit: tuple[str, str] | None = None
    is_numbered: bool = True

    def cut(self, places: list[int]) -> Series:
        """The series of these categories alone."""
        return replace(
            self,
            values=tuple(self.values[at] for at in places),
            tones=tuple(self.tones[at] for at in places if self.tones),
            words=tuple(self.words[at] for at in places if self.words),
        )


@dataclass(frozen=True, kw_only=True)
class Figures:
    """A chart's message, words, numbers and order.

    ``names`` heads the ``categories``; every series has a value for each of them. ``drawn`` says
    how many of them, from the first on, fit a picture, and ``left_out`` what is missing then.
    ``header`` and ``rows`` are the whole table behind it; ``days`` the ends of an axis of days;
    ``longest`` is the longest bar, so that the parts of a chart have one scale.
    """

    form: Form
    title: str
    alt: str
    names: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    unit: str = "Actions"
    drawn: int | None = None
    left_out: str = ""
    days: tuple[date, date] | None = None
    longest: int | None = None

    @property
    def shown(self) -> Figures:
        """The part that a picture has room for."""
        found = self if self.drawn is None else self.part(0, self.drawn)
        more = len(found.series) - MOST_GRADED
        if self.form is not Form.GRID or more <= 0:
            return found
        said = f"The latest {MOST_GRADED} of {len(found.series):,} inspections."
        return replace(found, series=found.series[more:], left_out=said)

    def part(self, first: int, last: int) -> Figures:
        """The categories from ``first`` to before ``last``; the heading of a grid stays."""
        places = list(range(first, min(last, len(self.categories))))
        if self.form is Form.GRID and first > 0:
            places.insert(0, 0)
        return replace(
            self,
            categories=tuple(self.categories[at] for at in places),
            series=tuple(one.cut(places) for one in self.series),
            drawn=None,
        )
