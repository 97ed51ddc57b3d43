"""Recommendations, the bodies that answer for them, and the council's response."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs, InADeed
from tests.services.asking import NOBODY, last_told, refused, told
from tests.services.visits import CONTACTS, FRAMEWORKS, ON, inspected, recommended, visited
from tracker.access.actor import Actor
from tracker.domain.vocabulary import BodyKind, Response, Role, Urgency, VerdictKind
from tracker.models import (
    Action,
    ActionRecommendation,
    Body,
    Council,
    Inspection,
    Plan,
    Recommendation,
    RecommendationBody,
)
from tracker.services.councils import BodyFields, add_body
from tracker.services.deeds import Conflict
from tracker.services.recommendations import (
    RecommendationFields,
    ResponseFields,
    amend_recommendation,
    remove_recommendation,
    respond,
)
from tracker.services.verdicts import VerdictFields, give_verdict


@pytest.fixture
def full(session: Session, actor: Actor) -> Inspection:
    return inspected(session, actor)


@pytest.fixture
def bodies(session: Session, actor: Actor) -> list[Body]:
    kinds = (("Riverford Council", BodyKind.COUNCIL), ("Together Trust", BodyKind.TRUST))
    return [
        add_body(session, BodyFields(name=name, kind=kind), by=actor, on=ON) for name, kind in kinds
    ]


def amended(
    session: Session,
    recommendation: Recommendation,
    fields: RecommendationFields,
    by: Actor,
    version: int | None = None,
) -> None:
    amend_recommendation(
        session, recommendation, fields, by=by, on=ON, frameworks=FRAMEWORKS, version=version
    )


def answering(session: Session, recommendation: Recommendation) -> set[object]:
    session.expire_all()
    rows = session.query(RecommendationBody).filter_by(
        recommendation_id=recommendation.id, removed_on=None
    )
    return {row.body_id for row in rows}


def test_a_recommendation_keeps_its_printed_number_and_place(
    session: Session, actor: Actor, full: Inspection
) -> None:
    first = recommended(
        session,
        full,
        actor,
        reference="114",
        page=38,
        paragraph="12",
        area="lscb",
        urgency=Urgency.THREE_MONTHS,
    )
    second = recommended(session, full, actor, text="Hold reviews in time")
    assert (first.position, second.position) == (1, 2)
    assert (first.reference, first.page, first.urgency) == ("114", 38, Urgency.THREE_MONTHS)
    assert told(session, first) == [("add_recommendation", "created")]


def test_a_forgotten_one_can_be_put_in_its_place(
    session: Session, actor: Actor, full: Inspection
) -> None:
    recommended(session, full, actor)
    between = recommended(session, full, actor, position=1)
    assert between.position == 1
    amended(session, between, CONTACTS, actor)
    assert between.position == 1


def test_an_area_is_one_of_the_framework(session: Session, actor: Actor, full: Inspection) -> None:
    with refused("Choose a judgement area of SIF", field="area"):
        recommended(session, full, actor, area="front_desk")
    found = recommended(session, full, actor)
    with refused("Choose a judgement area of SIF", field="area"):
        amended(session, found, replace(CONTACTS, area="children_in_care"), actor)


def test_two_bodies_can_answer_for_one(
    session: Session, actor: Actor, full: Inspection, bodies: list[Body]
) -> None:
    council, trust = (body.id for body in bodies)
    found = recommended(session, full, actor, body_ids=(council, trust, council))
    assert answering(session, found) == {council, trust}
    amended(session, found, replace(CONTACTS, body_ids=(trust,)), actor)
    assert answering(session, found) == {trust}
    amended(session, found, replace(CONTACTS, body_ids=(council, trust)), actor)
    assert answering(session, found) == {council, trust}
    links = session.query(RecommendationBody).filter_by(body_id=council).all()
    assert [told(session, link) for link in links] == [
        [("add_recommendation", "created")] + [("amend_recommendation", "changed")] * 2
    ]


def test_a_body_is_the_councils_own(
    session: Session, actor: Actor, full: Inspection, actor_as: ActorAs, other_council: Council
) -> None:
    by = actor_as(Role.PROGRAMME_LEAD, council=other_council)
    foreign = add_body(session, BodyFields(name="Trust", kind=BodyKind.TRUST), by=by, on=ON)
    found = recommended(session, full, actor)
    for body_id in (foreign.id, NOBODY):
        with refused("Choose bodies of this council", field="body_ids"):
            recommended(session, full, actor, body_ids=(body_id,))
        with refused("Choose bodies of this council", field="body_ids"):
            amended(session, found, replace(CONTACTS, body_ids=(body_id,)), actor)


def test_another_councils_inspection_gets_none(
    session: Session, actor: Actor, actor_as: ActorAs, other_council: Council
) -> None:
    by = actor_as(Role.PROGRAMME_LEAD, council=other_council)
    foreign = inspected(session, by)
    theirs = recommended(session, foreign, by)
    with refused("another council", field=None):
        recommended(session, foreign, actor)
    with refused("another council", field=None):
        amended(session, theirs, CONTACTS, actor)
    with refused("another council", field=None):
        respond(session, theirs, ResponseFields(response=Response.ACCEPTED), by=actor, on=ON)
    with refused("another council", field=None):
        remove_recommendation(session, theirs, by=actor, on=ON)


def test_an_old_version_is_a_conflict(session: Session, actor: Actor, full: Inspection) -> None:
    found = recommended(session, full, actor)
    read = found.version
    amended(session, found, replace(CONTACTS, theme="Front door"), actor, version=read)
    with pytest.raises(Conflict):
        amended(session, found, CONTACTS, actor, version=read)


@pytest.mark.parametrize("text", ["", " \n "])
def test_a_recommendation_says_something(
    session: Session, actor: Actor, full: Inspection, text: str
) -> None:
    with refused("Enter the text", field="text"):
        recommended(session, full, actor, text=text)


def test_a_response_is_dated_and_told(session: Session, actor: Actor, full: Inspection) -> None:
    found = recommended(session, full, actor)
    respond(session, found, ResponseFields(response=Response.ACCEPTED), by=actor, on=ON)
    assert (found.response, found.responded_on) == (Response.ACCEPTED, ON)
    assert last_told(session, found)["new"] == {
        "response": "accepted",
        "responded_on": "2026-10-05",
    }


@pytest.mark.parametrize("response", [Response.ACCEPTED_IN_PART, Response.NOT_ACCEPTED])
def test_anything_short_of_accepted_says_why(
    session: Session, actor: Actor, full: Inspection, response: Response
) -> None:
    found = recommended(session, full, actor)
    with refused("Enter the reason", field="response_reason"):
        respond(session, found, ResponseFields(response=response), by=actor, on=ON)
    fields = ResponseFields(response=response, response_reason="The trust answers for it")
    respond(session, found, fields, by=actor, on=ON)
    assert found.response_reason == "The trust answers for it"


def test_amending_leaves_the_response_alone(
    session: Session, actor: Actor, full: Inspection
) -> None:
    found = recommended(session, full, actor)
    respond(session, found, ResponseFields(response=Response.ACCEPTED), by=actor, on=ON)
    amended(session, found, replace(CONTACTS, theme="Front door"), actor)
    assert found.response is Response.ACCEPTED


def test_a_recommendation_that_is_answered_or_judged_stays(
    session: Session, actor: Actor, full: Inspection, in_a_deed: InADeed
) -> None:
    found = recommended(session, full, actor)
    with in_a_deed():
        plan = Plan(council_id=full.council_id, title="Getting to good")
        session.add(plan)
        session.flush()
        action = Action(
            council_id=full.council_id, plan_id=plan.id, reference="1", sort_key="1", title="x"
        )
        session.add(action)
        session.flush()
        link = ActionRecommendation(
            council_id=full.council_id,
            action_id=action.id,
            recommendation_id=found.id,
            removed_on=None,
        )
        session.add(link)
    with refused("Actions answer this recommendation", field=None):
        remove_recommendation(session, found, by=actor, on=ON)
    with in_a_deed():
        link.removed_on = ON
    visit = visited(session, actor, date(2016, 2, 1))
    words = VerdictFields(verdict=VerdictKind.RESOLVED, words="Contacts are answered in time")
    give_verdict(session, found, visit, words, by=actor, on=ON)
    with refused("Remove the verdicts", field=None):
        remove_recommendation(session, found, by=actor, on=ON)


def test_a_removed_one_is_told_and_left_alone(
    session: Session, actor: Actor, full: Inspection
) -> None:
    found = recommended(session, full, actor)
    remove_recommendation(session, found, by=actor, on=ON, reason="Read twice")
    assert last_told(session, found)["new"] == {"removed_on": "2026-10-05"}
    with refused("This recommendation was removed on 5 October 2026", field=None):
        respond(session, found, ResponseFields(response=Response.ACCEPTED), by=actor, on=ON)
