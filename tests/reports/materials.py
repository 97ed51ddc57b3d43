"""Report material put together from a few pictures, for the tests of what a report says."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tests.reports.papers import AUTHORS
from tests.rules.pictured import DAY, inspection, key, snapshot
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.day_figures import figures_on
from tracker.domain.frameworks import load_frameworks
from tracker.domain.report_material import GradeGiven, ReportMaterial
from tracker.domain.report_questions import Graded
from tracker.domain.snapshot import PlanSnapshot
from tracker.domain.surroundings import (
    BoardPicture,
    CouncilPicture,
    JudgementPicture,
    MeetingPicture,
)
from tracker.presenters.cabinet import cabinet_report
from tracker.reports.parts import CabinetReport

FRAMEWORKS = load_frameworks()
NOW = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
COUNCIL = CouncilPicture(id=key(2), name="Riverford")


def planned(*pictures: Any, on: date = DAY, **plan: Any) -> PlanSnapshot:
    """A plan with these pictures in it, as at a day; ``plan`` are fields of the plan itself."""
    found = snapshot(COUNCIL, *pictures)
    return replace(found, as_at=on, plan=replace(found.plan, **plan))


def material(
    now: PlanSnapshot, before: PlanSnapshot | None = None, grades: Sequence[GradeGiven] = ()
) -> ReportMaterial:
    """The material of a report of ``now``, with figures of that day alone."""
    return ReportMaterial(
        row_hash="af9a2ee563a4" + "f" * 52,
        now=now,
        before=before,
        days=(figures_on(now),),
        grades=tuple(grades),
    )


def made(*pictures: Any, made_at: datetime = NOW, **more: Any) -> CabinetReport:
    """The report of a plan with these pictures in it."""
    parts = {name: more.pop(name) for name in ("before", "grades") if name in more}
    return cabinet_report(
        material(planned(*pictures, **more), **parts), AUTHORS, FRAMEWORKS, made_at
    )


def inspected_in_2015(number: int = 1, **more: Any) -> Any:
    """The full inspection of 2015 as a picture."""
    values: dict[str, Any] = {
        "framework": "sif",
        "kind": "full_inspection",
        "title": "Inspection of 2015",
        "fieldwork_start_on": date(2015, 6, 23),
        "fieldwork_end_on": date(2015, 7, 16),
        "published_on": date(2015, 9, 1),
    }
    return inspection(number, **{**values, **more})


def judgement(area: str, grade: str, position: int = 1, of: int = 1) -> JudgementPicture:
    """A grade of that inspection."""
    ids: dict[str, Any] = {"id": uuid.uuid5(key(of), area), "inspection_id": key(300 + of)}
    return JudgementPicture(**ids, area=area, grade=grade, position=position)


def graded(*grades: tuple[str, str], **more: Any) -> Graded:
    """That inspection with its grades, as pairs of area and grade."""
    judgements = tuple(judgement(*pair, at) for at, pair in enumerate(grades))
    return Graded(inspected_in_2015(**more), judgements)


def board(number: int = 1, **more: Any) -> BoardPicture:
    """A board for improvement."""
    values: dict[str, Any] = {"name": "Board", "kind": BoardKind.IMPROVEMENT_BOARD, **more}
    return BoardPicture(id=key(5000 + number), **values)


def meeting(number: int, held_on: date, of: int = 1, **more: Any) -> MeetingPicture:
    """A meeting of that board."""
    ids: dict[str, Any] = {"id": key(5100 + number), "board_id": key(5000 + of)}
    return MeetingPicture(**ids, title="Meeting", held_on=held_on, **more)
