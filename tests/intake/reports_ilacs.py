"""Invented reports of inspections of children's services since 2018, one for each framework."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from tests.intake.papers import Block, Bullets, Heading, PageEndsIn, Paper, Para, Running, Table
from tests.intake.prose import paragraphs, unnumbered
from tests.intake.reports_sif import GRADES
from tests.intake.truth import Asked, Report, Truth
from tracker.domain.vocabulary import FindingKind

_KIND: Final = FindingKind.AREA_FOR_IMPROVEMENT

AREAS: Final = {
    "leadership": "The impact of leaders on social work practice with children and families",
    "help_and_protection": "The experiences and progress of children who need help and protection",
    "children_in_care_and_care_leavers": (
        "The experiences and progress of children in care and care leavers"
    ),
    "children_in_care": "The experiences and progress of children in care",
    "care_leavers": "The experiences and progress of care leavers",
    "overall": "Overall effectiveness",
}
IMPROVE: Final = "What needs to improve?"
HISTORY: Final = (
    "The council was last inspected in 2016, when its services were judged to be inadequate. A "
    "focused visit in 2017 looked at the front door. Much has changed for the better since then."
)

Judged = tuple[tuple[str, str], ...]


def area(text: str, **more: Any) -> Asked:
    """An area for improvement."""
    return Asked(text, kind=_KIND, **more)


ASKED: Final = (
    area(
        "The speed with which children are seen after a referral, and the reasons written down "
        "when they are not."
    ),
    area(
        "Homes for brothers and sisters, so that fewer of them grow up apart.",
        under=(
            "the number of foster carers who can take three children",
            "the support that they are given in the first month",
        ),
    ),
    area(
        "How well managers follow up what their own audits found, with multi-\nagency partners "
        "at the table."
    ),
    area("Pathway plans."),
)


def judgement_table(judged: Judged, *, long_grade: bool = True) -> Table:
    """The table of the first page."""
    words = {**GRADES, "requires_improvement": "Requires improvement to be good"}
    said = words if long_grade else GRADES
    rows = tuple((AREAS[key], said[grade]) for key, grade in judged)
    return Table((("Judgement", "Grade"), *rows))


def ilacs_blocks(
    judged: Judged,
    asked: tuple[Asked, ...],
    *,
    title: str = "Inspection of Riverford local authority children’s services",
    dates: str = "Inspection dates: 10 to 21 June 2019",
    lead: str = "Lead inspector: Ida Thorne, Her Majesty’s Inspector",
    heading: str = IMPROVE,
    note: str | None = None,
    glyph: str = "\u25fc",
    break_after: int | None = None,
    real_heading: bool = True,
    after: tuple[Block, ...] = (),
    history: str = HISTORY,
    findings: int = 7,
) -> tuple[Block, ...]:
    """The report. ``break_after`` lines of the first item stand before a page's end.

    ``after`` stands straight below the list. A heading that is none is a line in strong type.
    """
    over = () if break_after is None else (PageEndsIn(break_after),)
    grades = dict(judged)
    keys = [key for key in grades if key not in {"leadership", "overall"}]
    parts: list[Block] = []
    for at, key in enumerate([*keys, "leadership"]):
        parts += [
            Heading(f"{AREAS[key]}: {GRADES[grades[key]].lower()}", level=2),
            *paragraphs(1 + findings * at, findings),
        ]
    return (
        Para(title, strong=True),
        Para(dates),
        Para(lead),
        judgement_table(judged),
        Para(history),
        *unnumbered(2),
        Heading(heading, 2, note) if real_heading else Para(heading, strong=True, note=note),
        *over,
        Bullets(tuple(one.point for one in asked), glyph=glyph),
        *after,
        *parts,
    )


def running_lines(title: str, dates: str) -> Running:
    """What stands in the foot of each page but the first."""
    return Running((title, dates))


TITLE: Final = "Inspection of Riverford local authority children’s services"


def ilacs(
    name: str,
    framework: str,
    kind: str,
    judged: Judged,
    asked: tuple[Asked, ...],
    period: tuple[date, date],
    dates: str,
    **more: Any,
) -> Report:
    """A report and its truth."""
    blocks = ilacs_blocks(judged, asked, dates=f"Inspection dates: {dates}", **more)
    truth = Truth(
        council="Riverford",
        framework=framework,
        kind=kind,
        fieldwork=(period,),
        published=None,
        lead="Ida Thorne",
        judgements=judged,
        asked=asked,
    )
    return Report(Paper(name, blocks, running_lines(TITLE, dates)), truth)


JUDGED_2018: Final[Judged] = (
    ("leadership", "requires_improvement"),
    ("help_and_protection", "requires_improvement"),
    ("children_in_care_and_care_leavers", "good"),
    ("overall", "requires_improvement"),
)
JUDGED_2023: Final[Judged] = (
    ("leadership", "good"),
    ("help_and_protection", "good"),
    ("children_in_care", "outstanding"),
    ("care_leavers", "inadequate"),
    ("overall", "inadequate"),
)
JUDGED_2026: Final[Judged] = (
    ("leadership", "good"),
    ("help_and_protection", "requires_improvement"),
    ("children_in_care", "good"),
    ("care_leavers", "outstanding"),
)
_HIS: Final = "Lead inspector: Ida Thorne, His Majesty’s Inspector"

STANDARD_2018: Final = ilacs(
    "ilacs-2018-standard",
    "ilacs-2018",
    "standard_inspection",
    JUDGED_2018,
    ASKED,
    (date(2019, 6, 10), date(2019, 6, 21)),
    "10 to 21 June 2019",
)
SHORT_2018: Final = ilacs(
    "ilacs-2018-short",
    "ilacs-2018",
    "short_inspection",
    tuple((key, "good") for key, _grade in JUDGED_2018),
    ASKED[:1],
    (date(2021, 11, 29), date(2021, 12, 3)),
    "29 November to 3 December 2021",
)
STANDARD_2023: Final = ilacs(
    "ilacs-2023-standard",
    "ilacs-2023",
    "standard_inspection",
    JUDGED_2023,
    ASKED,
    (date(2023, 10, 9), date(2023, 10, 20)),
    "9 to 20 October 2023",
    lead=_HIS,
)
SHORT_2023: Final = ilacs(
    "ilacs-2023-short",
    "ilacs-2023",
    "short_inspection",
    (*((key, "good") for key, _grade in JUDGED_2023),),
    ASKED[1:3],
    (date(2024, 7, 1), date(2024, 7, 5)),
    "1 to 5 July 2024",
    lead=_HIS,
)
STANDARD_2026: Final = ilacs(
    "ilacs-2026-standard",
    "ilacs-2026",
    "standard_inspection",
    JUDGED_2026,
    ASKED,
    (date(2026, 6, 8), date(2026, 6, 19)),
    "8 to 19 June 2026",
    lead=_HIS,
)
SHORT_2026: Final = ilacs(
    "ilacs-2026-short",
    "ilacs-2026",
    "short_inspection",
    JUDGED_2026,
    ASKED[:2],
    (date(2026, 9, 14), date(2026, 9, 18)),
    "14 to 18 September 2026",
    lead=_HIS,
)


FLAT: Final = (ASKED[0], ASKED[2], ASKED[3])
"""With nothing below an item, for what is not about that."""


def variant(
    name: str,
    *,
    asked: tuple[Asked, ...] = FLAT,
    dates: str = "10 to 21 June 2019",
    running: Running | None = None,
    **more: Any,
) -> Report:
    """The standard report of 2019, shortened, with something about it changed."""
    blocks = ilacs_blocks(
        JUDGED_2018, asked, dates=f"Inspection dates: {dates}", findings=2, **more
    )
    paper = Paper(name, blocks, running or running_lines(TITLE, dates))
    return Report(paper, replace(STANDARD_2018.truth, asked=asked))
