"""What a cabinet report says has changed since the last one."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tracker.domain.pictures import ActionPicture, DateChangePicture, SuccessionPicture
from tracker.domain.plan_comparison import PlanComparison, compare
from tracker.domain.rating_moves import RatingMove, rating_moves
from tracker.domain.report_questions import concerned, verdicts_on
from tracker.domain.snapshot import PlanSnapshot, live
from tracker.domain.vocabulary import DateChangeState, RatingScale, SuccessionKind
from tracker.presenters.cabinet_telling import Telling, listed
from tracker.presenters.ratings import SCALE_WORDS, why_words
from tracker.presenters.words import LABELS, count_words, day_words, due_words
from tracker.reports.parts import Point, Said

NO_LAST_REPORT = (
    "There is no earlier report to compare with: this is the first one, or no day was given for "
    "the last one."
)

ACTIONS = ("action", "actions")
RATINGS = ("rating", "ratings")
DATES = ("change", "changes")
VERDICTS = ("verdict", "verdicts")

SUCCEEDED = {
    SuccessionKind.MERGED: "Merged from {former}.",
    SuccessionKind.SPLIT: "Split from {former}.",
    SuccessionKind.FAILED_TEST: "Follows {former}, which failed its test.",
}


def since_the_last_report(telling: Telling) -> tuple[Said, ...]:
    """What came, went, was done, fell late, was rated anew and was moved between two days."""
    before = telling.material.before
    if before is None:
        return (Said(NO_LAST_REPORT),)
    day = day_words(before.as_at)
    groups = tuple(_groups(telling, before))
    if not groups:
        return (Said(f"Nothing of what this section tells has changed since {day}."),)
    return (Said(f"These changes were recorded from {day} to {telling.day}."), *groups)


def _groups(telling: Telling, before: PlanSnapshot) -> Iterator[Said]:
    now, found = telling.snapshot, compare(before, telling.snapshot)
    moves = rating_moves(before, now)
    new = _new_successions(before, now)
    went = {one.former_id for one in new}
    came = {one.successor_id for one in new}
    for what, counted, points in (
        ("Completed", ACTIONS, _done(found)),
        ("Fell overdue", ACTIONS, _late(found)),
        ("Rated lower", RATINGS, _rated(moves, telling, is_better=False)),
        ("Rated higher", RATINGS, _rated(moves, telling, is_better=True)),
        ("Due dates moved", DATES, _moved(before, now)),
        ("Added", ACTIONS, _added(found, came)),
        ("Removed", ACTIONS, _removed(found, went)),
        ("Merged, split or followed by another", ACTIONS, _succeeded(now, new)),
        ("Judged by visits", VERDICTS, _judged(before, now)),
    ):
        if points:
            yield Said(f"{what} ({count_words(len(points), *counted)}):", tuple(points))


def _name(action: ActionPicture) -> str:
    return f"{action.reference} {action.title}"


def _ordered(actions: Iterable[ActionPicture]) -> list[ActionPicture]:
    return sorted(actions, key=lambda one: (one.sort_key, one.id))


def _due(action: ActionPicture) -> str:
    has_date = action.due_on is not None or action.due_text
    return f"Due {due_words(action.due_on, action.due_text)}." if has_date else "No due date."


def _done(found: PlanComparison) -> list[Point]:
    return [
        Point(
            f"Complete since {day_words(one.completed_on)}." if one.completed_on else "", _name(one)
        )
        for one in _ordered(found.newly_done)
    ]


def _late(found: PlanComparison) -> list[Point]:
    return [Point(_due(one), _name(one)) for one in _ordered(found.newly_late)]


def _rated(moves: Sequence[RatingMove], telling: Telling, *, is_better: bool) -> list[Point]:
    return [_move(one, telling) for one in moves if one.is_better is is_better]


def _move(move: RatingMove, telling: Telling) -> Point:
    old, new = telling.words.name(move.old), telling.words.name(move.new)
    said = f"{SCALE_WORDS[move.scale]} from “{old}” to “{new}”."
    if move.scale is RatingScale.DELIVERY:
        said = f"{said} {why_words(move.action.delivery_reason, move.action.recovery)}".strip()
    return Point(said, _name(move.action))


def _moved(before: PlanSnapshot, now: PlanSnapshot) -> list[Point]:
    known = {one.id for one in before.date_changes if one.state is DateChangeState.AGREED}
    agreed = defaultdict(list)
    for change in now.date_changes:
        if change.state is DateChangeState.AGREED and change.id not in known:
            agreed[change.action_id].append(change)
    return [
        Point(_change(change), _name(action))
        for action in _ordered(live(now.actions))
        for change in sorted(agreed[action.id], key=lambda one: (one.requested_on, one.id))
    ]


def _change(change: DateChangePicture) -> str:
    to = due_words(change.to_on, change.to_text)
    reason = change.reason if change.reason[-1:] in ".!?" else f"{change.reason}."
    return f"From {day_words(change.from_on, 'no date')} to {to}. {reason}"


def _added(found: PlanComparison, came: set[uuid.UUID]) -> list[Point]:
    return [Point(_due(one), _name(one)) for one in _ordered(found.added) if one.id not in came]


def _removed(found: PlanComparison, went: set[uuid.UUID]) -> list[Point]:
    return [
        Point(one.removed_because or "", _name(one))
        for one in _ordered(found.removed)
        if one.id not in went
    ]


def _new_successions(before: PlanSnapshot, now: PlanSnapshot) -> list[SuccessionPicture]:
    known = {one.id for one in before.successions}
    return [one for one in now.successions if one.id not in known]


def _succeeded(now: PlanSnapshot, new: Sequence[SuccessionPicture]) -> list[Point]:
    actions = {one.id: one for one in now.actions}
    formers: defaultdict[uuid.UUID, list[SuccessionPicture]] = defaultdict(list)
    for one in new:
        if one.former_id in actions:
            formers[one.successor_id].append(one)
    return [
        Point(_from(formers[one.id], actions), _name(one))
        for one in _ordered(live(now.actions))
        if one.id in formers
    ]


def _from(
    successions: Sequence[SuccessionPicture], actions: Mapping[uuid.UUID, ActionPicture]
) -> str:
    former = listed([_name(one) for one in _ordered(actions[s.former_id] for s in successions)])
    return SUCCEEDED[successions[0].kind].format(former=former)


def _judged(before: PlanSnapshot, now: PlanSnapshot) -> list[Point]:
    known = {one.id: one.verdict for one in live(before.verdicts)}
    asked = concerned(now)
    references = {one.id: one.reference or f"“{one.text}”" for one in asked}
    return [
        Point(
            f"{LABELS[told.verdict.verdict]}.",
            f"Recommendation {references[told.verdict.recommendation_id]}, {told.visit.title}",
        )
        for told in verdicts_on(now, asked)
        if known.get(told.verdict.id) is not told.verdict.verdict
    ]
