"""Blocks of a PDF without a structure tree, read from where its lines stand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tracker.intake.document import Block, Role
from tracker.intake.pdf_characters import Character, PageText
from tracker.intake.pdf_lines import Placed, Words, same_line, words_of
from tracker.intake.periods import only_dates
from tracker.intake.words import number_of, split_label

_COLUMN_GAP = 2.0
"""Heights of type between two pieces of one line that stand in different columns."""

_LABEL_GAP = 5.0

_PARAGRAPH_GAP = 0.55
"""Heights of type above the first line of a paragraph, at least, beyond those between lines."""

_HEADING_SIZE = 1.12
_HEADING_WORDS = 25
_MARGIN = 0.11
"""The share of a page's height at its top and bottom where running lines stand."""

_OPEN_END = re.compile(r"[a-z0-9,;(–-]$|\b(?:and|or|of|the|to)$")


@dataclass
class _Line:
    """A piece of a line of type: what stands together without a column's gap."""

    page: int
    run: list[Placed]

    @property
    def first(self) -> Character:
        return self.run[0].character

    @property
    def last(self) -> Character:
        return self.run[-1].character

    @property
    def top(self) -> float:
        return min(placed.character.top for placed in self.run)

    @property
    def bottom(self) -> float:
        return max(placed.character.bottom for placed in self.run)


@dataclass
class _Piece:
    """A block while lines are added to it."""

    lines: list[tuple[_Line, Words]] = field(default_factory=list)
    row: int | None = None
    column: int = 0

    @property
    def words(self) -> Words:
        return words_of([placed for line, _words in self.lines for placed in line.run])


def layout_blocks(pages: Sequence[PageText]) -> tuple[Block, ...]:
    """The blocks of the pages, in the order in which the file draws them."""
    lines = [
        (line, words)
        for number, page in enumerate(pages, 1)
        for line in _page_lines(number, page.characters)
        if (words := words_of(line.run)).text
    ]
    lines = _without_running_lines(lines, pages)
    if not lines:
        return ()
    sizes = Counter[float]()
    for _line, words in lines:
        sizes[round(words.height, 1)] += len(words.text)
    body = sizes.most_common(1)[0][0]
    return tuple(_blocks(_pieces(lines, body), body))


def _page_lines(number: int, characters: Sequence[Character]) -> Iterator[_Line]:
    line: _Line | None = None
    for character in characters:
        placed = Placed(number, character)
        if line is None:
            line = _Line(number, [placed])
        elif _continues(line, character):
            line.run.append(placed)
        else:
            yield line
            line = None if character.text == " " else _Line(number, [placed])
    if line is not None:
        yield line


def _continues(line: _Line, character: Character) -> bool:
    last = next((p.character for p in reversed(line.run) if p.character.text != " "), line.last)
    if character.text == " ":
        return True
    gap = character.left - last.right
    height = max(last.height, character.height)
    widest = _LABEL_GAP if _is_label(line) else _COLUMN_GAP
    return same_line(last, character) and -height < gap < widest * height


def _is_label(line: _Line) -> bool:
    """Whether the line so far is but a bullet or number, which stands apart from its text."""
    if len(line.run) > 8:
        return False
    text = "".join(placed.character.text for placed in line.run).strip()
    return split_label(f"{text} x") == (text, "x")


