"""The structure tree of a tagged PDF: what the file itself says each piece of text is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

MOST_ELEMENTS = 200_000
DEEPEST = 60


@dataclass
class Element:
    """A structure element: its standard type, and its children and marked content in order.

    A piece of marked content is (page counted from 0, mark).
    """

    kind: str
    parts: list[Element | tuple[int, int]] = field(default_factory=list)


class TooManyElements(Exception):
    """The tree is too large or too deep to be a report's."""


def structure_of(pdf: pikepdf.Pdf) -> Element | None:
    """The document's structure tree, or None when it is not tagged.

    Raises:
        TooManyElements: the tree has no end that is worth waiting for.
    """
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, pikepdf.Dictionary) or "/K" not in root:
        return None
    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
    return _Walk(pages, _roles(root)).tree(root)


def _roles(root: pikepdf.Dictionary) -> Mapping[str, str]:
    mapped = root.get("/RoleMap")
    if not isinstance(mapped, pikepdf.Dictionary):
        return {}
    return {name: str(role) for name, role in mapped.items() if isinstance(role, pikepdf.Name)}


class _Walk:
    def __init__(self, pages: Mapping[Any, int], roles: Mapping[str, str]) -> None:
        self._pages = pages
        self._roles = roles
        self._seen: set[tuple[int, int]] = set()
        self._count = 0

    def tree(self, root: pikepdf.Dictionary) -> Element:
        top = Element("Document")
        self._fill(top, root, None, 0)
        return top

    def _fill(self, element: Element, source: Any, page: int | None, depth: int) -> None:
        if depth > DEEPEST:
            raise TooManyElements
        for kid in _kids(source):
            part = self._part(kid, page, depth)
            if part is not None:
                element.parts.append(part)

    def _part(self, kid: Any, page: int | None, depth: int) -> Element | tuple[int, int] | None:
        if isinstance(kid, int):
            return None if page is None else (page, kid)
        if not isinstance(kid, pikepdf.Dictionary):
            return None
        own_page = self._page_of(kid, page)
        if "/MCID" in kid and "/S" not in kid:
            mark: Any = kid.get("/MCID")
            return (own_page, mark) if isinstance(mark, int) and own_page is not None else None
        if "/S" not in kid or self._again(kid):
            return None
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise TooManyElements
        child = Element(self._kind(kid))
        self._fill(child, kid, own_page, depth + 1)
        return child

    def _page_of(self, kid: pikepdf.Dictionary, page: int | None) -> int | None:
        named = kid.get("/Pg")
        return self._pages.get(named.objgen, page) if named is not None else page

    def _again(self, kid: pikepdf.Dictionary) -> bool:
        """Whether this element was met before: a broken tree can lead back to itself."""
        if kid.objgen == (0, 0):
            return False
        if kid.objgen in self._seen:
            return True
        self._seen.add(kid.objgen)
        return False

    def _kind(self, kid: pikepdf.Dictionary) -> str:
        kind = str(kid["/S"])
        for _ in range(5):
            if kind not in self._roles or self._roles[kind] == kind:
                break
            kind = self._roles[kind]
        return kind.removeprefix("/")


def _kids(source: pikepdf.Dictionary) -> Iterator[Any]:
    kids = source.get("/K")
    if isinstance(kids, pikepdf.Array):
        yield from kids
    elif kids is not None:
        yield kids
