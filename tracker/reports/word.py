"""A paper as a Word file: real headings, numbering, header rows, alternative text and language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.section import Section
from docx.shared import Mm

from tracker.reports.blocks import Paper, TurnToLandscape
from tracker.reports.word_file import count_captions, describe, packed
from tracker.reports.word_styles import LANGUAGE, set_numbering, set_styles
from tracker.reports.word_writer import PngOf, Writer
from tracker.reports.word_xml import counted, el, paragraph, run, twips

PAGE_MM: Final = (210.0, 297.0)
MARGINS_MM: Final = (22.0, 15.0)
"""At the sides of an upright page, and of one on its side."""

TOP_MM, BOTTOM_MM, EDGE_MM = 22.0, 20.0, 10.0
_UNUSED_PARTS: Final = frozenset({RT.CUSTOM_XML, RT.WEB_SETTINGS, RT.FONT_TABLE, RT.THUMBNAIL})
_EFFECTS: Final = "stylesWithEffects"
_APPLICATION: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"><Application>Improvement plan tracker</Application></Properties>'
)


def word_bytes(paper: Paper, png_of: PngOf) -> bytes:
    """``paper`` as a .docx; ``png_of`` draws an SVG of a width in pixels as a PNG."""
    return _PaperWriter(paper, png_of).written()


class _PaperWriter(Writer):
    """One paper on its way into a Word document of its own."""

    def __init__(self, paper: Paper, png_of: PngOf) -> None:
        super().__init__(_empty_document(), png_of)
        self.paper = paper
        self._lay(self.document.sections[0], *PAGE_MM, MARGINS_MM[0])

    def written(self) -> bytes:
        self.write(self.paper.blocks)
        count_captions(self.document)
        paper = self.paper
        describe(self.document, paper.title, paper.author, paper.subject, paper.made_at)
        return packed(self.document)

    def writers(self) -> dict[type, Callable[[Any, Any], None]]:
        return {**super().writers(), TurnToLandscape: _PaperWriter.landscape}

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
