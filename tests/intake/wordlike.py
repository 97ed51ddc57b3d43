"""A tagged PDF with the habits of those that Word writes, for most real reports come from there.

The bullet or number stands inside the item's body, list items below one stand in a list of their
own inside the item, all cells are plain cells with a paragraph in them, and everything hangs in a
part of the document.
"""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.intake.typeset import saved


def as_word_tags_it(pdf: bytes) -> bytes:
    """The same pages with another structure tree."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root.StructTreeRoot
        now_in: dict[tuple[int, int], pikepdf.Object] = {}
        for kid in _kids(root):
            _rewrite(document, kid, now_in)
        _repoint(root.ParentTree, now_in)
        for kid in _kids(root):
            part = document.make_indirect(
                Dictionary(Type=Name.StructElem, S=Name.Part, P=kid, K=kid.K)
            )
            for below in _kids(part):
                below.P = part
            kid.K = part
        return saved(document)


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    """The elements straight below one; what marks content directly is left out."""
    kids = element.get("/K")
    if kids is None:
        return []
    below = list(kids) if isinstance(kids, Array) else [kids]
    return [kid for kid in below if isinstance(kid, Dictionary) and "/S" in kid]


def _content(element: pikepdf.Object) -> list[pikepdf.Object]:
    """All that stands straight below an element; marks say themselves which page they are on.

    A mark is a number on its element's page, and would be lost in an element of another page.
    """
    kids = element.get("/K")
    if kids is None:
        return []
    below: list[Any] = list(kids) if isinstance(kids, Array) else [kids]
    return [
        Dictionary(Type=Name.MCR, Pg=element.Pg, MCID=kid) if isinstance(kid, int) else kid
        for kid in below
    ]


def _rewrite(
    document: pikepdf.Pdf, element: pikepdf.Object, now_in: dict[tuple[int, int], pikepdf.Object]
) -> None:
    for kid in _kids(element):
        _rewrite(document, kid, now_in)
    match str(element.S):
        case "/L":
            _nest(element)
        case "/LI":
            _swallow_label(element, now_in)
        case "/TH" | "/TD":
            _paragraph_inside(document, element, now_in)


def _nest(outer: pikepdf.Object) -> None:
    """A list that stands beside the item it belongs to goes into that item's body."""
    kept: list[pikepdf.Object] = []
    for kid in _content(outer):
        if isinstance(kid, Dictionary) and kid.get("/S") == Name.L and kept:
            body = _kids(kept[-1])[-1]
            body.K = Array([*_content(body), kid])
            kid.P = body
        else:
            kept.append(kid)
    outer.K = Array(kept)


def _swallow_label(item: pikepdf.Object, now_in: dict[tuple[int, int], pikepdf.Object]) -> None:
    label, body = _kids(item)
    for kid in _kids(label):
        kid.P = body
    first, *rest = _content(body)
    if isinstance(first, Dictionary) and first.get("/S") == Name.P:
        # Word has no paragraph inside an item: its words are the item's own.
        for kid in _kids(first):
            kid.P = body
        now_in[first.objgen] = body
        rest = [*_content(first), *rest]
    else:
        rest = [first, *rest]
    body.K = Array([*_content(label), *rest])
    now_in[label.objgen] = body
    item.K = Array([body])


def _paragraph_inside(
    document: pikepdf.Pdf, cell: pikepdf.Object, now_in: dict[tuple[int, int], pikepdf.Object]
) -> None:
    cell.S = Name.TD
    if "/A" in cell:
        del cell["/A"]
    if _kids(cell) or not _content(cell):
        return
    inner = document.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.P, P=cell, K=Array(_content(cell)))
    )
    cell.K = Array([inner])
    now_in[cell.objgen] = inner


def _repoint(tree: pikepdf.Object, now_in: dict[tuple[int, int], pikepdf.Object]) -> None:
    """Tells the marked content of each page which element it is in now."""
    for kid in tree.get("/Kids", Array([])):
        _repoint(kid, now_in)
    numbers = tree.get("/Nums")
    if numbers is None:
        return
    for at in range(1, len(numbers), 2):
        owners = numbers[at]
        if not isinstance(owners, Array):
            continue
        for place in range(len(owners)):
            owner = owners[place]
            while isinstance(owner, Dictionary) and owner.objgen in now_in:
                owner = now_in[owner.objgen]
            owners[place] = owner
