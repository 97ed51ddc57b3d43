"""Redactions: words that should never have been typed leave history, and the gap is named.

One person asks, another decides. Approval blanks the rows and clears what the live records still
hold of them; the chain stays whole, because its hashes cover digests (docs/decisions/redaction.md).
"""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Enum, String, func, inspect, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import RedactionDecision
from tracker.models import Base, History, RedactedRow, Redaction
from tracker.models.base import Recorded
from tracker.models.recording import blank_rows, hiding_old_values, restate
from tracker.queries.redactions import (
    Subject,
    holds,
    list_rows_holding,
    plain_words,
    waiting_rows,
)
from tracker.services.deeds import council_of, deed
from tracker.services.rules import add_record, checked_text, require_reason, require_standing

CLEARED: Final = "Redacted"
"""What stands in a live field from which words were redacted."""

LEAST_CHARACTERS: Final = 2
TOO_SHORT: Final = "Enter the words that must go, at least two characters"

LEAST_FIELD: Final = 100
"""Shorter columns hold codes and addresses, which are amended and never cleared."""


@dataclass(frozen=True)
class RedactionFields:
    """What is asked for: the words that must go, the rows that hold them, and why."""

    words: str
    places: Sequence[int]
    reason: str


@deed
def ask_redaction(
    session: Session,
    subject: Subject,
    fields: RedactionFields,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> Redaction:
    """Ask that rows of the history of ``subject`` be blanked. The words are not kept.

    Raises:
        RuleError: no row was chosen, one of them does not hold the words or waits for a decision
            already; there is no reason, or it repeats the words; nobody is there who asks.
    """
    asked_by_id = _somebody(by)
    if not is_enough(fields.words):
        raise RuleError(TOO_SHORT, field="words")
    require_reason(fields.reason, "Enter why the words must go")
    if holds(fields.reason, fields.words):
        raise RuleError("The reason must not repeat the words: it is kept", field="reason")
    rows = _chosen(session, subject, fields, by=by)
    redaction = add_record(
        session,
        Redaction,
        by=by,
        record_type=subject.record_type,
        record_id=subject.record_id,
        reason=checked_text("reason", fields.reason),
        asked_by_id=asked_by_id,
        asked_on=on,
    )
    session.flush()
    for row in rows:
        live = _live_fields(session, row, fields.words)
        values: dict[str, Any] = {"redaction_id": redaction.id, "seq": row.seq}
        add_record(session, RedactedRow, by=by, **values, live_fields=" ".join(live) or None)
    return redaction


def is_enough(words: str) -> bool:
    """Whether ``words`` are more than nothing, and more than what every text has."""
    return len(plain_words(words)) >= LEAST_CHARACTERS


def _somebody(by: Actor) -> uuid.UUID:
    if by.person_id is None:
        raise RuleError("A redaction is asked for and decided by two people of the council")
    return by.person_id


def _chosen(
    session: Session, subject: Subject, fields: RedactionFields, *, by: Actor
) -> Sequence[Any]:
    if not fields.places:
        raise RuleError("Select at least one row", field="places")
    found = {row.seq: row for row in list_rows_holding(session, by, subject, fields.words)}
    if not set(fields.places) <= set(found):
        raise RuleError("Select rows that hold the words", field="places")
    if session.scalars(waiting_rows(council_of(by), fields.places)).first() is not None:
        raise RuleError("One of these rows waits for a decision already", field="places")
    return [found[seq] for seq in sorted(set(fields.places))]


def live_fields_of(record: Recorded, words: str) -> list[str]:
    """The fields of a live record that hold ``words`` and can be cleared."""
    return [
        column.key
        for column in inspect(type(record)).column_attrs
        if _is_prose(column.columns[0].type) and holds(getattr(record, column.key), words)
    ]


def _is_prose(kind: Any) -> bool:
    is_text = isinstance(kind, String) and not isinstance(kind, Enum)
    return is_text and (kind.length is None or kind.length >= LEAST_FIELD)


def _live_fields(session: Session, row: Any, words: str) -> list[str]:
    record = live_record(session, row.record_type, row.record_id)
    return live_fields_of(record, words) if record is not None else []


def live_record(session: Session, record_type: str, record_id: uuid.UUID) -> Recorded | None:
    """The record that a row of history tells of, as it stands."""
    model = _models().get(record_type)
    return session.get(model, record_id) if model else None


def _models() -> Mapping[str, type[Recorded]]:
    classes = (mapper.class_ for mapper in Base.registry.mappers)
    return {str(c.__tablename__): c for c in classes if issubclass(c, Recorded)}  # type: ignore[attr-defined]


@deed
def approve_redaction(
    session: Session,
    redaction: Redaction,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Blank the rows; ``redaction.rows`` are loaded. What is gone is gone.

    A record whose newest row is blanked is stated again as it stands, so that history always ends
    with the record.

    Raises:
        RuleError: it was decided already, or by whoever asked for it.
        Conflict: somebody changed it after ``version`` was read.
    """
    _decide(redaction, RedactionDecision.APPROVED, by=by, on=on, version=version)
    session.flush()
    places = [row.seq for row in redaction.rows]
    told = _told(session, redaction.council_id, places)
    with hiding_old_values(session):
        _clear(session, redaction.rows, told)
    for record_type, record_id in sorted({(row.record_type, row.record_id) for row in told}):
        if _newest(session, redaction.council_id, record_id) in places:
            record = live_record(session, record_type, record_id)
            if record is not None:
                restate(session, record)
    blank_rows(session, redaction.council_id, places)


def _told(session: Session, council_id: uuid.UUID, places: Iterable[int]) -> Sequence[Any]:
    query = select(History.seq, History.record_type, History.record_id, History.payload)
    return session.execute(
        query.where(History.chain_id == council_id, History.seq.in_(places))
    ).all()


def _clear(session: Session, rows: Iterable[RedactedRow], told: Sequence[Any]) -> None:
    about = {row.seq: row for row in told}
    for row in rows:
        if row.live_fields is None:
            continue
        found = about[row.seq]
        record = live_record(session, found.record_type, found.record_id)
        told_then = json.loads(found.payload or "{}").get("record", {})
        for name in row.live_fields.split():
            # What was amended since it was asked for is not what has to go.
            if getattr(record, name) == told_then.get(name):
                setattr(record, name, CLEARED)


def _newest(session: Session, council_id: uuid.UUID, record_id: uuid.UUID) -> int | None:
    query = select(func.max(History.seq))
    return session.scalar(
        query.where(History.chain_id == council_id, History.record_id == record_id)
    )


@deed
def refuse_redaction(
    session: Session,
    redaction: Redaction,
    refusal: str | None,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Leave the rows as they are, and say why.

    Raises:
        RuleError: it was decided already, or by whoever asked for it; or nothing says why.
    """
    if not (refusal or "").strip():
        raise RuleError("Enter why it is refused", field="refusal")
    _decide(redaction, RedactionDecision.REFUSED, by=by, on=on, version=version)
    redaction.refusal = checked_text("refusal", refusal or "")


def _decide(
    redaction: Redaction,
    decision: RedactionDecision,
    *,
    by: Actor,
    on: date,
    version: int | None,
) -> None:
    require_standing(redaction, by=by, version=version)
    decided_by_id = _somebody(by)
    if redaction.decision is not None:
        raise RuleError("This redaction was decided already")
    if decided_by_id == redaction.asked_by_id:
        raise RuleError("Somebody else than who asked for it must decide")
    redaction.decision = decision
    redaction.decided_by_id = decided_by_id
    redaction.decided_on = on
