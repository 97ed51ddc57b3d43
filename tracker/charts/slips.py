"""How far actions slipped: a bar from the first date to the present one, with each move between.

Those that slipped furthest stand first. A date that was taken away is the furthest of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.charts.days import HEAD, DayAxis, axis_of, day_grid, line_of
from tracker.charts.figures import Figures, Form, Role, Series
from tracker.charts.lettering import broken
from tracker.charts.palette import GROUND, INK, LINE, QUIET, paint
from tracker.charts.picture import Picture, framed
from tracker.charts.pieces import count
from tracker.charts.shapes import box, diamond, disc, paragraph, path, rule, words
from tracker.domain.dates import long_date

WIDTH: Final = 720
LABELS, LENGTHS = 220, 110
LETTER, SMALL, LEADING = 13, 12, 16
BAR, INSET, ROW_GAP = 12, 10, 8
MOST_LINES = 2
MOST_ROWS: Final = 20
"""Rows that fit a page; of more the furthest are drawn, and the table has all."""
MOST_TOLD: Final = 3

LENGTH_GAP: Final = 8
FOOT: Final = SMALL + 8
NO_DATE: Final = "No date now"
LATER: Final = "Days later"
TONE: Final = "caution"
HEADER: Final = ("Action", "First date", "Present date", LATER, "Moves", "Moved to")


@dataclass(frozen=True)
class Slip:
    """An action that is due later than first planned; no ``due_on`` is no date any more.

    ``moves`` are the dates that were agreed for it, in the order in which they were.
    """

    name: str
    first_on: date
    due_on: date | None
    moves: tuple[date | None, ...] = ()

    @property
    def days(self) -> int | None:
        """The days from the first date to the present one; None when there is none."""
        return None if self.due_on is None else (self.due_on - self.first_on).days

    @property
    def length(self) -> str:
        """Such as "61 days"."""
        if self.days is None:
            return NO_DATE
        return f"{self.days:,} {'day' if self.days == 1 else 'days'}"


def slips(found: Sequence[Slip], *, today: date | None, title: str, ident: str) -> Picture:
    """Draw the slips, the furthest first; without ``today`` there is no line for it.

    ``ident`` begins the ids within the picture.
    """
    ordered = _ordered(found)
    figures = slip_figures(ordered, today=today, title=title)
    drawn = ordered[:MOST_ROWS]
    heights = [_height(one) for one in drawn]
    bottom = HEAD + sum(heights)
    axis = axis_of(_days(drawn), today, (LABELS, WIDTH - LENGTHS))
    shapes = [*day_grid(axis, HEAD, bottom), *line_of(axis, today, HEAD, bottom)]
    top = float(HEAD)
    for one, height in zip(drawn, heights, strict=True):
        shapes.extend(_row(one, axis, top, height))
        top += height
    shapes.extend(_key(bottom + FOOT))
    height = int(bottom + 2 * FOOT + INSET)
    if figures.left_out:
        shapes.append(words(figures.left_out, 0, bottom + 2 * FOOT + INSET, size=SMALL))
        height += FOOT
    return framed(shapes, figures, width=WIDTH, height=height, ident=ident)


def _ordered(found: Sequence[Slip]) -> list[Slip]:
    return sorted(found, key=lambda one: (one.days is not None, -(one.days or 0)))


def slip_figures(found: Sequence[Slip], *, today: date | None, title: str) -> Figures:
    """What the chart shows: from each first date as many days as the action slipped.

    Where there is no date any more, an open bar goes on to the last day of the axis.
    """
    ordered = _ordered(found)
    drawn = min(len(ordered), MOST_ROWS)
    days = [*_days(ordered[:MOST_ROWS]), *([today] if today else [])]
    ends = (min(days), max(days)) if days else None
    slipped = Series(LATER, tuple(one.days for one in ordered), TONE, unit=("day", "days"))
    return Figures(
        form=Form.DAYS,
        title=title,
        alt=_in_words(ordered),
        names="Action",
        categories=tuple(one.name for one in ordered),
        series=(
            Series("First date", tuple(one.first_on for one in ordered), role=Role.ROOM),
            slipped,
            *([_open(ordered, ends[1])] if ends and None in slipped.values else []),
        ),
        header=HEADER,
        rows=tuple(map(_table_row, ordered)),
        unit="",
        drawn=drawn,
        left_out=_left_out(drawn, len(ordered)),
        days=ends,
    )


def _open(ordered: Sequence[Slip], last: date) -> Series:
    lengths = tuple(
        max((last - one.first_on).days, 1) if one.days is None else None for one in ordered
    )
    said = tuple(NO_DATE if length else "" for length in lengths)
    return Series(NO_DATE, lengths, "open", words=said)


def _days(drawn: Sequence[Slip]) -> list[date]:
    days = [day for one in drawn for day in (one.due_on, *one.moves) if day is not None]
    return [*days, *(one.first_on for one in drawn)]


def _lines(slip: Slip) -> tuple[str, ...]:
    return broken(slip.name, LABELS - INSET, LETTER, most=MOST_LINES)


def _height(slip: Slip) -> float:
    return len(_lines(slip)) * LEADING + ROW_GAP


def _row(slip: Slip, axis: DayAxis, top: float, height: float) -> Iterator[str]:
    lines, middle = _lines(slip), top + height / 2
    first = middle - (len(lines) - 1) * LEADING / 2 + LETTER * 0.36
    yield rule(0, top, WIDTH, top, colour=LINE)
    yield from paragraph(lines, (0, first), size=LETTER, leading=LEADING)
    left = axis.x(slip.first_on)
    right = axis.right if slip.due_on is None else axis.x(slip.due_on)
    surface, is_open = paint(TONE), slip.due_on is None
    fill = GROUND if is_open else surface.fill
    yield box(left, middle - BAR / 2, right - left, BAR, fill=fill, edge=INK, dashed=is_open)
    for day in slip.moves[:-1]:
        if day is not None:
            yield _move(axis.x(day), middle)
    yield disc(left, middle, 5, fill=GROUND, edge=INK)
    if slip.due_on is not None:
        yield diamond(right, middle, 7, fill=INK, edge=GROUND)
    at = axis.right + LENGTH_GAP
    yield words(slip.length, at, middle + SMALL * 0.36, size=SMALL, bold=True)


def _move(x: float, middle: float) -> str:
    return path([(x, middle - BAR / 2 - 2), (x, middle + BAR / 2 + 2)], colour=INK, width=3)


def _key(top: float) -> Iterator[str]:
    middle, line = top + SMALL / 2 + 2, top + SMALL + 2
    yield disc(6, middle, 5, fill=GROUND, edge=INK)
    yield words("First date", 18, line, size=SMALL, ink=QUIET)
    yield _move(98, middle)
    yield words("Moved to", 108, line, size=SMALL, ink=QUIET)
    yield diamond(184, middle, 7, fill=INK, edge=GROUND)
    yield words("Present date", 198, line, size=SMALL, ink=QUIET)


def _left_out(drawn: int, number: int) -> str:
    if drawn == number:
        return ""
    return f"The {drawn:,} that slipped furthest. The table has all {number:,}."


def _table_row(slip: Slip) -> tuple[str, ...]:
    return (
        slip.name,
        long_date(slip.first_on),
        long_date(slip.due_on) if slip.due_on else NO_DATE,
        "" if slip.days is None else f"{slip.days:,}",
        f"{len(slip.moves):,}",
        ", ".join(long_date(day) if day else "no date" for day in slip.moves),
    )


def _in_words(ordered: Sequence[Slip]) -> str:
    if not ordered:
        return "No action is due later than first planned."
    verb = "is" if len(ordered) == 1 else "are"
    said = [f"{count(len(ordered))} {verb} due later than first planned."]
    said += [
        f"{one.name}: {one.length[:1].lower()}{one.length[1:]}." for one in ordered[:MOST_TOLD]
    ]
    if len(ordered) > MOST_TOLD:
        said.append("The others slipped by no more than these.")
    return " ".join(said)
