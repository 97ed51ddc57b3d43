"""One finding while it is put together, and what it becomes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.domain.frameworks.guide import FindingHeading
from tracker.domain.vocabulary import Addressee, FindingKind, Urgency
from tracker.intake.document import Block, Role
from tracker.intake.draft import Box, DraftRecommendation, Place, Sureness
from tracker.intake.words import number_of

_LONGEST_HEADING = 160
_MOST_HEADING_WORDS = 22

_MUST_ACT = re.compile(
    r"(?P<body>[A-Z][^.;:]{2,110}?) (?:needs? to|must|should)(?: urgently)? "
    r"(?:take|ensure|improve|develop|work|address|strengthen|review|put|cooperate)\b"
)
_TAG = re.compile(r"\s*\(([^()]{2,120})\)(?=[\s.;]*$)")
_PARAGRAPHS = re.compile(r"^para(?:graph)?s?\.?\s*", re.IGNORECASE)


@dataclass
class Item:
    """A finding while it is being put together from blocks."""

    label: str | None
    left: float
    depth: int
    lines: list[str]
    at: list[int]
    page: int
    boxes: list[Box]
    heading: FindingHeading
    urgency: Urgency | None
    addressee: Addressee | None
    theme: str | None
    body: str | None = None
    sureness: Sureness = Sureness.CERTAIN

    @property
    def last_page(self) -> int:
        """The page on which its last line stands."""
        return self.boxes[-1].page if self.boxes else self.page

    def add(self, at: int, block: Block, text: str, *, joined: bool) -> None:
        """Go on with another block: the same sentence, or a line of its own."""
        if joined:
            self.lines[-1] = f"{self.lines[-1]} {text}"
        else:
            self.lines.append(text)
        self.at.append(at)
        self.boxes += block.boxes


def is_heading(block: Block) -> bool:
    """Whether a block heads what follows: marked as such, or short and bold."""
    if block.role is Role.HEADING:
        return True
    return (
        block.bold
        and block.role in (Role.PARAGRAPH, Role.CELL)
        and len(block.text) <= _LONGEST_HEADING
        and len(block.text.split()) <= _MOST_HEADING_WORDS
    )


def drafted(item: Item, key: str) -> DraftRecommendation:
    """The finished item, its tags read."""
    text = "\n".join(line.strip() for line in item.lines)
    tags = _tags(text)
    paragraphs = next((tag for tag in tags if _PARAGRAPHS.match(tag)), None)
    return DraftRecommendation(
        key=key,
        text=text,
        reference=number_of(item.label),
        kind=item.heading.kind,
        urgency=item.urgency,
        addressee=item.addressee or Addressee.LOCAL_AUTHORITY,
        body=item.body or _addressed(item),
        tags=tags,
        paragraphs=_PARAGRAPHS.sub("", paragraphs) if paragraphs else None,
        theme=item.theme,
        place=Place(item.page, tuple(item.boxes), tuple(item.at)),
        sureness=item.sureness,
    )


def _addressed(item: Item) -> str | None:
    """Who must act on a priority action whose own words begin with them ("… need to take")."""
    if item.heading.kind is not FindingKind.PRIORITY_ACTION:
        return None
    found = _MUST_ACT.match(item.lines[0])
    return found["body"] if found else None


def _tags(text: str) -> tuple[str, ...]:
    """What stands in brackets at the end of the text, outermost last."""
    found: list[str] = []
    while True:
        tag = _TAG.search(text)
        if tag is None:
            return tuple(reversed(found))
        found.append(tag[1].strip())
        text = text[: tag.start()]
