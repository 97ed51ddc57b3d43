"""Invented letters and reports to all partners of an area: joint targeted, and area SEND."""

from __future__ import annotations

from datetime import date
from typing import Final

from tests.intake.papers import (
    Block,
    Bullets,
    Heading,
    NewPage,
    PageEndsIn,
    Paper,
    Para,
    Point,
    Running,
    Table,
)
from tests.intake.prose import unnumbered
from tests.intake.truth import Asked, Report, Truth
from tracker.domain.vocabulary import Addressee, FindingKind

_PRIORITY: Final = FindingKind.PRIORITY_ACTION
_IMPROVE: Final = FindingKind.AREA_FOR_IMPROVEMENT
_ALL: Final = Addressee.PARTNERSHIP

JTAI_ASKED: Final = (
    Asked(
        "Leaders of the partnership must make sure at once that children who are hurt are heard. "
        "This includes:",
        kind=_PRIORITY,
        addressee=_ALL,
        under=(
            "enough people in the multi-\nagency hub to read each referral on the day",
            "one record that police, health and council can all see",
        ),
    ),
    Asked(
        "Riverford Hospitals Trust must tell the hub on the same day of each child who comes to "
        "its emergency department with a knife wound.",
        kind=_PRIORITY,
        addressee=_ALL,
    ),
    Asked(
        "How quickly strategy discussions take place, and who comes to them.",
        kind=_IMPROVE,
        addressee=_ALL,
    ),
    Asked(
        "The probation service’s checks for children in the homes of those it supervises.",
        kind=_IMPROVE,
        addressee=_ALL,
    ),
    Asked("What schools are told.", kind=_IMPROVE, addressee=_ALL),
)


def _jtai() -> Report:
    blocks: tuple[Block, ...] = (
        Para("12 April 2024"),
        Para("Clement Hobday, Director of Children’s Services, Riverford Borough Council"),
        Para("Beryl Oakes, Chief Executive, NHS Weir Valley Integrated Care Board"),
        Para("Gordon Reeve, Chief Constable, Weir Valley Police"),
        Para("Dear Riverford Safeguarding Children Partnership"),
        Para("Joint targeted area inspection of Riverford", strong=True),
        Para(
            "This letter says what was found when inspectors looked at the multi-agency response "
            "to serious youth violence in Riverford."
        ),
        Para(
            "Four inspectorates took part. The inspection took place from 26 February to 1 March "
            "2024."
        ),
        Heading("Headline findings", level=2),
        *unnumbered(2),
        Heading("Areas for priority action", level=2),
        Bullets(tuple(one.point for one in JTAI_ASKED if one.kind is _PRIORITY)),
        Heading("What needs to improve?", level=2),
        Bullets(tuple(one.point for one in JTAI_ASKED if one.kind is _IMPROVE)),
        Heading("Strengths", level=2),
        Bullets(
            (
                Point("Youth workers are trusted by those whom nobody else reaches."),
                Point("The police share what they know every morning."),
            )
        ),
        Heading("Main findings", level=2),
        *unnumbered(8, 3),
        Heading("Next steps", level=2),
        Para(
            "The principal authority is Riverford Borough Council. Together with all partners it "
            "is to write down what will be done, and its written statement of action must reach "
            "the inspectorates by 26 July 2024."
        ),
        Para("Yours sincerely"),
        Para("Four national directors"),
    )
    truth = Truth(
        council="Riverford",
        framework="jtai",
        kind="joint_inspection",
        fieldwork=((date(2024, 2, 26), date(2024, 3, 1)),),
        published=date(2024, 4, 12),
        theme="serious youth violence",
        statement_due=date(2024, 7, 26),
        asked=JTAI_ASKED,
    )
    return Report(Paper("jtai", blocks, Running()), truth)


JTAI: Final = _jtai()

