"""Accounts and invitations: who can come in, and who was asked to."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.models import Account, Invitation, Person, SignIn
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of

INVITATION_FILTERS = ("name", "state")
Values = tuple[str, ...]


@dataclass(frozen=True)
class AccountState:
    """How far somebody has come: the address they sign in with, or when their link expires."""

    email: str | None = None
    has_password: bool = False
    invited_until: datetime | None = None


def account_state(session: Session, actor: Actor, person_id: uuid.UUID) -> AccountState:
    """The account of a person, or the invitation that still waits for them; one statement."""
    waiting = (
        select(func.max(Invitation.expires_at))
        .where(
            Invitation.person_id == Person.id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .correlate(Person)
        .scalar_subquery()
    )
    query = (
        select(
            Account.email,
            Account.password_hash.is_not(None).label("has_password"),
            waiting.label("invited_until"),
        )
        .select_from(Person)
        .outerjoin(Account, Account.id == Person.account_id)
        .where(Person.id == person_id, visible(actor, Person))
    )
    found = session.execute(query).one_or_none()
    return AccountState(*found) if found is not None else AccountState()


def invitations(at: datetime) -> Listing:
    """What can be asked of the invitations that wait at the instant ``at``; the newest first."""
    return Listing(
        filters={"name": _of_somebody, "state": _in_states(at)},
        sorts={
            "person": [func.lower(Person.name)],
            "email": [func.lower(Invitation.email)],
            "until": [Invitation.expires_at],
        },
        default_sort="-until",
        tie_break=[Invitation.id],
    )


def _of_somebody(values: Values) -> Condition | None:
    word = values[0]
    return or_(
        Person.name.icontains(word, autoescape=True),
        Invitation.email.icontains(word, autoescape=True),
    )


def _in_states(at: datetime) -> Callable[[Values], Condition | None]:
    states: dict[str, Condition] = {
        "waiting": Invitation.expires_at > at,
        "expired": Invitation.expires_at <= at,
    }

    def condition(values: Values) -> Condition | None:
        chosen = [states[value] for value in values if value in states]
        return or_(*chosen) if chosen else None

    return condition


def _pending(actor: Actor) -> AnySelect:
    """Invitations that were neither used nor withdrawn, expired ones among them."""
    return (
        select(
            Invitation.id,
            Invitation.email,
            Invitation.expires_at,
            Invitation.person_id,
            Person.name.label("person"),
        )
        .join(Person, Person.id == Invitation.person_id)
        .where(
            visible(actor, Invitation),
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
    )


def page_of_invitations(session: Session, actor: Actor, ask: Ask) -> Page[AnyRow]:
    """One page of the invitations that wait: two statements."""
    return page_of(session, invitations(actor.at), _pending(actor), ask)


def every_invitation(session: Session, actor: Actor, ask: Ask) -> Sequence[AnyRow]:
    """All invitations of the asked list, for an export."""
    return every_row(session, invitations(actor.at), _pending(actor), ask)


def get_invitation(session: Session, actor: Actor, invitation_id: uuid.UUID) -> Invitation:
    """An invitation of the actor's council, with its person.

    Raises:
        NotFound: the council has no such invitation.
    """
    query = (
        select(Invitation)
        .where(Invitation.id == invitation_id, visible(actor, Invitation))
        .options(joinedload(Invitation.person, innerjoin=True))
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such invitation")
    return found


def find_account(session: Session, email: str) -> Account | None:
    """The account that signs in with this email address, in whatever letters it is written."""
    return session.scalars(
        select(Account).where(Account.email == email.strip().lower())
    ).one_or_none()


def get_account(session: Session, account_id: uuid.UUID) -> Account:
    """The account that is signed in.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Account, account_id)
    if found is None:
        raise NotFound("No such account")
    return found


def count_live_sign_ins(session: Session, account_id: uuid.UUID, at: datetime) -> int:
    """How many browsers the account is signed in to at the instant ``at``."""
    query = select(func.count()).where(
        SignIn.account_id == account_id, SignIn.ended_at.is_(None), SignIn.expires_at > at
    )
    return session.scalars(query).one()
