"""Search over all that an actor may see, by reference and by words; any input is a valid search.

SQLite searches its FTS5 index, PostgreSQL its tsvector; both are made by the migrations and rank a
reference above a title above other words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import Integer

from tracker.access.actor import Actor
from tracker.access.reader import FutureReader, prepared, reading
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import (
    drafted_meetings,
    embargoed_inspections,
    embargoed_recommendations,
    hidden_actions,
    hidden_notes,
    restricted_notes,
)
from tracker.domain.references import LONGEST_REFERENCE
from tracker.models import SearchEntry
from tracker.queries.rows import read_rows

FTS = table("search_entry_fts", column("rowid"), column("rank"))
"""SQLite's full-text index, which the models do not map; see ``adapters/search_index.py``."""

MOST: Final = 25
MOST_WORDS: Final = 12
LONGEST_WORD: Final = 60

_KIND_WORDS: Final = re.compile(
    r"^(recommendation|area for (improvement|priority action)|action|priority|no\.?|number)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """What a search found: the best rows, and whether there are more than are shown."""

    rows: Sequence[AnyRow]
    has_more: bool


def words_of(query: str) -> list[str]:
    """The words of a search as typed: letters and digits, at most twelve, the rest passed over."""
    return [word[:LONGEST_WORD] for word in re.findall(r"\w+", query)][:MOST_WORDS]


def reference_of(query: str) -> str:
    """The reference that somebody may mean: what is typed, without a word for what it is of."""
    return _KIND_WORDS.sub("", query.strip())[:LONGEST_WORD].strip()


def may_be_reference(query: str) -> bool:
    """Whether a record may be known by what is typed: it is short and has a number in it."""
    reference = reference_of(query)
    return len(reference) <= LONGEST_REFERENCE and any(sign.isdigit() for sign in reference)


def spellings(reference: str) -> list[str]:
    """The reference as typed, and in capitals and small letters."""
    return [reference, reference.upper(), reference.lower()]


def search(session: Session, actor: Actor, query: str) -> Found:
    """The best 25 records for ``query`` in two statements, an exact reference first."""
    words = words_of(query)
    if not words:
        return Found((), has_more=False)
    if session.get_bind().dialect.name == "postgresql":
        statement, matched = _on_postgresql(actor), " ".join(words)
    else:
        statement, matched = _on_sqlite(actor), " ".join(f'"{word}"*' for word in words)
    values = reading(actor, typed=spellings(reference_of(query)), most=MOST + 1)
    exact = read_rows(session, _exact(actor), values)
    seen = {row.record_id for row in exact}
    ranked = read_rows(session, statement, {**values, "words": matched})
    rows = [*exact, *(row for row in ranked if row.record_id not in seen)]
    return Found(rows[:MOST], has_more=len(rows) > MOST)


def _entries(reader: FutureReader) -> AnySelect:
    entry = SearchEntry
    return select(
        entry.record_type,
        entry.record_id,
        entry.reference,
        entry.title,
        entry.body,
        entry.plan_id,
        entry.inspection_id,
        entry.leads_to_id,
    ).where(entry.council_id == reader.council_id, _may_be_found(reader))


def _may_be_found(reader: FutureReader) -> ColumnElement[bool]:
    entry = SearchEntry
    known: ColumnElement[bool] = true()
    if not reader.keeps_boards:
        kept = (drafted_meetings(reader), *restricted_notes(reader))
        known = and_(*(entry.record_id.not_in(ids) for ids in kept))
    return and_(known, true() if reader.sees_embargoed else _not_embargoed(reader))


def _not_embargoed(reader: FutureReader) -> ColumnElement[bool]:
    entry = SearchEntry
    # What has no page of its own is seen by those who see the page that it is read on.
    read_on = func.coalesce(entry.leads_to_id, entry.record_id)
    return and_(
        or_(
            entry.inspection_id.is_(None),
            entry.inspection_id.not_in(embargoed_inspections(reader)),
        ),
        read_on.not_in(hidden_actions(reader)),
        read_on.not_in(embargoed_recommendations(reader)),
        *(read_on.not_in(notes) for notes in hidden_notes(reader)),
    )


def _most() -> Any:
    return bindparam("most", type_=Integer())


@prepared
def _exact(reader: FutureReader) -> AnySelect:
    typed = SearchEntry.reference.in_(bindparam("typed", expanding=True))
    return _entries(reader).where(typed).order_by(SearchEntry.id).limit(_most())


@prepared
def _on_sqlite(reader: FutureReader) -> AnySelect:
    # Ordered by rank alone, FTS5 hands over the best first, and the rest is never joined.
    return (
        _entries(reader)
        .join(FTS, FTS.c.rowid == SearchEntry.id)
        .where(literal_column(FTS.name).op("match")(bindparam("words", type_=String())))
        .order_by(FTS.c.rank)
        .limit(_most())
    )


@prepared
def _on_postgresql(reader: FutureReader) -> AnySelect:
    words: Any = literal_column("search_entry.words")
    typed = bindparam("words", type_=String())
    # A source of its own: among the conditions it would be parsed anew for each row that is ranked.
    asked = func.websearch_to_tsquery("english", typed).alias("asked")
    return (
        _entries(reader)
        .join(asked, words.op("@@")(asked.column))
        .order_by(func.ts_rank(words, asked.column).desc(), SearchEntry.id)
        .limit(_most())
    )
