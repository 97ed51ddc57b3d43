"""What a bulk edit did to each record, told from its rows of history, and so how it is undone."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.domain.upcasting import upcast
from tracker.domain.vocabulary import ChangeKind


@dataclass(frozen=True)
class RecordChange:
    """All that one deed did to one record; values are as history holds them (``chain.plain``).

    ``old`` and ``new`` hold the fields that differ, ``record`` the whole record afterwards. Where
    the deed made the record, ``old`` is empty.
    """

    record_type: str
    record_id: uuid.UUID
    subject_id: uuid.UUID
    is_new: bool
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    record: Mapping[str, Any]

    @property
    def before(self) -> Mapping[str, Any]:
        """The record as it stood before; nothing when the deed made it."""
        return {} if self.is_new else {**self.record, **self.old}


def record_changes(rows: Iterable[Any]) -> list[RecordChange]:
    """The changes of one deed, record by record, from its rows of history in their order.

    A deed may write a record more than once: its first old value and its last new one count. A row
    whose payload was redacted is passed over (see ``is_redacted``).
    """
    changes: dict[uuid.UUID, RecordChange] = {}
    for row in rows:
        if row.payload is not None:
            payload = upcast(row.record_type, json.loads(row.payload))
            changes[row.record_id] = _after(changes.get(row.record_id), row, payload)
    return list(changes.values())


def _after(known: RecordChange | None, row: Any, payload: Mapping[str, Any]) -> RecordChange:
    old = {**payload["old"], **(known.old if known else {})}
    new = {**(known.new if known else {}), **payload["new"]}
    return RecordChange(
        record_type=row.record_type,
        record_id=row.record_id,
        subject_id=row.subject_id,
        is_new=row.change is ChangeKind.CREATED or (known is not None and known.is_new),
        old=old,
        new=new,
        record=payload["record"],
    )


def is_redacted(rows: Iterable[Any]) -> bool:
    """Whether a row has lost its payload, so that what it did cannot be known."""
    return any(row.payload is None for row in rows)
