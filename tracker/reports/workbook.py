"""Tables as an Excel workbook that is the same, byte for byte, for the same rows.

Text stays text: nothing is taken for a formula, an address, a number or markup.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, Final

from xlsxwriter import Workbook

from tracker.charts.palette import NEUTRAL
from tracker.reports.characters import writable
from tracker.reports.native_axes import Looks
from tracker.reports.native_charts import Cells, Placed
from tracker.reports.workbook_charts import CHARTS, draw_charts

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LONGEST_CELL: Final = 32_767
"""The most characters that Excel keeps in a cell."""


LINE, TALLEST_ROW = 15, 409
"""Points: a line of text, and the highest row that Excel draws."""

A4: Final = 9
PAGE_WIDTH: Final = 190
"""As many characters as a page is made to hold beside each other."""

_CUT: Final = " … (cut: the whole text is in the tracker)"

Cell = str | int | date | None


@dataclass(frozen=True)
class Sheet:
    r"""A table on a sheet of its own: its name, columns as (heading, width), and rows.

    A name has at most 31 characters, none of ``[]:*?/\``; widths are in characters; a heading that
    stands there already gets a number. ``nothing`` stands in the place of rows where there are
    none. ``choices`` has, by heading, the cells of another sheet whose values a column takes: Excel
    offers them as a list. The first ``kept`` columns stay when the sheet is moved sideways.
    """

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Cell]]
    nothing: str = "None"
    choices: Mapping[str, Cells] = field(default_factory=dict)
    kept: int = 1


def workbook(
    sheets: Sequence[Sheet],
    *,
    title: str,
    made_at: datetime,
    charts: Sequence[Placed] = (),
    looks: Looks | None = None,
) -> bytes:
    """The sheets as one file; ``made_at`` is an instant of the content, not of the writing.

    ``charts`` are drawn from cells of the sheets, on a sheet of their own behind them; without any
    there is none. ``looks`` are theirs, where they are to be other than Excel's.
    """
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
    created = made_at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": writable(title), "created": created})
    styles = {
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "d mmmm yyyy", "align": "left", "valign": "top"}),
        "number": book.add_format({"align": "right", "indent": 1, "valign": "top"}),
        "head": book.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "valign": "top",
                "bottom": 2,
                "bg_color": NEUTRAL.fill,
            }
        ),
        "plain": book.add_format(),
        "heading": book.add_format({"bold": True, "font_size": 14}),
    }
    for sheet in sheets:
        _write(book, sheet, styles)
    if charts:
        draw_charts(book, book.add_worksheet(CHARTS), charts, styles["heading"], looks)
    book.close()
    return out.getvalue()


def _write(book: Any, sheet: Sheet, styles: dict[str, Any]) -> None:
    page = book.add_worksheet(sheet.name)
    rows = sheet.rows or [[sheet.nothing, *[None] * (len(sheet.columns) - 1)]]
    headings = _distinct([heading for heading, _width in sheet.columns])
    for place, (_heading, width) in enumerate(sheet.columns):
        page.set_column(place, place, width)
    page.add_table(
        0,
        0,
        len(rows),
        len(sheet.columns) - 1,
        {
            "columns": [{"header": heading} for heading in headings],
            "style": "Table Style Light 1",
        },
    )
    for place, heading in enumerate(headings):
        _write_text(page, (0, place), heading, styles, "head")
    for line, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            _write_cell(page, line, place, cell, styles)
    _set_heights(page, sheet, [headings, *rows])
    if sheet.rows:
        _offer(page, sheet)
    page.freeze_panes(1, sheet.kept)
    _set_pages(page, sheet)


def _set_heights(page: Any, sheet: Sheet, rows: Sequence[Sequence[Cell]]) -> None:
    """Make room for text of several lines, which not every reader does by itself."""
    widths = [width for _heading, width in sheet.columns]
    for line, row in enumerate(rows):
        texts = zip(row, widths, strict=True)
        most = max(_lines(cell, width) for cell, width in texts)
        if most > 1:
            page.set_row(line, min(most * LINE, TALLEST_ROW))


def _lines(cell: Cell, width: int) -> int:
    if not isinstance(cell, str):
        return 1
    # Words that do not fit go to the next line whole: a line holds less than it is wide.
    return sum(1 + int(len(line) * 1.1 / width) for line in cell.split("\n"))


def _set_pages(page: Any, sheet: Sheet) -> None:
    """On paper a wide sheet goes over several pages, each with the headings and first columns."""
    across = -(-sum(width for _heading, width in sheet.columns) // PAGE_WIDTH)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(across, 0)
    page.repeat_rows(0)
    if across > 1:
        page.repeat_columns(0, sheet.kept - 1)


def _distinct(headings: Sequence[str]) -> list[str]:
    """The headings as a table can have them: a council's word may be one that stands there too."""
    found: list[str] = []
    for heading in map(writable, headings):
        known = {one.casefold() for one in found}
        names = (f"{heading} ({n})" if n > 1 else heading for n in count(1))
        found.append(next(name for name in names if name.casefold() not in known))
    return found


def _offer(page: Any, sheet: Sheet) -> None:
    """Let the columns with choices be filled in from a list."""
    for place, (heading, _width) in enumerate(sheet.columns):
        if heading in sheet.choices:
            source = sheet.choices[heading].formula
            rule = {
                "validate": "list",
                "source": source,
                "error_title": heading,
                "error_message": "Choose one of the names in the key.",
            }
            page.data_validation(1, place, len(sheet.rows), place, rule)


def _write_cell(page: Any, line: int, place: int, cell: Cell, styles: dict[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, date):
        page.write_datetime(line, place, cell, styles["day"])
    elif isinstance(cell, int):
        page.write_number(line, place, cell, styles["number"])
    else:
        _write_text(page, (line, place), _kept(writable(cell)), styles)


def _write_text(
    page: Any, at: tuple[int, int], text: str, styles: dict[str, Any], style: str = "text"
) -> None:
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes such a text for runs of its own making and would not escape it.
        page.write_rich_string(*at, text[:1], styles["plain"], text[1:], styles[style])
    else:
        page.write_string(*at, text, styles[style])


def _kept(text: str) -> str:
    # Excel counts in units of UTF-16, of which a rare character needs two.
    if len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return text
    room = LONGEST_CELL - len(_CUT)
    return text.encode("utf-16-le")[: room * 2].decode("utf-16-le", errors="ignore") + _CUT
