"""Invented reports under the single inspection framework and the one before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Final

from tests.intake.papers import (
    Block,
    Bullets,
    Contents,
    Heading,
    NewPage,
    Numbered,
    Paper,
    Para,
    Point,
    Running,
    Table,
)
from tests.intake.prose import FOR_CHILDREN, HISTORY, paragraphs, unnumbered
from tests.intake.truth import Asked, Report, Truth
from tracker.domain.vocabulary import Addressee, Urgency

SIF_TITLE: Final = (
    "Inspection of services for children in need of help and protection, children looked after and "
    "care leavers"
)
NOTE: Final = "This document holds two reports, one on the council and one on the board."
AREA_NOTE: Final = "The council was shown this part and has put in figures of its own."

PRIORITY: Final = "Priority and immediate action"
IMPROVE: Final = "Areas for improvement"
GROUPS: Final = {
    Urgency.PRIORITY_IMMEDIATE: PRIORITY,
    Urgency.IMMEDIATE: "Immediately:",
    Urgency.THREE_MONTHS: "Within three months:",
    Urgency.SIX_MONTHS: "Within six months:",
}


def urgent(number: int, text: str) -> Asked:
    return Asked(text, reference=str(number), urgency=Urgency.PRIORITY_IMMEDIATE)


def _improve(number: int, text: str) -> Asked:
    return Asked(text, reference=str(number))


def _board(number: int, text: str) -> Asked:
    return Asked(text, reference=str(number), addressee=Addressee.LSCB)


SIF_ASKED: Final = (
    urgent(
        24,
        "Look again at each child who waits for a social worker, and see within a week "
        "those for whom nobody has answered the multi-\nagency alert.",
    ),
    urgent(25, "Make sure that a manager reads every referral before it is closed."),
    urgent(
        26,
        "Bring the number of children for whom one worker is responsible down to a level at "
        "which each can be visited.",
    ),
    _improve(27, "Write plans that a parent can understand, with few goals and a day for each."),
    _improve(
        28,
        "Hear what children say when they come back from being missing, and bring it "
        "together across the town.",
    ),
    _improve(29, "Find more foster homes for brothers and sisters who should stay together."),
    _improve(30, "Give care leavers a key worker before they are sixteen."),
)
BOARD_ASKED: Final = (
    _board(61, "Agree with partners what early help is, and count whether it works."),
    _board(62, "Audit the work of all agencies with neglected children twice a year."),
    _board(63, "Tell front-line staff within a month what was learnt from a serious case."),
)
SIF_JUDGED: Final = (
    ("overall", "inadequate"),
    ("help_and_protection", "inadequate"),
    ("looked_after", "requires_improvement"),
    ("adoption", "good"),
    ("care_leavers", "requires_improvement"),
    ("leadership", "inadequate"),
)
SIF_AREAS: Final = {
    "help_and_protection": "1. Children who need help and protection",
    "looked_after": "2. Children looked after and achieving permanence",
    "adoption": "2.1 Adoption performance",
    "care_leavers": "2.2 Experiences and progress of care leavers",
    "leadership": "3. Leadership, management and governance",
}
GRADES: Final = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires_improvement": "Requires improvement",
    "adequate": "Adequate",
    "inadequate": "Inadequate",
}


def sif_judgements(
    judged: tuple[tuple[str, str], ...], sentence: str, because: str = "Children wait unseen."
) -> tuple[Block, ...]:
    """The overall judgement as a sentence in a table of its own, and the table of the others."""
    rows = tuple((SIF_AREAS[area], GRADES[grade]) for area, grade in judged if area in SIF_AREAS)
    return (
        Table((((Para(sentence, strong=True), because),),), headed=False),
        Table(rows, headed=False),
    )


def grouped(asked: tuple[Asked, ...]) -> Iterator[Block]:
    """Numbered recommendations below the heading of their group."""
    for urgency, group in groupby(asked, key=lambda one: one.urgency):
        yield Heading(IMPROVE if urgency is None else GROUPS[urgency], level=3)
        yield numbered(tuple(group))


def numbered(asked: tuple[Asked, ...]) -> Numbered:
    """Recommendations as a list that counts from the first one's number."""
    return Numbered(tuple(one.point for one in asked), start=int(asked[0].reference or "1"))


