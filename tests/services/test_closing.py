"""Closing: on an assurance or by a decision, never undone, and tested again afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs, InADeed
from tests.services.given import (
    a_meeting,
    a_person,
    a_plan,
    an_action,
    fields_of,
    rated,
    recommendations,
    saying,
)
from tests.services.test_assurances import found
from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import (
    ClosingTest,
    Delivery,
    EvidenceRating,
    ImpactRating,
    PlanStage,
    Role,
    SuccessionKind,
)
from tracker.models import Action, Closure, Succession
from tracker.queries.action_thread import list_dated_entries
from tracker.queries.assurances import get_action_in_line
from tracker.queries.succession import get_whole_action
from tracker.services.actions import ActionFields, amend_action, link_recommendations, remove_action
from tracker.services.assurances import assure_action
from tracker.services.closing import ClosureFields, close_action, retest_action
from tracker.services.ownership import OwnerFields, set_owners
from tracker.services.succession import merge_actions
from tracker.services.updates import post_update

ON = date(2026, 10, 5)
LATER = ImpactRating.EARLY_SIGNS


@pytest.fixture
def assurer(actor_as: ActorAs) -> Actor:
    return actor_as(Role.ASSURANCE_LEAD)


@pytest.fixture
def action(session: Session, actor: Actor, in_a_deed: InADeed) -> Action:
    """A complete action of a plan in force, with evidence offered."""
    made = an_action(session, a_plan(session, actor, PlanStage.ADOPTED), actor)
    rated(session, made, Delivery.COMPLETE, actor)
    with in_a_deed():
        made.evidence_rating = EvidenceRating.OFFERED
    return made


def assure(session: Session, action: Action, by: Actor, **more: Any) -> None:
    subject = get_action_in_line(session, by, action.id)
    assure_action(session, subject, found(**more), by=by, on=ON)


def closed(session: Session, action: Action, actor: Actor, assurer: Actor) -> None:
    assure(session, action, assurer)
    close_action(session, action, by=actor, on=ON)


@pytest.mark.parametrize("impact", [ImpactRating.MAKING_A_DIFFERENCE, ImpactRating.SUSTAINED])
def test_an_assured_action_closes(
    session: Session, actor: Actor, assurer: Actor, action: Action, impact: ImpactRating
) -> None:
    assure(session, action, assurer, impact_rating=impact)
    closure = close_action(session, action, by=actor, on=ON)
    assert (action.closed_on, closure.closed_by_id, closure.decision) == (ON, actor.person_id, None)
    assert closure.assurance_id is not None


WHY = {"reason": "Files", "recovery": "Read on"}


@pytest.mark.parametrize(
    "lacking",
    [
        {"evidence_rating": EvidenceRating.NOT_ASSURED, **WHY},
        {"evidence_rating": EvidenceRating.NONE},
        {"delivery": Delivery.ON_TRACK},
        *[
            {"impact_rating": impact}
            for impact in ImpactRating
            if impact not in (ImpactRating.MAKING_A_DIFFERENCE, ImpactRating.SUSTAINED)
        ],
    ],
)
def test_without_whole_assurance_it_stays_open(
    session: Session, actor: Actor, assurer: Actor, action: Action, lacking: dict[str, Any]
) -> None:
    assure(session, action, assurer)
    assure(session, action, assurer, **lacking)
    with pytest.raises(RuleError) as refused:
        close_action(session, action, by=actor, on=ON)
    assert refused.value.field == "decision"
    assert action.closed_on is None


def test_neither_does_one_that_nobody_assured_nor_one_that_is_not_complete(
    session: Session, actor: Actor, assurer: Actor, action: Action
) -> None:
    with pytest.raises(RuleError, match="closes when"):
        close_action(session, action, by=actor, on=ON)
    other = an_action(session, action.plan, actor, "1.2")
    assure(session, other, assurer, evidence_rating=EvidenceRating.NONE)
    with pytest.raises(RuleError):
        close_action(session, other, by=actor, on=ON)


def test_the_one_who_assured_it_does_not_close_it_on_that(
    session: Session, actor: Actor, assurer: Actor, action: Action
) -> None:
    assure(session, action, assurer)
    with pytest.raises(RuleError, match="You assured this action") as refused:
        close_action(session, action, by=assurer, on=ON)
    assert refused.value.field == "decision"
    assert action.closed_on is None
    assert close_action(session, action, by=actor, on=ON).closed_by_id == actor.person_id


def test_a_decision_closes_without_and_is_kept(
    session: Session, actor: Actor, action: Action
) -> None:
    chair, meeting = a_person(session, actor), a_meeting(session, actor)
    fields = ClosureFields(
        decision="Overtaken by the new contract", decided_by_id=chair.id, meeting_id=meeting.id
    )
    close_action(session, action, fields, by=actor, on=ON)
    [row] = [row for row in list_dated_entries(session, actor, action.id) if row.entry == "closure"]
    assert (row.text, row.who, row.place, row.from_on, row.on) == (
        "Overtaken by the new contract",
        chair.name,
        "Improvement Board",
        meeting.held_on,
        ON,
    )


@pytest.mark.parametrize("lacking", ["decision", "decided_by_id", "meeting_id"])
def test_half_a_decision_is_refused(
    session: Session, actor: Actor, action: Action, lacking: str
) -> None:
    whole: dict[str, Any] = {
        "decision": "Overtaken",
        "decided_by_id": a_person(session, actor).id,
        "meeting_id": a_meeting(session, actor).id,
    }
    with pytest.raises(RuleError) as refused:
        close_action(session, action, ClosureFields(**{**whole, lacking: None}), by=actor, on=ON)
    assert refused.value.field == lacking
    assert session.scalars(select(Closure)).all() == []


def test_a_closed_action_takes_nothing_but_owners_and_tests(
    session: Session, actor: Actor, assurer: Actor, action: Action
) -> None:
    closed(session, action, actor, assurer)
    session.flush()
    whole = get_whole_action(session, actor, action.id)
    other = get_whole_action(session, actor, an_action(session, action.plan, actor, "9").id)
    deeds: list[Any] = [
        lambda: post_update(session, whole, saying(Delivery.COMPLETE), by=actor, on=ON),
        lambda: amend_action(session, whole, fields_of("1.1"), by=actor, on=ON),
        lambda: remove_action(session, whole, reason="No", by=actor, on=ON),
        lambda: link_recommendations(session, whole, [], by=actor, on=ON),
        lambda: merge_actions(session, [other], whole, by=actor, on=ON),
        lambda: close_action(session, whole, by=actor, on=ON),
        lambda: assure(session, whole, assurer),
    ]
    for deed in deeds:
        with pytest.raises(RuleError, match="was closed on 5 October 2026"):
            deed()
    person = a_person(session, actor)
    set_owners(session, whole, [OwnerFields(person_id=person.id)], by=actor, on=ON)


def test_a_test_waits_for_its_day_and_each_is_made_once(
    session: Session, actor: Actor, assurer: Actor, action: Action
) -> None:
    closed(session, action, actor, assurer)
    days = {
        ClosingTest.THREE_MONTHS: date(2027, 1, 5),
        ClosingTest.SIX_MONTHS: date(2027, 4, 5),
        ClosingTest.TWELVE_MONTHS: date(2027, 10, 5),
    }
    subject = get_action_in_line(session, assurer, action.id)
    for due_on in days.values():
        with pytest.raises(RuleError, match="is due on"):
            retest_action(session, subject, found(), by=assurer, on=due_on - timedelta(days=1))
        assert retest_action(session, subject, found(), by=assurer, on=due_on) is None
    with pytest.raises(RuleError, match="no further test"):
        retest_action(session, subject, found(), by=assurer, on=date(2030, 1, 1))


def test_a_failed_test_opens_an_action_that_points_back(
    session: Session, actor: Actor, assurer: Actor, action: Action
) -> None:
    [recommendation] = recommendations(session, actor, 1)
    whole = get_whole_action(session, actor, action.id)
    link_recommendations(session, whole, [recommendation.id], by=actor, on=ON)
    closed(session, action, actor, assurer)
    subject = get_action_in_line(session, assurer, action.id)
    failed = found(impact_rating=ImpactRating.WORSE)
    due_on = date(2027, 1, 5)
    with pytest.raises(RuleError) as refused:
        retest_action(session, subject, failed, by=assurer, on=due_on)
    assert refused.value.field == "title"
    session.rollback()


def test_and_has_its_owners_and_recommendations(
    session: Session, actor: Actor, assurer: Actor, action: Action
) -> None:
    [recommendation] = recommendations(session, actor, 1)
    whole = get_whole_action(session, actor, action.id)
    link_recommendations(session, whole, [recommendation.id], by=actor, on=ON)
    owner = a_person(session, actor)
    set_owners(session, whole, [OwnerFields(person_id=owner.id)], by=actor, on=ON)
    closed(session, action, actor, assurer)
    subject = get_action_in_line(session, assurer, action.id)
    successor = retest_action(
        session,
        subject,
        found(evidence_rating=EvidenceRating.NOT_ASSURED, **WHY),
        ActionFields(reference="1.1a", title="Answer within a day, again"),
        by=assurer,
        on=date(2027, 1, 5),
    )
    assert successor is not None
    made = get_whole_action(session, actor, successor.id)
    assert [link.recommendation_id for link in made.answers] == [recommendation.id]
    assert [one.person_id for one in made.ownerships] == [owner.id]
    [succession] = session.scalars(select(Succession)).all()
    assert (succession.former_id, succession.kind) == (action.id, SuccessionKind.FAILED_TEST)
    assert (action.closed_on, action.removed_on) == (ON, None)
    there = [r for r in list_dated_entries(session, actor, action.id) if r.entry == "successor"]
    back = [r for r in list_dated_entries(session, actor, made.id) if r.entry == "predecessor"]
    assert ([r.id for r in there], [r.id for r in back]) == ([made.id], [action.id])
