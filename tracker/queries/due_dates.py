"""What a moved due date can point to: the meetings that may have decided it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow
from tracker.access.visibility import visible
from tracker.models import Board, Meeting

MOST_MEETINGS = 100


def list_deciding_meetings(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The newest meetings of the council's boards, as (id, held_on, title, board)."""
    query = (
        select(Meeting.id, Meeting.held_on, Meeting.title, Board.name.label("board"))
        .join(Board, Board.id == Meeting.board_id)
        .where(visible(actor, Meeting), Meeting.removed_on.is_(None))
        .order_by(Meeting.held_on.desc(), Meeting.id)
        .limit(MOST_MEETINGS)
    )
    return session.execute(query).all()
