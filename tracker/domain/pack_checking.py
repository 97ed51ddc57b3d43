"""What a check of a pack looks at, and what it found of each: data, whose words are elsewhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from tracker.domain.pack_material import digests_of


class Place(StrEnum):
    """What is looked at, in the order in which it is."""

    MATERIAL = "material"
    PART = "part"
    RECORD = "record"
    FILE = "file"
    SIGNATURE = "signature"
    HEAD = "head"
    ROW = "row"
    HISTORY = "history"


class Fault(StrEnum):
    """Why something does not fit."""

    GONE = "gone"
    CHANGED = "changed"
    UNREADABLE = "unreadable"
    ADDED = "added"


@dataclass(frozen=True)
class Found:
    """One thing that was looked at; ``name`` tells which, ``fault`` is None where it fits.

    ``words`` are what is wrong where another check has said so already.
    """

    place: Place
    name: str = ""
    fault: Fault | None = None
    words: str = ""


def digest_of(content: bytes) -> str:
    """The SHA-256 of bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def check_bytes(place: Place, name: str, content: bytes | None, sha256: str) -> Found:
    """Whether bytes are those that were kept; None where the store has none."""
    if content is None:
        return Found(place, name, Fault.GONE)
    return Found(place, name, None if digest_of(content) == sha256 else Fault.CHANGED)


def changed_parts(content: bytes, parts: str) -> Iterator[Found]:
    """The parts of a changed material that are not as they were; ``parts`` as the pack has them."""
    try:
        known: dict[str, str] = dict(json.loads(parts))
        stored = json.loads(content)
        told = digests_of(stored)
    except (AttributeError, TypeError, ValueError):
        yield Found(Place.PART, "", Fault.UNREADABLE)
        return
    for name in sorted(known.keys() | told.keys()):
        if name not in told:
            yield Found(Place.PART, name, Fault.GONE)
        elif name not in known:
            yield Found(Place.PART, name, Fault.ADDED)
        elif known[name] != told[name]:
            yield Found(Place.PART, name, Fault.CHANGED, _title(stored[name]))


def _title(part: Any) -> str:
    """What a changed plan is called there, as far as it can still be read."""
    try:
        return str(part["now"]["plan"]["title"])
    except (KeyError, TypeError):
        return ""


UNCHECKED: Final = ("version",)
"""What a record's row counts by itself."""


def check_record(name: str, standing: Mapping[str, Any], told: Mapping[str, Any] | None) -> Found:
    """Whether a record stands as history told it when it was made; ``told`` is None without."""
    if told is None:
        return Found(Place.RECORD, name, Fault.GONE)
    for column, value in standing.items():
        if column not in UNCHECKED and told.get(column) != value:
            return Found(Place.RECORD, name, Fault.CHANGED, column)
    return Found(Place.RECORD, name)
