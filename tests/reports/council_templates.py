"""Templates as councils make them, for the tests: by python-docx, and by hand in the package."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor

from tests.foundations.kept_reports import PNG

DOCUMENT: Final = "word/document.xml"
DOCUMENT_RELATIONS: Final = "word/_rels/document.xml.rels"
GREEN: Final = RGBColor(0x00, 0x50, 0x40)


def bytes_of(document: WordDocument) -> bytes:
    """The document as a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def small(*paragraphs: str) -> bytes:
    """A template of these paragraphs."""
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    return bytes_of(document)


def repacked(content: bytes, changes: dict[str, Callable[[bytes], bytes]], **added: Any) -> bytes:
    """``content`` with parts changed; ``added`` has the bytes of more, "__" for "/" in names."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            same: Callable[[bytes], bytes] = bytes
            made.writestr(name, changes.get(name, same)(given.read(name)), zipfile.ZIP_DEFLATED)
        for name, part in added.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), part)
    return out.getvalue()


def replaced(name: str, old: str, new: str, content: bytes | None = None) -> bytes:
    """A small template of whose part ``name`` the text ``old`` was replaced."""
    given = content or small("Here", "{{ title }}")

    def change(part: bytes) -> bytes:
        assert old.encode() in part
        return part.replace(old.encode(), new.encode(), 1)

    return repacked(given, {name: change})


def related(kind: str, target: str, *, external: bool = True) -> bytes:
    """A small template with one more relation, of the last word ``kind`` of its type."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    mode = ' TargetMode="External"' if external else ""
    relation = f'<Relationship Id="rId99" Type="{base}/{kind}" Target="{target}"{mode}/>'
    return replaced(DOCUMENT_RELATIONS, "</Relationships>", f"{relation}</Relationships>")


def bridgeton() -> bytes:
    """A council's template that has little in common with ours: looks, headings, order, wording."""
    document = Document()
    document.styles["Heading 1"].font.color.rgb = GREEN
    document.styles["Heading 1"].font.name = "Georgia"
    caption = document.styles["Caption"]
    caption.font.italic = True
    _head_and_foot(document)
    cut = document.add_paragraph("Report of ", style="Title")
    for piece in ("{", "{ ti", "tle|", "upper }", "}"):
        # As Word leaves a tag in which somebody has corrected something.
        cut.add_run(piece).bold = piece == "tle|"
    _details(document)
    document.add_heading("What Cabinet is asked to do", 1)
    for words in (
        "{%p for point in recommendation %}",
        "{{ loop.index }} of {{ loop.length }}: {{ point }}",
        "{%p endfor %}",
    ):
        document.add_paragraph(words)
    _why(document)
    _implications(document)
    _plan(document)
    return bytes_of(document)


def _head_and_foot(document: WordDocument) -> None:
    [section] = document.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    table = section.header.add_table(1, 2, Mm(160))
    picture = table.cell(0, 0).paragraphs[0].add_run().add_picture(io.BytesIO(PNG), Mm(10))
    picture._inline.docPr.set("descr", "Arms of the council")
    table.cell(0, 1).text = "{{ council }}, item {{ item_number }}"
    section.footer.paragraphs[0].text = (
        "Figures of {{ data_as_at }} ({{ record }}){% if demonstration %}: {{ demonstration }}"
        "{% endif %}"
    )


def _details(document: WordDocument) -> None:
    table = _table(document, "Who", "Name")
    for words in (
        ("Cabinet member", "{{ member }}{% if portfolio %} ({{ portfolio }}){% endif %}"),
        ("Director", "{{ director }}{% if not director_post %}, who has no post{% endif %}"),
        ("Papers", "{{ background_papers|join(“; ”) }}"),
    ):
        _add(table, *words)


def _why(document: WordDocument) -> None:
    document.add_heading("Why", 1)
    document.add_paragraph("{{ reasons }}")
    for words in ("{%p if judgements %}", "{{p findings }}", "{%p else %}", "Not inspected yet"):
        document.add_paragraph(words)
    document.add_paragraph("{%p endif %}")
    document.add_heading("How far we are", 2)
    document.add_paragraph("{{p progress }}")


def _implications(document: WordDocument) -> None:
    document.add_heading("What it means", 1)
    table = _table(document, "For", "Answer")
    _add(table, "Money", "{{ implication.budget }}")
    _add(table, "Our wards", "{{ implication.wards }}")


def _plan(document: WordDocument) -> None:
    document.add_heading("The plan in short", 1)
    document.add_paragraph("{%p for section in plan_sections %}")
    document.add_heading("{{ section.heading }}", 2)
    table = _table(document, "No.", "Action", "How it stands")
    _add(table, "{%tr for action in section.actions %}", "", "")
    _add(table, "{{ action.reference }}", "{{ action.title }}", "{{ action.ratings }}")
    _add(table, "{%tr endfor %}", "", "")
    document.add_paragraph("{%p endfor %}")
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    document.add_heading("Annex", 1)
    document.add_paragraph("{{p key }}")
    document.add_paragraph("{{p plan }}")


def _table(document: WordDocument, *header: str) -> Any:
    table = document.add_table(1, len(header), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, header, strict=True):
        cell.text = words
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def _add(table: Any, *words: str) -> None:
    for cell, text in zip(table.add_row().cells, words, strict=True):
        cell.text = text


def paragraphs_of(part: Any) -> list[str]:
    """The words of the paragraphs of a part, tables and all."""
    return [
        "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for paragraph in part.iter(qn("w:p"))
    ]
