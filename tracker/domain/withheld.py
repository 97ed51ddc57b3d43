"""What was withheld from a publication and why, and what a person should look at before it."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.child_traces import Trace, traces_in
from tracker.domain.picture import Picture
from tracker.domain.published_plan import PublishedPlan
from tracker.domain.small_numbers import without_small_numbers
from tracker.domain.snapshot import LISTS, PlanSnapshot, lists_of, live
from tracker.domain.withholding import SHOWN, texts_in


@dataclass(frozen=True)
class Count:
    """How many records of a type have a field that is withheld, or are, where none is named."""

    record_type: str
    field: str
    number: int


@dataclass(frozen=True)
class Rewording:
    """A text in which a small number of people was told otherwise.

    ``picture`` is the record that it is of; none where it is the introduction.
    """

    picture: Picture | None
    before: str
    after: str


@dataclass(frozen=True)
class Warned:
    """A text that is shown although something in it looks like data about a child.

    ``picture`` is the record that it is of; none where it is the introduction.
    """

    picture: Picture | None
    trace: Trace


@dataclass(frozen=True)
class Withheld:
    """What readers do not see of a plan: counts, names of persons, and reworded texts."""

    counts: Sequence[Count]
    names: Sequence[str]
    rewordings: Sequence[Rewording]


def withheld_from(
    snapshot: PlanSnapshot, published: PublishedPlan, introduction: str = ""
) -> Withheld:
    """What ``snapshot`` has and ``published`` has not; ``introduction`` is as it was typed."""
    named = {one.id for one in published.snapshot.people}
    return Withheld(
        counts=list(_counts(snapshot, published)),
        names=sorted(one.name for one in snapshot.people if one.id not in named),
        rewordings=[
            *_reworded_introduction(introduction, published),
            *_rewordings(snapshot, published),
        ],
    )


def _counts(snapshot: PlanSnapshot, published: PublishedPlan) -> Iterator[Count]:
    told: Counter[tuple[str, str]] = Counter()
    kept = {one.id for found in lists_of(published.snapshot).values() for one in found}
    for name, kind in LISTS.items():
        for picture in getattr(snapshot, name):
            if getattr(picture, "removed_on", None) is not None:
                continue
            if picture.id not in kept:
                told[kind.record_type, ""] += 1
                continue
            for field in _blanked(picture):
                told[kind.record_type, field] += 1
    yield from (Count(*key, number) for key, number in told.items())


def _blanked(picture: Picture) -> Iterator[str]:
    shown = SHOWN.get(type(picture), frozenset())
    for field in dataclasses.fields(picture):
        if field.name not in shown and type(getattr(picture, field.name)) is str:
            yield field.name


def _reworded_introduction(typed: str, published: PublishedPlan) -> Iterator[Rewording]:
    if typed and typed != published.introduction:
        yield Rewording(None, typed, published.introduction)


def _rewordings(snapshot: PlanSnapshot, published: PublishedPlan) -> Iterator[Rewording]:
    after = {one.id: one for one in _pictures(published.snapshot)}
    for picture in _pictures(snapshot):
        shown = after.get(picture.id)
        for name, text in texts_in(picture):
            told = getattr(shown, name, None)
            if told and told != text and told == without_small_numbers(text):
                yield Rewording(picture, text, told)


def warnings_of(published: PublishedPlan) -> list[Warned]:
    """What of the published texts looks like data about a child."""
    found = [Warned(None, trace) for trace in traces_in(published.introduction)]
    for picture in _pictures(published.snapshot):
        for _name, text in texts_in(picture):
            found.extend(Warned(picture, trace) for trace in traces_in(text))
    return found


def _pictures(snapshot: PlanSnapshot) -> Iterator[Picture]:
    yield snapshot.plan
    for found in lists_of(snapshot).values():
        yield from found


def shown_updates(snapshot: PlanSnapshot) -> list[tuple[str, str, str]]:
    """The updates that a reviewer may choose from: id, the action's name, and what was done."""
    names = {
        one.id: (one.sort_key, f"{one.reference} {one.title}") for one in live(snapshot.actions)
    }
    found = [one for one in snapshot.updates if one.action_id in names]
    ordered = sorted(found, key=lambda one: (names[one.action_id], one.id))
    return [(str(one.id), names[one.action_id][1], one.done) for one in ordered]
