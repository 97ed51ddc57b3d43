"""Whether records that a deed works on or is pointed to are the council's own and still stand."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.models import CouncilRecord, DraftOfReport
from tracker.services.deeds import council_of

R = TypeVar("R", bound=CouncilRecord)

_ENDS = ("closed_on", "left_on", "ended_on")


def has_gone(record: CouncilRecord, on: date) -> bool:
    """Whether a record was removed, or a post closed, a person gone or a board ended by ``on``.

    A meeting that is a draft, or cancelled, is none that can be chosen either.
    """
    if getattr(record, "removed_on", None) is not None or not getattr(record, "stands", True):
        return True
    ends = (getattr(record, name, None) for name in _ENDS)
    return any(end is not None and end <= on for end in ends)


def require_own(subject: CouncilRecord | DraftOfReport, by: Actor) -> None:
    """Refuse to work on another council's record, whatever the door it was loaded through."""
    if subject.council_id != council_of(by):
        raise RuleError("This belongs to another council")


def chosen(
    session: Session,
    model: type[R],
    ids: Collection[uuid.UUID],
    *,
    by: Actor,
    on: date,
    field: str,
    sentence: str,
) -> list[R]:
    """The council's own records with ``ids``, in one statement and in the order of their ids.

    Raises:
        RuleError: with ``sentence`` for ``field``, when one of them does not exist, is another
            council's or has gone by ``on``. The three are told alike, so that nobody can find out
            what another council has.
    """
    if not ids:
        return []
    query = (
        select(model)
        .where(model.council_id == council_of(by), model.id.in_(sorted(ids)))
        .order_by(model.id)
    )
    found = [record for record in session.scalars(query) if not has_gone(record, on)]
    if len(found) != len(set(ids)):
        raise RuleError(sentence, field=field)
    return found
