"""How a plan came on: its actions by rating on one day after another, beside what was due by then.

Each day has a column. Two lines tell how many actions should have been complete by then: by the
dates first given, and by the dates that held on that day. The numbers stand under the columns, and
their rows are the key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.charts.figures import Figures, Form, Role, Series
from tracker.charts.lettering import broken
from tracker.charts.palette import GROUND, INK, LINE, QUIET
from tracker.charts.picture import Picture, framed
from tracker.charts.pieces import SWATCH, Part, count, filled, parts_in_words
from tracker.charts.shapes import box, disc, paragraph, path, rule, words
from tracker.domain.dates import MONTHS, long_date

FIRST: Final = "Due by first dates"
PRESENT: Final = "Due by dates of the day"
TOTAL: Final = "Actions"
LINES: Final = "ink"
"""The tone of both lines, which their dashes and marks tell apart."""

WIDTH: Final = 720
LABELS, SAMPLE = 180, 28
SMALL, LEADING = 12, 15
PLOT, TOP = 220, 10
WIDEST_COLUMN, PART_OF_PITCH = 56, 0.62
ROW_GAP, INSET = 7, 6
MOST_GRID_LINES = 5
STEPS: Final = (1, 2, 5)
NARROW_PLOT: Final = WIDTH - LABELS


@dataclass(frozen=True)
class Standing:
    """A plan at the end of a day: its actions by rating, and how many were due by then."""

    on: date
    parts: tuple[Part, ...]
    due_by_first: int
    due_by_present: int

    @property
    def total(self) -> int:
        """How many actions the plan had."""
        return sum(part.number for part in self.parts)


@dataclass(frozen=True)
class _Layout:
    """Where the days stand, and how high so many actions are."""

    pitch: float
    most: int

    def middle(self, at: int) -> float:
        return LABELS + (at + 0.5) * self.pitch

    def height(self, number: int) -> float:
        return PLOT * number / self.most

    @property
    def column(self) -> float:
        return min(self.pitch * PART_OF_PITCH, WIDEST_COLUMN)


def ratings_over_time(days: Sequence[Standing], *, title: str, ident: str) -> Picture:
    """Draw a column for each day, oldest first; every day has the same ratings in one order.

    The first rating is the lowest piece of each column: give first the one that the lines are to be
    measured against. ``ident`` begins the ids within the picture.
    """
    figures = ratings_figures(days, title=title)
    highest = [max(day.total, day.due_by_first, day.due_by_present) for day in days]
    step = _step(max(highest, default=0))
    layout = _Layout(NARROW_PLOT / max(len(days), 1), _round_up(max(highest, default=0), step))
    shapes = [*_grid(layout, step), *_columns(figures, layout), *_lines(figures, layout)]
    shapes.extend(_heads(days, layout))
    rows, bottom = _rows(days, figures, layout)
    return framed([*shapes, *rows], figures, width=WIDTH, height=int(bottom + INSET), ident=ident)


def ratings_figures(days: Sequence[Standing], *, title: str) -> Figures:
    """What the chart shows: pieces from the lowest on, then the two lines."""
    pieces = tuple(
        Series(part.words, tuple(day.parts[at].number for day in days), part.tone)
        for at, part in enumerate(days[0].parts if days else ())
    )
    first = Series(FIRST, tuple(day.due_by_first for day in days), LINES, Role.LINE)
    present = Series(PRESENT, tuple(day.due_by_present for day in days), LINES, Role.BROKEN_LINE)
    header, rows = _table(days, pieces)
    return Figures(
        form=Form.COLUMNS,
        title=title,
        alt=_in_words(days),
        names="Day",
        categories=tuple(" ".join(_day_lines(day.on)) for day in days),
        series=(*pieces, first, present),
        header=header,
        rows=rows,
    )


def _day_lines(day: date) -> tuple[str, str]:
    """Such as "31 Oct" and "2026"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}", f"{day.year}"


def _numbers(series: Series) -> list[int]:
    return [number for number in series.values if isinstance(number, int)]


def _step(most: int) -> int:
    """The least of 1, 2, 5, 10, 20, … that needs no more lines than there is room for."""
    power = 1
    while True:
        for step in STEPS:
            if most <= step * power * MOST_GRID_LINES:
                return step * power
        power *= 10


