"""Inspections and the grades that they gave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs, InADeed
from tests.services.asking import NOBODY, last_told, refused, told
from tests.services.visits import FRAMEWORKS, FULL, ON, inspected, recommended, visited
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role, VerdictKind
from tracker.models import Council, Inspection, Judgement, Plan, PlanInspection
from tracker.services.clocks import ClockFields, start_clock
from tracker.services.deeds import Conflict
from tracker.services.inspections import (
    InspectionFields,
    JudgementFields,
    amend_inspection,
    record_inspection,
    remove_inspection,
    remove_judgement,
    set_judgement,
)
from tracker.services.recommendations import remove_recommendation
from tracker.services.verdicts import VerdictFields, give_verdict, remove_verdict


@pytest.fixture
def full(session: Session, actor: Actor) -> Inspection:
    return inspected(session, actor)


@pytest.fixture
def foreign(session: Session, actor_as: ActorAs, other_council: Council) -> Inspection:
    return inspected(session, actor_as(Role.PROGRAMME_LEAD, council=other_council))


def amended(session: Session, inspection: Inspection, by: Actor, **more: Any) -> None:
    fields = replace(FULL, **more)
    amend_inspection(session, inspection, fields, by=by, on=ON, frameworks=FRAMEWORKS)


def graded(session: Session, inspection: Inspection, by: Actor, area: str, grade: str) -> Judgement:
    fields = JudgementFields(area=area, grade=grade, page=2)
    return set_judgement(session, inspection, fields, by=by, on=ON, frameworks=FRAMEWORKS)


def test_an_inspection_is_recorded_and_amended(session: Session, actor: Actor) -> None:
    inspection = record_inspection(
        session, FULL, by=actor, on=ON, frameworks=FRAMEWORKS, reason="Report received"
    )
    assert inspection.council_id == actor.council_id
    assert last_told(session, inspection)["reason"] == "Report received"
    read = inspection.version
    fields = replace(FULL, lead_inspector="A. Lead", report_url="https://example.gov.uk/1")
    amend_inspection(
        session, inspection, fields, by=actor, on=ON, frameworks=FRAMEWORKS, version=read
    )
    assert told(session, inspection) == [
        ("record_inspection", "created"),
        ("amend_inspection", "changed"),
    ]
    with pytest.raises(Conflict):
        amend_inspection(
            session, inspection, FULL, by=actor, on=ON, frameworks=FRAMEWORKS, version=read
        )


@pytest.mark.parametrize(
    ("wrong", "words", "field"),
    [
        ({"framework": "tea-leaves"}, "Choose a framework", "framework"),
        ({"kind": "short_inspection"}, "Choose a kind of SIF", "kind"),
        ({"kind": "../etc"}, "Choose a kind of SIF", "kind"),
        ({"title": " "}, "Enter the title", "title"),
        (
            {"fieldwork_end_on": date(2015, 6, 22)},
            "The last day of fieldwork must not be before the first",
            "fieldwork_end_on",
        ),
        (
            {"received_on": date(2015, 7, 15)},
            "received must not be before the last day of fieldwork",
            "received_on",
        ),
        (
            {"published_on": date(2015, 7, 15)},
            "publication must not be before the last day of fieldwork",
            "published_on",
        ),
        (
            {"not_before_on": date(2015, 7, 15)},
            "embargo ends must not be before the last day of fieldwork",
            "not_before_on",
        ),
        (
            {"not_before_on": date(2015, 9, 2)},
            "publication must not be before the day on which the embargo ends",
            "published_on",
        ),
        ({"report_url": "javascript:alert(1)"}, "must begin with https", "report_url"),
        ({"follows_id": NOBODY}, "Choose an inspection of this council", "follows_id"),
    ],
)
def test_what_recording_refuses(
    session: Session, actor: Actor, full: Inspection, wrong: dict[str, Any], words: str, field: str
) -> None:
    with refused(words, field=field):
        inspected(session, actor, **wrong)
    with refused(words, field=field):
        amended(session, full, actor, **wrong)


def test_the_framework_is_never_inferred_from_the_date(session: Session, actor: Actor) -> None:
    # Darlington's and Sunderland's inspections of 2018 are of the older framework.
    days = {
        "fieldwork_start_on": date(2018, 4, 23),
        "fieldwork_end_on": date(2018, 5, 18),
        "received_on": None,
        "published_on": date(2018, 7, 25),
    }
    assert inspected(session, actor, kind="re_inspection", **days).framework == "sif"


def test_an_inspection_follows_an_earlier_one_of_the_same_council(
    session: Session, actor: Actor, full: Inspection, foreign: Inspection
) -> None:
    visit = visited(session, actor, date(2016, 2, 1), follows_id=full.id)
    assert visit.follows_id == full.id
    with refused("Choose an inspection of this council", field="follows_id"):
        visited(session, actor, date(2016, 3, 1), follows_id=foreign.id)
    for begun in (date(2015, 6, 22), full.fieldwork_start_on):
        with refused("whose fieldwork began earlier", field="follows_id"):
            visited(session, actor, begun, follows_id=full.id)


def test_nothing_follows_itself_or_in_a_ring(
    session: Session, actor: Actor, full: Inspection
) -> None:
    visit = visited(session, actor, date(2016, 2, 1), follows_id=full.id)
    for follows_id in (full.id, visit.id):
        with refused("whose fieldwork began earlier", field="follows_id"):
            amended(session, full, actor, follows_id=follows_id)
    later = {
        "fieldwork_start_on": date(2016, 2, 1),
        "fieldwork_end_on": date(2016, 2, 2),
        "received_on": None,
        "published_on": None,
    }
    with refused("before that of the inspections that follow", field="fieldwork_start_on"):
        amended(session, full, actor, **later)


def test_a_removed_inspection_is_not_followed_but_may_stay_followed(
    session: Session, actor: Actor, full: Inspection, in_a_deed: InADeed
) -> None:
    visit = visited(session, actor, date(2016, 2, 1), follows_id=full.id)
    with in_a_deed():
        full.removed_on = ON
    with refused("Choose an inspection of this council", field="follows_id"):
        visited(session, actor, date(2016, 3, 1), follows_id=full.id)
    fields = InspectionFields(
        framework="sif",
        kind="monitoring_visit",
        title="First visit",
        fieldwork_start_on=visit.fieldwork_start_on,
        fieldwork_end_on=visit.fieldwork_end_on,
        follows_id=full.id,
    )
    amend_inspection(session, visit, fields, by=actor, on=ON, frameworks=FRAMEWORKS)
    assert visit.title == "First visit"


def test_another_councils_inspection_is_left_alone(
    session: Session, actor: Actor, foreign: Inspection
) -> None:
    with refused("another council", field=None):
        amended(session, foreign, actor)
    with refused("another council", field=None):
        remove_inspection(session, foreign, by=actor, on=ON)
    with refused("another council", field=None):
        graded(session, foreign, actor, "overall", "inadequate")


def test_grades_are_set_in_printed_order_and_mended(
    session: Session, actor: Actor, full: Inspection
) -> None:
    leadership = graded(session, full, actor, "leadership", "inadequate")
    overall = graded(session, full, actor, "overall", "inadequate")
    assert overall.position < leadership.position
    mended = graded(session, full, actor, "leadership", "requires_improvement")
    assert mended is leadership
    assert told(session, leadership) == [
        ("set_judgement", "created"),
        ("set_judgement", "changed"),
    ]
    # The overall grade is printed: it stays whatever the parts become.
    assert overall.grade == "inadequate"


def test_a_grade_that_was_removed_can_be_set_again(
    session: Session, actor: Actor, full: Inspection
) -> None:
    judgement = graded(session, full, actor, "adoption", "good")
    remove_judgement(session, judgement, by=actor, on=ON)
    assert judgement.removed_on == ON
    with refused("This judgement was removed on 5 October 2026", field=None):
        remove_judgement(session, judgement, by=actor, on=ON)
    again = graded(session, full, actor, "adoption", "outstanding")
    assert (again, again.removed_on, again.grade) == (judgement, None, "outstanding")


def test_an_old_version_of_a_grade_is_a_conflict(
    session: Session, actor: Actor, full: Inspection
) -> None:
    read = graded(session, full, actor, "adoption", "good").version
    graded(session, full, actor, "adoption", "outstanding")
    with pytest.raises(Conflict):
        set_judgement(
            session,
            full,
            JudgementFields(area="adoption", grade="inadequate"),
            by=actor,
            on=ON,
            frameworks=FRAMEWORKS,
            version=read,
        )


@pytest.mark.parametrize(
    ("area", "grade", "words", "field"),
    [
        ("front_desk", "good", "Choose a judgement area of SIF", "area"),
        ("overall", "adequate", "Select a grade of SIF", "grade"),
        ("overall", "Good", "Select a grade of SIF", "grade"),
        ("", "good", "Enter the area", "area"),
    ],
)
def test_a_grade_outside_the_framework_is_refused(
    session: Session, actor: Actor, full: Inspection, area: str, grade: str, words: str, field: str
) -> None:
    with refused(words, field=field):
        graded(session, full, actor, area, grade)


def test_a_visit_gives_no_grades(session: Session, actor: Actor) -> None:
    visit = visited(session, actor, date(2016, 2, 1))
    with refused("of this kind give no grades", field="grade"):
        graded(session, visit, actor, "overall", "good")


def test_an_inspection_without_an_overall_grade_has_none(session: Session, actor: Actor) -> None:
    latest = inspected(
        session,
        actor,
        framework="ilacs-2026",
        kind="short_inspection",
        fieldwork_start_on=date(2026, 5, 4),
        fieldwork_end_on=date(2026, 5, 8),
        received_on=None,
        published_on=None,
    )
    with refused("Choose a judgement area", field="area"):
        graded(session, latest, actor, "overall", "good")


def test_the_framework_is_changed_only_while_all_fits(
    session: Session, actor: Actor, full: Inspection
) -> None:
    judgement = graded(session, full, actor, "adoption", "good")
    later = {"framework": "ilacs-2018", "kind": "standard_inspection"}
    with refused("Remove the grades", field="kind"):
        amended(session, full, actor, **later)
    with refused("Remove the grades", field="kind"):
        amended(session, full, actor, kind="monitoring_visit")
    remove_judgement(session, judgement, by=actor, on=ON)
    recommendation = recommended(session, full, actor, area="adoption")
    with refused("an area that this framework does not have", field="framework"):
        amended(session, full, actor, **later)
    remove_recommendation(session, recommendation, by=actor, on=ON)
    fields = ClockFields(rule="publish_report", label="Publish", starts_on=date(2015, 9, 1))
    start_clock(session, full, fields, by=actor, on=ON, frameworks=FRAMEWORKS)
    with refused("Remove the clocks", field="kind"):
        amended(session, full, actor, kind="monitoring_visit")
    amended(session, full, actor, **later)
    assert full.framework == "ilacs-2018"


def test_an_inspection_goes_with_its_grades_and_clocks(
    session: Session, actor: Actor, full: Inspection
) -> None:
    judgement = graded(session, full, actor, "adoption", "good")
    fields = ClockFields(rule="publish_report", label="Publish", starts_on=date(2015, 9, 1))
    clock = start_clock(session, full, fields, by=actor, on=ON, frameworks=FRAMEWORKS)
    remove_inspection(session, full, by=actor, on=ON, reason="Recorded twice")
    assert (full.removed_on, judgement.removed_on, clock.removed_on) == (ON, ON, ON)
    assert last_told(session, clock)["reason"] == "Recorded twice"
    with refused("This inspection was removed on 5 October 2026", field=None):
        amended(session, full, actor)


def test_an_inspection_that_something_hangs_from_stays(
    session: Session, actor: Actor, full: Inspection, in_a_deed: InADeed
) -> None:
    recommendation = recommended(session, full, actor)
    with refused("Remove its recommendations first", field=None):
        remove_inspection(session, full, by=actor, on=ON)
    visit = visited(session, actor, date(2016, 2, 1), follows_id=full.id)
    words = VerdictFields(verdict=VerdictKind.SOME_PROGRESS, words="A start was made")
    verdict = give_verdict(session, recommendation, visit, words, by=actor, on=ON)
    with refused("Remove the verdicts that it gave first", field=None):
        remove_inspection(session, visit, by=actor, on=ON)
    remove_verdict(session, verdict, by=actor, on=ON)
    remove_recommendation(session, recommendation, by=actor, on=ON)
    with refused("Another inspection follows this one", field=None):
        remove_inspection(session, full, by=actor, on=ON)
    with in_a_deed():
        plan = Plan(council_id=full.council_id, title="Getting to good")
        session.add(plan)
        session.flush()
        link = PlanInspection(council_id=full.council_id, plan_id=plan.id, inspection_id=visit.id)
        session.add(link)
    with refused("A plan answers this inspection", field=None):
        remove_inspection(session, visit, by=actor, on=ON)


def test_a_framework_that_is_no_longer_installed_is_named(
    session: Session, actor: Actor, full: Inspection
) -> None:
    fields = JudgementFields(area="overall", grade="good")
    with refused("framework of this inspection is not installed", field=None):
        set_judgement(session, full, fields, by=actor, on=ON, frameworks={})
