"""The draft that reading a report gives: what it says, where each fact stands, how sure we are.

A draft is frozen and serialisable. A person goes through it and mends it (``editing.py``) before it
is accepted; nothing in it is ever taken for a record by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.vocabulary import Addressee, FindingKind, Urgency


class Sureness(StrEnum):
    """How sure the reader is of a fact; a person looks at what is less than certain first."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNSURE = "unsure"


class SourceKind(StrEnum):
    """What kind of document the report came as."""

    PDF = "pdf"
    WORD = "word"
    HTML = "html"
    TEXT = "text"


@dataclass(frozen=True)
class Box:
    """A rectangle on a page, in points from the page's top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Place:
    """Where a fact stands: the page it begins on, counted from 1 as a reader turns the leaves.

    ``boxes`` are the lines to highlight on the page's picture, on every page that the fact reaches;
    they are empty for what has no pages to draw (Word, HTML, pasted text). ``passages`` are the
    positions of the passages, within the whole document from 0, that hold the fact.
    """

    page: int
    boxes: tuple[Box, ...] = ()
    passages: tuple[int, ...] = ()


@dataclass(frozen=True)
class Fact:
    """One line of words as read, with its place."""

    value: str
    place: Place
    sureness: Sureness = Sureness.CERTAIN


@dataclass(frozen=True)
class Period:
    """A stretch of fieldwork, first and last day; an inspection may have several."""

    start_on: date
    end_on: date
    place: Place


@dataclass(frozen=True)
class DraftDate:
    """A day as read."""

    on: date
    place: Place
    sureness: Sureness = Sureness.CERTAIN


@dataclass(frozen=True)
class DraftJudgement:
    """A grade that the report gives, in printed order.

    ``area`` and ``grade`` are the report's words; ``area_key`` and ``grade_key`` the framework's
    keys for them, None when the framework knows no such words.
    """

    key: str
    area: str
    grade: str
    area_key: str | None
    grade_key: str | None
    place: Place
    sureness: Sureness = Sureness.CERTAIN
    dropped: bool = False


@dataclass(frozen=True)
class DraftRecommendation:
    """Something that the report asks for, whole, as printed.

    ``reference`` is its number as printed. ``body`` is the responsible body where the report names
    one, in its words. ``tags`` are what stands in brackets at its end ("Outcome three");
    ``paragraphs`` the numbers of the report's paragraphs that it points to. ``theme`` is suggested
    from its words, never printed. ``key`` is its name within the draft.
    """

    key: str
    text: str
    reference: str | None
    kind: FindingKind
    urgency: Urgency | None
    addressee: Addressee
    body: str | None
    tags: tuple[str, ...]
    paragraphs: str | None
    theme: str | None
    place: Place
    sureness: Sureness = Sureness.CERTAIN
    dropped: bool = False


@dataclass(frozen=True)
class Doubt:
    """Something that a person should look at first, in a sentence.

    ``about`` is the name of the draft's fact ("published") or the key of an item ("r3").
    """

    about: str
    sentence: str
    place: Place | None = None


@dataclass(frozen=True)
class Passage:
    """A paragraph, heading, list item or table cell of the document, for showing beside the draft.

    ``page`` is where it begins. ``heading`` says whether it heads what follows.
    """

    page: int
    text: str
    heading: bool = False


@dataclass(frozen=True)
class PageSize:
    """The size of a page in points."""

    width: float
    height: float


@dataclass(frozen=True)
class ReportDraft:
    """All that was read out of one report.

    ``framework`` and ``kind`` are keys of the framework's file, or None when the report does not
    say; ``fieldwork`` is empty, and the other facts None, when nothing was found. ``pages`` are
    empty for a document without pages.
    """

    source: SourceKind
    council: Fact | None
    framework: Fact | None
    kind: Fact | None
    theme: Fact | None
    fieldwork: tuple[Period, ...]
    published: DraftDate | None
    lead_inspector: Fact | None
    statement_due: DraftDate | None
    judgements: tuple[DraftJudgement, ...]
    recommendations: tuple[DraftRecommendation, ...]
    doubts: tuple[Doubt, ...]
    passages: tuple[Passage, ...]
    pages: tuple[PageSize, ...]

    @property
    def start_on(self) -> date | None:
        """The first day of fieldwork."""
        return min((period.start_on for period in self.fieldwork), default=None)

    @property
    def end_on(self) -> date | None:
        """The last day of fieldwork."""
        return max((period.end_on for period in self.fieldwork), default=None)
