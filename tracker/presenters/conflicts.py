"""Two versions of one record side by side: what is saved now, and what this person typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Protocol

from tracker.domain.dates import long_date


@dataclass(frozen=True)
class ConflictRow:
    """One field of both versions, in words."""

    field: str
    theirs: str
    yours: str
    differs: bool


class Shown(Protocol):
    """A form, as far as a conflict needs one."""

    def shown(self) -> Iterable[Any]:
        """The fields that a person fills in."""


def conflict_rows(form: Shown, record: Any) -> list[ConflictRow]:
    """The fields of ``form`` that ``record`` has too, with both values."""
    rows = []
    for field in form.shown():
        if not hasattr(type(record), field.short_name):
            continue
        choices = {str(o.value): o.label for o in getattr(field, "choices", None) or ()}
        theirs = in_words(getattr(record, field.short_name), choices)
        yours = in_words(field.data, choices)
        rows.append(ConflictRow(field.label.text, theirs, yours, theirs != yours))
    return rows


def in_words(value: Any, choices: dict[str, str] | None = None) -> str:
    """A value as a person reads it; nothing is "none"."""
    if isinstance(value, Enum):
        value = value.value
    if value is None or value == "":
        return "None"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return long_date(value)
    return (choices or {}).get(str(value), str(value))
