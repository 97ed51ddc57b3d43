"""A plan as it stood at one moment: frozen, serialisable, and the same from whatever it was built.

A snapshot is known by its council and the ``seq`` of the newest row of history that it knows. Its
elements stand in the order of their ids, so that two snapshots of one moment are equal, and have
one text and one SHA-256. What may be seen of it is judged when it is viewed: ``sight.seen_by``.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeVar

from tracker.domain.chain import canonical, plain
from tracker.domain.picture import Picture, R, picture_of
from tracker.domain.pictures import (
    ActionPicture,
    AnswerPicture,
    AssurancePicture,
    ClosurePicture,
    DateChangePicture,
    EvidencePicture,
    LinkPicture,
    MilestonePicture,
    OwnerPicture,
    PlanPicture,
    PriorityPicture,
    SuccessionPicture,
    UpdatePicture,
)
from tracker.domain.surroundings import (
    BoardPicture,
    ClockPicture,
    CouncilPicture,
    InspectionPicture,
    InterventionPicture,
    JudgementPicture,
    MeetingPicture,
    OtherPlanPicture,
    PersonPicture,
    PostHoldingPicture,
    PostPicture,
    RecommendationPicture,
    VerdictPicture,
)
from tracker.domain.vocabulary import Delivery

SNAPSHOT_VERSION: Final = 1
"""Version of the stored text. A change of its shape raises this; ``from_text`` reads older ones."""

LISTS: Final[Mapping[str, type[Picture]]] = {
    "answers": AnswerPicture,
    "priorities": PriorityPicture,
    "actions": ActionPicture,
    "owners": OwnerPicture,
    "links": LinkPicture,
    "milestones": MilestonePicture,
    "date_changes": DateChangePicture,
    "successions": SuccessionPicture,
    "updates": UpdatePicture,
    "evidence": EvidencePicture,
    "assurances": AssurancePicture,
    "closures": ClosurePicture,
    "recommendations": RecommendationPicture,
    "inspections": InspectionPicture,
    "judgements": JudgementPicture,
    "clocks": ClockPicture,
    "verdicts": VerdictPicture,
    "posts": PostPicture,
    "holdings": PostHoldingPicture,
    "people": PersonPicture,
    "boards": BoardPicture,
    "meetings": MeetingPicture,
    "interventions": InterventionPicture,
    "other_plans": OtherPlanPicture,
    "councils": CouncilPicture,
}
"""The lists of a snapshot, and what each holds. A new kind of element has its line here."""


@dataclass(frozen=True, kw_only=True)
class PlanSnapshot:
    """A plan with everything in it, removed records among them.

    ``as_at`` is the day at whose end the plan stood so; of the present day, so far. ``taken_at`` is
    the instant of the row ``seq``: after it nothing changed until ``as_at`` was over. ``words`` is
    the key that its ratings were shown with: scale, slug, name and meaning, in the council's order.
    ``councils`` has the one council.
    """

    council_id: uuid.UUID
    seq: int
    taken_at: datetime
    as_at: date
    words: tuple[tuple[str, str, str, str], ...] = ()
    plan: PlanPicture
    answers: tuple[AnswerPicture, ...] = ()
    priorities: tuple[PriorityPicture, ...] = ()
    actions: tuple[ActionPicture, ...] = ()
    owners: tuple[OwnerPicture, ...] = ()
    links: tuple[LinkPicture, ...] = ()
    milestones: tuple[MilestonePicture, ...] = ()
    date_changes: tuple[DateChangePicture, ...] = ()
    successions: tuple[SuccessionPicture, ...] = ()
    updates: tuple[UpdatePicture, ...] = ()
    evidence: tuple[EvidencePicture, ...] = ()
    assurances: tuple[AssurancePicture, ...] = ()
    closures: tuple[ClosurePicture, ...] = ()
    recommendations: tuple[RecommendationPicture, ...] = ()
    inspections: tuple[InspectionPicture, ...] = ()
    judgements: tuple[JudgementPicture, ...] = ()
    clocks: tuple[ClockPicture, ...] = ()
    verdicts: tuple[VerdictPicture, ...] = ()
    posts: tuple[PostPicture, ...] = ()
    holdings: tuple[PostHoldingPicture, ...] = ()
    people: tuple[PersonPicture, ...] = ()
    boards: tuple[BoardPicture, ...] = ()
    meetings: tuple[MeetingPicture, ...] = ()
    interventions: tuple[InterventionPicture, ...] = ()
    other_plans: tuple[OtherPlanPicture, ...] = ()
    councils: tuple[CouncilPicture, ...] = ()

    @property
    def sha256(self) -> str:
        """The digest of its text, as 64 hexadecimal digits."""
        return hashlib.sha256(to_text(self).encode()).hexdigest()


P = TypeVar("P", bound=Picture)


def arranged(pictures: Iterable[P]) -> tuple[P, ...]:
    """Pictures in the order in which a snapshot holds them."""
    return tuple(sorted(pictures, key=lambda picture: picture.id))


def lists_of(snapshot: PlanSnapshot) -> dict[str, tuple[Picture, ...]]:
    """Every list of a snapshot by its name."""
    return {name: getattr(snapshot, name) for name in LISTS}


def to_text(snapshot: PlanSnapshot) -> str:
    """The one text of a snapshot: canonical JSON."""
    return canonical(plainly(snapshot))


def plainly(snapshot: PlanSnapshot) -> dict[str, Any]:
    """A snapshot as values that JSON knows, to stand in the text of something larger."""
    return {
        "v": SNAPSHOT_VERSION,
        "council_id": plain(snapshot.council_id),
        "seq": snapshot.seq,
        "taken_at": plain(snapshot.taken_at),
        "as_at": plain(snapshot.as_at),
        "words": [list(word) for word in snapshot.words],
        "plan": _values(snapshot.plan),
        **{name: [_values(one) for one in found] for name, found in lists_of(snapshot).items()},
    }


def _values(picture: Picture) -> dict[str, Any]:
    return {name: plain(value) for name, value in vars(picture).items()}


def from_text(text: str) -> PlanSnapshot:
    """The snapshot that ``to_text`` wrote.

    Raises:
        ValueError: the text is of a later version than this tracker knows.
    """
    return from_plain(json.loads(text))


def from_plain(stored: Mapping[str, Any]) -> PlanSnapshot:
    """The snapshot whose values ``plainly`` gave; raises as ``from_text`` does."""
    if stored["v"] > SNAPSHOT_VERSION:
        raise ValueError(f"A snapshot of version {stored['v']} is newer than this tracker")
    lists: dict[str, Any] = {
        name: tuple(picture_of(kind, one) for one in stored.get(name, ()))
        for name, kind in LISTS.items()
    }
    return PlanSnapshot(
        council_id=uuid.UUID(stored["council_id"]),
        seq=stored["seq"],
        taken_at=datetime.fromisoformat(stored["taken_at"]),
        as_at=date.fromisoformat(stored["as_at"]),
        words=tuple(tuple(word) for word in stored["words"]),
        plan=picture_of(PlanPicture, stored["plan"]),
        **lists,
    )


# What follows from a snapshot.


def live(pictures: Iterable[R]) -> list[R]:
    """Those that were not removed."""
    return [one for one in pictures if one.removed_on is None]


def is_done(action: ActionPicture) -> bool:
    """Whether its owner called it complete."""
    return action.delivery is Delivery.COMPLETE


def is_late(action: ActionPicture, day: date) -> bool:
    """Whether it stood in the plan, was not complete, and was due before ``day``."""
    stands_open = action.removed_on is None and not is_done(action)
    return stands_open and action.due_on is not None and action.due_on < day


def count_ratings(snapshot: PlanSnapshot) -> Counter[tuple[uuid.UUID | None, Delivery]]:
    """How many live actions there are, by priority and delivery rating."""
    return Counter((one.priority_id, one.delivery) for one in live(snapshot.actions))
