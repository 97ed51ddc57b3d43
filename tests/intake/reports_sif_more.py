"""More invented reports under the single inspection framework: by months, and a re-inspection."""

from __future__ import annotations

from datetime import date
from typing import Final

from tests.intake.papers import Block, Bullets, Heading, NewPage, Paper, Point, Running
from tests.intake.prose import FOR_CHILDREN, paragraphs, unnumbered
from tests.intake.reports_sif import (
    SIF_JUDGED,
    SIF_TITLE,
    about_the_area,
    about_the_team,
    cover,
    grouped,
    numbered,
    sif_judgements,
    urgent,
)
from tests.intake.truth import Asked, Report, Truth
from tracker.domain.vocabulary import Urgency


def _in_months() -> Report:
    """Recommendations grouped by when they are due, in a report without the board."""
    three = Urgency.THREE_MONTHS
    asked = (
        urgent(1, "Check today that every child on a plan has been seen this month."),
        Asked("Train managers to write down the reasons for what they decide.", "2", urgency=three),
        Asked("Agree with the health trust who assesses a child’s speech.", "3", urgency=three),
        Asked(
            "Open a second drop-in for care leavers in the south.", "4", urgency=Urgency.SIX_MONTHS
        ),
    )
    judged = tuple((area, "requires_improvement") for area, _grade in SIF_JUDGED)
    blocks: tuple[Block, ...] = (
        *cover("Riverford City Council", SIF_TITLE, "3 March 2014 – 26 March 2014", "9 May 2014"),
        *sif_judgements(
            judged, "The overall judgement is that children’s services require improvement"
        ),
        NewPage(),
        *about_the_area(),
        Heading("Recommendations", level=2),
        *grouped(asked),
        Heading("Summary for children and young people", level=2),
        Bullets(tuple(map(Point, FOR_CHILDREN))),
        Heading("The experiences and progress of children who need help and protection", level=2),
        *paragraphs(5, 12),
        *about_the_team("Silas Crane"),
    )
    truth = Truth(
        "Riverford City Council",
        "sif",
        "full_inspection",
        ((date(2014, 3, 3), date(2014, 3, 26)),),
        date(2014, 5, 9),
        "Silas Crane",
        judgements=judged,
        asked=asked,
    )
    return Report(Paper("sif-in-months", blocks, Running(top=True, from_first=True)), truth)


SIF_IN_MONTHS: Final = _in_months()


def _re_inspection() -> Report:
    judged = (
        ("overall", "requires_improvement"),
        ("help_and_protection", "requires_improvement"),
        ("looked_after", "requires_improvement"),
        ("adoption", "outstanding"),
        ("care_leavers", "good"),
        ("leadership", "requires_improvement"),
    )
    asked = tuple(
        Asked(text, reference=str(number))
        for number, text in enumerate(
            (
                "See to it that the purpose of each visit is written down.",
                "Ask the health trust to come to every strategy discussion.",
                "Offer an advocate to each child before the first conference.",
                "Shorten the wait for life-story work to three months.",
            ),
            1,
        )
    )
    blocks: tuple[Block, ...] = (
        *cover(
            "Riverford City Council",
            "Re-inspection of services for children in need of help and protection, children "
            "looked after and care leavers",
            "16 April–11 May 2018",
            "29 June 2018",
        ),
        *sif_judgements(
            judged,
            "Children’s services in Riverford require improvement to be good",
            "Much has been put right since 2015.",
        ),
        NewPage(),
        Heading("The local authority"),
        Heading("Previous Ofsted inspections", level=3),
        Bullets(
            (
                Point(
                    "The inspection of 2015 judged the council to be inadequate overall.",
                    (
                        Point("children who need help and protection: inadequate"),
                        Point("leadership, management and governance: inadequate"),
                    ),
                ),
            )
        ),
        Heading("Executive summary", level=2),
        *unnumbered(2, 4),
        Heading("Recommendations", level=2),
        numbered(asked),
        Heading("Summary for children and young people", level=2),
        Bullets(tuple(map(Point, FOR_CHILDREN))),
        Heading("The experiences and progress of children who need help and protection", level=2),
        *paragraphs(5, 10),
        *about_the_team("Nora Quill HMI"),
    )
    truth = Truth(
        council="Riverford City Council",
        framework="sif",
        kind="re_inspection",
        fieldwork=((date(2018, 4, 16), date(2018, 5, 11)),),
        published=date(2018, 6, 29),
        lead="Nora Quill",
        judgements=judged,
        asked=asked,
    )
    return Report(Paper("sif-re-inspection", blocks, Running(top=True, from_first=True)), truth)


RE_INSPECTION: Final = _re_inspection()
