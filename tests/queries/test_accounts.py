"""How far somebody has come on the way to signing in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from tests.foundations.mail import SentMail
from tests.foundations.records import Now
from tests.web.workforce import TODAY, a_person
from tracker.access.actor import Actor
from tracker.models import Person
from tracker.queries.accounts import (
    AccountState,
    account_state,
    count_live_sign_ins,
    every_invitation,
    get_invitation,
    page_of_invitations,
)
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask
from tracker.services import accounts, sign_ins

pytestmark = pytest.mark.usefixtures("any_engine")
EMAIL = "rowan@example.gov.uk"


@pytest.fixture
def rowan(session: Session, actor: Actor) -> Person:
    return a_person(session, actor)


def test_a_state_follows_invitation_and_account(
    session: Session, actor: Actor, rowan: Person, sent_mail: SentMail
) -> None:
    assert account_state(session, actor, rowan.id) == AccountState()
    first, _ = accounts.invite(session, rowan, EMAIL, by=actor, on=TODAY, link=str)
    sent_mail()
    assert account_state(session, actor, rowan.id).invited_until == first.expires_at
    accounts.withdraw_invitation(session, first, by=actor, on=TODAY)
    assert account_state(session, actor, rowan.id) == AccountState()
    accounts.create_account(session, rowan, EMAIL, None, by=actor, on=TODAY)
    assert account_state(session, actor, rowan.id) == AccountState(EMAIL, has_password=False)


def test_an_invitation_waits_until_it_is_withdrawn(
    session: Session, actor: Actor, outsider: Actor, rowan: Person, sent_mail: SentMail
) -> None:
    invitation, _ = accounts.invite(session, rowan, EMAIL, by=actor, on=TODAY, link=str)
    sent_mail()
    assert [row.person for row in every_invitation(session, actor, Ask())] == ["Rowan Mason"]
    assert not every_invitation(session, outsider, Ask())
    assert account_state(session, outsider, rowan.id) == AccountState()
    with pytest.raises(NotFound):
        get_invitation(session, outsider, invitation.id)
    accounts.withdraw_invitation(session, invitation, by=actor, on=TODAY)
    assert not every_invitation(session, actor, Ask())


def test_invitations_are_found_by_words_and_by_whether_the_link_works(
    session: Session, actor: Actor, rowan: Person, sent_mail: SentMail
) -> None:
    invitation, _ = accounts.invite(session, rowan, EMAIL, by=actor, on=TODAY, link=str)
    sent_mail()

    def total(who: Actor, **filters: str) -> int:
        asked = Ask({name: (value,) for name, value in filters.items()}, "person")
        return page_of_invitations(session, who, asked).total

    assert total(actor, name="ROWAN@") == total(actor, name="mason") == 1
    assert total(actor, name="_") == 0
    assert (total(actor, state="waiting"), total(actor, state="expired")) == (1, 0)
    late = replace(actor, at=invitation.expires_at)
    assert (total(late, state="waiting"), total(late, state="expired")) == (0, 1)


def test_browsers_are_counted_while_they_are_signed_in(
    session: Session, actor: Actor, rowan: Person, now: Now
) -> None:
    account = accounts.create_account(session, rowan, EMAIL, None, by=actor, on=TODAY)
    for _ in range(2):
        sign_ins.sign_in(session, account, at=now(), minutes=10)
    assert count_live_sign_ins(session, account.id, now()) == 2
    assert count_live_sign_ins(session, account.id, now.pass_by(minutes=10)) == 0
    sign_ins.sign_in(session, account, at=now(), minutes=10)
    sign_ins.end_sign_ins(session, account.id, at=now())
    assert count_live_sign_ins(session, account.id, now()) == 0
