"""The days that a plan can be looked back on: since when it is recorded, and which are telling."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.domain.dates import local_day
from tracker.models import History, Meeting, Plan
from tracker.queries.errors import NotFound
from tracker.queries.rows import read_rows

MOST_MEETINGS: Final = 3


@dataclass(frozen=True)
class PlanDays:
    """A plan's title, first day of history, adoption and closing, and its board's last meetings.

    ``meetings`` are (day, title), the latest first, none of a later day than today. Without any
    history, ``first_on`` is today.
    """

    id: uuid.UUID
    title: str
    first_on: date
    adopted_on: date | None
    meetings: Sequence[tuple[date, str]]
    closed_on: date | None = None


def get_plan_days(session: Session, actor: Actor, plan_id: uuid.UUID) -> PlanDays:
    """The days of a plan, in one statement.

    Raises:
        NotFound: there is none that this actor may see.
    """
    began = select(History.at).where(
        History.chain_id == actor.council_id, History.record_id == plan_id
    )
    query = (
        select(
            Plan.title.label("plan_title"),
            Plan.adopted_on,
            Plan.closed_on,
            began.order_by(History.seq).limit(1).scalar_subquery().label("began_at"),
            Meeting.held_on,
            Meeting.title,
        )
        .outerjoin(
            Meeting,
            and_(
                Meeting.board_id == Plan.board_id,
                Meeting.council_id == Plan.council_id,
                Meeting.stands,
                Meeting.held_on <= actor.today,
            ),
        )
        .where(Plan.id == plan_id, visible(actor, Plan))
        .order_by(func.coalesce(Meeting.held_on, date.min).desc(), Meeting.id)
        .limit(MOST_MEETINGS)
    )
    rows = read_rows(session, query)
    if not rows:
        raise NotFound("No such plan")
    face = rows[0]
    return PlanDays(
        id=plan_id,
        title=face.plan_title,
        first_on=_day(face.began_at) or actor.today,
        adopted_on=face.adopted_on,
        meetings=[(row.held_on, row.title) for row in rows if row.held_on is not None],
        closed_on=face.closed_on,
    )


def _day(instant: datetime | None) -> date | None:
    return None if instant is None else local_day(instant)
