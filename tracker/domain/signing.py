"""What is signed of a history: its head, as one canonical text."""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.chain import canonical, plain


@dataclass(frozen=True)
class HeadStatement:
    """That at the instant ``at`` the newest row of a council's chain was ``seq`` with ``hash``.

    ``release`` is the tracker's version. Whoever holds a signed statement can tell later whether
    the chain was rewritten or cut short since.
    """

    council: str
    chain_id: uuid.UUID
    seq: int
    hash: str
    at: datetime
    release: str

    def text(self) -> str:
        """The one text of the statement, which is signed as it stands, in UTF-8."""
        return canonical({name: plain(value) for name, value in vars(self).items()})


@dataclass(frozen=True)
class SignedHead:
    """A statement with its raw Ed25519 signature, and the key that it is checked with.

    ``fingerprint`` is the SHA-256 of the public key in DER, in hexadecimal digits.
    """

    statement: HeadStatement
    signature: bytes
    public_key: bytes
    fingerprint: str

    @property
    def printed(self) -> str:
        """The signature as text of one line, for pages and papers: base64."""
        return base64.b64encode(self.signature).decode()
