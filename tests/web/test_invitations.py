"""Invitations: a link that works once, for the person it was made for."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.mail import SentMail
from tests.foundations.records import ActorAs, Now
from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.web.workforce import NOBODY, TODAY, a_person, a_role, cells, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role
from tracker.models import Account, Council, Invitation, Person, SignIn
from tracker.services.accounts import create_account, invite, withdraw_invitation
from tracker.services.sign_ins import verify_password

COUNCIL = "/councils/riverford"
EMAIL = "rowan@example.gov.uk"
PASSWORD = "correct horse battery"
CLOSED = "This link no longer works"


def link(token: str) -> str:
    return f"/invitations/{token}"


@pytest.fixture
def rowan(session: Session, actor: Actor) -> Person:
    person = a_person(session, actor, email=EMAIL)
    a_role(session, actor, person, Role.VIEWER)
    return person


@pytest.fixture
def invited(
    session: Session, actor: Actor, rowan: Person, sent_mail: SentMail
) -> tuple[Invitation, str]:
    """Rowan's invitation, and the path of its link."""
    invitation, token = invite(session, rowan, EMAIL, by=actor, on=TODAY, link=link)
    sent_mail()
    return invitation, link(token)


def path_in(page: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:5000(/invitations/[\w-]+)", page)
    assert found is not None
    return found[1]


class TestInviting:
    def test_shows_the_link_once_and_lets_the_mail_wait(
        self, client: PageClient, rowan: Person, sign_in_as: SignInAs, sent_mail: SentMail
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        path = f"{COUNCIL}/people/{rowan.id}/invite"
        page = fill(client, path, expect=200).text
        shown = path_in(page)
        (mail,) = sent_mail()
        assert mail.recipient == EMAIL
        assert shown in mail.body
        assert shown not in client.get(f"{COUNCIL}/invitations").text
        assert shown not in client.get(f"{COUNCIL}/people/{rowan.id}").text
        client.get(shown)

    def test_ends_the_earlier_link_when_somebody_is_invited_again(
        self,
        client: PageClient,
        rowan: Person,
        invited: tuple[Invitation, str],
        sign_in_as: SignInAs,
        sent_mail: SentMail,
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        page = fill(client, f"{COUNCIL}/people/{rowan.id}/invite", expect=200).text
        sent_mail()
        client.get(invited[1], expect=404)
        client.get(path_in(page))

    def test_refuses_what_is_no_address_and_somebody_who_has_an_account(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        path = f"{COUNCIL}/people/{rowan.id}/invite"
        page = fill(client, path, {"email": "rowan"}, expect=422).text
        assert "Enter an email address in the correct format" in page
        assert "Enter an email address" in fill(client, path, {"email": ""}, expect=422).text
        create_account(session, rowan, EMAIL, PASSWORD, by=actor, on=TODAY)
        assert "already has an account" in fill(client, path, expect=422).text

    @pytest.mark.parametrize("role", [Role.PROGRAMME_LEAD, Role.DIRECTOR, Role.VIEWER])
    def test_is_for_administrators(
        self,
        client: PageClient,
        rowan: Person,
        invited: tuple[Invitation, str],
        sign_in_as: SignInAs,
        role: Role,
    ) -> None:
        sign_in_as(role)
        client.get(f"{COUNCIL}/invitations", expect=403)
        client.get(f"{COUNCIL}/people/{rowan.id}/invite", expect=403)
        client.post(f"{COUNCIL}/people/{rowan.id}/invite", data={"email": EMAIL}, expect=403)
        client.post(f"{COUNCIL}/invitations/{invited[0].id}/withdraw", expect=403)

    def test_is_not_there_for_another_council(
        self,
        client: PageClient,
        session: Session,
        actor_as: ActorAs,
        other_council: Council,
        sign_in_as: SignInAs,
        sent_mail: SentMail,
    ) -> None:
        elsewhere = actor_as(Role.ADMINISTRATOR, council=other_council)
        alex = a_person(session, elsewhere, "Alex Elsewhere")
        invitation, _ = invite(session, alex, "a@example.org", by=elsewhere, on=TODAY, link=link)
        sent_mail()
        sign_in_as(Role.ADMINISTRATOR)
        assert "Elsewhere" not in client.get(f"{COUNCIL}/invitations").text
        client.get(f"{COUNCIL}/people/{alex.id}/invite", expect=404)
        for key in (invitation.id, NOBODY):
            client.post(f"{COUNCIL}/invitations/{key}/withdraw", expect=404)
        assert invitation.withdrawn_at is None


class TestWaiting:
    def test_lists_those_that_nobody_has_used(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        invited: tuple[Invitation, str],
        sign_in_as: SignInAs,
        now: Now,
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        rows = cells(client.get(f"{COUNCIL}/invitations").text, "Invitations that wait")
        assert [row[:4] for row in rows] == [["Rowan Mason", EMAIL, "Waiting", "12 October 2026"]]
        now.pass_by(days=8)
        sign_in_as(Role.ADMINISTRATOR)
        rows = cells(client.get(f"{COUNCIL}/invitations").text, "Invitations that wait")
        assert [row[2] for row in rows] == ["Expired"]
        withdraw_invitation(session, invited[0], by=actor, on=TODAY)
        assert "No invitation waits" in client.get(f"{COUNCIL}/invitations").text

    def test_withdraws_one(
        self,
        client: PageClient,
        invited: tuple[Invitation, str],
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        path = f"{COUNCIL}/invitations/{invited[0].id}/withdraw"
        client.submit(f"{COUNCIL}/invitations", form=path)
        assert CLOSED in client.get(invited[1], expect=404).text
        assert "withdrawn already" in client.post(path, expect=422).text

    def test_needs_as_many_statements_for_fifty_as_for_one(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        invited: tuple[Invitation, str],
        sign_in_as: SignInAs,
        sent_mail: SentMail,
        statements: Statements,
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        with statements() as few:
            client.get(f"{COUNCIL}/invitations")
        for number in range(50):
            person = a_person(session, actor, f"Person {number}")
            address = f"p{number}@example.org"
            invite(session, person, address, by=actor, on=TODAY, link=link)
        session.commit()
        sent_mail()
        with statements() as many:
            client.get(f"{COUNCIL}/invitations")
        assert len(few) == len(many) <= 8

    def test_filters_sorts_pages_and_exports(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        invited: tuple[Invitation, str],
        sign_in_as: SignInAs,
        sent_mail: SentMail,
        now: Now,
    ) -> None:
        now.pass_by(days=8)
        later = replace(actor, at=now())
        for number in range(10, 40):
            person = a_person(session, actor, f"Person {number}")
            address = f"p{number}@example.org"
            invite(session, person, address, by=later, on=later.today, link=link)
        sent_mail()
        sign_in_as(Role.ADMINISTRATOR)

        def names(query: str) -> list[str]:
            page = client.get(f"{COUNCIL}/invitations?{query}").text
            return [row[0] for row in cells(page, "Invitations that wait")]

        assert names("state=expired") == ["Rowan Mason"]
        assert names("name=P15%40EXAMPLE") == ["Person 15"]
        assert names("name=mason&state=expired&state=forged") == ["Rowan Mason"]
        assert len(names("")) == 25
        assert names("page=2")[-1] == "Rowan Mason"
        assert names("sort=person")[0] == "Person 10"
        assert names("sort=until")[0] == "Rowan Mason"
        page = client.get(f"{COUNCIL}/invitations?name=rowan&state=waiting").text
        assert "Nothing matches these filters" in page
        answer = client.get(f"{COUNCIL}/invitations?sort=person&format=csv")
        rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
        assert len(rows) == 31
        assert rows[-1] == {
            "Person": "Rowan Mason",
            "Email address": EMAIL,
            "State": "Expired",
            "Works until": "2026-10-12",
        }


class TestAccepting:
    def test_sets_a_password_with_which_one_can_sign_in(
        self,
        client: PageClient,
        session: Session,
        rowan: Person,
        invited: tuple[Invitation, str],
    ) -> None:
        fields = {"password": PASSWORD, "again": PASSWORD}
        answer = fill(client, invited[1], fields)
        assert answer.location == "/sign-in"
        assert f"Rowan Mason can now sign in as {EMAIL}" in client.get(answer.location).text
        fill(client, "/sign-in", {"email": EMAIL, "password": PASSWORD})
        assert "Rowan Mason" in client.get(f"{COUNCIL}/people").text

    def test_works_once(self, client: PageClient, invited: tuple[Invitation, str]) -> None:
        fill(client, invited[1], {"password": PASSWORD, "again": PASSWORD})
        assert CLOSED in client.get(invited[1], expect=404).text
        fields = {"password": "another password", "again": "another password"}
        assert CLOSED in client.post(invited[1], data=fields, expect=404).text

    def test_works_for_seven_days(
        self, client: PageClient, invited: tuple[Invitation, str], now: Now
    ) -> None:
        now.move_to(invited[0].expires_at - timedelta(seconds=1))
        client.get(invited[1])
        now.pass_by(seconds=1)
        assert CLOSED in client.get(invited[1], expect=404).text

    def test_tells_a_guess_nothing(self, client: PageClient) -> None:
        for token in ("x", "%00", "é" * 50, "a" * 2_000):
            assert CLOSED in client.get(link(token), expect=404).text
            client.post(link(token), data={"password": PASSWORD, "again": PASSWORD}, expect=404)

    def test_asks_for_a_good_password_twice(
        self, client: PageClient, session: Session, invited: tuple[Invitation, str]
    ) -> None:
        path = invited[1]
        page = fill(client, path, {"password": PASSWORD, "again": "something else"}, expect=422)
        assert "Both passwords must be the same" in page.text
        assert PASSWORD not in page.text
        page = fill(client, path, {"password": "short", "again": "short"}, expect=422)
        assert "12 characters or more" in page.text
        assert "Enter a password" in fill(client, path, expect=422).text
        assert session.scalars(select(Account).where(Account.email == EMAIL)).first() is None

    def test_joins_with_the_password_that_there_is_already(
        self,
        client: PageClient,
        session: Session,
        actor_as: ActorAs,
        rowan: Person,
        other_council: Council,
        invited: tuple[Invitation, str],
    ) -> None:
        elsewhere = actor_as(Role.ADMINISTRATOR, council=other_council)
        other_self = a_person(session, elsewhere)
        account = create_account(session, other_self, EMAIL, PASSWORD, by=elsewhere, on=TODAY)
        page = fill(client, invited[1], {"password": "not my password"}, expect=422).text
        assert "Enter the password that you already have here" in page
        fill(client, invited[1], {"password": PASSWORD})
        assert rowan.account_id == account.id
        assert verify_password(session, EMAIL, PASSWORD) is not None

    def test_allows_ten_tries_in_five_minutes(
        self, client: PageClient, invited: tuple[Invitation, str]
    ) -> None:
        wrong = {"password": "short", "again": "short"}
        for _ in range(10):
            client.post(invited[1], data=wrong, expect=422)
        assert "Too many tries" in client.post(invited[1], data=wrong, expect=429).text
        client.get(invited[1])

    def test_refuses_a_forged_form(
        self, client: PageClient, session: Session, invited: tuple[Invitation, str]
    ) -> None:
        fields = {"password": PASSWORD, "again": PASSWORD}
        client.post(invited[1], data=fields, csrf=False, expect=400)
        client.post(invited[1], data={**fields, "role": "administrator"}, expect=422)
        assert session.scalars(select(Account).where(Account.email == EMAIL)).first() is None

    def test_signs_nobody_in(
        self, client: PageClient, session: Session, invited: tuple[Invitation, str]
    ) -> None:
        fill(client, invited[1], {"password": PASSWORD, "again": PASSWORD})
        assert session.scalars(select(SignIn)).first() is None
