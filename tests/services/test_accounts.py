"""Accounts: invitations, passwords, coming in and going out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from tests.foundations.mail import SentMail
from tests.foundations.records import ActorAs, Now
from tests.services.asking import last_told, refused, told
from tests.services.counting import statements
from tracker.access.actor import Actor, operator
from tracker.domain.vocabulary import Role
from tracker.models import Account, Council, History, Invitation, Person, SignIn
from tracker.models.history import INSTALLATION_CHAIN
from tracker.queries.sign_ins import find_signed_in
from tracker.services import passwords
from tracker.services.accounts import (
    accept_invitation,
    change_password,
    create_account,
    invite,
    reset_password,
    withdraw_invitation,
)
from tracker.services.invitations import find_invitation
from tracker.services.people import PersonFields, add_person, leave
from tracker.services.sign_ins import sign_in, sign_out, verify_password
from tracker.services.tokens import digest_of

ON = date(2026, 10, 5)
GOOD = "seven green bottles"
OTHER = "five gold rings sing"
THE_HASHER = passwords._HASHER
NO_LONGER = "This link no longer works"


@pytest.fixture(autouse=True)
def light_work(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords are hashed as ever, but at a cost that a test can afford."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64))
    passwords.dummy_hash.cache_clear()
    yield
    passwords.dummy_hash.cache_clear()


def test_the_cost_in_use_is_that_of_the_library() -> None:
    assert THE_HASHER._parameters == PasswordHasher()._parameters


@pytest.fixture
def admin(actor_as: ActorAs) -> Actor:
    return actor_as(Role.ADMINISTRATOR)


@pytest.fixture
def rowan(session: Session, admin: Actor) -> Person:
    return add_person(session, PersonFields(name="Rowan Mason"), by=admin, on=ON)


@pytest.fixture
def invited(session: Session, admin: Actor, rowan: Person, sent_mail: SentMail) -> str:
    """Rowan's token."""
    _invitation, token = invite(session, rowan, "Rowan@Example.org ", by=admin, on=ON, link=link)
    sent_mail()
    return token


@pytest.fixture
def account(session: Session, admin: Actor, rowan: Person) -> Account:
    return create_account(session, rowan, "rowan@example.org", GOOD, by=admin, on=ON)


def link(token: str) -> str:
    return f"https://plans.example.gov.uk/join/{token}"


def accept(session: Session, token: str, password: str, now: Now) -> Account:
    by = find_invitation(session, token, at=now()).actor(now())
    return accept_invitation(session, token, password, by=by, on=by.today)


def test_an_invitation_is_mailed_with_its_link(
    session: Session, admin: Actor, rowan: Person, now: Now, sent_mail: SentMail
) -> None:
    invitation, token = invite(session, rowan, "Rowan@Example.org", by=admin, on=ON, link=link)
    (mail,) = sent_mail()
    assert mail.recipient == "rowan@example.org"
    assert link(token) in mail.body
    assert "12 October 2026" in mail.body
    assert "Riverford" in mail.subject
    assert invitation.expires_at == now() + timedelta(days=7)
    assert told(session, invitation) == [("invite", "created")]
    payload = last_told(session, invitation)
    assert payload["record"]["token_hash"] == "(secret)"
    assert token not in str(payload)
    assert invitation.token_hash == digest_of(token)


def test_accepting_makes_an_account_with_a_password(
    session: Session, rowan: Person, invited: str, now: Now
) -> None:
    asked = find_invitation(session, invited, at=now())
    assert (asked.email, asked.person_name, asked.has_password) == (
        "rowan@example.org",
        "Rowan Mason",
        False,
    )
    account = accept(session, invited, GOOD, now)
    assert rowan.account_id == account.id
    assert (account.email, account.name) == ("rowan@example.org", "Rowan Mason")
    assert (account.password_hash or "").startswith("$argon2id$")
    assert verify_password(session, "ROWAN@example.org", GOOD) is account
    assert told(session, account) == [("accept_invitation", "created")]
    assert last_told(session, account)["record"]["password_hash"] == "(secret)"
    assert told(session, rowan)[-1] == ("accept_invitation", "changed")


def test_an_account_stands_in_the_installations_chain(session: Session, account: Account) -> None:
    row = session.query(History).filter_by(record_id=account.id).one()
    assert row.chain_id == INSTALLATION_CHAIN


def _used(session: Session, token: str, now: Now, admin: Actor) -> None:
    accept(session, token, GOOD, now)


