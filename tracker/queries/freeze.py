"""Whether a board's papers are out, so that the dates of its plans are locked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.domain.slips import Lock, lock_on
from tracker.models import Board, Council, Meeting
from tracker.queries.clocks import list_proclaimed_holidays

_MOST_IN_A_DAY = 10
"""The next meetings that are looked at; a board does not meet more often in one day."""


@dataclass(frozen=True)
class Freeze:
    """A lock with its board's name and the meetings on its last day, of which one may decide."""

    lock: Lock
    board: str
    meeting_ids: frozenset[uuid.UUID]


def find_freeze(
    session: Session, actor: Actor, board_id: uuid.UUID | None, day: date
) -> Freeze | None:
    """The lock that a board's plans are under on ``day``, or None: at most two statements.

    A plan without a board is never locked.
    """
    if board_id is None:
        return None
    query = (
        select(Meeting.id, Meeting.held_on, Board.name, Council.freeze_days)
        .join(Board, Board.id == Meeting.board_id)
        .join(Council, Council.id == Meeting.council_id)
        .where(
            visible(actor, Meeting),
            Meeting.board_id == board_id,
            Meeting.stands,
            Meeting.held_on >= day,
        )
        .order_by(Meeting.held_on, Meeting.id)
        .limit(_MOST_IN_A_DAY)
    )
    coming = session.execute(query).all()
    if not coming:
        return None
    days = [row.held_on for row in coming]
    lock = lock_on(day, days, coming[0].freeze_days, list_proclaimed_holidays(session))
    if lock is None:
        return None
    ids = frozenset(row.id for row in coming if row.held_on == lock.meeting_on)
    return Freeze(lock, coming[0].name, ids)
