"""A plan as it stood at one moment: frozen, serialisable, and the same from whatever it was built.

A snapshot is known by its council and the ``seq`` of the newest row of history that it knows. Its
elements stand in the order of their ids, so that two snapshots of one moment are equal, and have
one text and one SHA-256. What may be seen of it is judged when it is viewed, by ``seen_by``.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Protocol, TypeVar

from tracker.domain.chain import canonical, plain
from tracker.domain.picture import Picture, R, picture_of
from tracker.domain.pictures import (
    ActionPicture,
    AnswerPicture,
    AssurancePicture,
    BoardPicture,
    ClosurePicture,
    CouncilPicture,
    DateChangePicture,
    EvidencePicture,
    InspectionPicture,
    LinkPicture,
    MeetingPicture,
    MilestonePicture,
    OwnerPicture,
    PersonPicture,
    PlanPicture,
    PostHoldingPicture,
    PostPicture,
    PriorityPicture,
    RecommendationPicture,
    SuccessionPicture,
    UpdatePicture,
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
    "verdicts": VerdictPicture,
    "posts": PostPicture,
    "holdings": PostHoldingPicture,
    "people": PersonPicture,
    "boards": BoardPicture,
    "meetings": MeetingPicture,
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
    verdicts: tuple[VerdictPicture, ...] = ()
    posts: tuple[PostPicture, ...] = ()
    holdings: tuple[PostHoldingPicture, ...] = ()
    people: tuple[PersonPicture, ...] = ()
    boards: tuple[BoardPicture, ...] = ()
    meetings: tuple[MeetingPicture, ...] = ()
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
    return canonical(
        {
            "v": SNAPSHOT_VERSION,
            "council_id": plain(snapshot.council_id),
            "seq": snapshot.seq,
            "taken_at": plain(snapshot.taken_at),
            "as_at": plain(snapshot.as_at),
            "words": [list(word) for word in snapshot.words],
            "plan": _values(snapshot.plan),
            **{name: [_values(one) for one in found] for name, found in lists_of(snapshot).items()},
        }
    )


def _values(picture: Picture) -> dict[str, Any]:
    return {name: plain(value) for name, value in vars(picture).items()}


def from_text(text: str) -> PlanSnapshot:
    """The snapshot that ``to_text`` wrote.

    Raises:
        ValueError: the text is of a later version than this tracker knows.
    """
    stored = json.loads(text)
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


# Who may see what of it: the rule of access/visibility.py, on pictures.


def hidden_in(snapshot: PlanSnapshot, today: date) -> frozenset[uuid.UUID]:
    """The inspections under embargo on ``today``, and the actions that answer nothing else.

    An action is hidden when it is linked to an embargoed recommendation, removed or not, and to no
    other that stands and is open.
    """
    embargoed = {
        one.id
        for one in snapshot.inspections
        if one.not_before_on is not None and one.not_before_on > today
    }
    withheld, open_too = set(), set()
    asked = {one.id: one for one in snapshot.recommendations}
    for link in live(snapshot.links):
        # A recommendation of which history tells nothing any more is neither.
        found = asked.get(link.recommendation_id)
        if found is not None and found.inspection_id in embargoed:
            withheld.add(link.action_id)
        elif found is not None and found.removed_on is None:
            open_too.add(link.action_id)
    return frozenset(embargoed | (withheld - open_too))


def without(snapshot: PlanSnapshot, hidden: Collection[uuid.UUID]) -> PlanSnapshot:
    """The snapshot without these inspections and actions, and without what hangs from them."""
    if not hidden:
        return snapshot
    gone = set(hidden)
    gone |= {one.id for one in snapshot.recommendations if one.inspection_id in gone}
    kept: dict[str, Any] = {
        name: tuple(one for one in found if gone.isdisjoint(_hangs_from(one)))
        for name, found in lists_of(snapshot).items()
    }
    return replace(snapshot, **kept)


_TIES: Final = ("id", "action_id", "inspection_id", "recommendation_id", "former_id")


def _hangs_from(picture: Picture) -> list[uuid.UUID]:
    ties = [getattr(picture, name) for name in _TIES if hasattr(picture, name)]
    return [*ties, picture.successor_id] if isinstance(picture, SuccessionPicture) else ties


def seen_by(
    snapshot: PlanSnapshot,
    *,
    sees_embargoed: bool,
    today: date,
    withheld: Collection[uuid.UUID] = (),
) -> PlanSnapshot:
    """What somebody may see of a snapshot who looks at it ``today``.

    ``withheld`` are inspections and actions that are under embargo by the present tables: an
    embargo that was set or a link that was made after the snapshot hides what it shows, too.
    """
    if sees_embargoed:
        return snapshot
    return without(snapshot, {*hidden_in(snapshot, today), *withheld})


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


def days_slipped(action: ActionPicture) -> int:
    """Days from the first date to the present one; 0 when there is no later one."""
    if action.first_due_on is None or action.due_on is None:
        return 0
    return max((action.due_on - action.first_due_on).days, 0)


def finished_late(action: ActionPicture) -> bool:
    """Whether it was completed after the day on which it was due."""
    finished, due = action.completed_on, action.due_on
    return finished is not None and due is not None and finished > due


def count_ratings(snapshot: PlanSnapshot) -> Counter[tuple[uuid.UUID | None, Delivery]]:
    """How many live actions there are, by priority and delivery rating."""
    return Counter((one.priority_id, one.delivery) for one in live(snapshot.actions))


class Said(Protocol):
    """As much of an update as its order needs."""

    @property
    def id(self) -> Any: ...
    @property
    def action_id(self) -> Any: ...
    @property
    def posted_at(self) -> Any: ...
    @property
    def corrects_id(self) -> Any: ...


S = TypeVar("S", bound=Said)


def latest_updates(updates: Sequence[S]) -> list[S]:
    """Of each action the update that counts: the last posted one, or what last corrected that.

    A correction stands where the update that it corrects stood.
    """
    corrected_by = {one.corrects_id: one for one in updates if one.corrects_id is not None}
    first_said = [one for one in updates if one.corrects_id is None]
    last = {one.action_id: one for one in sorted(first_said, key=lambda u: (u.posted_at, u.id))}
    for action_id, update in last.items():
        while update.id in corrected_by:
            update = corrected_by[update.id]  # noqa: PLW2901 - follows the corrections to their end
        last[action_id] = update
    return list(last.values())
