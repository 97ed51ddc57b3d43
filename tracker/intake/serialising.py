"""A draft as text and back: so it waits in the database, and so the reader's process hands it over.

The text is canonical JSON: the same draft always gives the same text. It carries the version of its
shape, so that a later release can tell an old draft from a new one.
"""

from __future__ import annotations

import dataclasses
import json
import math
import types
import typing
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final, NoReturn

from tracker.domain.text import showable
from tracker.intake.draft import ReportDraft

VERSION: Final = 1


class NotADraft(ValueError):
    """The text is no draft of a report, or one of a shape that this release does not know."""


def to_json(draft: ReportDraft) -> str:
    """``draft`` as canonical JSON."""
    return json.dumps(
        {"v": VERSION, "draft": _plain(draft)},
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def from_json(text: str) -> ReportDraft:
    """The draft that ``to_json`` wrote down; its words are such as a page can show.

    Raises:
        NotADraft: the text is not what ``to_json`` gives.
    """
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise NotADraft(f"The text is not JSON: {error}") from error
    if not isinstance(found, dict) or found.get("v") != VERSION:
        raise NotADraft(f"The text is not version {VERSION} of a draft")
    draft = _built(ReportDraft, found.get("draft"))
    assert isinstance(draft, ReportDraft)  # noqa: S101 - for the type checker
    return draft


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _built(kind: Any, value: Any) -> Any:
    """``value`` as an instance of ``kind``, which is an annotation of the draft's classes."""
    if typing.get_origin(kind) is types.UnionType:
        wanted = next(one for one in typing.get_args(kind) if one is not types.NoneType)
        return None if value is None else _built(wanted, value)
    if typing.get_origin(kind) is tuple:
        member = typing.get_args(kind)[0]
        return tuple(_built(member, one) for one in _being(list, value))
    if dataclasses.is_dataclass(kind):
        return _record(kind, value)
    return _single(kind, value)


def _record(kind: Any, value: Any) -> Any:
    known = _annotations(kind)
    given = _being(dict, value)
    if set(given) != set(known):
        raise NotADraft(f"{kind.__name__} has other fields: {sorted(set(given) ^ set(known))}")
    return kind(**{name: _built(wanted, given[name]) for name, wanted in known.items()})


@cache
def _annotations(kind: Any) -> dict[str, Any]:
    return {f.name: typing.get_type_hints(kind)[f.name] for f in dataclasses.fields(kind)}


def _single(kind: Any, value: Any) -> Any:
    if kind is float:
        number = float(_being(int | float, value))
        if not math.isfinite(number):
            raise NotADraft("A number is not finite")
        return number
    if kind is date or issubclass(kind, StrEnum):
        words = _being(str, value)
        try:
            return date.fromisoformat(words) if kind is date else kind(words)
        except ValueError as error:
            raise NotADraft(str(error)) from error
    found = _being(kind, value)
    return showable(found) if kind is str else found


def _being(kind: Any, value: Any) -> Any:
    # True is an int for Python, and never a page.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise NotADraft(f"{value!r:.60} is not {kind}")
    return value
