"""A council's deeds in words, and its colour with what can be read on it."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tracker.domain.colours import WHITE, contrast
from tracker.domain.dates import LONDON, local_day, long_date
from tracker.domain.vocabulary import ActorKind, Door
from tracker.models import BankHoliday
from tracker.presenters.history import deed_words, field_words, redacted_words
from tracker.presenters.words import Link
from tracker.queries.administration import DeedsAsked
from tracker.services.councils import LEAST_CONTRAST

Url = Callable[..., str]
Names = Mapping[uuid.UUID, tuple[str, str]]

PAGES: Final[Mapping[str, tuple[str, str]]] = {
    "action": ("actions.show", "action_id"),
    "board": ("boards.show", "board_id"),
    "challenge": ("challenges.show", "challenge_id"),
    "decision": ("decisions.show", "decision_id"),
    "follow_up": ("follow_ups.show", "follow_up_id"),
    "inspection": ("inspections.show", "inspection_id"),
    "issued_report": ("issued_reports.show", "issued_id"),
    "intervention": ("interventions.show", "intervention_id"),
    "meeting": ("meetings.show", "meeting_id"),
    "person": ("people.show", "person_id"),
    "plan": ("plans.show", "plan_id"),
    "post": ("posts.show", "post_id"),
    "recommendation": ("recommendations.show", "recommendation_id"),
}
"""The kinds of record that have a page of their own: its endpoint, and what it calls the id."""

DOORS: Final[Mapping[Door, str]] = {
    Door.WEB: "",
    Door.TERMINAL: "at the terminal",
    Door.WORKER: "by the tracker itself",
    Door.DEMONSTRATION: "",
}


def instant_words(at: datetime) -> str:
    """An instant in England: "8 December 2015, 2:05pm"."""
    return f"{long_date(local_day(at))}, {time_words(at)}"


def time_words(at: datetime) -> str:
    """The time of an instant in England: "2:05pm"."""
    local = at.astimezone(LONDON)
    half = "am" if local.hour < 12 else "pm"
    return f"{(local.hour - 1) % 12 + 1}:{local.minute:02}{half}"


def who_words(row: Any) -> str:
    """Who did a deed: a person's name, the operator, or the tracker."""
    if row.actor:
        return str(row.actor)
    return "Operator" if row.actor_kind is ActorKind.OPERATOR else "The tracker"


def deed_rows(rows: Iterable[Any], names: Names, url: Url) -> list[dict[str, Any]]:
    """Deeds as a table's rows: what, about what, who, when, and why."""
    return [
        {
            "when": instant_words(row.at),
            "deed": Link(deed_words(row.deed), "", _reason(row)),
            "about": _about(row, names, url),
            "who": Link(who_words(row), "", DOORS[row.door]),
        }
        for row in rows
    ]


def _reason(row: Any) -> str:
    if row.payload is None:
        return redacted_words(row)
    return json.loads(row.payload).get("reason") or ""


def _about(row: Any, names: Names, url: Url) -> Link:
    kind, words = names.get(row.subject_id, (row.record_type, ""))
    endpoint, argument = PAGES.get(kind, ("history.show", "record_id"))
    href = url(endpoint, **{argument: row.subject_id}) if endpoint and words else ""
    return Link(words or field_words(kind), href, field_words(kind) if words else "")


DEED_COLUMNS = (
    {"key": "deed", "text": "What", "kind": "link", "header": True},
    {"key": "about", "text": "About", "kind": "link"},
    {"key": "who", "text": "Who", "kind": "link"},
    {"key": "when", "text": "When"},
)


def deed_filters(asked: DeedsAsked, everybody: Iterable[Any]) -> list[dict[str, Any]]:
    """The filters of the list of deeds: who did them, and up to which day."""
    people = [
        {"value": str(row.id), "text": row.name, "selected": row.id == asked.who}
        for row in everybody
    ]
    return [
        {
            "kind": "select",
            "name": "who",
            "text": "Who",
            "options": [{"value": "", "text": "Anybody"}, *people],
        },
        {
            "kind": "date",
            "name": "until",
            "text": "Up to",
            "value": asked.until.isoformat() if asked.until else "",
        },
    ]


CSV_HEADER = ("When", "Deed", "Record", "Who", "Door", "Reason")


def csv_rows(rows: Iterable[Any]) -> Iterable[Sequence[str]]:
    """Deeds for a spreadsheet; instants in UTC as ISO 8601."""
    for row in rows:
        yield (
            row.at.isoformat(),
            deed_words(row.deed),
            f"{field_words(row.record_type)} {row.record_id}",
            who_words(row),
            row.door.value,
            _reason(row),
        )


def holiday_rows(holidays: Iterable[BankHoliday]) -> list[dict[str, str]]:
    """Newly proclaimed bank holidays as a table's rows."""
    return [{"day": long_date(holiday.day), "name": holiday.name} for holiday in holidays]


@dataclass(frozen=True)
class Swatch:
    """A colour as the header would show it, and whether white words can be read on it."""

    colour: str
    is_readable: bool
    sentence: str


def swatch(colour: str | None) -> Swatch | None:
    """The preview of ``colour``; none for what is no colour."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour or ""):
        return None
    colour = (colour or "").lower()
    ratio = contrast(colour, WHITE)
    # Rounded down: a contrast of 4.49 must not be told as the 4.5 that it has to have.
    told = f"{int(ratio * 10) / 10:.1f} to 1"
    readable = ratio >= LEAST_CONTRAST
    verdict = "can be read" if readable else "cannot be read well enough"
    sentence = (
        f"White text on {colour} has a contrast of {told}, so it {verdict}. "
        f"At least {LEAST_CONTRAST} to 1 is needed."
    )
    return Swatch(colour, readable, sentence)
