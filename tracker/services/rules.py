"""Rules that every deed keeps: text that columns can hold, sane dates, subjects that still stand.

A deed calls ``require_standing`` on its subject, ``checked`` on its fields and ``choice`` on each
id that it was handed, so that a forged or outdated value is answered with a sentence and never
reaches the database's own refusals.
"""

from __future__ import annotations

import dataclasses
import re
import uuid
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import Enum, String, Text, Uuid, func, inspect, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.access.actor import Actor
from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.models import Base, Board, Body, CouncilRecord, Inspection, Person, Post
from tracker.models.recording import lock_chain
from tracker.services.belonging import chosen, require_own
from tracker.services.deeds import council_of, require_version

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound=CouncilRecord)

EARLIEST: Final = date(1990, 1, 1)
LATEST: Final = date(2100, 12, 31)
"""Dates outside these are slips of the pen. Forms have the same bounds."""

MOST_WHOLE = 100_000
"""The largest page or position: far beyond any report, far below what an integer column holds."""

MOST_TEXT = 200_000
"""The longest text of several lines, in characters; forms ask for far less."""

# What XML 1.0 cannot hold (section 2.2), NUL among it: PostgreSQL refuses NUL, and with the rest no
# Word report or picture could be written. Such characters come from text copied out of PDFs.
_UNKEEPABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

LABELS: Final[Mapping[str, str]] = {
    "body_ids": "bodies",
    "check_again_on": "day of the next check",
    "checked_on": "day of the check",
    "chair_note": "note on the chair",
    "closed_on": "day on which the post was closed",
    "decision_note": "note on the decision",
    "document_url": "address of the document",
    "done_on": "day on which it was done",
    "due_on": "date due",
    "due_text": "date due in words",
    "ended_on": "day on which the board ended",
    "fieldwork_end_on": "last day of fieldwork",
    "fieldwork_start_on": "first day of fieldwork",
    "freeze_days": "number of working days",
    "found_good": "description of what was found good",
    "from_on": "first day",
    "held_on": "date of the meeting",
    "not_before_on": "day on which the embargo ends",
    "ons_code": "ONS code",
    "published_on": "date of publication",
    "received_on": "day on which the report was received",
    "recovery": "recovery action",
    "report_url": "address of the report",
    "response_reason": "reason for the response",
    "rule": "clock",
    "shows": "description of what it shows",
    "start_on": "start date",
    "starts_on": "day from which the clock counts",
    "terms": "terms of reference",
    "to_on": "last day",
    "to_text": "new due date in words",
    "url": "address of the web page",
    "why": "reason for the action",
    "words": "verdict in words",
}
"""What a field is called in a sentence where its name does not say it."""


def label(name: str) -> str:
    """The words for a field within a sentence, without the article: "date due"."""
    return LABELS.get(name) or name.removesuffix("_id").replace("_", " ")


def check_text(fields: DataclassInstance, model: type[Base]) -> None:
    """Refuse what the columns of ``model`` cannot hold, field by field; nothing is asked for.

    Raises:
        RuleError: a text is too long for its column, has line breaks where one line is kept, or
            has characters that cannot be kept; or a date or a number is not sane.
    """
    columns = inspect(model).columns
    for field in dataclasses.fields(fields):
        kind = columns[field.name].type if field.name in columns else None
        _fitting(field.name, getattr(fields, field.name), kind)


def checked(fields: DataclassInstance, model: type[Base]) -> dict[str, Any]:
    """The values of a page's fields, ready for the columns of ``model``.

    Text is stripped, and empty text is None; slugs become members of their column's vocabulary. A
    field without a default is required. Fields that are no column are handed on as they are.

    Raises:
        RuleError: a value is missing, not in its vocabulary, or not sane; it names the field.
    """
    columns = inspect(model).columns
    values: dict[str, Any] = {}
    for field in dataclasses.fields(fields):
        kind = columns[field.name].type if field.name in columns else None
        value = _fitting(field.name, getattr(fields, field.name), kind)
        if value is None and field.default is field.default_factory is dataclasses.MISSING:
            verb = "Choose" if isinstance(kind, Enum | Uuid) else "Enter"
            raise RuleError(f"{verb} the {label(field.name)}", field=field.name)
        values[field.name] = value
    return values


def _fitting(name: str, value: Any, kind: Any) -> Any:
    if value is None or value == "":
        return None
    match kind:
        case Enum() | Uuid():
            return _member(name, value, kind)
        case Text():
            return checked_text(name, value)
        case String():
            return checked_line(name, value, kind.length or MOST_TEXT)
    match value:
        case date():
            return checked_date(name, value)
        case int() if not isinstance(value, bool) and not 1 <= value <= MOST_WHOLE:
            raise RuleError(
                f"The {label(name)} must be a whole number from 1 to {MOST_WHOLE:,}", field=name
            )
    return value


def _member(name: str, value: Any, kind: Enum | Uuid[Any]) -> Any:
    """The value as the column knows it: a member of its vocabulary, or an identifier."""
    known: Any = kind.enum_class if isinstance(kind, Enum) else uuid.UUID
    if isinstance(value, known):
        return value
    try:
        return known(str(value))
    except ValueError:
        words = f"Choose the {label(name)} from the list"
        raise RuleError(words, field=name) from None


