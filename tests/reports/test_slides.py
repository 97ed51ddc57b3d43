"""Slides read back: titles, words, sizes, language, charts and tables, whatever is typed."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from typing import Any

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from tests.reports.decks import deck, judged, made, plan, read
from tests.reports.reading_charts import A, C, slide_charts, texts_of, without_part
from tracker.charts.lettering import broken
from tracker.domain.vocabulary import Delivery
from tracker.reports.slide_tables import MOST_PARTS
from tracker.reports.slides import slides

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
HOSTILE = [
    '=HYPERLINK("https://example.com")',
    "Sheet1!A1 and more",
    "a\x00\x08\x1b\ud800\ufffe\x9fz",
    "\u202eturned round\u202c \u200f שלום مرحبا",
    "👩🏽‍👧 日本語 Ω 𝄞",
    "</a:t></a:r><script>&amp; ]]>",
    "w" * 10_000,
    "word " * 2_000,
    "two\nlines\tand a tab",
    "   ",
    "{=A1}",
]


@pytest.fixture(scope="module")
def content() -> bytes:
    """The slides of a plan of 30 actions with long names."""
    return made(30)


@pytest.fixture(scope="module")
def shown(content: bytes) -> Any:
    return read(content)


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a file, each XML among them sound."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        assert max(Counter(file.namelist()).values()) == 1
        parts = {name: file.read(name) for name in file.namelist()}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(part)
    return parts


def books_of(content: bytes) -> list[bytes]:
    """The workbooks behind its charts."""
    return [part for name, part in parts_of(content).items() if name.endswith(".xlsx")]


def titles_of(shown: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in shown.slides]


class TestSlides:
    def test_they_stand_in_the_boards_order(self, shown: Any) -> None:
        titles = list(dict.fromkeys(map(without_part, titles_of(shown))))
        assert len(titles) == 10
        assert titles[:2] == ["Getting to good", "6 of 30 actions complete on 5 October 2026"]
        beginnings = [title.split()[:4] for title in titles[2:5]]
        assert beginnings[0] == ["6", "of", "30", "actions"]
        assert beginnings[1][1:] == ["of", "30", "actions"]
        assert beginnings[2] == ["24", "of", "30", "actions"]
        assert titles[5:7] == ["Overall: good in 2026", "Off track or At risk: 12 actions"]
        assert titles[7].endswith("changed since 5 September 2026")
        assert titles[8:] == ["Measures and risks", "What the ratings mean"]

    def test_every_title_is_real_and_like_no_other(self, shown: Any) -> None:
        titles = titles_of(shown)
        assert len(set(titles)) == len(titles) > 10
        assert all(titles)

    def test_every_slide_says_of_what_day_it_is_and_has_its_number(self, shown: Any) -> None:
        for slide in shown.slides:
            kinds = [one.get("type") for one in slide.element.iter(f"{P}ph")]
            assert {"ftr", "sldNum"} <= set(kinds)
            assert any(text.startswith("Data as at 5 October 2026") for text in texts_of(slide))

    def test_charts_and_tables_have_words_in_their_place(self, shown: Any) -> None:
        framed = [
            shape
            for slide in shown.slides
            for shape in slide.shapes
            if shape.has_chart or shape.has_table
        ]
        assert len(framed) > 8
        for shape in framed:
            assert len(shape.element.nvGraphicFramePr.cNvPr.get("descr")) > 20

    def test_what_is_read_first_stands_first(self, shown: Any) -> None:
        for slide in list(shown.slides)[1:]:
            kinds = [shape.name for shape in slide.shapes]
            assert kinds[0].startswith("Title")
            assert kinds.index("Data as at") > 0

    def test_tables_mark_their_header_row(self, shown: Any) -> None:
        tables = [s.table for slide in shown.slides for s in slide.shapes if s.has_table]
        assert len(tables) > 3
        assert all(table.first_row for table in tables)

    def test_all_of_it_is_in_british_english(self, content: bytes) -> None:
        for name, part in parts_of(content).items():
            if name.endswith(".xml"):
                assert b"en-US" not in part, name
        slide = parts_of(content)["ppt/slides/slide2.xml"]
        assert slide.count(b'lang="en-GB"') >= 4

    def test_no_text_is_smaller_than_14_points(self, content: bytes) -> None:
        sizes = [
            int(element.get("sz"))
            for name, part in parts_of(content).items()
            if name.startswith(("ppt/slides/slide", "ppt/charts/chart"))
            for element in etree.fromstring(part).iter()
            if (element.get("sz") or "").isdigit()
        ]
        assert len(sizes) > 100
        assert min(sizes) == 1400

    def test_no_text_runs_out_of_its_box(self, shown: Any) -> None:
        checked = 0
        for slide in shown.slides:
            for shape in slide.shapes:
                if shape.has_text_frame:
                    checked += _check_room(shape)
                if shape.has_table:
                    bottom = shape.top + sum(row.height for row in shape.table.rows)
                    assert bottom <= shown.slide_height * 0.93
        assert checked > 20

    def test_what_had_to_be_cut_is_whole_in_the_notes(self, shown: Any) -> None:
        cut = 0
        for slide in shown.slides:
            for shape in slide.shapes:
                names = list(shape.chart.plots[0].categories) if shape.has_chart else []
                for name in (str(one) for one in names):
                    if name.endswith("…"):
                        cut += 1
                        whole = slide.notes_slide.notes_text_frame.text
                        assert name[:-1].strip() in whole
        assert cut > 10

    def test_the_same_plan_is_the_same_file(self, content: bytes) -> None:
        assert content == made(30)
        assert content != made(31)

    def test_it_says_nothing_of_the_programs_that_made_it(self, content: bytes) -> None:
        parts = parts_of(content)
        assert b"Improvement plan tracker" in parts["docProps/app.xml"]
        about = parts["docProps/core.xml"]
        assert b"python" not in about
        assert b"2026-10-05T09:00:00Z" in about
        assert not any("thumbnail" in name or "printer" in name for name in parts)


def _check_room(shape: Any) -> int:
    """The text of a box takes no more lines than it is high, at its size."""
    width, height, checked = shape.width / 12_700, shape.height / 12_700, 0
    taken = 0.0
    for paragraph in shape.text_frame.paragraphs:
        for run in paragraph.runs:
            size = run.font.size.pt if run.font.size else 14.0
            taken += len(broken(run.text, width, size, bold=bool(run.font.bold))) * size * 1.17
            checked += 1
    assert taken <= height + 1, shape.text_frame.text
    return checked


class TestBlackAndWhite:
    def test_tones_that_are_alike_in_grey_have_lines(self, content: bytes) -> None:
        chart = parts_of(content)["ppt/charts/chart1.xml"]
        patterns = {one.get("prst") for one in etree.fromstring(chart).iter(f"{A}pattFill")}
        assert patterns == {"wdUpDiag", "ltDnDiag"}

    def test_every_number_stands_on_its_bar(self, content: bytes) -> None:
        chart = etree.fromstring(parts_of(content)["ppt/charts/chart1.xml"])
        series = list(chart.iter(f"{C}ser"))
        assert len(series) == len(Delivery)
        for one in series:
            assert one.find(f"{C}dLbls/{C}showVal").get("val") == "1"
            for name in ("showSerName", "showCatName", "showPercent", "showLegendKey"):
                assert one.find(f"{C}dLbls/{C}{name}").get("val") == "0"


class TestHostileText:
    @pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
    def test_it_stands_there_as_text(self, text: str) -> None:
        title = text or "x"
        content = slides(
            deck(plan(5, title, delivery=Delivery.OFF_TRACK, due_text=text), judged(2, text))
        )
        for book in books_of(content):
            for part in parts_of(book).values():
                assert b"<f>" not in part
            CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name("Figures")
        shown = read(content)
        assert len(set(titles_of(shown))) == len(shown.slides)
        for slide in shown.slides:
            for shape in slide.shapes:
                if shape.has_text_frame:
                    _check_room(shape)
        charts = parts_of(content)
        for name in (one for one in charts if one.startswith("ppt/charts/chart")):
            for label in etree.fromstring(charts[name]).iter(f"{C}dLbl"):
                # What is said on a piece is text, and no cell's address.
                assert label.find(f".//{C}strRef") is None

    def test_a_plans_title_of_ten_thousand_letters_is_whole_in_the_notes(self) -> None:
        made = deck(plan(1), title="word " * 2_000)
        cover = read(slides(made)).slides[0]
        assert cover.shapes.title.text_frame.text.endswith("…")
        assert cover.notes_slide.notes_text_frame.text.split() == ["word"] * 2_000


class TestSizes:
    def test_a_plan_without_actions_says_so(self) -> None:
        shown = read(made(0))
        said = "\n".join(text for slide in shown.slides for text in texts_of(slide)).splitlines()
        assert said.count("No actions yet") == 3
        assert "No slips" in said
        assert "No action is rated Off track or At risk." in said

    def test_a_plan_of_one_action(self) -> None:
        charts = slide_charts(made(1))
        assert [len(chart.categories) for chart in charts][:2] == [3, 2]

    def test_a_long_plan_keeps_to_what_can_be_read_and_says_what_it_leaves_out(self) -> None:
        shown = read(made(5_000))
        assert len(shown.slides) < 40
        said = [text for slide in shown.slides for text in texts_of(slide)]
        left_out = next(one for one in said if one.startswith("The first "))
        number = int(left_out.split()[2].replace(",", ""))
        listed = sum(
            len(s.table.rows) - 1
            for slide in shown.slides
            for s in slide.shapes
            if s.has_table and s.table.cell(0, 0).text == "Action"
        )
        assert listed == number
        assert "of 2,000." in left_out
        assert any(one.startswith("The 20 that slipped furthest.") for one in said)
        assert any(one.startswith("5,000 actions, drawn together") for one in said)
        assert max(len(chart.categories) for chart in slide_charts(made(60))) <= 45

    def test_no_chart_goes_over_more_slides_than_a_board_reads(self) -> None:
        titles = Counter(map(without_part, titles_of(read(made(40)))))
        assert max(titles.values()) <= MOST_PARTS
