"""The papers are what they claim to be: a test of reading is worth no more than its documents."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import html5lib
import pikepdf
import pypdfium2
import pytest
from docx import Document

from tests.intake.forms import EVERY_FORM, PDFS, Form, saved_as
from tests.intake.papers import Bullets, Heading, PageEndsIn, Paper, Para, Point, Running
from tests.intake.reports import EVERY_REPORT
from tests.intake.reports_joint import JTAI, SEND_SYSTEMIC
from tests.intake.reports_sif import SIF
from tests.intake.truth import Report, asked_texts, plain
from tests.intake.typeset import typeset

BULLETS = ("\u25fc", "\uf06e", "\uf0a7", "\uf0b7", "\uf0be")


def tags(pdf: bytes) -> Counter[str]:
    """How many elements of each kind the structure tree has."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return Counter(
            str(element.S)
            for element in document.objects
            if isinstance(element, pikepdf.Dictionary) and "/S" in element and "/P" in element
        )


def kids_of(element: Any) -> list[Any]:
    """What stands straight below an element of a structure tree."""
    kids = element.get("/K", pikepdf.Array([]))
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def is_mark(kid: Any) -> bool:
    """Whether it points at marked content, with a page of its own."""
    return isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid


def page_texts(pdf: bytes) -> list[str]:
    """The words of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def marked(pdf: bytes) -> bytes:
    """What the pages draw, uncompressed."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return b"".join(page.Contents.read_bytes() for page in document.pages)


def test_a_tagged_pdf_labels_headings_lists_tables_and_what_runs() -> None:
    pdf = saved_as(Form.TAGGED, SEND_SYSTEMIC.paper)
    found = tags(pdf)
    assert {"/L", "/LI", "/Lbl", "/LBody", "/Table", "/TR", "/TH", "/TD", "/H2"} <= set(found)
    assert b"/Artifact" in marked(pdf)
    assert b"/Subtype/Footer" in marked(pdf)


def test_one_tagged_as_word_does_it_has_its_bullets_inside_the_items() -> None:
    plainly, wordlike = (
        tags(saved_as(form, SEND_SYSTEMIC.paper)) for form in (Form.TAGGED, Form.AS_WORD_TAGS)
    )
    assert wordlike["/Part"] == 1
    assert wordlike["/LI"] == plainly["/LI"]
    with pikepdf.open(io.BytesIO(saved_as(Form.AS_WORD_TAGS, SEND_SYSTEMIC.paper))) as document:
        below = [
            [str(kid.S) for kid in element.K]
            for element in document.objects
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == pikepdf.Name.LI
        ]
    assert below
    assert all(kids == ["/LBody"] for kids in below)


def test_every_mark_of_a_tagged_pdf_is_on_a_page() -> None:
    """A mark is a number: its page is said beside it, or by the element that it stands in."""
    for form in (Form.TAGGED, Form.AS_WORD_TAGS):
        with pikepdf.open(io.BytesIO(saved_as(form, SEND_SYSTEMIC.paper))) as document:
            every = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
            elements = [one for one in every if "/S" in one]
            bare = [one for one in elements if any(isinstance(kid, int) for kid in kids_of(one))]
            assert all("/Pg" in one for one in bare)
            beside = [kid for one in elements for kid in kids_of(one) if is_mark(kid)]
            assert all("/Pg" in kid for kid in beside)
            assert bare or beside


def test_an_untagged_pdf_has_no_tree_and_marks_nothing() -> None:
    pdf = saved_as(Form.UNTAGGED, SIF.paper)
    assert not tags(pdf)
    assert b"/MCID" not in marked(pdf)


@pytest.mark.parametrize("glyph", BULLETS)
def test_a_bullet_extracts_as_the_character_that_a_symbol_font_would_give(glyph: str) -> None:
    paper = Paper("bullets", (Bullets((Point("One."), Point("Two.")), glyph=glyph),))
    for form in PDFS:
        assert page_texts(saved_as(form, paper))[0].count(glyph) == 2


def test_a_hyphen_at_the_end_of_a_line_extracts_as_no_hyphen() -> None:
    paper = Paper("hyphen", (Para("The multi-\nagency hub."),))
    text = page_texts(saved_as(Form.UNTAGGED, paper))[0]
    assert "multi-" not in text
    assert any(mark in text for mark in ("\ufffe", "\x02"))


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_an_item_begins_on_one_page_and_goes_on_over_the_next(lines: int) -> None:
    item = " ".join(f"word{number}" for number in range(120))
    paper = Paper(
        "over",
        (Heading("Recommendations"), PageEndsIn(lines), Bullets((Point(item),))),
        Running(("What runs below",), from_first=True),
    )
    for form in PDFS:
        first, second = page_texts(saved_as(form, paper))
        assert first.index("word0") < first.index("What runs below")
        assert len([line for line in first.splitlines() if "word" in line]) == lines
        assert "word119" in second


def test_word_numbers_paragraphs_by_itself_and_has_real_headings_and_footnotes() -> None:
    document = Document(io.BytesIO(saved_as(Form.WORD, SIF.paper)))
    styles = Counter(p.style.name for p in document.paragraphs if p.style is not None)
    assert styles["Heading 2"] > 3
    assert styles["List Number"] == len(SIF.truth.asked)
    assert not any(p.text.startswith("24") for p in document.paragraphs)
    names = {str(part.partname) for part in document.part.package.iter_parts()}
    assert "/word/footnotes.xml" in names


@pytest.mark.parametrize("report", EVERY_REPORT, ids=lambda one: one.paper.name)
def test_a_web_page_is_strict_html(report: Report) -> None:
    parser = html5lib.HTMLParser(strict=True)
    assert parser.parse(saved_as(Form.WEB, report.paper).decode()) is not None


@pytest.mark.parametrize("report", EVERY_REPORT, ids=lambda one: one.paper.name)
def test_every_form_holds_what_is_asked_for(report: Report) -> None:
    wanted = [text.split()[0:3] for text in asked_texts(report.truth)]
    for form in (Form.WEB, Form.PASTED, Form.FLOWING):
        held = plain(saved_as(form, report.paper).decode().replace("’", "'"))
        assert [words for words in wanted if " ".join(words) not in held] == []


@pytest.mark.parametrize("form", EVERY_FORM)
def test_a_paper_is_the_same_bytes_each_time(form: Form) -> None:
    first = saved_as(form, JTAI.paper)
    saved_as.cache_clear()
    assert saved_as(form, JTAI.paper) == first


def test_what_a_paper_says_is_never_markup() -> None:
    awkward = 'Say "no" to #1 $x$ \\n [it] & <b>bold</b> *that* _this_ @me'
    text = page_texts(typeset(Paper("awkward", (Para(awkward),)), tagged=False))[0]
    assert " ".join(text.split()) == awkward
