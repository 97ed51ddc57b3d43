"""Papers as Word files: real headings, lists that Word numbers itself, tables, real footnotes."""

from __future__ import annotations

import io
import zipfile
from enum import Enum
from typing import Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.text.paragraph import Paragraph

from tests.intake.papers import (
    Block,
    Bullets,
    Cell,
    Contents,
    Heading,
    NewPage,
    Numbered,
    PageEndsIn,
    Paper,
    Para,
    Point,
    Table,
    cell_blocks,
)

_FOOTNOTES: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def members(content: bytes) -> dict[str, bytes]:
    """What a Word file is made of, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    """The parts as one file, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 5, 9, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, part)
    return out.getvalue()


class Nesting(Enum):
    """How Word says that an item stands below another: by its style or its level in the list."""

    BY_STYLE = "style"
    BY_LEVEL = "level"


def word_file(paper: Paper, nesting: Nesting = Nesting.BY_LEVEL) -> bytes:
    """The paper as .docx."""
    return _Writing(paper, nesting).finished()


class _Writing:
    """One Word file while it is written."""

    def __init__(self, paper: Paper, nesting: Nesting) -> None:
        self.paper = paper
        self.nesting = nesting
        self.bulleted: int | None = None
        self.document: WordDocument = Document()
        self.document.core_properties.title = paper.title or paper.name
        self.notes: list[str] = []
        self.numbering: dict[int, int] = {}
        self.next_number: int | None = None

    def finished(self) -> bytes:
        self._running()
        for block in self.paper.blocks:
            self._block(block)
        if self.notes:
            self._keep_notes()
        out = io.BytesIO()
        self.document.save(out)
        return zipped(members(out.getvalue()))

    def _running(self) -> None:
        section = self.document.sections[0]
        place = section.header if self.paper.running.top else section.footer
        for line in self.paper.running.lines:
            place.add_paragraph(line)
        _field(place.paragraphs[-1], "PAGE")

    def _block(self, block: Block) -> None:  # noqa: C901 - one case for each kind of block
        if not isinstance(block, Para) or block.number is None:
            self.next_number = None
        match block:
            case Heading(text, level, note):
                self._say(self.document.add_heading(level=level), text, note)
            case Para():
                self._para(block)
            case Bullets(points):
                self._bullets(self.document, points)
            case Numbered(points, start):
                self._numbered(points, start)
            case Table():
                self._table(block)
            case Contents():
                self._contents()
            case NewPage():
                self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case PageEndsIn():
                pass  # Word breaks its pages when it opens the file

    def _say(
        self, paragraph: Paragraph, text: str, note: str | None = None, *, strong: bool = False
    ) -> None:
        """The words in runs; a hyphen at a line's end is the kind that keeps words together."""
        pieces = text.split("-\n")
        for at, piece in enumerate(pieces):
            run = paragraph.add_run(piece)
            run.bold = strong or None
            if at < len(pieces) - 1:
                run._r.append(OxmlElement("w:noBreakHyphen"))
        if note:
            self.notes.append(note)
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(len(self.notes)))
            run = paragraph.add_run()
            run.font.superscript = True
            run._r.append(reference)

    def _para(self, para: Para) -> None:
        paragraph = self.document.add_paragraph()
        if para.number is not None:
            if para.number != self.next_number:
                self.numbering_now = self._numbering_from(para.number)
            self.next_number = para.number + 1
            self._number(paragraph, self.numbering_now)
        self._say(paragraph, para.text, para.note, strong=para.strong)

    def _bullets(self, place: Any, points: tuple[Point, ...], level: int = 1) -> None:
        deeper = level > 1 and self.nesting is Nesting.BY_STYLE
        style = self.document.styles[f"List Bullet {level}" if deeper else "List Bullet"]
        for point in points:
            paragraph = place.add_paragraph(style=style)
            if level > 1 and self.nesting is Nesting.BY_LEVEL:
                self._number(paragraph, self._bulleted(), level - 1)
            self._say(paragraph, point.text)
            self._bullets(place, point.under, level + 1)

    def _bulleted(self) -> int:
        """A list of Word's own with two levels of bullets, as its toolbar makes it."""
        if self.bulleted is None:
            levels = "".join(
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
                f'<w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/></w:lvl>'
                for level, mark in enumerate("\uf0b7o")
            )
            self.bulleted = self._new_numbering(99, "hybridMultilevel", levels)
        return self.bulleted

    def _numbered(self, points: tuple[Point, ...], start: int) -> None:
        numbering = self._numbering_from(start)
        for point in points:
            paragraph = self.document.add_paragraph(style="List Number")
            self._number(paragraph, numbering)
            self._say(paragraph, point.text)
            self._bullets(self.document, point.under, 2)

    def _numbering_from(self, start: int) -> int:
        """A numbering of Word's own that counts from ``start``."""
        level = (
            f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="decimal"/>'
            '<w:lvlText w:val="%1."/><w:lvlJc w:val="left"/></w:lvl>'
        )
        return self._new_numbering(100 + start, "singleLevel", level)

    def _new_numbering(self, ident: int, kind: str, levels: str) -> int:
        numbering = self.document.part.numbering_part.element
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{ident}">'
            f'<w:multiLevelType w:val="{kind}"/>{levels}</w:abstractNum>'
        )
        first = numbering.find(qn("w:num"))
        first.addprevious(abstract)
        number = numbering.add_num(ident)
        return int(number.numId)

    @staticmethod
    def _number(paragraph: Paragraph, numbering: int, level: int = 0) -> None:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = numbering

    def _table(self, table: Table) -> None:
        made = self.document.add_table(rows=0, cols=table.columns)
        made.style = self.document.styles["Table Grid"]
        for row in table.rows:
            for cell, words in zip(made.add_row().cells, row, strict=True):
                self._cell(cell, words)
        if table.headed:
            header = OxmlElement("w:tblHeader")
            made.rows[0]._tr.get_or_add_trPr().append(header)

    def _cell(self, place: Any, cell: Cell) -> None:
        empty = place.paragraphs[0]
        for inside in cell_blocks(cell):
            match inside:
                case Bullets(points):
                    self._bullets(place, points)
                case Para(text):
                    self._say(place.add_paragraph(), text, strong=inside.strong)
                case str():
                    self._say(place.add_paragraph(), inside)
        empty._p.getparent().remove(empty._p)

    def _contents(self) -> None:
        """As Word leaves it behind: entries with a tab and a page number, no headings."""
        self._say(self.document.add_paragraph(), "Contents", strong=True)
        for at, heading in enumerate(self.paper.headings):
            self.document.add_paragraph(f"{heading.text}\t{3 + at}")

    def _keep_notes(self) -> None:
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:t></w:t></w:r></w:p></w:footnote>'
            for number in range(1, len(self.notes) + 1)
        )
        root = parse_xml(f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>")
        for element, note in zip(root.iter(qn("w:t")), self.notes, strict=True):
            element.text = note
        from lxml import etree  # noqa: PLC0415 - it carries no types, and is python-docx's own

        part = Part(
            PackURI("/word/footnotes.xml"),
            _FOOTNOTES,
            etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True),
            self.document.part.package,
        )
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _field(paragraph: Paragraph, name: str) -> None:
    """A field that Word fills in, as the page's number is."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"  # what it was when the file was last saved
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
