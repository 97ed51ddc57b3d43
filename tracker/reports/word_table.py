"""Tables of our Word papers: fixed columns, a header on every page, no cell over several others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from tracker.charts.palette import paint
from tracker.reports.blocks import Cell, Table
from tracker.reports.characters import writable
from tracker.reports.parts import Status
from tracker.reports.word_xml import el, paragraph, run

UNBROKEN: Final = 1200
"""Letters in a row's longest cell up to which the row stays on one page; longer ones may break."""

NOTHING: Final = "–"
"""What stands in a cell without words: an empty one reads as if something were missing."""


def table_of(table: Table, width: int) -> Any:
    """``table`` as wide as ``width`` twentieths of a point."""
    widths = _columns(table.widths, width)
    text, head = ("SmallTableText", "SmallTableHead") if table.small else ("TableText", "TableHead")
    made = el("tbl", _properties(table, width))
    made.append(el("tblGrid", *(el("gridCol", w=column) for column in widths)))
    made.append(
        _row([_cell(words, w, head) for words, w in _beside(table.header, widths)], head=True)
    )
    for cells in table.rows:
        made.append(
            _row(
                [_cell(cell, w, text) for cell, w in _beside(cells, widths)],
                whole=max(map(_length, cells), default=0) <= UNBROKEN,
            )
        )
    return made


def _beside(cells: Sequence[Cell], widths: Sequence[int]) -> zip[tuple[Cell, int]]:
    return zip(cells, widths, strict=True)


def _columns(shares: Sequence[float], width: int) -> list[int]:
    """The shares as widths that add up to ``width``."""
    whole = sum(shares)
    columns = [int(share * width / whole) for share in shares]
    columns[-1] += width - sum(columns)
    return columns


def _properties(table: Table, width: int) -> Any:
    # The caption is repeated as the table's title for those who have it read to them.
    return el(
        "tblPr",
        el("tblStyle", val="Ruled"),
        el("tblW", w=width, type="dxa"),
        el("tblLayout", type="fixed"),
        el(
            "tblLook",
            val="04A0",
            firstRow=1,
            lastRow=0,
            firstColumn=1,
            lastColumn=0,
            noHBand=1,
            noVBand=1,
        ),
        el("tblCaption", val=writable(table.caption)),
    )


def _row(cells: list[Any], *, head: bool = False, whole: bool = True) -> Any:
    properties = el("trPr")
    if whole:
        properties.append(el("cantSplit"))
    if head:
        properties.append(el("tblHeader"))
    return el("tr", properties, *cells)


def _length(cell: Cell) -> int:
    if isinstance(cell, str):
        return len(cell)
    statuses = (cell,) if isinstance(cell, Status) else cell
    return sum(len(status.text) + len(status.note) for status in statuses)


def _cell(cell: Cell, width: int, style: str) -> Any:
    made = el("tc", el("tcPr", el("tcW", w=width, type="dxa")))
    if isinstance(cell, Status):
        made.extend(_status(cell, style))
    elif isinstance(cell, tuple):
        for status in cell:
            made.extend(_status(status, style))
    else:
        # An empty cell is not handed on: see NOTHING.
        made.append(paragraph(style, *run(cell if cell.strip() else NOTHING)))
    return made


def _status(status: Status, style: str) -> list[Any]:
    """The word on a band of its colour, and what is said of it in plain text beneath."""
    colours = paint(status.tone)
    band = paragraph(style, *run(status.text, bold=True, ink=colours.ink[1:].upper()))
    fill = colours.fill[1:].upper()
    # Borders of the same colour give the word room within its band.
    edges = (el(side, val="single", sz=4, space=3, color=fill) for side in ("left", "right"))
    shade = el("shd", val="clear", color="auto", fill=fill)
    band[0].extend((el("pBdr", *edges), shade, el("ind", left=80, right=80)))
    return [band, *([paragraph(style, *run(status.note))] if status.note else [])]
