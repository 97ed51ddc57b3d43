"""What a paper says, in order, and what a PDF and an HTML page of it are found to say.

Each is a list of what a text is and its letters without white space: ``heading 1``, ``number``
(before a paragraph or point), ``text``, ``caption``, ``column``, ``row`` and ``cell``.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element

from tests.page_contract import parsed
from tracker.reports.blocks import (
    Bullets,
    Drawing,
    Heading,
    Numbered,
    Paper,
    Plain,
    SignatureLine,
    Table,
    Title,
)
from tracker.reports.parts import Status

Said = tuple[str, str]

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def bare(text: str) -> str:
    """The letters alone: lines are broken elsewhere in each format."""
    return "".join(text.split())


@dataclass
class Expected:
    """A paper gone through by the tests' own reckoning; headings must be in order already."""

    paper: Paper
    numbers: int = 0
    counts: dict[str, int] = field(default_factory=lambda: {"Table": 0, "Figure": 0})

    def said(self) -> list[Said]:
        every = [one for block in self.paper.blocks for one in self._block(block)]
        return [(kind, bare(text)) for kind, text in every]

    def _block(self, block: Any) -> Iterator[Said]:
        match block:
            case Numbered():
                yield from self._numbered(block)
            case Table():
                yield from self._table(block)
            case Drawing():
                yield self._caption("Figure", block.caption)
            case _:
                yield from _plain(block)

    def _numbered(self, block: Numbered) -> Iterator[Said]:
        self.numbers += 1
        yield "number", f"{self.numbers}."
        yield "text", block.text
        for letter, point in zip(LETTERS, block.points, strict=False):
            yield "number", f"({letter})"
            yield "text", (f"{point.lead}:" if point.lead else "") + point.text

    def _table(self, block: Table) -> Iterator[Said]:
        if block.captioned:
            yield self._caption("Table", block.caption)
        yield from (("column", words) for words in block.header)
        for first, *rest in block.rows:
            yield "row", words_of(first)
            yield from (("cell", words_of(cell)) for cell in rest)

    def _caption(self, kind: str, words: str) -> Said:
        self.counts[kind] += 1
        return "caption", f"{kind} {self.counts[kind]}: {words}"


def _plain(block: Any) -> Iterator[Said]:
    match block:
        case Title(text):
            yield "text", text
        case Heading(level, text):
            yield f"heading {level}", text
        case Plain(text, lead):
            yield "text", lead + text
        case Bullets(items):
            yield from (("text", item) for item in items)
        case SignatureLine(lines):
            yield from (("text", line) for line in ("Signed:", *lines) if line)


def words_of(cell: Any) -> str:
    """The words of a cell: text, a status, or several."""
    if isinstance(cell, str):
        return cell.strip() or "–"
    statuses = (cell,) if isinstance(cell, Status) else cell
    return "".join(status.text + status.note for status in statuses) or "–"


@dataclass
class Tag:
    """A structure element of a PDF as poppler reads it."""

    role: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    kids: list[Tag] = field(default_factory=list)

    def all_text(self) -> str:
        """Its own words and those beneath it, in order."""
        return "".join(self.text)

    def find(self, role: str) -> Iterator[Tag]:
        """The elements of one role beneath it."""
        for kid in self.kids:
            if kid.role == role:
                yield kid
            yield from kid.find(role)


_TAG: Final = re.compile(r"( *)([A-Z][A-Za-z0-9]*)(?: .*| <.*|:.*)?$")
_ATTRIBUTE: Final = re.compile(r" +/(\w+) (.*)$")


def tags_of(pdf: Path) -> Tag:
    """The structure tree with its words."""
    done = subprocess.run(["pdfinfo", "-struct-text", str(pdf)], capture_output=True, check=True)
    document = Tag("Document")
    above: list[tuple[int, Tag]] = [(-1, document)]
    for line in done.stdout.decode("utf-8", "replace").split("\n")[1:]:
        depth = (len(line) - len(line.lstrip(" "))) // 2
        if line.strip().startswith('"'):
            words = line.strip()[1:].removesuffix('"')
            for at, tag in above:
                if at < depth:
                    tag.text.append(words)
        elif found := _ATTRIBUTE.match(line):
            above[-1][1].attributes[found[1]] = found[2]
        elif found := _TAG.match(line):
            while above[-1][0] >= depth:
                above.pop()
            tag = Tag(found[2])
            above[-1][1].kids.append(tag)
            above.append((depth, tag))
    return document


def said_by_pdf(pdf: Path) -> list[Said]:
    """What the tags of a PDF say."""
    document = tags_of(pdf)
    # The first page's head comes first.
    assert document.kids.pop(0).role == "Div"
    return [(kind, bare(text)) for kind, text in _said_by(document)]


_KINDS: Final = {
    "P": "text",
    "LBody": "text",
    "Lbl": "number",
    "Caption": "caption",
    "TD": "cell",
    **{f"H{level}": f"heading {level}" for level in range(1, 7)},
}


def _said_by(tag: Tag) -> Iterator[Said]:
    for kid in tag.kids:
        if kid.role == "TH":
            yield kid.attributes["Scope"][1:].lower(), kid.all_text()
        elif kid.role in _KINDS:
            if kid.all_text() != "–" or kid.role != "Lbl":
                yield _KINDS[kid.role], kid.all_text()
        else:
            yield from _said_by(kid)


def said_by_html(page: str) -> list[Said]:
    """What the main part of a page says; headings count from the one under the title."""
    [main] = parsed(page).iter("main")
    return [(kind, bare(text)) for kind, text in _said_in(main)]


_ELEMENTS: Final = {
    "p": "text",
    "li": "text",
    "h1": "text",
    "caption": "caption",
    "figcaption": "caption",
    "td": "cell",
    **{f"h{level + 1}": f"heading {level}" for level in range(1, 6)},
}


def _said_in(element: Element) -> Iterator[Said]:
    for kid in element:
        if kid.tag in ("nav", "svg") or "unseen" in (kid.get("class") or ""):
            continue
        if kid.tag == "th":
            yield {"col": "column", "row": "row"}[kid.get("scope") or ""], "".join(kid.itertext())
        elif kid.tag in _ELEMENTS:
            yield _ELEMENTS[str(kid.tag)], "".join(kid.itertext())
        elif kid.tag == "ol":
            yield from _items(kid, "value" if kid.get("start") else "letter")
        else:
            yield from _said_in(kid)


def _items(ordered: Element, kind: str) -> Iterator[Said]:
    for letter, item in zip(LETTERS * 9, ordered, strict=False):
        yield "number", f"({letter})" if kind == "letter" else f"{item.get('value')}."
        lists = item.findall("ol")
        for points in lists:
            item.remove(points)
        yield "text", "".join(item.itertext())
        for points in lists:
            yield from _items(points, "letter")
