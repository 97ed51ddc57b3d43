"""The inspections and judgements that a council's history is drawn from."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.services.given import taken_out
from tests.web.scene import FRAMEWORKS, ON, embargoed, inspected, visited
from tracker.access.actor import Actor
from tracker.models import Inspection
from tracker.queries.judgement_history import list_judgement_history
from tracker.services.inspections import JudgementFields, remove_judgement, set_judgement

pytestmark = pytest.mark.usefixtures("any_engine")


def judged(session: Session, by: Actor, inspection: Inspection, **grades: str) -> None:
    for area, grade in grades.items():
        fields = JudgementFields(area=area, grade=grade)
        set_judgement(session, inspection, fields, by=by, on=ON, frameworks=FRAMEWORKS)


def found(session: Session, by: Actor) -> list[tuple[str, str | None, str | None]]:
    return [(row.title, row.area, row.grade) for row in list_judgement_history(session, by)]


def test_inspections_come_oldest_first_and_judgements_as_printed(
    session: Session, actor: Actor
) -> None:
    visited(session, actor, date(2016, 2, 2))
    full = inspected(session, actor)
    judged(session, actor, full, leadership="good", overall="inadequate", adoption="good")
    assert found(session, actor) == [
        ("Inspection of 2015", "overall", "inadequate"),
        ("Inspection of 2015", "adoption", "good"),
        ("Inspection of 2015", "leadership", "good"),
        ("Monitoring visit", None, None),
    ]


def test_what_was_removed_is_left_out(session: Session, actor: Actor) -> None:
    full = inspected(session, actor)
    judged(session, actor, full, overall="inadequate", adoption="good")
    session.refresh(full, ["judgements"])
    adoption = next(one for one in full.judgements if one.area == "adoption")
    remove_judgement(session, adoption, by=actor, on=ON)
    gone = visited(session, actor, date(2016, 2, 2))
    taken_out(session, actor, gone)
    assert found(session, actor) == [("Inspection of 2015", "overall", "inadequate")]


def test_an_inspection_whose_only_judgement_was_removed_stays(
    session: Session, actor: Actor
) -> None:
    full = inspected(session, actor)
    judged(session, actor, full, overall="inadequate")
    session.refresh(full, ["judgements"])
    remove_judgement(session, full.judgements[0], by=actor, on=ON)
    assert found(session, actor) == [("Inspection of 2015", None, None)]


def test_nobody_sees_another_council_or_what_is_under_embargo(
    session: Session, actor: Actor, viewer: Actor, outsider: Actor
) -> None:
    inspected(session, actor)
    embargoed(session, actor)
    assert [row[0] for row in found(session, actor)] == [
        "Inspection of 2015",
        "A visit not yet told of",
    ]
    assert [row[0] for row in found(session, viewer)] == ["Inspection of 2015"]
    assert found(session, outsider) == []
