"""Asking what a deed refused, and what history says of it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.errors import RuleError
from tracker.models import History

NOBODY = uuid.UUID("01900000-0000-7000-8000-000000000000")
"""An identifier that nothing has."""


@contextmanager
def refused(words: str, *, field: str | None) -> Iterator[None]:
    """The block is refused with a sentence that has ``words``, at ``field``."""
    with pytest.raises(RuleError) as caught:
        yield
    assert words in caught.value.sentence
    assert caught.value.field == field
    assert not caught.value.sentence.endswith(".")


def told(session: Session, record: Any) -> list[tuple[str, str]]:
    """Of one record: each deed's name and what it changed, oldest first."""
    return [(row.deed, row.change.value) for row in _rows(session, record)]


def last_told(session: Session, record: Any) -> dict[str, Any]:
    """The payload of the newest history row of a record."""
    payload: dict[str, Any] = json.loads(_rows(session, record)[-1].payload or "")
    return payload


def _rows(session: Session, record: Any) -> list[History]:
    query = select(History).where(History.record_id == record.id).order_by(History.seq)
    return list(session.scalars(query))
