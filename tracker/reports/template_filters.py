"""The filters that a template may use, none of which makes much of little."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from tracker.reports.template_kinds import Lines, Rows, Text


@dataclass(frozen=True)
class Filter:
    """A filter: which kinds it ``takes``, and how many texts may be given to it in brackets."""

    meaning: str
    written: str
    does: Callable[..., Any]
    takes: tuple[type, ...]
    most_words: int = 0


def _joined(lines: Sequence[str], between: str = ", ") -> str:
    return between.join(lines)


FILTERS: Final[Mapping[str, Filter]] = MappingProxyType(
    {
        "join": Filter(
            "sets the texts of a list one after another",
            'join(", ")',
            _joined,
            (Lines,),
            most_words=1,
        ),
        "length": Filter("counts what is in a list", "length", len, (Lines, Rows)),
        "lower": Filter("sets a text in small letters", "lower", str.lower, (Text,)),
        "upper": Filter("sets a text in capitals", "upper", str.upper, (Text,)),
    }
)