def _withdrawn(session: Session, token: str, now: Now, admin: Actor) -> None:
    found = session.query(Invitation).filter_by(token_hash=digest_of(token)).one()
    withdraw_invitation(session, found, by=admin, on=ON)


def _expired(session: Session, token: str, now: Now, admin: Actor) -> None:
    now.pass_by(days=7)


def _left(session: Session, token: str, now: Now, admin: Actor) -> None:
    found = session.query(Invitation).filter_by(token_hash=digest_of(token)).one()
    leave(session, session.get_one(Person, found.person_id), by=admin, on=ON)


@pytest.mark.parametrize("happens", [_used, _withdrawn, _expired, _left])
def test_a_link_that_no_longer_works_says_so_in_one_sentence(
    session: Session,
    invited: str,
    now: Now,
    admin: Actor,
    happens: Callable[[Session, str, Now, Actor], None],
) -> None:
    by = find_invitation(session, invited, at=now()).actor(now())
    happens(session, invited, now, admin)
    with refused(NO_LONGER, field=None):
        find_invitation(session, invited, at=now())
    with refused(NO_LONGER, field=None):
        accept_invitation(session, invited, OTHER, by=replace(by, at=now()), on=by.today)


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "é" * 5000])
def test_a_guessed_link_does_not_work(session: Session, now: Now, token: str) -> None:
    with refused(NO_LONGER, field=None):
        find_invitation(session, token, at=now())


def test_a_link_works_until_its_last_minute(session: Session, invited: str, now: Now) -> None:
    now.pass_by(days=7, minutes=-1)
    assert accept(session, invited, GOOD, now).email == "rowan@example.org"


def test_nobody_accepts_for_somebody_else(session: Session, invited: str, admin: Actor) -> None:
    with refused(NO_LONGER, field=None):
        accept_invitation(session, invited, GOOD, by=admin, on=ON)


def test_a_newer_invitation_replaces_the_older(
    session: Session, admin: Actor, rowan: Person, invited: str, now: Now, sent_mail: SentMail
) -> None:
    _, token = invite(session, rowan, "rowan@example.org", by=admin, on=ON, link=link)
    sent_mail()
    with refused(NO_LONGER, field=None):
        find_invitation(session, invited, at=now())
    assert find_invitation(session, token, at=now()).person_id == rowan.id


def test_an_invitation_is_withdrawn_once(
    session: Session, admin: Actor, invited: str, now: Now
) -> None:
    found = session.query(Invitation).one()
    withdraw_invitation(session, found, by=admin, on=ON)
    with refused("withdrawn already", field=None):
        withdraw_invitation(session, found, by=admin, on=ON)


def test_a_used_invitation_is_not_withdrawn(
    session: Session, admin: Actor, invited: str, now: Now
) -> None:
    accept(session, invited, GOOD, now)
    with refused("used already", field=None):
        withdraw_invitation(session, session.query(Invitation).one(), by=admin, on=ON)


@pytest.fixture
def adviser(
    session: Session,
    actor_as: ActorAs,
    other_council: Council,
    account: Account,
    sent_mail: SentMail,
) -> str:
    """The token of Rowan's invitation to a second council, under the same email address."""
    by = actor_as(Role.ADMINISTRATOR, council=other_council)
    person = add_person(session, PersonFields(name="R. Mason"), by=by, on=ON)
    _, token = invite(session, person, account.email, by=by, on=ON, link=link)
    sent_mail()
    return token


def test_an_adviser_of_two_councils_has_one_account(
    session: Session, account: Account, adviser: str, now: Now
) -> None:
    assert find_invitation(session, adviser, at=now()).has_password
    assert accept(session, adviser, GOOD, now) is account
    people = session.query(Person).filter_by(account_id=account.id).all()
    assert sorted(person.name for person in people) == ["R. Mason", "Rowan Mason"]


def test_an_invitation_never_sets_the_password_of_an_account_that_has_one(
    session: Session, account: Account, adviser: str, now: Now
) -> None:
    with refused("Enter the password that you already have", field="password"):
        accept(session, adviser, OTHER, now)
    assert verify_password(session, account.email, GOOD) is account
    assert find_invitation(session, adviser, at=now()).has_password


def test_an_account_without_a_password_is_claimed_by_its_address(
    session: Session,
    admin: Actor,
    rowan: Person,
    actor_as: ActorAs,
    other_council: Council,
    now: Now,
    sent_mail: SentMail,
) -> None:
    account = create_account(session, rowan, "rowan@example.org", None, by=admin, on=ON)
    assert verify_password(session, account.email, "") is None
    by = actor_as(Role.ADMINISTRATOR, council=other_council)
    person = add_person(session, PersonFields(name="R. Mason"), by=by, on=ON)
    _, token = invite(session, person, account.email, by=by, on=ON, link=link)
    sent_mail()
    assert not find_invitation(session, token, at=now()).has_password
    accept(session, token, GOOD, now)
    assert verify_password(session, account.email, GOOD) is account


