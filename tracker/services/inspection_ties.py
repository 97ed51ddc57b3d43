"""What hangs from an inspection, and so stands in the way of changing or removing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tracker.domain.errors import RuleError
from tracker.domain.frameworks import Framework
from tracker.models import (
    Clock,
    Inspection,
    Judgement,
    PlanInspection,
    Recommendation,
    Report,
    Verdict,
)


def first_follower_on(session: Session, inspection: Inspection) -> date | None:
    """The earliest first day of fieldwork of the inspections that follow this one."""
    return session.scalar(
        select(func.min(Inspection.fieldwork_start_on)).where(
            Inspection.follows_id == inspection.id, Inspection.removed_on.is_(None)
        )
    )


def require_same_framework_fits(
    session: Session, inspection: Inspection, framework: Framework, kind_key: str
) -> None:
    """Refuse another framework or kind while grades, areas or clocks of the present one stand."""
    kind = framework.find_kind(kind_key)
    for area, grade in session.execute(
        select(Judgement.area, Judgement.grade).where(*_live_of(Judgement, inspection))
    ):
        scale = framework.scale_of(area)
        if kind is None or not kind.graded or scale is None or scale.find_grade(grade) is None:
            raise RuleError("Remove the grades that do not fit this kind first", field="kind")
    areas = select(Recommendation.area).where(
        *_live_of(Recommendation, inspection), Recommendation.area.is_not(None)
    )
    if any(framework.find_area(area or "") is None for area in session.scalars(areas.distinct())):
        raise RuleError(
            "Some recommendations name an area that this framework does not have",
            field="framework",
        )
    for rule in session.scalars(select(Clock.rule).where(*_live_of(Clock, inspection))):
        clock = framework.find_clock(rule)
        if clock is None or kind_key not in clock.kinds:
            raise RuleError("Remove the clocks that do not fit this kind first", field="kind")


Part = Judgement | Clock | Report


def require_untied(session: Session, inspection: Inspection) -> Sequence[Part]:
    """The grades, clocks and kept report that go with an inspection no more hangs from."""
    ties = (
        (
            select(func.count())
            .select_from(Recommendation)
            .where(*_live_of(Recommendation, inspection)),
            "Remove its recommendations first",
        ),
        (
            select(func.count()).select_from(Verdict).where(*_live_of(Verdict, inspection)),
            "Remove the verdicts that it gave first",
        ),
        (
            select(func.count())
            .select_from(PlanInspection)
            .where(*_live_of(PlanInspection, inspection)),
            "A plan answers this inspection, so it cannot be removed",
        ),
        (
            select(func.count())
            .select_from(Inspection)
            .where(Inspection.follows_id == inspection.id, Inspection.removed_on.is_(None)),
            "Another inspection follows this one, so it cannot be removed",
        ),
    )
    for query, sentence in ties:
        if session.scalar(query):
            raise RuleError(sentence)
    parts: list[Part] = []
    parts += session.scalars(_all_of(Judgement, inspection))
    parts += session.scalars(_all_of(Clock, inspection))
    parts += session.scalars(_all_of(Report, inspection))
    return parts


def _live_of(model: Any, inspection: Inspection) -> tuple[Any, Any]:
    return model.inspection_id == inspection.id, model.removed_on.is_(None)


def _all_of(model: Any, inspection: Inspection) -> Select[Any]:
    return select(model).where(*_live_of(model, inspection)).order_by(model.id)
