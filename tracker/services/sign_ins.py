"""Coming in and going out: operational, so that they leave no history."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Account, SignIn
from tracker.queries.accounts import find_account
from tracker.services.passwords import dummy_hash, matches
from tracker.services.tokens import digest_of, new_token

MOST_EMAIL = 254


def verify_password(session: Session, email: str, password: str) -> Account | None:
    """The account with this email address and password, or None; only reads.

    Takes as long for an address that nobody has, so that addresses cannot be tried out.
    """
    account = find_account(session, email) if _storable(email) else None
    stored = account.password_hash if account is not None else None
    dummy = dummy_hash()
    is_right = matches(stored or dummy, password)
    return account if is_right and stored is not None else None


def sign_in(session: Session, account: Account, *, at: datetime, minutes: int) -> str:
    """Let a browser in for ``minutes``, whatever happens in them; gives the cookie's token."""
    token = new_token()
    session.add(
        SignIn(
            account_id=account.id,
            token_hash=digest_of(token),
            created_at=at,
            expires_at=at + timedelta(minutes=minutes),
        )
    )
    session.flush()
    return token


def sign_out(session: Session, sign_in_id: uuid.UUID, *, at: datetime) -> None:
    """End a sign-in; one that has ended, or never was, stays as it is."""
    found = session.get(SignIn, sign_in_id)
    if found is not None and found.ended_at is None:
        found.ended_at = at
        session.flush()


def end_sign_ins(
    session: Session, account_id: uuid.UUID, *, at: datetime, keeping: uuid.UUID | None = None
) -> None:
    """Sign every browser of an account out, but the sign-in ``keeping``."""
    live = select(SignIn).where(
        SignIn.account_id == account_id, SignIn.ended_at.is_(None), SignIn.expires_at > at
    )
    for found in session.scalars(live):
        if found.id != keeping:
            found.ended_at = at
    session.flush()


def _storable(email: str) -> bool:
    return len(email) <= MOST_EMAIL and email.isprintable()
