"""The council's deeds, as they may be told."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs, Now
from tests.services.given import recorded
from tests.web.workforce import TODAY, a_person, a_plan, a_role, an_action, embargo
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role, VerdictKind
from tracker.models import (
    ActionRecommendation,
    Base,
    Council,
    CouncilRecord,
    History,
    Inspection,
    Recommendation,
    Verdict,
)
from tracker.queries.administration import NAMES, DeedsAsked, list_deeds, list_everybody, names_of
from tracker.services.people import PersonFields, add_person, leave

pytestmark = pytest.mark.usefixtures("any_engine")


def test_a_deed_is_one_row_in_the_order_of_the_chain(
    session: Session, actor: Actor, now: Now
) -> None:
    rowan = add_person(session, PersonFields(name="Rowan Mason"), by=actor, on=TODAY)
    a_role(session, actor, rowan, Role.VIEWER)
    a_role(session, actor, rowan, Role.DIRECTOR)
    leave(session, rowan, by=actor, on=TODAY)
    written = select(func.count()).where(History.deed == "leave")
    assert session.scalar(written) == 3
    rows = list_deeds(session, actor, DeedsAsked(who=actor.person_id))
    assert [row.deed for row in rows] == ["leave", "add_person"]
    assert {row.actor for row in rows} == {actor.name}
    older = list_deeds(session, actor, DeedsAsked(who=actor.person_id, before=rows[0].seq))
    assert [row.deed for row in older] == ["add_person"]
    assert not list_deeds(session, actor, DeedsAsked(until=date(2026, 10, 4)))


def test_what_hangs_from_an_embargo_is_told_to_nobody_who_may_not_see_it(
    session: Session, actor: Actor, viewer: Actor
) -> None:
    plan = a_plan(session, actor)
    open_action = an_action(session, actor, plan, "1")
    action = an_action(session, actor, plan, "2")
    visit = embargo(session, actor, action)
    finding = session.scalars(select(Recommendation)).one()
    # The open action answers the finding too, but not only: the link alone is not told.
    other_visit = recorded(
        session,
        actor,
        Inspection,
        framework="ilacs-2023",
        kind="full",
        title="A visit told of",
        fieldwork_start_on=date(2026, 1, 5),
        fieldwork_end_on=date(2026, 1, 6),
    )
    told = recorded(
        session,
        actor,
        Recommendation,
        inspection_id=other_visit.id,
        position=1,
        text="A finding told of",
        kind="recommendation",
        addressee="local_authority",
    )
    for recommendation in (told, finding):
        recorded(
            session,
            actor,
            ActionRecommendation,
            action_id=open_action.id,
            recommendation_id=recommendation.id,
        )
    verdict = recorded(
        session,
        actor,
        Verdict,
        inspection_id=visit.id,
        recommendation_id=told.id,
        verdict=VerdictKind.NO_PROGRESS,
    )
    session.flush()
    everything = {row.record_id for row in list_deeds(session, actor, DeedsAsked(), most=500)}
    seen = {row.record_id for row in list_deeds(session, viewer, DeedsAsked(), most=500)}
    link = select(ActionRecommendation.id).where(
        ActionRecommendation.recommendation_id == finding.id
    )
    hidden = {visit.id, finding.id, action.id, verdict.id, *session.scalars(link)}
    assert hidden <= everything
    assert not hidden & seen
    assert {open_action.id, told.id, other_visit.id} <= seen


def test_names_are_those_that_may_be_seen(
    session: Session, actor: Actor, viewer: Actor, council: Council, outsider: Actor
) -> None:
    rowan = a_person(session, actor)
    action = an_action(session, actor, a_plan(session, actor), "2")
    visit = embargo(session, actor, action)
    session.flush()
    ids = [rowan.id, action.id, visit.id, council.id]
    assert names_of(session, viewer, ids) == {
        rowan.id: ("person", "Rowan Mason"),
        council.id: ("council", "Riverford Borough Council"),
    }
    assert names_of(session, actor, ids)[action.id] == (
        "action",
        "2 Answer each contact within a day",
    )
    assert names_of(session, outsider, ids) == {}
    assert names_of(session, actor, []) == {}


def test_everything_that_a_deed_can_be_about_has_words() -> None:
    own = {
        mapper.local_table.description
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, CouncilRecord) and mapper.class_.history_subject == "id"
    }
    assert own == set(NAMES)


def test_deeds_of_another_council_are_not_told(
    session: Session, actor: Actor, outsider: Actor, actor_as: ActorAs
) -> None:
    add_person(session, PersonFields(name="Rowan Mason"), by=actor, on=TODAY)
    deeds = {row.deed for row in list_deeds(session, outsider, DeedsAsked())}
    assert "add_person" not in deeds
    assert {row.name for row in list_everybody(session, outsider)} == {outsider.name}
    assert actor_as(Role.VIEWER).name in {row.name for row in list_everybody(session, actor)}
