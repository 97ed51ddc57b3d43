"""The facts on a report's cover: days on site, publication, lead inspector, a statement's date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from tracker.intake.document import Block, Role
from tracker.intake.draft import DraftDate, Fact, Period, Place, Sureness
from tracker.intake.periods import Span, first_day_in, spans_in
from tracker.intake.words import plain

_ON_SITE = re.compile(r"^(?:dates? of (?:this |the )?inspection|inspection dates?)\b:?")
_ON_SITE_TOLD = re.compile(
    r"(?:inspection took place|visit took place|fieldwork took place|inspection was carried out"
    r"|visited .{0,80}? (?:on|between|from)"
    r"|(?:monitoring|focused) visit .{0,120}? (?:on|between|from)"
    r"|^between|inspectors were on site)"
)
_PUBLISHED = re.compile(
    r"^(?:report published|published(?: on)?|publication date|date published|date of publication)"
    r"\b:?"
)
_ONLY_A_DATE = re.compile(r"(?:date:? )?(?:[a-z]+day,? )?\d{1,2} ?(?:st|nd|rd|th)? [a-z]+,? \d{4}")
_LEAD = re.compile(r"^(?:lead|reporting) inspectors?\b:?\s*")
_LEAD_WITHIN = re.compile(r"(?<!deputy) (?:lead|reporting) inspector\b:?\s+(?=\S+ \S)")
_LEAD_BEHIND = re.compile(r"^(?P<name>[^,:]{4,60}), ?(?:ofsted )?(?:hmi )?(?:lead inspector)$")
_LEAD_BESIDE = re.compile(
    r"^(?P<name>[^,:]{4,60}), "
    r"(?:ofsted (?:hmi )?|(?:his|her) majesty's inspector,? )lead inspector$"
)
_IS_INSPECTOR = re.compile(r"\b(?:(?:his|her) majesty's inspectors?|hmi)\b(?! of)")
_INSPECTORS_WERE = re.compile(r"\binspectors?(?: for this visit)? (?:were|was):? ")
_SIGNED = re.compile(r"^yours sincerely\b")
_RANK = re.compile(
    r"[,;]?\s*\(?\b(?:senior |regulatory |associate |lead )*"
    r"(?:HMI|(?:Her|His) Majesty['’]s? Inspectors?|Majesty['’]s Inspector|Ofsted|Senior Her.*"
    r"|Inspector)\b.*$",
    re.IGNORECASE,
)
_STATEMENT_DUE = re.compile(
    r"(?:written statement|statement of (?:proposed )?action|(?:priority )?action plan)"
    r".{0,200}?\b(?:by|before|no later than|on or before)\b"
)
_COVER_BLOCKS = 40
_LONGEST_LINE = 200


def is_labelled(line: str) -> bool:
    """Whether a line begins with the label of one of these facts."""
    said = plain(line)
    found = [label.match(said) for label in (_ON_SITE, _PUBLISHED, _LEAD)]
    # With its colon: "published on" also stands in the middle of sentences.
    return any(label and label[0].rstrip().endswith(":") for label in found)


def place_of(block: Block, at: int) -> Place:
    """Where a block stands."""
    return Place(block.page, block.boxes, (at,))


def fieldwork(blocks: Sequence[Block]) -> tuple[Period, ...]:
    """The stretches of fieldwork: from the line that names them, else from a letter's sentence."""
    for at, text, sources in _labelled(blocks, _ON_SITE):
        spans = list(spans_in(text))
        if spans:
            place = Place(
                blocks[at].page, tuple(b for i in sources for b in blocks[i].boxes), sources
            )
            return tuple(Period(span.start_on, span.end_on, place) for span in spans)
    for at, block in enumerate(blocks[:_COVER_BLOCKS]):
        told = _ON_SITE_TOLD.search(plain(block.text))
        if told and block.role is not Role.NOTE:
            spans = _together(list(spans_in(plain(block.text)[told.start() :])))
            if spans:
                place = place_of(block, at)
                return tuple(Period(span.start_on, span.end_on, place) for span in spans)
    return ()


def _together(spans: list[Span]) -> list[Span]:
    """The first stretch, and those that follow it with no more than an "and" between."""
    kept = spans[:1]
    for span in spans[1:]:
        if span.begins_at - kept[-1].ends_at > 12:
            break
        kept.append(span)
    return kept


