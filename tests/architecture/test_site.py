"""The fixtures of the site: a client on the test's own database, and a way to sign in."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import Now
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tracker.domain.vocabulary import Role
from tracker.models import Council, SignIn


def test_nobody_is_signed_in_to_a_fresh_client(client: PageClient) -> None:
    client.get("/sign-in")
    answer = client.get("/councils", expect=303)
    assert answer.location.startswith("/sign-in")


def test_somebody_signed_in_is_known_until_the_session_is_idle_too_long(
    client: PageClient, sign_in_as: SignInAs, now: Now
) -> None:
    sign_in_as(Role.VIEWER)
    assert "Riverford" in client.get("/councils").text
    now.pass_by(hours=3)
    client.get("/councils", expect=401)


def test_one_person_may_come_in_twice_and_for_another_council(
    client: PageClient, sign_in_as: SignInAs, session: Session, other_council: Council
) -> None:
    person = sign_in_as(Role.BOARD_MEMBER, council=other_council)
    assert sign_in_as(person=person, council=other_council) is person
    assert "Hillbury" in client.get("/councils").text
    assert len(session.scalars(select(SignIn)).all()) == 2


def test_a_post_carries_the_forms_token_unless_it_is_told_not_to(
    client: PageClient, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.VIEWER)
    client.post("/sign-out", csrf=False, expect=400)
    client.get("/councils")
    client.post("/sign-out")
    client.get("/councils", expect=303)
