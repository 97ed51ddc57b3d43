"""The head of a council's history, signed, and its whole history to take away. No deeds."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from importlib.metadata import version
from typing import IO, Final

from sqlalchemy.orm import Session

from tracker.adapters.signing_key import SigningKey
from tracker.domain.signing import HeadStatement, SignedHead
from tracker.domain.verification import START
from tracker.queries.chains import Chain, find_head, kept_rows
from tracker.reports.history_export import write_export

PACKAGE: Final = "improvement-plan-tracker"


def signed_head(session: Session, chain: Chain, key: SigningKey, *, at: datetime) -> SignedHead:
    """The head of ``chain`` at this moment, signed with the installation's key.

    Print it on what leaves the tracker: a history that is rewritten or cut short later no longer
    leads to it.
    """
    head = find_head(session, chain.id) or START
    statement = HeadStatement(chain.name, chain.id, *head, at=at, release=version(PACKAGE))
    signature = key.sign(statement.text().encode())
    return SignedHead(statement, signature, key.public_pem, key.fingerprint)


def export_history(
    session: Session, chain: Chain, key: SigningKey, *, at: datetime, to: IO[bytes]
) -> SignedHead:
    """Write the whole history up to its signed head, what is under embargo included, as a .zip.

    In constant memory, and whoever writes meanwhile writes behind the head.
    """
    signed = signed_head(session, chain, key, at=at)
    with closing(kept_rows(session, chain.id, signed.statement.seq)) as rows:
        write_export(to, rows, signed)
    return signed
