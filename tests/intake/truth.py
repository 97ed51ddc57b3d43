"""What a paper says, to hold a draft against it fact by fact."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tests.intake.papers import Block, Paper, Point, unbroken
from tracker.domain.vocabulary import Addressee, FindingKind, Urgency
from tracker.intake.draft import DraftRecommendation, Fact, ReportDraft


@dataclass(frozen=True)
class Asked:
    """Something that a paper asks for, as a draft must have it.

    ``text`` is without its number and without what stands below it, which is ``under``.
    """

    text: str
    reference: str | None = None
    kind: FindingKind = FindingKind.RECOMMENDATION
    urgency: Urgency | None = None
    addressee: Addressee = Addressee.LOCAL_AUTHORITY
    body: str | None = None
    tags: tuple[str, ...] = ()
    paragraphs: tuple[int, ...] = ()
    under: tuple[str, ...] = ()

    @property
    def point(self) -> Point:
        """It as an item of a list."""
        return Point(self.text, tuple(map(Point, self.under)))

    @property
    def whole(self) -> str:
        """All its words in one line."""
        return " ".join(map(unbroken, (self.text, *self.under)))


@dataclass(frozen=True)
class Truth:
    """The facts of one paper. Judgements are keys of area and grade, in printed order.

    A letter is published on the day that it bears.
    """

    council: str
    framework: str
    kind: str
    fieldwork: tuple[tuple[date, date], ...] = ()
    published: date | None = None
    lead: str | None = None
    theme: str | None = None
    statement_due: date | None = None
    judgements: tuple[tuple[str, str], ...] = ()
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Report:
    """A paper and what is true of it."""

    paper: Paper
    truth: Truth

    def named(self, name: str, *blocks: Block) -> Report:
        """The same facts in a paper of another name, and with other blocks where they are given."""
        paper = replace(self.paper, name=name, blocks=blocks or self.paper.blocks)
        return replace(self, paper=paper)


_MARKS: Final = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2212": "-"}
)
_BULLET: Final = re.compile(
    "(?:^|(?<=\\s))[-o\u2022\u25aa\u25a0\u25a1\u25fc\u25cf\uf06e\uf0a7\uf0b7\uf0be](?=\\s)"
)


def plain(text: str) -> str:
    """The words in one line, without the bullets of a list: how they are laid out is no fact."""
    one = unicodedata.normalize("NFC", text).translate(_MARKS)
    return " ".join(_BULLET.sub(" ", one).split())


def numbers(text: str | None) -> tuple[int, ...]:
    """The numbers in some words."""
    return tuple(map(int, re.findall(r"\d+", text or "")))


def value(fact: Fact | None) -> str | None:
    """What a fact says."""
    return None if fact is None else fact.value


def texts(draft: ReportDraft) -> list[str]:
    """What a draft asks for, in its order."""
    return [plain(found.text) for found in draft.recommendations]


def asked_texts(truth: Truth) -> list[str]:
    """What a paper asks for, in its order."""
    return [plain(asked.whole) for asked in truth.asked]


def grades(draft: ReportDraft) -> list[tuple[str | None, str | None]]:
    """The draft's judgements, as keys."""
    return [(found.area_key, found.grade_key) for found in draft.judgements]


def periods(draft: ReportDraft) -> tuple[tuple[date, date], ...]:
    """The draft's fieldwork."""
    return tuple((period.start_on, period.end_on) for period in draft.fieldwork)


def same_council(first: str | None, second: str) -> bool:
    """Whether two names are of one council: "and" may be "&", and its kind may be left out."""
    return first is not None and _council(first) == _council(second)


def _council(name: str) -> str:
    words = plain(name).replace("&", "and").casefold()
    words = re.sub(
        r"\b(the|city|county|borough|metropolitan|council|local authority)\b", " ", words
    )
    return " ".join(words.split())


def wrongly_read(found: DraftRecommendation, asked: Asked) -> list[str]:
    """What of one recommendation is not as it should be, its words apart."""
    pairs: dict[str, tuple[object, object]] = {
        "reference": (found.reference and found.reference.rstrip("."), asked.reference),
        "kind": (found.kind, asked.kind),
        "urgency": (found.urgency, asked.urgency),
        "addressee": (found.addressee, asked.addressee),
        "body": (found.body and plain(found.body), asked.body),
        "tags": (found.tags, asked.tags),
        "paragraphs": (numbers(found.paragraphs), asked.paragraphs),
    }
    return [
        f"{name}: {got!r} instead of {wanted!r} ({asked.text[:40]})"
        for name, (got, wanted) in pairs.items()
        if got != wanted
    ]
