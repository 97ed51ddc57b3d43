"""Whole sections drawn into a filled template: where their tags stood, as the document is there.

A section is as wide as the text of its pages, and its headings are one level below the heading that
the council has put above it.
"""

from __future__ import annotations

from typing import Any, Final

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from tracker.reports.blocks import Heading
from tracker.reports.parts import CabinetReport
from tracker.reports.template_kinds import Section
from tracker.reports.template_sandbox import PLACE
from tracker.reports.template_vocabulary import VOCABULARY
from tracker.reports.word_writer import PngOf, Writer
from tracker.reports.word_xml import twips

_PAGE: Final = {"w": twips(210), "left": twips(25.4), "right": twips(25.4), "space": twips(12.5)}
"""What a section of pages measures where the template does not say."""

NARROWEST: Final = twips(40)


def draw_sections(document: WordDocument, report: CabinetReport, png_of: PngOf) -> None:
    """Draw each section in the place that is kept for it."""
    writer = Writer(document, png_of)
    levels = writer.book.heading_levels()
    # The council's own headings count, not those of the sections drawn before.
    places = [(place, _level_above(place, levels)) for place in document.element.body.iter(PLACE)]
    for place, above in places:
        section = VOCABULARY[place.get("section")]
        assert isinstance(section, Section)  # noqa: S101 - for the type checker
        blocks = list(section.of(report))
        highest = min((block.level for block in blocks if isinstance(block, Heading)), default=1)
        writer.deeper = above + 1 - highest
        writer.width = _width_at(place)
        writer.end = place.getnext()
        place.getparent().remove(place)
        writer.write(blocks)


def _level_above(place: Any, levels: dict[str, int]) -> int:
    """The level of the last heading before a place, 0 for none."""
    path = f"{qn('w:pPr')}/{qn('w:pStyle')}"
    for before in place.itersiblings(preceding=True):
        style = before.find(path)
        if style is not None and style.get(qn("w:val")) in levels:
            return levels[style.get(qn("w:val"))]
    return 0


def _width_at(place: Any) -> int:
    """The width of the text on the pages of a place, or of its column."""
    for after in place.itersiblings():
        ends = after if after.tag == qn("w:sectPr") else after.find(_ENDS)
        if ends is not None:
            return _width_of(ends)
    return _PAGE["w"] - _PAGE["left"] - _PAGE["right"]


_ENDS: Final = f"{qn('w:pPr')}/{qn('w:sectPr')}"


def _width_of(section: Any) -> int:
    page, margins, columns = (section.find(qn(f"w:{tag}")) for tag in ("pgSz", "pgMar", "cols"))
    width = _measure(page, "w", _PAGE["w"])
    width -= _measure(margins, "left", _PAGE["left"]) + _measure(margins, "right", _PAGE["right"])
    width -= _measure(margins, "gutter", 0)
    count = max(1, _measure(columns, "num", 1))
    gaps = (count - 1) * _measure(columns, "space", _PAGE["space"])
    return max((width - gaps) // count, NARROWEST)


def _measure(node: Any, name: str, otherwise: int) -> int:
    value = "" if node is None else node.get(qn(f"w:{name}"), "")
    return round(float(value)) if value.replace(".", "", 1).isdecimal() else otherwise
