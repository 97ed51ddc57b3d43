"""The people that demonstration mode offers on the sign-in page."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.domain.vocabulary import Role
from tracker.models import Account, Council, Person, RoleGrant
from tracker.queries.errors import NotFound


@dataclass(frozen=True)
class PersonToTry:
    """Somebody of a demonstration council who can be signed in with a button."""

    person_id: uuid.UUID
    account_id: uuid.UUID
    council: str
    name: str
    organisation: str | None
    role: Role


def list_people_to_try(session: Session, today: date) -> Sequence[PersonToTry]:
    """Everybody with an account and a role today in a demonstration council."""
    query = (
        select(
            Person.id, Account.id, Council.name, Person.name, Person.organisation, RoleGrant.role
        )
        .join(Account, Account.id == Person.account_id)
        .join(Council, Council.id == Person.council_id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            Council.is_demonstration,
            RoleGrant.held_on(today),
            or_(Person.left_on.is_(None), Person.left_on > today),
        )
        .order_by(Council.name, RoleGrant.role, Person.name, Person.id)
    )
    return [PersonToTry(*row) for row in session.execute(query)]


def get_account_to_try(session: Session, person_id: uuid.UUID) -> Account:
    """The account of a person of a demonstration council, and of no other."""
    query = (
        select(Account)
        .join(Person, Person.account_id == Account.id)
        .join(Council, Council.id == Person.council_id)
        .where(Person.id == person_id, Council.is_demonstration)
    )
    account = session.scalars(query).one_or_none()
    if account is None:
        raise NotFound("No such person to try")
    return account