def about_the_team(
    lead: str, team: str = "Ansel Pym, Rhoda Tickle, Otto Venn"
) -> tuple[Block, ...]:
    """The last pages, which name the inspectors."""
    return (
        NewPage(),
        Heading("Information about this inspection"),
        Para("Inspectors read files, sat in meetings and spoke with children and their families."),
        Para("The inspection team", strong=True),
        Para(f"Lead inspector: {lead}"),
        Para(f"Team inspectors: {team}"),
    )


def cover(council: str, title: str, dates: str, published: str) -> tuple[Block, ...]:
    return (
        Para(council, strong=True),
        Para(title),
        Para(f"Inspection date: {dates}"),
        Para(f"Report published: {published}"),
    )


def about_the_area() -> tuple[Block, ...]:
    return (
        Heading("The local authority"),
        Heading("Information about this local authority area", level=2, note=AREA_NOTE),
        Heading("Previous Ofsted inspections", level=3),
        Bullets(tuple(map(Point, HISTORY)), glyph="\uf06e"),
        Heading("Children living in this area", level=3),
        Bullets(
            (
                Point(
                    "About 41,000 people under 18 live in Riverford.",
                    (
                        Point("18% of them speak another language at home"),
                        Point("one in five has free meals at school"),
                    ),
                ),
            ),
            glyph="\uf06e",
        ),
        NewPage(),
        Heading("Executive summary", level=2),
        *unnumbered(3),
    )


def _sif() -> Report:
    blocks: tuple[Block, ...] = (
        Para("Riverford City Council", strong=True),
        Para(SIF_TITLE),
        Para("and"),
        Para("Review of the effectiveness of the Local Safeguarding Children Board", note=NOTE),
        Para("Inspection date: 12 May 2015 – 4 June 2015"),
        Para("Report published: 27 July 2015"),
        *sif_judgements(SIF_JUDGED, "Children’s services in Riverford are inadequate"),
        NewPage(),
        Contents(),
        NewPage(),
        *about_the_area(),
        Heading("Recommendations", level=2),
        *grouped(SIF_ASKED),
        NewPage(),
        Heading("Summary for children and young people", level=2),
        Bullets(tuple(map(Point, FOR_CHILDREN)), glyph="\uf06e"),
        Heading("The experiences and progress of children who need help and protection", level=2),
        *paragraphs(31, 14),
        Heading("Leadership, management and governance", level=2),
        *paragraphs(45, 15),
        NewPage(),
        Heading("The Local Safeguarding Children Board (LSCB)"),
        Table(
            (
                (
                    (
                        Para(
                            "The Local Safeguarding Children Board requires improvement",
                            strong=True,
                        ),
                        "It has begun to ask hard questions.",
                    ),
                ),
            ),
            headed=False,
        ),
        Heading("Executive summary", level=2),
        *unnumbered(1, 7),
        Heading("Recommendations", level=2),
        numbered(BOARD_ASKED),
        Heading("Inspection findings – the Local Safeguarding Children Board", level=2),
        *paragraphs(64, 6),
        *about_the_team("Maud Finch"),
    )
    paper = Paper("sif-with-board", blocks, Running(top=True, from_first=True), "Riverford report")
    truth = Truth(
        council="Riverford City Council",
        framework="sif",
        kind="full_inspection",
        fieldwork=((date(2015, 5, 12), date(2015, 6, 4)),),
        published=date(2015, 7, 27),
        lead="Maud Finch",
        judgements=(*SIF_JUDGED, ("lscb", "requires_improvement")),
        asked=(*SIF_ASKED, *BOARD_ASKED),
    )
    return Report(paper, truth)


SIF: Final = _sif()
