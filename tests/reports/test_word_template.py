"""Templates filled in: ours, one that another council could have, and that one by LibreOffice."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from tests.foundations.kept_reports import PNG
from tests.reports.council_templates import (
    GREEN,
    bridgeton,
    bytes_of,
    paragraphs_of,
    related,
    replaced,
    small,
)
from tests.reports.papers import (
    AUTHORS,
    DEMONSTRATION,
    findings,
    headings,
    progress,
    progress_part,
    report,
    styled,
    table_of,
    texts,
)
from tracker.adapters.pictures import png_of
from tracker.reports.cabinet import TO_COMPLETE, cabinet_paper
from tracker.reports.parts import CabinetReport
from tracker.reports.shipped_template import SHIPPED, shipped_template, write_template
from tracker.reports.template_errors import TemplateError
from tracker.reports.template_kinds import Section
from tracker.reports.template_tags import read_tags
from tracker.reports.template_vocabulary import VOCABULARY
from tracker.reports.word import word_bytes
from tracker.reports.word_template import check_template, fill_template

FULL = replace(
    AUTHORS,
    item_number="7",
    member="Councillor Ana Reyes",
    portfolio="Children",
    director="Sam Hope",
    director_post="Director",
    author="Jo Lund",
    extension="6286",
    implications={"wards": "All", "budget": "£2m", "carbon": ""},
)
Convert = Callable[[Path, str], Path]


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Turns a file into another kind by LibreOffice, in a profile of its own."""
    folder = tmp_path_factory.mktemp("office")

    def to(path: Path, kind: str) -> Path:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        made = folder / "made" / path.with_suffix(f".{kind.split(':', maxsplit=1)[0]}").name
        asked = ["--headless", "--convert-to", kind, "--outdir", str(made.parent), str(path)]
        done = subprocess.run(
            ["soffice", profile, *asked], capture_output=True, text=True, timeout=180, check=False
        )
        assert made.exists(), done.stdout + done.stderr
        return made

    return to


