"""Leaving ends access and keeps history."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.given import saying
from tests.web.workforce import TODAY, a_person, a_plan, a_role, an_action, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, Role
from tracker.models import Action, Council, Person
from tracker.queries.action_thread import list_updates
from tracker.services.accounts import create_account
from tracker.services.people import leave
from tracker.services.updates import post_update

COUNCIL = "/councils/riverford"
EMAIL = "rowan@example.gov.uk"
PASSWORD = "correct horse battery"


@pytest.fixture
def rowan(session: Session, actor: Actor) -> Person:
    """A service manager with an account."""
    person = a_person(session, actor)
    a_role(session, actor, person, Role.SERVICE_MANAGER)
    create_account(session, person, EMAIL, PASSWORD, by=actor, on=TODAY)
    return person


@pytest.fixture
def action(session: Session, actor: Actor, rowan: Person) -> Action:
    """Rowan's own action, on which Rowan has posted an update."""
    action = an_action(session, actor, a_plan(session, actor), "1.1", rowan)
    as_rowan = Actor(
        kind=actor.kind,
        door=actor.door,
        at=actor.at,
        council_id=actor.council_id,
        person_id=rowan.id,
        account_id=rowan.account_id,
        name=rowan.name,
        roles=frozenset({Role.SERVICE_MANAGER}),
    )
    session.refresh(action, ["plan"])
    post_update(session, action, saying(Delivery.ON_TRACK), by=as_rowan, on=TODAY)
    return action


def test_an_old_cookie_opens_nothing(
    client: PageClient, session: Session, actor: Actor, rowan: Person, sign_in_as: SignInAs
) -> None:
    sign_in_as(person=rowan)
    client.get(f"{COUNCIL}/people")
    cookie = client.get_cookie("tracker")
    assert cookie is not None
    leave(session, rowan, by=actor, on=TODAY)
    client.get(f"{COUNCIL}/people", expect=(303, 401))
    client.set_cookie("tracker", cookie.value)
    client.get(f"{COUNCIL}/people", expect=(303, 401))
    client.post(f"{COUNCIL}/people/add", data={"name": "A friend"}, expect=401)


def test_signing_in_opens_nothing_of_the_council(
    client: PageClient, session: Session, actor: Actor, rowan: Person, action: Action
) -> None:
    leave(session, rowan, by=actor, on=TODAY)
    fill(client, "/sign-in", {"email": EMAIL, "password": PASSWORD}, expect=(303, 422))
    for path in ("", "/people", "/my-actions", f"/actions/{action.id}", f"/people/{rowan.id}"):
        client.get(f"{COUNCIL}{path}", expect=(303, 404))
    assert "Riverford" not in client.get("/councils", expect=(200, 303)).text


def test_another_council_stays_open_to_somebody_who_works_for_two(
    client: PageClient,
    session: Session,
    actor: Actor,
    actor_as: ActorAs,
    other_council: Council,
    rowan: Person,
    sign_in_as: SignInAs,
) -> None:
    elsewhere = actor_as(Role.ADMINISTRATOR, council=other_council)
    other_self = a_person(session, elsewhere, "Rowan Mason", account_id=rowan.account_id)
    a_role(session, elsewhere, other_self, Role.VIEWER)
    sign_in_as(person=rowan)
    client.get(f"{COUNCIL}/people")
    leave(session, rowan, by=actor, on=TODAY)
    client.get(f"{COUNCIL}/people", expect=404)
    client.get("/councils/hillbury/people")


def test_updates_and_history_still_show_the_name(
    client: PageClient,
    session: Session,
    actor: Actor,
    rowan: Person,
    action: Action,
    sign_in_as: SignInAs,
) -> None:
    leave(session, rowan, by=actor, on=TODAY)
    (update,) = list_updates(session, actor, action.id)
    assert update.author == "Rowan Mason"
    sign_in_as(Role.PROGRAMME_LEAD)
    assert "by Rowan Mason" in client.get(f"{COUNCIL}/actions/{action.id}").text
    page = client.get(f"{COUNCIL}/administration/history?who={rowan.id}").text
    assert "Post update" in page


def test_it_can_be_recorded_through_the_page(
    client: PageClient, rowan: Person, sign_in_as: SignInAs
) -> None:
    sign_in_as(person=rowan)
    cookie = client.get_cookie("tracker")
    assert cookie is not None
    sign_in_as(Role.PROGRAMME_LEAD)
    fill(client, f"{COUNCIL}/people/{rowan.id}/leave")
    client.set_cookie("tracker", cookie.value)
    client.get(f"{COUNCIL}/people", expect=(303, 401))