def _round_up(most: int, step: int) -> int:
    return max(-(-most // step), 1) * step


def _grid(layout: _Layout, step: int) -> Iterator[str]:
    for number in range(0, layout.most + 1, step):
        y = TOP + PLOT - layout.height(number)
        yield rule(LABELS, y, WIDTH, y, colour=LINE if number else INK)
        text = f"{number:,}"
        yield words(text, LABELS - INSET, y + 4, size=SMALL, ink=QUIET, anchor="end")


def _columns(figures: Figures, layout: _Layout) -> Iterator[str]:
    feet = [float(TOP + PLOT) for _day in figures.categories]
    for series in figures.series:
        if series.role is not Role.PIECE:
            continue
        for at, number in enumerate(_numbers(series)):
            height = layout.height(number)
            feet[at] -= height
            if number:
                left = layout.middle(at) - layout.column / 2
                yield from filled(left, feet[at], layout.column, height, series.tone)


def _lines(figures: Figures, layout: _Layout) -> Iterator[str]:
    """Both lines on a light edge, so that they are seen on dark pieces too."""
    foot = TOP + PLOT
    # The solid line goes over the broken one.
    for series in reversed(figures.series):
        if series.role is Role.PIECE:
            continue
        is_first = series.role is Role.LINE
        points = [
            (layout.middle(at), foot - layout.height(number))
            for at, number in enumerate(_numbers(series))
        ]
        if len(points) > 1:
            yield path(points, colour=GROUND, width=6)
            yield path(points, colour=INK, width=2, dashed=not is_first)
        for x, y in points:
            yield _mark(x, y, is_first=is_first)


def _mark(x: float, y: float, *, is_first: bool) -> str:
    """A light disc, or a dark square that shows around the disc where both fall together."""
    if is_first:
        return disc(x, y, 3.5, fill=GROUND, edge=INK)
    return box(x - 5.5, y - 5.5, 11, 11, fill=INK, edge=GROUND)


def _heads(days: Sequence[Standing], layout: _Layout) -> Iterator[str]:
    """Under each column its day."""
    y = TOP + PLOT + LEADING + 2
    for at, day in enumerate(days):
        start = (layout.middle(at), y)
        yield from paragraph(
            _day_lines(day.on), start, size=SMALL, leading=LEADING, anchor="middle"
        )


def _rows(days: Sequence[Standing], figures: Figures, layout: _Layout) -> tuple[list[str], float]:
    """The numbers, row by row, each row with what it is drawn as; and where they end."""
    shapes: list[str] = []
    top = TOP + PLOT + 2 * LEADING + 2 * INSET
    for series in _told(days, figures.series):
        lines = broken(series.name, LABELS - SAMPLE - INSET, SMALL)
        line = top + SMALL
        shapes.append(rule(0, top - ROW_GAP / 2, WIDTH, top - ROW_GAP / 2, colour=LINE))
        shapes.extend(_sample(series, line - 4))
        shapes.extend(paragraph(lines, (SAMPLE, line), size=SMALL, leading=LEADING))
        for column, number in enumerate(_numbers(series)):
            x = layout.middle(column)
            shapes.append(words(f"{number:,}", x, line, size=SMALL, anchor="middle"))
        top += len(lines) * LEADING + ROW_GAP
    return shapes, top


def _told(days: Sequence[Standing], series: Sequence[Series]) -> Iterator[Series]:
    """Every row of numbers: the pieces, how many they are together, and the lines."""
    yield from (one for one in series if one.role is Role.PIECE)
    yield Series(TOTAL, tuple(day.total for day in days), role=Role.ROOM)
    yield from (one for one in series if one.role is not Role.PIECE)


def _sample(series: Series, middle: float) -> Iterator[str]:
    if series.role is Role.PIECE:
        yield from filled(5, middle - SWATCH / 2, SWATCH, SWATCH, series.tone)
    elif series.role is not Role.ROOM:
        is_first = series.role is Role.LINE
        yield path([(0, middle), (22, middle)], colour=INK, width=2, dashed=not is_first)
        yield _mark(11, middle, is_first=is_first)


def _table(
    days: Sequence[Standing], pieces: Sequence[Series]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """A row for each day."""
    header = ("Day", *(one.name for one in pieces), TOTAL, FIRST, PRESENT)
    rows = tuple(
        (
            long_date(day.on),
            *(f"{one.values[at]:,}" for one in pieces),
            *(f"{number:,}" for number in (day.total, day.due_by_first, day.due_by_present)),
        )
        for at, day in enumerate(days)
    )
    return header, rows


def _in_words(days: Sequence[Standing]) -> str:
    if not days:
        return "Nothing is recorded of the plan yet."
    told = [days[0], days[-1]] if len(days) > 1 else list(days)
    return " ".join(_sentence(day) for day in told)


def _sentence(day: Standing) -> str:
    said = parts_in_words(day.parts)
    counted = f"{count(day.total)}, {said}" if said else "no actions yet"
    return (
        f"{long_date(day.on)}: {counted}; {day.due_by_first:,} due by the dates first given, "
        f"{day.due_by_present:,} by the dates of that day."
    )
