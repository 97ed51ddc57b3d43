"""A presentation for PowerPoint: charts that can be edited, tables, and a title on every slide.

It is the same file, byte for byte, for the same content.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC
from typing import Any, Final

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.oxml.shapes.graphfrm import CT_GraphicalObjectFrame as Frame
from pptx.parts.chart import ChartPart as NativePart
from pptx.util import Pt

from tracker.charts.lettering import width_of
from tracker.charts.palette import INK, QUIET
from tracker.reports.slide_charts import chart_parts, native
from tracker.reports.slide_master import (
    BENEATH_SIZE,
    BODY,
    BODY_HEIGHT,
    BODY_TOP,
    COVER,
    COVER_SIZE,
    FOOT_BOX,
    NOTE_BOX,
    PLAIN,
    SIDE,
    TITLE_SIZE,
    Box,
    empty_deck,
    in_english,
)
from tracker.reports.slide_parts import ChartSlide, Deck, TableSlide, WordSlide
from tracker.reports.slide_tables import parts_of, table_element
from tracker.reports.slide_text import (
    LANGUAGE,
    TEXT,
    el,
    fitted,
    one_line,
    paragraph,
)
from tracker.reports.undated import repacked

PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
WORDS_SIZE: Final = 20.0
BLANK: Final = "\N{NO-BREAK SPACE}"
TITLE_LINES, COVER_LINES, BENEATH_LINES = 2, 3, 2
_APPLICATION: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"><Application>Improvement plan tracker</Application></Properties>'
)


def slides(deck: Deck) -> bytes:
    """``deck`` as a .pptx."""
    return _Writer(deck).written()


class _Writer:
    """One deck on its way into one file."""

    def __init__(self, deck: Deck) -> None:
        self.deck, self.made = deck, empty_deck()
        self.titles: set[str] = set()
        self.charts = 0

    def written(self) -> bytes:
        self._describe()
        self._cover()
        for slide in self.deck.slides:
            _WRITERS[type(slide)](self, slide)
        out = io.BytesIO()
        self.made.save(out)
        return repacked(out.getvalue(), _described)

    def _describe(self) -> None:
        about, made_at = self.made.core_properties, self.deck.made_at.astimezone(UTC)
        about.title, about.language = one_line(self.deck.title)[:255], LANGUAGE
        about.author = about.last_modified_by = about.comments = ""
        about.created = about.modified = made_at.replace(tzinfo=None)
        about.revision = 1

    def _cover(self) -> None:
        page = self.made.slides.add_slide(self.made.slide_layouts[COVER])
        title = fitted(self.deck.title, BODY, COVER_SIZE, most=COVER_LINES, bold=True)
        lines = [fitted(line, BODY, BENEATH_SIZE, most=BENEATH_LINES) for line in self.deck.beneath]
        _write(page.shapes.title, [title], COVER_SIZE, INK, bold=True)
        _write(page.placeholders[1], lines, BENEATH_SIZE, QUIET)
        self.titles.add(title)
        self._finish(page, [self.deck.title] if title != one_line(self.deck.title) else [])

    def _add(self, title: str, notes: Sequence[str] = (), part: str = "") -> Any:
        """A slide with its title, cut to what fits and unlike every other, and which part it is."""
        page = self.made.slides.add_slide(self.made.slide_layouts[PLAIN])
        shown = self._unlike(title, part)
        _write(page.shapes.title, [shown], TITLE_SIZE, INK, bold=True)
        whole = [title] if not shown.startswith(one_line(title)) else []
        self._finish(page, [*whole, *notes])
        return page

    def _unlike(self, title: str, part: str) -> str:
        number, shown = 1, ""
        while not shown or shown in self.titles:
            end = part + (f" ({number})" if number > 1 else "")
            # A little less room leaves some for the end.
            room = BODY - width_of(end, TITLE_SIZE, bold=True)
            shown = fitted(title, room, TITLE_SIZE, most=TITLE_LINES, bold=True) + end
            number += 1
        self.titles.add(shown)
        return shown

    def _finish(self, page: Any, notes: Sequence[str]) -> None:
        """The line at the foot, the slide's number, and what the notes keep whole."""
        tree = page.element.cSld.spTree
        foot = fitted(self.deck.footer, FOOT_BOX[2], TEXT, most=1)
        tree.append(_placeholder(90, "ftr", 11, "Data as at", paragraph_of(foot)))
        tree.append(_placeholder(91, "sldNum", 12, "Slide number", _number()))
        if notes:
            frame = page.notes_slide.notes_placeholder
            _fill(frame, [paragraph(note, size=12, ink=INK) for note in notes])

    def chart(self, slide: ChartSlide) -> None:
        """A chart over as many slides as it takes."""
        parts, missing = chart_parts(slide.figures, BODY)
        figures = slide.figures
        for number, part in enumerate(parts, start=1):
            page = self._add(figures.title, [figures.alt, *part.whole], _which(number, len(parts)))
            drawn = native(part.figures, (BODY, BODY_HEIGHT), self.deck.made_at)
            self._place_chart(page, drawn, figures.alt)
            note = part.figures.left_out
            if missing:
                note = f"{note} {missing:,} more rows do not fit. The page of charts has them all."
            if note:
                _say(page, note)

    def _place_chart(self, page: Any, drawn: Any, alt: str) -> None:
        self.charts += 1
        name = PackURI(f"/ppt/charts/chart{self.charts}.xml")
        part = NativePart.load(name, CT.DML_CHART, page.part.package, drawn.xml)
        part.chart_workbook.update_from_xlsx_blob(drawn.workbook)
        place = [round(Pt(one)) for one in (SIDE, BODY_TOP, BODY, BODY_HEIGHT)]
        known = page.part.relate_to(part, RT.CHART)
        frame = Frame.new_chart_graphicFrame(10, "Chart", known, *place)
        _insert(page, frame, alt)

    def table(self, slide: TableSlide) -> None:
        """A table over as many slides as it takes."""
        parts, missing = parts_of(slide, BODY, BODY_HEIGHT)
        for number, part in enumerate(parts, start=1):
            page = self._add(slide.title, part.whole, _which(number, len(parts)))
            table, height = table_element(slide, part, BODY)
            place = [round(Pt(one)) for one in (SIDE, BODY_TOP, BODY, height)]
            frame = Frame.new_table_graphicFrame(10, "Table", 1, 1, *place)
            data = frame.graphic.graphicData
            data.replace(data.tbl, table)
            _insert(page, frame, slide.alt)
            if missing:
                shown = len(slide.rows) - missing
                said = f"The first {shown:,} of {len(slide.rows):,}. {slide.elsewhere}"
                _say(page, said)

    def words(self, slide: WordSlide) -> None:
        """Sentences under a title."""
        page = self._add(slide.title)
        lines = [fitted(one, BODY, WORDS_SIZE, most=4) for one in slide.sentences]
        _write(_box(page, (SIDE, BODY_TOP, BODY, BODY_HEIGHT)), lines, WORDS_SIZE, INK, after=10)


