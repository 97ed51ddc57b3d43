"""A plan through time: each action from its start to its due date, priority by priority.

Milestones are marks on the way. A plan of more actions than fit a page has a row for each priority
instead, with a mark for each day on which an action is due.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.charts.days import HEAD, MARGIN, DayAxis, axis_of, day_grid, line_of
from tracker.charts.lettering import broken
from tracker.charts.palette import GROUND, INK, LINE, QUIET
from tracker.charts.picture import Picture, framed
from tracker.charts.pieces import SMALL_LEADING, count, filled, key
from tracker.charts.shapes import box, diamond, paragraph, rule, words
from tracker.charts.spans import MARKS, MOST_ROWS, NO_DATE, Band, Span
from tracker.charts.timeline_figures import timeline_figures

WIDTH: Final = 720
LABELS = 250
LETTER, SMALL, LEADING = 13, 12, 16
BAR, INSET, ROW_GAP = 12, 10, 6
MARK = 5
MOST_TALL_ROWS: Final = 20
"""Actions that fit a page with two lines each."""
FOOT: Final = SMALL + 10


@dataclass(frozen=True)
class _Row:
    """A line of the picture: a heading over actions, an action, or all actions of a priority."""

    lines: tuple[str, ...]
    span: Span | None = None
    band: Band | None = None

    @property
    def is_heading(self) -> bool:
        return self.span is None and self.band is None

    @property
    def height(self) -> float:
        return len(self.lines) * LEADING + ROW_GAP


def timeline(
    bands: Sequence[Band],
    *,
    ratings: Sequence[tuple[str, str]],
    today: date | None,
    title: str,
    ident: str,
) -> Picture:
    """Draw the actions; without ``today`` there is no line for it.

    ``ratings`` are the words and tones of the key, in its order; those that no action has are left
    out. ``ident`` begins the ids within the picture.
    """
    spans = [span for band in bands for span in band.spans]
    rows = list(_rows(bands, len(spans)))
    bottom = HEAD + sum(row.height for row in rows)
    axis = axis_of([day for span in spans for day in span.days], today, (LABELS, WIDTH - MARGIN))
    shapes = [*day_grid(axis, HEAD, bottom), *line_of(axis, today, HEAD, bottom)]
    top = float(HEAD)
    for row in rows:
        shapes.extend(_drawn(row, axis, top))
        top += row.height
    named, end = _key(spans, ratings, bottom + FOOT)
    figures = timeline_figures(bands, ratings=ratings, today=today, title=title)
    return framed([*shapes, *named], figures, width=WIDTH, height=int(end + INSET), ident=ident)


def _rows(bands: Sequence[Band], number: int) -> Iterator[_Row]:
    most = 2 if number <= MOST_TALL_ROWS else 1
    for band in bands:
        if number > MOST_ROWS:
            yield _Row((*_label(band.label, 2), count(len(band.spans))), band=band)
            continue
        yield _Row(broken(band.label, WIDTH, LETTER, bold=True, most=1))
        for span in band.spans:
            yield _Row(_label(span.name, most), span=span)


def _label(name: str, most: int) -> tuple[str, ...]:
    return broken(name, LABELS - INSET, LETTER, most=most)


def _drawn(row: _Row, axis: DayAxis, top: float) -> Iterator[str]:
    middle = top + row.height / 2
    line = middle - (len(row.lines) - 1) * LEADING / 2 + LETTER * 0.36
    if row.is_heading:
        # The lines of the days would run through the words.
        yield box(0, top + 1, WIDTH, row.height - 1, fill=GROUND)
    yield rule(0, top, WIDTH, top, colour=LINE)
    start = (0.0, line)
    yield from paragraph(row.lines, start, size=LETTER, leading=LEADING, bold=row.is_heading)
    if row.span:
        yield from _span(row.span, axis, middle)
    if row.band:
        yield from _band(row.band, axis, middle)


def _span(span: Span, axis: DayAxis, middle: float) -> Iterator[str]:
    if span.due_on is None:
        lines = broken(span.due, axis.right - axis.left - INSET, SMALL, most=1)
        yield words("".join(lines), axis.left + INSET / 2, middle + 4, size=SMALL, ink=QUIET)
    else:
        end = axis.x(span.due_on)
        # Whose start is not known, and what begins and ends on one day, has a short piece.
        start = end - BAR if span.start_on is None else axis.x(span.start_on)
        start = max(min(start, end - MARK), axis.left - BAR)
        yield from filled(start, middle - BAR / 2, end - start, BAR, span.tone)
    for step in span.steps:
        yield _mark(axis.x(step.on), middle, is_done=step.is_done)


def _mark(x: float, middle: float, *, is_done: bool) -> str:
    if is_done:
        return diamond(x, middle, MARK + 1, fill=INK, edge=GROUND)
    return diamond(x, middle, MARK, fill=GROUND, edge=INK)


def _band(band: Band, axis: DayAxis, middle: float) -> Iterator[str]:
    """From the first day to the last, with a piece for each action where it is due."""
    days = [day for span in band.spans for day in (span.start_on, span.due_on) if day is not None]
    if not days:
        yield words(NO_DATE, axis.left + INSET / 2, middle + 4, size=SMALL, ink=QUIET)
        return
    yield rule(axis.x(min(days)), middle, axis.x(max(days)), middle, colour=INK)
    for span in band.spans:
        if span.due_on is not None:
            x = axis.x(span.due_on) - MARK / 2
            yield from filled(x, middle - BAR / 2, MARK, BAR, span.tone)


def _key(
    spans: Sequence[Span], ratings: Sequence[tuple[str, str]], top: float
) -> tuple[list[str], float]:
    """The ratings that are drawn and, where there are milestones, their marks."""
    known = {(span.rating, span.tone) for span in spans}
    entries = [(tone, rating) for rating, tone in ratings if (rating, tone) in known]
    shapes, end = key(entries, top, WIDTH) if entries else ([], top)
    if len(spans) <= MOST_ROWS and any(span.steps for span in spans):
        middle = end + SMALL_LEADING / 2
        for at, name in enumerate(MARKS):
            x = at * 150.0
            shapes.append(_mark(x + MARK + 1, middle, is_done=bool(at)))
            shapes.append(words(name, x + 18, middle + 4, size=SMALL, ink=QUIET))
        end += SMALL_LEADING
    return shapes, end
