"""How a snapshot is put together: which record leads to which, and what nothing leads to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from tracker.domain.picture import Picture
from tracker.domain.pictures import (
    AnswerPicture,
    AssurancePicture,
    ClosurePicture,
    DateChangePicture,
    EvidencePicture,
    LinkPicture,
    OwnerPicture,
    PlanPicture,
    PriorityPicture,
    UpdatePicture,
)
from tracker.domain.ratings import spelt_out, words_of
from tracker.domain.snapshot import LISTS, PlanSnapshot, arranged
from tracker.domain.surroundings import (
    BoardPicture,
    ClockPicture,
    CouncilPicture,
    InspectionPicture,
    JudgementPicture,
    OtherPlanPicture,
    PersonPicture,
    PostHoldingPicture,
    PostPicture,
    RecommendationPicture,
    VerdictPicture,
)
from tracker.queries.plan_history import Cut
from tracker.queries.plan_records import Kind

ByKind = dict[Kind, list[Picture]]

NAMED: Final = (
    (OwnerPicture, "post_id", PostPicture),
    (PriorityPicture, "director_post_id", PostPicture),
    (OwnerPicture, "person_id", PersonPicture),
    (PostHoldingPicture, "person_id", PersonPicture),
    (DateChangePicture, "requested_by_id", PersonPicture),
    (DateChangePicture, "decided_by_id", PersonPicture),
    (UpdatePicture, "author_id", PersonPicture),
    (EvidencePicture, "checked_by_id", PersonPicture),
    (AssurancePicture, "assurer_id", PersonPicture),
    (ClosurePicture, "closed_by_id", PersonPicture),
    (ClosurePicture, "decided_by_id", PersonPicture),
    (BoardPicture, "chair_id", PersonPicture),
)
"""What a plan's records only name: the record, its column, and what that is the id of."""

LINKED: Final = (
    (LinkPicture, "recommendation_id", RecommendationPicture),
    (AnswerPicture, "inspection_id", InspectionPicture),
    (RecommendationPicture, "inspection_id", InspectionPicture),
    (VerdictPicture, "inspection_id", InspectionPicture),
)
"""What belongs to a plan by a link alone."""

HANGING: Final = (
    (AnswerPicture, "inspection_id", RecommendationPicture),
    (RecommendationPicture, "id", VerdictPicture),
    (InspectionPicture, "id", JudgementPicture),
    (InspectionPicture, "id", ClockPicture),
    (OwnerPicture, "post_id", PostHoldingPicture),
)
"""What belongs to a plan by what it hangs from: that, its column, and who names the same."""

_HANGS_BY: Final[Mapping[Kind, str]] = {
    RecommendationPicture: "inspection_id",
    VerdictPicture: "recommendation_id",
    JudgementPicture: "inspection_id",
    ClockPicture: "inspection_id",
    PostHoldingPicture: "post_id",
}

LED_TO: Final[Sequence[Kind]] = (
    RecommendationPicture,
    VerdictPicture,
    InspectionPicture,
    JudgementPicture,
    ClockPicture,
    PostPicture,
    PostHoldingPicture,
    PersonPicture,
)
"""What is shown only while something leads to it, after what may lead to it."""


def assembled(
    council_id: uuid.UUID, plan_id: uuid.UUID, found: ByKind, cut: Cut, day: date
) -> PlanSnapshot | None:
    """The snapshot of what was found, without what nothing in it leads to.

    None where the plan is not among it.
    """
    plans = {one.id: one for one in found.get(PlanPicture, ())}
    plan = plans.pop(plan_id, None)
    if plan is None:
        return None
    kept = {**found, PlanPicture: [plan], OtherPlanPicture: _others(plans.values())}
    for kind in LED_TO:
        kept[kind] = _led_to(kept, kind)
    lists: dict[str, Any] = {name: arranged(kept.get(kind, ())) for name, kind in LISTS.items()}
    council = next(iter(kept.get(CouncilPicture, ())), None)
    return PlanSnapshot(
        council_id=council_id,
        seq=cut.seq,
        taken_at=cut.at,
        as_at=day,
        words=spelt_out(words_of(getattr(council, "rating_words", None))),
        plan=cast(PlanPicture, plan),
        **lists,
    )


def _others(plans: Iterable[Any]) -> list[Picture]:
    return [
        OtherPlanPicture(id=one.id, redacted=one.redacted, board_id=one.board_id) for one in plans
    ]


def _led_to(kept: ByKind, kind: Kind) -> list[Picture]:
    named, over = (
        {getattr(one, column) for of, column, to in ties if to is kind for one in kept.get(of, ())}
        for ties in ((*LINKED, *NAMED), HANGING)
    )
    by = _HANGS_BY.get(kind, "id")
    return [one for one in kept.get(kind, ()) if one.id in named or getattr(one, by) in over]
