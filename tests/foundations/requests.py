"""What a request does to the database: a GET writes nothing, and no request leaves work undone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import has_request_context
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

_WRITE = re.compile(
    r"""^\s*(?:with\b.*?\b)?
    (?:insert\s+into|(?<!for\s)update\s+\w+|delete\s+from|replace\s+into|truncate|merge)\b""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_UNSAVED = "unsaved"


def is_write(statement: str) -> bool:
    """Whether a statement changes rows; SELECT … FOR UPDATE only locks them."""
    return _WRITE.match(statement) is not None


class RequestSession(Session):
    """A session that remembers when a request closes it with changes that were never committed."""

    left_behind: list[str] = []  # noqa: RUF012 - one list for the run, emptied by the client

    def close(self) -> None:
        if has_request_context():
            self.left_behind.extend(self._unsaved())
        super().close()

    def _unsaved(self) -> list[str]:
        changed = [record for record in self.dirty if self.is_modified(record)]
        waiting = [type(record).__name__ for record in (*self.new, *changed, *self.deleted)]
        return [*waiting, *self.info.get(_UNSAVED, ())]


@event.listens_for(RequestSession, "after_flush")
def _flushed(session: Session, _context: object) -> None:
    names = [type(record).__name__ for record in (*session.new, *session.dirty)]
    session.info.setdefault(_UNSAVED, []).extend(names)


@event.listens_for(RequestSession, "after_commit")
@event.listens_for(RequestSession, "after_rollback")
def _settled(session: Session) -> None:
    session.info.pop(_UNSAVED, None)


@dataclass
class Watch:
    """Every statement on the connections that it watches, for as long as it is asked to look."""

    statements: list[str] = field(default_factory=list)

    def on(self, connection: Connection) -> Watch:
        """Watch ``connection``."""
        event.listen(connection, "before_cursor_execute", self._see)
        return self

    def off(self, connection: Connection) -> None:
        """Watch it no longer."""
        event.remove(connection, "before_cursor_execute", self._see)

    def _see(
        self, _connection: Any, _cursor: Any, statement: str, _given: Any, _context: Any, _many: Any
    ) -> None:
        self.statements.append(statement)

    def start(self) -> None:
        """Forget what was seen so far."""
        self.statements.clear()
        RequestSession.left_behind.clear()

    @property
    def writes(self) -> list[str]:
        """The statements seen that change rows."""
        return [statement for statement in self.statements if is_write(statement)]


Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def statements(connection: Connection) -> Statements:
    """What a block sends, savepoints apart: open it in a ``with``, read it afterwards."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        sent: list[str] = []
        watch = Watch().on(connection)
        try:
            yield sent
        finally:
            watch.off(connection)
            sent.extend(words for words in watch.statements if "SAVEPOINT" not in words)

    return collect
