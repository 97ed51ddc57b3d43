"""Owners of an action: posts and people, one lead, at most one deputy."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.exc import StaleDataError

from tests.foundations.records import Now
from tests.services.given import (
    ON,
    a_person,
    a_plan,
    a_post,
    an_action,
    other_council,
)
from tracker.access.actor import Actor, operator
from tracker.adapters.database import make_sessions
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import OwnershipRole, PlanStage
from tracker.models import Action, Ownership
from tracker.services.actions import remove_action
from tracker.services.deeds import Conflict
from tracker.services.ownership import OwnerFields, live_owners, set_owners
from tracker.services.plans import close_plan

LEAD, DEPUTY, OWNER = OwnershipRole.LEAD, OwnershipRole.DEPUTY, OwnershipRole.OWNER
NEXT = date(2015, 11, 1)


def the(owner: Ownership) -> tuple[uuid.UUID | None, OwnershipRole]:
    return owner.post_id or owner.person_id, owner.role


def standing(session: Session, action: Action) -> list[tuple[uuid.UUID | None, OwnershipRole]]:
    """Who owns the action by the database, in order."""
    query = select(Ownership).where(
        Ownership.action_id == action.id, Ownership.removed_on.is_(None)
    )
    return [the(owner) for owner in session.scalars(query.order_by(Ownership.position))]


def test_posts_and_people_own_an_action_in_the_order_given(session: Session, actor: Actor) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    post, person, other = (
        a_post(session, actor),
        a_person(session, actor),
        a_person(session, actor, "Lee Ward"),
    )
    set_owners(
        session,
        action,
        [
            OwnerFields(person_id=person.id, role=DEPUTY),
            OwnerFields(post_id=post.id, role=LEAD),
            OwnerFields(person_id=other.id),
        ],
        by=actor,
        on=ON,
    )
    assert standing(session, action) == [(person.id, DEPUTY), (post.id, LEAD), (other.id, OWNER)]
    assert {owner.from_on for owner in action.ownerships} == {ON}


def test_the_first_owner_is_the_lead_when_none_is_said(session: Session, actor: Actor) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    posts = [a_post(session, actor, title) for title in ("One", "Two")]
    set_owners(session, action, [OwnerFields(post_id=p.id) for p in posts], by=actor, on=ON)
    assert [role for _, role in standing(session, action)] == [LEAD, OWNER]


def test_the_list_is_made_so_and_who_stays_keeps_the_day(session: Session, actor: Actor) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    one, two, three = (a_post(session, actor, title) for title in ("One", "Two", "Three"))
    first = [OwnerFields(post_id=one.id), OwnerFields(post_id=two.id)]
    set_owners(session, action, first, by=actor, on=ON)
    second = [OwnerFields(post_id=two.id, role=OWNER), OwnerFields(post_id=three.id, role=LEAD)]
    set_owners(session, action, second, by=actor, on=NEXT)
    assert standing(session, action) == [(two.id, OWNER), (three.id, LEAD)]
    rows = {owner.post_id: owner for owner in action.ownerships}
    assert (rows[one.id].removed_on, rows[one.id].role) == (NEXT, LEAD)
    assert (rows[two.id].from_on, rows[three.id].from_on) == (ON, NEXT)
    assert len(action.ownerships) == 3


def test_the_lead_changes_hands_at_once(any_engine: Engine, session: Session, actor: Actor) -> None:
    """The constraint of one lead is kept after each statement, whatever the order of the ids."""
    action = an_action(session, a_plan(session, actor), actor)
    one, two, three = (a_post(session, actor, title) for title in ("One", "Two", "Three"))
    for leader in (one, two, three, two, one, three):
        wanted = [
            OwnerFields(post_id=post.id, role=LEAD if post is leader else OWNER)
            for post in (one, two, three)
        ]
        set_owners(session, action, wanted, by=actor, on=NEXT)
        assert standing(session, action) == [(o.post_id, o.role) for o in wanted]
        assert live_owners(action) == wanted
    set_owners(session, action, [OwnerFields(post_id=one.id)], by=actor, on=NEXT)
    set_owners(session, action, [OwnerFields(post_id=two.id)], by=actor, on=NEXT)
    assert standing(session, action) == [(two.id, LEAD)]


def test_a_former_owner_comes_back_as_a_new_spell(session: Session, actor: Actor) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    owner = OwnerFields(person_id=a_person(session, actor).id)
    for wanted, on in (([owner], ON), ([], date(2015, 10, 15)), ([owner], NEXT)):
        set_owners(session, action, wanted, by=actor, on=on)
    spells = sorted((o.from_on, o.removed_on or date.max) for o in action.ownerships)
    assert spells == [(ON, date(2015, 10, 15)), (NEXT, date.max)]


@pytest.mark.parametrize("roles", [(LEAD, LEAD), (DEPUTY, DEPUTY, LEAD), (OWNER, DEPUTY, DEPUTY)])
def test_two_leads_or_two_deputies_are_refused(
    session: Session, actor: Actor, roles: tuple[OwnershipRole, ...]
) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    wanted = [
        OwnerFields(post_id=a_post(session, actor, f"Post {number}").id, role=role)
        for number, role in enumerate(roles)
    ]
    with pytest.raises(RuleError) as refusal:
        set_owners(session, action, wanted, by=actor, on=ON)
    assert refusal.value.field == "owners"
    assert standing(session, action) == []


def test_nobody_owns_twice_and_each_owner_is_one_thing(session: Session, actor: Actor) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    post, person = a_post(session, actor), a_person(session, actor)
    for wanted in (
        [OwnerFields(post_id=post.id, role=LEAD), OwnerFields(post_id=post.id)],
        [OwnerFields()],
        [OwnerFields(post_id=post.id, person_id=person.id)],
    ):
        with pytest.raises(RuleError) as refusal:
            set_owners(session, action, wanted, by=actor, on=ON)
        assert refusal.value.field == "owners"


@pytest.mark.parametrize(
    "whose", ["no post", "no person", "closed", "left", "foreign post", "foreign person"]
)
def test_only_the_councils_present_posts_and_people_own(
    session: Session, actor: Actor, whose: str
) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    kept = OwnerFields(post_id=a_post(session, actor, "Kept").id)
    set_owners(session, action, [kept], by=actor, on=ON)
    gone = date(2015, 9, 30)
    foreign = other_council(session, actor)
    wrong = {
        "no post": OwnerFields(post_id=uuid.uuid4()),
        "no person": OwnerFields(person_id=uuid.uuid4()),
        "closed": OwnerFields(post_id=a_post(session, actor, closed_on=gone).id),
        "left": OwnerFields(person_id=a_person(session, actor, left_on=gone).id),
        "foreign post": OwnerFields(post_id=a_post(session, foreign).id),
        "foreign person": OwnerFields(person_id=a_person(session, foreign).id),
    }[whose]
    with pytest.raises(RuleError) as refusal:
        set_owners(session, action, [kept, wrong], by=actor, on=ON)
    assert refusal.value.field == "owners"
    assert standing(session, action) == [(kept.post_id, LEAD)]


def test_an_owner_who_left_since_may_stay_on_the_list(session: Session, actor: Actor) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    leaving = a_person(session, actor, left_on=date(2016, 1, 1))
    owner = OwnerFields(person_id=leaving.id)
    set_owners(session, action, [owner], by=actor, on=ON)
    second = OwnerFields(post_id=a_post(session, actor).id)
    set_owners(session, action, [owner, second], by=actor, on=date(2016, 2, 1))
    assert [holder for holder, _ in standing(session, action)] == [leaving.id, second.post_id]


def test_two_who_edit_the_owners_meet_at_the_actions_version(
    session: Session, actor: Actor
) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    one, two = (OwnerFields(post_id=a_post(session, actor, t).id) for t in ("One", "Two"))
    seen = action.version
    set_owners(session, action, [one], by=actor, on=ON, version=seen)
    with pytest.raises(Conflict):
        set_owners(session, action, [two], by=actor, on=ON, version=seen)
    now = action.version
    set_owners(session, action, [one], by=actor, on=ON, version=now)
    assert action.version == now


@pytest.mark.postgresql
def test_the_later_of_two_lists_made_at_the_same_time_is_refused(
    own_engine: Engine, now: Now
) -> None:
    """Neither sees the other's owners; the constraint of one lead would only break."""
    sessions = make_sessions(own_engine)
    with sessions() as first, sessions() as second:
        by = other_council(first, operator(now()))
        action = an_action(first, a_plan(first, by), by)
        posts = [a_post(first, by, title) for title in ("One", "Two")]
        first.commit()
        same = second.scalars(
            select(Action).options(joinedload(Action.plan), selectinload(Action.ownerships))
        ).one()
        set_owners(first, action, [OwnerFields(post_id=posts[0].id)], by=by, on=ON)
        first.commit()
        with pytest.raises(StaleDataError):
            set_owners(second, same, [OwnerFields(post_id=posts[1].id)], by=by, on=ON)
        second.rollback()
        assert standing(second, action) == [(posts[0].id, LEAD)]


def test_removed_actions_and_closed_plans_keep_their_owners(session: Session, actor: Actor) -> None:
    plan = a_plan(session, actor, PlanStage.ADOPTED)
    removed, closed = an_action(session, plan, actor, "1"), an_action(session, plan, actor, "2")
    owner = OwnerFields(post_id=a_post(session, actor).id)
    remove_action(session, removed, reason="Twice in the plan", by=actor, on=ON)
    with pytest.raises(RuleError, match="removed"):
        set_owners(session, removed, [owner], by=actor, on=ON)
    close_plan(session, plan, by=actor, on=ON)
    with pytest.raises(RuleError, match="closed"):
        set_owners(session, closed, [owner], by=actor, on=ON)
