"""The arithmetic of the history chain: canonical payloads, salted digests, linked hashes.

A row's ``hash`` covers its header, its ``digest`` and the hash of the row before it. The digest
covers a random salt and the payload, so a payload can be blanked later (a recorded redaction) and
the chain still verifies, while nobody can guess a short blanked text from its digest.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

SCHEMA_VERSION = 3
"""Version of the payload's shape; a migration that changes it raises this and adds an upcaster."""

GENESIS = "0" * 64
"""What the first row of a chain names as the hash before it."""


@dataclass(frozen=True)
class Link:
    """The header of one history row, in the order in which it is hashed."""

    chain_id: uuid.UUID
    seq: int
    deed_id: uuid.UUID
    deed: str
    actor_kind: str
    actor_id: uuid.UUID | None
    door: str
    at: datetime
    record_type: str
    record_id: uuid.UUID
    subject_id: uuid.UUID
    change: str


def plain(value: Any) -> Any:
    """A column's value as JSON holds it: ids and dates as text, enums as slugs, instants in UTC."""
    match value:
        case None | bool() | int() | float():
            return value
        case Enum():
            return value.value
        case str():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case uuid.UUID() | Decimal():
            return str(value)
        case _:
            raise TypeError(f"History cannot hold a {type(value).__name__}")


def canonical(payload: dict[str, Any]) -> str:
    """The one text of a payload: sorted keys, no white space, non-ASCII kept."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def new_salt() -> str:
    """128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def digest_of(salt: str, payload: str) -> str:
    """SHA-256 over the salt and the canonical payload, as 64 hexadecimal digits."""
    return hashlib.sha256(f"{salt}\n{payload}".encode()).hexdigest()


def hash_of(link: Link, digest: str, previous: str) -> str:
    """SHA-256 over the header, the digest and the previous row's hash."""
    header = canonical({name: plain(value) for name, value in vars(link).items()})
    return hashlib.sha256(f"{previous}\n{header}\n{digest}".encode()).hexdigest()
