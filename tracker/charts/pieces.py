"""What pictures of ratings have in common: pieces in a rating's tone, and the key to them.

In grey, "positive", "info" and "neutral" would look alike, and so would "done" and "serious".
Positive has slanting lines, info upright ones, serious a light frame, on paper as on the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.charts.lettering import width_of
from tracker.charts.palette import GROUND, QUIET, Lines, paint
from tracker.charts.shapes import box, hatch, rule, words
from tracker.domain.text import in_a_sentence

SMALL, SMALL_LEADING = 13, 18
SWATCH, SPACE = 11, 14
FRAME = 2.5
SLANT: Final = 5
PLATE: Final = 3


@dataclass(frozen=True)
class Part:
    """So many actions at one rating."""

    words: str
    number: int
    tone: str = "neutral"


def count(number: int) -> str:
    """Such as "1 action" or "1,204 actions"."""
    return f"{number:,} {'action' if number == 1 else 'actions'}"


def parts_in_words(parts: Iterable[Part]) -> str:
    """Such as "6 complete, 2 at risk", without the ratings that no action has."""
    return ", ".join(
        f"{part.number:,} {in_a_sentence(part.words)}" for part in parts if part.number
    )


def filled(x: float, y: float, width: float, height: float, tone: str) -> Iterator[str]:
    """A piece in its tone."""
    colours = paint(tone)
    yield box(x, y, width, height, fill=colours.fill, edge=colours.edge)
    if colours.lines is Lines.RISING:
        yield hatch(x, y, width, height, step=SLANT, colour=colours.stroke)
    if colours.lines is Lines.UPRIGHT:
        for at in range(1, int(width / SLANT)):
            yield rule(x + at * SLANT, y, x + at * SLANT, y + height, colour=colours.stroke)
    if colours.lines is Lines.FALLING and min(width, height) > 2 * FRAME:
        inner = (x + FRAME, y + FRAME, width - 2 * FRAME, height - 2 * FRAME)
        yield box(*inner, fill=colours.fill, edge=GROUND)


def numbered(
    text: str, middle: float, line: float, *, size: float, room: float, tone: str
) -> Iterator[str]:
    """A number on a piece that is ``room`` wide; nothing where it would not fit."""
    width = width_of(text, size, bold=True)
    if width + 4 > room:
        return
    colours = paint(tone)
    if colours.lines in (Lines.RISING, Lines.UPRIGHT):
        left, top = middle - width / 2 - PLATE, line - size * 0.86
        yield box(left, top, width + 2 * PLATE, size, fill=colours.fill)
    yield words(text, middle, line, size=size, ink=colours.ink, bold=True, anchor="middle")


def key(entries: Sequence[tuple[str, str]], top: float, width: float) -> tuple[list[str], float]:
    """Swatches with their words, as (tone, words), in as many lines as needed; and their end."""
    shapes: list[str] = []
    x, line = 0.0, top
    for tone, text in entries:
        taken = SWATCH + 5 + width_of(text, SMALL)
        if x and x + taken > width:
            x, line = 0.0, line + SMALL_LEADING
        above = line + (SMALL_LEADING - SWATCH) / 2
        shapes.extend(filled(x + 0.5, above, SWATCH, SWATCH, tone))
        shapes.append(words(text, x + SWATCH + 5, above + SWATCH - 1, size=SMALL, ink=QUIET))
        x += taken + SPACE
    return shapes, line + SMALL_LEADING
