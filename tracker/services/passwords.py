"""Passwords: what is good enough, and how one is kept and compared.

They are kept as argon2id (RFC 9106) through argon2-cffi and its defaults, and never appear in
history.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker.domain.errors import RuleError
from tracker.services.tokens import new_token

LEAST_PASSWORD = 12
MOST_PASSWORD = 1_000
"""Lengths in characters."""

_HASHER: Final = PasswordHasher()


def check_password(password: str, *, email: str, name: str, field: str = "password") -> None:
    """Refuse a password that is too short, too long, or the person's own name or address."""
    if len(password) < LEAST_PASSWORD:
        raise RuleError(f"Password must be {LEAST_PASSWORD} characters or more", field=field)
    if len(password) > MOST_PASSWORD:
        raise RuleError(f"Password must be {MOST_PASSWORD:,} characters or fewer", field=field)
    if _plain(password) in (_plain(email), _plain(email.partition("@")[0]), _plain(name)):
        raise RuleError("Password must not be your name or email address", field=field)


def hashed(password: str, *, email: str, name: str, field: str = "password") -> str:
    """A new password as it is stored, once it is found good enough."""
    check_password(password, email=email, name=name, field=field)
    return _HASHER.hash(_as_bytes(password))


def matches(stored: str, password: str) -> bool:
    """Whether ``password`` is the one behind ``stored``; about 50 ms, whatever the answer."""
    try:
        return _HASHER.verify(stored, _as_bytes(password[: MOST_PASSWORD + 1]))
    except (VerificationError, InvalidHashError):
        return False


@cache
def dummy_hash() -> str:
    """What a password is compared with when there is no account: nobody knows its password."""
    return _HASHER.hash(new_token())


def _plain(words: str) -> str:
    return "".join(words.casefold().split())


def _as_bytes(password: str) -> bytes:
    # A letter such as é is typed as one character or as two: both are the same password.
    return unicodedata.normalize("NFKC", password).encode(errors="surrogatepass")
