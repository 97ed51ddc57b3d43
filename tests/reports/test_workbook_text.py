"""Text that wants to break a workbook: it stands there as text, and the file stays sound."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from tests.reports.test_workbook import AT, read
from tracker.charts.figures import Figures, Form, Series
from tracker.reports.native_charts import Cells, Placed
from tracker.reports.workbook import Sheet, workbook

TEXTS = [
    "<r><t>runs</t></r>",
    "<r>no run at all</r>",
    '<r></si></sst><x a="',
    "&amp; &lt; ]]> <!-- -->",
    "مرحبا \u200f שלום \u202eturned round\u202c",
    "👩🏽‍👧 日本語 Ω",
    "a" * 10_000,
    "word " * 2_000,
    "a\tb",
    "'=1+1",
    "_x0041_",
]
BAD = "a\x00\x08\x1b\ud800\ufffe\x9fz"

FIGURES = Figures(
    form=Form.BARS,
    title="Progress",
    alt="A: one action.",
    names="Name",
    categories=("a", "b"),
    series=(
        Series("One", (1, 3), "serious"),
        Series("Two", (2, 4), tones=("done", "serious")),
    ),
    header=("Name",),
    rows=(("a",), ("b",)),
)
CHART = Placed(FIGURES, "Rows", columns=[1, 2])


def drawn(**more: Any) -> Placed:
    """The chart with other words."""
    return replace(CHART, figures=replace(FIGURES, **more))


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a file, each of which is sound XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        parts = {name: file.read(name) for name in file.namelist()}
    for part in parts.values():
        etree.fromstring(part)
    return parts


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:12])
def test_stands_in_cells_and_headings_as_it_was_typed(text: str) -> None:
    sheet = Sheet("Rows", ((text[:200], 20), ("Other", 9)), [(text, text[:9]), ("b", 2)])
    said = Series(text, (1, 2), words=(text, text[:9]))
    chart = drawn(title=text[:200], alt=text, categories=(text, "b"), series=(said,))
    content = workbook([sheet], title=text[:200], made_at=AT, charts=[chart])
    parts = parts_of(content)
    assert b"<f>" not in parts["xl/worksheets/sheet1.xml"]
    if text != "_x0041_":
        # The reader at hand does not undo this one; Excel and LibreOffice do.
        assert [row[0] for row in read(content)] == [text[:200], text, "b"]
    assert not any("externalLinks" in name for name in parts)


def test_characters_that_no_document_can_hold_are_left_out() -> None:
    sheet = Sheet("Rows", ((BAD, 20), ("One", 9), ("Two", 9)), [(BAD, 1, 2), ("b\r\nc", 3, 4)])
    chart = drawn(title=BAD, alt=BAD)
    content = workbook([sheet], title=BAD, made_at=AT, charts=[chart])
    parts_of(content)
    assert [row[0] for row in read(content)] == ["az", "az", "b\nc"]


def test_a_heading_that_stands_there_already_gets_a_number() -> None:
    sheet = Sheet("Rows", (("Actions", 9), ("actions", 9), ("Actions (2)", 9)), [(1, 2, 3)])
    content = workbook([sheet], title="Rows", made_at=AT)
    headings = read(content)[0]
    assert headings == ["Actions", "actions (2)", "Actions (2) (2)"]


def test_columns_with_choices_offer_the_cells_of_the_key() -> None:
    key = Sheet("Key", (("Name", 9),), [("On track, mostly",), ("Late",)])
    rated = Sheet(
        "Rows",
        (("Name", 9), ("Rating", 9)),
        [("One", "Late"), ("Two", "Late")],
        choices={"Rating": Cells("Key", 0, 1, 2)},
    )
    parts = parts_of(workbook([key, rated], title="Rows", made_at=AT))
    sheet = parts["xl/worksheets/sheet2.xml"].decode()
    assert 'type="list"' in sheet
    assert 'sqref="B2:B3"' in sheet
    assert "<formula1>'Key'!$A$2:$A$3</formula1>" in sheet


def test_charts_are_excels_own_and_speak_for_themselves() -> None:
    sheet = Sheet("Rows", (("Name", 9), ("One", 9), ("Two", 9)), [("a", 1, 2), ("b", 3, 4)])
    parts = parts_of(workbook([sheet], title="Rows", made_at=AT, charts=[CHART, CHART]))
    assert {name for name in parts if "charts/chart" in name} == {
        "xl/charts/chart1.xml",
        "xl/charts/chart2.xml",
    }
    drawn = parts["xl/charts/chart1.xml"].decode()
    assert "Rows!$B$2:$B$3" in drawn
    assert "8A1C1C" in drawn
    assert parts["xl/drawings/drawing1.xml"].decode().count('descr="A: one action."') == 2
