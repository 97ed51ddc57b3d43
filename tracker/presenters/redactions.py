"""Redactions in words: what is asked for, what would go, what was decided."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tracker.domain.dates import long_date
from tracker.domain.vocabulary import RedactionDecision
from tracker.models import Redaction
from tracker.presenters.administration import PAGES, instant_words, who_words
from tracker.presenters.history import deed_words, field_words, redacted_words, value_words
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.words import Link, Tag
from tracker.queries.listing import Page
from tracker.queries.redactions import ASKED, LISTING, Subject, holds

Url = Callable[..., str]
Names = Mapping[uuid.UUID, tuple[str, str]]

WAITING: Final = Tag("Waits for a decision", "caution")
TAGS: Final[Mapping[RedactionDecision | None, Tag]] = {
    None: WAITING,
    RedactionDecision.APPROVED: Tag("Approved", "good"),
    RedactionDecision.REFUSED: Tag("Refused"),
}

COLUMNS = (
    Column("record", "History of", "link", header=True, sort="record"),
    Column("reason", "Why"),
    Column("asked", "Asked for", "link", sort="asked"),
    Column("decision", "Decision", "tag"),
)
NOUN = ("redaction", "redactions")

UNTOLD: Final = frozenset({"id", "council_id", "version", "sort_key", "v"})


def subject_link(subject: Subject, url: Url) -> Link:
    """The record and the page on which its history stands, where it has one."""
    endpoint, argument = PAGES.get(subject.record_type, ("", ""))
    href = url(endpoint, **{argument: subject.record_id}) if endpoint else ""
    return Link(subject.name, href, field_words(subject.record_type))


def redactions_page(page: Page[Any], names: Names, address: Address, url: Url) -> ListPage:
    """The list of redactions as its page shows it."""
    options = [(ASKED, WAITING.text)]
    options += [(decision.value, TAGS[decision].text) for decision in RedactionDecision]
    groups = [FilterGroup("decision", "Decision", options=options)]
    rows = [_row(row, names, url) for row in page.rows]
    return list_page(
        page, rows, COLUMNS, groups, address, default_sort=LISTING.default_sort, noun=NOUN
    )


def _row(row: Any, names: Names, url: Url) -> dict[str, Any]:
    _kind, name = names.get(row.record_id, ("", ""))
    told = name or field_words(row.record_type)
    return {
        "record": Link(told, url("redactions.show", redaction_id=row.id)),
        "reason": row.reason,
        "asked": Link(long_date(row.asked_on), "", row.asked_by),
        "decision": TAGS[row.decision],
    }


CSV_HEADER = ("Record", "Reason", "Asked on", "Asked by", "Decision", "Decided on")


def csv_rows(rows: Iterable[Any], names: Names) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet: dates as ISO 8601."""
    for row in rows:
        yield (
            names.get(row.record_id, ("", ""))[1] or f"{row.record_type} {row.record_id}",
            row.reason,
            row.asked_on.isoformat(),
            row.asked_by,
            row.decision.value if row.decision else "",
            row.decided_on.isoformat() if row.decided_on else "",
        )


def facts(redaction: Redaction) -> list[dict[str, Any]]:
    """The facts of a redaction as a summary list."""
    decided, on = redaction.decided_by, redaction.decided_on
    by = f"By {decided.name}, {long_date(on)}" if decided and on else ""
    asked = redaction.asked_by.name
    return [
        {"key": "Why", "value": redaction.reason},
        {"key": "Asked for", "value": f"By {asked}, {long_date(redaction.asked_on)}"},
        {"key": "Decision", "value": by, "tag": TAGS[redaction.decision]},
        *([{"key": "Why refused", "value": redaction.refusal}] if redaction.refusal else []),
    ]


@dataclass(frozen=True)
class RowShown:
    """A row of history with everything that it says; ``gone`` says why it says nothing more."""

    seq: int
    title: str
    says: Sequence[tuple[str, str]]
    live: str
    gone: str


def rows_shown(rows: Iterable[Any], redaction: Redaction) -> list[RowShown]:
    """Rows of history, each with what ``redaction`` takes from it and from its record."""
    live_fields = {row.seq: row.live_fields for row in redaction.rows}
    return [
        RowShown(
            seq=row.seq,
            title=title_of(row),
            says=_says(json.loads(row.payload)) if row.payload else (),
            live=_live_words(live_fields.get(row.seq)),
            gone=redacted_words(row),
        )
        for row in rows
    ]


def title_of(row: Any) -> str:
    """A row in a line: what was done to what, by whom, when."""
    kind = field_words(row.record_type).lower()
    return f"{deed_words(row.deed)} ({kind}), {who_words(row)}, {instant_words(row.at)}"


def _says(payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    said = [("Reason", payload["reason"])] if payload.get("reason") else []
    for part, words in (("old", "{}, before"), ("new", "{}, after"), ("record", "{}")):
        for name, value in payload.get(part, {}).items():
            if isinstance(value, str) and name not in UNTOLD and not name.endswith("_id"):
                said.append((words.format(field_words(name)), value_words(value)))
    return said


def _live_words(fields: str | None) -> str:
    return ", ".join(field_words(name) for name in (fields or "").split())


def row_choices(rows: Iterable[Any], words: str) -> list[tuple[str, str]]:
    """Rows to choose from, each with the fields in which it holds ``words``."""
    return [(str(row.seq), f"{title_of(row)}: {_where(row, words)}") for row in rows]


def _where(row: Any, words: str) -> str:
    found = [name for name, value in _says(json.loads(row.payload)) if holds(value, words)]
    return ", ".join(dict.fromkeys(found)).lower() or "in a field that is not shown"