_BODIES: Final = "Riverford Borough Council and NHS Weir Valley Integrated Care Board"
SEND_ASKED: Final = (
    Asked(
        "Leaders should at once make plans come in time, and should in particular mend:",
        kind=_PRIORITY,
        addressee=_ALL,
        body=_BODIES,
        under=(
            "the count of those who wait, and for how long",
            (
                "the number of educational psychologists who can be called in any one term, so "
                "that advice is there before the sixteenth week and is no older than the plan"
            ),
            "what parents are told while they wait",
        ),
    ),
    Asked(
        "Leaders should shorten the wait for speech therapy.",
        kind=_PRIORITY,
        addressee=_ALL,
        body="NHS Weir Valley Integrated Care Board",
    ),
    Asked(
        "Leaders should know what becomes of young people when they leave school. This includes:",
        kind=_IMPROVE,
        addressee=_ALL,
        under=(
            "where they live and work at nineteen",
            "what they themselves say of it",
        ),
    ),
    Asked(
        "The partnership should write each yearly review so that the next teacher can use it.",
        kind=_IMPROVE,
        addressee=_ALL,
    ),
)
SYSTEMIC: Final = (
    "There are widespread and/or systemic failings leading to significant concerns about the "
    "experiences and outcomes of children and young people with special educational needs and/or "
    "disabilities (SEND)"
)
INCONSISTENT: Final = (
    "The local area partnership’s arrangements lead to inconsistent experiences and outcomes for "
    "children and young people with special educational needs and/or disabilities (SEND)"
)


def _asked_in_a_cell(asked: Asked) -> tuple[str | Bullets, ...]:
    below = (Bullets(asked.point.under, glyph="\u25aa"),) if asked.under else ()
    return (asked.text, *below)


def area_send(name: str, outcome: str, key: str, asked: tuple[Asked, ...]) -> Report:
    """A report with one of the three outcomes; the table of priority actions goes over a page."""
    priority = tuple(one for one in asked if one.kind is _PRIORITY)
    improve = tuple(one for one in asked if one.kind is _IMPROVE)
    table: tuple[Block, ...] = (
        (
            Heading("Areas for priority action", level=2),
            PageEndsIn(9),
            Table(
                (
                    ("Responsible body", "Areas for priority action"),
                    *((one.body or "", _asked_in_a_cell(one)) for one in priority),
                )
            ),
        )
        if priority
        else ()
    )
    blocks: tuple[Block, ...] = (
        Para("Local area partnership report", strong=True),
        Para("Area SEND inspection of Riverford Local Area Partnership", strong=True),
        Para("Inspection dates: 13 to 17 May 2024"),
        Para("Date of previous inspection: 4 to 8 March 2019"),
        Heading("Inspection outcome", level=2),
        Para(f"{outcome}. The partners answer for it together."),
        Heading("Information about the local area partnership", level=2),
        Para(
            "Riverford Borough Council and NHS Weir Valley Integrated Care Board plan and pay for "
            "these services together."
        ),
        Heading("What is the area partnership doing that is effective?", level=2),
        Bullets(
            (
                Point("The youth club on Mill Lane is open to all."),
                Point("Nurses visit every special school."),
            ),
            glyph="\u25aa",
        ),
        Heading("What does the area partnership need to do better?", level=2),
        Bullets(
            (
                Point("Plans come late, and some are out of date on the day they arrive."),
                Point("Parents are not told who will help while they wait."),
            ),
            glyph="\u25aa",
        ),
        *table,
        Heading("Areas for improvement", level=2),
        Table((("Areas for improvement",), *((_asked_in_a_cell(one),) for one in improve))),
        NewPage(),
        Heading("Local area partnership details", level=2),
        Table(
            (
                ("Local authority", "Integrated care board"),
                ("Riverford Borough Council", "NHS Weir Valley Integrated Care Board"),
                ("Clement Hobday, Director of Children’s Services", "Beryl Oakes, Chief Executive"),
            )
        ),
        Heading("Information about this inspection", level=2),
        Heading("Inspection team", level=3),
        Table(
            (
                ("Ofsted", "Care Quality Commission"),
                ("Maud Finch, Ofsted HMI Lead inspector", "Silas Crane, CQC Lead inspector"),
                ("Otto Venn, Ofsted HMI", "Rhoda Tickle, CQC inspector"),
            )
        ),
    )
    truth = Truth(
        council="Riverford",
        framework="area-send-2023",
        kind="full_inspection",
        fieldwork=((date(2024, 5, 13), date(2024, 5, 17)),),
        lead="Maud Finch",
        judgements=(("outcome", key),),
        asked=asked,
    )
    running = Running(
        ("Area SEND inspection report: Riverford Local Area Partnership", "13 to 17 May 2024")
    )
    return Report(Paper(name, blocks, running), truth)


SEND_SYSTEMIC: Final = area_send("area-send-systemic", SYSTEMIC, "systemic_failings", SEND_ASKED)
SEND_INCONSISTENT: Final = area_send(
    "area-send-inconsistent", INCONSISTENT, "inconsistent", SEND_ASKED[2:]
)
