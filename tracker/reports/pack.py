"""A board's pack laid out: a title page of facts, and then section after section.

``presenters.pack_sections`` says what stands under each heading; here it is put in order for any
format to draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tracker.charts.picture import Picture
from tracker.reports.blocks import (
    Block,
    Cell,
    Drawing,
    Heading,
    Numbered,
    Paper,
    Plain,
    Table,
    Title,
)
from tracker.reports.cabinet_sections import shares_of
from tracker.reports.parts import Said, Status

LONG_DATE: Final = 16
"""Letters that a column has in one line if it can: a date takes so many."""

MOST_IN_A_COLUMN: Final = 60
"""Letters after which a longer cell asks for no more room: it is set in several lines."""


@dataclass(frozen=True)
class Listed:
    """A table by its caption: each row's first cell names it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Section:
    """A heading, what is said under it, its pictures, tables and facts, and sections within it."""

    heading: str
    said: tuple[Said, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Listed, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    within: tuple[Section, ...] = ()


@dataclass(frozen=True)
class PackReport:
    """A whole pack in words. ``facts`` are told on its first page, ``foot`` on every one.

    ``made_at`` is an instant in UTC; ``demonstration`` the sentence of an invented council.
    """

    title: str
    council: str
    demonstration: str
    board: str
    foot: str
    made_at: datetime
    facts: tuple[tuple[str, str], ...]
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    check: Section


def pack_paper(report: PackReport) -> Paper:
    """The pack laid out, for any format to draw."""
    return Paper(
        title=report.title,
        author=report.board,
        subject=f"Pack of the {report.board}, {report.council}",
        head=(report.council, report.demonstration),
        foot=report.foot,
        made_at=report.made_at,
        blocks=list(_blocks(report)),
    )


def _blocks(report: PackReport) -> Iterator[Block]:
    yield Title(report.title)
    yield from (Plain(text) for text in report.opening)
    yield from _facts(report.facts)
    for section in (*report.sections, report.check):
        yield from _section(section, 1)


def _facts(facts: Iterable[tuple[str, str]]) -> Iterator[Block]:
    return (Plain(text, lead=f"{name}:") for name, text in facts)


def _section(section: Section, level: int) -> Iterator[Block]:
    yield Heading(level, section.heading)
    for said in section.said:
        follows = bool(said.points) or bool(section.pictures or section.tables)
        yield Numbered(said.text, said.points, keeps=follows and said is section.said[-1])
    for picture in section.pictures:
        yield Drawing(picture, picture.title)
        caption = f"{picture.title}: the figures"
        yield Table(caption, picture.header, picture.rows, shares_of(picture), small=True)
    yield from (_table(listed) for listed in section.tables)
    yield from _facts(section.facts)
    for inner in section.within:
        yield from _section(inner, level + 1)


def _table(listed: Listed) -> Table:
    texts = [tuple(map(_text, row)) for row in listed.rows]
    needs = [_need(column) for column in zip(listed.header, *texts, strict=True)]
    widths = tuple(100 * need / sum(needs) for need in needs)
    return Table(listed.caption, listed.header, listed.rows, widths, small=True)


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return _text(cell[0]) if isinstance(cell, tuple) and cell else _status(cell)


def _status(cell: object) -> str:
    return max((cell.text, cell.note), key=len) if isinstance(cell, Status) else ""


def _need(cells: Sequence[str]) -> float:
    """How much of the line a column asks for: its longest word, and more for longer texts."""
    word = max(len(word) for cell in cells for word in cell.split() or [""])
    longest = min(max(map(len, cells)), MOST_IN_A_COLUMN)
    return 4 + max(min(word, 18), longest / 2, min(longest, LONG_DATE))
