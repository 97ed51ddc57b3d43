"""What an invitation's link leads to: read before a password is asked for."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.dates import local_day, long_date
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import ActorKind, Door
from tracker.models import Account, Council, Invitation, OutboxMail, Person
from tracker.services.belonging import has_gone
from tracker.services.tokens import digest_of


@dataclass(frozen=True)
class Invited:
    """An invitation that still works, and what its page must ask for.

    ``has_password`` says that the email address has an account with a password: the page asks for
    that one, and not for a new one.
    """

    invitation_id: uuid.UUID
    council_id: uuid.UUID
    council_name: str
    person_id: uuid.UUID
    person_name: str
    email: str
    has_password: bool

    def actor(self, at: datetime, door: Door = Door.WEB) -> Actor:
        """The invited person, at work on nothing but the invitation."""
        return Actor(
            kind=ActorKind.PERSON,
            door=door,
            at=at,
            council_id=self.council_id,
            person_id=self.person_id,
            name=self.person_name,
        )


def find_invitation(session: Session, token: str, *, at: datetime) -> Invited:
    """What the link with ``token`` leads to at the instant ``at``; only reads.

    Raises:
        RuleError: there is no such invitation, or it was used, withdrawn or expired, or the person
            has left: the sentence is the same, so that a guess learns nothing.
    """
    invitation, person = find_open_invitation(session, token, at=at)
    account = select(Account.password_hash).where(Account.email == invitation.email)
    return Invited(
        invitation_id=invitation.id,
        council_id=invitation.council_id,
        council_name=session.get_one(Council, invitation.council_id).name,
        person_id=person.id,
        person_name=person.name,
        email=invitation.email,
        has_password=session.scalar(account) is not None,
    )


def find_open_invitation(
    session: Session, token: str, *, at: datetime
) -> tuple[Invitation, Person]:
    """The invitation with ``token`` and its person, or the refusal of ``find_invitation``."""
    found = session.execute(
        select(Invitation, Person)
        .join(Person, Person.id == Invitation.person_id)
        .where(
            Invitation.token_hash == digest_of(token),
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > at,
            Person.account_id.is_(None),
        )
    ).one_or_none()
    if found is None or has_gone(found.Person, local_day(at)):
        raise no_longer_open()
    return found.Invitation, found.Person


def open_invitations(session: Session, person_id: uuid.UUID) -> Sequence[Invitation]:
    """A person's invitations that were neither used nor withdrawn, expired ones among them."""
    query = select(Invitation).where(
        Invitation.person_id == person_id,
        Invitation.used_at.is_(None),
        Invitation.withdrawn_at.is_(None),
    )
    return session.scalars(query.order_by(Invitation.id)).all()


def invitation_mail(
    session: Session, person: Person, invitation: Invitation, link: str, *, by: Actor
) -> OutboxMail:
    """The mail that takes the link to the invited person."""
    council = session.get_one(Council, invitation.council_id)
    until = long_date(local_day(invitation.expires_at))
    return OutboxMail(
        council_id=council.id,
        recipient=invitation.email,
        subject=f"Your invitation to the improvement plans of {council.short_name}",
        body=(
            f"{person.name},\n\n"
            f"{council.name} invites you to its improvement plan tracker.\n\n"
            f"Follow this link to sign in for the first time. It works once, until {until}:\n"
            f"{link}\n\n"
            "If you did not expect this message, you can ignore it.\n"
        ),
        created_at=by.at,
    )


def no_longer_open() -> RuleError:
    """The one sentence for every link that does not work, whatever the cause."""
    return RuleError(
        "This link no longer works. Ask your council’s administrator for a new invitation"
    )
