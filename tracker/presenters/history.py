"""History in words: the deed, who did it, and each field's old value beside its new one."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.domain.dates import local_day, long_date
from tracker.domain.ratings import RatingWords, words_of
from tracker.domain.upcasting import upcast
from tracker.domain.vocabulary import ActorKind, ChangeKind, RatingScale
from tracker.presenters.words import LABELS

QUIET_FIELDS = frozenset(
    {
        *("id", "council_id", "version", "sort_key", "position", "record_type", "live_fields"),
        # What a pack is checked with stands on its own page.
        *("parts", "tells_of", "restricted", "head", "public_key", "signature"),
    }
)
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
    subject_id: uuid.UUID
    redacted: str = ""


def deed_words(deed: str) -> str:
    """A deed's name as words: "post_update" is "Post update"."""
    return deed.replace("_", " ").capitalize()


def field_words(name: str) -> str:
    """A column's name as words: "due_on" is "Due", "priority_id" is "Priority"."""
    words = name.removesuffix("_id").removesuffix("_on").removesuffix("_at")
    return words.replace("_", " ").capitalize()


Names = Mapping[uuid.UUID, tuple[str, str]]
"""Records by id: their kind and the words that name them (``queries.administration.names_of``)."""


def history_entries(
    rows: Iterable[Any], words: RatingWords, names: Names | None = None
) -> list[HistoryEntry]:
    """Rows of ``queries.history`` as entries, in the same order; ratings in ``words``.

    With ``names`` a change of a link to another record is told by the names of both, and a record
    that hangs on the page's own, such as an ownership, tells what it was made with.
    """
    return [_entry(row, words, names) for row in rows]


def ids_in(rows: Iterable[Any]) -> set[uuid.UUID]:
    """The records that rows of history point to in what they changed."""
    found = set()
    for row in rows:
        old, new = _changed(row)
        values = [v for part in (old, new) for name, v in part.items() if name.endswith("_id")]
        found |= {uuid.UUID(value) for value in values if value}
    return found


def _payload(row: Any) -> Mapping[str, Any]:
    return upcast(row.record_type, json.loads(row.payload)) if row.payload else {}


def _changed(row: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What was and what is, field by field; a part of the record begins with all that it has."""
    payload = _payload(row)
    new = payload.get("new", {})
    if row.change is ChangeKind.CREATED and row.record_id != row.subject_id:
        own = ("", None, False, str(row.subject_id))
        new = {name: value for name, value in payload.get("record", {}).items() if value not in own}
    return payload.get("old", {}), new


def _entry(row: Any, words: RatingWords, names: Names | None) -> HistoryEntry:
    old, new = _changed(row) if names is not None else _plain_change(row)
    told = [name for name in new if name not in QUIET_FIELDS]
    changes = [_change(name, (old.get(name), new[name]), words, names or {}) for name in told]
    return HistoryEntry(
        seq=row.seq,
        title=deed_words(row.deed),
        by=row.actor or ("Operator" if row.actor_kind is ActorKind.OPERATOR else "The tracker"),
        date=long_date(local_day(row.at)),
        datetime=row.at.isoformat(),
        reason=_payload(row).get("reason") or "",
        changes=tuple(change for change in changes if change is not None),
        subject_id=row.subject_id,
        redacted=redacted_words(row),
    )


def _plain_change(row: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    payload = _payload(row)
    return payload.get("old", {}), payload.get("new", {})


def _change(
    name: str, values: tuple[Any, Any], words: RatingWords, names: Names
) -> FieldChange | None:
    if not name.endswith("_id"):
        before, after = (field_value(name, value, words) for value in values)
        return FieldChange(field_words(name), before, after)
    before, after = (_name_of(value, names) for value in values)
    # A link to what has no name, or to what the reader may not see, is not told.
    return FieldChange(field_words(name), before, after) if before or after else None


def _name_of(value: Any, names: Names) -> str:
    return names.get(uuid.UUID(value), ("", ""))[1] if value else ""


def redacted_words(row: Any) -> str:
    """Why a row of history tells nothing any more; empty while it does."""
    if row.payload is not None:
        return ""
    if row.redacted_on is None:
        return "What this row said is gone, and no approved redaction says why"
    return f"Redacted on {long_date(row.redacted_on)}: {row.redacted_for}"


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
        return value_words(value)
    return words.named(RATED[name], value)


def key_words(words: RatingWords) -> str:
    """A council's key in one text: every name with its meaning."""
    return "; ".join(f"{w.name}: {w.meaning}" for scale in words.scales.values() for w in scale)


def value_words(value: Any) -> str:
    """A field's value as it stands in a payload, in words: slugs by label, dates in full."""
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