def published(blocks: Sequence[Block]) -> DraftDate | None:
    """The day of publication where it is printed; a letter's own date is only likely to be it."""
    for at, text, sources in _labelled(blocks, _PUBLISHED):
        day = first_day_in(text)
        if day is not None:
            return DraftDate(day, Place(blocks[at].page, blocks[at].boxes, sources))
    for at, block in enumerate(blocks[:4]):
        day = first_day_in(block.text) if _ONLY_A_DATE.fullmatch(plain(block.text)) else None
        if day is not None:
            return DraftDate(day, place_of(block, at), Sureness.LIKELY)
    return None


def lead_inspector(blocks: Sequence[Block]) -> Fact | None:
    """The first lead inspector that is named; else who signed a letter."""
    for at, text, sources in _labelled(blocks, _LEAD, everywhere=True):
        name = person(text)
        if name:
            return Fact(name, Place(blocks[at].page, blocks[at].boxes, sources))
    for at, block in enumerate(blocks[:_COVER_BLOCKS]):
        text = " ".join(block.text.split())
        within = _LEAD_WITHIN.search(plain(text)) if len(text) < _LONGEST_LINE else None
        name = person(text[within.end() :]) if within else None
        if name:
            return Fact(name, place_of(block, at), Sureness.LIKELY)
    for at, block in enumerate(blocks):
        said = " ".join(block.text.split())
        found = _LEAD_BESIDE.match(plain(said)) or _LEAD_BEHIND.match(plain(said))
        if found and block.role is not Role.NOTE:
            return Fact(said[: found.end("name")], place_of(block, at), Sureness.LIKELY)
    return _signature(blocks) or _first_named(blocks)


def _signature(blocks: Sequence[Block]) -> Fact | None:
    """Who signed the letter, where it is an inspector; a director's letter names no lead."""
    for at, block in enumerate(blocks):
        if not _SIGNED.match(plain(block.text)):
            continue
        signed = [block.text[len("yours sincerely") :].strip(" ,")]
        signed += [after.text for after in blocks[at + 1 : at + 4]]
        if not any(_IS_INSPECTOR.search(plain(text)) for text in signed):
            return None
        for offset, text in enumerate(signed):
            name = person(text)
            if name and 1 <= name.count(" ") <= 4:
                return Fact(name, place_of(blocks[at + offset], at + offset), Sureness.LIKELY)
    return None


def _first_named(blocks: Sequence[Block]) -> Fact | None:
    """The first of the inspectors whom a letter names in its opening sentences."""
    for at, block in enumerate(blocks[:_COVER_BLOCKS]):
        text = " ".join(block.text.split())
        found = _INSPECTORS_WERE.search(plain(text))
        name = person(re.split(r",| and | HMI", text[found.end() :])[0]) if found else None
        if name:
            return Fact(name, place_of(block, at), Sureness.UNSURE)
    return None


def statement_due(blocks: Sequence[Block]) -> DraftDate | None:
    """The day by which the report asks for a written statement of action or a plan."""
    for at, block in enumerate(blocks):
        said = plain(block.text)
        found = _STATEMENT_DUE.search(said)
        if found and block.role is not Role.NOTE:
            day = first_day_in(said[found.end() : found.end() + 60])
            if day is not None:
                return DraftDate(day, place_of(block, at))
    return None


def _labelled(
    blocks: Sequence[Block], label: re.Pattern[str], *, everywhere: bool = False
) -> Iterator[tuple[int, str, tuple[int, ...]]]:
    """Blocks that begin with a label: their position, the text behind it, and what it came from.

    A label alone, as in a table's cell, has its text in the block that follows.
    """
    shown = blocks if everywhere else blocks[:_COVER_BLOCKS]
    for at, block in enumerate(shown):
        if block.role is Role.CONTENTS or len(block.text) > 300:
            continue
        text = " ".join(block.text.split())
        found = label.match(plain(text))
        if not found:
            continue
        rest = text[found.end() :].strip(" :")
        if rest:
            yield at, rest, (at,)
        elif at + 1 < len(blocks):
            yield at, blocks[at + 1].text, (at, at + 1)


def person(text: str) -> str | None:
    """A person's name without rank; None when the words cannot be a name."""
    name = _RANK.sub("", " ".join(text.split())).strip(" ,.;:-–")
    if not 3 <= len(name) <= 60 or any(letter.isdigit() for letter in name) or " " not in name:
        return None
    return name


def is_plausible(start: date, end: date) -> bool:
    """Whether fieldwork can have lasted so long: half a year at most."""
    return 0 <= (end - start).days <= 183
