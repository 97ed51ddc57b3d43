"""A paper as a reader goes through it: numbers given, headings in order, one title with words.

What is the same in PDF and HTML is reckoned here once, so that a paragraph bears the same number in
both. Word counts for itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tracker.reports.blocks import (
    Block,
    Bullets,
    Drawing,
    Heading,
    Numbered,
    Paper,
    Plain,
    SignatureLine,
    Table,
    Title,
    TurnToLandscape,
)
from tracker.reports.characters import writable

DEEPEST: Final = 5
"""The lowest level of heading: under the title's own, HTML has room for five."""

UNTITLED: Final = "Untitled paper"


@dataclass(frozen=True)
class Headed:
    """A heading: no more than one level under the one before it; ``anchor`` is its address."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph and the number that it bears in the whole paper."""

    number: int
    block: Numbered


@dataclass(frozen=True)
class Paragraphs:
    """Numbered paragraphs with nothing between them."""

    items: tuple[Paragraph, ...]


@dataclass(frozen=True)
class CountedTable:
    """A table with its number, which is 0 where no caption is shown, and its address."""

    number: int
    block: Table
    anchor: str


@dataclass(frozen=True)
class Figure:
    """A picture with its number and its address."""

    number: int
    block: Drawing
    anchor: str


Element = (
    Title
    | Headed
    | Paragraphs
    | Plain
    | Bullets
    | SignatureLine
    | CountedTable
    | Figure
    | TurnToLandscape
)


def title_of(paper: Paper) -> str:
    """The paper's title in one line, or its subject where nobody gave it one."""
    for text in (paper.title, paper.subject):
        if words := " ".join(writable(text).split()):
            return words
    return UNTITLED


def elements(paper: Paper) -> Iterator[Element]:
    """The paper's blocks in their order; a paper without a title block begins with its title.

    A heading without words is left out. A heading that skips a level is moved up to the next one,
    as ISO 14289-1 (PDF/UA-1), 7.4.2, asks for, and a second title becomes a heading of level 1.
    """
    if not any(isinstance(block, Title) for block in paper.blocks):
        yield Title(title_of(paper))
    going = _Going(title_of(paper))
    for block in paper.blocks:
        yield from going.on(block)
    yield from going.ended()


@dataclass
class _Going:
    """How far one has come in a paper."""

    title: str
    level: int = 0
    headings: int = 0
    paragraphs: int = 0
    tables: int = 0
    captions: int = 0
    figures: int = 0
    titled: bool = False
    waiting: list[Paragraph] = field(default_factory=list)

    def on(self, block: Block) -> Iterator[Element]:
        if isinstance(block, Numbered):
            self.paragraphs += 1
            self.waiting.append(Paragraph(self.paragraphs, block))
            return
        yield from self.ended()
        if isinstance(block, Title):
            yield from self._title(block)
        elif isinstance(block, Heading):
            yield from self._heading(block)
        elif isinstance(block, Table):
            self.tables += 1
            self.captions += block.captioned
            number = self.captions if block.captioned else 0
            yield CountedTable(number, block, f"table-{self.tables}")
        elif isinstance(block, Drawing):
            self.figures += 1
            yield Figure(self.figures, block, f"figure-{self.figures}")
        else:
            yield block

    def ended(self) -> Iterator[Element]:
        """The paragraphs that have gathered, if any."""
        if self.waiting:
            yield Paragraphs(tuple(self.waiting))
            self.waiting = []

    def _title(self, block: Title) -> Iterator[Element]:
        if self.titled:
            yield from self._heading(Heading(1, block.text))
        else:
            self.titled = True
            yield Title(" ".join(writable(block.text).split()) or self.title)

    def _heading(self, block: Heading) -> Iterator[Element]:
        if not (text := " ".join(writable(block.text).split())):
            return
        self.level = max(1, min(block.level, self.level + 1, DEEPEST))
        self.headings += 1
        yield Headed(self.level, text, f"section-{self.headings}")
