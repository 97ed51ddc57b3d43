"""What a report asks for: the lists under its headings of findings, item by item, whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.domain.frameworks.guide import FindingHeading, Guide
from tracker.domain.vocabulary import Addressee, Urgency
from tracker.intake.document import Block, Role
from tracker.intake.draft import DraftRecommendation, Sureness
from tracker.intake.finding_items import Item, drafted, is_heading
from tracker.intake.finding_tables import read_rows
from tracker.intake.words import begins, number_of, split_label

_LONGEST_KNOWN = 60
_DEEPER = 10.0
"""Points by which a sub-bullet stands to the right of its item, at least."""

_HANGS = 5.0
"""Points by which an item's later lines stand to the right of its bullet, at least."""

_JUDGES = re.compile(r"\b(?:is|are|requires?)\b")
_LOWER_MARKS = frozenset({"o", "○", "–", "—", "-", "‐", "‑", "−", "̶"})  # noqa: RUF001
"""Marks that stand below a bullet or number, where both occur."""

_LEADS_IN = re.compile(
    r"\bthe following (?:actions?|steps|areas?|recommendations?)\b[^.]*[.:]?\s*$"
)
_SENTENCE_END = re.compile(r"[.!?;:]['\"’”)]*\s*$")


@dataclass
class _Section:
    heading: FindingHeading
    urgency: Urgency | None
    addressee: Addressee | None
    items: list[Item] = field(default_factory=list)
    paragraphs: list[tuple[int, Block]] = field(default_factory=list)
    theme: str | None = None


def findings_of(blocks: Sequence[Block], guide: Guide) -> tuple[DraftRecommendation, ...]:
    """Every finding that the report lists under one of the guide's headings, in printed order."""
    items = _Walk(blocks, guide).items()
    return tuple(drafted(item, f"r{number}") for number, item in enumerate(items, start=1))


class _Walk:
    def __init__(self, blocks: Sequence[Block], guide: Guide) -> None:
        self._blocks = blocks
        self._guide = guide
        self._addressee: Addressee | None = None
        self._section: _Section | None = None
        self._done: list[Item] = []

    def items(self) -> Iterator[Item]:
        at = 0
        while at < len(self._blocks):
            at = self._step(at)
        self._close()
        yield from self._done

    def _step(self, at: int) -> int:
        block = self._blocks[at]
        says_nothing = not any(letter.isalpha() for letter in block.text)
        if block.role in (Role.NOTE, Role.CONTENTS) or says_nothing:
            return at + 1
        if self._is_known(block) or is_heading(block):
            self._at_heading(at, block)
            if self._section is not None and self._section.heading.table:
                return self._table(at + 1)
            return at + 1
        if self._section is not None:
            self._within(self._section, at, block)
        return at + 1

    def _is_known(self, block: Block) -> bool:
        """Whether a block that looks like text is one of the guide's headings, word for word."""
        if block.role not in (Role.PARAGRAPH, Role.CELL) or len(block.text) > _LONGEST_KNOWN:
            return False
        known = [heading.headings for heading in self._guide.findings]
        known += [heading.headings for heading in self._guide.urgencies]
        return any(begins(block.text, headings, at_most=0) for headings in known)

    def _at_heading(self, at: int, block: Block) -> None:
        """Open, regroup or close at a heading."""
        for part in self._guide.parts:
            if begins(block.text, part.headings, at_most=5) and not _JUDGES.search(block.text):
                self._addressee = part.addressee
        urgency = next(
            (u.urgency for u in self._guide.urgencies if begins(block.text, u.headings, at_most=2)),
            None,
        )
        if urgency is not None and self._section is not None:
            self._section.urgency = urgency
            self._section.theme = None
            return
        for finding in self._guide.findings:
            if begins(block.text, finding.headings):
                self._close()
                addressee = finding.addressee or self._addressee
                self._section = _Section(finding, finding.urgency, addressee)
                return
        if self._section is not None and self._groups(self._section, at, block):
            self._section.theme = block.text.rstrip(" :")
            return
        self._close()

    def _groups(self, section: _Section, at: int, block: Block) -> bool:
        """Whether a heading only groups the items of the section it stands in.

        The guide knows such headings, and a number that follows goes on where the last one ended:
        the levels of headings tell nothing, real reports have them anyhow.
        """
        following = self._following(at)
        if following is None or not _is_item(following):
            return False
        if not begins(block.text, self._guide.groups, at_most=3):
            return False
        number = number_of(_labelled(following)[0])
        if not section.items:
            return True
        before = number_of(section.items[-1].label)
        if number is None or before is None:
            return number is None and before is None
        return _as_number(number) > _as_number(before)

    def _close(self) -> None:
        if self._section is not None:
            section, self._section = self._section, None
            self._done += section.items or _paragraph_items(section)

    def _within(self, section: _Section, at: int, block: Block) -> None:
        label, text = _labelled(block)
        last = section.items[-1] if section.items else None
        if last is not None and _goes_on(last, block, label):
            last.add(at, block, text, joined=True)
        elif _is_item(block):
            self._item(section, at, block, label, text)
        elif last is None:
            section.paragraphs.append((at, block))
        elif _is_theme(block, self._following(at)):
            section.theme = block.text.rstrip(" :")
        elif not block.text.rstrip().endswith(":"):
            self._close()

    def _item(self, section: _Section, at: int, block: Block, label: str | None, text: str) -> None:
        last = section.items[-1] if section.items else None
        if last is not None and _is_under(last, block, label):
            mark = label if number_of(label) or (label or "").isalnum() else "–"
            last.add(at, block, f"{mark} {text}", joined=False)
            return
        if last is None and (_LEADS_IN.search(text.casefold()) or self._leads_up(at, label)):
            return
        if last is not None and _starts_anew(last, label):
            self._close()
            return
        section.items.append(
            Item(
                label,
                block.left,
                block.depth,
                [text],
                [at],
                block.page,
                list(block.boxes),
                section.heading,
                section.urgency,
                section.addressee,
                section.theme,
            )
        )

    def _leads_up(self, at: int, label: str | None) -> bool:
        """Whether a numbered paragraph only leads up to bullets under an urgency's heading."""
        after = [block for block in self._blocks[at + 1 : at + 6] if block.role is not Role.NOTE]
        if number_of(label) is None or len(after) < 2:
            return False
        urgent = any(
            begins(after[0].text, urgency.headings, at_most=2) for urgency in self._guide.urgencies
        )
        return urgent and number_of(_labelled(after[1])[0]) is None

    def _following(self, at: int) -> Block | None:
        for block in self._blocks[at + 1 :]:
            if block.role is not Role.NOTE:
                return block
        return None

    def _table(self, at: int) -> int:
        """Read the rows under a heading; give back where the table's text ends."""
        section = self._section
        self._section = None
        if section is None:
            return at
        items, at = read_rows(self._blocks, at, section.heading, section.addressee)
        self._done += items
        return at


