"""Setting blocks right whatever the file: contents told from headings, bullets parted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.intake.document import Block, Role

_ENDS_IN_PAGE = re.compile(r"\S(?:\s*\.{2,}\s*|\s+)(?P<page>\d{1,3})$")
_ONLY_A_PAGE = re.compile(r"[\s.]*\d{1,3}\s*")
_BULLET_WITHIN = re.compile(r"(?<=\S)\s+(?=[■◼▪●•\uf000-\uf0ff]\s)")
_MOST_WORDS = 25
_FEWEST_LINES = 3


def with_contents_marked(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with runs of lines that end in rising page numbers marked as contents."""
    marked = list(blocks)
    run: list[int] = []
    last_page = 0
    at = 0
    while at < len(blocks):
        page, length = _page_at_end(blocks, at)
        if page is None or page < last_page:
            _mark(marked, run)
            run, last_page = [], 0
        if page is not None:
            run += range(at, at + length)
            last_page = page
        at += length
    _mark(marked, run)
    return tuple(marked)


def with_bullets_parted(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with one that holds several bulleted items made into as many."""
    parted: list[Block] = []
    for block in blocks:
        pieces = [piece for piece in _BULLET_WITHIN.split(block.text) if piece.strip()]
        if len(pieces) < 2 or block.role in (Role.NOTE, Role.CONTENTS):
            parted.append(block)
            continue
        parted.append(replace(block, text=pieces[0].strip()))
        parted += [replace(block, role=Role.ITEM, label=None, text=piece) for piece in pieces[1:]]
    return tuple(parted)


def _page_at_end(blocks: Sequence[Block], at: int) -> tuple[int | None, int]:
    """The page number that an entry ends in, and how many blocks it takes."""
    block = blocks[at]
    if len(block.text.split()) > _MOST_WORDS:
        return None, 1
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    beside = following is not None and block.row is not None and block.row == following.row
    if following is not None and beside and _ONLY_A_PAGE.fullmatch(following.text):
        return int(following.text.strip(" .")), 2
    found = _ENDS_IN_PAGE.search(block.text)
    return (int(found["page"]), 1) if found else (None, 1)


def _mark(blocks: list[Block], run: Sequence[int]) -> None:
    if len(run) >= _FEWEST_LINES:
        for at in run:
            blocks[at] = replace(blocks[at], role=Role.CONTENTS)
