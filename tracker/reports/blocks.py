"""What a paper is laid out of, whatever its format: headings, paragraphs, tables, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.charts.picture import Picture
from tracker.reports.parts import Point, Status

Cell = str | Status | tuple[Status, ...]
"""What stands in a cell: words, a status, or several under each other."""


@dataclass(frozen=True)
class Title:
    """The paper's title; there is one."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the highest."""

    level: int
    text: str


@dataclass(frozen=True)
class Numbered:
    """A paragraph that bears the next number of the paper, with its lettered points.

    ``keeps`` it on the page of what follows, such as the table that it speaks of.
    """

    text: str
    points: tuple[Point, ...] = ()
    keeps: bool = False


@dataclass(frozen=True)
class Plain:
    """A paragraph without a number; ``lead`` is set in bold before it, ``keeps`` as above."""

    text: str
    lead: str = ""
    keeps: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list whose items have no order."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class SignatureLine:
    """Room for a signature, and who signs beneath it."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table: its header stands again on each page, and the first cell names its row.

    ``widths`` are the columns' shares of the line. ``small`` sets it in smaller type. A table that
    is not ``captioned`` stands under a heading that says the same; its caption is read out only.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    small: bool = False
    captioned: bool = True


@dataclass(frozen=True)
class Drawing:
    """A picture with its caption."""

    picture: Picture
    caption: str


@dataclass(frozen=True)
class TurnToLandscape:
    """From here on the pages lie on their side."""


Block = (
    Title | Heading | Numbered | Plain | Bullets | SignatureLine | Table | Drawing | TurnToLandscape
)


@dataclass(frozen=True)
class Paper:
    """A whole paper. ``head`` and ``foot`` stand on every page, each a left and a right part."""

    title: str
    author: str
    subject: str
    head: tuple[str, str]
    foot: str
    made_at: datetime
    blocks: Sequence[Block]
