"""What meetings decide and set, and corrections of these once the minutes were agreed."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from tracker.domain.board_vocabulary import Rescoping
from tracker.models.action import Action
from tracker.models.agenda import AgendaItem
from tracker.models.base import Base, CouncilRecord, belongs_to, short, within_council
from tracker.models.board import Board, Meeting
from tracker.models.challenge import Challenge
from tracker.models.people import Person, Post
from tracker.models.plan import Plan
from tracker.models.recommendation import Recommendation


def _one_owner() -> CheckConstraint:
    named = " + ".join(
        f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END"
        for name in ("owner_id", "owner_post_id", "owner_name")
    )
    return CheckConstraint(f"{named} <= 1", name="one_owner")


class Decision(CouncilRecord, Base):
    """What a board decided at a meeting, on what, who carries it out by when, and when they did.

    Whoever carries it out is a person, a post or an ``owner_name``; nobody need be. It was decided
    on the day of its meeting.
    """

    __tablename__ = "decision"

    board_id: Mapped[uuid.UUID]
    meeting_id: Mapped[uuid.UUID]
    item_id: Mapped[uuid.UUID | None]
    plan_id: Mapped[uuid.UUID | None]
    action_id: Mapped[uuid.UUID | None]
    recommendation_id: Mapped[uuid.UUID | None]
    text: Mapped[str]
    owner_id: Mapped[uuid.UUID | None]
    owner_post_id: Mapped[uuid.UUID | None]
    owner_name: Mapped[str | None] = short()
    due_on: Mapped[date | None]
    carried_out_on: Mapped[date | None]
    carried_out_note: Mapped[str | None]
    removed_on: Mapped[date | None]

    board: Mapped[Board] = belongs_to("Board", "Decision.board_id")
    meeting: Mapped[Meeting] = belongs_to("Meeting", "Decision.meeting_id")
    item: Mapped[AgendaItem | None] = belongs_to("AgendaItem", "Decision.item_id")
    plan: Mapped[Plan | None] = belongs_to("Plan", "Decision.plan_id")
    action: Mapped[Action | None] = belongs_to("Action", "Decision.action_id")
    recommendation: Mapped[Recommendation | None] = belongs_to(
        "Recommendation", "Decision.recommendation_id"
    )
    owner: Mapped[Person | None] = belongs_to("Person", "Decision.owner_id")
    owner_post: Mapped[Post | None] = belongs_to("Post", "Decision.owner_post_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("board_id", "board"),
            within_council("meeting_id", "meeting"),
            within_council("item_id", "agenda_item"),
            within_council("plan_id", "plan"),
            within_council("action_id", "action"),
            within_council("recommendation_id", "recommendation"),
            within_council("owner_id", "person"),
            within_council("owner_post_id", "post"),
            _one_owner(),
            Index("ix_decision_board", "council_id", "board_id"),
            Index("ix_decision_meeting", "meeting_id"),
            Index("ix_decision_action", "action_id"),
        )


class FollowUp(CouncilRecord, Base):
    """What a meeting sets to be done: by whom, by when, and whether it was or why it need not be.

    ``closed_on`` is the day on which it was done, or found not to be needed for the reason given.
    """

    __tablename__ = "follow_up"

    board_id: Mapped[uuid.UUID]
    meeting_id: Mapped[uuid.UUID]
    item_id: Mapped[uuid.UUID | None]
    text: Mapped[str]
    owner_id: Mapped[uuid.UUID | None]
    owner_post_id: Mapped[uuid.UUID | None]
    owner_name: Mapped[str | None] = short()
    due_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    not_needed_because: Mapped[str | None]

    board: Mapped[Board] = belongs_to("Board", "FollowUp.board_id")
    meeting: Mapped[Meeting] = belongs_to("Meeting", "FollowUp.meeting_id")
    item: Mapped[AgendaItem | None] = belongs_to("AgendaItem", "FollowUp.item_id")
    owner: Mapped[Person | None] = belongs_to("Person", "FollowUp.owner_id")
    owner_post: Mapped[Post | None] = belongs_to("Post", "FollowUp.owner_post_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("board_id", "board"),
            within_council("meeting_id", "meeting"),
            within_council("item_id", "agenda_item"),
            within_council("owner_id", "person"),
            within_council("owner_post_id", "post"),
            _one_owner(),
            CheckConstraint(
                "not_needed_because IS NULL OR closed_on IS NOT NULL", name="closed_with_reason"
            ),
            Index("ix_follow_up_board", "council_id", "board_id", "closed_on"),
            Index("ix_follow_up_meeting", "meeting_id"),
        )


class NoteCorrection(CouncilRecord, Base):
    """What a note of agreed minutes said before it was corrected, and why, and by whom.

    The note is a challenge, a decision or a follow-up, which ``subject_id`` names as well.
    """

    __tablename__ = "note_correction"
    history_subject = "subject_id"

    subject_id: Mapped[uuid.UUID]
    challenge_id: Mapped[uuid.UUID | None]
    decision_id: Mapped[uuid.UUID | None]
    follow_up_id: Mapped[uuid.UUID | None]
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str]
    corrected_by_id: Mapped[uuid.UUID | None]
    corrected_on: Mapped[date]

    challenge: Mapped[Challenge | None] = belongs_to("Challenge", "NoteCorrection.challenge_id")
    decision: Mapped[Decision | None] = belongs_to("Decision", "NoteCorrection.decision_id")
    follow_up: Mapped[FollowUp | None] = belongs_to("FollowUp", "NoteCorrection.follow_up_id")
    corrected_by: Mapped[Person | None] = belongs_to("Person", "NoteCorrection.corrected_by_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("challenge_id", "challenge"),
            within_council("decision_id", "decision"),
            within_council("follow_up_id", "follow_up"),
            within_council("corrected_by_id", "person"),
            Index("ix_note_correction_subject", "council_id", "subject_id"),
        )


class AllowedRescoping(CouncilRecord, Base):
    """That a decision allowed an action of an adopted plan to be removed, or measured otherwise.

    ``before`` and ``after`` are the success measure of an amended action. A merge or a split says
    so itself (``Succession.decision_id``).
    """

    __tablename__ = "allowed_rescoping"
    history_subject = "action_id"

    action_id: Mapped[uuid.UUID]
    decision_id: Mapped[uuid.UUID]
    kind: Mapped[Rescoping]
    before: Mapped[str | None]
    after: Mapped[str | None]
    allowed_on: Mapped[date]

    action: Mapped[Action] = belongs_to("Action", "AllowedRescoping.action_id")
    decision: Mapped[Decision] = belongs_to("Decision", "AllowedRescoping.decision_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("action_id", "action"),
            within_council("decision_id", "decision"),
            Index("ix_allowed_rescoping_action", "action_id"),
            Index("ix_allowed_rescoping_decision", "decision_id"),
        )
