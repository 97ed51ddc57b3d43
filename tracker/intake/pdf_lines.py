"""From characters to words and lines: where spaces stood, what was a footnote's digit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from tracker.intake.draft import Box
from tracker.intake.pdf_characters import Character


class Placed(NamedTuple):
    """A character on its page, counted from 1."""

    page: int
    character: Character


class Words(NamedTuple):
    """A run of text with the lines that it covers, the height of its type, and its weight."""

    text: str
    boxes: tuple[Box, ...]
    height: float
    left: float
    bold: bool


def words_of(run: Sequence[Placed]) -> Words:
    """The text of characters in reading order, single-spaced, without footnote digits."""
    kept = [placed for placed in run if placed.character.text]
    raised = _raised_digits(kept)
    pieces: list[str] = []
    shown: list[Placed] = []
    previous: Placed | None = None
    for at, placed in enumerate(kept):
        if previous is not None and _parted(previous, placed):
            pieces.append(" ")
        previous = placed
        if at not in raised:
            pieces.append(placed.character.text)
            shown.append(placed)
    printed = [placed.character for placed in shown if placed.character.text != " "]
    if not printed:
        return Words("", (), 0.0, 0.0, bold=False)
    boxes = tuple(_lines(shown))
    return Words(
        " ".join("".join(pieces).split()),
        boxes,
        median(character.height for character in printed),
        boxes[0].left,
        bold=sum(character.bold for character in printed) * 2 > len(printed),
    )


def same_line(one: Character, other: Character) -> bool:
    """Whether the two stand on one line of type, whatever their sizes."""
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > 0.5 * min(one.height, other.height)


def _parted(before: Placed, after: Placed) -> bool:
    """Whether a reader sees a space between two characters that follow each other."""
    one, other = before.character, after.character
    if " " in (one.text, other.text) or one.ends_line:
        return False
    if before.page != after.page or not same_line(one, other):
        return True
    return other.left - one.right > 0.18 * max(one.height, other.height)


def _raised_digits(run: Sequence[Placed]) -> set[int]:
    """Where footnotes' digits stand: smaller than the word before them, and raised above it."""
    found: set[int] = set()
    base: Placed | None = None
    for at, placed in enumerate(run):
        if placed.character.text == " ":
            continue
        if placed.character.text.isdigit() and base is not None and _is_raised(base, placed):
            found.add(at)
        else:
            base = placed
    return found


def _is_raised(base: Placed, placed: Placed) -> bool:
    one, other = base.character, placed.character
    return (
        base.page == placed.page
        and same_line(one, other)
        and other.height < 0.8 * one.height
        and other.bottom < one.bottom - 0.12 * one.height
    )


def _lines(run: Iterable[Placed]) -> Iterable[Box]:
    box: Box | None = None
    last: Placed | None = None
    for placed in run:
        character = placed.character
        if character.text == " ":
            continue
        if (
            box is not None
            and last is not None
            and placed.page == box.page
            and same_line(last.character, character)
        ):
            box = Box(
                box.page,
                min(box.left, character.left),
                min(box.top, character.top),
                max(box.right, character.right),
                max(box.bottom, character.bottom),
            )
        else:
            if box is not None:
                yield box
            box = Box(placed.page, character.left, character.top, character.right, character.bottom)
        last = placed
    if box is not None:
        yield box
