"""The plans of a crowded council: everything hangs on the first plan and its first action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.foundations.kept_reports import FILE, KEY
from tracker.domain.vocabulary import (
    DateChangeState,
    Delivery,
    Marking,
    OwnershipRole,
    PlanStage,
    ScanResult,
    SuccessionKind,
)
from tracker.models import (
    Action,
    ActionRecommendation,
    Board,
    DateChange,
    Evidence,
    EvidenceFile,
    Inspection,
    Meeting,
    Milestone,
    Ownership,
    Person,
    Plan,
    PlanInspection,
    Post,
    Priority,
    Recommendation,
    Succession,
    Update,
)
from tracker.services.reports import sha256_of

if TYPE_CHECKING:
    from tests.web.crowd import Crowd


def start(
    crowd: Crowd, board: Board, posts: Sequence[Post], inspections: Sequence[Inspection]
) -> list[Action]:
    plans = crowd.make(
        Plan,
        *(
            {"title": f"Plan {n}", "stage": PlanStage.ADOPTED, "adopted_on": crowd.day(0)}
            | {"board_id": board.id}
            for n in crowd.each
        ),
    )
    first = plans[0]
    answered = inspections[: crowd.count]
    crowd.make(
        PlanInspection, *({"plan_id": first.id, "inspection_id": one.id} for one in answered)
    )
    priorities = crowd.make(
        Priority,
        *(
            {
                "plan_id": first.id,
                "letter": f"P{n}",
                "sort_key": f"P{n:03}",
                "title": f"Priority {n}",
                "director_post_id": posts[0].id,
            }
            for n in crowd.each
        ),
    )
    # Merging takes two.
    return crowd.make(
        Action,
        *(
            {
                "plan_id": first.id,
                "priority_id": priorities[0].id,
                "reference": f"A{n}",
                "sort_key": f"A{n:03}",
                "title": f"Action {n}",
                "due_on": crowd.by.today + timedelta(days=n % 5 - 2),
                "first_due_on": crowd.day(0),
                "times_slipped": 1,
                "delivery": Delivery.ON_TRACK,
                "updated_on": crowd.day(0),
            }
            for n in range(max(2, crowd.count))
        ),
    )


def answer(
    crowd: Crowd, actions: Sequence[Action], recommendations: Sequence[Recommendation]
) -> None:
    pairs = {(actions[0].id, recommendation.id) for recommendation in recommendations}
    pairs |= {(action.id, recommendations[0].id) for action in actions}
    crowd.make(
        ActionRecommendation,
        *(
            {"action_id": action, "recommendation_id": recommendation}
            for action, recommendation in sorted(pairs)
        ),
    )


def follow(
    crowd: Crowd,
    actions: Sequence[Action],
    me: Person,
    people: Sequence[Person],
    posts: Sequence[Post],
    meeting: Meeting,
) -> None:
    action, other = actions[:2]
    of_action: dict[str, Any] = {"action_id": action.id}
    owned = {"role": OwnershipRole.LEAD, "from_on": crowd.day(0)}
    crowd.make(Ownership, {"person_id": me.id, **of_action, **owned})
    owned["role"] = OwnershipRole.DEPUTY
    crowd.make(Ownership, *({"post_id": post.id, **of_action, **owned} for post in posts))
    crowd.make(
        Milestone,
        *({"title": f"Step {n}", "due_on": crowd.day(n), **of_action} for n in crowd.each),
    )
    crowd.make(
        Update,
        *(
            {
                "author_id": people[n % len(people)].id,
                "posted_at": crowd.by.at - timedelta(days=n),
                "posted_on": crowd.by.today - timedelta(days=n),
                "done": f"Done {n}",
                "delivery": Delivery.ON_TRACK,
                **of_action,
            }
            for n in crowd.each
        ),
    )
    crowd.make(
        DateChange,
        *(
            {
                "from_on": crowd.day(n),
                "to_on": crowd.day(n + 1),
                "reason": "Later",
                "state": DateChangeState.AGREED,
                "recovery": "Two more people",
                "requested_on": crowd.day(n),
                "requested_by_id": people[0].id,
                "decided_on": crowd.day(n),
                "decided_by_id": me.id,
                "meeting_id": meeting.id,
                **of_action,
            }
            for n in crowd.each
        ),
    )
    crowd.make(
        DateChange,
        *(
            {
                "from_on": one.due_on,
                "to_on": crowd.by.today + timedelta(days=60),
                "reason": "Later",
                "recovery": "Two more people",
                "state": DateChangeState.REQUESTED,
                "requested_on": crowd.by.today,
                "requested_by_id": people[0].id,
                "action_id": one.id,
            }
            for one in actions
        ),
    )
    pieces = crowd.make(
        Evidence,
        *(
            {"title": f"Evidence {n}", "shows": "Done", "place": "Here", **of_action}
            | {"marking": Marking.OFFICIAL, "checked_by_id": me.id, "checked_on": crowd.day(n)}
            for n in crowd.each
        ),
    )
    # Whoever owns the first action does not check its evidence.
    for_all = {"title": "Evidence", "shows": "Done", "place": "Here"}
    crowd.make(
        Evidence,
        {"action_id": other.id, "marking": Marking.OFFICIAL_SENSITIVE, **for_all},
    )
    kept: dict[str, Any] = {"evidence_id": pieces[0].id, "size": 1, "storage_key": KEY}
    crowd.make(
        EvidenceFile,
        *(
            {"number": n + 1, "name": f"{n}.pdf", "media_type": "application/pdf", **kept}
            | {"sha256": sha256_of(FILE), "scan": ScanResult.CLEAN, **of_action}
            | {"added_by_id": people[n % len(people)].id, "added_on": crowd.day(n)}
            for n in crowd.each
        ),
    )
    former = crowd.make(
        Action,
        *(
            {
                "plan_id": action.plan_id,
                "reference": f"F{n}",
                "sort_key": f"F{n:03}",
                "title": f"Former {n}",
                "times_slipped": 0,
                "delivery": Delivery.NOT_STARTED,
                "removed_on": crowd.by.today,
            }
            for n in crowd.each
        ),
    )
    merged = {"successor_id": action.id, "kind": SuccessionKind.MERGED}
    crowd.make(Succession, *({"former_id": one.id, **merged} for one in former))
