"""A role ended on its first day, or taken back before it: over at once, and shown as such."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import Now
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.web.workforce import TODAY, a_person, cells, day, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role
from tracker.models import Person, RoleGrant
from tracker.services.accounts import create_account
from tracker.services.people import end_role, grant_role

COUNCIL = "/councils/riverford"
PEOPLE = f"{COUNCIL}/people"
ON_ITS_DAY = "Ended on its first day, 5 October 2026"


@pytest.fixture
def rowan(session: Session, actor: Actor) -> Person:
    return a_person(session, actor)


def give(client: PageClient, person: Person, role: Role, first: date = TODAY) -> None:
    fields = {"role": role.value, **day("from_on", first)}
    fill(client, f"{PEOPLE}/{person.id}/roles/grant", fields)


def end(client: PageClient, session: Session, person: Person) -> None:
    """End the role of ``person`` that was given last."""
    grants = session.query(RoleGrant).filter_by(person_id=person.id).order_by(RoleGrant.id)
    fill(client, f"{PEOPLE}/roles/{grants.all()[-1].id}/end")


def roles(client: PageClient, person: Person) -> list[list[str]]:
    return cells(client.get(f"{PEOPLE}/{person.id}").text, "Roles here")


def test_a_role_ended_on_its_first_day_says_so(
    client: PageClient, session: Session, rowan: Person, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    give(client, rowan, Role.VIEWER)
    end(client, session, rowan)
    assert roles(client, rowan) == [["Viewer", ON_ITS_DAY, "–"]]
    assert "Rowan Mason" not in client.get(f"{PEOPLE}?role=viewer").text
    assert "4 October 2026" not in client.get(f"{PEOPLE}/{rowan.id}").text


def test_it_can_be_given_again_on_that_day(
    client: PageClient, session: Session, rowan: Person, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    give(client, rowan, Role.VIEWER)
    end(client, session, rowan)
    give(client, rowan, Role.VIEWER)
    assert roles(client, rowan) == [
        ["Viewer", "Since 5 October 2026", "End the role Viewer"],
        ["Viewer", ON_ITS_DAY, "–"],
    ]
    assert "Rowan Mason" in client.get(f"{PEOPLE}?role=viewer").text
    end(client, session, rowan)
    assert roles(client, rowan) == [["Viewer", ON_ITS_DAY, "–"]] * 2


def test_a_role_taken_back_before_it_began_says_so_and_never_begins(
    client: PageClient, session: Session, rowan: Person, sign_in_as: SignInAs, now: Now
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    give(client, rowan, Role.VIEWER, date(2026, 11, 1))
    assert roles(client, rowan) == [["Viewer", "From 1 November 2026", "End the role Viewer"]]
    end(client, session, rowan)
    told = "Taken back before it was to begin on 1 November 2026"
    assert roles(client, rowan) == [["Viewer", told, "–"]]
    now.pass_by(days=27)
    sign_in_as(Role.PROGRAMME_LEAD)
    assert roles(client, rowan) == [["Viewer", told, "–"]]
    assert "Rowan Mason" not in client.get(f"{PEOPLE}?role=viewer").text


def test_an_old_cookie_opens_nothing_once_it_is_ended(
    client: PageClient, session: Session, actor: Actor, rowan: Person, sign_in_as: SignInAs
) -> None:
    create_account(session, rowan, "rowan@example.gov.uk", None, by=actor, on=TODAY)
    grant = grant_role(session, rowan, Role.VIEWER, by=actor, on=TODAY)
    sign_in_as(person=rowan)
    client.get(PEOPLE)
    end_role(session, grant, by=actor, on=TODAY)
    client.get(PEOPLE, expect=404)
    grant_role(session, rowan, Role.VIEWER, by=actor, on=TODAY)
    client.get(PEOPLE)


def test_who_was_an_administrator_for_an_hour_is_let_go_like_anybody_else(
    client: PageClient, session: Session, actor: Actor, rowan: Person, sign_in_as: SignInAs
) -> None:
    grant = grant_role(session, rowan, Role.ADMINISTRATOR, by=actor, on=TODAY)
    sign_in_as(Role.PROGRAMME_LEAD)
    client.get(f"{PEOPLE}/{rowan.id}/leave", expect=403)
    end_role(session, grant, by=actor, on=TODAY)
    client.get(f"{PEOPLE}/{rowan.id}/leave")