def checked_text(name: str, text: str, most: int = MOST_TEXT) -> str | None:
    """Text without white space at its ends, or None when nothing is left."""
    text = text.strip()
    if len(text) > most:
        raise RuleError(f"The {label(name)} must be {most:,} characters or fewer", field=name)
    if _UNKEEPABLE.search(text):
        raise RuleError(
            f"The {label(name)} has an invisible character that cannot be kept. "
            "Type the words instead of pasting them",
            field=name,
        )
    return text or None


def checked_line(name: str, text: str, most: int) -> str | None:
    """One line of text: what a heading, a list or the subject of a mail can hold."""
    line = checked_text(name, text, most)
    if line is not None and len(line.splitlines()) > 1:
        raise RuleError(f"The {label(name)} must be on one line", field=name)
    return line


def checked_date(name: str, day: date) -> date:
    """A day from 1990 to 2100."""
    if not EARLIEST <= day <= LATEST:
        raise RuleError(
            f"The {label(name)} must be between {EARLIEST.year} and {LATEST.year}", field=name
        )
    return day


def checked_address(name: str, address: str | None) -> None:
    """Refuse an address of the web that a browser would not open as one."""
    if address is not None and not re.match(r"https?://[^\s/]\S*\Z", address, re.IGNORECASE):
        raise RuleError(f"The {label(name)} must begin with https:// or http://", field=name)


def require_order(values: Mapping[str, Any], first: str, then: str) -> None:
    """Refuse when the day ``then`` lies before the day ``first``, where both are given."""
    earlier, later = values[first], values[then]
    if earlier is not None and later is not None and later < earlier:
        raise RuleError(f"The {label(then)} must not be before the {label(first)}", field=then)


def require_reason(reason: str | None, sentence: str) -> None:
    """Refuse when there is no reason, with ``sentence``."""
    if reason is None or not checked_text("reason", reason):
        raise RuleError(sentence, field="reason")


def require_standing(record: Any, *, by: Actor, version: int | None = None) -> None:
    """Refuse a subject of another council, a removed one, and one that was changed meanwhile.

    Raises:
        Conflict: somebody changed the record after ``version`` was read.
    """
    require_own(record, by)
    require_version(record, version)
    removed_on = getattr(record, "removed_on", None)
    if removed_on is not None:
        noun = record.__tablename__.replace("_", " ")
        raise RuleError(f"This {noun} was removed on {long_date(removed_on)}")


_CHOOSE: Final[Mapping[type, str]] = {
    Board: "Choose a board of this council that has not ended",
    Body: "Choose a body of this council",
    Inspection: "Choose an inspection of this council",
    Person: "Choose a person of this council who has not left",
    Post: "Choose a post of this council that has not been closed",
}


def choice(
    session: Session,
    model: type[R],
    record_id: uuid.UUID,
    *,
    by: Actor,
    on: date,
    field: str,
    kept: uuid.UUID | None = None,
) -> R:
    """The record that was chosen, of the actor's council and not ended by the day ``on``.

    ``kept`` is what stood there before an amendment: it may stay, though it has ended since.

    Raises:
        RuleError: there is no such record for this council, or it has ended; names ``field``.
    """
    record = session.get(model, record_id) if record_id == kept else None
    if record is not None:
        return record
    found = chosen(session, model, [record_id], by=by, on=on, field=field, sentence=_CHOOSE[model])
    return found[0]


def one_at_a_time(session: Session, chain_id: uuid.UUID) -> None:
    """Let other deeds of the chain wait until this one commits.

    Called before a deed looks whether a name is free: on PostgreSQL two deeds would otherwise both
    find it free. On SQLite a writer is alone already.
    """
    lock_chain(session, chain_id)


def require_unused(
    session: Session,
    column: InstrumentedAttribute[str],
    value: str,
    sentence: str,
    *,
    by: Actor,
    besides: CouncilRecord | None = None,
) -> None:
    """Refuse when another record of the council has ``value`` already, whatever its capitals."""
    one_at_a_time(session, council_of(by))
    model: Any = column.class_
    query = select(model.id).where(
        model.council_id == council_of(by), func.lower(column) == func.lower(value)
    )
    if besides is not None:
        query = query.where(model.id != besides.id)
    if session.execute(query.limit(1)).first() is not None:
        raise RuleError(sentence, field=column.key)


def add_record(session: Session, model: type[R], *, by: Actor, **values: Any) -> R:
    """A new record of the actor's council.

    Every column that may be empty is set, so that a change in the same session knows the old value
    and history tells no change where there was none.
    """
    empty = {column.key: None for column in inspect(model).columns if column.nullable}
    record = model(**{**empty, **values, "council_id": council_of(by)})
    session.add(record)
    return record


def amend_record(record: Base, values: Mapping[str, Any]) -> None:
    """Set the columns of ``record``."""
    for name, value in values.items():
        setattr(record, name, value)
