"""Papers as the text that comes along when somebody copies all of a PDF and pastes it.

Lines are broken where the page broke them; running lines, page numbers and footnotes stand between
them; table cells follow one another; the digit of a footnote sticks to its word.
"""

from __future__ import annotations

import textwrap
from typing import Final

from tests.intake.papers import (
    Block,
    Bullets,
    Cell,
    Contents,
    Heading,
    NewPage,
    Numbered,
    PageEndsIn,
    Paper,
    Para,
    Point,
    Table,
    cell_blocks,
)

_WIDTH: Final = 86
_PAGE: Final = 46
"""How many characters go on a line, and lines on a page."""


def pasted(paper: Paper, *, hyphen: str = "-") -> bytes:
    """The paper as text in UTF-8. ``hyphen`` is what one at the end of a line comes along as."""
    copied = _Copied(paper, hyphen)
    for block in paper.blocks:
        copied.block(block)
    copied.end_page()
    return "\n".join(copied.lines).encode()


class _Copied:
    """What has been copied so far."""

    def __init__(self, paper: Paper, hyphen: str) -> None:
        self.paper = paper
        self.hyphen = hyphen
        self.lines: list[str] = []
        self.page = 1
        self.left = _PAGE
        self.notes: list[tuple[int, str]] = []
        self.noted = 0
        self._running_top()

    def _running_top(self) -> None:
        if self.paper.running.top:
            self._running()

    def _running(self) -> None:
        running = self.paper.running
        if self.page == 1 and not running.from_first:
            return
        *first, last = running.lines
        self.lines += [*first, f"{last} {self.page}".strip()]

    def end_page(self) -> None:
        for number, note in self.notes:
            self.lines += textwrap.wrap(f"{number} {note}", _WIDTH)
        self.notes = []
        if not self.paper.running.top:
            self._running()
        self.page += 1
        self.left = _PAGE

    def _say(self, text: str) -> None:
        """One block's lines, over the page's end where it comes."""
        for printed in text.split("\n"):
            end = self.hyphen if printed.endswith("-") and text != printed else ""
            for line in textwrap.wrap(printed, _WIDTH, break_on_hyphens=False) or [""]:
                if self.left <= 0:
                    self.end_page()
                    self._running_top()
                said = line
                if end and line.endswith("-") and printed.endswith(line):
                    said = line[:-1] + end
                self.lines.append(said)
                self.left -= 1

    def _noted(self, text: str, note: str | None) -> str:
        if not note:
            return text
        self.noted += 1
        self.notes.append((self.noted, note))
        return f"{text}{self.noted}"

    def block(self, block: Block) -> None:  # noqa: C901 - one case for each kind of block
        match block:
            case Heading(text, _level, note):
                self._say(self._noted(text, note))
            case Para(text, number, _strong, note):
                words = self._noted(text, note)
                self._say(f"{number}. {words}" if number is not None else words)
            case Bullets():
                self._bullets(block, block.points, block.glyph)
            case Numbered(points, start):
                for number, point in enumerate(points, start):
                    self._say(f"{number}. {point.text}")
                    self._bullets(None, point.under, "\u2212")
            case Table(rows):
                for row in rows:
                    self._row(row)
            case Contents():
                self._say("Contents")
                for at, heading in enumerate(self.paper.headings):
                    self._say(f"{heading.text} {3 + at}")
            case NewPage():
                self.end_page()
                self._running_top()
            case PageEndsIn(lines):
                self.left = lines

    def _bullets(self, bullets: Bullets | None, points: tuple[Point, ...], glyph: str) -> None:
        below = bullets.under_glyph if bullets else "\u2212"
        for point in points:
            self._say(f"{glyph} {point.text}")
            self._bullets(bullets, point.under, below)

    def _row(self, row: tuple[Cell, ...]) -> None:
        """A row comes along as one line when its cells are short, else cell after cell."""
        if all(isinstance(cell, str) for cell in row):
            line = " ".join(str(cell) for cell in row)
            if len(line) <= _WIDTH // 2:
                self._say(line)
                return
        for cell in row:
            for inside in cell_blocks(cell):
                match inside:
                    case Bullets():
                        self._bullets(inside, inside.points, inside.glyph)
                    case Para(text):
                        self._say(text)
                    case str():
                        self._say(inside)
