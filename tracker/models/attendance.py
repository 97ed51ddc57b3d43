"""Who was at a meeting."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from tracker.domain.board_vocabulary import Presence
from tracker.models.base import Base, CouncilRecord, belongs_to, short, within_council
from tracker.models.board import BoardMember, Meeting


class Attendance(CouncilRecord, Base):
    """Whether one member was at one meeting; ``substitute`` names who came in their place."""

    __tablename__ = "attendance"
    history_subject = "meeting_id"

    meeting_id: Mapped[uuid.UUID]
    member_id: Mapped[uuid.UUID]
    presence: Mapped[Presence | None]
    substitute: Mapped[str | None] = short()

    meeting: Mapped[Meeting] = belongs_to("Meeting", "Attendance.meeting_id")
    member: Mapped[BoardMember] = belongs_to("BoardMember", "Attendance.member_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("meeting_id", "meeting"),
            within_council("member_id", "board_member"),
            UniqueConstraint("meeting_id", "member_id"),
            CheckConstraint(
                "(substitute IS NULL) = (presence IS NULL OR presence <> 'substitute')",
                name="substitute_is_named",
            ),
        )