@pytest.fixture(scope="module")
def resaved(convert: Convert, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The other council's template, once opened and saved by LibreOffice."""
    path = tmp_path_factory.mktemp("templates") / "bridgeton.docx"
    path.write_bytes(bridgeton())
    return convert(path, "docx").read_bytes()


def filled(template: bytes, made: CabinetReport) -> WordDocument:
    return Document(io.BytesIO(fill_template(template, made, png_of)))


def drawn(made: CabinetReport) -> WordDocument:
    """The report as the writer draws it of its layout, without any template."""
    return Document(io.BytesIO(word_bytes(cabinet_paper(made), png_of)))


def said_on_pages(document: WordDocument) -> list[list[str]]:
    """Heads and feet."""
    return [
        paragraphs_of(edge._element)
        for section in document.sections
        for edge in (section.header, section.footer)
    ]


class TestOurs:
    def test_the_file_is_what_the_program_makes(self) -> None:
        assert SHIPPED.read_bytes() == write_template()

    def test_nothing_is_said_against_it(self) -> None:
        told = check_template(shipped_template())
        assert told.warnings == ()
        assert told.sections == ("background", "findings", "progress", "key", "plan")

    @pytest.mark.parametrize(
        "made",
        [
            report(),
            report(authors=FULL),
            report(findings=(findings("One"), findings("Two"))),
            report(findings=(), background_papers=(), demonstration="", plan_sections=()),
            report(
                summary=(), background=(), closing=(), plan=(), progress=progress_part(pictures=())
            ),
        ],
        ids=["usual", "all typed", "two inspections", "no inspection", "little"],
    )
    def test_says_what_the_layout_says(self, made: CabinetReport) -> None:
        ours, without = filled(shipped_template(), made), drawn(made)
        assert texts(ours) == texts(without)
        assert headings(ours) == headings(without)
        assert said_on_pages(ours) == said_on_pages(without)
        for name in ("Numbered paragraph", "Lettered point", "Caption", "List Bullet", "Signature"):
            assert styled(ours, name) == styled(without, name)
        assert _marks(ours) == _marks(without)
        for own, other in zip(_columns(ours), _columns(without), strict=True):
            # Pages are measured in whole twentieths of a point once they are in a file.
            assert abs(own - other) <= 1

    def test_each_report_is_the_same_bytes_again(self) -> None:
        first, second = (fill_template(shipped_template(), report(), png_of) for _ in range(2))
        assert first == second
        with zipfile.ZipFile(io.BytesIO(first)) as package:
            assert {member.date_time[0] for member in package.infolist()} == {1980}


def _marks(document: WordDocument) -> dict[str, Any]:
    """What of a document is for those who have it read to them."""
    body = document.element.body
    return {
        "header rows": len(list(body.iter(qn("w:tblHeader")))),
        "captions": [c.get(qn("w:val")) for c in body.iter(qn("w:tblCaption"))],
        "described": [d.get("descr") for d in body.iter(qn("wp:docPr"))],
        "numbered": [t.text for f in body.iter(qn("w:fldSimple")) for t in f.iter(qn("w:t"))],
    }


def _columns(document: WordDocument) -> list[int]:
    return [int(column.get(qn("w:w"))) for column in document.element.body.iter(qn("w:gridCol"))]


class TestAnothers:
    def test_can_be_used(self, resaved: bytes) -> None:
        for content in (bridgeton(), resaved):
            told = check_template(content)
            assert told.warnings == ()
            assert told.sections == ("findings", "progress", "key", "plan")

    def test_says_the_same_once_libreoffice_saved_it(self, resaved: bytes) -> None:
        made = report(authors=FULL)
        assert texts(filled(resaved, made)) == texts(filled(bridgeton(), made))

    def test_has_the_councils_headings_in_its_order(self) -> None:
        found = headings(filled(bridgeton(), report()))
        assert found == [
            (0, "Report of HOW THE PLAN STANDS"),
            (1, "What Cabinet is asked to do"),
            (1, "Why"),
            (2, "Judgements over time"),
            (2, "How far we are"),
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
            (1, "What it means"),
            (1, "The plan in short"),
            (2, "A: Oversight"),
            (2, "B: Nothing yet"),
            (1, "Annex"),
            (2, "Key to the ratings"),
            (2, "A: Oversight"),
            (2, "B: Nothing yet"),
        ]

    def test_has_its_loops_and_conditions(self) -> None:
        document = filled(bridgeton(), report(authors=FULL))
        said = [paragraph.text for paragraph in document.paragraphs]
        assert said[said.index("What Cabinet is asked to do") + 1 :][:3] == [
            "1 of 3: Note the findings.",
            "2 of 3: Note the progress.",
            "3 of 3: Endorse the plan.",
        ]
        assert "Not inspected yet" not in said
        assert table_of(document, "Who")[1:] == [
            ["Cabinet member", "Councillor Ana Reyes (Children)"],
            ["Director", "Sam Hope"],
            ["Papers", "Inspection of 2015, published 1 September 2015"],
        ]
        other = filled(bridgeton(), report(findings=()))
        assert "Not inspected yet" in [paragraph.text for paragraph in other.paragraphs]
        assert table_of(other, "Who")[2] == ["Director", f"{TO_COMPLETE}, who has no post"]

    def test_has_its_own_table_of_implications(self) -> None:
        document = filled(bridgeton(), report(authors=FULL))
        assert table_of(document, "For") == [
            ["For", "Answer"],
            ["Money", "£2m"],
            ["Our wards", "All"],
        ]

    def test_has_a_row_for_each_action(self) -> None:
        rows = table_of(filled(bridgeton(), report()), "No.")
        assert [row[0] for row in rows] == ["No.", "A1", "A2", "A3"]
        assert rows[1][2] == "Delivery: at risk (Two posts are vacant)"

    def test_keeps_its_head_its_foot_and_its_arms(self) -> None:
        document = filled(bridgeton(), report(authors=FULL))
        [head, foot, *_rest] = said_on_pages(document)
        assert "Riverford Borough Council, item 7" in head
        assert foot == [f"Figures of 8 December 2015 (849, af9a2ee563a4): {DEMONSTRATION}"]
        header = document.sections[0].header
        [arms] = header._element.iter(qn("wp:docPr"))
        assert arms.get("descr") == "Arms of the council"
        [image] = [r.target_part.blob for r in header.part.rels.values()]
        assert image == PNG

    def test_keeps_its_styles_and_is_given_those_that_it_lacks(self) -> None:
        document = filled(bridgeton(), report())
        assert document.styles["Heading 1"].font.color.rgb == GREEN
        assert document.styles["Caption"].font.italic
        names = [style.name for style in document.styles]
        assert len(names) == len(set(names))
        known = {style.style_id for style in document.styles}
        body = document.element.body
        used = {node.get(qn("w:val")) for node in body.iter(qn("w:pStyle"), qn("w:tblStyle"))}
        assert used <= known
        assert {"Ruled", "NumberedParagraph"} <= used

    def test_numbers_run_once_through_by_a_list_of_its_own(self) -> None:
        document = filled(bridgeton(), report())
        numbering = document.part.numbering_part.element
        style = document.styles["Numbered paragraph"].element
        number = style.pPr.numPr.numId.val
        point = document.styles["Lettered point"].element.pPr.numPr
        assert (point.numId.val, point.ilvl.val) == (number, 1)
        numbers = [num.numId for num in numbering.num_lst]
        assert numbers.count(number) == 1
        kinds = [child.tag for child in numbering if child.tag in {qn("w:abstractNum"), _NUM}]
        assert kinds == sorted(kinds, key=lambda kind: kind == _NUM)

    def test_sections_are_as_wide_as_their_pages(self) -> None:
        document = filled(bridgeton(), report())
        sections: list[Any] = list(document.sections)
        upright, on_its_side = (
            round((s.page_width - s.left_margin - s.right_margin) / 635) for s in sections
        )
        widths = {
            table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w"))
            for table in document.tables
            if table._tbl.tblPr.find(qn("w:tblStyle")).get(qn("w:val")) == "Ruled"
        }
        assert widths == {str(upright), str(on_its_side)}

    def test_asks_nothing_of_whoever_opens_it(self) -> None:
        content = replaced(
            "word/settings.xml", "<w:zoom", '<w:updateFields w:val="true"/><w:zoom', bridgeton()
        )
        document = filled(content, report())
        assert not list(document.settings.element.iter(qn("w:updateFields")))
        known = document.core_properties
        assert (known.title, known.language) == ("How the plan stands", "en-GB")
        assert known.created == datetime(2015, 12, 8, 9, 30, tzinfo=UTC)
        spoken = {
            node.get(qn("w:val"))
            for node in document.styles.element.iter(qn("w:lang"))
            if node.getparent().getparent().tag == qn("w:rPrDefault")
        }
        assert spoken == {"en-GB"}


_NUM = qn("w:num")


class TestEdges:
    def test_every_name_can_be_used(self) -> None:
        words = [
            f"{{{{p {name} }}}}" if isinstance(kind, Section) else f"{{{{ {name} }}}}"
            for name, kind in VOCABULARY.items()
            if not hasattr(kind, "fields")
        ]
        for name, kind in VOCABULARY.items():
            fields = getattr(kind, "fields", {})
            plain = [field for field, of in fields.items() if not hasattr(of, "fields")]
            if name == "implication":
                words += [f"{{{{ implication.{field} }}}}" for field in plain]
            elif fields:
                said = "; ".join(f"{{{{ row.{field} }}}}" for field in plain)
                words.append(f"{{% for row in {name} %}}{said}{{% endfor %}}")
        assert check_template(small(*words)).names == tuple(VOCABULARY)
        assert len(texts(filled(small(*words), report(authors=FULL)))) > 1000

    def test_no_field_is_called_like_something_of_a_dictionary(self) -> None:
        """The template language would take that instead."""
        names = {field for kind in VOCABULARY.values() for field in getattr(kind, "fields", {})} | {
            "heading",
            "about",
        }
        assert not names & set(dir(dict))

    def test_a_tag_is_put_back_into_the_run_in_which_it_begins(self) -> None:
        document = Document()
        paragraph = document.add_paragraph("Of ")
        for piece in ("{", "{ti", "tle", "}", "} and {# a note", " #}more"):
            paragraph.add_run(piece)
        [tag] = read_tags(document.element, "")
        assert (tag.words, tag.text) == ("title", "{{ title }}")
        shown = [run.text for run in paragraph.runs]
        assert shown == ["Of ", "{{ title }}", "", "", "", " and ", "more"]

    @pytest.mark.parametrize("level", [1, 2, 3])
    def test_headings_of_a_section_stand_below_the_one_above_it(self, level: int) -> None:
        document = Document()
        document.add_heading("Ours", level)
        document.add_paragraph("{{p progress }}")
        document.add_paragraph("{{p plan }}")
        made = filled(bytes_of(document), report())
        name = f"Heading {level + 1}"
        assert "Oversight" in styled(made, name)
        assert "B: Nothing yet" in styled(made, name)

    def test_a_section_of_pages_may_end_with_a_tag(self) -> None:
        document = Document()
        document.add_paragraph("{{p plan }}")
        document.add_section()
        document.add_paragraph("Last")
        assert len(document.sections) == 2
        ends = document.element.body.p_lst[1].pPr
        document.element.body.p_lst[0].get_or_add_pPr().append(ends.sectPr)
        document.element.body.remove(document.element.body.p_lst[1])
        made = filled(bytes_of(document), report())
        assert len(made.sections) == 2
        assert made.paragraphs[-1].text == "Last"

    def test_a_cell_keeps_a_paragraph_and_a_table_its_rows(self) -> None:
        document = Document()
        cell = document.add_table(1, 1).cell(0, 0)
        for words in ("{%p if extension %}", "Ext. {{ extension }}", "{%p endif %}"):
            cell.add_paragraph(words)
        cell._tc.remove(cell._tc.p_lst[0])
        rows = document.add_table(3, 1)
        for at, words in enumerate(("{%tr if extension %}", "x", "{%tr endif %}")):
            rows.cell(at, 0).text = words
        made = filled(bytes_of(document), report())
        assert [len(table.rows) for table in made.tables] == [1]
        assert made.tables[0].cell(0, 0).text == ""

    def test_two_tables_never_touch(self) -> None:
        document = Document()
        document.add_paragraph("{{p key }}")
        document.add_table(1, 1).cell(0, 0).text = "mine"
        body = filled(bytes_of(document), report()).element.body
        kinds = [child.tag for child in body]
        assert qn("w:tbl") in kinds
        pairs = list(pairwise(kinds))
        assert (qn("w:tbl"), qn("w:tbl")) not in pairs
        assert (qn("w:tbl"), qn("w:sectPr")) not in pairs

    def test_captions_of_the_council_are_counted_with_ours(self) -> None:
        document = Document()
        document.add_paragraph("{{p figures_table }}")
        own = document.add_paragraph("Table ")
        for kind in ("begin", None, "separate", "9", "end"):
            _field_piece(own, kind)
        made = filled(bytes_of(document), report())
        fields = list(made.element.body.iter(qn("w:fldSimple"), qn("w:fldChar")))
        assert [t.text for t in fields[0].iter(qn("w:t"))] == ["1"]
        assert made.paragraphs[-1].text == "Table 2"

    def test_warns_of_what_readers_will_miss(self) -> None:
        document = Document()
        document.add_table(2, 1)
        document.add_picture(io.BytesIO(PNG))
        warnings = "\n".join(check_template(bytes_of(document)).warnings)
        for words in (
            "no {{ data_as_at }}: readers cannot tell",
            "no {{ recommendation }}: ",
            "no {{p findings }}: ",
            "is a heading",
            "as a header row: 1.",
            "alternative text",
        ):
            assert words in warnings
        assert "heading" not in "\n".join(check_template(bridgeton()).warnings)

    def test_too_large_a_report_is_refused(self) -> None:
        made = report(authors=replace(AUTHORS, reasons="word " * 100_000))
        for words in (["{{ reasons }}"] * 80, ["{{ reasons }}" * 25]):
            with pytest.raises(TemplateError, match="too large"):
                fill_template(small(*words), made, png_of)

    def test_a_link_to_the_web_is_kept(self) -> None:
        made = filled(related("hyperlink", "https://example.org/"), report())
        assert [r.target_ref for r in made.part.rels.values() if r.is_external] == [
            "https://example.org/"
        ]


def _field_piece(paragraph: Any, kind: str | None) -> None:
    run = paragraph.add_run()
    if kind is None:
        code = run._r.makeelement(qn("w:instrText"))
        code.text = " SEQ Table \\* ARABIC "
        run._r.append(code)
    elif kind.isdigit():
        run.text = kind
    else:
        run._r.append(run._r.makeelement(qn("w:fldChar"), {qn("w:fldCharType"): kind}))


class TestConverted:
    def test_libreoffice_shows_headings_tables_and_what_pictures_say(
        self, convert: Convert, tmp_path: Path
    ) -> None:
        """Counted in the tags of the PDF, by another program than made them."""
        made = report(progress=progress_part(pictures=(progress(), progress("B: Practice"))))
        path = tmp_path / "report.docx"
        path.write_bytes(fill_template(bridgeton(), made, png_of))
        options = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
        with pikepdf.open(convert(path, options)) as pdf:
            tags = list(_tags(pdf.Root.StructTreeRoot))
        kinds = [kind for kind, _alt in tags]
        document = Document(str(path))
        assert kinds.count("Table") == len(document.tables)
        assert sum(kinds.count(f"H{level}") for level in (1, 2, 3)) >= len(headings(document)) - 1
        alts = [alt for kind, alt in tags if kind == "Figure" and alt]
        assert [alt.rsplit(" - ", 1)[-1] for alt in alts if "3 actions" in alt] == [
            "A: Oversight: 3 actions, 2 complete, 1 at risk.",
            "B: Practice: 3 actions, 2 complete, 1 at risk.",
        ]


def _tags(node: Any) -> Iterator[tuple[str, str]]:
    """Each structure element's kind and alternative text."""
    if "/S" in node:
        yield str(node["/S"]).lstrip("/"), str(node.get("/Alt", ""))
    inner = node.get("/K", [])
    for child in inner if isinstance(inner, pikepdf.Array) else [inner]:
        if isinstance(child, pikepdf.Dictionary):
            yield from _tags(child)
