"""Opening pasted text: lines put together into paragraphs, lists told by their marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.domain.text import showable
from tracker.intake.document import Block, Document, Role
from tracker.intake.draft import SourceKind
from tracker.intake.periods import only_dates
from tracker.intake.words import number_of, split_label

_MOST_HEADING_WORDS = 20
_FULL = 0.72
"""The share of the usual width from which on a line was broken by its page, not its writer."""

_RUNNING = 4
"""Lines with the same words, numbers apart, so often are the page's and not the text's."""

_COVER_LINES = 3

_ENDS = re.compile(r"[.;:?!]['\"’”)]*$")
_NOTE_MARK = re.compile(r"(?<=[a-z?)])\d{1,2}$")
_PARTED_WORD = re.compile(r"(?<=\w)[-\u2010\u2011]$")
_COLUMNS = re.compile(r"\t+| {3,}")


@dataclass
class _Open:
    """A block while its lines are read; ``cells`` where it is a row of a table."""

    page: int
    lines: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.lines).split())


def read_text(text: str) -> Document:
    """The blocks of a text; a form feed turns the page."""
    clean = showable(re.sub(r"\r\n?", "\n", text).replace("\x02", "-").replace("\ufffe", "-"))
    pages = clean.split("\f")
    return Document(SourceKind.TEXT, tuple(_blocks(_runs(pages))))


def _runs(pages: Sequence[str]) -> Iterator[_Open]:
    lines = [
        (number, line.rstrip()) for number, page in enumerate(pages, 1) for line in page.split("\n")
    ]
    width = _usual_width(line for _number, line in lines)
    run = _Open(1)
    gap, label = True, ""
    for number, line in _without_running(lines):
        said = " ".join(line.split())
        if not said:
            gap = True
            continue
        if split_label(f"{said} x") == (said, "x"):
            # A bullet or number that stands on a line of its own belongs to the next.
            label, gap = said, True
            continue
        if label:
            said, label = f"{label} {said}", ""
        if run.lines and _goes_on(run, said, width, gap=gap):
            _join(run, said)
        else:
            if run.lines:
                yield run
            run = _started(number, said if split_label(said)[0] else line)
        gap = False
    if run.lines:
        yield run


def _started(number: int, line: str) -> _Open:
    cells = [cell.strip() for cell in _COLUMNS.split(line.strip()) if cell.strip()]
    if len(cells) > 1 and split_label(f"{cells[0]} x")[1] == "x":
        # A bullet or number that stands apart from its own text.
        cells = [f"{cells[0]} {cells[1]}", *cells[2:]]
    return _Open(number, [" ".join(cells)], cells if len(cells) > 1 else [])


def _join(run: _Open, said: str) -> None:
    if run.cells:
        run.cells[0] = f"{run.cells[0]} {said}"
    elif _PARTED_WORD.search(run.lines[-1]):
        run.lines[-1] = f"{run.lines[-1][:-1]}-{said}"
    else:
        run.lines.append(said)


def _goes_on(run: _Open, said: str, width: int, *, gap: bool) -> bool:
    """Whether a line is the rest of what stands above it."""
    label = split_label(said)[0]
    if label is not None and (label == "o" or not said[:1].islower()):
        return False
    before = run.lines[-1]
    if _ENDS.search(before) and _may_head(said):
        return False
    small = said[:1].islower()
    unfinished = not _ENDS.search(before)
    if gap:
        return small and unfinished and not run.cells
    if small and unfinished:
        return True
    return len(before) >= _FULL * width and not run.cells and not before.endswith(":")


def _may_head(said: str) -> bool:
    """Whether a line under a finished sentence is short and unfinished enough to be a heading."""
    return said[:1].isupper() and len(said.split()) <= 9 and not _ENDS.search(said)


def _usual_width(lines: Iterator[str]) -> int:
    """How long full lines are: most of a broken text is as wide as its page was."""
    lengths = sorted(len(line.strip()) for line in lines if len(line.split()) > 3)
    return lengths[int(len(lengths) * 0.9)] if lengths else 80


def _without_running(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The lines without what runs at the edges of pages: page numbers, headers and their dates.

    A title on the cover that comes again further down is the header of a page.
    """
    running, titles = _running(lines), _titles(lines)
    seen: set[str] = set()
    after_header = False
    for number, line in lines:
        said = " ".join(line.split())
        again = said in seen and said in titles
        seen.add(said)
        if said.isdigit() or _numberless(said) in running or again:
            after_header = after_header or again
        elif after_header and only_dates(said):
            continue
        else:
            after_header = after_header and not said
            yield number, line


def _titles(lines: Sequence[tuple[int, str]]) -> set[str]:
    """The longer lines at the top of the text."""
    first = [" ".join(line.split()) for _number, line in lines if line.strip()][:_COVER_LINES]
    return {line for line in first if line.count(" ") >= 3}


def _running(lines: Sequence[tuple[int, str]]) -> set[str]:
    seen = Counter(_numberless(" ".join(line.split())) for _number, line in lines)
    return {
        line
        for line, times in seen.items()
        if times >= _RUNNING and (line.count(" ") >= 5 or ("#" in line and " " in line))
    }


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _blocks(runs: Iterator[_Open]) -> Iterator[Block]:
    table, row = 0, 0
    for run in runs:
        if run.cells:
            for column, cell in enumerate(run.cells):
                yield Block(Role.CELL, " ".join(cell.split()), run.page, cell=(table, row, column))
            row += 1
            continue
        table, row = table + (row > 0), 0
        role = _role(run.text)
        text = _NOTE_MARK.sub("", run.text) if role is Role.HEADING else run.text
        yield Block(role, text, run.page)


def _role(text: str) -> Role:
    label, rest = split_label(text)
    if label is not None and (number_of(label) is None or rest):
        return Role.ITEM
    short = len(text.split()) <= _MOST_HEADING_WORDS
    if short and text[:1].isupper() and (text.endswith("?") or not _ENDS.search(text)):
        return Role.HEADING
    return Role.PARAGRAPH
