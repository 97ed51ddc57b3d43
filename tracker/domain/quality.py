"""Quality checks of a plan: what a board would ask about before it trusts what the plan says.

Each rule looks at a snapshot and yields what it finds, as data. What to say of it is in the
presenters. No rule finds that a date should move.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from tracker.domain.likeness import same_pairs
from tracker.domain.measurable import may_be_measured
from tracker.domain.pictures import ActionPicture
from tracker.domain.plan_questions import (
    Gap,
    Subject,
    answered_in,
    gaps_of,
    holder_of,
    last_verdicts,
    open_actions,
    standing_recommendations,
    unclosed,
)
from tracker.domain.snapshot import PlanSnapshot, is_done, is_late, live
from tracker.domain.vocabulary import ImpactRating, OwnershipRole, Response, VerdictKind

MANY_ACTIONS: Final = 10
"""More open actions than this with one lead are more than one person can drive at a time."""

IMPACT_DUE: Final = timedelta(days=91)
"""How long after its completion an action may say that it is too early for impact.

Three months, as the first test of a closed action.
"""

VERY_ALIKE: Final = 0.9
"""From here on, on the scale of ``domain.likeness``, two titles ask for the same."""

NOT_MENDED: Final = frozenset(
    {VerdictKind.BACK_AGAIN, VerdictKind.STILL_THERE, VerdictKind.NO_PROGRESS}
)
"""Verdicts that say that what was done so far did not help."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that a rule found of one record.

    ``other_id`` is the record that it stands against: the action with the same text, or the visit
    that gave the verdict. ``number`` counts actions; ``on`` is the day since which it is so.
    """

    rule: str
    subject: Subject
    subject_id: uuid.UUID
    other_id: uuid.UUID | None = None
    number: int = 0
    on: date | None = None
    gap: Gap | None = None
    verdict: VerdictKind | None = None


Rule = Callable[[PlanSnapshot], Iterable[Finding]]


def complete_without_evidence(snapshot: PlanSnapshot) -> Iterator[Finding]:
    """An action is called complete, and nothing shows that it was done.

    A board that takes "complete" on trust reports activity, and learns better at the next
    inspection. Closed actions are left out: evidence or a decision on record closed each of them.
    """
    shown = {one.action_id for one in live(snapshot.evidence)}
    for action in unclosed(snapshot):
        if is_done(action) and action.id not in shown:
            yield _of_action("complete_without_evidence", action, on=action.completed_on)


def evidence_without_impact(snapshot: PlanSnapshot) -> Iterator[Finding]:
    """An action was completed, evidence shows it, and nobody has said whether it helped children.

    Evidence tells that work was done, not that anything is better. Right after the work "too early"
    is an honest answer; ``IMPACT_DUE`` later a board should hear another.
    """
    shown = {one.action_id for one in live(snapshot.evidence)}
    for action in unclosed(snapshot):
        if not is_done(action) or action.id not in shown:
            continue
        done_on = action.completed_on or date.min
        if action.impact_rating is ImpactRating.TOO_EARLY and (
            snapshot.as_at - done_on >= IMPACT_DUE
        ):
            yield _of_action("evidence_without_impact", action, on=action.completed_on)


def recommendation_unanswered(snapshot: PlanSnapshot) -> Iterator[Finding]:
    """A recommendation of an inspection that the plan answers has no action in the plan.

    An inspector asks after each recommendation. One that the council has not accepted was answered
    in another way, and one that a later visit found resolved asks for nothing more.
    """
    answered = answered_in(snapshot)
    inspections = {one.inspection_id for one in live(snapshot.answers)}
    inspections &= {one.id for one in live(snapshot.inspections)}
    last = last_verdicts(snapshot)
    for asked in standing_recommendations(snapshot):
        if asked.inspection_id not in inspections or asked.id in answered:
            continue
        resolved = asked.id in last and last[asked.id][0].verdict is VerdictKind.RESOLVED
        if asked.response is not Response.NOT_ACCEPTED and not resolved:
            yield Finding(
                rule="recommendation_unanswered",
                subject=Subject.RECOMMENDATION,
                subject_id=asked.id,
            )


def no_success_measure(snapshot: PlanSnapshot) -> Iterator[Finding]:
    """Nothing says how anybody will know that an action worked.

    Without it a board can only hear that the work was done, and no rating of impact can be tested.
    """
    for action in unclosed(snapshot):
        if not (action.success_measure or "").strip():
            yield _of_action("no_success_measure", action)


def unmeasurable(snapshot: PlanSnapshot) -> Iterator[Finding]:
    """A success measure has nothing that looks as if it could be counted or compared.

    "Practice is embedded" is a hope: two people will answer it differently. The check is a hint,
    see ``domain.measurable``.
    """
    for action in unclosed(snapshot):
        measure = (action.success_measure or "").strip()
        if measure and not may_be_measured(measure):
            yield _of_action("unmeasurable", action)


def owner_left(snapshot: PlanSnapshot) -> Iterator[Finding]:
    """Open actions belong to somebody who has left, to a closed or vacant post, or to nobody.

    What nobody answers for stands still, and the board learns it when the date has passed. A post
    is vacant when nobody who is still with the council holds it on the day.
    """
    open_ones = {one.id: one for one in open_actions(snapshot)}
    owners = [one for one in live(snapshot.owners) if one.action_id in open_ones]
    held = dict.fromkeys((holder_of(one), one.action_id) for one in owners)
    counted = Counter(holder for holder, _action_id in held)
    gaps = gaps_of(snapshot)
    for (subject, holder_id), number in counted.items():
        if holder_id in gaps:
            gap, since = gaps[holder_id]
            yield Finding(
                rule="owner_left",
                subject=subject,
                subject_id=holder_id,
                number=number,
                on=since,
                gap=gap,
            )
    owned = {one.action_id for one in owners}
    for action in open_ones.values():
        if action.id not in owned:
            yield _of_action("owner_left", action, gap=Gap.NOBODY)


def overdue_without_update(snapshot: PlanSnapshot) -> Iterator[Finding]:
    """The due date of an open action has passed, and nobody has said anything since.

    A late action with an explanation is managed; a silent one is not. The owner should say where it
    stands.
    """
    for action in unclosed(snapshot):
        if is_late(action, snapshot.as_at):
            said = action.updated_on
            if said is None or action.due_on is None or said <= action.due_on:
                yield _of_action("overdue_without_update", action, on=action.due_on)


def many_on_one_owner(snapshot: PlanSnapshot) -> Iterator[Finding]:
    """One post or person leads more than ``MANY_ACTIONS`` open actions.

    A plan that hangs on one pair of hands stops with them. A board should ask who could help.
    """
    open_ones = {one.id for one in open_actions(snapshot)}
    led = {
        (holder_of(one), one.action_id)
        for one in live(snapshot.owners)
        if one.role is OwnershipRole.LEAD and one.action_id in open_ones
    }
    counted = Counter(holder for holder, _action_id in led)
    for (subject, holder_id), number in sorted(counted.items()):
        if number > MANY_ACTIONS:
            yield Finding(
                rule="many_on_one_owner", subject=subject, subject_id=holder_id, number=number
            )


def same_text(snapshot: PlanSnapshot) -> Iterator[Finding]:
    """Two actions ask for the same in the same, or nearly the same, words.

    They are counted twice, and two owners wait for each other. Actions of which one came of the
    other are left out, and texts that differ in their numbers are not the same.
    """
    actions = unclosed(snapshot)
    related = {frozenset((one.former_id, one.successor_id)) for one in snapshot.successions}
    told = set()
    for one, other in same_pairs([action.title for action in actions], VERY_ALIKE):
        pair = actions[one].id, actions[other].id
        if other not in told and frozenset(pair) not in related:
            told.add(other)
            yield _of_action("same_text", actions[other], other_id=pair[0])


def priority_without_action(snapshot: PlanSnapshot) -> Iterator[Finding]:
    """A priority of the plan has no action.

    It promises children a difference, and nothing is done for it.
    """
    served = {one.priority_id for one in live(snapshot.actions)}
    for priority in sorted(live(snapshot.priorities), key=lambda one: (one.sort_key, one.id)):
        if priority.id not in served:
            yield Finding(
                rule="priority_without_action", subject=Subject.PRIORITY, subject_id=priority.id
            )


def back_again_nothing_new(snapshot: PlanSnapshot) -> Iterator[Finding]:
    """The latest visit found no progress, or the fault still or again there; nothing new followed.

    What was done did not help. Doing no more of it, or only the same, leads to the same verdict.
    New is an action that answers the recommendation, or the visit's own that repeats it, since the
    visit, or an update of one.
    """
    actions = {one.id: one for one in live(snapshot.actions)}
    standing = [one for one in live(snapshot.links) if one.action_id in actions]
    by_recommendation = defaultdict(list)
    for link in standing:
        by_recommendation[link.recommendation_id].append(link)
    last = last_verdicts(snapshot)
    for asked in standing_recommendations(snapshot):
        verdict, visit = last.get(asked.id, (None, None))
        if verdict is None or visit is None or verdict.verdict not in NOT_MENDED:
            continue
        since = visit.fieldwork_end_on
        links = by_recommendation[asked.id]
        if verdict.repeated_as_id is not None:
            links = links + by_recommendation[verdict.repeated_as_id]
        days = [one.linked_on for one in links] + [
            actions[one.action_id].updated_on for one in links
        ]
        if all(day is None or day <= since for day in days):
            yield Finding(
                rule="back_again_nothing_new",
                subject=Subject.RECOMMENDATION,
                subject_id=asked.id,
                other_id=visit.id,
                on=since,
                verdict=verdict.verdict,
            )


def _of_action(rule: str, action: ActionPicture, **more: Any) -> Finding:
    return Finding(rule=rule, subject=Subject.ACTION, subject_id=action.id, **more)


RULES: Final[tuple[Rule, ...]] = (
    recommendation_unanswered,
    back_again_nothing_new,
    priority_without_action,
    owner_left,
    many_on_one_owner,
    overdue_without_update,
    complete_without_evidence,
    evidence_without_impact,
    no_success_measure,
    unmeasurable,
    same_text,
)
"""Every rule, in the order in which a reader meets it: from the findings down to single actions."""


def check(snapshot: PlanSnapshot) -> list[Finding]:
    """What all rules find of a plan, rule by rule, each in the plan's order."""
    return [finding for rule in RULES for finding in rule(snapshot)]
