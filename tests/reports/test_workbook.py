"""Tables as a workbook: read back by another library, whatever stands in the cells."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tracker.reports.workbook import LONGEST_CELL, Cell, Sheet, workbook

AT = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
COLUMNS = (("Name", 20), ("Day", 12), ("Number", 8))


def read(content: bytes, name: str = "Rows") -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_name(name).to_python()


def made(*rows: tuple[Cell, ...]) -> bytes:
    return workbook([Sheet("Rows", COLUMNS, rows)], title="Rows", made_at=AT)


def test_days_are_days_and_numbers_numbers() -> None:
    row = ("Answer each contact", date(2015, 12, 8), 1204)
    assert read(made(row)) == [["Name", "Day", "Number"], ["Answer each contact", *row[1:]]]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "@SUM(A1)",
        "+44 1325 405405",
        "-5",
        "https://example.com/a?b=c",
        "mailto:ada@example.com",
        "internal:Sheet1!A1",
        "007",
        "{=A1}",
        "“Café” – 100% 𝄞",
        "two\nlines",
        "  spaces  ",
        "TRUE",
    ],
)
def test_text_stays_text(text: str) -> None:
    content = made((text, None, 0))
    assert read(content)[1] == [text, "", 0]
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so() -> None:
    for text in ("a" * 40_000, "𝄞" * 20_000):
        cell = read(made((text, None, None)))[1][0]
        assert cell.endswith("(cut: the whole text is in the tracker)")
        assert len(cell.encode("utf-16-le")) // 2 <= LONGEST_CELL
        assert cell[:1000] == text[:1000]
    fitting = "a" * LONGEST_CELL
    assert read(made((fitting, None, None)))[1][0] == fitting


def test_a_sheet_without_rows_says_so() -> None:
    content = workbook([Sheet("Rows", COLUMNS, [], "No actions")], title="Rows", made_at=AT)
    assert read(content)[1] == ["No actions", "", ""]


def test_the_same_rows_are_the_same_file() -> None:
    assert made(("One", None, 1)) == made(("One", None, 1))
    assert made(("One", None, 1)) != made(("Two", None, 1))


def test_it_is_a_table_below_a_heading_that_stays() -> None:
    with zipfile.ZipFile(io.BytesIO(made(("One", None, 1)))) as file:
        assert 'state="frozen"' in file.read("xl/worksheets/sheet1.xml").decode()
        assert 'ref="A1:C2"' in file.read("xl/tables/table1.xml").decode()
        assert "2026-10-05T09:30:00Z" in file.read("docProps/core.xml").decode()
