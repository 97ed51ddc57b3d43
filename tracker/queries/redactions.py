"""Redactions of a council, and the rows of history that they are about."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.domain.verification import REDACTED_ROW, REDACTION
from tracker.domain.vocabulary import RedactionDecision
from tracker.models import History, Person, RedactedRow, Redaction
from tracker.queries.administration import names_of
from tracker.queries.errors import NotFound
from tracker.queries.history import history_rows
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of

MOST_ROWS: Final = 200
"""How many rows of one record a redaction can be about."""

ASKED: Final = "asked"
"""The filter's word for what nobody has decided yet."""


class Subject(NamedTuple):
    """A record with a page of its own, on which its history stands."""

    record_type: str
    record_id: uuid.UUID
    name: str


def get_subject(session: Session, actor: Actor, record_id: uuid.UUID) -> Subject:
    """The record on whose page a history stands, by its id alone.

    Raises:
        NotFound: there is no such record that the actor may see.
    """
    found = names_of(session, actor, [record_id]).get(record_id)
    if found is None:
        raise NotFound("No such record")
    return Subject(found[0], record_id, found[1])


def list_rows_holding(
    session: Session, actor: Actor, subject: Subject, words: str
) -> Sequence[AnyRow]:
    """The rows of a record's history whose payload holds ``words``, the oldest first.

    Capitals and runs of white space make no difference. Rows of redactions themselves are left out.
    """
    query = (
        history_rows(actor)
        .where(
            History.subject_id == subject.record_id,
            History.payload.is_not(None),
            History.record_type.not_in((REDACTION, REDACTED_ROW)),
        )
        .order_by(History.seq)
    )
    found = [row for row in session.execute(query) if holds(json.loads(row.payload), words)]
    return found[:MOST_ROWS]


def plain_words(text: str) -> str:
    """Text without differences of capitals and white space."""
    return " ".join(text.split()).casefold()


def holds(value: Any, words: str) -> bool:
    """Whether any text within a payload holds ``words``."""
    sought = plain_words(words)
    return any(sought in plain_words(text) for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)


def _decided(values: tuple[str, ...]) -> Condition | None:
    if ASKED in values:
        return Redaction.decision.is_(None)
    known = [RedactionDecision(value) for value in values if value in set(RedactionDecision)]
    return Redaction.decision.in_(known) if known else None


LISTING = Listing(
    filters={"decision": _decided},
    sorts={"asked": [Redaction.asked_on], "record": [Redaction.record_type]},
    default_sort="-asked",
    tie_break=[Redaction.id],
)


def _listed(actor: Actor) -> AnySelect:
    asked_by = aliased(Person)
    return (
        select(
            Redaction.id,
            Redaction.record_type,
            Redaction.record_id,
            Redaction.reason,
            Redaction.asked_on,
            Redaction.decision,
            Redaction.decided_on,
            asked_by.name.label("asked_by"),
        )
        .join(asked_by, asked_by.id == Redaction.asked_by_id)
        .where(visible(actor, Redaction))
    )


def page_of_redactions(session: Session, actor: Actor, ask: Ask) -> Page[AnyRow]:
    """One page of the council's redactions."""
    return page_of(session, LISTING, _listed(actor), ask)


def every_redaction(session: Session, actor: Actor, ask: Ask) -> Sequence[AnyRow]:
    """All redactions of the asked list, for an export."""
    return every_row(session, LISTING, _listed(actor), ask)


def get_redaction(session: Session, actor: Actor, redaction_id: uuid.UUID) -> Redaction:
    """A redaction with its rows and who asked and decided: two statements.

    Raises:
        NotFound: there is none that the actor may see.
    """
    query = (
        select(Redaction)
        .where(Redaction.id == redaction_id, visible(actor, Redaction))
        .options(
            joinedload(Redaction.asked_by),
            joinedload(Redaction.decided_by),
            selectinload(Redaction.rows),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such redaction")
    return found


def list_rows_of(session: Session, actor: Actor, redaction: Redaction) -> Sequence[AnyRow]:
    """The rows of history that a redaction is about, the oldest first, blanked ones among them."""
    places = [row.seq for row in redaction.rows]
    query = history_rows(actor).where(History.seq.in_(places)).order_by(History.seq)
    return session.execute(query).all()


def waiting_rows(council_id: uuid.UUID, places: Sequence[int]) -> Select[Any]:
    """The places among ``places`` that a redaction which nobody has decided is about already."""
    return (
        select(RedactedRow.seq)
        .join(Redaction, Redaction.id == RedactedRow.redaction_id)
        .where(
            RedactedRow.council_id == council_id,
            RedactedRow.seq.in_(places),
            Redaction.decision.is_(None),
        )
    )
