"""Accounts: how a person gets one, and how its password changes."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import ActorKind
from tracker.models import Account, Invitation, Person
from tracker.models.history import INSTALLATION_CHAIN
from tracker.queries.accounts import find_account
from tracker.services.belonging import has_gone
from tracker.services.deeds import deed
from tracker.services.invitations import (
    find_open_invitation,
    invitation_mail,
    no_longer_open,
    open_invitations,
)
from tracker.services.passwords import dummy_hash, hashed, matches
from tracker.services.rules import add_record, checked_line, one_at_a_time, require_standing
from tracker.services.sign_ins import MOST_EMAIL, end_sign_ins
from tracker.services.tokens import digest_of, new_token

INVITATION_LASTS: Final = timedelta(days=7)


@deed
def invite(
    session: Session,
    person: Person,
    email: str,
    *,
    by: Actor,
    on: date,
    link: Callable[[str], str],
    reason: str | None = None,
) -> tuple[Invitation, str]:
    """Invite a person to have an account; gives the invitation and its secret token.

    ``link`` makes the address that the mail names from the token. It works once, for seven days;
    an earlier invitation of this person no longer works.
    """
    require_standing(person, by=by)
    email = checked_email(email)
    _require_invitable(session, person, email, on)
    for earlier in open_invitations(session, person.id):
        earlier.withdrawn_at = by.at
    token = new_token()
    invitation = add_record(
        session,
        Invitation,
        by=by,
        person_id=person.id,
        email=email,
        token_hash=digest_of(token),
        expires_at=by.at + INVITATION_LASTS,
    )
    session.add(invitation_mail(session, person, invitation, link(token), by=by))
    return invitation, token


@deed
def withdraw_invitation(
    session: Session,
    invitation: Invitation,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Let an invitation work no longer."""
    require_standing(invitation, by=by, version=version)
    if invitation.used_at is not None:
        raise RuleError("This invitation has been used already")
    if invitation.withdrawn_at is not None:
        raise RuleError("This invitation has been withdrawn already")
    invitation.withdrawn_at = by.at


@deed
def accept_invitation(
    session: Session,
    token: str,
    password: str,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> Account:
    """Use an invitation: set a new account's password, or confirm an existing one's.

    ``by`` is the invited person, as ``invitations.find_invitation(…).actor(…)`` gives it. Somebody
    who works for two councils has one account: the person is linked to it, and the password must be
    the one that it has.

    Raises:
        RuleError: the link no longer works, or the password is not good or not the account's.
    """
    # Accounts are the installation's: its chain is locked first, as the recording does.
    one_at_a_time(session, INSTALLATION_CHAIN)
    invitation, person = find_open_invitation(session, token, at=by.at)
    if invitation.council_id != by.council_id or person.id != by.person_id:
        raise no_longer_open()
    account = find_account(session, invitation.email)
    if account is None:
        account = _new_account(session, person, invitation.email, password)
    elif account.password_hash is None:
        account.password_hash = hashed(password, email=account.email, name=account.name)
    elif not matches(account.password_hash, password):
        raise RuleError("Enter the password that you already have here", field="password")
    _link(session, person, account)
    invitation.used_at = by.at
    return account


@deed
def create_account(
    session: Session,
    person: Person,
    email: str,
    password: str | None,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> Account:
    """Give a person an account at once: for the terminal and the demonstration.

    Without a password nobody can sign in with it until an invitation to its address is accepted.
    """
    require_standing(person, by=by)
    if has_gone(person, on):
        raise RuleError("This person has left")
    if person.account_id is not None:
        raise RuleError("This person already has an account")
    one_at_a_time(session, INSTALLATION_CHAIN)
    email = checked_email(email)
    if find_account(session, email) is not None:
        raise RuleError(
            "There is an account with this email address: invite the person instead", field="email"
        )
    account = _new_account(session, person, email, password)
    _link(session, person, account)
    return account


@deed
def change_password(
    session: Session,
    account: Account,
    current_password: str,
    new_password: str,
    *,
    by: Actor,
    on: date,
    keeping: uuid.UUID | None = None,
    reason: str | None = None,
) -> None:
    """Change one's own password; every browser is signed out but the sign-in ``keeping``."""
    if account.id != by.account_id:
        raise RuleError("You can only change your own password")
    if not matches(account.password_hash or dummy_hash(), current_password):
        raise RuleError("Enter your present password", field="current_password")
    account.password_hash = hashed(
        new_password, email=account.email, name=account.name, field="new_password"
    )
    end_sign_ins(session, account.id, at=by.at, keeping=keeping)


@deed
def reset_password(
    session: Session,
    account: Account,
    password: str,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> None:
    """Set a forgotten password, from the terminal only; every browser is signed out.

    An account can belong to several councils, so no administrator of one of them may do it.
    """
    if by.kind is not ActorKind.OPERATOR:
        raise RuleError("A forgotten password is set at the terminal")
    account.password_hash = hashed(password, email=account.email, name=account.name)
    end_sign_ins(session, account.id, at=by.at)


def checked_email(email: str) -> str:
    """An email address in small letters.

    Raises:
        RuleError: it does not look like one; names the field ``email``.
    """
    line = checked_line("email", email, MOST_EMAIL)
    if line is None or not re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+", line):
        raise RuleError(
            "Enter an email address in the correct format, like name@example.gov.uk", field="email"
        )
    return line.lower()


def _new_account(session: Session, person: Person, email: str, password: str | None) -> Account:
    account = Account(email=email, name=person.name, password_hash=None)
    if password is not None:
        account.password_hash = hashed(password, email=account.email, name=account.name)
    session.add(account)
    session.flush()
    return account


def _link(session: Session, person: Person, account: Account) -> None:
    _require_free(session, person, account)
    person.account_id = account.id
    person.email = person.email or account.email


def _require_free(session: Session, person: Person, account: Account) -> None:
    query = select(Person.id).where(
        Person.council_id == person.council_id,
        Person.account_id == account.id,
        Person.id != person.id,
    )
    if session.scalars(query).first() is not None:
        raise RuleError(
            "Somebody else of this council signs in with this email address", field="email"
        )


def _require_invitable(session: Session, person: Person, email: str, on: date) -> None:
    if has_gone(person, on):
        raise RuleError("This person has left")
    if person.account_id is not None:
        raise RuleError("This person already has an account")
    account = find_account(session, email)
    if account is not None:
        _require_free(session, person, account)
