"""What every picture of a record is, and how one is made.

A picture's fields are named after the columns that they show, so that one reader makes a picture of
a row of the table, of a payload of history, or of a stored snapshot.
"""

from __future__ import annotations

import typing
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from types import NoneType
from typing import Any, ClassVar, Final, TypeVar

P = TypeVar("P", bound="Picture")

NOT_COLUMNS: Final = frozenset({"redacted", "removed_because", "linked_on"})
"""What a picture tells beside its record's columns."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One record as it stood.

    ``redacted`` says that what it said then was blanked since, and that other words are shown.
    """

    record_type: ClassVar[str]

    id: uuid.UUID
    redacted: bool = False


@dataclass(frozen=True, kw_only=True)
class Removable(Picture):
    """A picture of a record that can be removed, and is shown as such."""

    removed_on: date | None = None


R = TypeVar("R", bound=Removable)


def columns_of(kind: type[Picture]) -> tuple[str, ...]:
    """The columns that a picture shows, in the order of its fields."""
    return tuple(field.name for field in fields(kind) if field.name not in NOT_COLUMNS)


def picture_of(kind: type[P], values: Mapping[str, Any], **more: Any) -> P:
    """A picture of a row's values, or of the same values as JSON holds them.

    ``more`` are fields that are no columns, unless a stored snapshot has them among its ``values``.
    What ``values`` have beyond the picture is passed over.

    Raises:
        TypeError: a field without a default is missing.
        ValueError: a value is none of its field's type.
    """
    if kind not in _READERS:
        hints = typing.get_type_hints(kind)
        _READERS[kind] = [(one.name, *_reader(hints[one.name])) for one in fields(kind)]
    read: dict[str, Any] = {
        name: value if (value := values[name]) is None or isinstance(value, known) else make(value)
        for name, known, make in _READERS[kind]
        if name in values
    }
    return kind(**read, **more)


_READERS: Final[dict[Any, list[tuple[str, type, Callable[[Any], Any]]]]] = {}
"""How each kind of picture reads its fields, once it has been asked for."""


def _reader(hint: Any) -> tuple[type, Callable[[Any], Any]]:
    kind = next((part for part in typing.get_args(hint) if part is not NoneType), hint)
    if issubclass(kind, datetime | date):
        return kind, kind.fromisoformat
    if issubclass(kind, uuid.UUID | Enum | int | str):
        return kind, kind
    raise TypeError(f"A picture cannot hold a {kind.__name__}")
