"""Who may see what of a snapshot: the rule of ``access/visibility.py``, on pictures."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any, Final

from tracker.domain.picture import Picture
from tracker.domain.pictures import SuccessionPicture
from tracker.domain.snapshot import PlanSnapshot, lists_of, live


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
