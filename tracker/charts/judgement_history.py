"""How a council was judged through the years: a row for each strand, a cell for each grade.

Inspections stand in the order in which they were on site, further apart the more time lay between
them. A judgement that covers several strands spans their rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from tracker.charts.judgement_figures import judgement_figures
from tracker.charts.judgements import (
    NO_OVERALL,
    Judged,
    Mark,
    Marks,
    Strand,
    month_words,
)
from tracker.charts.lettering import broken
from tracker.charts.palette import GROUND, LINE, QUIET, Paint, paint
from tracker.charts.picture import Picture, framed
from tracker.charts.shapes import box, paragraph, rule, words

TOGETHER: Final = "judged together"
NOTE: Final = "The more bars of a cell are filled, the better the grade."

LABELS, CELL, INSET = 126, 116, 8
LETTER, LEADING = 14, 17
SMALL, SMALL_LEADING = 12, 14
LEAST_GAP, MOST_GAP, GAP_OF_A_YEAR = 8, 44, 7
DAYS_OF_A_YEAR = 365.25
BAR_WIDTH, BAR_HEIGHT, BAR_GAP = 12, 5, 3
ROW_GAP = 6
LEAST_WIDTH = 340
"""Room for the note under a single inspection."""

ASCENT = 0.86
"""How far a capital's line lies below the top of its letter, as a part of its size."""


@dataclass(frozen=True)
class _Cell:
    lines: tuple[str, ...]
    paint: Paint
    rank: int | None = None
    ranks: int = 0
    is_grade: bool = True
    is_combined: bool = False

    @property
    def height(self) -> float:
        height = 2 * INSET + LETTER + (len(self.lines) - 1) * LEADING
        height += SMALL_LEADING if self.is_combined else 0
        return height + (BAR_HEIGHT + INSET if self.rank else 0)


@dataclass(frozen=True)
class _Run:
    """A cell and the rows from ``first`` to ``last`` that it takes."""

    cell: _Cell
    first: int
    last: int


@dataclass(frozen=True)
class _Layout:
    """Where columns and rows stand."""

    columns: list[float]
    tops: list[float] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)

    def bottom(self, row: int) -> float:
        return self.tops[row] + self.heights[row]


def judgement_history(
    strands: Sequence[Strand],
    inspections: Sequence[Judged],
    *,
    title: str,
    ident: str,
) -> Picture:
    """Draw the judgements of ``inspections``; ``strands`` are the rows from top to bottom.

    A grade of a strand that is no row is left out. ``ident`` begins the ids within the picture.
    """
    judged = sorted(inspections, key=lambda one: one.on)
    marks = [one.by_strand() for one in judged]
    runs = [list(_runs(strands, one, found)) for one, found in zip(judged, marks, strict=True)]
    heads = [broken(one.name, CELL, SMALL) for one in judged]
    layout = _layout(strands, judged, runs, heads)
    foot = layout.bottom(-1) if strands else _head_height(heads)
    right = (layout.columns[-1] if judged else LABELS) + CELL
    width = max(int(right) + 1, LEAST_WIDTH)
    height = int(foot + INSET + SMALL_LEADING + ROW_GAP)
    shapes = [*_heads(judged, heads, layout), *_guides(strands, layout, right)]
    for x, column in zip(layout.columns, runs, strict=True):
        for run in column:
            shapes.extend(_draw(run, layout, x))
    shapes.append(words(NOTE, 0, foot + INSET + SMALL, size=SMALL, ink=QUIET))
    figures = judgement_figures(strands, judged, marks, title=title)
    return framed(shapes, figures, width=width, height=height, ident=ident)


def _runs(strands: Sequence[Strand], inspection: Judged, marks: Marks) -> Iterator[_Run]:
    first = 0
    while first < len(strands):
        mark, last = marks.get(strands[first].key), first
        while mark and last + 1 < len(strands) and marks.get(strands[last + 1].key) is mark:
            last += 1
        if mark:
            yield _Run(_cell(mark, combined=last > first), first, last)
        elif strands[first].key == inspection.without:
            lines = broken(NO_OVERALL, CELL - 2 * INSET, LETTER)
            yield _Run(_Cell(lines, Paint(GROUND, QUIET, QUIET), is_grade=False), first, last)
        first = last + 1


def _cell(mark: Mark, *, combined: bool) -> _Cell:
    return _Cell(
        broken(mark.words, CELL - 2 * INSET, LETTER, bold=True),
        paint(mark.tone if mark.rank else "neutral"),
        mark.rank,
        max(mark.ranks, mark.rank or 0),
        is_combined=combined,
    )


