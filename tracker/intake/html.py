"""Opening a web page: its headings, paragraphs, lists and tables; never its scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from lxml import html
from lxml.etree import ParserError

from tracker.intake.document import Block, Document, Role
from tracker.intake.draft import SourceKind
from tracker.intake.errors import NotReadable

_UNSEEN = frozenset({"script", "style", "template", "noscript", "svg", "head", "iframe", "object"})
_ASIDE = frozenset({"nav", "footer", "form", "button", "select", "dialog"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "em", "font", "i", "kbd", "mark", "q"}
    | {"s", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "img", "ins"}
)
_SAYS_ENCODING = re.compile(rb"<meta[^>]+charset|^(?:\xff\xfe|\xfe\xff)", re.IGNORECASE)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DEEPEST = 200


@dataclass(frozen=True)
class _Here:
    role: Role = Role.PARAGRAPH
    depth: int = 0
    label: str | None = None
    cell: tuple[int, int, int] | None = None


def read_html(content: bytes, encoding: str | None = None) -> Document:
    """The blocks of a web page; ``encoding`` where it is known from outside.

    Raises:
        NotReadable: there is no text in it.
    """
    try:
        parser = html.HTMLParser(huge_tree=False, encoding=encoding or _encoding(content))
        root = html.document_fromstring(content, parser=parser)
    except (ParserError, ValueError):
        raise NotReadable("This web page holds no text. Choose the report itself") from None
    # Where a page says which part is its own, the rest is the site's.
    mains = root.findall(".//main")
    body = mains[0] if len(mains) == 1 else root.find("body")
    blocks = tuple(_Walk().blocks(body if body is not None else root, _Here(), 0))
    if not blocks:
        raise NotReadable("This web page holds no text. Choose the report itself")
    return Document(SourceKind.HTML, blocks)


def _encoding(content: bytes) -> str | None:
    """UTF-8 for a page that is in it and does not say so; otherwise the page's own word counts."""
    if _SAYS_ENCODING.search(content[:4096]):
        return None
    try:
        content.decode()
    except UnicodeDecodeError:
        return None
    return "utf-8"


class _Walk:
    def __init__(self) -> None:
        self._tables = 0

    def blocks(self, element: Any, here: _Here, nested: int) -> Iterator[Block]:
        """The blocks within an element: runs of inline text, and the block elements between."""
        if nested > _DEEPEST:
            return
        pieces = [element.text or ""]
        heavy = 0
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag in _INLINE and not _holds_blocks(child):
                words = "" if _is_note_mark(child) else _words(child)
                heavy += len(words) if tag in ("b", "strong") else 0
                pieces.append(words)
            elif tag and tag not in _UNSEEN and tag not in _ASIDE and not _is_hidden(child):
                found, here = self._made(pieces, here, heavy)
                yield from found
                pieces, heavy = [], 0
                yield from self._element(child, tag, here, nested)
            pieces.append(child.tail or "")
        yield from self._made(pieces, here, heavy)[0]

    def _made(self, pieces: list[str], here: _Here, heavy: int) -> tuple[list[Block], _Here]:
        """A block of the text so far; what follows it has no label any more."""
        text = " ".join("".join(pieces).split())
        if not text:
            return [], here
        block = Block(
            here.role,
            text,
            1,
            label=here.label,
            depth=here.depth,
            cell=here.cell,
            bold=heavy * 2 > len(text),
        )
        return [block], replace(here, label=None)

    def _element(self, child: Any, tag: str, here: _Here, nested: int) -> Iterator[Block]:
        if tag in _HEADINGS:
            here = replace(here, role=Role.HEADING, depth=_HEADINGS[tag], label=None)
        elif tag in ("ul", "ol"):
            yield from self._list(child, replace(here, depth=here.depth + 1), nested)
            return
        elif tag == "table":
            yield from self._table(child, here, nested)
            return
        yield from self.blocks(child, here, nested + 1)

    def _list(self, element: Any, here: _Here, nested: int) -> Iterator[Block]:
        number = _whole(element.get("start"), 1)
        for item in element:
            if item.tag != "li":
                continue
            number = _whole(item.get("value"), number)
            label = f"{number}." if element.tag == "ol" else "•"
            number += 1
            inner = replace(here, role=Role.ITEM, label=label)
            yield from self.blocks(item, inner, nested + 1)

    def _table(self, element: Any, here: _Here, nested: int) -> Iterator[Block]:
        table, self._tables = self._tables, self._tables + 1
        rows = [row for row in element.iter("tr") if _table_of(row) is element]
        for number, row in enumerate(rows):
            cells = [cell for cell in row if cell.tag in ("td", "th")]
            for column, cell in enumerate(cells):
                inner = _Here(Role.CELL, cell=(table, number, column))
                for block in self.blocks(cell, inner, nested + 1):
                    yield replace(block, bold=block.bold or cell.tag == "th")


def _words(element: Any) -> str:
    """The text of an inline element, a line's break as a space, without notes' marks."""
    if element.tag == "br":
        return " "
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _UNSEEN and not _is_note_mark(child):
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _is_note_mark(element: Any) -> bool:
    return element.tag == "sup" and "".join(element.itertext()).strip(" []()").isdigit()


def _holds_blocks(element: Any) -> bool:
    return any(
        isinstance(inner.tag, str) and inner.tag not in _INLINE and inner.tag not in _UNSEEN
        for inner in element.iterdescendants()
    )


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or element.get("aria-hidden") == "true"


def _table_of(row: Any) -> Any:
    return next(row.iterancestors("table"), None)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise
