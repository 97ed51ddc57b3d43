"""Findings in a table: a row each, with the responsible body beside it where there is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.domain.frameworks.guide import FindingHeading
from tracker.domain.vocabulary import Addressee
from tracker.intake.document import Block, Role
from tracker.intake.finding_items import Item, is_heading
from tracker.intake.words import begins, split_label

Numbered = tuple[int, Block]


@dataclass
class _Row:
    body: list[Numbered] = field(default_factory=list)
    finding: list[Numbered] = field(default_factory=list)


def read_rows(
    blocks: Sequence[Block], at: int, heading: FindingHeading, addressee: Addressee | None
) -> tuple[list[Item], int]:
    """The findings of the tables from ``at`` on, and where their text ends.

    A table that runs over the page goes on in one of its own, whose first row may have the rest of
    a cell and no body: it belongs to the row before.
    """
    rows: list[_Row] = []
    has_bodies = False
    found = list(_table_rows(blocks, at, heading))
    for cells, _end in found:
        if _is_header(cells, heading):
            has_bodies = has_bodies or _has_body_column(cells, heading)
            continue
        row = _row(cells, has_bodies=has_bodies)
        if rows and _is_rest(row, has_bodies=has_bodies):
            rows[-1].finding += row.finding
        elif row.finding:
            rows.append(row)
    return [_item(row, heading, addressee) for row in rows], found[-1][1] if found else at


def _table_rows(
    blocks: Sequence[Block], at: int, heading: FindingHeading
) -> Iterator[tuple[list[Numbered], int]]:
    """Each row's blocks, with the position behind it; ends at the next heading.

    Where a file does not tell its tables, bullets and the rest of a sentence belong to the row
    above them, and another paragraph is a row of its own.
    """
    cells: list[Numbered] = []
    while at < len(blocks):
        block = blocks[at]
        if block.role in (Role.NOTE, Role.CONTENTS):
            at += 1
            continue
        own = begins(block.text, heading.headings) or _heads_bodies(block, heading)
        if is_heading(block) and not own:
            break
        if cells and _begins_row(cells[-1][1], block, own=own):
            yield cells, at
            cells = []
        cells.append((at, block))
        at += 1
    if cells:
        yield cells, at


def _begins_row(above: Block, block: Block, *, own: bool) -> bool:
    if block.row is not None:
        return block.row != above.row
    goes_on = block.role is Role.ITEM or block.text[:1].islower() or bool(block.label)
    return own or not (goes_on or split_label(block.text)[0])


def _heads_bodies(block: Block, heading: FindingHeading) -> bool:
    return heading.body_heading is not None and begins(block.text, (heading.body_heading,))


def _is_header(cells: Sequence[Numbered], heading: FindingHeading) -> bool:
    return all(
        begins(block.text, heading.headings) or _heads_bodies(block, heading)
        for _at, block in cells
    )


def _has_body_column(cells: Sequence[Numbered], heading: FindingHeading) -> bool:
    return any(_heads_bodies(block, heading) for _at, block in cells)


def _row(cells: Sequence[Numbered], *, has_bodies: bool) -> _Row:
    row = _Row()
    for at, block in cells:
        in_first = block.cell is not None and block.cell[2] == 0
        (row.body if has_bodies and in_first else row.finding).append((at, block))
    return row


def _is_rest(row: _Row, *, has_bodies: bool) -> bool:
    """Whether a row is the rest of the one above, which a page's end has cut in two."""
    if row.body or not row.finding:
        return False
    return has_bodies or row.finding[0][1].text[:1].islower()


def _item(row: _Row, heading: FindingHeading, addressee: Addressee | None) -> Item:
    (first_at, first), rest = row.finding[0], row.finding[1:]
    label, text = (first.label, first.text) if first.label else split_label(first.text)
    item = Item(
        label=label,
        left=first.left,
        depth=first.depth,
        lines=[text],
        at=[first_at],
        page=first.page,
        boxes=list(first.boxes),
        heading=heading,
        urgency=heading.urgency,
        addressee=addressee,
        theme=None,
        body=" ".join(block.text for _at, block in row.body) or None,
    )
    for at, block in rest:
        label, text = (block.label, block.text) if block.label else split_label(block.text)
        small = text[:1].islower() and label is None
        item.add(at, block, text if label is None else f"– {text}", joined=small)
    return item
