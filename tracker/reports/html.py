"""A paper as one HTML page that asks nobody for anything: to be read on a screen, kept and printed.

The page brings its sheet and its pictures along. Its own content security policy lets in that
sheet, by its hash, and nothing else, wherever the page is opened from.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tracker.charts.palette import NEUTRAL, PAINTS
from tracker.charts.picture import Picture
from tracker.domain.folders import folder
from tracker.reports.addresses import Piece, pieces
from tracker.reports.blocks import (
    Bullets,
    Paper,
    Plain,
    SignatureLine,
    Table,
    Title,
    TurnToLandscape,
)
from tracker.reports.characters import writable
from tracker.reports.outline import (
    CountedTable,
    Element,
    Figure,
    Headed,
    Paragraphs,
    elements,
    title_of,
)
from tracker.reports.parts import Status

NOTHING: Final = "–"
"""What stands in a cell without words: an empty one reads as if something were missing."""

NO_ROWS: Final = "There is nothing in this table."

LEAST_REM, MOST_REM = 7.5, 70.0
"""How wide the narrowest column of a table is at least, and how wide that may make the table."""

LEAST_SHARE: Final = 8.0
"""The least hundredth of a table that a column has."""

_KINDS: Final = {
    Title: "title",
    Headed: "heading",
    Paragraphs: "paragraphs",
    Plain: "plain",
    Bullets: "bullets",
    SignatureLine: "signature",
    CountedTable: "table",
    Figure: "figure",
}
_NEUTRAL: Final = next(name for name, paint in PAINTS.items() if paint is NEUTRAL)
_IDS: Final = re.compile(r'\b(id|aria-labelledby)="([^"]*)"')


@dataclass(frozen=True)
class Columns:
    """Columns of the same widths, in tables of one class; ``shares`` are hundredths."""

    name: str
    shares: tuple[float, ...]
    least: float


@dataclass(frozen=True)
class Chapter:
    """A heading of level 1 in the list of contents, and those of level 2 beneath it."""

    heading: Headed
    sections: tuple[Headed, ...]


@dataclass(frozen=True)
class Placed:
    """An element of the paper as the template places it.

    ``anchor`` is the id of its caption, ``columns`` the class of a table's widths.
    """

    kind: str
    block: Any
    anchor: str = ""
    columns: str = ""
    picture: Picture | None = None


@dataclass(frozen=True)
class Part:
    """What is printed on upright pages, or on pages that lie on their side."""

    landscape: bool
    elements: Sequence[Placed]


def html_page(paper: Paper) -> str:
    """``paper`` as a whole page of HTML; the same paper gives the same page.

    Raises:
        ValueError: a row of a table has not a cell for each column.
    """
    read = list(elements(paper))
    widths = _widths(element.block for element in read if isinstance(element, CountedTable))
    known: dict[str, Any] = {
        "title": title_of(paper),
        "author": paper.author,
        "subject": paper.subject,
        "head": paper.head,
        "foot": paper.foot,
        "parts": _parts(read, widths),
        "tones": PAINTS,
        "widths": list(widths.values()),
    }
    sheet = _environment().get_template("papers/paper.css").render(known)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode("ascii")
    return _environment().get_template("papers/paper.html").render(known, digest=digest)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder("templates")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_clean,
    )
    environment.globals.update(
        pieces=_pieces, statuses=_statuses, tone=_tone, nothing=NOTHING, no_rows=NO_ROWS
    )
    return environment


def _clean(value: Any) -> Any:
    """What the template places, without what no document can hold; markup has been through it."""
    return writable(value) if type(value) is str else value


def _pieces(text: str) -> list[Piece]:
    return pieces(writable(text))


def _statuses(cell: Status | tuple[Status, ...]) -> tuple[Status, ...]:
    return (cell,) if isinstance(cell, Status) else cell


def _tone(status: Status) -> str:
    return status.tone if status.tone in PAINTS else _NEUTRAL


def _parts(read: Sequence[Element], widths: dict[tuple[float, ...], Columns]) -> list[Part]:
    """The elements, with the list of contents before the first heading."""
    contents = _contents(read)
    parts: list[tuple[bool, list[Placed]]] = [(False, [])]
    for element in read:
        if isinstance(element, TurnToLandscape):
            parts.append((True, []))
            continue
        if isinstance(element, Headed) and contents:
            parts[-1][1].append(Placed("contents", contents))
            contents = []
        parts[-1][1].append(_placed(element, widths))
    return [Part(landscape, placed) for landscape, placed in parts if placed]


def _placed(element: Element, widths: dict[tuple[float, ...], Columns]) -> Placed:
    kind = _KINDS[type(element)]
    if isinstance(element, CountedTable):
        table = element.block
        for row in table.rows:
            if len(row) != len(table.header):
                raise ValueError(f"A row of “{table.caption}” has not a cell for each column")
        return Placed(kind, element, element.anchor, widths[table.widths].name)
    if isinstance(element, Figure):
        picture = _of_its_own(element.block.picture, element.anchor)
        return Placed(kind, element, element.anchor, picture=picture)
    return Placed(kind, element)


def _contents(read: Iterable[Element]) -> list[Chapter]:
    """The chapters; none where a paper has too few for a list."""
    chapters: list[tuple[Headed, list[Headed]]] = []
    for element in read:
        if isinstance(element, Headed) and element.level == 1:
            chapters.append((element, []))
        elif isinstance(element, Headed) and element.level == 2:
            chapters[-1][1].append(element)
    listed = [Chapter(heading, tuple(sections)) for heading, sections in chapters]
    return listed if len(listed) > 1 or any(one.sections for one in listed) else []


def _of_its_own(picture: Picture, anchor: str) -> Picture:
    """The picture with ids that no other of the page has.

    Words within it are escaped, so that a quotation mark can only be an attribute's.
    """

    def prefixed(found: re.Match[str]) -> str:
        names = " ".join(f"{anchor}-{name}" for name in found[2].split())
        return f'{found[1]}="{names}"'

    return replace(picture, svg=_IDS.sub(prefixed, writable(picture.svg)))


def _widths(tables: Iterable[Table]) -> dict[tuple[float, ...], Columns]:
    """The columns of tables by their widths; a narrow column makes its table wide."""
    found: dict[tuple[float, ...], Columns] = {}
    for table in tables:
        if table.widths not in found:
            whole = sum(table.widths) or 1
            raised = [max(100 * share / whole, LEAST_SHARE) for share in table.widths]
            shares = tuple(round(100 * share / sum(raised), 2) for share in raised)
            wide = min(LEAST_REM * 100 / min(shares, default=100), MOST_REM)
            found[table.widths] = Columns(f"widths-{len(found) + 1}", shares, round(wide, 1))
    return found
