"""Papers as PDF, read back by poppler, pdfium and pikepdf: words, order, tags and edges."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Name

from tests.reports.hard_paper import paper
from tests.reports.papers import progress, saying
from tests.reports.read_back import Expected, bare, said_by_pdf
from tests.reports.test_hostile_text import TEXTS
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
from tracker.reports.parts import Point, Status
from tracker.reports.pdf import pdf_bytes

POINTS_PER_MM = 72 / 25.4

HOSTILE = [
    *TEXTS,
    "",
    " \n ",
    "a\x00\x1b\ud800\ufffe\ufdd0z",
    "one\r\ntwo\x85three",
    "https://a.example/" + "b" * 1500,
    "http://" + "a" * 5000,
    "日" * 3000,
    "W@" * 1500,
    "م" * 1000,
    "\u202e\u0301\ue000" * 50,
]


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every structure element in reading order."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        kids: Any = element.get(Name.K, [])
        every: Any = kids if isinstance(kids, (list, pikepdf.Array)) else [kids]
        inner = [kid for kid in every if isinstance(kid, pikepdf.Dictionary) and Name.S in kid]
        waiting.extend(reversed(inner))
        if Name.S in element:
            yield element


def roles(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element.S)[1:] for element in elements(pdf)]


def of_role(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    return [element for element in elements(pdf) if str(element.S) == f"/{role}"]


def title_of(content: bytes) -> str:
    with opened(content) as pdf:
        return str(pdf.docinfo[Name.Title])


def attribute(element: Any, name: str) -> Any:
    found = element.get(Name.A, [])
    every = found if isinstance(found, pikepdf.Array) else [found]
    return next((one[f"/{name}"] for one in every if f"/{name}" in one), None)


def pages_of(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


def words_beyond(content: bytes, tmp_path: Path, millimetres: float = 15) -> list[str]:
    """Words that stand nearer than that to a page's side, or over its upper or lower edge."""
    path = tmp_path / "edges.pdf"
    path.write_bytes(content)
    done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True)
    beyond = []
    width = height = 0.0
    for line in done.stdout.decode().splitlines():
        if found := re.search(r'<page width="([\d.]+)" height="([\d.]+)"', line):
            width, height = float(found[1]), float(found[2])
        elif word := re.search(
            r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*)</word>', line
        ):
            left, top, right, bottom = (float(word[n]) for n in range(1, 5))
            side = millimetres * POINTS_PER_MM - 0.5
            if left < side or right > width - side or top < 0 or bottom > height:
                beyond.append(word[5])
    return beyond


class TestWords:
    def test_everything_that_the_paper_says_is_there_in_order(
        self, any_paper: Paper, any_pdf: Path
    ) -> None:
        assert said_by_pdf(any_pdf) == Expected(any_paper).said()

    def test_every_page_has_its_head_its_foot_and_its_number(
        self, demonstration_paper: Paper
    ) -> None:
        pages = pages_of(pdf_bytes(demonstration_paper))
        assert len(pages) > 5
        for number, page in enumerate(pages, start=1):
            assert f"Page {number} of {len(pages)}" in page
            assert bare(demonstration_paper.foot) in bare(page)
            assert all(bare(part) in bare(page) for part in demonstration_paper.head)

    def test_nothing_stands_over_an_edge(self, any_pdf: Path, tmp_path: Path) -> None:
        assert words_beyond(any_pdf.read_bytes(), tmp_path) == []

    def test_the_appendix_lies_on_its_side(self, any_pdf: Path) -> None:
        with pikepdf.open(any_pdf) as pdf:
            lying = [page.mediabox[2] > page.mediabox[3] for page in pdf.pages]
        assert lying == sorted(lying)
        assert set(lying) == {True, False}

    def test_a_header_stands_again_on_each_page(self) -> None:
        rows = tuple((f"Row {n}", "words " * 20) for n in range(100))
        pages = pages_of(pdf_bytes(paper(Table("T", ("First column", "Second"), rows, (1, 3)))))
        assert len(pages) > 3
        assert all("First column" in page for page in pages)

    def test_a_header_too_high_to_stand_again_stands_once(self) -> None:
        header = ("many " * 300, "Second")
        rows = tuple((f"Row {n}", "b") for n in range(100))
        text = "\n".join(pages_of(pdf_bytes(paper(Table("T", header, rows, (1, 1))))))
        assert text.count("many") == 300
        assert "Row 99" in text

    def test_a_paragraph_stays_with_the_table_that_it_speaks_of(self) -> None:
        for lines in range(30, 46):
            before = [Plain("Filled.") for _ in range(lines)]
            table = Table("The caption", ("A", "B"), (("a", "b"),) * 3, (1, 1))
            made = paper(*before, Numbered("First."), Numbered("Speaks of it.", keeps=True), table)
            [page] = [page for page in pages_of(pdf_bytes(made)) if "Speaks of it." in page]
            assert "The caption" in page
            assert "A B" in " ".join(page.split())


