"""A paper as a PDF for everybody: tagged, described and in order, as PDF/UA-1 (ISO 14289-1) asks.

typst sets it and refuses what the standard refuses; ``pdf_tags`` adds what typst cannot say. See
docs/decisions/pdf-by-typst.md for what is claimed and what was checked.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from tracker.charts.typeface import FONTS, typst_fonts
from tracker.reports.blocks import (
    Bullets,
    Paper,
    Plain,
    SignatureLine,
    Table,
    Title,
    TurnToLandscape,
)
from tracker.reports.fitting import INSTEAD, fitted, shown
from tracker.reports.outline import (
    CountedTable,
    Figure,
    Headed,
    Paragraphs,
    elements,
    title_of,
)
from tracker.reports.pdf_table import rich, table_part
from tracker.reports.pdf_tags import completed

if TYPE_CHECKING:
    from typst import Compiler

Part = dict[str, Any]
"""A part of the paper as JSON has it: its ``kind`` and what ``paper.typ`` draws of it."""

KEPT_FOR: Final = 10
"""Documents that come after a paper before typst forgets it."""

POINTS_PER_MM: Final = 72 / 25.4
LINE_MM: Final = (166.0, 267.0)
"""How long a line is on an upright page, and on one on its side."""

TEXT_SIZE: Final = 11
STEP_MM: Final = 10.0
"""How far the text of a numbered paragraph, and again of a lettered point, is moved in."""

PICTURE_MM: Final = (150.0, 195.0)
LOW_PICTURE_MM: Final = (195.0, 145.0)
"""The most room that a picture takes, wide and high, on either page."""

EDGE_SIZE, EDGE_GAP = 9, 24
MOST_ON_EDGE: Final = 90
"""Letters that are shown of a text at a page's head or foot: it has a line or two."""

_NOT_SHOWN: Final = (
    f"{INSTEAD} stands for a character that this typeface does not have. "
    "The paper as a Word file or as a web page shows it."
)
_SIZES: Final = {1: 16.0, 2: 13.0, 3: 11.5}


def pdf_bytes(paper: Paper) -> bytes:
    """``paper`` as a PDF; the same paper gives the same bytes.

    Raises:
        ValueError: a picture of the paper is no SVG, or a row has not a cell for each column.
    """
    written = _Writer(paper).written()
    made = _compiled(written, paper.made_at)
    _forget()
    summaries = [shown(block.caption) for block in paper.blocks if isinstance(block, Table)]
    return completed(made, summaries)


def _compiled(written: Part, made_at: datetime) -> bytes:
    from typst import TypstError  # noqa: PLC0415 - loaded for the first paper

    source = files("tracker.reports").joinpath("paper.typ").read_bytes()
    try:
        made = _compiler(source).compile(
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"paper": json.dumps(written, ensure_ascii=False)},
            timestamp=made_at.astimezone(UTC).replace(microsecond=0),
        )
    except TypstError as error:
        raise ValueError(f"The paper cannot be drawn: {error.message}") from error
    if not isinstance(made, bytes):
        raise TypeError("A PDF is one file")
    return made


def _compiler(source: bytes) -> Compiler:
    from typst import Compiler  # noqa: PLC0415 - as above

    return Compiler(source, root=str(FONTS), font_paths=typst_fonts(), ignore_system_fonts=True)


def _forget() -> None:
    """Let typst give back what it keeps of a paper, 30 megabytes of a large one.

    It keeps what it has laid out until ten more documents have come, for whoever edits one and
    sees it drawn anew. A process that serves would carry the last ten papers along.
    """
    for _ in range(KEPT_FOR + 1):
        _compiler(b"").compile(format="svg")


