"""Secret tokens: the bearer keeps the token, the database keeps only its digest."""

from __future__ import annotations

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """A token that nobody can guess: 256 random bits, safe in a web address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """SHA-256 of a token, as 64 hexadecimal digits.

    A token has as much chance as the digest has room, so that it needs no salt and no slow hash.
    A token that is no text of this world has a digest too; it is nobody's.
    """
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
