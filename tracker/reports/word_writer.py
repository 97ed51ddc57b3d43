"""Blocks as they are written into a Word document, wherever it is to have them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any, Final

from docx.document import Document as WordDocument
from docx.shared import Emu, Mm

from tracker.reports.blocks import (
    Block,
    Bullets,
    Drawing,
    Heading,
    Numbered,
    Plain,
    SignatureLine,
    Table,
    Title,
)
from tracker.reports.characters import writable
from tracker.reports.word_stylebook import StyleBook
from tracker.reports.word_styles import TIGHT
from tracker.reports.word_table import table_of
from tracker.reports.word_xml import TWIPS_PER_MM, counted, el, paragraph, run

PngOf = Callable[[str, int], bytes]

PICTURE_MM: Final = (150.0, 195.0)
"""The most room that a picture takes: wide and high."""
PIXEL_MM: Final = 25.4 / 96
"""A pixel on paper: no picture is set larger, so that the text of all is about as large."""

LOWEST: Final = 4
"""The lowest level of a heading."""


class Writer:
    """Writes blocks before ``end``, an element of the document's body.

    ``width`` is that of the text there in twentieths of a point; ``deeper`` is added to the levels
    of headings.
    """

    def __init__(self, document: WordDocument, png_of: PngOf) -> None:
        self.document, self.png_of = document, png_of
        self.book = StyleBook(document)
        self.end = document.element.body.sectPr
        self.width = self.deeper = 0

    def write(self, blocks: Iterable[Block]) -> None:
        """Write ``blocks``, and part a table at their end from what is no paragraph."""
        for block in blocks:
            self.writers()[type(block)](self, block)
        if self._stands_after_a_table() and self.end.tag.endswith(("}tbl", "}sectPr")):
            # Word takes a table at a document's very end for damage, and joins two tables.
            self.put(paragraph("SectionEnd"))

    def writers(self) -> dict[type, Callable[[Any, Any], None]]:
        """How each kind of block is written."""
        return _WRITERS

    def put(self, element: Any) -> None:
        """Add ``element`` at the end; text gets room after a table."""
        if self._stands_after_a_table() and element.tag.endswith("}p"):
            properties = element[0]
            if properties[0].values()[0] in TIGHT:
                properties.append(el("spacing", before=160))
        self.book.translate(element)
        self.end.addprevious(element)

    def _stands_after_a_table(self) -> bool:
        before = self.end.getprevious()
        return before is not None and before.tag.endswith("}tbl")

    def title(self, block: Title) -> None:
        self.put(paragraph("Title", *run(block.text)))

    def heading(self, block: Heading) -> None:
        level = min(block.level + self.deeper, LOWEST)
        self.put(paragraph(f"Heading{level}", *run(block.text)))

    def numbered(self, block: Numbered) -> None:
        self.put(paragraph("NumberedParagraph", *run(block.text), keeps=block.keeps))
        for point in block.points:
            lead = f"{point.lead}: " if point.text else point.lead
            runs = run(lead, bold=True) if point.lead else []
            self.put(paragraph("LetteredPoint", *runs, *run(point.text)))

    def plain(self, block: Plain) -> None:
        lead = run(f"{block.lead} ", bold=True) if block.lead else []
        self.put(paragraph("Normal", *lead, *run(block.text), keeps=block.keeps))

    def bullets(self, block: Bullets) -> None:
        for item in block.items:
            self.put(paragraph("ListBullet", *run(item)))

    def signature(self, block: SignatureLine) -> None:
        room = paragraph("Signature", *run("Signed:"))
        room[0].append(el("keepNext"))
        room[0].append(el("spacing", before=480, after=480))
        self.put(room)
        name, *rest = [line for line in block.lines if line]
        self.put(paragraph("Signature", *run(name, bold=True), keeps=bool(rest)))
        for line in rest:
            self.put(paragraph("Signature", *run(line)))

    def table(self, block: Table) -> None:
        if block.captioned:
            self._caption("Table", block.caption)
        elif self._stands_after_a_table():
            self.put(paragraph("SectionEnd"))
        self.put(table_of(block, self.width))

    def drawing(self, block: Drawing) -> None:
        self._caption("Figure", block.caption)
        picture = block.picture
        png = io.BytesIO(self.png_of(writable(picture.svg), picture.width))
        room = min(PICTURE_MM[0], self.width / TWIPS_PER_MM)
        share = min(room / picture.width, PICTURE_MM[1] / picture.height, PIXEL_MM)
        width, height = Mm(picture.width * share), Mm(picture.height * share)
        inline = self.document.part.new_pic_inline(png, Emu(width), Emu(height))
        inline.docPr.set("descr", writable(picture.alt))
        inline.docPr.set("title", writable(block.caption))
        self.put(paragraph("Picture", el("r", el("drawing", inline))))

    def _caption(self, kind: str, words: str) -> None:
        field = counted(f"SEQ {kind} \\* ARABIC", "0")
        self.put(paragraph("Caption", *run(f"{kind} "), field, *run(f": {words}")))


_WRITERS: Final[dict[type, Callable[[Any, Any], None]]] = {
    Title: Writer.title,
    Heading: Writer.heading,
    Numbered: Writer.numbered,
    Plain: Writer.plain,
    Bullets: Writer.bullets,
    SignatureLine: Writer.signature,
    Table: Writer.table,
    Drawing: Writer.drawing,
}