_WRITERS: Final[dict[type, Callable[[_Writer, Any], None]]] = {
    ChartSlide: _Writer.chart,
    TableSlide: _Writer.table,
    WordSlide: _Writer.words,
}


def _which(number: int, of: int) -> str:
    return "" if of == 1 else f" ({number}{BLANK}of{BLANK}{of})"


def _insert(page: Any, frame: Any, alt: str) -> None:
    """Put a chart or table before the foot, in the order in which it is read."""
    frame.nvGraphicFramePr.cNvPr.set("descr", one_line(alt))
    page.shapes.title.element.addnext(frame)


def _say(page: Any, note: str) -> None:
    _write(_box(page, NOTE_BOX), [fitted(note, NOTE_BOX[2], TEXT, most=1)], TEXT, QUIET)


def _box(page: Any, place: Box) -> Any:
    """A box for text, which begins at its very edge as the title does."""
    box = page.shapes.add_textbox(*map(Pt, place))
    frame = box.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return box


def _write(
    shape: Any,
    lines: Sequence[str],
    size: float,
    ink: str,
    *,
    bold: bool = False,
    after: float = 0,
) -> None:
    shape.text_frame.word_wrap = True
    made = [paragraph(line, size=size, ink=ink, bold=bold, after=after) for line in lines]
    _fill(shape, made)


def _fill(shape: Any, paragraphs: Sequence[Any]) -> None:
    body = shape.element.txBody
    for old in list(body.p_lst):
        body.remove(old)
    body.extend(paragraphs or [el("a:p")])


def paragraph_of(text: str) -> Any:
    """A paragraph of the foot."""
    return paragraph(text, size=TEXT, ink=QUIET)


def _number() -> Any:
    field = el("a:fld", id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
    field.append(el("a:rPr", lang=LANGUAGE, sz=TEXT * 100))
    words = el("a:t")
    words.text = "1"
    field.append(words)
    return el("a:p", field)


def _placeholder(known: int, kind: str, place: int, name: str, words: Any) -> Any:
    """A placeholder of the layout on a slide, which python-pptx makes for titles and text alone."""
    facts = el("p:nvSpPr", el("p:cNvPr", id=known, name=name), el("p:cNvSpPr"))
    facts.append(el("p:nvPr", el("p:ph", type=kind, sz="quarter", idx=place)))
    text = el("p:txBody", el("a:bodyPr"), el("a:lstStyle"), words)
    return el("p:sp", facts, el("p:spPr"), text)


def _described(name: str, part: bytes) -> bytes:
    """Whose file it is and in what language, in place of the library's own."""
    return _APPLICATION if name == "docProps/app.xml" else in_english(name, part)
