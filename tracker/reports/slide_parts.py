"""What slides are made of: plain values, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.charts.figures import Figures


@dataclass(frozen=True)
class TableCell:
    """Words of a table; with a ``tone`` they stand on its colour."""

    text: str
    tone: str = ""


@dataclass(frozen=True)
class ChartSlide:
    """A chart under its message; what does not fit one slide goes on to further ones."""

    figures: Figures


@dataclass(frozen=True)
class TableSlide:
    """Rows under a title, over as many slides as they need, each with the header row.

    ``widths`` are the columns' shares of the slide's width. ``alt`` says what the table holds;
    ``elsewhere`` where all rows are, should they be too many for slides.
    """

    title: str
    alt: str
    header: tuple[str, ...]
    widths: tuple[float, ...]
    rows: Sequence[tuple[TableCell, ...]]
    elsewhere: str = ""


@dataclass(frozen=True)
class WordSlide:
    """A few sentences under a title."""

    title: str
    sentences: tuple[str, ...]


Slide = ChartSlide | TableSlide | WordSlide


@dataclass(frozen=True)
class Deck:
    """A presentation: its title, what stands beneath it, the line on every slide, the slides.

    ``made_at`` is an instant of the content, so that the same content is the same file.
    """

    title: str
    beneath: tuple[str, ...]
    footer: str
    made_at: datetime
    slides: tuple[Slide, ...]
