"""Snapshots of plans for the tests of quality checks, put together from a few words."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tracker.domain.pictures import (
    ActionPicture,
    AnswerPicture,
    EvidencePicture,
    LinkPicture,
    OwnerPicture,
    PlanPicture,
    PriorityPicture,
    SuccessionPicture,
)
from tracker.domain.snapshot import LISTS, PlanSnapshot, arranged
from tracker.domain.surroundings import (
    InspectionPicture,
    PersonPicture,
    PostHoldingPicture,
    PostPicture,
    RecommendationPicture,
    VerdictPicture,
)
from tracker.domain.vocabulary import (
    Addressee,
    Delivery,
    FindingKind,
    Marking,
    OwnershipRole,
    PlanStage,
    SuccessionKind,
    VerdictKind,
)

DAY = date(2026, 10, 5)
"""The day of every snapshot here."""
LONG_AGO = DAY - timedelta(days=400)
PLAN = uuid.UUID(int=1)


def key(number: int) -> uuid.UUID:
    return uuid.UUID(int=number)


def snapshot(*pictures: Any) -> PlanSnapshot:
    """A plan in force with these pictures in it, each in its list."""
    plan = PlanPicture(
        id=PLAN,
        title="Getting to good",
        revision="1",
        phase=None,
        stage=PlanStage.ADOPTED,
        purpose=None,
        board_id=None,
        adopted_on=LONG_AGO,
        submitted_on=None,
        closed_on=None,
    )
    lists: dict[str, Any] = {
        name: arranged(one for one in pictures if type(one) is kind) for name, kind in LISTS.items()
    }
    at = datetime(2026, 10, 5, 9, tzinfo=UTC)
    return PlanSnapshot(council_id=key(2), seq=1, taken_at=at, as_at=DAY, plan=plan, **lists)


def action(number: int = 1, **more: Any) -> ActionPicture:
    """An action on track, due in a month, with a measure and a title of its own."""
    values: dict[str, Any] = {
        "id": key(100 + number),
        "priority_id": None,
        "reference": str(number),
        "sort_key": f"{number:04}",
        "title": f"Title of number {number}",
        "why": None,
        "success_measure": "9 of 10 contacts answered",
        "start_on": None,
        "due_on": DAY + timedelta(days=30),
        "due_text": None,
        "first_due_on": DAY + timedelta(days=30),
        "times_slipped": 0,
        "delivery": Delivery.ON_TRACK,
        "delivery_reason": None,
        "obstacle": None,
        "updated_on": None,
        "completed_on": None,
    }
    return ActionPicture(**{**values, **more})


def complete(number: int = 1, **more: Any) -> ActionPicture:
    return action(number, delivery=Delivery.COMPLETE, **{"completed_on": LONG_AGO, **more})


def evidence(number: int = 1, **more: Any) -> EvidencePicture:
    values: dict[str, Any] = {
        "id": key(200 + number),
        "action_id": key(100 + number),
        "title": "Minutes",
        "shows": "That it was done",
        "place": "Shelf 4",
        "url": None,
        "marking": Marking.OFFICIAL,
        "checked_by_id": None,
        "checked_on": None,
        "check_again_on": None,
    }
    return EvidencePicture(**{**values, **more})


def inspection(number: int = 1, **more: Any) -> InspectionPicture:
    """The first is of a year ago, each other one of ten days after the one before."""
    begun = LONG_AGO + timedelta(days=10 * number)
    values: dict[str, Any] = {
        "id": key(300 + number),
        "framework": "sif",
        "kind": "monitoring_visit",
        "title": f"Visit {number}",
        "fieldwork_start_on": begun,
        "fieldwork_end_on": begun + timedelta(days=1),
        "published_on": None,
        "not_before_on": None,
    }
    return InspectionPicture(**{**values, **more})


def answers(number: int = 1, **more: Any) -> AnswerPicture:
    """The plan answers that inspection."""
    values: dict[str, Any] = {"id": key(400 + number), "plan_id": PLAN}
    return AnswerPicture(**{**values, "inspection_id": key(300 + number), **more})


def recommendation(number: int = 1, **more: Any) -> RecommendationPicture:
    """A recommendation of the first inspection."""
    values: dict[str, Any] = {
        "id": key(500 + number),
        "inspection_id": key(301),
        "reference": str(number),
        "position": number,
        "text": "Answer each contact",
        "page": None,
        "paragraph": None,
        "kind": FindingKind.RECOMMENDATION,
        "urgency": None,
        "response": None,
        "addressee": Addressee.LOCAL_AUTHORITY,
    }
    return RecommendationPicture(**{**values, **more})


def link(number: int = 1, asked: int = 1, **more: Any) -> LinkPicture:
    """That action answers that recommendation, since before any visit."""
    values: dict[str, Any] = {
        "id": key(600 + 10 * number + asked),
        "action_id": key(100 + number),
        "recommendation_id": key(500 + asked),
        "linked_on": LONG_AGO,
    }
    return LinkPicture(**{**values, **more})


def verdict(kind: VerdictKind, visit: int = 2, **more: Any) -> VerdictPicture:
    """What that visit said of the first recommendation."""
    values: dict[str, Any] = {
        "id": key(900 + visit),
        "recommendation_id": key(501),
        "inspection_id": key(300 + visit),
        "verdict": kind,
    }
    return VerdictPicture(**{**values, **more})


def post(number: int = 1, **more: Any) -> PostPicture:
    return PostPicture(**{"id": key(1000 + number), "title": f"Head {number}", **more})


def person(number: int = 1, **more: Any) -> PersonPicture:
    return PersonPicture(**{"id": key(1100 + number), "name": f"Person {number}", **more})


def holding(of: int = 1, by: int = 1, **more: Any) -> PostHoldingPicture:
    values: dict[str, Any] = {
        "id": key(1200 + 10 * of + by),
        "post_id": key(1000 + of),
        "person_id": key(1100 + by),
        "from_on": LONG_AGO,
    }
    return PostHoldingPicture(**{**values, **more})


def owner(number: int = 1, **more: Any) -> OwnerPicture:
    """The lead of that action: the first post, unless ``person`` or another post is named."""
    named = {"post_id": key(1001), "person_id": None}
    if "person" in more:
        named = {"post_id": None, "person_id": key(1100 + more.pop("person"))}
    values: dict[str, Any] = {
        "id": key(2000 + number),
        "action_id": key(100 + number),
        "role": OwnershipRole.LEAD,
        "position": 0,
        "from_on": LONG_AGO,
        **named,
    }
    return OwnerPicture(**{**values, **more})


def priority(number: int = 1, **more: Any) -> PriorityPicture:
    values: dict[str, Any] = {
        "id": key(3000 + number),
        "letter": "ABC"[number - 1],
        "sort_key": "ABC"[number - 1],
        "title": "Oversight",
        "difference": None,
        "director_post_id": None,
    }
    return PriorityPicture(**{**values, **more})


def succession(former: int, successor: int) -> SuccessionPicture:
    return SuccessionPicture(
        id=key(4000),
        former_id=key(100 + former),
        successor_id=key(100 + successor),
        kind=SuccessionKind.FAILED_TEST,
    )
