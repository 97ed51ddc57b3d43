"""What every reader of a file gives: the document as a run of blocks in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tracker.intake.draft import Box, PageSize, SourceKind


class Role(StrEnum):
    """What a block is in its document. A footnote and a line of contents are never findings."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"
    NOTE = "note"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item or paragraph within a table cell, whole across pages.

    ``label`` is the bullet or number printed before an item or paragraph, without the text.
    ``depth`` counts the lists that an item is in, from 1, as far as the file tells; for a heading
    it is the heading's level, 0 where unknown. ``cell`` is (table, row, column), counted from 0 in
    the document. ``left`` is where its text begins, in points, 0 where unknown.
    """

    role: Role
    text: str
    page: int
    boxes: tuple[Box, ...] = ()
    label: str | None = None
    depth: int = 0
    cell: tuple[int, int, int] | None = None
    bold: bool = False
    left: float = 0.0

    @property
    def table(self) -> int | None:
        """The table that it stands in."""
        return self.cell[0] if self.cell else None

    @property
    def row(self) -> tuple[int, int] | None:
        """The table and row that it stands in."""
        return self.cell[:2] if self.cell else None


@dataclass(frozen=True)
class Document:
    """A document as blocks, and the sizes of its pages where it has any."""

    source: SourceKind
    blocks: tuple[Block, ...]
    pages: tuple[PageSize, ...] = ()
    is_tagged: bool = False