def _labelled(block: Block) -> tuple[str | None, str]:
    if block.label is not None:
        return block.label, block.text
    return split_label(block.text)


def _is_item(block: Block) -> bool:
    return block.role is Role.ITEM or _labelled(block)[0] is not None


def _goes_on(last: Item, block: Block, label: str | None) -> bool:
    """Whether a block is the rest of an item that a page's end, or the file, has cut in two."""
    if label is not None:
        return False
    unfinished = not _SENTENCE_END.search(last.lines[-1])
    small = block.text[:1].islower() or block.text[:1] in "(‘'\"“"
    turned = block.page > last.last_page
    hangs = block.role is Role.ITEM or block.left > last.left + _HANGS
    return unfinished and (small or (turned and hangs)) and not block.bold


def _is_under(last: Item, block: Block, label: str | None) -> bool:
    """Whether an item belongs to the one above it: set deeper, or marked otherwise and indented."""
    if number_of(last.label) and number_of(label):
        return False
    if last.label is None and label is None:
        return block.left > last.left + _DEEPER if block.left and last.left else False
    deeper = block.depth > last.depth > 0
    indented = bool(block.left and last.left) and block.left > last.left + _DEEPER
    other = (number_of(label) is None) and _mark(label) != _mark(last.label)
    lower = label in _LOWER_MARKS and last.label not in _LOWER_MARKS
    return deeper or indented or (other and (lower or _introduces(last)))


def _mark(label: str | None) -> str:
    return "1" if number_of(label) else (label or "")


def _introduces(last: Item) -> bool:
    return last.lines[0].rstrip().endswith((":", "including", "to"))


def _starts_anew(last: Item, label: str | None) -> bool:
    """Whether the numbers begin again, or bullets follow numbers: another list has begun."""
    before, now = number_of(last.label), number_of(label)
    if before is None or now is None:
        return label is not None and (before is None) != (now is None)
    return _as_number(now) <= _as_number(before)


def _as_number(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


def _is_theme(block: Block, following: Block | None) -> bool:
    """Whether a short line between items names the theme of those that follow."""
    return (
        following is not None
        and _is_item(following)
        and block.role in (Role.PARAGRAPH, Role.CELL)
        and len(block.text.split()) <= 10
        and not block.text.rstrip().endswith(".")
    )


def _paragraph_items(section: _Section) -> list[Item]:
    """Where a list has no marks, each paragraph that introduces nothing is an item, likely."""
    return [
        Item(
            None,
            block.left,
            0,
            [block.text],
            [at],
            block.page,
            list(block.boxes),
            section.heading,
            section.urgency,
            section.addressee,
            section.theme,
            sureness=Sureness.LIKELY,
        )
        for at, block in section.paragraphs
        if not _introduces_a_list(block.text)
    ]


def _introduces_a_list(text: str) -> bool:
    said = text.casefold()
    return said.rstrip().endswith(":") or bool(
        re.search(
            r"\b(?:the following|there (?:are|were) no|no (?:areas|recommendations|priority))\b",
            said,
        )
    )
