"""Papers as the text that comes along when somebody copies all of a document and pastes it.

Out of a PDF, lines are broken where the page broke them; running lines, page numbers and footnotes
stand between them; table cells follow one another; the digit of a footnote sticks to its word. Out
of Word or a web page, each paragraph is a line with an empty one behind it, and the cells of a row
are parted by tabs.
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
    unbroken,
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


def flowing(paper: Paper) -> bytes:
    """The paper as text that was copied out of Word or a web page, in UTF-8."""
    noted: list[str] = []
    said = [line for block in paper.blocks for line in _flow(block, paper, noted)]
    notes = [f"{number} {note}" for number, note in enumerate(noted, 1)]
    return unbroken("\n\n".join([*said, *notes])).encode()


def _flow(  # noqa: PLR0911 - one case for each kind of block
    block: Block, paper: Paper, noted: list[str]
) -> list[str]:
    match block:
        case Heading(text, note=note) | Para(text, number=None, note=note):
            return [_with_digit(text, note, noted)]
        case Para(text, number, note=note):
            return [f"{number}.\t{_with_digit(text, note, noted)}"]
        case Bullets(points):
            return ["\n".join(_flow_points(points, "\u2022"))]
        case Numbered(points, start):
            return [
                "\n".join([f"{number}.\t{point.text}", *_flow_points(point.under, "o")])
                for number, point in enumerate(points, start)
            ]
        case Table(rows):
            return ["\n".join("\t".join(map(_flow_cell, row)) for row in rows)]
        case Contents():
            return ["Contents", *(f"{one.text}\t{3 + at}" for at, one in enumerate(paper.headings))]
    return []


def _with_digit(text: str, note: str | None, noted: list[str]) -> str:
    if note is None:
        return text
    noted.append(note)
    return f"{text}{len(noted)}"


def _flow_points(points: tuple[Point, ...], mark: str) -> list[str]:
    return [
        line for one in points for line in (f"{mark}\t{one.text}", *_flow_points(one.under, "o"))
    ]


def _flow_cell(cell: Cell) -> str:
    """What a cell holds, line by line."""
    lines: list[str] = []
    for inside in cell_blocks(cell):
        match inside:
            case Bullets(points):
                lines += _flow_points(points, "\u2022")
            case Para(text) | str(text):
                lines.append(text)
    return "\n".join(lines)
