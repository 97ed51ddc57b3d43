"""Recommendations, who answers for them, and what later visits say of them."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.vocabulary import Addressee, FindingKind, Response, Urgency, VerdictKind
from tracker.models.base import (
    Base,
    CouncilRecord,
    belongs_to,
    has_many,
    short,
    within_council,
)

if TYPE_CHECKING:
    from tracker.models.action import ActionRecommendation
    from tracker.models.council import Body
    from tracker.models.inspection import Inspection


class Recommendation(CouncilRecord, Base):
    """What an inspection asks for: its number as printed, its words, its page and paragraph."""

    __tablename__ = "recommendation"

    inspection_id: Mapped[uuid.UUID]
    reference: Mapped[str | None] = short(40)
    position: Mapped[int]
    text: Mapped[str]
    page: Mapped[int | None]
    paragraph: Mapped[str | None] = short(60)
    kind: Mapped[FindingKind]
    urgency: Mapped[Urgency | None]
    area: Mapped[str | None] = short(60)
    addressee: Mapped[Addressee]
    theme: Mapped[str | None] = short()
    response: Mapped[Response | None]
    response_reason: Mapped[str | None]
    responded_on: Mapped[date | None]
    removed_on: Mapped[date | None]

    inspection: Mapped[Inspection] = belongs_to(
        "Inspection", "Recommendation.inspection_id", overlaps="recommendations"
    )
    bodies: Mapped[list[RecommendationBody]] = has_many(
        "RecommendationBody",
        "recommendation_id",
        "Recommendation",
        order_by="RecommendationBody.id",
    )
    verdicts: Mapped[list[Verdict]] = has_many(
        "Verdict", "recommendation_id", "Recommendation", order_by="Verdict.id"
    )
    answers: Mapped[list[ActionRecommendation]] = has_many(
        "ActionRecommendation",
        "recommendation_id",
        "Recommendation",
        order_by="ActionRecommendation.id",
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("inspection_id", "inspection"),
            Index("ix_recommendation_inspection", "council_id", "inspection_id", "position"),
        )


class RecommendationBody(CouncilRecord, Base):
    """A body responsible for a recommendation; there can be two, a council and its trust."""

    __tablename__ = "recommendation_body"
    history_subject = "recommendation_id"

    recommendation_id: Mapped[uuid.UUID]
    body_id: Mapped[uuid.UUID]
    removed_on: Mapped[date | None]

    body: Mapped[Body] = belongs_to("Body", "RecommendationBody.body_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("recommendation_id", "recommendation"),
            within_council("body_id", "body"),
            UniqueConstraint("recommendation_id", "body_id"),
        )


class Verdict(CouncilRecord, Base):
    """What a later inspection says of a recommendation, in one word and in its own words.

    ``repeated_as_id`` is the recommendation of that inspection that asks for the same again.
    """

    __tablename__ = "verdict"
    history_subject = "recommendation_id"

    recommendation_id: Mapped[uuid.UUID]
    inspection_id: Mapped[uuid.UUID]
    verdict: Mapped[VerdictKind]
    words: Mapped[str | None]
    # Last, as in a database that had the table before.
    repeated_as_id: Mapped[uuid.UUID | None] = mapped_column(sort_order=1)
    removed_on: Mapped[date | None]

    recommendation: Mapped[Recommendation] = belongs_to(
        "Recommendation", "Verdict.recommendation_id", overlaps="verdicts"
    )
    inspection: Mapped[Inspection] = belongs_to("Inspection", "Verdict.inspection_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("recommendation_id", "recommendation"),
            within_council("inspection_id", "inspection"),
            within_council("repeated_as_id", "recommendation"),
            UniqueConstraint("recommendation_id", "inspection_id"),
            Index("ix_verdict_inspection", "council_id", "inspection_id"),
        )
