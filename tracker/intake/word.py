"""Opening a Word document: its paragraphs, tables and numbering, from the package's own XML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from tracker.intake.document import Block, Document, Role
from tracker.intake.draft import SourceKind
from tracker.intake.errors import NotReadable
from tracker.intake.packages import BROKEN, checked_package, part
from tracker.intake.word_styles import Numbering, Styles, W

_MOST_NESTED = 12


def read_word(content: bytes) -> Document:
    """The blocks of a Word document, on the pages as Word last laid them out.

    Raises:
        NotReadable: it is broken, locked, carries macros, or is no Word document.
    """
    package = checked_package(content)
    root = _parsed(part(package, "word/document.xml"))
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise NotReadable(BROKEN)
    styles = Styles(_parsed(part(package, "word/styles.xml")))
    numbering = Numbering(_parsed(part(package, "word/numbering.xml")))
    return Document(SourceKind.WORD, tuple(_Walk(styles, numbering).blocks(body)))


def _parsed(content: bytes | None) -> Any:
    if content is None:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise NotReadable(BROKEN) from None


class _Walk:
    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._page = 1
        self._tables = 0

    def blocks(self, parent: Any, cell: tuple[int, int, int] | None = None) -> Iterator[Block]:
        """The blocks of a body or cell; a table within a cell has rows of its own."""
        if sum(1 for _ in parent.iterancestors(f"{W}tbl")) > _MOST_NESTED:
            raise NotReadable(BROKEN)
        for child in parent.iterchildren(f"{W}p", f"{W}tbl", f"{W}sdt"):
            if child.tag == f"{W}p":
                block = self._paragraph(child, cell)
                if block is not None:
                    yield block
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            else:
                for inner in child.iterchildren(f"{W}sdtContent"):
                    yield from self.blocks(inner, cell)

    def _table(self, table: Any) -> Iterator[Block]:
        number = self._tables
        self._tables += 1
        for row, line in enumerate(table.iterchildren(f"{W}tr")):
            for column, cell in enumerate(line.iterchildren(f"{W}tc")):
                yield from self.blocks(cell, (number, row, column))

    def _paragraph(self, paragraph: Any, cell: tuple[int, int, int] | None) -> Block | None:
        begins_on = self._page
        text, heavy = self._text(paragraph)
        style = self._styles.of(paragraph)
        label, depth = self._numbering.label(paragraph, style)
        if not text:
            return None
        role = Role.PARAGRAPH if cell is None else Role.CELL
        if style.is_contents:
            role = Role.CONTENTS
        elif style.level:
            role = Role.HEADING
        elif label is not None:
            role = Role.ITEM
        return Block(
            role=role,
            text=text,
            page=begins_on,
            label=label if role is Role.ITEM else None,
            depth=style.level if role is Role.HEADING else depth,
            cell=cell,
            bold=heavy or style.bold,
        )

    def _text(self, paragraph: Any) -> tuple[str, bool]:
        """The text that is shown, and whether most of it is bold; counts the pages it turns."""
        pieces: list[str] = []
        heavy = 0
        for node in _shown(paragraph):
            if node.tag == f"{W}lastRenderedPageBreak" or (
                node.tag == f"{W}br" and node.get(f"{W}type") == "page"
            ):
                self._page += 1
            elif node.tag in (f"{W}br", f"{W}tab", f"{W}cr"):
                pieces.append(" ")
            elif node.tag == f"{W}noBreakHyphen":
                pieces.append("-")
            elif node.tag == f"{W}t" and node.text and not _is_raised_digit(node):
                pieces.append(node.text)
                heavy += len(node.text) if _is_bold(node.getparent()) else 0
        text = "".join(pieces)
        return " ".join(text.split()), heavy * 2 > len(text.strip()) > 0


def _shown(paragraph: Any) -> Iterator[Any]:
    """What a reader sees of a paragraph, in order: nothing deleted, and no fallback twice."""
    for node in paragraph.iter(tag=etree.Element):
        if not any(
            etree.QName(above).localname in ("del", "Fallback", "moveFrom")
            for above in node.iterancestors()
        ):
            yield node


def _is_bold(run: Any) -> bool:
    bold = run.find(f"{W}rPr/{W}b") if run is not None else None
    return bold is not None and bold.get(f"{W}val", "1") not in ("0", "false", "off")


def _is_raised_digit(node: Any) -> bool:
    raised = node.getparent().find(f"{W}rPr/{W}vertAlign")
    return (
        raised is not None
        and raised.get(f"{W}val") == "superscript"
        and node.text.strip().isdigit()
    )
