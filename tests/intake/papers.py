r"""Inspection reports made for the tests of reading: what stands in one, whatever its form.

Everything in them is invented. A paper is a tuple of blocks in reading order, and each kind of file
is made of the same blocks (``forms.py``), so that a test can ask the same of all of them.

In words, a hyphen before a line break ("multi-\nagency") stands at the end of a printed line: a
file made of pages breaks the line there, and all else reads as one hyphened word.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias


@dataclass(frozen=True)
class Heading:
    """A heading. A ``note`` hangs a footnote on its end."""

    text: str
    level: int = 1
    note: str | None = None


@dataclass(frozen=True)
class Para:
    """A paragraph. With a ``number`` it is one of the report's numbered paragraphs."""

    text: str
    number: int | None = None
    strong: bool = False
    note: str | None = None


@dataclass(frozen=True)
class Point:
    """An item of a list, with the items below it."""

    text: str
    under: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Bullets:
    """A list with bullets. ``glyph`` and ``under_glyph`` are what a PDF's letters extract as."""

    points: tuple[Point, ...]
    glyph: str = "\u25fc"
    under_glyph: str = "\u2212"


@dataclass(frozen=True)
class Numbered:
    """A list with numbers, counted from ``start``."""

    points: tuple[Point, ...]
    start: int = 1


Inside: TypeAlias = "str | Para | Bullets"
"""What a table's cell can hold."""

Cell: TypeAlias = "str | tuple[Inside, ...]"


@dataclass(frozen=True)
class Table:
    """A table; ``headed`` says that its first row holds the headers of its columns."""

    rows: tuple[tuple[Cell, ...], ...]
    headed: bool = True

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return len(self.rows[0])


@dataclass(frozen=True)
class Contents:
    """A list of the headings with their pages, under the heading "Contents"."""


@dataclass(frozen=True)
class NewPage:
    """What follows begins a page."""


@dataclass(frozen=True)
class PageEndsIn:
    """What follows has so many lines left before the page ends, and goes on over it."""

    lines: int


Block: TypeAlias = "Heading | Para | Bullets | Numbered | Table | Contents | NewPage | PageEndsIn"


@dataclass(frozen=True)
class Running:
    """What stands on every page: lines of words, the page's number behind the last of them.

    ``top`` puts them into the head of the page, otherwise they are in its foot. The first page has
    them only when ``from_first`` says so.
    """

    lines: tuple[str, ...] = ("",)
    top: bool = False
    from_first: bool = False


@dataclass(frozen=True)
class Paper:
    """A whole document. ``title`` is what the file calls itself, not a line of the page."""

    name: str
    blocks: tuple[Block, ...]
    running: Running = Running()
    title: str = ""

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Heading))

    def with_blocks(self, *blocks: Block, name: str) -> Paper:
        """The paper with other blocks."""
        return replace(self, blocks=blocks, name=name)


def unbroken(text: str) -> str:
    """The words as they are read: a hyphen at the end of a line is a hyphen."""
    return text.replace("-\n", "-")


def cell_blocks(cell: Cell) -> tuple[Inside, ...]:
    """What stands in a cell, as blocks."""
    return (cell,) if isinstance(cell, str) else cell