class _Writer:
    """One paper on its way into JSON."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.landscape = False

    def written(self) -> Part:
        """The whole paper; ``parts`` are those upright and those on their side."""
        paper, at = self.paper, self.paper.made_at.astimezone(UTC)
        parts: list[Part] = [{"landscape": False, "elements": []}]
        for element in elements(paper):
            if isinstance(element, TurnToLandscape):
                self.landscape = True
                parts.append({"landscape": True, "elements": []})
            else:
                parts[-1]["elements"].append(_WRITERS[type(element)](self, element))
        made: Part = {
            "title": shown(title_of(paper)),
            "author": shown(paper.author),
            "subject": shown(paper.subject),
            "head": [_edge(text) for text in paper.head],
            "foot": _edge(paper.foot),
            "made_at": {
                name: getattr(at, name)
                for name in ("year", "month", "day", "hour", "minute", "second")
            },
            "parts": [part for part in parts if part["elements"]],
        }
        if INSTEAD in json.dumps(made, ensure_ascii=False):
            made["parts"][-1]["elements"].append(_plain(_NOT_SHOWN))
        return made

    @property
    def line(self) -> float:
        """How long a line is here, in points."""
        return LINE_MM[self.landscape] * POINTS_PER_MM

    def title(self, block: Title) -> Part:
        return {"kind": "title", "text": rich(block.text, self.line, 18, bold=True, plain=True)}

    def heading(self, block: Headed) -> Part:
        size = _SIZES.get(block.level, TEXT_SIZE)
        text = rich(block.text, self.line, size, bold=True, plain=True)
        return {"kind": "heading", "level": block.level, "text": text}

    def paragraphs(self, block: Paragraphs) -> Part:
        room = self.line - STEP_MM * POINTS_PER_MM
        items = [
            {
                "number": one.number,
                "text": rich(one.block.text, room, TEXT_SIZE),
                "points": [self._point(point.lead, point.text) for point in one.block.points],
                "keeps": one.block.keeps,
            }
            for one in block.items
        ]
        return {"kind": "paragraphs", "items": items}

    def _point(self, lead: str, text: str) -> Part:
        room = self.line - 2 * STEP_MM * POINTS_PER_MM
        lead = f"{lead}: " if lead and text else lead
        return {
            "lead": rich(lead, room, TEXT_SIZE, bold=True),
            "text": rich(text, room, TEXT_SIZE),
        }

    def plain(self, block: Plain) -> Part:
        lead = rich(block.lead, self.line, TEXT_SIZE, bold=True)
        text = rich(block.text, self.line, TEXT_SIZE)
        return {**_plain(text), "lead": lead, "keeps": block.keeps}

    def bullets(self, block: Bullets) -> Part:
        room = self.line - STEP_MM * POINTS_PER_MM
        return {"kind": "bullets", "items": [rich(item, room, TEXT_SIZE) for item in block.items]}

    def signature(self, block: SignatureLine) -> Part:
        lines = [
            rich(line, self.line, TEXT_SIZE, bold=True) for line in block.lines if line.strip()
        ]
        return {"kind": "signature", "lines": lines}

    def table(self, counted: CountedTable) -> Part:
        return {"kind": "table", **table_part(counted.block, self.line)}

    def figure(self, counted: Figure) -> Part:
        block, picture = counted.block, counted.block.picture
        wide, high = LOW_PICTURE_MM if self.landscape else PICTURE_MM
        share = min(wide / picture.width, high / picture.height)
        return {
            "kind": "figure",
            "svg": shown(picture.svg),
            "alt": shown(picture.alt).strip() or shown(block.caption).strip() or "A picture",
            "caption": rich(block.caption, self.line, TEXT_SIZE, bold=True),
            "width": picture.width * share,
        }


_WRITERS: Final[dict[type, Callable[[_Writer, Any], Part]]] = {
    Title: _Writer.title,
    Headed: _Writer.heading,
    Paragraphs: _Writer.paragraphs,
    Plain: _Writer.plain,
    Bullets: _Writer.bullets,
    SignatureLine: _Writer.signature,
    CountedTable: _Writer.table,
    Figure: _Writer.figure,
}


def _plain(text: Any) -> Part:
    return {"kind": "plain", "text": text, "lead": "", "keeps": False}


def _edge(text: str) -> str:
    """``text`` in one line or two, for half of a page's head or foot."""
    words = " ".join(shown(text).split())
    if len(words) > MOST_ON_EDGE:
        words = f"{words[: MOST_ON_EDGE - 1]}…"
    return fitted(words, LINE_MM[False] * POINTS_PER_MM / 2 - EDGE_GAP, EDGE_SIZE)