class TestTags:
    def test_it_claims_pdf_ua_and_says_its_title_and_language(
        self, any_paper: Paper, any_pdf: Path
    ) -> None:
        with pikepdf.open(any_pdf) as pdf:
            known = pdf.Root.Metadata.read_bytes().decode()
            assert "<pdfuaid:part>1</pdfuaid:part>" in known
            assert str(pdf.Root.Lang) == "en-GB"
            assert bool(pdf.Root.MarkInfo.Marked)
            assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
            assert str(pdf.docinfo[Name.Title]) == any_paper.title
            assert str(pdf.docinfo[Name.Author]) == any_paper.author
            assert str(pdf.docinfo[Name.Subject]) == any_paper.subject

    def test_each_heading_has_a_bookmark(self, any_paper: Paper, any_pdf: Path) -> None:
        document = pypdfium2.PdfDocument(any_pdf)
        marked = [bare(item.get_title()) for item in document.get_toc(max_depth=9)]
        document.close()
        headings = [bare(b.text) for b in any_paper.blocks if isinstance(b, Heading)]
        assert marked == headings

    def test_each_table_says_what_it_is_and_each_cell_whom_it_belongs_to(
        self, any_paper: Paper, any_pdf: Path
    ) -> None:
        tables = [block for block in any_paper.blocks if isinstance(block, Table)]
        with pikepdf.open(any_pdf) as pdf:
            summaries = [str(attribute(one, "Summary")) for one in of_role(pdf, "Table")]
            scopes = [str(attribute(one, "Scope")) for one in of_role(pdf, "TH")]
            tied = [one for one in of_role(pdf, "TD") if attribute(one, "Headers") is not None]
        assert summaries == [table.caption for table in tables]
        expected = [["/Column"] * len(t.header) + ["/Row"] * len(t.rows) for t in tables]
        assert scopes == [scope for one in expected for scope in one]
        assert tied == []

    def test_each_picture_says_in_words_what_it_shows(
        self, any_paper: Paper, any_pdf: Path
    ) -> None:
        with pikepdf.open(any_pdf) as pdf:
            described = [str(one.Alt) for one in of_role(pdf, "Figure")]
        drawings = [block for block in any_paper.blocks if isinstance(block, Drawing)]
        assert described == [drawing.picture.alt for drawing in drawings]
        assert described

    def test_a_list_within_a_list_has_letters(self) -> None:
        pdf = opened(pdf_bytes(paper(Numbered("Agree:", (Point("a"), Point("b"))), Numbered("c"))))
        found = [str(attribute(one, "ListNumbering")) for one in of_role(pdf, "L")]
        assert found == ["/Decimal", "/LowerAlpha"]

    def test_an_address_can_be_followed_and_a_header_has_none(self) -> None:
        at = "https://www.gov.uk/a_(b)?c=d"
        table = Table("T", (at, "B"), ((at, "jo@council.example"),), (1, 1))
        pdf = opened(pdf_bytes(paper(Plain(f"See ({at})."), Heading(1, at), table)))
        followed = [
            str(link.A.URI)
            for page in pdf.pages
            for link in page.get(Name.Annots, [])
            if link.Subtype == Name.Link
        ]
        assert followed == [at, at, "mailto:jo@council.example"]
        assert roles(pdf).count("Link") == 3

    def test_only_our_typeface_is_in_it(self, any_pdf: Path) -> None:
        done = subprocess.run(["pdffonts", str(any_pdf)], capture_output=True, check=True)
        names = re.findall(r"^[A-Z]{6}\+(\S+)", done.stdout.decode(), flags=re.MULTILINE)
        assert set(names) == {"LiberationSans", "LiberationSans-Bold"}


