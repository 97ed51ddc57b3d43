"""The cabinet report as a Word file, read back: order, numbering, tables, pictures, language."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from tests.reports.papers import (
    AUTHORS,
    DEMONSTRATION,
    findings,
    headings,
    progress_part,
    report,
    styled,
    table_of,
    texts,
    word_of,
)
from tracker.adapters.pictures import png_of
from tracker.reports.blocks import Paper, Table, Title
from tracker.reports.cabinet import TO_COMPLETE, cabinet_word
from tracker.reports.parts import IMPLICATIONS
from tracker.reports.word import word_bytes

ORDER = [
    (0, "How the plan stands"),
    (1, "Summary report"),
    (2, "Purpose of the report"),
    (2, "Summary"),
    (2, "Recommendation"),
    (2, "Reasons"),
    (2, "Background papers"),
    (2, "Implications"),
    (1, "Main report"),
    (2, "Background"),
    (2, "Findings"),
    (3, "Judgements over time"),
    (2, "Progress and reporting"),
    (3, "Priorities"),
    (3, "Oversight"),
    (3, "Since the last report"),
    (3, "Actions already taken"),
    (3, "Progress by priority"),
    (3, "Slips"),
    (3, "Recommendations and what answers them"),
    (3, "Due dates, slips and obstacles"),
    (3, "Measures"),
    (3, "Risks"),
    (2, "Summary of progress"),
    (1, "Appendix: the whole plan"),
    (2, "Key to the ratings"),
    (2, "A: Oversight"),
    (2, "B: Nothing yet"),
    (2, "How this report was made"),
]


def body_of(made: Any) -> Any:
    return word_of(made).element.body


class TestOrder:
    def test_headings_stand_in_a_cabinets_order(self) -> None:
        assert headings(word_of(report())) == ORDER

    def test_several_inspections_have_a_heading_each(self) -> None:
        both = (findings("Inspection of 2015"), findings("Inspection of 2018"))
        found = headings(word_of(report(findings=both)))
        assert (3, "Inspection of 2015") in found
        assert (3, "Inspection of 2018") in found

    def test_a_plan_that_answers_no_inspection_says_so(self) -> None:
        numbered = styled(word_of(report(findings=())), "Numbered paragraph")
        assert "The plan does not name an inspection that it answers." in numbered

    def test_the_head_names_who_answers_for_it(self) -> None:
        authors = replace(
            AUTHORS,
            item_number="7",
            member="Councillor Ana Reyes",
            portfolio="Children and Young People",
            director="Sam Hope",
            director_post="Interim Director",
            author="Jo Lund",
            extension="6286",
        )
        said = texts(word_of(report(authors=authors)))
        assert "Item number: 7" in said
        assert "Responsible cabinet member: Councillor Ana Reyes, Children and Young People" in said
        assert "Responsible director: Sam Hope, Interim Director" in said
        assert "Author: Jo Lund, extension 6286" in said
        assert styled(word_of(report(authors=authors)), "Signature") == [
            "Signed:",
            "Sam Hope",
            "Interim Director",
        ]

    def test_what_nobody_typed_is_marked(self) -> None:
        said = texts(word_of(report()))
        for label in (
            "Item number",
            "Responsible cabinet member",
            "Responsible director",
            "Author",
        ):
            assert f"{label}: {TO_COMPLETE}" in said

    def test_implications_are_a_row_each(self) -> None:
        authors = replace(AUTHORS, implications={"wards": "All", "carbon": ""})
        rows = dict(table_of(word_of(report(authors=authors)), "Subject")[1:])
        assert list(rows) == [words for _key, words in IMPLICATIONS]
        assert rows["Wards affected"] == "All"
        assert rows["Carbon impact"] == TO_COMPLETE


class TestNumbering:
    def test_paragraphs_are_numbered_once_through_by_word_itself(self) -> None:
        document = word_of(report())
        styles = {style.style_id: style for style in document.styles}
        number = styles["NumberedParagraph"].element.pPr.numPr
        point = styles["LetteredPoint"].element.pPr.numPr
        assert number.numId.val == point.numId.val
        assert (number.ilvl, point.ilvl.val) == (None, 1)
        # No paragraph begins a list of its own, so that nothing starts again at 1.
        body = document.element.body
        assert not list(body.iter(qn("w:numPr")))
        levels = _levels(document, number.numId.val)
        assert levels[0] == ("decimal", "%1.", "NumberedParagraph")
        assert levels[1] == ("lowerLetter", "(%2)", "LetteredPoint")
        assert not list(document.part.numbering_part.element.iter(qn("w:lvlRestart")))

    def test_what_was_typed_on_lines_is_lettered(self) -> None:
        document = word_of(report())
        paragraphs = [(p.style.name, p.text) for p in document.paragraphs if p.style is not None]
        at = paragraphs.index(("Numbered paragraph", "It is recommended that Cabinet:"))
        assert paragraphs[at + 1 : at + 4] == [
            ("Lettered point", "Note the findings."),
            ("Lettered point", "Note the progress."),
            ("Lettered point", "Endorse the plan."),
        ]

    def test_no_number_is_typed_before_a_paragraph(self) -> None:
        numbered = styled(word_of(report()), "Numbered paragraph")
        assert len(numbered) > 10
        assert not [words for words in numbered if words[:1].isdigit()]


def _levels(document: Any, number: int) -> dict[int, tuple[str, str, str]]:
    root = document.part.numbering_part.element
    [num] = [n for n in root.findall(qn("w:num")) if n.numId == number]
    [abstract] = [
        one
        for one in root.findall(qn("w:abstractNum"))
        if one.get(qn("w:abstractNumId")) == str(num.abstractNumId.val)
    ]
    return {
        int(level.get(qn("w:ilvl"))): (
            level.find(qn("w:numFmt")).get(qn("w:val")),
            level.find(qn("w:lvlText")).get(qn("w:val")),
            style.get(qn("w:val")) if (style := level.find(qn("w:pStyle"))) is not None else "",
        )
        for level in abstract.findall(qn("w:lvl"))
    }


class TestTables:
    def test_each_has_one_header_row_that_stands_again_on_each_page(self) -> None:
        tables = word_of(report()).tables
        assert len(tables) == 8
        for table in tables:
            marked = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") for row in table.rows]
            assert marked[0] is not None
            assert not any(mark is not None for mark in marked[1:])

    def test_no_cell_lies_over_several_and_none_is_empty(self) -> None:
        body = body_of(report())
        assert not list(body.iter(qn("w:gridSpan"), qn("w:vMerge"), qn("w:hMerge")))
        for table in body.iter(qn("w:tbl")):
            columns = len(table.tblGrid.gridCol_lst)
            for row in table.tr_lst:
                assert len(row.tc_lst) == columns
                assert all("".join(cell.itertext()).strip() for cell in row.tc_lst)

    def test_columns_are_fixed_and_fill_the_line(self) -> None:
        document = word_of(report())
        sections: list[Any] = list(document.sections)
        upright, on_its_side = (
            section.page_width - section.left_margin - section.right_margin for section in sections
        )
        for table in document.tables:
            layout = table._tbl.tblPr.find(qn("w:tblLayout"))
            assert layout.get(qn("w:type")) == "fixed"
            columns: list[Any] = list(table._tbl.tblGrid.gridCol_lst)
            width = sum(column.w for column in columns)
            one_twip = 635
            assert min(abs(width - upright), abs(width - on_its_side)) <= one_twip

    def test_each_says_what_it_is(self) -> None:
        document = word_of(report())
        captions = [
            table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) for table in document.tables
        ]
        assert all(captions)
        assert len(set(captions)) == len(captions)
        shown = styled(document, "Caption")
        assert shown[0] == "Table : Implications of this report"
        # A section's actions stand under its heading, which names them already.
        assert [words for words in captions if words not in "\n".join(shown)] == [
            "Actions: A: Oversight"
        ]

    def test_judgements_stand_as_printed_and_a_heading_has_no_grade(self) -> None:
        assert table_of(word_of(report()), "Judgement area") == [
            ["Judgement area", "Judgement"],
            ["1 Help and protection", "Inadequate"],
            ["2 A heading over others", "–"],
            ["2.1 Adoption", "Good"],
        ]

    def test_a_status_is_a_word_and_its_reason(self) -> None:
        [_header, row, *_rest] = [
            [cell.text for cell in row.cells] for row in word_of(report()).tables[-1].rows
        ]
        assert row[5] == "Delivery: at risk\nTwo posts are vacant"

    def test_verdicts_stand_under_each_other(self) -> None:
        document = word_of(report())
        [rows] = [
            [[cell.text for cell in row.cells] for row in table.rows]
            for table in document.tables
            if table.rows[0].cells[-1].text == "What visits have said"
        ]
        assert rows[1][-1] == "No verdict yet"
        assert rows[2][-1] == "Resolved\nVisit\nBack again\nV"

    def test_a_row_breaks_over_pages_only_when_it_is_long(self) -> None:
        paper = _paper(Table("T", ("A", "B"), (("a", "b"), ("a", "b" * 5000)), (1, 1)))
        body = _body(paper)
        split = [row.trPr.find(qn("w:cantSplit")) is None for row in body.iter(qn("w:tr"))]
        assert split == [False, False, True]

    def test_a_row_with_a_cell_too_few_is_refused(self) -> None:
        with pytest.raises(ValueError, match="zip"):
            _body(_paper(Table("T", ("A", "B"), (("a",),), (1, 1))))

    def test_a_paper_that_ends_with_a_table_has_something_after_it(self) -> None:
        body = _body(_paper(Table("T", ("A",), (("a",),), (1,))))
        assert [child.tag for child in body][-2:] == [qn("w:p"), qn("w:sectPr")]


def _paper(*blocks: Any) -> Paper:
    at = datetime.fromisoformat("2015-12-08T09:30:00+00:00")
    return Paper("T", "A", "S", ("left", "right"), "foot", at, [Title("T"), *blocks])


def _body(paper: Paper) -> Any:
    from docx import Document  # noqa: PLC0415 - beside its one use

    return Document(io.BytesIO(word_bytes(paper, png_of))).element.body


class TestPages:
    def test_the_appendix_lies_on_its_side(self) -> None:
        sections: list[Any] = list(word_of(report()).sections)
        upright, on_its_side = sections
        assert upright.orientation == WD_ORIENT.PORTRAIT
        assert on_its_side.orientation == WD_ORIENT.LANDSCAPE
        assert upright.page_width < upright.page_height
        assert on_its_side.page_width == upright.page_height
        assert on_its_side.page_height == upright.page_width

    def test_every_page_says_of_which_state_it_is_and_which_page(self) -> None:
        for section in word_of(report()).sections:
            foot = section.footer._element
            said = "".join(foot.itertext())
            assert "Data as at 8 December 2015 · Record 849, af9a2ee563a4" in said
            fields = [field.get(qn("w:instr")).strip() for field in foot.iter(qn("w:fldSimple"))]
            assert fields == ["PAGE", "NUMPAGES"]

    def test_every_page_of_a_demonstration_says_that_it_is_one(self) -> None:
        for made, is_said in ((report(), True), (report(demonstration=""), False)):
            for section in word_of(made).sections:
                head = "".join(section.header._element.itertext())
                assert "Riverford Borough Council" in head
                assert (DEMONSTRATION in head) is is_said


class TestDocument:
    def test_says_its_title_its_language_and_its_author(self) -> None:
        document = word_of(report())
        known = document.core_properties
        assert (known.title, known.language) == ("How the plan stands", "en-GB")
        assert known.author == "Riverford Borough Council"
        assert known.created == known.modified
        assert known.created is not None
        assert known.created.replace(tzinfo=None) == datetime.fromisoformat("2015-12-08T09:30:00")
        spoken = {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))}
        assert spoken == {"en-GB"}
        themes = [lang.get(qn("w:val")) for lang in document.settings.element]
        assert "en-GB" in themes

    def test_a_picture_is_described(self) -> None:
        document = word_of(report())
        [described] = [
            element.get("descr")
            for element in document.element.body.iter()
            if element.tag.endswith("}docPr")
        ]
        assert described == "A: Oversight: 3 actions, 2 complete, 1 at risk."
        [shape] = document.inline_shapes
        assert shape.width.mm <= 150
        assert table_of(document, "Priority")[0] == [
            "Priority",
            "Title",
            "What will be different for children",
            "Accountable",
        ]

    def test_a_tall_picture_is_made_to_fit_a_page(self) -> None:
        tall = replace(progress_part().pictures[0], height=3000)
        document = word_of(report(progress=progress_part(pictures=(tall,))))
        [shape] = document.inline_shapes
        assert shape.height.mm <= 195

    def test_a_small_picture_is_not_blown_up(self) -> None:
        small = replace(progress_part().pictures[0], width=96, height=96)
        document = word_of(report(progress=progress_part(pictures=(small,))))
        [shape] = document.inline_shapes
        assert (round(shape.width.mm, 1), round(shape.height.mm, 1)) == (25.4, 25.4)

    def test_brings_along_nothing_that_it_does_not_use(self) -> None:
        with zipfile.ZipFile(io.BytesIO(cabinet_word(report(), png_of))) as archive:
            names = set(archive.namelist())
        assert not [name for name in names if "thumbnail" in name or "customXml" in name]
        assert {"word/document.xml", "word/styles.xml", "word/numbering.xml"} <= names

    def test_the_same_report_is_the_same_document(self) -> None:
        first, second = (
            zipfile.ZipFile(io.BytesIO(cabinet_word(report(), png_of))) for _ in range(2)
        )
        for name in first.namelist():
            assert first.read(name) == second.read(name), name
