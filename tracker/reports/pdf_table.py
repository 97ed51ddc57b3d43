"""Tables and rich text of our PDF papers, as the JSON that ``paper.typ`` draws."""

from __future__ import annotations

from typing import Any, Final

from tracker.charts.palette import paint
from tracker.reports.addresses import pieces
from tracker.reports.blocks import Cell, Table
from tracker.reports.fitting import fitted, shown
from tracker.reports.parts import Status

NOTHING: Final = "–"
"""What stands in a cell without words: an empty one reads as if something were missing."""

NO_ROWS: Final = "There is nothing in this table."

SIZE, SMALL_SIZE = 10.0, 8.5
PADDING: Final = 2 * 1.6 * 72 / 25.4
"""What a cell's edges take of its width, in points."""

BAND: Final = 6.0
"""What the edges of a status take besides."""

LEAST: Final = 0.02
"""The least share of a line that a column has."""

TALL: Final = 180.0
"""Height of a row in points up to which it stays on one page; the lowest pages have 470."""

_LETTER, _LINE = 0.55, 1.3
"""How wide a letter is on average, and how high a line, in parts of the type's size."""


def rich(
    text: str, width: float, size: float, *, bold: bool = False, plain: bool = False
) -> str | list[list[str]]:
    """Text for a line of ``width`` points: a string, or its pieces where it holds an address.

    ``plain`` leaves addresses as they are, where none may be followed.
    """
    written = shown(text)
    cut = [] if plain else pieces(written)
    if len(cut) < 2 and not any(piece.href for piece in cut):
        return fitted(written, width, size, bold=bold)
    return [
        [fitted(piece.text, width, size, bold=bold), *([piece.href] if piece.href else [])]
        for piece in cut
    ]


def table_part(table: Table, line: float) -> dict[str, Any]:
    """``table`` on lines of ``line`` points.

    Raises:
        ValueError: a row has not a cell for each column.
    """
    size = SMALL_SIZE if table.small else SIZE
    shares = _shares(table)
    room = [line * share - PADDING for share in shares]
    # What is repeated on each page is no part of the text, so no address there can be followed.
    header = [
        rich(words if words.strip() else NOTHING, w, size, bold=True, plain=True)
        for words, w in zip(table.header, room, strict=True)
    ]
    return {
        "caption": rich(table.caption, line, SIZE, bold=True) if table.captioned else None,
        "widths": shares,
        "size": size,
        "header": header,
        "rows": [_row(cells, room, size) for cells in table.rows],
        # A header that fills half a page would leave too little room for the rows beneath it.
        "repeats": _height(table.header, room, size) <= TALL,
        "nothing": "" if table.rows else NO_ROWS,
    }


def _shares(table: Table) -> list[float]:
    """The columns' shares of the line, of which none is so narrow that no letter has room."""
    whole = sum(table.widths)
    shares = [max(share / whole, LEAST) if whole else 1.0 for share in table.widths]
    return [share / sum(shares) for share in shares]


def _row(cells: tuple[Cell, ...], room: list[float], size: float) -> dict[str, Any]:
    beside = zip(cells, room, strict=True)
    return {
        "cells": [_cell(cell, w, size, bold=not at) for at, (cell, w) in enumerate(beside)],
        "breaks": _height(cells, room, size) > TALL,
    }


def _cell(cell: Cell, width: float, size: float, *, bold: bool) -> Any:
    if isinstance(cell, str):
        return rich(cell if cell.strip() else NOTHING, width, size, bold=bold)
    statuses = (cell,) if isinstance(cell, Status) else cell
    if not statuses:
        return NOTHING
    return {"statuses": [_status(one, width - BAND, size) for one in statuses]}


def _status(status: Status, width: float, size: float) -> dict[str, Any]:
    colours = paint(status.tone)
    return {
        "text": rich(status.text if status.text.strip() else NOTHING, width, size, bold=True),
        "note": rich(status.note, width, size),
        "fill": colours.fill,
        "ink": colours.ink,
    }


def _height(cells: tuple[Cell, ...], room: list[float], size: float) -> float:
    """About how high a row is, in points."""
    return max(
        (
            _lines(cell, width / (size * _LETTER)) * size * _LINE
            for cell, width in zip(cells, room, strict=True)
        ),
        default=0,
    )


def _lines(cell: Cell, letters: float) -> float:
    if isinstance(cell, str):
        return 1 + len(cell) / letters + cell.count("\n")
    statuses = (cell,) if isinstance(cell, Status) else cell
    return sum(3 + (len(one.text) + len(one.note)) / letters for one in statuses)
