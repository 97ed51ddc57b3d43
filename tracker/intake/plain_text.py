"""Opening pasted text: paragraphs parted by empty lines, lists told by their marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.domain.text import showable
from tracker.intake.document import Block, Document, Role
from tracker.intake.draft import SourceKind
from tracker.intake.words import number_of, split_label

_MOST_HEADING_WORDS = 18
_ENDS_SENTENCE = re.compile(r"[.;,]$")
_COLUMNS = re.compile(r"\t+| {3,}")
_FULL_LINE = 55
"""Characters; a line at least so long was broken by its page and not by its writer."""


def read_text(text: str) -> Document:
    """The blocks of a text; a form feed turns the page."""
    clean = showable(text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-"))
    return Document(SourceKind.TEXT, tuple(_blocks(clean)))


def _blocks(text: str) -> Iterator[Block]:
    table = 0
    for number, page in enumerate(text.split("\f"), start=1):
        for paragraph in re.split(r"\n[ \t]*\n", page):
            rows = 0
            for line in _joined(paragraph.split("\n")):
                cells = [cell for cell in _COLUMNS.split(line.strip()) if cell]
                if len(cells) > 1 and split_label(f"{cells[0]} x")[1] != "x":
                    for column, cell in enumerate(cells):
                        yield Block(Role.CELL, cell, number, cell=(table, rows, column))
                    rows += 1
                elif cells:
                    yield _block(" ".join(cells), number)
            table += rows > 0


def _joined(lines: list[str]) -> Iterator[str]:
    """Lines that a page's width has broken, put together again."""
    whole = ""
    for line in lines:
        begins = split_label(line.strip())[0] is not None
        goes_on = (
            whole
            and not begins
            and not _COLUMNS.search(line.strip())
            and (len(whole.rsplit("\n", 1)[-1]) >= _FULL_LINE or line.strip()[:1].islower())
            and not whole.rstrip().endswith(":")
        )
        if goes_on:
            whole = f"{whole.rstrip()}{'' if whole.endswith('-') else ' '}{line.strip()}"
        else:
            if whole.strip():
                yield whole
            whole = line.rstrip()
    if whole.strip():
        yield whole


def _block(text: str, page: int) -> Block:
    text = " ".join(text.split())
    label, rest = split_label(text)
    short = len(text.split()) <= _MOST_HEADING_WORDS
    if label is not None and (number_of(label) is None or len(rest.split()) > 3):
        return Block(Role.ITEM, text, page)
    if short and text[:1].isupper() and not _ENDS_SENTENCE.search(text) and ": " not in text:
        return Block(Role.HEADING, text, page)
    return Block(Role.PARAGRAPH, text, page)
