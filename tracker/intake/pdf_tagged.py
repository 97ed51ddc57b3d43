"""Blocks of a tagged PDF: its structure tree says what each piece of text is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.intake.document import Block, Role
from tracker.intake.pdf_characters import Character
from tracker.intake.pdf_lines import Placed, words_of
from tracker.intake.pdf_tags import Element

Marked = Mapping[tuple[int, int], Sequence[Character]]
"""The characters of each piece of marked content, by (page counted from 0, mark)."""

_INLINE = frozenset(
    {"Span", "Link", "Reference", "Quote", "Em", "Strong", "Code", "Annot", "Ruby", "Warichu"}
    | {"Sub", "BibEntry", "Form", "NonStruct", "Private"}
)
_NOTES = frozenset({"Note", "FENote"})
_CONTENTS = frozenset({"TOC", "TOCI", "Index"})
_HEADING = re.compile(r"H([1-6])?|Title")


@dataclass
class _Here:
    """Where in the tree the walk stands."""

    role: Role = Role.PARAGRAPH
    level: int = 0
    depth: int = 0
    table: int | None = None
    row: int = -1
    column: int = -1


@dataclass
class _Item:
    """A list item that waits for its first text to take its label."""

    label: str | None = None


@dataclass
class _Run:
    here: _Here
    item: _Item | None = None
    parts: list[Placed] = field(default_factory=list)


def tagged_blocks(root: Element, marked: Marked) -> tuple[Block, ...]:
    """The blocks of the document, in the order of its structure tree."""
    return _Walk(marked).blocks(root)


class _Walk:
    def __init__(self, marked: Marked) -> None:
        self._marked = marked
        self._found: list[Block] = []
        self._tables = 0

    def blocks(self, root: Element) -> tuple[Block, ...]:
        self._enter(root, _Here(), None)
        return tuple(self._found)

    def _enter(self, element: Element, here: _Here, item: _Item | None) -> None:
        """Read a block element: its own text, split where other block elements stand inside."""
        run = _Run(here, item)
        self._read(element, run)
        self._close(run)

    def _read(self, element: Element, run: _Run) -> None:
        row = -1
        for part in element.parts:
            if isinstance(part, tuple):
                characters = self._marked.get(part, ())
                run.parts += [Placed(part[0] + 1, character) for character in characters]
            elif part.kind in _INLINE:
                self._read(part, run)
            elif part.kind == "Lbl" and run.item is not None:
                label = _Run(run.here)
                self._read(part, label)
                run.item.label = words_of(label.parts).text or None
            else:
                self._close(run)
                if part.kind in ("TR", "THead", "TBody", "TFoot"):
                    row = self._rows(part, run.here, row)
                else:
                    self._block(part, run)

    def _rows(self, element: Element, here: _Here, row: int) -> int:
        """Read a row, or a group of rows; give back the number of the last row."""
        if element.kind != "TR":
            for part in element.parts:
                if isinstance(part, Element):
                    row = self._rows(part, here, row)
            return row
        column = -1
        for part in element.parts:
            if isinstance(part, Element):
                column += 1
                self._enter(part, replace(here, row=row + 1, column=column, role=Role.CELL), None)
        return row + 1

    def _block(self, element: Element, run: _Run) -> None:
        here, item, kind = run.here, run.item, element.kind
        heading = _HEADING.fullmatch(kind)
        if heading:
            here, item = replace(here, role=Role.HEADING, level=int(heading[1] or 1)), None
        elif kind in _NOTES:
            here, item = replace(here, role=Role.NOTE), None
        elif kind in _CONTENTS:
            here, item = replace(here, role=Role.CONTENTS), None
        elif kind == "Table":
            here, item = replace(here, table=self._tables, row=-1, column=-1), None
            self._tables += 1
        elif kind == "L":
            here, item = replace(here, depth=here.depth + 1), None
        elif kind == "LI":
            here, item = replace(here, role=_in_list(here.role)), _Item()
        self._enter(element, here, item)

    def _close(self, run: _Run) -> None:
        words = words_of(run.parts)
        run.parts = []
        if not words.text:
            return
        here = run.here
        in_cell = here.table is not None and here.row >= 0
        role = here.role
        label = None
        if run.item is not None:
            label, run.item.label = run.item.label, None
        self._found.append(
            Block(
                role=role,
                text=words.text,
                page=words.boxes[0].page,
                boxes=words.boxes,
                label=label,
                depth=here.level if role is Role.HEADING else here.depth,
                cell=(here.table, here.row, here.column) if in_cell else None,  # type: ignore[arg-type]
                bold=words.bold,
                left=words.left,
            )
        )


def _in_list(role: Role) -> Role:
    return role if role in (Role.NOTE, Role.CONTENTS) else Role.ITEM
