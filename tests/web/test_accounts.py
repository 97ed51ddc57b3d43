"""One's own account: the password, and signing out everywhere."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import Now
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.web.workforce import TODAY, a_person, a_role, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role
from tracker.models import Person
from tracker.services.accounts import create_account
from tracker.services.sign_ins import verify_password

EMAIL = "rowan@example.gov.uk"
PASSWORD = "correct horse battery"
BETTER = "a better battery horse"


@pytest.fixture
def rowan(session: Session, actor: Actor) -> Person:
    person = a_person(session, actor)
    a_role(session, actor, person, Role.VIEWER)
    create_account(session, person, EMAIL, PASSWORD, by=actor, on=TODAY)
    return person


def test_shows_ones_address_councils_and_browsers(
    client: PageClient, rowan: Person, sign_in_as: SignInAs
) -> None:
    sign_in_as(person=rowan)
    page = client.get("/account").text
    assert EMAIL in page
    assert "Riverford Borough Council" in page
    assert "In this browser only." in page
    sign_in_as(person=rowan)
    assert "In this browser and 1 more." in client.get("/account").text


def test_is_for_those_who_are_signed_in(client: PageClient) -> None:
    for path in ("/account", "/account/password"):
        assert "/sign-in" in client.get(path, expect=303).location
    client.post("/account/password", expect=401)
    client.post("/account/sign-out-everywhere", expect=401)


class TestPassword:
    def test_is_changed_and_other_browsers_are_signed_out(
        self, client: PageClient, session: Session, rowan: Person, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(person=rowan)
        other = client.get_cookie("tracker")
        assert other is not None
        sign_in_as(person=rowan)
        fields = {"current_password": PASSWORD, "new_password": BETTER, "again": BETTER}
        answer = fill(client, "/account/password", fields)
        assert "Password changed" in client.get(answer.location).text
        assert verify_password(session, EMAIL, PASSWORD) is None
        assert verify_password(session, EMAIL, BETTER) is not None
        client.set_cookie("tracker", other.value)
        client.get("/account", expect=(303, 401))

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"current_password": "not it at all"}, "Enter your present password"),
            ({"new_password": "short", "again": "short"}, "12 characters or more"),
            ({"again": "something else"}, "Both passwords must be the same"),
            ({"current_password": ""}, "Enter your present password"),
            ({"new_password": EMAIL, "again": EMAIL}, "must not be your name or email address"),
        ],
    )
    def test_is_not_changed_for_less(
        self,
        client: PageClient,
        session: Session,
        rowan: Person,
        sign_in_as: SignInAs,
        fields: dict[str, str],
        words: str,
    ) -> None:
        sign_in_as(person=rowan)
        right = {"current_password": PASSWORD, "new_password": BETTER, "again": BETTER}
        page = fill(client, "/account/password", {**right, **fields}, expect=422).text
        assert words in page
        assert BETTER not in page
        assert verify_password(session, EMAIL, PASSWORD) is not None

    def test_allows_ten_tries_in_five_minutes(
        self, client: PageClient, rowan: Person, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(person=rowan)
        for _ in range(10):
            client.post("/account/password", expect=422)
        client.post("/account/password", expect=429)


def test_signing_out_everywhere_ends_every_browser(
    client: PageClient, rowan: Person, sign_in_as: SignInAs, now: Now
) -> None:
    sign_in_as(person=rowan)
    other = client.get_cookie("tracker")
    assert other is not None
    sign_in_as(person=rowan)
    answer = client.submit("/account", form="/account/sign-out-everywhere")
    assert "You are signed out everywhere" in client.get(answer.location).text
    client.get("/account", expect=303)
    client.set_cookie("tracker", other.value)
    client.get("/account", expect=(303, 401))


def test_leaves_other_peoples_browsers_alone(
    client: PageClient, rowan: Person, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.VIEWER)
    somebody = client.get_cookie("tracker")
    assert somebody is not None
    sign_in_as(person=rowan)
    client.submit("/account", form="/account/sign-out-everywhere")
    client.set_cookie("tracker", somebody.value)
    client.get("/account")
