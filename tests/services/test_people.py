"""People: their roles, and how they leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.foundations.mail import SentMail
from tests.foundations.records import ActorAs, InADeed, Now
from tests.services.asking import last_told, refused, told
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.vocabulary import Role
from tracker.models import (
    Account,
    CalendarFeed,
    Council,
    Invitation,
    Person,
    Post,
    PostHolding,
    RoleGrant,
    SignIn,
)
from tracker.queries.sign_ins import find_signed_in
from tracker.services.accounts import create_account, invite
from tracker.services.boards import BoardFields, add_board
from tracker.services.deeds import Conflict
from tracker.services.feeds import open_feed
from tracker.services.people import (
    PersonFields,
    add_person,
    amend_person,
    come_back,
    end_role,
    grant_role,
    leave,
)
from tracker.services.posts import AppointmentFields, PostFields, add_post, appoint
from tracker.services.sign_ins import sign_in
from tracker.services.tokens import digest_of

ON = date(2026, 10, 5)
ROWAN = PersonFields(name="Rowan Mason", organisation="Riverford", email="Rowan@Example.gov.uk")


@pytest.fixture
def rowan(session: Session, actor: Actor) -> Person:
    return add_person(session, ROWAN, by=actor, on=ON)


@pytest.fixture
def stranger(session: Session, actor_as: ActorAs, other_council: Council) -> Person:
    by = actor_as(Role.ADMINISTRATOR, council=other_council)
    return add_person(session, PersonFields(name="Ola Stone"), by=by, on=ON)


def test_a_person_is_added_and_amended(session: Session, actor: Actor, rowan: Person) -> None:
    assert (rowan.council_id, rowan.email) == (actor.council_id, "rowan@example.gov.uk")
    read = rowan.version
    fields = PersonFields(name="Rowan Mason-Lee")
    amend_person(session, rowan, fields, by=actor, on=ON, version=read, reason="Married")
    assert told(session, rowan) == [("add_person", "created"), ("amend_person", "changed")]
    assert last_told(session, rowan)["new"] == {
        "name": "Rowan Mason-Lee",
        "organisation": None,
        "email": None,
    }
    with pytest.raises(Conflict):
        amend_person(session, rowan, ROWAN, by=actor, on=ON, version=read)


@pytest.mark.parametrize("email", ["rowan", "rowan@example", "a b@example.org", "a@b@example.org"])
def test_an_address_looks_like_one(session: Session, actor: Actor, email: str) -> None:
    with refused("Enter an email address in the correct format", field="email"):
        add_person(session, PersonFields(name="Rowan", email=email), by=actor, on=ON)


def test_another_councils_person_is_left_alone(
    session: Session, actor: Actor, stranger: Person
) -> None:
    with refused("another council", field=None):
        amend_person(session, stranger, ROWAN, by=actor, on=ON)
    with refused("another council", field=None):
        grant_role(session, stranger, Role.ADMINISTRATOR, by=actor, on=ON)
    with refused("another council", field=None):
        leave(session, stranger, by=actor, on=ON)
    elsewhere = replace(actor, council_id=stranger.council_id)
    grant = grant_role(session, stranger, Role.VIEWER, by=elsewhere, on=ON)
    with refused("another council", field=None):
        end_role(session, grant, by=actor, on=ON)
    leave(session, stranger, by=elsewhere, on=ON)
    with refused("another council", field=None):
        come_back(session, stranger, by=actor, on=ON)


def test_a_role_is_held_once_at_a_time(session: Session, actor: Actor, rowan: Person) -> None:
    grant = grant_role(session, rowan, Role.VIEWER, by=actor, on=ON, reason="Scrutiny")
    assert (grant.role, grant.from_on, grant.to_on) == (Role.VIEWER, ON, None)
    assert last_told(session, grant)["reason"] == "Scrutiny"
    with refused("already has that role", field="role"):
        grant_role(session, rowan, Role.VIEWER, by=actor, on=ON)
    grant_role(session, rowan, Role.BOARD_MEMBER, by=actor, on=ON)


def test_a_role_with_a_last_day_blocks_the_same_until_then(
    session: Session, actor: Actor, rowan: Person
) -> None:
    grant_role(session, rowan, Role.VIEWER, by=actor, on=ON, to_on=date(2026, 12, 31))
    with refused("already has that role", field="role"):
        grant_role(session, rowan, Role.VIEWER, by=actor, on=date(2026, 12, 31))
    grant_role(session, rowan, Role.VIEWER, by=actor, on=date(2027, 1, 1))
    with refused("must not be before the first day", field="to_on"):
        grant_role(session, rowan, Role.DIRECTOR, by=actor, on=ON, to_on=date(2026, 10, 4))


@pytest.mark.parametrize("days_held", [0, 1, 400])
def test_a_role_ends_at_once(
    session: Session, actor: Actor, rowan: Person, now: Now, days_held: int
) -> None:
    begun = ON - timedelta(days=days_held)
    grant = grant_role(session, rowan, Role.ADMINISTRATOR, by=actor, on=begun)
    account = create_account(session, rowan, "rowan@example.gov.uk", None, by=actor, on=ON)
    token = digest_of(sign_in(session, account, at=now(), minutes=60))
    before = find_signed_in(session, token, now())
    assert before is not None
    assert len(before.memberships) == 1
    end_role(session, grant, by=actor, on=ON)
    assert (grant.from_on, grant.ended_on) == (begun, ON)
    assert grant.to_on == max(begun, ON - timedelta(days=1))
    after = find_signed_in(session, token, now())
    assert after is not None
    assert after.memberships == ()
    with refused("ended already", field=None):
        end_role(session, grant, by=actor, on=ON)
    grant_role(session, rowan, Role.ADMINISTRATOR, by=actor, on=ON)
    again = find_signed_in(session, token, now())
    assert again is not None
    assert len(again.memberships) == 1


def test_a_role_of_one_day_can_be_given_and_ended_again(
    session: Session, actor: Actor, rowan: Person
) -> None:
    for _ in range(2):
        end_role(session, grant_role(session, rowan, Role.VIEWER, by=actor, on=ON), by=actor, on=ON)
    session.expire_all()
    days = [(grant.from_on, grant.to_on, grant.ended_on) for grant in _grants(session, rowan)]
    assert days == [(ON, ON, ON)] * 2


def test_a_role_taken_back_before_it_began_is_never_held(
    session: Session, actor: Actor, rowan: Person, now: Now
) -> None:
    begins = date(2026, 11, 1)
    grant = grant_role(session, rowan, Role.ADMINISTRATOR, by=actor, on=begins)
    end_role(session, grant, by=actor, on=ON)
    assert (grant.from_on, grant.to_on, grant.ended_on) == (begins, begins, ON)
    account = create_account(session, rowan, "rowan@example.gov.uk", None, by=actor, on=ON)
    now.pass_by(days=27)
    token = digest_of(sign_in(session, account, at=now(), minutes=60))
    found = find_signed_in(session, token, now())
    assert found is not None
    assert found.memberships == ()
    # What was never held stands in the way of none, not even of one given for an earlier day.
    grant_role(session, rowan, Role.ADMINISTRATOR, by=actor, on=date(2026, 10, 1))


def test_a_role_that_ends_with_a_day_of_leaving_to_come_is_held_until_then(
    session: Session, actor: Actor, rowan: Person
) -> None:
    grant = grant_role(session, rowan, Role.VIEWER, by=actor, on=ON)
    leave(session, rowan, by=actor, on=date(2026, 10, 31))
    assert (grant.from_on, grant.to_on) == (ON, date(2026, 10, 30))
    assert grant.held_on(date(2026, 10, 30))
    assert not grant.held_on(date(2026, 10, 31))
    # It can still be taken back at once.
    end_role(session, grant, by=actor, on=ON)
    assert (grant.to_on, grant.ended_on) == (ON, ON)


@pytest.fixture
def rowan_at_work(session: Session, actor: Actor, rowan: Person, now: Now) -> Person:
    """With a role of today and one to come, a post, an account, and a browser that is signed in."""
    grant_role(session, rowan, Role.SERVICE_MANAGER, by=actor, on=date(2025, 1, 1))
    grant_role(session, rowan, Role.VIEWER, by=actor, on=date(2027, 1, 1))
    post = add_post(session, PostFields(title="Head of First Contact"), by=actor, on=ON)
    fields = AppointmentFields(person_id=rowan.id, from_on=date(2025, 1, 1))
    appoint(session, post, fields, by=actor, on=ON)
    account = create_account(session, rowan, "rowan@example.gov.uk", None, by=actor, on=ON)
    sign_in(session, account, at=now(), minutes=60)
    return rowan


def _live_sign_ins(session: Session, person: Person) -> int:
    query = session.query(SignIn).filter_by(account_id=person.account_id, ended_at=None)
    return query.count()


def _grants(session: Session, person: Person) -> list[RoleGrant]:
    return session.query(RoleGrant).filter_by(person_id=person.id).order_by(RoleGrant.id).all()


def test_leaving_ends_access_and_keeps_history(
    session: Session, actor: Actor, rowan_at_work: Person
) -> None:
    rowan = rowan_at_work
    left_behind = leave(session, rowan, by=actor, on=ON, reason="Retired")
    session.expire_all()
    assert rowan.left_on == ON
    assert _live_sign_ins(session, rowan) == 0
    days = [(grant.from_on, grant.to_on, grant.ended_on) for grant in _grants(session, rowan)]
    assert days == [
        (date(2025, 1, 1), date(2026, 10, 4), ON),
        (date(2027, 1, 1), date(2027, 1, 1), ON),
    ]
    holding = session.query(PostHolding).filter_by(person_id=rowan.id).one()
    assert (holding.from_on, holding.to_on) == (date(2025, 1, 1), ON)
    assert left_behind.vacant_posts == ("Head of First Contact",)
    assert (left_behind.actions, left_behind.boards) == (0, 0)
    assert told(session, rowan)[0] == ("add_person", "created")
    assert last_told(session, rowan)["new"] == {"left_on": "2026-10-05"}
    assert last_told(session, rowan)["reason"] == "Retired"
    with refused("This person has left", field=None):
        leave(session, rowan, by=actor, on=ON)
    with refused("This person has left", field=None):
        grant_role(session, rowan, Role.VIEWER, by=actor, on=ON)


def test_leaving_closes_every_secret_address(
    session: Session, actor: Actor, rowan: Person, now: Now, sent_mail: SentMail
) -> None:
    invite(session, rowan, "r@example.org", by=actor, on=ON, link=lambda token: f"/join/{token}")
    own = replace(actor, person_id=rowan.id)
    open_feed(session, rowan, by=own, on=ON)
    sent_mail()
    leave(session, rowan, by=actor, on=ON)
    session.expire_all()
    assert session.query(Invitation).filter_by(person_id=rowan.id).one().withdrawn_at == now()
    assert session.query(CalendarFeed).filter_by(person_id=rowan.id).one().revoked_at == now()


def test_an_adviser_of_two_councils_stays_signed_in_for_the_other(
    session: Session,
    actor: Actor,
    rowan_at_work: Person,
    stranger: Person,
    actor_as: ActorAs,
    other_council: Council,
    in_a_deed: InADeed,
) -> None:
    with in_a_deed():
        stranger.account_id = rowan_at_work.account_id
    elsewhere = actor_as(Role.ADMINISTRATOR, council=other_council)
    grant = grant_role(session, stranger, Role.VIEWER, by=elsewhere, on=ON)
    leave(session, rowan_at_work, by=actor, on=ON)
    assert _live_sign_ins(session, rowan_at_work) == 1
    end_role(session, grant, by=elsewhere, on=ON)
    come_back(session, rowan_at_work, by=actor, on=ON)
    leave(session, rowan_at_work, by=actor, on=ON)
    assert _live_sign_ins(session, rowan_at_work) == 0


def test_a_day_of_leaving_to_come_leaves_the_browser_alone(
    session: Session, actor: Actor, rowan_at_work: Person
) -> None:
    leave(session, rowan_at_work, by=actor, on=date(2026, 10, 31))
    assert _live_sign_ins(session, rowan_at_work) == 1


def test_a_chair_who_leaves_leaves_a_board_behind(
    session: Session, actor: Actor, rowan: Person
) -> None:
    chaired = BoardFields(name="Board", kind=BoardKind.CABINET, chair_id=rowan.id)
    add_board(session, chaired, by=actor, on=ON)
    left_behind = leave(session, rowan, by=actor, on=ON)
    assert left_behind.boards == 1
    assert left_behind
    nobody = add_person(session, PersonFields(name="Nobody"), by=actor, on=ON)
    assert not leave(session, nobody, by=actor, on=ON)


def test_a_shared_post_is_not_vacant(session: Session, actor: Actor, rowan_at_work: Person) -> None:
    post_id = session.query(PostHolding).filter_by(person_id=rowan_at_work.id).one().post_id
    kim = add_person(session, PersonFields(name="Kim"), by=actor, on=ON)
    fields = AppointmentFields(person_id=kim.id, from_on=ON)
    appoint(session, session.get_one(Post, post_id), fields, by=actor, on=ON)
    assert leave(session, rowan_at_work, by=actor, on=ON).vacant_posts == ()


def test_somebody_who_left_comes_back_without_roles(
    session: Session, actor: Actor, rowan_at_work: Person
) -> None:
    with refused("has not left", field=None):
        come_back(session, rowan_at_work, by=actor, on=ON)
    grant_role(session, rowan_at_work, Role.BOARD_MEMBER, by=actor, on=ON, to_on=ON)
    leave(session, rowan_at_work, by=actor, on=ON)
    come_back(session, rowan_at_work, by=actor, on=ON, reason="Returned from leave")
    assert rowan_at_work.left_on is None
    assert session.get(Account, rowan_at_work.account_id) is not None
    assert len(_grants(session, rowan_at_work)) == 3
    assert not any(grant.unended_on(ON) for grant in _grants(session, rowan_at_work))
    grant_role(session, rowan_at_work, Role.SERVICE_MANAGER, by=actor, on=ON)
