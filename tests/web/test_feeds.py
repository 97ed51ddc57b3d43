"""The calendar feed: a secret address of one's own, and what a calendar program reads there."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import Now
from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.given import recorded
from tests.web.scene import ON, clocked, inspected
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role
from tracker.models import CalendarFeed, Council, Inspection, Person, RoleGrant
from tracker.models.recording import deed
from tracker.services.people import end_role, grant_role, leave

FEED = "/councils/riverford/calendar-feed"


@pytest.fixture
def full(session: Session, actor: Actor) -> Inspection:
    found = inspected(session, actor)
    clocked(session, actor, found)
    return found


def opened(client: PageClient) -> str:
    """Press the button and copy the address, without its host."""
    page = client.post(f"{FEED}/open", expect=200).text
    (address,) = re.findall(r"http://127\.0\.0\.1:5000(/feeds/[^<]+/clocks\.ics)", page)
    return str(address)


def events(client: PageClient, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.mimetype == "text/calendar"
    return [str(event["summary"]) for event in Calendar.from_ical(answer.data).walk("VEVENT")]


def test_is_opened_and_read_without_signing_in(
    client: PageClient, full: Inspection, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.VIEWER)
    assert "You have no feed" in client.get(FEED).text
    address = opened(client)
    # The address is shown once, on the answer that made it.
    assert address not in client.get(FEED).text
    assert "Your feed is open" in client.get(FEED).text
    client.delete_cookie("tracker")
    assert events(client, address) == ["Statement of action (Inspection of 2015)"]


def test_keeps_no_token_in_the_database(
    client: PageClient, session: Session, council: Council, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.VIEWER)
    token = urlsplit(opened(client)).path.split("/")[2]
    feed = session.scalars(select(CalendarFeed)).one()
    assert token not in (feed.token_hash, str(feed.id))
    assert len(token) >= 40


def test_no_longer_works_once_closed_or_made_anew(
    client: PageClient, full: Inspection, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.VIEWER)
    first = opened(client)
    second = opened(client)
    client.get(first, expect=404)
    events(client, second)
    client.post(f"{FEED}/revoke")
    client.get(second, expect=404)
    assert "You have no feed" in client.get(FEED).text
    # Closing what is closed already leads back, too.
    client.post(f"{FEED}/revoke")


def test_ends_when_its_owner_leaves_or_has_no_role(
    client: PageClient, session: Session, actor: Actor, full: Inspection, sign_in_as: SignInAs
) -> None:
    goer = sign_in_as(Role.VIEWER)
    address = opened(client)
    demoted = sign_in_as(Role.VIEWER)
    other = opened(client)
    leave(session, session.get_one(Person, goer.id), by=actor, on=ON)
    client.get(address, expect=404)
    grant = session.scalars(select(RoleGrant).where(RoleGrant.person_id == demoted.id)).one()
    with deed(session, "given", actor_kind=actor.kind, actor_id=None, door=actor.door, at=actor.at):
        grant.to_on = ON - timedelta(days=1)
    client.get(other, expect=404)


def test_ends_with_a_role_that_is_ended_on_its_first_day(
    client: PageClient, session: Session, actor: Actor, full: Inspection, sign_in_as: SignInAs
) -> None:
    owner = session.get_one(Person, sign_in_as(Role.VIEWER).id)
    address = opened(client)
    held = session.scalars(select(RoleGrant).where(RoleGrant.person_id == owner.id)).one()
    end_role(session, held, by=actor, on=ON)
    client.get(address, expect=404)
    grant = grant_role(session, owner, Role.VIEWER, by=actor, on=ON)
    assert len(events(client, address)) == 1
    end_role(session, grant, by=actor, on=ON)
    client.get(address, expect=404)


def test_shows_what_its_owner_may_see_today(
    client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs, now: Now
) -> None:
    hidden = inspected(session, actor, not_before_on=ON + timedelta(days=1), published_on=None)
    clocked(session, actor, hidden)
    sign_in_as(Role.VIEWER)
    viewer = opened(client)
    sign_in_as(Role.DIRECTOR)
    director = opened(client)
    assert events(client, viewer) == []
    assert len(events(client, director)) == 1
    now.pass_by(days=1)
    assert len(events(client, viewer)) == 1


def test_has_the_clocks_of_one_council_only(
    client: PageClient,
    session: Session,
    actor: Actor,
    full: Inspection,
    other_council: Council,
    sign_in_as: SignInAs,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
    page = client.post("/councils/hillbury/calendar-feed/open", expect=200).text
    (address,) = re.findall(r"http://127\.0\.0\.1:5000(/feeds/[^<]+/clocks\.ics)", page)
    assert events(client, address) == []


@pytest.mark.parametrize("token", ["x", "é", "%00", "a" * 300, "..", "null"])
def test_gives_nothing_away_for_a_wrong_address(client: PageClient, token: str) -> None:
    client.get(f"/feeds/{token}/clocks.ics", expect=404)


def test_is_read_and_guessed_only_so_often(
    client: PageClient, full: Inspection, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.VIEWER)
    first, second = opened(client), ""
    for _turn in range(60):
        client.get(first)
    client.get(first, expect=429)
    # One feed's eagerness does not shut out another one behind the same address.
    second = opened(client)
    client.get(second)
    for turn in range(30):
        client.get(f"/feeds/guess-{turn}/clocks.ics", expect=404)
    client.get("/feeds/another-guess/clocks.ics", expect=429)


def test_costs_the_same_for_one_and_for_many(
    client: PageClient,
    session: Session,
    actor: Actor,
    full: Inspection,
    sign_in_as: SignInAs,
    statements: Statements,
) -> None:
    sign_in_as(Role.VIEWER)
    address = opened(client)
    client.delete_cookie("tracker")
    with statements() as one:
        client.get(address)
    for number in range(10):
        clocked(session, actor, full, label=f"Clock {number}")
    with statements() as many:
        client.get(address)
    assert len(many) == len(one) <= 4


def test_is_ones_own_alone(
    client: PageClient, session: Session, actor: Actor, council: Council, sign_in_as: SignInAs
) -> None:
    other = recorded(session, actor, Person, name="Somebody else")
    feed = recorded(session, actor, CalendarFeed, person_id=other.id, token_hash="0" * 64)
    sign_in_as(Role.PROGRAMME_LEAD)
    assert "You have no feed" in client.get(FEED).text
    client.post(f"{FEED}/revoke")
    session.refresh(feed)
    assert feed.revoked_at is None
