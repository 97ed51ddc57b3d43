"""Actions: what is to be done, by whom, by when, for which recommendation."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Computed, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.vocabulary import (
    Delivery,
    EvidenceRating,
    ImpactRating,
    OwnershipRole,
    SuccessionKind,
)
from tracker.models.base import (
    Base,
    CouncilRecord,
    belongs_to,
    has_many,
    one_of,
    short,
    within_council,
)
from tracker.models.people import Person, Post
from tracker.models.plan import Plan, Priority
from tracker.models.recommendation import Recommendation


def _live(name: str, *columns: str) -> Index:
    # SQLite counts from an index alone only when it holds every column asked about, the one of its
    # own condition among them. PostgreSQL could seek no further than that one, so it stands last.
    # The council stands first: behind other columns, a count would compare it entry by entry.
    asked = ("council_id", "plan_id", *columns, "removed_on")
    live = text("removed_on IS NULL")
    return Index(f"ix_action_plan_{name}", *asked, sqlite_where=live, postgresql_where=live)


class Action(CouncilRecord, Base):
    """One piece of work in a plan.

    ``due_text`` keeps a due date as written when it is no date ("Ongoing"), ``due_on`` the best day
    beside it. ``first_due_on`` is the date at adoption: it never changes afterwards. ``delivery``,
    ``delivery_reason``, ``recovery``, ``obstacle``, ``impact_rating`` and ``updated_on`` repeat the
    latest update that was not corrected, ``evidence_rating`` says whether evidence is offered, and
    the ``assured_`` columns repeat the latest assurance, so that a list of 50,000 actions is read
    from one table; the deed that posts one writes both.
    """

    __tablename__ = "action"

    plan_id: Mapped[uuid.UUID]
    priority_id: Mapped[uuid.UUID | None]
    reference: Mapped[str] = short(40)
    sort_key: Mapped[str] = short(120)
    title: Mapped[str] = short(500)
    why: Mapped[str | None]
    success_measure: Mapped[str | None]
    start_on: Mapped[date | None]
    due_on: Mapped[date | None]
    due_text: Mapped[str | None] = short()
    first_due_on: Mapped[date | None]
    times_slipped: Mapped[int] = mapped_column(default=0)
    delivery: Mapped[Delivery] = mapped_column(default=Delivery.NOT_STARTED)
    delivery_reason: Mapped[str | None]
    obstacle: Mapped[str | None]
    has_obstacle: Mapped[bool] = mapped_column(Computed("obstacle IS NOT NULL", persisted=True))
    updated_on: Mapped[date | None]
    completed_on: Mapped[date | None]
    removed_on: Mapped[date | None]
    # Last, as in a database that had the table before.
    recovery: Mapped[str | None] = mapped_column(sort_order=1)
    evidence_rating: Mapped[EvidenceRating] = mapped_column(
        default=EvidenceRating.NONE, server_default=EvidenceRating.NONE.value, sort_order=1
    )
    impact_rating: Mapped[ImpactRating] = mapped_column(
        default=ImpactRating.TOO_EARLY, server_default=ImpactRating.TOO_EARLY.value, sort_order=1
    )
    assured_delivery: Mapped[Delivery | None] = mapped_column(
        one_of(Delivery, "assured_delivery"), sort_order=1
    )
    assured_evidence: Mapped[EvidenceRating | None] = mapped_column(
        one_of(EvidenceRating, "assured_evidence"), sort_order=1
    )
    assured_impact: Mapped[ImpactRating | None] = mapped_column(
        one_of(ImpactRating, "assured_impact"), sort_order=1
    )
    assured_on: Mapped[date | None] = mapped_column(sort_order=1)
    closed_on: Mapped[date | None] = mapped_column(sort_order=1)

    plan: Mapped[Plan] = belongs_to("Plan", "Action.plan_id")
    priority: Mapped[Priority | None] = belongs_to("Priority", "Action.priority_id")
    ownerships: Mapped[list[Ownership]] = has_many(
        "Ownership", "action_id", "Action", order_by="Ownership.position, Ownership.id"
    )
    answers: Mapped[list[ActionRecommendation]] = has_many(
        "ActionRecommendation", "action_id", "Action", order_by="ActionRecommendation.id"
    )
    milestones: Mapped[list[Milestone]] = has_many(
        "Milestone", "action_id", "Action", order_by="Milestone.due_on, Milestone.id"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("plan_id", "plan"),
            within_council("priority_id", "priority"),
            Index(
                "uq_action_reference",
                "plan_id",
                "reference",
                unique=True,
            ),
            _live("order", "sort_key", "id"),
            _live("delivery", "delivery", "sort_key", "id"),
            _live("due", "due_on", "sort_key", "id"),
            # All that the overview counts, so that it reads the index and not the texts.
            _live(
                "figures",
                "priority_id",
                "delivery",
                "due_on",
                "updated_on",
                "times_slipped",
                "has_obstacle",
                "completed_on",
                "first_due_on",
                "id",
            ),
        )


class Ownership(CouncilRecord, Base):
    """An owner of an action, a post or a person: one lead, a deputy, others."""

    __tablename__ = "ownership"
    history_subject = "action_id"

    action_id: Mapped[uuid.UUID]
    post_id: Mapped[uuid.UUID | None]
    person_id: Mapped[uuid.UUID | None]
    role: Mapped[OwnershipRole]
    position: Mapped[int] = mapped_column(default=0)
    from_on: Mapped[date]
    removed_on: Mapped[date | None]

    action: Mapped[Action] = belongs_to("Action", "Ownership.action_id", overlaps="ownerships")
    post: Mapped[Post | None] = belongs_to("Post", "Ownership.post_id")
    person: Mapped[Person | None] = belongs_to("Person", "Ownership.person_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("action_id", "action"),
            within_council("post_id", "post"),
            within_council("person_id", "person"),
            CheckConstraint("(post_id IS NULL) <> (person_id IS NULL)", name="post_or_person"),
            Index("ix_ownership_action", "action_id"),
            Index("ix_ownership_post", "council_id", "post_id"),
            Index("ix_ownership_person", "council_id", "person_id"),
            Index(
                "uq_ownership_lead",
                "action_id",
                unique=True,
                sqlite_where=text("role = 'lead' AND removed_on IS NULL"),
                postgresql_where=text("role = 'lead' AND removed_on IS NULL"),
            ),
        )


class ActionRecommendation(CouncilRecord, Base):
    """The golden thread's middle link: this action answers that recommendation."""

    __tablename__ = "action_recommendation"
    history_subject = "action_id"

    action_id: Mapped[uuid.UUID]
    recommendation_id: Mapped[uuid.UUID]
    removed_on: Mapped[date | None]

    action: Mapped[Action] = belongs_to(
        "Action", "ActionRecommendation.action_id", overlaps="answers"
    )
    recommendation: Mapped[Recommendation] = belongs_to(
        "Recommendation", "ActionRecommendation.recommendation_id", overlaps="answers"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("action_id", "action"),
            within_council("recommendation_id", "recommendation"),
            UniqueConstraint("action_id", "recommendation_id"),
            Index("ix_action_recommendation_recommendation", "recommendation_id"),
        )


