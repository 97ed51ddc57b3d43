"""History in words: the deed, who did it, and each field's old value beside its new one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.domain.dates import local_day, long_date
from tracker.domain.ratings import RatingWords, words_of
from tracker.domain.vocabulary import ActorKind, RatingScale
from tracker.presenters.words import LABELS

QUIET_FIELDS = frozenset({"id", "council_id", "version", "sort_key", "position"})
BY_SLUG = {member.value: label for member, label in LABELS.items()}


@dataclass(frozen=True)
class FieldChange:
    """One field before and after; an absent value is empty text."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class HistoryEntry:
    """One row of history as a page shows it."""

    seq: int
    title: str
    by: str
    date: str
    datetime: str
    reason: str
    changes: tuple[FieldChange, ...]


def deed_words(deed: str) -> str:
    """A deed's name as words: "move_due_date" is "Move due date"."""
    return deed.replace("_", " ").capitalize()


def field_words(name: str) -> str:
    """A column's name as words: "due_on" is "Due", "priority_id" is "Priority"."""
    words = name.removesuffix("_id").removesuffix("_on").removesuffix("_at")
    return words.replace("_", " ").capitalize()


def history_entries(rows: Iterable[Any], words: RatingWords) -> list[HistoryEntry]:
    """Rows of ``queries.history`` as entries, in the same order; ratings in ``words``."""
    return [_entry(row, words) for row in rows]


def _entry(row: Any, words: RatingWords) -> HistoryEntry:
    payload = json.loads(row.payload) if row.payload else {}
    old, new = payload.get("old", {}), payload.get("new", {})
    return HistoryEntry(
        seq=row.seq,
        title=deed_words(row.deed),
        by=row.actor or ("Operator" if row.actor_kind is ActorKind.OPERATOR else "The tracker"),
        date=long_date(local_day(row.at)),
        datetime=row.at.isoformat(),
        reason=payload.get("reason") or "",
        changes=tuple(
            FieldChange(
                field_words(name),
                field_value(name, old.get(name), words),
                field_value(name, new.get(name), words),
            )
            for name in new
            if name not in QUIET_FIELDS and not name.endswith("_id")
        ),
    )


RATED = {
    "delivery": RatingScale.DELIVERY,
    "evidence_rating": RatingScale.EVIDENCE,
    "impact_rating": RatingScale.IMPACT,
    "assured_delivery": RatingScale.DELIVERY,
    "assured_evidence": RatingScale.EVIDENCE,
    "assured_impact": RatingScale.IMPACT,
}
"""The fields that hold a rating, and on which scale."""


def field_value(name: str, value: Any, words: RatingWords) -> str:
    """The value of a field as a page shows it: a rating by the council's name, today's."""
    if name == "rating_words":
        return key_words(words_of(value))
    if name not in RATED or value is None:
        return shown_value(value)
    return words.named(RATED[name], value)


def key_words(words: RatingWords) -> str:
    """A council's key in one text: every name with its meaning."""
    return "; ".join(f"{w.name}: {w.meaning}" for scale in words.scales.values() for w in scale)


def shown_value(value: Any) -> str:
    """A value of a payload as a page shows it; nothing for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, str):
        return BY_SLUG.get(value) or _day(value) or value
    return str(value)


def _day(value: str) -> str:
    if len(value) < 10 or value[4:5] != "-":
        return ""
    try:
        if len(value) == 10:
            return long_date(date.fromisoformat(value))
        return long_date(local_day(datetime.fromisoformat(value)))
    except ValueError:
        return ""
