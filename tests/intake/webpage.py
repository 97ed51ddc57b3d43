"""Papers as a web page, with what a site puts around its words."""

from __future__ import annotations

from html import escape

from tests.intake.papers import (
    Block,
    Bullets,
    Cell,
    Contents,
    Heading,
    NewPage,
    Numbered,
    PageEndsIn,
    Paper,
    Para,
    Point,
    Table,
    cell_blocks,
    unbroken,
)

_BEFORE = """\
<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>{title}</title>
<style>h1 {{ color: #111 }} .nav::before {{ content: "Recommendations" }}</style>
<script>var recommendations = ["1. Not one of them."];</script></head>
<body>
<header><a href="/">Home</a><nav><ul><li><a href="#r">Reports</a></li>\
<li><a href="#s">Search</a></li></ul></nav></header>
<main>
"""
_AFTER = """\
</main>
<footer><ul><li><a href="/cookies">Cookies</a></li><li><a href="/help">Help</a></li></ul></footer>
</body>
</html>
"""


def web_page(paper: Paper) -> bytes:
    """The paper as HTML in UTF-8."""
    notes: list[str] = []
    body = "".join(_block(block, paper, notes) for block in paper.blocks)
    ends = "".join(
        f'<p id="note-{number}"><sup>{number}</sup> {_words(note)}</p>\n'
        for number, note in enumerate(notes, 1)
    )
    return (_BEFORE.format(title=_words(paper.title or paper.name)) + body + ends + _AFTER).encode()


def _words(text: str) -> str:
    return escape(unbroken(text).replace("\n", " "), quote=False)


def _noted(text: str, note: str | None, notes: list[str]) -> str:
    if not note:
        return _words(text)
    notes.append(note)
    return f'{_words(text)}<sup><a href="#note-{len(notes)}">{len(notes)}</a></sup>'


def _block(  # noqa: PLR0911 - one case for each kind of block
    block: Block, paper: Paper, notes: list[str]
) -> str:
    match block:
        case Heading(text, level, note):
            return f"<h{level}>{_noted(text, note, notes)}</h{level}>\n"
        case Para(text, number, strong, note):
            words = _noted(text, note, notes)
            words = f"<strong>{words}</strong>" if strong else words
            return f"<p>{f'{number}. ' if number is not None else ''}{words}</p>\n"
        case Bullets(points):
            return _list(points)
        case Numbered(points, start):
            return f'<ol start="{start}">{_items(points)}</ol>\n'
        case Table():
            return _table(block)
        case Contents():
            entries = "".join(f"<li><a>{_words(h.text)}</a></li>" for h in paper.headings)
            return f"<h2>Contents</h2>\n<ul>{entries}</ul>\n"
        case NewPage() | PageEndsIn():
            return ""


def _list(points: tuple[Point, ...]) -> str:
    return f"<ul>{_items(points)}</ul>\n" if points else ""


def _items(points: tuple[Point, ...]) -> str:
    return "".join(f"\n<li>{_words(point.text)}{_list(point.under)}</li>" for point in points)


def _table(table: Table) -> str:
    rows = []
    for at, row in enumerate(table.rows):
        tag = 'th scope="col"' if table.headed and at == 0 else "td"
        cells = "".join(f"<{tag}>{_cell(cell)}</{tag[:2]}>" for cell in row)
        rows.append(f"<tr>{cells}</tr>")
    return "<table>\n" + "\n".join(rows) + "\n</table>\n"


def _cell(cell: Cell) -> str:
    pieces = []
    for inside in cell_blocks(cell):
        match inside:
            case Bullets(points):
                pieces.append(_list(points))
            case Para(text):
                pieces.append(f"<p>{_words(text)}</p>")
            case str():
                pieces.append(
                    f"<p>{_words(inside)}</p>" if isinstance(cell, tuple) else _words(inside)
                )
    return "".join(pieces)
