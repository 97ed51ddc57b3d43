"""Two snapshots of one plan compared: what came, what went, what changed, and what fell late.

``compare`` loses nothing, so that ``apply`` makes the later snapshot of the earlier one. What a
reader is told – added, removed, changed – are views of the same differences.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from tracker.domain.picture import Picture
from tracker.domain.pictures import ActionPicture
from tracker.domain.snapshot import PlanSnapshot, arranged, is_done, is_late, lists_of, live


@dataclass(frozen=True)
class FieldChange:
    """A field of a record with its old value and its new one."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Difference:
    """An element of the list ``name`` that differs; None where a snapshot does not have it."""

    name: str
    before: Picture | None
    after: Picture | None

    @property
    def id(self) -> uuid.UUID:
        """The record's."""
        found = self.before or self.after
        if found is None:
            raise ValueError("A difference has a record on at least one side")
        return found.id

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """The fields that differ, where both snapshots have the record."""
        if self.before is None or self.after is None:
            return ()
        new = vars(self.after)
        return tuple(
            FieldChange(field, old, new[field])
            for field, old in vars(self.before).items()
            if old != new[field]
        )


@dataclass(frozen=True)
class Moment:
    """What a snapshot tells of itself, beside the plan's elements."""

    seq: int
    taken_at: datetime
    as_at: date
    words: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class PlanComparison:
    """What lies between two snapshots of a plan.

    ``added`` are the actions that stand in the later one alone, one that was taken up again among
    them; ``removed`` those that stand in the earlier one alone; both as the later snapshot has
    them, where it does. ``newly_late`` and ``newly_done`` stand in the later one, and were not late
    or not done at the earlier one's day, or not there.
    """

    before: Moment
    after: Moment
    differences: tuple[Difference, ...]
    added: tuple[ActionPicture, ...]
    removed: tuple[ActionPicture, ...]
    newly_late: tuple[ActionPicture, ...]
    newly_done: tuple[ActionPicture, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs: nothing was recorded in between, and nothing fell late."""
        return not (self.differences or self.newly_late)


def compare(before: PlanSnapshot, after: PlanSnapshot) -> PlanComparison:
    """What changed from one snapshot to another of the same plan.

    Raises:
        ValueError: they are of two plans.
    """
    if before.plan.id != after.plan.id:
        raise ValueError("Only snapshots of one plan can be compared")
    old = {one.id: one for one in before.actions}
    new = {one.id: one for one in after.actions}
    standing = {one.id for one in live(before.actions)}
    staying = live(after.actions)
    still = {one.id for one in staying}
    return PlanComparison(
        before=moment_of(before),
        after=moment_of(after),
        differences=tuple(_differences(before, after)),
        added=tuple(one for one in staying if one.id not in standing),
        removed=tuple(new.get(one, old[one]) for one in sorted(standing - still)),
        newly_late=tuple(
            one
            for one in staying
            if is_late(one, after.as_at)
            and not (one.id in old and is_late(old[one.id], before.as_at))
        ),
        newly_done=tuple(
            one for one in staying if is_done(one) and not (one.id in old and is_done(old[one.id]))
        ),
    )


def moment_of(snapshot: PlanSnapshot) -> Moment:
    """What a snapshot tells of itself."""
    return Moment(snapshot.seq, snapshot.taken_at, snapshot.as_at, snapshot.words)


def _differences(before: PlanSnapshot, after: PlanSnapshot) -> Iterator[Difference]:
    if before.plan != after.plan:
        yield Difference("plan", before.plan, after.plan)
    new_lists = lists_of(after)
    for name, old_list in lists_of(before).items():
        old, new = _by_id(old_list), _by_id(new_lists[name])
        for key in sorted(old.keys() | new.keys()):
            if old.get(key) != new.get(key):
                yield Difference(name, old.get(key), new.get(key))


def _by_id(pictures: tuple[Picture, ...]) -> Mapping[uuid.UUID, Picture]:
    return {one.id: one for one in pictures}


def apply(comparison: PlanComparison, before: PlanSnapshot) -> PlanSnapshot:
    """The later snapshot, made of the earlier one and what lies between them.

    Raises:
        ValueError: the comparison does not begin at this snapshot.
    """
    if comparison.before != moment_of(before):
        raise ValueError("The comparison begins at another snapshot")
    lists = {name: dict(_by_id(found)) for name, found in lists_of(before).items()}
    plan: Any = before.plan
    for difference in comparison.differences:
        if difference.name == "plan":
            plan = difference.after
        elif difference.after is None:
            del lists[difference.name][difference.id]
        else:
            lists[difference.name][difference.id] = difference.after
    changed: dict[str, Any] = {name: arranged(found.values()) for name, found in lists.items()}
    return replace(before, plan=plan, **vars(comparison.after), **changed)
