"""A paper with everything that is hard to lay out, but for words that run from right to left."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.reports.papers import progress, saying
from tracker.reports.blocks import (
    Bullets,
    Drawing,
    Heading,
    Numbered,
    Paper,
    Plain,
    SignatureLine,
    Table,
    Title,
    TurnToLandscape,
)
from tracker.reports.parts import Point, Status

AT = datetime(2015, 12, 8, 9, 30, tzinfo=UTC)
MARKUP = (
    '<b>bold</b> &amp; #read("/etc/passwd") *star* _line_ $x$ {{ 7*7 }} \\u{41} --- "quoted" // no'
)
FORMULA = '=HYPERLINK("x") +1 -2 @SUM(A1)'
LONG_WORD = "Donaudampfschifffahrt" * 20
ADDRESSED = "See https://www.gov.uk/a_(b)?c=d&e=f#g, or write to jo.o+lund@council.example."
LINES = "First line\nsecond line"


def paper(*blocks: Any, **more: Any) -> Paper:
    """A paper of ``blocks`` alone."""
    made = Paper("A title", "An author", "A subject", ("Left", "Right"), "Foot", AT, blocks)
    return replace(made, **more)


def hard_paper() -> Paper:
    """Every kind of block, with text that is hard to keep as it is."""
    statuses = (Status("At risk", "caution", MARKUP), Status(LONG_WORD, "serious", ADDRESSED))
    points = (Point(MARKUP, FORMULA), Point(ADDRESSED), Point("Done.", "A1"))
    rows = (
        ("1", MARKUP, statuses[0], ""),
        (LONG_WORD, ADDRESSED, statuses, LINES),
        (statuses[0], FORMULA, (), LONG_WORD),
    )
    header = ("Number", MARKUP, ADDRESSED, LONG_WORD)
    small = Table("Small", header, rows, (5, 40, 30, 25), small=True, captioned=False)
    return paper(
        Plain("7", lead="Item number:"),
        Title(MARKUP),
        Heading(1, FORMULA),
        Numbered("It is recommended that Cabinet:", points, keeps=True),
        Heading(2, LONG_WORD),
        *(Numbered(text) for text in (MARKUP, FORMULA, LINES, LONG_WORD)),
        Plain(ADDRESSED, lead=MARKUP),
        Numbered(ADDRESSED, keeps=True),
        Table(MARKUP, header, rows, (10, 40, 30, 20)),
        Heading(3, ADDRESSED),
        Bullets((MARKUP, ADDRESSED, LONG_WORD)),
        SignatureLine(("Sam Hope", "", MARKUP)),
        Drawing(saying(progress("A: a “quoted” <b>"), alt=MARKUP), FORMULA),
        Drawing(progress(), "The same ids"),
        TurnToLandscape(),
        Heading(1, "On its side"),
        Numbered("After it."),
        small,
        Drawing(replace(progress(), height=2000), ADDRESSED),
        title=MARKUP,
        author=MARKUP,
        subject=FORMULA,
        head=(MARKUP, LONG_WORD),
        foot=ADDRESSED,
    )
