"""Changes of due dates: asked for, and decided by somebody else."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.vocabulary import DateChangeState
from tracker.models.action import Action
from tracker.models.base import Base, CouncilRecord, belongs_to, short, within_council
from tracker.models.board import Meeting
from tracker.models.people import Person

_OPEN = text("state = 'requested'")


class DateChange(CouncilRecord, Base):
    """A request to move a due date of a plan in force, with what was decided on it.

    ``recovery`` says what will be done to hold the new date. Moves that were recorded before
    requests were are agreed ones: nobody is known to have asked for them, and no recovery action.
    """

    __tablename__ = "date_change"
    history_subject = "action_id"

    action_id: Mapped[uuid.UUID]
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    reason: Mapped[str]
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[uuid.UUID | None]
    meeting_id: Mapped[uuid.UUID | None]
    state: Mapped[DateChangeState] = mapped_column(default=DateChangeState.REQUESTED, sort_order=1)
    to_text: Mapped[str | None] = short(sort_order=1)
    recovery: Mapped[str | None] = mapped_column(sort_order=1)
    requested_on: Mapped[date] = mapped_column(sort_order=1)
    requested_by_id: Mapped[uuid.UUID | None] = mapped_column(sort_order=1)
    decision_note: Mapped[str | None] = mapped_column(sort_order=1)
    decision_id: Mapped[uuid.UUID | None] = mapped_column(sort_order=1)

    action: Mapped[Action] = belongs_to("Action", "DateChange.action_id")
    requested_by: Mapped[Person | None] = belongs_to("Person", "DateChange.requested_by_id")
    decided_by: Mapped[Person | None] = belongs_to("Person", "DateChange.decided_by_id")
    meeting: Mapped[Meeting | None] = belongs_to("Meeting", "DateChange.meeting_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("action_id", "action"),
            within_council("requested_by_id", "person"),
            within_council("decided_by_id", "person"),
            within_council("meeting_id", "meeting"),
            within_council("decision_id", "decision"),
            Index("ix_date_change_action", "action_id", "state", "decided_on"),
            Index("ix_date_change_meeting", "meeting_id"),
            # What waits is counted on the overview; the council's other changes need no index, as
            # one that began with their council and state would be taken for one action's too.
            Index(
                "ix_date_change_waiting",
                "council_id",
                "requested_by_id",
                "state",
                sqlite_where=_OPEN,
                postgresql_where=_OPEN,
            ),
            Index(
                "uq_date_change_open",
                "action_id",
                unique=True,
                sqlite_where=_OPEN,
                postgresql_where=_OPEN,
            ),
        )
