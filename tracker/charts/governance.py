"""Which board reports to which: a box for each, under the one that it reports to.

The tree goes down and in, like the folders of a file list, so that it is as narrow for twenty
boards as for two, and is read from top to bottom on a telephone too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.charts.figures import Figures, Form
from tracker.charts.lettering import broken
from tracker.charts.palette import GROUND, INK, QUIET, paint
from tracker.charts.picture import Picture, framed
from tracker.charts.shapes import box, paragraph, path, words

WIDTH: Final = 600
LETTER, LEADING = 15, 18
SMALL: Final = 13
INDENT, GAP, PAD = 36, 18, 10
MOST_DEPTH: Final = 8
"""Boxes further down stand no further in; the lines still say to whom they belong."""
MOST_NAME_LINES: Final = 3
ARROW: Final = 5


@dataclass(frozen=True)
class GovernanceBoard:
    """A board by a key of its own; ``reports_to`` is the key of another, or of none drawn here."""

    key: str
    name: str
    kind: str
    reports_to: str | None = None


@dataclass(frozen=True)
class _Placed:
    board: GovernanceBoard
    depth: int
    top: float
    lines: tuple[str, ...]

    @property
    def left(self) -> float:
        return float(min(self.depth, MOST_DEPTH) * INDENT) + 1

    @property
    def height(self) -> float:
        return len(self.lines) * LEADING + LEADING + 2 * PAD

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    @property
    def bottom(self) -> float:
        return self.top + self.height


def governance(boards: Sequence[GovernanceBoard], *, title: str, ident: str) -> Picture:
    """Draw the boards in their order, each after the one that it reports to.

    A board that reports to one that is not among them stands by itself. ``ident`` begins the ids
    within the picture.
    """
    placed = _placed(boards)
    known = {each.board.key: each for each in placed}
    shapes: list[str] = []
    for each in placed:
        above = known.get(each.board.reports_to or "")
        if above is not None and above.top < each.top:
            shapes.extend(_line(each, above))
    for each in placed:
        shapes.extend(_box(each))
    height = int(max((each.bottom for each in placed), default=0) + 2)
    figures = _figures(boards, title)
    return framed(shapes, figures, width=WIDTH, height=height, ident=ident)


def _figures(boards: Sequence[GovernanceBoard], title: str) -> Figures:
    names = {board.key: board.name for board in boards}
    return Figures(
        form=Form.TREE,
        title=title,
        alt=_in_words(boards),
        names="Board",
        categories=tuple(board.name for board in boards),
        series=(),
        header=("Board", "Kind", "Reports to"),
        rows=tuple(
            (b.name, b.kind, names.get(b.reports_to or "", "No other board")) for b in boards
        ),
    )


def _in_words(boards: Sequence[GovernanceBoard]) -> str:
    if not boards:
        return "There are no boards yet."
    names = {board.key: board.name for board in boards}
    return " ".join(
        f"{board.name} reports to {names.get(board.reports_to or '', 'no other board')}."
        for board in boards
    )


def _placed(boards: Sequence[GovernanceBoard]) -> list[_Placed]:
    top, placed = 1.0, []
    for board, depth in _in_order(boards):
        left = min(depth, MOST_DEPTH) * INDENT
        room = WIDTH - left - 2 * PAD - 2
        lines = broken(board.name, room, LETTER, bold=True, most=MOST_NAME_LINES)
        each = _Placed(board, depth, top, lines)
        placed.append(each)
        top = each.bottom + GAP
    return placed


def _in_order(boards: Sequence[GovernanceBoard]) -> Iterator[tuple[GovernanceBoard, int]]:
    """Each board once, with how far down it is; one within a circle begins a tree of its own."""
    keys = {board.key for board in boards}
    below: dict[str, list[GovernanceBoard]] = {}
    roots = []
    for board in boards:
        if board.reports_to in keys and board.reports_to != board.key:
            below.setdefault(str(board.reports_to), []).append(board)
        else:
            roots.append(board)
    seen: set[str] = set()
    for root in [*roots, *boards]:
        yield from _tree(root, 0, below, seen)


def _tree(
    board: GovernanceBoard,
    depth: int,
    below: Mapping[str, Sequence[GovernanceBoard]],
    seen: set[str],
) -> Iterator[tuple[GovernanceBoard, int]]:
    if board.key in seen:
        return
    seen.add(board.key)
    yield board, depth
    for child in below.get(board.key, ()):
        yield from _tree(child, depth + 1, below, seen)


def _line(each: _Placed, above: _Placed) -> Iterator[str]:
    """From a board to the one above, with the arrow's head at that one."""
    x = above.left + INDENT / 2
    yield path(
        ((each.left, each.middle), (x, each.middle), (x, above.bottom)), colour=INK, width=1.5
    )
    head = ((x - ARROW, above.bottom + ARROW + 2), (x, above.bottom + 1))
    yield path((*head, (x + ARROW, above.bottom + ARROW + 2)), colour=INK, width=1.5)


def _box(each: _Placed) -> Iterator[str]:
    # The top of a tree is told from the rest by its ground, and by having no line upwards.
    tone = paint("info")
    fill = tone.fill if each.depth == 0 else GROUND
    width = WIDTH - each.left - 1
    yield box(each.left, each.top, width, each.height, fill=fill, edge=tone.edge)
    x, y = each.left + PAD, each.top + PAD + LETTER * 0.85
    yield from paragraph(each.lines, (x, y), size=LETTER, leading=LEADING, bold=True)
    after = y + len(each.lines) * LEADING
    yield words(each.board.kind, x, after, size=SMALL, ink=QUIET)
