"""An invented report from before the single inspection framework."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Final

from tests.intake.papers import (
    Block,
    Bullets,
    Contents,
    Heading,
    NewPage,
    Paper,
    Para,
    Running,
    Table,
)
from tests.intake.prose import paragraphs
from tests.intake.reports_sif import GRADES, GROUPS
from tests.intake.truth import Asked, Report, Truth
from tracker.domain.vocabulary import FindingKind, Urgency

_KIND: Final = FindingKind.AREA_FOR_IMPROVEMENT
_AT_ONCE, _THREE, _SIX = Urgency.IMMEDIATE, Urgency.THREE_MONTHS, Urgency.SIX_MONTHS

PRE_SIF_ASKED: Final = (
    Asked(
        "make sure that each child who comes into care sees a doctor within four weeks",
        kind=_KIND,
        urgency=_AT_ONCE,
    ),
    Asked(
        "write down the reasons when a child’s plan is changed, and tell the child",
        kind=_KIND,
        urgency=_AT_ONCE,
    ),
    Asked(
        "agree with the health trust how a child in care is seen by a mental-\nhealth worker",
        kind=_KIND,
        urgency=_THREE,
    ),
    Asked(
        "visit children placed outside the county as often as those within it",
        kind=_KIND,
        urgency=_THREE,
    ),
    Asked(
        "prepare foster carers for teenagers, and count how many are content",
        kind=_KIND,
        urgency=_SIX,
    ),
)
PRE_SIF_JUDGED: Final = (
    ("overall", "adequate"),
    ("capacity_to_improve", "good"),
    ("outcomes", "adequate"),
    ("quality_of_provision", "inadequate"),
    ("leadership", "adequate"),
)
_AREAS: Final = {
    "overall": "Overall effectiveness",
    "capacity_to_improve": "Capacity to improve",
    "outcomes": "Outcomes for looked after children and young people",
    "quality_of_provision": "Quality of provision",
    "leadership": "Leadership and management",
}
_NUMBERS: Final = {"outstanding": 1, "good": 2, "adequate": 3, "inadequate": 4}


def _grade_line(grade: str) -> Para:
    return Para(f"Grade {_NUMBERS[grade]} ({GRADES[grade]})", strong=True)


def _pre_sif() -> Report:
    groups: list[Block] = []
    for urgency, group in groupby(PRE_SIF_ASKED, key=lambda one: one.urgency):
        if urgency is not None:
            groups.append(Para(GROUPS[urgency], strong=True))
        groups.append(Bullets(tuple(one.point for one in group), glyph="\uf0a7"))
    blocks: tuple[Block, ...] = (
        Para("Inspection of looked after children services", strong=True),
        Para("Riverford County Council", strong=True),
        Para("Inspection dates: 4–15 March 2013"),
        Para("Reporting inspector Edith Marl HMI"),
        Para("Age group: All"),
        Para("Published: 19 April 2013"),
        NewPage(),
        Contents(),
        NewPage(),
        Heading("About this inspection"),
        *paragraphs(1, 2),
        Heading("The inspection judgements and what they mean"),
        Para("Judgements are made on a scale of four.", number=3),
        Table(
            (
                ("Outstanding (Grade 1)", "Far more than is asked"),
                ("Good (Grade 2)", "More than is asked"),
                ("Adequate (Grade 3)", "As much as is asked"),
                ("Inadequate (Grade 4)", "Less than is asked"),
            ),
            headed=False,
        ),
        Heading("Overall effectiveness of services for looked after children"),
        _grade_line("adequate"),
        *paragraphs(4, 4),
        Heading("Capacity to improve"),
        _grade_line("good"),
        *paragraphs(8, 4),
        Heading("Areas for improvement"),
        Para(
            "For children in its care to be served better, the council and those who work with it "
            "should do what follows.",
            number=12,
        ),
        *groups,
        NewPage(),
        Heading("Outcomes for looked after children and young people"),
        _grade_line("adequate"),
        *paragraphs(13, 6),
        NewPage(),
        Heading("Record of main findings"),
        Table(
            (
                ("Services for looked after children", "", ""),
                *(
                    (_AREAS[area], GRADES[grade], f"Grade {_NUMBERS[grade]}")
                    for area, grade in PRE_SIF_JUDGED
                ),
            ),
            headed=False,
        ),
    )
    truth = Truth(
        council="Riverford County Council",
        framework="pre-sif",
        kind="full_inspection",
        fieldwork=((date(2013, 3, 4), date(2013, 3, 15)),),
        published=date(2013, 4, 19),
        lead="Edith Marl",
        judgements=PRE_SIF_JUDGED,
        asked=PRE_SIF_ASKED,
    )
    running = Running(
        ("Riverford County Council Inspection of looked after children services",), top=True
    )
    return Report(Paper("pre-sif", blocks, running), truth)


PRE_SIF: Final = _pre_sif()
