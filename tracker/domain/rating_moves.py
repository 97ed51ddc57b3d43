"""Which ratings of a plan's actions became better or worse between two snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tracker.domain.pictures import ActionPicture
from tracker.domain.snapshot import PlanSnapshot, live
from tracker.domain.vocabulary import Delivery, EvidenceRating, ImpactRating, Rating, RatingScale

RANKS: Final[Mapping[RatingScale, Mapping[Any, int]]] = {
    RatingScale.DELIVERY: {
        Delivery.OFF_TRACK: 0,
        Delivery.AT_RISK: 1,
        # To begin as planned is neither better nor worse.
        Delivery.NOT_STARTED: 2,
        Delivery.ON_TRACK: 2,
        Delivery.COMPLETE: 3,
    },
    RatingScale.EVIDENCE: {
        EvidenceRating.NOT_ASSURED: 0,
        EvidenceRating.NONE: 1,
        EvidenceRating.OFFERED: 2,
        EvidenceRating.ASSURED: 3,
    },
    RatingScale.IMPACT: {
        ImpactRating.WORSE: 0,
        # To have seen no change where it was too early to say is no worse.
        ImpactRating.NO_CHANGE: 1,
        ImpactRating.TOO_EARLY: 1,
        ImpactRating.EARLY_SIGNS: 2,
        ImpactRating.MAKING_A_DIFFERENCE: 3,
        ImpactRating.SUSTAINED: 4,
    },
}
"""How good each rating is; only the order within a scale means something."""


@dataclass(frozen=True)
class RatingMove:
    """A rating of an action that changed; ``action`` is as the later snapshot has it."""

    action: ActionPicture
    scale: RatingScale
    old: Rating
    new: Rating

    @property
    def is_better(self) -> bool:
        """Whether it went up."""
        return RANKS[self.scale][self.new] > RANKS[self.scale][self.old]


def rating_moves(before: PlanSnapshot, after: PlanSnapshot) -> list[RatingMove]:
    """The ratings that went up or down, of actions that stand in both, in the plan's order.

    What came to be complete is left out: it is told as completed. Evidence and impact are as
    assured where somebody has assured them, as in the lists of actions.
    """
    old = {one.id: one for one in live(before.actions)}
    ordered = sorted(live(after.actions), key=lambda one: (one.sort_key, one.id))
    return [move for one in ordered if one.id in old for move in _moves(old[one.id], one)]


def _moves(old: ActionPicture, new: ActionPicture) -> Iterator[RatingMove]:
    was, is_now = _ratings(old), _ratings(new)
    for scale, ranks in RANKS.items():
        has_moved = ranks[was[scale]] != ranks[is_now[scale]]
        if has_moved and is_now[scale] is not Delivery.COMPLETE:
            yield RatingMove(new, scale, was[scale], is_now[scale])


def _ratings(action: ActionPicture) -> Mapping[RatingScale, Any]:
    return {
        RatingScale.DELIVERY: action.delivery,
        RatingScale.EVIDENCE: action.assured_evidence or action.evidence_rating,
        RatingScale.IMPACT: action.assured_impact or action.impact_rating,
    }
