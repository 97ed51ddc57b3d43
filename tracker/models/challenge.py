"""Challenges: what a board asks of somebody, what came of it, and who says that it was met."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.board_vocabulary import ChallengeState
from tracker.models.action import Action
from tracker.models.agenda import AgendaItem
from tracker.models.base import (
    Base,
    CouncilRecord,
    belongs_to,
    has_many,
    short,
    within_council,
)
from tracker.models.board import Board, Meeting
from tracker.models.evidence import Evidence
from tracker.models.people import Person, Post
from tracker.models.recommendation import Recommendation


class Challenge(CouncilRecord, Base):
    """What somebody on a board put to a person or a post, at a meeting or between two.

    Whoever raised it is a person who is known here or a ``raised_by_name``. It is about a
    recommendation, an action, a ``measure`` in words, several of these, or none. ``state`` and
    ``due_on``, the day of the latest promise, repeat the latest of its ``steps``; ``settled_on`` is
    the day on which it was verified or withdrawn.
    """

    __tablename__ = "challenge"

    board_id: Mapped[uuid.UUID]
    meeting_id: Mapped[uuid.UUID | None]
    item_id: Mapped[uuid.UUID | None]
    raised_on: Mapped[date]
    raised_by_id: Mapped[uuid.UUID | None]
    raised_by_name: Mapped[str | None] = short()
    put_to_id: Mapped[uuid.UUID | None]
    put_to_post_id: Mapped[uuid.UUID | None]
    recommendation_id: Mapped[uuid.UUID | None]
    action_id: Mapped[uuid.UUID | None]
    measure: Mapped[str | None] = short(300)
    text: Mapped[str]
    state: Mapped[ChallengeState] = mapped_column(default=ChallengeState.RAISED)
    due_on: Mapped[date | None]
    settled_on: Mapped[date | None]

    board: Mapped[Board] = belongs_to("Board", "Challenge.board_id")
    meeting: Mapped[Meeting | None] = belongs_to("Meeting", "Challenge.meeting_id")
    item: Mapped[AgendaItem | None] = belongs_to("AgendaItem", "Challenge.item_id")
    raised_by: Mapped[Person | None] = belongs_to("Person", "Challenge.raised_by_id")
    put_to: Mapped[Person | None] = belongs_to("Person", "Challenge.put_to_id")
    put_to_post: Mapped[Post | None] = belongs_to("Post", "Challenge.put_to_post_id")
    recommendation: Mapped[Recommendation | None] = belongs_to(
        "Recommendation", "Challenge.recommendation_id"
    )
    action: Mapped[Action | None] = belongs_to("Action", "Challenge.action_id")
    steps: Mapped[list[ChallengeStep]] = has_many(
        "ChallengeStep", "challenge_id", "Challenge", order_by="ChallengeStep.id"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("board_id", "board"),
            within_council("meeting_id", "meeting"),
            within_council("item_id", "agenda_item"),
            within_council("raised_by_id", "person"),
            within_council("put_to_id", "person"),
            within_council("put_to_post_id", "post"),
            within_council("recommendation_id", "recommendation"),
            within_council("action_id", "action"),
            CheckConstraint(
                "(raised_by_id IS NULL) <> (raised_by_name IS NULL)", name="person_or_name"
            ),
            CheckConstraint(
                "(put_to_id IS NULL) <> (put_to_post_id IS NULL)", name="to_person_or_post"
            ),
            CheckConstraint("item_id IS NULL OR meeting_id IS NOT NULL", name="item_of_meeting"),
            Index("ix_challenge_board", "council_id", "board_id", "raised_on"),
            Index("ix_challenge_action", "action_id"),
            Index("ix_challenge_recommendation", "recommendation_id"),
            Index("ix_challenge_meeting", "meeting_id"),
        )


class ChallengeStep(CouncilRecord, Base):
    """One step of a challenge's story, in words: an answer, a promise, what was given, a verdict.

    ``state`` is where the step led; ``taken_by``, or an outsider's ``taken_by_name``, is who
    answered, promised, gave or judged, whoever wrote it down. ``due_on`` is the day that a promise
    names. What was given can lead to a piece of evidence or to an action's page.
    ``is_for_challenger`` says that the chair verified on the challenger's behalf. A step is never
    changed: a later one takes it further.
    """

    __tablename__ = "challenge_step"
    history_subject = "challenge_id"

    challenge_id: Mapped[uuid.UUID]
    state: Mapped[ChallengeState]
    taken_on: Mapped[date]
    taken_by_id: Mapped[uuid.UUID | None]
    taken_by_name: Mapped[str | None] = short()
    words: Mapped[str | None]
    due_on: Mapped[date | None]
    evidence_id: Mapped[uuid.UUID | None]
    action_id: Mapped[uuid.UUID | None]
    is_for_challenger: Mapped[bool] = mapped_column(default=False)

    challenge: Mapped[Challenge] = belongs_to(
        "Challenge", "ChallengeStep.challenge_id", overlaps="steps"
    )
    taken_by: Mapped[Person | None] = belongs_to("Person", "ChallengeStep.taken_by_id")
    evidence: Mapped[Evidence | None] = belongs_to("Evidence", "ChallengeStep.evidence_id")
    action: Mapped[Action | None] = belongs_to("Action", "ChallengeStep.action_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("challenge_id", "challenge"),
            within_council("taken_by_id", "person"),
            within_council("evidence_id", "evidence"),
            within_council("action_id", "action"),
            CheckConstraint("taken_by_id IS NULL OR taken_by_name IS NULL", name="person_or_name"),
            CheckConstraint("(due_on IS NOT NULL) = (state = 'promised')", name="promise_has_day"),
            Index("ix_challenge_step_challenge", "challenge_id"),
        )
