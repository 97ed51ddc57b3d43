"""Tables as an Excel workbook that is the same, byte for byte, for the same rows.

Text stays text: nothing is taken for a formula, an address or a number.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from xlsxwriter import Workbook

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LONGEST_CELL: Final = 32_767
"""The most characters that Excel keeps in a cell."""

_CUT: Final = " … (cut: the whole text is in the tracker)"

Cell = str | int | date | None


@dataclass(frozen=True)
class Sheet:
    r"""A table on a sheet of its own: its name, columns as (heading, width), and rows.

    A name has at most 31 characters, none of ``[]:*?/\``; headings differ from each other; widths
    are in characters. ``nothing`` stands in the place of rows where there are none.
    """

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Cell]]
    nothing: str = "None"


def workbook(sheets: Sequence[Sheet], *, title: str, made_at: datetime) -> bytes:
    """The sheets as one file; ``made_at`` is an instant of the content, not of the writing."""
    out = io.BytesIO()
    book = Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": title, "created": made_at.astimezone(UTC).replace(tzinfo=None)})
    styles = {
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "d mmmm yyyy", "align": "left", "valign": "top"}),
    }
    for sheet in sheets:
        _write(book, sheet, styles)
    book.close()
    return out.getvalue()


def _write(book: Any, sheet: Sheet, styles: dict[str, Any]) -> None:
    page = book.add_worksheet(sheet.name)
    rows = sheet.rows or [[sheet.nothing, *[None] * (len(sheet.columns) - 1)]]
    for place, (_heading, width) in enumerate(sheet.columns):
        page.set_column(place, place, width)
    page.add_table(
        0,
        0,
        len(rows),
        len(sheet.columns) - 1,
        {
            "columns": [{"header": heading} for heading, _width in sheet.columns],
            "style": "Table Style Light 1",
        },
    )
    for line, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            _write_cell(page, line, place, cell, styles)
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write_cell(page: Any, line: int, place: int, cell: Cell, styles: dict[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, date):
        page.write_datetime(line, place, cell, styles["day"])
    elif isinstance(cell, int):
        page.write_number(line, place, cell, styles["text"])
    else:
        page.write_string(line, place, _kept(cell), styles["text"])


def _kept(text: str) -> str:
    # Excel counts in units of UTF-16, of which a rare character needs two.
    if len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return text
    room = LONGEST_CELL - len(_CUT)
    return text.encode("utf-16-le")[: room * 2].decode("utf-16-le", errors="ignore") + _CUT
