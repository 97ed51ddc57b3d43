"""Invented letters after a focused visit and after a monitoring visit."""

from __future__ import annotations

from datetime import date
from typing import Final

from tests.intake.papers import Block, Bullets, Heading, Paper, Para, Point, Running
from tests.intake.prose import unnumbered
from tests.intake.truth import Asked, Report, Truth
from tracker.domain.vocabulary import FindingKind

_PRIORITY: Final = FindingKind.PRIORITY_ACTION
_IMPROVE: Final = FindingKind.AREA_FOR_IMPROVEMENT

_ENDS: Final = (
    Para("What was found here will be remembered when the next visit is planned."),
    Para("Yours sincerely"),
    Para("Ida Thorne"),
    Para("His Majesty’s Inspector"),
)


def _head(day: str) -> tuple[Block, ...]:
    return (
        Para(day),
        Para("Clement Hobday, Director of Children’s Services, Riverford Borough Council"),
        Para("The Moot Hall, Weir Street, Riverford RV1 2AB"),
        Para("Dear Mr Hobday"),
    )


FOCUSED_ASKED: Final = (
    Asked(
        "Children who have been hurt must be seen on the day, and a manager must know each "
        "evening who has not been.",
        kind=_PRIORITY,
    ),
    Asked(
        "There must be enough social workers at the front door for each referral to be read "
        "within a day.",
        kind=_PRIORITY,
    ),
    Asked("The reasons that are written down when a referral is closed.", kind=_IMPROVE),
    Asked("How partners are told what became of their multi-\nagency referral.", kind=_IMPROVE),
)


def _focused() -> Report:
    blocks: tuple[Block, ...] = (
        *_head("19 March 2024"),
        Para("Focused visit to Riverford children’s services", strong=True),
        Para(
            "This letter tells what was found at the focused visit to Riverford children’s "
            "services on 6 and 7 February 2024. The inspectors for this visit were Ida Thorne and "
            "Ansel Pym, His Majesty’s Inspectors."
        ),
        Para(
            "Inspectors looked at the local authority’s arrangements for the front door. They did "
            "so under the framework for inspecting children’s services (ILACS)."
        ),
        Heading("Headline findings", level=2),
        *unnumbered(2),
        Heading("Areas for priority action", level=2),
        Bullets(tuple(one.point for one in FOCUSED_ASKED if one.kind is _PRIORITY)),
        Heading("What needs to improve in this area of social work practice", level=2),
        Bullets(tuple(one.point for one in FOCUSED_ASKED if one.kind is _IMPROVE)),
        Heading("Main findings", level=2),
        *unnumbered(7, 2),
        *_ENDS,
    )
    truth = Truth(
        council="Riverford",
        framework="ilacs-2023",
        kind="focused_visit",
        fieldwork=((date(2024, 2, 6), date(2024, 2, 7)),),
        published=date(2024, 3, 19),
        theme="front door",
        lead="Ida Thorne",
        asked=FOCUSED_ASKED,
    )
    return Report(Paper("focused-visit", blocks, Running()), truth)


FOCUSED: Final = _focused()


def _monitoring() -> Report:
    blocks: tuple[Block, ...] = (
        *_head("2 July 2024"),
        Para("Monitoring visit to Riverford children’s services", strong=True),
        Para(
            "This letter tells what was found at the monitoring visit to Riverford children’s "
            "services on 14 and 15 May 2024. It was the third such visit since the council was "
            "judged inadequate in July 2022. The inspectors for this visit were Ida Thorne and "
            "Rhoda Tickle, His Majesty’s Inspectors."
        ),
        Heading("Areas covered by the visit", level=2),
        Para("Inspectors reviewed the progress made in respect of care leavers."),
        Para("They looked at:"),
        Bullets(
            (
                Point("the support of personal advisers"),
                Point("the homes that young people live in"),
                Point("how managers know what is done"),
            )
        ),
        Heading("Headline findings", level=2),
        *unnumbered(2, 5),
        Heading("Findings and evaluation of progress", level=2),
        *unnumbered(6, 6),
        Para("A copy of this letter goes to the Department for Education."),
        *_ENDS[1:],
    )
    truth = Truth(
        council="Riverford",
        framework="ilacs-2023",
        kind="monitoring_visit",
        fieldwork=((date(2024, 5, 14), date(2024, 5, 15)),),
        published=date(2024, 7, 2),
        theme="care leavers",
        lead="Ida Thorne",
    )
    return Report(Paper("monitoring-visit", blocks, Running()), truth)


MONITORING: Final = _monitoring()
