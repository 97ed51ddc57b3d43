"""Mail that a test did not expect fails it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import InternalError

from tracker.models import OutboxMail


@dataclass(frozen=True)
class Mail:
    """A mail in the outbox, as its reader will see it."""

    recipient: str
    subject: str
    body: str


@dataclass
class SentMail:
    """What the test's deeds put into the outbox; called, it gives what was not read before."""

    _connection: Connection | None = None
    _read: set[uuid.UUID] = field(default_factory=set)

    def watch(self, connection: Connection) -> Connection:
        """Look at the outbox of ``connection``, which is given back."""
        self._connection = connection
        return connection

    def __call__(self) -> list[Mail]:
        """The mails since the last call, oldest first; a deed that only flushed counts, too."""
        if self._connection is None:
            raise RuntimeError("The test has no session, so it sends no mail")
        table = OutboxMail
        columns = (table.id, table.recipient, table.subject, table.body)
        rows = self._connection.execute(select(*columns).order_by(table.id)).all()
        fresh = [row for row in rows if row.id not in self._read]
        self._read.update(row.id for row in fresh)
        return [Mail(row.recipient, row.subject, row.body) for row in fresh]

    def refuse_unread(self) -> None:
        """Fail when there is mail that the test never asked for."""
        try:
            unread = self()
        except InternalError:
            # A transaction that the database has given up holds no mail.
            return
        if unread:
            said = ", ".join(f"“{mail.subject}” to {mail.recipient}" for mail in unread)
            pytest.fail(f"Unexpected mail: {said}. A test that expects it asks sent_mail()")


@pytest.fixture
def sent_mail() -> SentMail:
    """Call it for the mails that the test's deeds put into the outbox since the last call."""
    return SentMail()
