"""Assurance: the second rater is a named person outside the owners' line of management."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs, InADeed
from tests.services.given import (
    a_person,
    a_plan,
    a_post,
    an_action,
    bring_to,
    rated,
    recorded,
)
from tracker.access.actor import Actor, operator
from tracker.access.predicates import ActionInLine
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import (
    Delivery,
    EvidenceRating,
    ImpactRating,
    OwnershipRole,
    PlanStage,
    Role,
)
from tracker.models import Action, Assurance, History, Ownership, PostHolding
from tracker.queries.assurances import get_action_in_line
from tracker.services.assurances import AssuranceFields, assure_action
from tracker.services.deeds import Conflict

ON = date(2026, 10, 5)


def found(**more: Any) -> AssuranceFields:
    """An assurance that nothing is wrong with."""
    values: dict[str, Any] = {
        "found": "Twelve of twelve files read show it.",
        "delivery": Delivery.COMPLETE,
        "evidence_rating": EvidenceRating.ASSURED,
        "impact_rating": ImpactRating.MAKING_A_DIFFERENCE,
        **more,
    }
    return AssuranceFields(**values)


@pytest.fixture
def action(session: Session, actor: Actor, in_a_deed: InADeed) -> Action:
    """An action of a plan in force, for which evidence is offered."""
    made = an_action(session, a_plan(session, actor, PlanStage.ADOPTED), actor)
    with in_a_deed():
        made.evidence_rating = EvidenceRating.OFFERED
    return made


@pytest.fixture
def assurer(actor_as: ActorAs) -> Actor:
    """The assurance lead."""
    return actor_as(Role.ASSURANCE_LEAD)


def assure(session: Session, action: Action, by: Actor, **more: Any) -> Assurance:
    subject = get_action_in_line(session, by, action.id)
    return assure_action(session, subject, found(**more), by=by, on=ON)


def test_an_assurance_stands_beside_the_owners_ratings(
    session: Session, actor: Actor, assurer: Actor, action: Action
) -> None:
    rated(session, action, Delivery.ON_TRACK, actor)
    made = assure(
        session,
        action,
        assurer,
        delivery=Delivery.AT_RISK,
        reason="Half of the teams have not begun.",
        recovery="The head of service visits each team in November.",
    )
    assert (action.delivery, action.assured_delivery) == (Delivery.ON_TRACK, Delivery.AT_RISK)
    assert action.evidence_rating is EvidenceRating.OFFERED
    assert action.assured_evidence is EvidenceRating.ASSURED
    assert action.assured_impact is ImpactRating.MAKING_A_DIFFERENCE
    assert (made.assurer_id, made.assured_on, action.assured_on) == (assurer.person_id, ON, ON)
    rows = session.scalars(select(History).where(History.deed == "assure_action")).all()
    assert {row.record_type for row in rows} == {"assurance", "action"}
    assert {row.subject_id for row in rows} == {action.id}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"found": " "}, "found"),
        ({"evidence_rating": EvidenceRating.OFFERED}, "evidence_rating"),
        *[
            ({"reason": "Why", "recovery": "How", **rating, lacking: ""}, lacking)
            for rating in (
                {"delivery": Delivery.AT_RISK},
                {"delivery": Delivery.OFF_TRACK},
                {"evidence_rating": EvidenceRating.NOT_ASSURED},
            )
            for lacking in ("reason", "recovery")
        ],
    ],
)
def test_what_is_missing_is_refused_by_name(
    session: Session, assurer: Actor, action: Action, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleError) as refused:
        assure(session, action, assurer, **more)
    assert refused.value.field == field
    assert action.assured_on is None


def test_evidence_that_nobody_offered_cannot_be_assured(
    session: Session, assurer: Actor, action: Action, in_a_deed: InADeed
) -> None:
    with in_a_deed():
        action.evidence_rating = EvidenceRating.NONE
    with pytest.raises(RuleError, match="No evidence is offered"):
        assure(session, action, assurer)
    assure(session, action, assurer, evidence_rating=EvidenceRating.NONE)
    assert action.assured_evidence is EvidenceRating.NONE


@pytest.mark.parametrize("by", ["operator", "programme", "owner"])
def test_only_a_named_assurance_lead_who_does_not_own_it_may(
    session: Session, actor: Actor, assurer: Actor, action: Action, by: str
) -> None:
    if by == "owner":
        own(session, actor, action, person_id=assurer.person_id)
    who = {"operator": operator(actor.at, actor.council_id), "programme": actor, "owner": assurer}
    with pytest.raises(RuleError):
        assure(session, action, who[by])
    assert session.scalars(select(Assurance)).all() == []


def own(session: Session, by: Actor, action: Action, **owner: Any) -> None:
    """Let a post or a person lead the action."""
    values = {"action_id": action.id, "role": OwnershipRole.LEAD, "position": 0, "from_on": ON}
    recorded(session, by, Ownership, **values, **owner)
    session.expire(action, ["ownerships"])


@pytest.mark.parametrize(
    ("assurers_post", "may"),
    [
        ("director", False),
        ("head", False),
        ("manager", False),
        ("worker", False),
        ("other manager", True),
        ("elsewhere", True),
        (None, True),
    ],
)
def test_nobody_above_or_below_an_owner_may(
    session: Session,
    actor: Actor,
    assurer: Actor,
    action: Action,
    assurers_post: str | None,
    may: bool,
) -> None:
    posts: dict[str, Any] = {}
    for title, above in (
        ("director", None),
        ("head", "director"),
        ("manager", "head"),
        ("other manager", "head"),
        ("worker", "manager"),
        ("elsewhere", None),
    ):
        above_id = posts[above].id if above else None
        posts[title] = a_post(session, actor, title, manager_post_id=above_id)
    own(session, actor, action, post_id=posts["manager"].id)
    held = frozenset({posts[assurers_post].id} if assurers_post else ())
    by = replace(assurer, post_ids=held)
    if may:
        assure(session, action, by)
        return
    with pytest.raises(RuleError, match="line of management"):
        assure(session, action, by)


def test_an_owner_who_is_a_person_brings_the_posts_that_they_hold(
    session: Session, actor: Actor, assurer: Actor, action: Action
) -> None:
    head = a_post(session, actor, "Head of service")
    manager = a_post(session, actor, "Team manager", manager_post_id=head.id)
    person = a_person(session, actor)
    own(session, actor, action, person_id=person.id)
    recorded(session, actor, PostHolding, post_id=manager.id, person_id=person.id, from_on=ON)
    with pytest.raises(RuleError, match="line of management"):
        assure(session, action, replace(assurer, post_ids=frozenset({head.id})))


@pytest.mark.parametrize("stage", [PlanStage.DRAFT, PlanStage.CLOSED])
def test_a_plan_that_is_not_in_force_has_nothing_to_assure(
    session: Session, actor: Actor, assurer: Actor, stage: PlanStage
) -> None:
    plan = a_plan(session, actor)
    action = an_action(session, plan, actor)
    if stage is PlanStage.CLOSED:
        bring_to(session, plan, stage, by=actor)
    with pytest.raises(RuleError):
        assure(session, action, assurer, evidence_rating=EvidenceRating.NONE)


def test_of_two_who_write_at_once_the_second_is_told(
    session: Session, actor: Actor, assurer: Actor, action: Action
) -> None:
    subject: ActionInLine = get_action_in_line(session, assurer, action.id)
    read = action.version
    rated(session, action, Delivery.ON_TRACK, actor)
    with pytest.raises(Conflict):
        assure_action(session, subject, found(), by=assurer, on=ON, version=read)