def test_one_account_is_one_person_of_a_council(
    session: Session, admin: Actor, account: Account, rowan: Person
) -> None:
    double = add_person(session, PersonFields(name="Rowan again"), by=admin, on=ON)
    with refused("Somebody else of this council signs in", field="email"):
        invite(session, double, account.email, by=admin, on=ON, link=link)
    with refused("There is an account with this email address", field="email"):
        create_account(session, double, account.email, OTHER, by=admin, on=ON)
    with refused("already has an account", field=None):
        invite(session, rowan, "new@example.org", by=admin, on=ON, link=link)


def test_two_invitations_to_one_address_cannot_both_be_accepted(
    session: Session, admin: Actor, invited: str, now: Now, sent_mail: SentMail
) -> None:
    double = add_person(session, PersonFields(name="Rowan again"), by=admin, on=ON)
    _, second = invite(session, double, "rowan@example.org", by=admin, on=ON, link=link)
    sent_mail()
    accept(session, invited, GOOD, now)
    with refused("Somebody else of this council signs in", field="email"):
        accept(session, second, GOOD, now)


def test_another_councils_person_is_not_invited(
    session: Session, admin: Actor, actor_as: ActorAs, other_council: Council, sent_mail: SentMail
) -> None:
    by = actor_as(Role.ADMINISTRATOR, council=other_council)
    stranger = add_person(session, PersonFields(name="Ola"), by=by, on=ON)
    with refused("another council", field=None):
        invite(session, stranger, "ola@example.org", by=admin, on=ON, link=link)
    with refused("another council", field=None):
        create_account(session, stranger, "ola@example.org", GOOD, by=admin, on=ON)
    theirs, _ = invite(session, stranger, "ola@example.org", by=by, on=ON, link=link)
    sent_mail()
    with refused("another council", field=None):
        withdraw_invitation(session, theirs, by=admin, on=ON)


def test_an_account_is_for_somebody_who_is_there_and_has_none(
    session: Session, admin: Actor, rowan: Person, account: Account
) -> None:
    with refused("already has an account", field=None):
        create_account(session, rowan, "another@example.org", GOOD, by=admin, on=ON)
    gone = add_person(session, PersonFields(name="Gone"), by=admin, on=ON)
    leave(session, gone, by=admin, on=ON)
    with refused("This person has left", field=None):
        create_account(session, gone, "gone@example.org", GOOD, by=admin, on=ON)
    with refused("This person has left", field=None):
        invite(session, gone, "gone@example.org", by=admin, on=ON, link=link)


@pytest.mark.parametrize(
    "email", ["", "rowan", "a@b", "a\n@b.org", "x" * 250 + "@b.org", "a@b.org, c@d.org", "a@b.\x00"]
)
def test_an_invitation_needs_one_address(
    session: Session, admin: Actor, rowan: Person, email: str
) -> None:
    with refused("", field="email"):
        invite(session, rowan, email, by=admin, on=ON, link=link)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "must be 12 characters or more"),
        ("elevenchars", "must be 12 characters or more"),
        ("x" * 1001, "must be 1,000 characters or fewer"),
        ("Rowan@Example.org", "must not be your name or email"),
        ("rowan.mason.1", ""),
        ("Wilhelmina MASON", "must not be your name or email"),
    ],
)
def test_a_password_has_to_be_good_enough(password: str, words: str) -> None:
    if not words:
        passwords.check_password(password, email="rowan@example.org", name="Wilhelmina Mason")
        return
    with refused(words, field="password"):
        passwords.check_password(password, email="rowan@example.org", name="Wilhelmina Mason")


def test_a_weak_password_leaves_the_invitation_open(
    session: Session, invited: str, now: Now
) -> None:
    with refused("12 characters", field="password"):
        accept(session, invited, "short", now)
    assert accept(session, invited, "x" * 12, now).email == "rowan@example.org"


