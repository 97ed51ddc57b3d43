"""The kinds of words that a template may use: text, lists, rows, records, whole sections.

Each knows how to get what it stands for: ``of`` takes the report, or for a field of a row what that
row is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.reports.blocks import Block


@dataclass(frozen=True)
class Text:
    """Plain text; ``needed`` says why a template without it is warned about."""

    meaning: str
    of: Callable[[Any], str]
    needed: str = ""


@dataclass(frozen=True)
class Number:
    """A number that a template is given but no report: how far a loop has come."""

    meaning: str


@dataclass(frozen=True)
class Lines:
    """A list of texts."""

    meaning: str
    of: Callable[[Any], Sequence[str]]
    needed: str = ""


@dataclass(frozen=True)
class Rows:
    """A list of rows, each with the same fields."""

    meaning: str
    of: Callable[[Any], Iterable[Any]]
    fields: Mapping[str, Text | Rows | Number]
    needed: str = ""


@dataclass(frozen=True)
class Record:
    """One thing with fields."""

    meaning: str
    of: Callable[[Any], Any]
    fields: Mapping[str, Text | Rows | Number]
    needed: str = ""


@dataclass(frozen=True)
class Section:
    """A whole section of the report, drawn with its tables and pictures."""

    meaning: str
    of: Callable[[Any], Iterable[Block]]
    needed: str = ""


Word = Text | Lines | Rows | Record | Section
"""What a name of the vocabulary may stand for."""

Kind = Word | Number
"""What an expression in a template may be."""


@dataclass(frozen=True)
class Place:
    """Where a whole section is to be drawn."""

    section: str


class Unwritten(str):
    """Words that stand where the author has typed nothing; ``{% if %}`` takes them for nothing."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


def value_of(kind: Word, name: str, source: Any) -> Any:
    """What a template is given for ``name``: text, lists, dictionaries, or a ``Place``."""
    if isinstance(kind, Section):
        return Place(name)
    if isinstance(kind, Rows):
        return [_fields_of(kind.fields, row) for row in kind.of(source)]
    if isinstance(kind, Record):
        return _fields_of(kind.fields, kind.of(source))
    return kind.of(source)


def _fields_of(fields: Mapping[str, Text | Rows | Number], row: Any) -> dict[str, Any]:
    return {
        name: value_of(kind, name, row)
        for name, kind in fields.items()
        if not isinstance(kind, Number)
    }
