"""The grades that a council had been given by a day, from which its judgement history is drawn."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.domain.picture import Picture
from tracker.domain.report_material import GradeGiven
from tracker.domain.surroundings import InspectionPicture, JudgementPicture
from tracker.models import Inspection, Judgement
from tracker.queries.plan_history import read_stood


def list_grades_at(session: Session, actor: Actor, seq: int) -> tuple[GradeGiven, ...]:
    """What was recorded when the row ``seq`` was the newest, as far as the actor may see it today.

    One statement. The oldest inspection stands first, its grades as printed.
    """
    council_id: Any = bindparam("council_id", type_=Uuid())
    seen = select(Inspection.id).where(
        Inspection.council_id == council_id, visible(actor, Inspection)
    )
    conditions = {
        InspectionPicture: Inspection.id.in_(seen),
        JudgementPicture: Judgement.inspection_id.in_(seen),
    }
    values = {"council_id": actor.council_id}
    return _given(read_stood(session, conditions, [seq], values).get(seq, ()), actor)


def _given(pictures: Any, actor: Actor) -> tuple[GradeGiven, ...]:
    known = {one.id: one for one in pictures if _is_told(one, actor)}
    inspections = {key: one for key, one in known.items() if isinstance(one, InspectionPicture)}
    judged = [
        (inspections[one.inspection_id], one)
        for one in known.values()
        if isinstance(one, JudgementPicture) and one.inspection_id in inspections
    ]
    judged.sort(key=lambda pair: (pair[0].fieldwork_start_on, pair[0].id, *_as_printed(pair[1])))
    return tuple(
        GradeGiven(
            id=inspection.id,
            framework=inspection.framework,
            title=inspection.title,
            fieldwork_start_on=inspection.fieldwork_start_on,
            area=judgement.area,
            grade=judgement.grade,
        )
        for inspection, judgement in judged
    )


def _as_printed(judgement: JudgementPicture) -> tuple[Any, ...]:
    return judgement.position, judgement.id


def _is_told(one: Picture, actor: Actor) -> bool:
    """Whether it stood, and is under no embargo that was set by then and is not over."""
    until = getattr(one, "not_before_on", None)
    is_over = until is None or until <= actor.today
    return is_over and getattr(one, "removed_on", None) is None
