"""What a cabinet report is drawn from, and nothing else: kept, it makes the very same report again.

It holds only what its reader may see: whoever reads it for a report reads as a viewer.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tracker.domain.chain import canonical, plain
from tracker.domain.day_figures import DayFigures
from tracker.domain.snapshot import PlanSnapshot, from_plain, plainly
from tracker.domain.surroundings import CouncilPicture
from tracker.domain.vocabulary import Delivery

MATERIAL_VERSION: Final = 1
"""Version of the stored text. A change of its shape raises this; ``from_text`` reads older ones."""


@dataclass(frozen=True, kw_only=True)
class GradeGiven:
    """A grade that an inspection gave for an area of its framework; ``id`` is the inspection's."""

    id: uuid.UUID
    framework: str
    title: str
    fieldwork_start_on: date
    area: str
    grade: str


@dataclass(frozen=True, kw_only=True)
class ReportMaterial:
    """A plan on the day of a report and on that of the last one, with what lies between and beside.

    ``row_hash`` is the hash of the newest row of history that ``now`` knows, as 64 hexadecimal
    digits. ``before`` is the plan on the day of the last report; None where there was none, or
    nothing was recorded by then. ``days`` are told in the picture of ratings over time, the last of
    them is the report's. ``grades`` are those of all the council's inspections that were known by
    the report's day, the oldest inspection first, and as printed.
    """

    row_hash: str
    now: PlanSnapshot
    before: PlanSnapshot | None
    days: tuple[DayFigures, ...]
    grades: tuple[GradeGiven, ...]

    @property
    def council(self) -> str:
        """The council's name on the report's day."""
        return self._council.name if self._council else ""

    @property
    def is_demonstration(self) -> bool:
        """Whether the council is one of the demonstration."""
        return self._council is not None and self._council.is_demonstration

    @property
    def ons_code(self) -> str | None:
        """The council's code of the Office for National Statistics; an invented one has none."""
        return self._council.ons_code if self._council else None

    @property
    def _council(self) -> CouncilPicture | None:
        return next(iter(self.now.councils), None)


def to_text(material: ReportMaterial) -> str:
    """The one text of the material: canonical JSON."""
    return canonical(material_plainly(material))


def material_plainly(material: ReportMaterial) -> dict[str, Any]:
    """The material as values that JSON knows, to stand in the text of something larger."""
    return {
        "v": MATERIAL_VERSION,
        "row_hash": material.row_hash,
        "now": plainly(material.now),
        "before": plainly(material.before) if material.before else None,
        "days": [_plain_day(day) for day in material.days],
        "grades": [_plain_grade(grade) for grade in material.grades],
    }


def _plain_day(day: DayFigures) -> dict[str, Any]:
    counts = [[rating.value, number] for rating, number in day.counts]
    return {**vars(day), "on": plain(day.on), "counts": counts}


def _plain_grade(grade: GradeGiven) -> dict[str, Any]:
    return {name: plain(value) for name, value in vars(grade).items()}


def from_text(text: str) -> ReportMaterial:
    """The material that ``to_text`` wrote.

    Raises:
        ValueError: the text is of a later version than this tracker knows.
    """
    return material_from_plain(json.loads(text))


def material_from_plain(stored: Mapping[str, Any]) -> ReportMaterial:
    """The material whose values ``material_plainly`` gave; raises as ``from_text`` does."""
    if stored["v"] > MATERIAL_VERSION:
        raise ValueError(f"Report material of version {stored['v']} is newer than this tracker")
    return ReportMaterial(
        row_hash=stored["row_hash"],
        now=from_plain(stored["now"]),
        before=from_plain(stored["before"]) if stored["before"] else None,
        days=tuple(_figures(day) for day in stored["days"]),
        grades=tuple(_grade(grade) for grade in stored["grades"]),
    )


def _figures(stored: Mapping[str, Any]) -> DayFigures:
    counts = tuple((Delivery(rating), number) for rating, number in stored["counts"])
    return DayFigures(**{**stored, "on": date.fromisoformat(stored["on"]), "counts": counts})


def _grade(stored: Mapping[str, Any]) -> GradeGiven:
    begun = date.fromisoformat(stored["fieldwork_start_on"])
    values = {**stored, "id": uuid.UUID(stored["id"]), "fieldwork_start_on": begun}
    return GradeGiven(**values)
