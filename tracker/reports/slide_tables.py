"""Tables of slides: split by the height of their rows, each part with the header row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tracker.charts.palette import INK, LINE, NEUTRAL, paint
from tracker.reports.slide_parts import TableCell, TableSlide
from tracker.reports.slide_text import LEADING, TEXT, el, fitted, lines_of, one_line, paragraph

EMU: Final = 12_700
"""English metric units in a point."""

SIDE, EDGE = 6.0, 3.0
"""Points between a cell's edge and its text, at the sides and above."""

MOST_LINES: Final = 6
"""Lines of a cell; what is longer is cut, and the notes have it whole."""

MOST_PARTS: Final = 12
"""Slides that one table may take."""


@dataclass(frozen=True)
class TablePart:
    """The rows of one slide, cut to what fits, with their heights in points."""

    rows: Sequence[Sequence[TableCell]]
    heights: Sequence[float]
    whole: tuple[str, ...]
    """The texts that had to be cut, as they are."""


def parts_of(slide: TableSlide, width: float, height: float) -> tuple[list[TablePart], int]:
    """The table in parts no higher than ``height``, and how many rows it leaves out."""
    widths = [share * width - 2 * SIDE for share in slide.widths]
    room = height - _height([TableCell(text) for text in slide.header], widths, bold=True)
    parts: list[TablePart] = []
    left = iter(slide.rows)
    row = next(left, None)
    placed = 0
    while row is not None and len(parts) < MOST_PARTS:
        part: list[tuple[list[TableCell], float]] = []
        whole: list[str] = []
        while row is not None:
            cells = [_cut(cell, of) for cell, of in zip(row, widths, strict=True)]
            taken = _height(cells, widths)
            if part and sum(high for _cells, high in part) + taken > room:
                break
            part.append((cells, taken))
            whole += _cut_texts(row, cells)
            row = next(left, None)
        placed += len(part)
        parts.append(TablePart([c for c, _h in part], [h for _c, h in part], tuple(whole)))
    return parts, len(slide.rows) - placed


def _cut(cell: TableCell, width: float) -> TableCell:
    bold = bool(cell.tone)
    return TableCell(fitted(cell.text, width, TEXT, most=MOST_LINES, bold=bold), cell.tone)


def _cut_texts(row: Sequence[TableCell], cells: Sequence[TableCell]) -> Iterator[str]:
    for before, after in zip(row, cells, strict=True):
        if (whole := one_line(before.text)) != after.text:
            yield whole


def _height(cells: Sequence[TableCell], widths: Sequence[float], *, bold: bool = False) -> float:
    most = max(
        lines_of(cell.text, width, TEXT, bold=bold or bool(cell.tone))
        for cell, width in zip(cells, widths, strict=True)
    )
    return most * TEXT * LEADING + 2 * EDGE


def table_element(slide: TableSlide, part: TablePart, width: float) -> tuple[Any, float]:
    """The table as DrawingML, its first row marked as the header, and its height in points."""
    widths = [share * width for share in slide.widths]
    head = [TableCell(text) for text in slide.header]
    inner = [one - 2 * SIDE for one in widths]
    top = _height(head, inner, bold=True)
    table = el("a:tbl", el("a:tblPr", firstRow=1))
    table.append(el("a:tblGrid", *(el("a:gridCol", w=round(one * EMU)) for one in widths)))
    table.append(_row(head, top, is_head=True))
    for cells, height in zip(part.rows, part.heights, strict=True):
        table.append(_row(cells, height))
    return table, top + sum(part.heights)


def _row(cells: Sequence[TableCell], height: float, *, is_head: bool = False) -> Any:
    return el("a:tr", *(_cell(one, is_head=is_head) for one in cells), h=round(height * EMU))


def _cell(cell: TableCell, *, is_head: bool) -> Any:
    colours = paint(cell.tone) if cell.tone else None
    ink = colours.ink if colours else INK
    fill = colours.fill if colours else NEUTRAL.fill if is_head else ""
    words = paragraph(cell.text, size=TEXT, ink=ink, bold=is_head or bool(cell.tone))
    body = el("a:txBody", el("a:bodyPr"), el("a:lstStyle"), words)
    sides, edges = round(SIDE * EMU), round(EDGE * EMU)
    looks = el("a:tcPr", marL=sides, marR=sides, marT=edges, marB=edges)
    looks.append(_line("a:lnB", INK if is_head else LINE))
    looks.append(_filled(fill) if fill else el("a:noFill"))
    return el("a:tc", body, looks)


def _filled(colour: str) -> Any:
    return el("a:solidFill", el("a:srgbClr", val=colour.lstrip("#")))


def _line(tag: str, colour: str) -> Any:
    return el(tag, _filled(colour), w=EMU)