class TestSound:
    @pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
    def test_any_text_gives_a_sound_paper(self, text: str, tmp_path: Path) -> None:
        status = Status(text, "caution", text)
        cells = (text, status, (status, status), "")
        table = Table(text, ("A", text, "C", "D"), (cells,), (10, 20, 30, 40))
        made = pdf_bytes(
            paper(
                Plain(text, lead=text),
                Title(text),
                Heading(1, text),
                Numbered(text, (Point(text, text), Point("", text), Point(text)), keeps=True),
                Bullets((text,)),
                SignatureLine((text, text)),
                table,
                replace(table, captioned=False),
                Drawing(saying(progress(text[:200] or "x"), alt=text), text),
                title=text,
                author=text,
                subject=text,
                head=(text, text),
                foot=text,
            )
        )
        assert b"%PDF" in made[:8]
        assert title_of(made).strip()
        # White space at the end of a line from right to left hangs over its left edge.
        assert [word for word in words_beyond(made, tmp_path, 10) if word.strip()] == []

    def test_a_sign_that_the_typeface_lacks_is_shown_as_a_box_and_that_is_said(self) -> None:
        [text] = pages_of(pdf_bytes(paper(Plain("A 👩🏽‍👧 b 日本 c ✓ d"), title="🎉")))
        assert "A □ b □□ c □ d" in text
        assert "□ stands for a character that this typeface does not have." in text

    def test_where_all_signs_are_shown_nothing_is_said(self) -> None:
        [text] = pages_of(pdf_bytes(paper(Plain("Łódź, Ελλάδα, Сунита, “é”, ש, 5 × 5 ≤ 26"))))
        assert "□" not in text
        assert "stands for" not in text

    def test_headings_that_skip_a_level_are_moved_up(self) -> None:
        levels = (3, 9, 2, 0, 2, 5, 1, 2, 3, 4, 5)
        pdf = opened(pdf_bytes(paper(*(Heading(n, f"Level {n}") for n in levels), Heading(1, " "))))
        found = [role for role in roles(pdf) if re.fullmatch(r"H\d", role)]
        assert found == ["H1", "H2", "H2", "H1", "H2", "H3", "H1", "H2", "H3", "H4", "H5"]

    @pytest.mark.parametrize(
        ("title", "subject", "said"), [("", "Subject", "Subject"), (" ", "\n", "Untitled paper")]
    )
    def test_a_paper_without_a_title_has_one_all_the_same(
        self, title: str, subject: str, said: str
    ) -> None:
        for blocks in ((), (Title(title),), (Title(title), Title(""))):
            made = pdf_bytes(paper(*blocks, title=title, subject=subject))
            assert title_of(made) == said
            assert said in pages_of(made)[0]

    @pytest.mark.parametrize(
        "table",
        [
            Table("T", ("A", "B"), (), (1, 1)),
            Table("T", (), (), ()),
            Table("T", ("A", "B"), (("a", "b"),), (0, 0)),
            Table("T", ("A", "B"), (("a", "b" * 1300),) * 3, (99, 0)),
            Table("T", tuple(f"Column {n}" for n in range(40)), (("words",) * 40,), (1,) * 40),
        ],
        ids=["no rows", "no columns", "no widths", "no width", "many columns"],
    )
    def test_any_table_can_be_drawn(self, table: Table, tmp_path: Path) -> None:
        made = pdf_bytes(paper(table, TurnToLandscape(), table))
        assert words_beyond(made, tmp_path) == []
        said = "There is nothing in this table."
        assert "\n".join(pages_of(made)).count(said) == (0 if table.rows else 2)

    def test_a_cell_of_ten_thousand_letters_runs_on_over_pages(self) -> None:
        rows = (("1", "word " * 2000), ("2", "after"))
        text = "\n".join(pages_of(pdf_bytes(paper(Table("T", ("A", "B"), rows, (1, 4))))))
        assert text.count("word") == 2000
        assert "after" in text

    def test_what_is_no_picture_is_refused(self) -> None:
        with pytest.raises(ValueError, match="cannot be drawn"):
            pdf_bytes(paper(Drawing(replace(progress(), svg="<svg"), "c")))

    def test_a_row_with_a_cell_too_few_is_refused(self) -> None:
        with pytest.raises(ValueError, match="zip"):
            pdf_bytes(paper(Table("T", ("A", "B"), (("a",),), (1, 1))))

    def test_the_same_paper_is_the_same_file(self, any_paper: Paper, any_pdf: Path) -> None:
        assert pdf_bytes(any_paper) == any_pdf.read_bytes()
        assert pdf_bytes(replace(any_paper, foot="Other")) != any_pdf.read_bytes()

    def test_no_file_of_the_machine_comes_into_it(self) -> None:
        svg = progress().svg.replace("</svg>", '<image href="/etc/hostname" width="9"/></svg>')
        with pytest.raises(ValueError, match="cannot be drawn"):
            pdf_bytes(paper(Drawing(replace(progress(), svg=svg), "c")))