class Milestone(CouncilRecord, Base):
    """A step on the way to an action's end, with its own date."""

    __tablename__ = "milestone"
    history_subject = "action_id"

    action_id: Mapped[uuid.UUID]
    title: Mapped[str] = short(300)
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    removed_on: Mapped[date | None]

    action: Mapped[Action] = belongs_to("Action", "Milestone.action_id", overlaps="milestones")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("action_id", "action"),
            Index("ix_milestone_action", "action_id"),
        )


class Succession(CouncilRecord, Base):
    """An old action reference that leads to a new one, after a merge or a split."""

    __tablename__ = "succession"
    history_subject = "former_id"

    former_id: Mapped[uuid.UUID]
    successor_id: Mapped[uuid.UUID]
    kind: Mapped[SuccessionKind]
    # Last, as in a database that had the table before.
    decision_id: Mapped[uuid.UUID | None] = mapped_column(sort_order=1)

    former: Mapped[Action] = belongs_to("Action", "Succession.former_id")
    successor: Mapped[Action] = belongs_to("Action", "Succession.successor_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("former_id", "action"),
            within_council("successor_id", "action"),
            within_council("decision_id", "decision"),
            UniqueConstraint("former_id", "successor_id"),
            Index("ix_succession_successor", "successor_id"),
        )