def _without_running_lines(
    lines: list[tuple[_Line, Words]], pages: Sequence[PageText]
) -> list[tuple[_Line, Words]]:
    """Leave out what stands at the edge of page after page: running headers and page numbers."""
    cover = {words.text for line, words in lines if line.page == 1 and words.text.count(" ") > 2}
    seen: dict[tuple[str, bool], set[int]] = defaultdict(set)
    edges: list[tuple[str, bool] | None] = []
    for line, words in lines:
        height = pages[line.page - 1].height
        foot = 2 * _MARGIN if words.text.isdigit() else _MARGIN
        at_top, at_bottom = line.bottom < _MARGIN * height, line.top > (1 - foot) * height
        key = (re.sub(r"\d+", "#", words.text.casefold()), at_top) if at_top or at_bottom else None
        edges.append(key)
        if key is not None:
            seen[key].add(line.page)
    running = {key for key, on in seen.items() if len(on) >= min(3, max(2, len(pages) // 2))}
    numbers = {key for key in seen if key[0] == "#"}
    first: set[tuple[str, bool]] = set()
    kept = []
    for pair, key in zip(lines, edges, strict=True):
        # On the cover it stays: a report's title may be its running line too.
        line, words = pair
        on_cover = line.page == 1 and key in running and key not in first
        header = line.page > 1 and (words.text in cover or only_dates(words.text))
        if key is None or on_cover or not (header or key in running | numbers):
            kept.append(pair)
        if key is not None:
            first.add(key)
    return kept


def _pieces(lines: Sequence[tuple[_Line, Words]], body: float) -> Iterator[_Piece]:
    """Lines gathered into blocks; blocks beside each other are given their row and column."""
    piece = _Piece()
    rows = 0
    for line, words in lines:
        if not piece.lines:
            piece.lines.append((line, words))
            continue
        if _beside(piece, line):
            if piece.row is None:
                piece.row, rows = rows, rows + 1
            following = _Piece([(line, words)], piece.row, piece.column + 1)
        elif _same_block(piece, line, words, body):
            piece.lines.append((line, words))
            continue
        else:
            following = _Piece([(line, words)])
        yield piece
        piece = following
    if piece.lines:
        yield piece


def _beside(piece: _Piece, line: _Line) -> bool:
    first = piece.lines[0][0]
    right = max(words.boxes[0].right for _line, words in piece.lines if words.boxes)
    return (
        first.page == line.page
        and line.first.left > right
        and line.top < piece.lines[-1][0].bottom - 0.3 * line.first.height
        and line.bottom > first.top
    )


def _same_block(piece: _Piece, line: _Line, words: Words, body: float) -> bool:
    above, before = piece.lines[-1]
    if _begins_item(piece, line, words):
        return False
    if abs(words.height - before.height) > 0.08 * body or words.bold != before.bold:
        return False
    if line.page != above.page:
        # A paragraph that runs over the page goes on; what starts afresh does not.
        return bool(_OPEN_END.search(before.text)) and words.text[:1].islower()
    gap = line.top - above.bottom
    return -0.9 * body < gap < _usual_gap(piece, body)


def _begins_item(piece: _Piece, line: _Line, words: Words) -> bool:
    """Whether a line begins with a bullet or number of its own.

    A number at the hanging indent of the item above, in the middle of its sentence, is text: the
    "130)." in "(paragraphs 129, 130).".
    """
    label, _rest = split_label(words.text)
    if label is None:
        return False
    hangs = line.first.left > piece.lines[0][0].first.left + 5
    before = piece.lines[-1][1].text
    return not (hangs and label[:1].isdigit() and not before.endswith((".", ":", ";")))


def _usual_gap(piece: _Piece, body: float) -> float:
    """The widest gap that still is between lines: a little more than the last such gap."""
    if len(piece.lines) < 2:
        return _PARAGRAPH_GAP * body
    above, below = piece.lines[-2][0], piece.lines[-1][0]
    return (
        max(below.top - above.bottom, 0.0) + 0.3 * body
        if above.page == below.page
        else _PARAGRAPH_GAP * body
    )


def _blocks(pieces: Iterator[_Piece], body: float) -> Iterator[Block]:
    table, last_row = 0, None
    for piece in pieces:
        words = piece.words
        if piece.row is None:
            table += last_row is not None
            last_row = None
        else:
            last_row = piece.row
        label, _text = split_label(words.text)
        block = Block(
            Role.PARAGRAPH,
            words.text,
            words.boxes[0].page,
            words.boxes,
            bold=words.bold,
            left=words.left,
            cell=None if piece.row is None else (table, piece.row, piece.column),
        )
        yield replace(block, role=_role(block, label, words, body))


def _role(block: Block, label: str | None, words: Words, body: float) -> Role:
    large = words.height > _HEADING_SIZE * body and len(words.text.split()) <= _HEADING_WORDS
    if block.cell is not None:
        return Role.CELL
    if large and (label is None or number_of(label)):
        return Role.HEADING
    if words.height < 0.87 * body and words.text[:1].isdigit():
        return Role.NOTE
    return Role.ITEM if label is not None else Role.PARAGRAPH
