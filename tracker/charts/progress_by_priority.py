"""How far each priority of a plan has come: a bar of its actions, with the same in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.charts.figures import Figures, Form, Series
from tracker.charts.lettering import broken
from tracker.charts.palette import GROUND, paint
from tracker.charts.picture import Picture, framed
from tracker.charts.pieces import SPACE, Part, count, filled, key, numbered, parts_in_words
from tracker.charts.shapes import box, paragraph

WIDTH: Final = 600
LETTER, LEADING = 15, 18
BAR = 26
BLOCK_GAP = 20
MOST_TITLE_LINES = 3


@dataclass(frozen=True)
class PriorityProgress:
    """A priority and its actions by rating, in the order in which they are to be drawn."""

    label: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        """How many actions the priority has."""
        return sum(part.number for part in self.parts)


def progress_by_priority(
    priorities: Sequence[PriorityProgress], *, title: str, ident: str
) -> Picture:
    """Draw one bar for each priority; the bars have one scale, so that long ones hold much work.

    A rating without actions takes no room. ``ident`` begins the ids within the picture.
    """
    figures = progress_figures(priorities, title=title)
    drawn = [
        PriorityProgress(label, _parts_at(figures, at))
        for at, label in enumerate(figures.categories)
    ]
    most = max((priority.total for priority in drawn), default=0)
    shapes: list[str] = []
    top = 0.0
    for priority in drawn:
        block, top = _block(priority, top, WIDTH / most if most else 0.0)
        shapes.extend(block)
        top += BLOCK_GAP
    height = int(max(top - BLOCK_GAP, 0) + SPACE / 2)
    return framed(shapes, figures, width=WIDTH, height=height, ident=ident)


def progress_figures(priorities: Sequence[PriorityProgress], *, title: str) -> Figures:
    """What the chart shows: a series for each rating, in the order in which they are drawn."""
    ratings = {part.words: part.tone for one in priorities for part in one.parts}
    numbers = [{part.words: part.number for part in one.parts} for one in priorities]
    return Figures(
        form=Form.BARS,
        title=title,
        alt=_in_words(priorities),
        names="Priority",
        categories=tuple(priority.label for priority in priorities),
        series=tuple(
            Series(words, tuple(found.get(words, 0) for found in numbers), tone)
            for words, tone in ratings.items()
        ),
        header=("Priority", *ratings, "Actions"),
        rows=tuple(_table_row(priority, tuple(ratings)) for priority in priorities),
        longest=max((priority.total for priority in priorities), default=0),
    )


def _parts_at(figures: Figures, at: int) -> tuple[Part, ...]:
    """The pieces of one bar."""
    return tuple(
        Part(one.name, number, one.tone)
        for one in figures.series
        if isinstance(number := one.values[at], int)
    )


def _table_row(priority: PriorityProgress, ratings: Sequence[str]) -> tuple[str, ...]:
    numbers = {part.words: part.number for part in priority.parts}
    return (
        priority.label,
        *(f"{numbers.get(rating, 0):,}" for rating in ratings),
        f"{priority.total:,}",
    )


def _in_words(priorities: Sequence[PriorityProgress]) -> str:
    if not priorities:
        return "The plan has no priorities yet."
    return " ".join(_sentence(priority) for priority in priorities)


def _sentence(priority: PriorityProgress) -> str:
    said = parts_in_words(priority.parts)
    counted = f"{count(priority.total)}, {said}" if said else "no actions yet"
    return f"{priority.label}: {counted}."


def _block(priority: PriorityProgress, top: float, scale: float) -> tuple[list[str], float]:
    """A priority's title, bar and words from ``top`` on, and where they end."""
    title = f"{priority.label} – {count(priority.total) if priority.total else 'no actions yet'}"
    lines = broken(title, WIDTH, LETTER, bold=True, most=MOST_TITLE_LINES)
    shapes = list(paragraph(lines, (0, top + LETTER), size=LETTER, leading=LEADING, bold=True))
    top += len(lines) * LEADING + 3
    if not priority.total:
        return shapes, top
    shapes.extend(_bar(priority, top, scale))
    entries = [(part.tone, parts_in_words([part])) for part in priority.parts if part.number]
    named, end = key(entries, top + BAR + 5, WIDTH)
    return [*shapes, *named], end


def _bar(priority: PriorityProgress, top: float, scale: float) -> Iterator[str]:
    x, line = 0.0, top + BAR / 2 + LETTER * 0.36
    for part in priority.parts:
        if not part.number:
            continue
        width = part.number * scale
        # A ground-coloured edge keeps neighbours apart.
        yield box(x, top, width, BAR, fill=paint(part.tone).fill, edge=GROUND)
        yield from filled(x + 1, top + 1, max(width - 2, 0.5), BAR - 2, part.tone)
        text = f"{part.number:,}"
        yield from numbered(text, x + width / 2, line, size=LETTER, room=width, tone=part.tone)
        x += width
