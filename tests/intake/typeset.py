"""Papers as PDF, set by typst in the tracker's own type, with tags or without."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Final

import pikepdf
import typst

from tests.intake.papers import (
    Block,
    Bullets,
    Contents,
    Heading,
    Inside,
    NewPage,
    Numbered,
    PageEndsIn,
    Paper,
    Para,
    Point,
    Running,
    Table,
    cell_blocks,
)
from tracker.charts.typeface import FONTS

CARRIER: Final = "\u25a0"
UNDER_CARRIER: Final = "\u25a1"
"""Squares that the typeface has. They are drawn for every bullet, and the file is then made to say
that they stand for the character which the paper asks for: this is what a symbol font does."""

_MARGIN: Final = "2.4cm"
_LINE: Final = 14.72
_BETWEEN: Final = 6.6
"""The height of a line, and what the space before a block adds, in points, with these settings."""

_SETTINGS: Final = """\
#set document(title: {title})
#set page(paper: "a4", margin: (x: 2.2cm, y: {margin}), {running})
#set text(font: "Liberation Sans", size: 11pt, lang: "en", region: "gb", hyphenate: false,
    costs: (widow: 0%, orphan: 0%, runt: 0%))
#set list(marker: ([{carrier}], [{under}]))
#set enum(numbering: "1.")
#set par(justify: false)
#set outline(title: "Contents")
#show heading: set block(above: 1.4em, below: 0.9em)
#let in-contents = state("in-contents", false)
#show outline: shown => {{ in-contents.update(true); shown; in-contents.update(false) }}
#let note(words) = context if not in-contents.get() {{ footnote(words) }}
#let page-ends-in(height) = {{
  // Measured at a mark of its own: what measured itself would be moved by what it finds.
  block(above: 0pt, below: 0pt)[#metadata(none)<mark>]
  context {{
    let at = query(selector(<mark>).before(here())).last().location().position().y
    block(above: 0pt, below: 0pt, height: page.height - at - {margin} - height)
  }}
}}
"""


def typeset(paper: Paper, *, tagged: bool) -> bytes:
    """The paper as PDF. The same paper gives the same bytes each time."""
    made = typst.compile(
        _source(paper).encode(),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_tags=tagged,
        timestamp=int(datetime(2026, 1, 5, tzinfo=UTC).timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("A PDF is one file")
    return _with_glyphs(made, paper)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def _source(paper: Paper) -> str:
    settings = _SETTINGS.format(
        title=_string(paper.title or paper.name),
        margin=_MARGIN,
        running=_running(paper.running),
        carrier=CARRIER,
        under=UNDER_CARRIER,
    )
    return settings + "\n".join(_block(block) for block in paper.blocks) + "\n"


def _running(running: Running) -> str:
    *first, last = running.lines
    lines = [f"#{_string(line)};" for line in first]
    lines.append(f"#{_string(last)}; #h(1fr) #here().page()")
    shown = "true" if running.from_first else "here().page() > 1"
    place = "header" if running.top else "footer"
    return f"{place}: context if {shown} [{' #linebreak() '.join(lines)}]"


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _words(text: str) -> str:
    """The words as strings of typst, so that nothing in them is ever markup."""
    pieces = text.split("\n")
    return " #linebreak()".join(f"#{_string(piece)};" for piece in pieces)


def _noted(text: str, note: str | None) -> str:
    return _words(text) + (f"#note[{_words(note)}]" if note else "")


def _block(block: Block) -> str:  # noqa: C901, PLR0911 - one case for each kind of block
    match block:
        case Heading(text, level, note):
            return f"#heading(level: {level})[{_noted(text, note)}]\n"
        case Para():
            return _para(block)
        case Bullets(points):
            return f"{_list('list', points)}\n"
        case Numbered(points, start):
            return f"{_list(f'enum(start: {start})', points)}\n"
        case Table():
            return _table(block)
        case Contents():
            return "#outline()\n"
        case NewPage():
            return "#pagebreak()\n"
        case PageEndsIn(lines):
            return f"#page-ends-in({lines * _LINE + _BETWEEN}pt)\n"


def _para(para: Para) -> str:
    words = _noted(para.text, para.note)
    if para.strong:
        words = f"#strong[{words}]"
    if para.number is not None:
        return f"#enum(start: {para.number})[{words}]\n"
    return f"#par[{words}]\n"


def _list(call: str, points: tuple[Point, ...]) -> str:
    return f"#{call}" + "".join(f"[{_point(point)}]" for point in points)


def _point(point: Point) -> str:
    below = f"\n{_list('list', point.under)}" if point.under else ""
    return _words(point.text) + below


def _table(table: Table) -> str:
    rows = ["".join(f"[{_cell(cell)}], " for cell in row) for row in table.rows]
    if table.headed:
        rows[0] = f"table.header({rows[0].rstrip(', ')}),"
    columns = "(" + "1fr, " * table.columns + ")"
    return f"#table(columns: {columns}, {' '.join(rows)})\n"


def _cell(cell: str | tuple[Inside, ...]) -> str:
    return "\n\n".join(_inside(inside) for inside in cell_blocks(cell))


def _inside(inside: Inside) -> str:
    return _words(inside) if isinstance(inside, str) else _block(inside).strip()


def _with_glyphs(pdf: bytes, paper: Paper) -> bytes:
    """The file with its squares said to be the paper's bullets."""
    lists = list(_lists(paper.blocks))
    if not lists:
        return pdf
    stands_for = {CARRIER: lists[0].glyph, UNDER_CARRIER: lists[0].under_glyph}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for stream in document.objects:
            if isinstance(stream, pikepdf.Stream) and b"begincmap" in stream.read_bytes():
                stream.write(_remapped(stream.read_bytes(), stands_for))
        return saved(document)


def _lists(blocks: tuple[Block | Inside, ...]) -> Iterator[Bullets]:
    for block in blocks:
        if isinstance(block, Bullets):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from _lists(cell_blocks(cell))


def _remapped(cmap: bytes, stands_for: dict[str, str]) -> bytes:
    for drawn, meant in stands_for.items():
        cmap = cmap.replace(f"<{ord(drawn):04X}>\n".encode(), f"<{ord(meant):04X}>\n".encode())
    return cmap


def saved(document: pikepdf.Pdf) -> bytes:
    """The document's bytes, the same ones each time."""
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()
