"""What search knows of each record, kept current by the recording listener in the same commit."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import delete, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.models.action import Action
from tracker.models.base import Recorded
from tracker.models.board import Board, Meeting
from tracker.models.challenge import Challenge
from tracker.models.decision import Decision
from tracker.models.evidence import Evidence
from tracker.models.inspection import Inspection
from tracker.models.operations import SearchEntry
from tracker.models.people import Person, Post
from tracker.models.plan import Plan, Priority
from tracker.models.recommendation import Recommendation, Verdict
from tracker.models.update import Update


class SearchText(NamedTuple):
    """The searchable words of one record, and the records whose visibility it inherits."""

    reference: str
    title: str
    body: str
    plan_id: uuid.UUID | None = None
    inspection_id: uuid.UUID | None = None
    leads_to_id: uuid.UUID | None = None


def _joined(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)


SEARCHED: dict[type[Recorded], Callable[[Any], SearchText]] = {
    Inspection: lambda r: SearchText(
        "", r.title, _joined(r.theme, r.lead_inspector, r.summary, r.found_good), None, r.id
    ),
    Recommendation: lambda r: SearchText(
        r.reference or "", r.text, _joined(r.theme, r.response_reason), None, r.inspection_id
    ),
    Plan: lambda r: SearchText("", r.title, _joined(r.phase, r.purpose), r.id),
    Priority: lambda r: SearchText(r.letter, r.title, _joined(r.difference), r.plan_id),
    Action: lambda r: SearchText(
        r.reference, r.title, _joined(r.why, r.success_measure, r.obstacle), r.plan_id
    ),
    Update: lambda r: SearchText(
        "",
        r.done,
        _joined(r.next_steps, r.obstacle, r.delivery_reason),
        leads_to_id=r.action_id,
    ),
    Evidence: lambda r: SearchText("", r.title, _joined(r.shows, r.place), leads_to_id=r.action_id),
    Verdict: lambda r: SearchText(
        "", r.words or "", "", inspection_id=r.inspection_id, leads_to_id=r.recommendation_id
    ),
    Person: lambda r: SearchText("", r.name, _joined(r.organisation)),
    Post: lambda r: SearchText("", r.title, ""),
    Board: lambda r: SearchText("", r.name, _joined(r.chair_note, r.terms)),
    Meeting: lambda r: SearchText("", r.title, _joined(r.place, r.note)),
    Challenge: lambda r: SearchText("", r.text, _joined(r.measure)),
    Decision: lambda r: SearchText("", r.text, _joined(r.carried_out_note)),
}
"""Which records are found by search, and by which words. An update has no page: it is found by its
own words and read on its action's page, as a verdict is on its recommendation's. Evidence has one,
and goes with its action all the same."""


def index_records(session: Session, records: Sequence[Recorded]) -> None:
    """Write the search entries of changed records.

    A removed record is no longer found, and neither is what would be read on its page.
    """
    found, gone = [], []
    for record in records:
        words = SEARCHED.get(type(record))
        if words is None:
            continue
        if getattr(record, "removed_on", None) is not None:
            gone.append(record.id)
        else:
            found.append(_entry(record, words(record)))
    if found:
        connection = session.connection()
        connection.execute(_upsert(connection.dialect.name), found)
    # Last, so that nothing written in the same flush outlives the record on whose page it is read.
    if gone:
        entry = SearchEntry
        session.execute(
            delete(entry)
            .where(or_(entry.record_id.in_(gone), entry.leads_to_id.in_(gone)))
            .execution_options(synchronize_session=False)
        )


def _entry(record: Any, words: SearchText) -> dict[str, Any]:
    return {
        "council_id": record.council_id,
        "record_type": record.__tablename__,
        "record_id": record.id,
        **words._asdict(),
    }


@cache
def _upsert(dialect_name: str) -> Any:
    # The two dialects' inserts have the same methods and no common type.
    dialect: Any = postgresql if dialect_name == "postgresql" else sqlite
    statement = dialect.insert(SearchEntry.__table__)
    return statement.on_conflict_do_update(
        index_elements=["record_type", "record_id"],
        set_={name: statement.excluded[name] for name in SearchText._fields},
    )
