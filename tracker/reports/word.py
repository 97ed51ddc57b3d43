"""A paper as a Word file: real headings, numbering, header rows, alternative text and language."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.section import Section
from docx.shared import Emu, Mm

from tracker.reports.blocks import (
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
from tracker.reports.undated import undated
from tracker.reports.word_styles import LANGUAGE, TIGHT, set_numbering, set_styles
from tracker.reports.word_table import table_of
from tracker.reports.word_xml import counted, el, paragraph, run, twips, writable

PngOf = Callable[[str, int], bytes]

PAGE_MM: Final = (210.0, 297.0)
MARGINS_MM: Final = (22.0, 15.0)
"""At the sides of an upright page, and of one on its side."""

TOP_MM, BOTTOM_MM, EDGE_MM = 22.0, 20.0, 10.0
PICTURE_MM: Final = (150.0, 195.0)
"""The most room that a picture takes: wide and high."""
PIXEL_MM: Final = 25.4 / 96
"""A pixel on paper: no picture is set larger, so that the text of all is about as large."""

_UNUSED_PARTS: Final = frozenset({RT.CUSTOM_XML, RT.WEB_SETTINGS, RT.FONT_TABLE, RT.THUMBNAIL})
_EFFECTS: Final = "stylesWithEffects"
_APPLICATION: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"><Application>Improvement plan tracker</Application></Properties>'
)


def word_bytes(paper: Paper, png_of: PngOf) -> bytes:
    """``paper`` as a .docx; ``png_of`` draws an SVG of a width in pixels as a PNG."""
    return _Writer(paper, png_of).written()


class _Writer:
    """One paper on its way into one Word document."""

    def __init__(self, paper: Paper, png_of: PngOf) -> None:
        self.paper, self.png_of = paper, png_of
        self.document = _empty_document()
        self.end = self.document.element.body.sectPr
        self.tables = self.figures = 0
        self.width = 0
        self._lay(self.document.sections[0], *PAGE_MM, MARGINS_MM[0])

    def written(self) -> bytes:
        self._describe()
        for block in self.paper.blocks:
            _WRITERS[type(block)](self, block)
        if self._stands_after_a_table():
            # Word takes a table at a document's very end for damage.
            self.put(paragraph("SectionEnd"))
        out = io.BytesIO()
        self.document.save(out)
        return undated(out.getvalue())

    def put(self, element: Any) -> None:
        """Add ``element`` at the end; text gets room after a table."""
        if self._stands_after_a_table() and element.tag.endswith("}p"):
            properties = element[0]
            if properties[0].values()[0] in TIGHT:
                properties.append(el("spacing", before=160))
        self.end.addprevious(element)

    def _stands_after_a_table(self) -> bool:
        before = self.end.getprevious()
        return before is not None and before.tag.endswith("}tbl")

    def title(self, block: Title) -> None:
        self.put(paragraph("Title", *run(block.text)))

    def heading(self, block: Heading) -> None:
        self.put(paragraph(f"Heading{block.level}", *run(block.text)))

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
            self.tables += 1
            self._caption("Table", self.tables, block.caption)
        self.put(table_of(block, self.width))

    def drawing(self, block: Drawing) -> None:
        self.figures += 1
        self._caption("Figure", self.figures, block.caption)
        picture = block.picture
        png = io.BytesIO(self.png_of(writable(picture.svg), picture.width))
        share = min(PICTURE_MM[0] / picture.width, PICTURE_MM[1] / picture.height, PIXEL_MM)
        width, height = Mm(picture.width * share), Mm(picture.height * share)
        inline = self.document.part.new_pic_inline(png, Emu(width), Emu(height))
        inline.docPr.set("descr", writable(picture.alt))
        inline.docPr.set("title", writable(block.caption))
        self.put(paragraph("Picture", el("r", el("drawing", inline))))

    def _caption(self, kind: str, number: int, words: str) -> None:
        field = counted(f"SEQ {kind} \\* ARABIC", str(number))
        self.put(paragraph("Caption", *run(f"{kind} "), field, *run(f": {words}")))

    def landscape(self, _block: TurnToLandscape) -> None:
        self.document.add_section(WD_SECTION.NEW_PAGE)
        self.end = self.document.element.body.sectPr
        self.end.getprevious()[0].insert(0, el("pStyle", val="SectionEnd"))
        section = self.document.sections[-1]
        section.orientation = WD_ORIENT.LANDSCAPE
        self._lay(section, PAGE_MM[1], PAGE_MM[0], MARGINS_MM[1])

    def _lay(self, section: Section, width: float, height: float, side: float) -> None:
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.left_margin = section.right_margin = Mm(side)
        section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
        section.header_distance = section.footer_distance = Mm(EDGE_MM)
        self.width = twips(width - 2 * side)
        left, right = self.paper.head
        self._edge(section.header, "Header", run(left), run(right, bold=True))
        page = [*run("Page "), counted("PAGE", "1"), *run(" of "), counted("NUMPAGES", "1")]
        self._edge(section.footer, "Footer", run(self.paper.foot), page)

    def _edge(self, edge: Any, style: str, left: list[Any], right: list[Any]) -> None:
        """What stands at a page's head or foot: something at its left, something at its right."""
        edge.is_linked_to_previous = False
        root = edge._element  # noqa: SLF001 - python-docx has no public way to the part's root
        for child in list(root):
            root.remove(child)
        line = paragraph(style, *left, el("r", el("tab")), *right)
        line[0].append(el("tabs", el("tab", val="right", pos=self.width)))
        root.append(line)

    def _describe(self) -> None:
        known, at = self.document.core_properties, self.paper.made_at.replace(tzinfo=None)
        known.title = writable(self.paper.title)[:255]
        known.author = known.last_modified_by = writable(self.paper.author)[:255]
        known.subject = writable(self.paper.subject)[:255]
        known.language, known.comments, known.keywords = LANGUAGE, "", ""
        known.created = known.modified = at


_WRITERS: Final[dict[type, Callable[[_Writer, Any], None]]] = {
    Title: _Writer.title,
    Heading: _Writer.heading,
    Numbered: _Writer.numbered,
    Plain: _Writer.plain,
    Bullets: _Writer.bullets,
    SignatureLine: _Writer.signature,
    Table: _Writer.table,
    Drawing: _Writer.drawing,
    TurnToLandscape: _Writer.landscape,
}


def _empty_document() -> WordDocument:
    """python-docx's own template, with our styles, numbering and language in place of its."""
    document = Document()
    part = document.part
    set_styles(part.styles.element)
    set_numbering(part.numbering_part.element)
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    mode = {
        "name": "compatibilityMode",
        "uri": "http://schemas.microsoft.com/office/word",
        "val": 15,
    }
    settings.extend((el("compat", el("compatSetting", **mode)), el("themeFontLang", val=LANGUAGE)))
    for owner in (part, part.package):
        for key, relation in list(owner.rels.items()):
            if relation.reltype in _UNUSED_PARTS or relation.reltype.endswith(_EFFECTS):
                del owner.rels[key]
            elif relation.reltype == RT.EXTENDED_PROPERTIES:
                relation.target_part._blob = _APPLICATION  # noqa: SLF001 - as above
    return document