def _head_height(heads: Sequence[tuple[str, ...]]) -> float:
    return LEADING + max(map(len, heads), default=0) * SMALL_LEADING + INSET


def _layout(
    strands: Sequence[Strand],
    judged: Sequence[Judged],
    runs: Sequence[Sequence[_Run]],
    heads: Sequence[tuple[str, ...]],
) -> _Layout:
    layout = _Layout([float(LABELS)] if judged else [])
    for before, after in pairwise(judged):
        years = (after.on - before.on).days / DAYS_OF_A_YEAR
        gap = min(LEAST_GAP + GAP_OF_A_YEAR * years, MOST_GAP)
        layout.columns.append(layout.columns[-1] + CELL + round(gap))
    top = _head_height(heads)
    for height in _row_heights(strands, [run for column in runs for run in column]):
        layout.tops.append(top)
        layout.heights.append(height)
        top += height + ROW_GAP
    return layout


def _row_heights(strands: Sequence[Strand], runs: Sequence[_Run]) -> list[float]:
    heights = [
        2.0 * INSET + LETTER + (len(_label_lines(strand)) - 1) * LEADING for strand in strands
    ]
    # What spans rows comes last: it makes its last row higher only where they are too low together.
    for run in sorted(runs, key=lambda one: one.last - one.first):
        within = sum(heights[run.first : run.last + 1]) + ROW_GAP * (run.last - run.first)
        heights[run.last] += max(0.0, run.cell.height - within)
    return heights


def _label_lines(strand: Strand) -> tuple[str, ...]:
    return broken(strand.label, LABELS - INSET, LETTER, bold=True)


def _heads(
    judged: Sequence[Judged], heads: Sequence[tuple[str, ...]], layout: _Layout
) -> Iterator[str]:
    for one, lines, x in zip(judged, heads, layout.columns, strict=True):
        middle = x + CELL / 2
        month = month_words(one.on)
        yield words(month, middle, LETTER, size=LETTER, bold=True, anchor="middle")
        yield from paragraph(
            lines,
            (middle, LETTER + SMALL_LEADING),
            size=SMALL,
            leading=SMALL_LEADING,
            ink=QUIET,
            anchor="middle",
        )


def _guides(strands: Sequence[Strand], layout: _Layout, right: float) -> Iterator[str]:
    """Each row's label, and the line that its cells are strung on."""
    for at, strand in enumerate(strands):
        middle = layout.tops[at] + layout.heights[at] / 2
        lines = _label_lines(strand)
        first = middle - (len(lines) - 1) * LEADING / 2 + LETTER * 0.36
        yield rule(LABELS, middle, right, middle, colour=LINE)
        yield from paragraph(lines, (0, first), size=LETTER, leading=LEADING, bold=True)


def _draw(run: _Run, layout: _Layout, x: float) -> Iterator[str]:
    cell, top, bottom = run.cell, layout.tops[run.first], layout.bottom(run.last)
    fill, ink, edge = cell.paint.fill, cell.paint.ink, cell.paint.edge
    middle, dashed = x + CELL / 2, not cell.is_grade
    yield box(x + 0.5, top, CELL - 1, bottom - top, fill=fill, edge=edge, dashed=dashed)
    line = (top + bottom - cell.height) / 2 + INSET + LETTER * ASCENT
    yield from paragraph(
        cell.lines,
        (middle, line),
        size=LETTER,
        leading=LEADING,
        ink=ink,
        bold=cell.is_grade,
        anchor="middle",
    )
    line += (len(cell.lines) - 1) * LEADING
    if cell.is_combined:
        line += SMALL_LEADING
        yield words(TOGETHER, middle, line, size=SMALL, ink=ink, anchor="middle")
    if cell.rank:
        yield from _bars(cell, middle, line + INSET)


def _bars(cell: _Cell, middle: float, top: float) -> Iterator[str]:
    """As many bars as the scale has ranks, all filled for the best: tells grades apart in grey."""
    x = middle - (cell.ranks * (BAR_WIDTH + BAR_GAP) - BAR_GAP) / 2
    for at in range(cell.ranks):
        is_filled = at <= cell.ranks - (cell.rank or 0)
        fill = cell.paint.ink if is_filled else cell.paint.fill
        left = x + at * (BAR_WIDTH + BAR_GAP)
        yield box(left, top, BAR_WIDTH, BAR_HEIGHT, fill=fill, edge=cell.paint.ink)
