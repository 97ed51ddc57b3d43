"""What typst cannot say in tags: cells that name rows, what tables are, lists that have letters."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String


def completed(content: bytes, summaries: Sequence[str]) -> bytes:
    """The PDF with the first cell of each row as the name of its row, and each table summed up.

    ``summaries`` are the captions of its tables in their order, also of those that show none.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        tables = _walk(pdf.Root.StructTreeRoot)
        for table, summary in zip(tables, summaries, strict=True):
            _complete(table, summary)
        out = io.BytesIO()
        generate = pikepdf.ObjectStreamMode.generate
        pdf.save(out, deterministic_id=True, object_stream_mode=generate)
    return out.getvalue()


def _walk(root: Any) -> Iterator[Any]:
    """The tables in their order; lists within lists are marked as lettered on the way."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        kind = element.get(Name.S)
        if kind == Name.Table:
            yield element
            continue
        kids = _kids(element)
        if kind == Name.L:
            for kid in kids:
                if kid.get(Name.S) == Name.L:
                    _attributes(kid, Name.List)[Name.ListNumbering] = Name.LowerAlpha
        waiting.extend(reversed(kids))


def _complete(table: Any, summary: str) -> None:
    """Name the rows of a table's body.

    typst ties each cell to the header of its column by an id. Such ties would hide the row's name
    from whoever has the cell read out, so they go, and the scopes say it all: that of the header
    row, which typst wrote, and that of the first cells (ISO 14289-1, 7.5).
    """
    _attributes(table, Name.Table)[Name.Summary] = String(summary)
    for body in _kids(table):
        if body.get(Name.S) == Name.TBody:
            for row in _kids(body):
                _name(row)


def _kids(element: Any) -> list[Any]:
    """The structure elements beneath ``element``; marked content and its numbers are none."""
    kids = element.get(Name.K)
    if isinstance(kids, Dictionary):
        kids = [kids]
    if not isinstance(kids, (list, Array)):
        return []
    return [kid for kid in kids if isinstance(kid, Dictionary) and Name.S in kid]


def _name(row: Any) -> None:
    cells = _kids(row)
    cells[0].S = Name.TH
    _attributes(cells[0], Name.Table)[Name.Scope] = Name.Row
    for cell in cells:
        attributes = _attributes(cell, Name.Table)
        if Name.Headers in attributes:
            del attributes[Name.Headers]


def _attributes(element: Any, owner: Name) -> Any:
    """The attributes that the element has as a table, a cell or a list; new ones if it has none."""
    found = element.get(Name.A, Array())
    every = found if isinstance(found, Array) else Array([found])
    for one in every:
        if isinstance(one, Dictionary) and one.get(Name.O) == owner:
            return one
    every.append(Dictionary(O=owner))
    element.A = every
    return element.A[-1]