def test_a_password_typed_on_another_keyboard_is_the_same(
    session: Session, admin: Actor, rowan: Person
) -> None:
    create_account(session, rowan, "r@example.org", "cafe\u0301 au lait", by=admin, on=ON)
    assert verify_password(session, "r@example.org", "caf\u00e9 au lait") is not None


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("rowan@example.org", "wrong " + GOOD),
        ("rowan@example.org", ""),
        ("nobody@example.org", GOOD),
        ("", GOOD),
        ("\x00", GOOD),
        ("\ud800", GOOD),
        ("rowan@example.org", "\x00"),
        ("rowan@example.org", "\ud800"),
        ("rowan@example.org", GOOD * 1000),
        ("x" * 10_000, GOOD),
        ("rowan@example.org%", GOOD),
    ],
)
@pytest.mark.usefixtures("any_engine", "account")
def test_a_wrong_address_or_password_finds_nobody(
    session: Session, email: str, password: str
) -> None:
    assert verify_password(session, email, password) is None


def test_an_unknown_address_costs_the_same_work(
    session: Session, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    hasher = passwords._HASHER

    class Counting:
        """Notes each hash that a password is compared with."""

        def verify(self, stored: str, password: bytes) -> bool:
            verified.append(stored.rsplit("$", 2)[0])
            return hasher.verify(stored, password)

    passwords.dummy_hash()
    monkeypatch.setattr(passwords, "_HASHER", Counting())
    for email in (account.email, "nobody@example.org", "\x00"):
        assert verify_password(session, email, "wrong password") is None
    # The same algorithm with the same costs, once each.
    assert verified == [verified[0]] * 3


def test_verifying_only_reads(session: Session, account: Account) -> None:
    with statements(session) as sent:
        verify_password(session, account.email, GOOD)
    assert len(sent) == 1
    assert sent[0].startswith("SELECT")


def test_signing_in_lets_a_browser_in_until_it_ends(
    session: Session, account: Account, now: Now
) -> None:
    token = sign_in(session, account, at=now(), minutes=60)
    found = find_signed_in(session, digest_of(token), now())
    assert found is not None
    assert found.account_id == account.id
    assert find_signed_in(session, digest_of(token), now() + timedelta(minutes=60)) is None
    sign_out(session, found.sign_in_id, at=now())
    assert find_signed_in(session, digest_of(token), now()) is None
    ended = session.get_one(SignIn, found.sign_in_id).ended_at
    sign_out(session, found.sign_in_id, at=now.pass_by(minutes=5))
    assert session.get_one(SignIn, found.sign_in_id).ended_at == ended


def test_the_token_itself_is_not_stored(session: Session, account: Account, now: Now) -> None:
    token = sign_in(session, account, at=now(), minutes=60)
    assert len(token) >= 43
    row = session.query(SignIn).filter_by(account_id=account.id).one()
    assert token not in (row.token_hash, str(row.id))


def test_changing_a_password_signs_the_other_browsers_out(
    session: Session, account: Account, admin: Actor, rowan: Person, now: Now
) -> None:
    own = replace(admin, person_id=rowan.id, account_id=account.id)
    here = digest_of(sign_in(session, account, at=now(), minutes=60))
    elsewhere = digest_of(sign_in(session, account, at=now(), minutes=60))
    kept = find_signed_in(session, here, now())
    assert kept is not None
    change_password(session, account, GOOD, OTHER, by=own, on=ON, keeping=kept.sign_in_id)
    assert verify_password(session, account.email, OTHER) is account
    assert verify_password(session, account.email, GOOD) is None
    assert find_signed_in(session, here, now()) is not None
    assert find_signed_in(session, elsewhere, now()) is None
    assert last_told(session, account)["new"] == {"password_hash": "(secret)"}


def test_a_password_is_changed_by_its_owner_who_knows_it(
    session: Session, account: Account, admin: Actor, rowan: Person
) -> None:
    own = replace(admin, person_id=rowan.id, account_id=account.id)
    with refused("your own password", field=None):
        change_password(session, account, GOOD, OTHER, by=admin, on=ON)
    with refused("Enter your present password", field="current_password"):
        change_password(session, account, OTHER, OTHER, by=own, on=ON)
    with refused("12 characters", field="new_password"):
        change_password(session, account, GOOD, "short", by=own, on=ON)
    assert verify_password(session, account.email, GOOD) is account


def test_a_forgotten_password_is_set_at_the_terminal_only(
    session: Session, account: Account, admin: Actor, now: Now
) -> None:
    with refused("at the terminal", field=None):
        reset_password(session, account, OTHER, by=admin, on=ON)
    token = digest_of(sign_in(session, account, at=now(), minutes=60))
    reset_password(session, account, OTHER, by=operator(now()), on=ON, reason="Forgotten")
    assert verify_password(session, account.email, OTHER) is account
    assert find_signed_in(session, token, now()) is None
