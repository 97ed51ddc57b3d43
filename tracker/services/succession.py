"""Merging and splitting actions: the old references lead to the new actions."""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import Delivery, ImpactRating, OwnershipRole, SuccessionKind
from tracker.models import Action, Milestone, Succession
from tracker.services.actions import ActionFields, add_action, place_links, require_live, touch
from tracker.services.date_requests import withdraw_requests_for
from tracker.services.decisions import require_decision
from tracker.services.deeds import deed
from tracker.services.ownership import OwnerFields, live_owners, place_owners, with_lead
from tracker.services.plans import is_in_force
from tracker.services.rules import add_record

FEWEST_PARTS = 2


@deed
def merge_actions(
    session: Session,
    actions: Sequence[Action],
    into: ActionFields | Action,
    *,
    by: Actor,
    on: date,
    decision_id: uuid.UUID | None = None,
    reason: str | None = None,
) -> Action:
    """Make one action of several of one plan: a new one, or one that stands already.

    Each action, and ``into`` where it is one, is loaded with its plan, owners, links and
    milestones, removed ones among them. The successor takes the links, owners and milestones of
    all; the old actions are removed and keep their updates, their history and their references.
    ``decision_id`` is the decision of a board that allowed it, if one did.
    """
    decision_id = require_decision(session, decision_id, by=by, on=on)
    standing = [*actions, into] if isinstance(into, Action) else list(actions)
    _require_mergeable(actions, standing, by=by)
    if isinstance(into, Action):
        successor = into
        touch(successor)
        # Its own first date never changes, but no slip of what it replaces falls away.
        successor.times_slipped = max(action.times_slipped for action in standing)
    else:
        _keep_due_date(into, actions)
        successor = add_action(session, actions[0].plan, into, by=by, on=on)
        _keep_first_date(successor, actions)
    _keep_rating(successor, standing)
    inherit(session, successor, [successor, *actions], by=by, on=on)
    note = f"The action was merged into {successor.reference}"
    withdraw_requests_for(session, actions, note, by=by, on=on)
    for action in actions:
        _copy_milestones(session, action, successor, by=by)
        _succeed(session, action, successor, SuccessionKind.MERGED, decision_id, by=by, on=on)
    return successor


@deed
def split_action(
    session: Session,
    action: Action,
    parts: Sequence[ActionFields],
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    decision_id: uuid.UUID | None = None,
    reason: str | None = None,
) -> list[Action]:
    """Make several actions of one, and return them in the order of ``parts``.

    The action is loaded with its plan, owners and links, removed ones among them. Each part
    inherits links and owners; the old action is removed and keeps its updates, its milestones, its
    history and its reference. ``decision_id`` is the decision of a board that allowed it.
    """
    require_live(action, by=by, version=version)
    decision_id = require_decision(session, decision_id, by=by, on=on)
    if len(parts) < FEWEST_PARTS:
        raise RuleError("Enter at least two parts")
    made = []
    for fields in parts:
        _keep_due_date(fields, [action])
        part = add_action(session, action.plan, fields, by=by, on=on)
        _keep_first_date(part, [action])
        _keep_rating(part, [action])
        inherit(session, part, [action], by=by, on=on)
        _succeed(session, action, part, SuccessionKind.SPLIT, decision_id, by=by, on=on)
        made.append(part)
    note = f"The action was split into {', '.join(part.reference for part in made)}"
    withdraw_requests_for(session, [action], note, by=by, on=on)
    return made


def _require_mergeable(actions: Sequence[Action], standing: Sequence[Action], *, by: Actor) -> None:
    for action in standing:
        require_live(action, by=by)
    if not actions or len(standing) < FEWEST_PARTS:
        raise RuleError("Select at least two actions to merge")
    if len({action.id for action in standing}) < len(standing):
        raise RuleError("Select each action only once")
    if len({action.plan_id for action in standing}) > 1:
        raise RuleError("Only actions of the same plan can be merged")


def _keep_due_date(fields: ActionFields, formers: Sequence[Action]) -> None:
    """Refuse a successor that is due later than what it replaces.

    Otherwise a merge or split would move a date of a plan in force without a reason or a trace.
    """
    dated = [action for action in formers if action.due_on is not None]
    if not dated or not is_in_force(formers[0].plan):
        return
    last = max(action.due_on for action in dated if action.due_on is not None)
    if fields.due_on is None or fields.due_on > last:
        raise RuleError(
            f"Action {fields.reference} must be due by {long_date(last)}, as what it replaces is. "
            "Ask for another due date afterwards, with a reason",
            field="due_on",
        )


def _keep_first_date(successor: Action, formers: Sequence[Action]) -> None:
    """Carry on the first date and the slips, the latest and most where there are several."""
    first = [action.first_due_on for action in formers if action.first_due_on is not None]
    if first:
        successor.first_due_on = max(first)
    successor.times_slipped = max(action.times_slipped for action in formers)


RATINGS_BEST_FIRST = (
    Delivery.COMPLETE,
    Delivery.NOT_STARTED,
    Delivery.ON_TRACK,
    Delivery.AT_RISK,
    Delivery.OFF_TRACK,
)
"""A merged action takes the worst of its formers' ratings: it is complete only if all are."""


IMPACT_WORST_FIRST = (
    ImpactRating.WORSE,
    ImpactRating.NO_CHANGE,
    ImpactRating.TOO_EARLY,
    ImpactRating.EARLY_SIGNS,
    ImpactRating.MAKING_A_DIFFERENCE,
    ImpactRating.SUSTAINED,
)
"""What was assured of its formers is not carried on: a merged action is assured anew."""


def _keep_rating(successor: Action, formers: Sequence[Action]) -> None:
    """Carry on the worst rating with its reason and obstacle, so that no red row falls away."""
    worst = max(formers, key=lambda former: RATINGS_BEST_FIRST.index(former.delivery))
    obstacles = dict.fromkeys(former.obstacle for former in formers if former.obstacle)
    updated = [former.updated_on for former in formers if former.updated_on is not None]
    successor.delivery = worst.delivery
    successor.delivery_reason = worst.delivery_reason
    successor.recovery = worst.recovery
    successor.impact_rating = min((f.impact_rating for f in formers), key=IMPACT_WORST_FIRST.index)
    successor.obstacle = "\n".join(obstacles) or None
    successor.updated_on = max(updated, default=None)
    done = [former.completed_on for former in formers if former.completed_on is not None]
    is_complete = worst.delivery is Delivery.COMPLETE
    successor.completed_on = max(done, default=None) if is_complete else None


def inherit(
    session: Session, successor: Action, sources: Sequence[Action], *, by: Actor, on: date
) -> None:
    """Give the successor the links and owners of all sources, as they are.

    Owners who have left come along too: the plan's coverage shows them, and an owner who silently
    fell away would not be missed.
    """
    links: set[uuid.UUID] = set()
    owners: list[OwnerFields] = []
    for source in sources:
        links |= {link.recommendation_id for link in source.answers if link.removed_on is None}
        owners += live_owners(source)
    place_links(session, successor, links, by=by, on=on)
    place_owners(session, successor, _one_of_each(owners), by=by, on=on)


def _one_of_each(owners: Sequence[OwnerFields]) -> list[OwnerFields]:
    """The owners once each; of several leads and deputies the first keeps the role."""
    kept: dict[object, OwnerFields] = {}
    taken: set[OwnershipRole] = set()
    for owner in owners:
        if owner.holder in kept:
            continue
        role = OwnershipRole.OWNER if owner.role in taken else owner.role
        taken |= {role} - {OwnershipRole.OWNER}
        kept[owner.holder] = OwnerFields(
            post_id=owner.post_id, person_id=owner.person_id, role=role
        )
    return with_lead(list(kept.values()))


def _copy_milestones(session: Session, former: Action, successor: Action, *, by: Actor) -> None:
    for milestone in former.milestones:
        if milestone.removed_on is None:
            copy = add_record(
                session,
                Milestone,
                by=by,
                action_id=successor.id,
                title=milestone.title,
                due_on=milestone.due_on,
                done_on=milestone.done_on,
            )
            successor.milestones.append(copy)


def _succeed(
    session: Session,
    former: Action,
    successor: Action,
    kind: SuccessionKind,
    decision_id: uuid.UUID | None,
    *,
    by: Actor,
    on: date,
) -> None:
    former.removed_on = on
    add_record(
        session,
        Succession,
        by=by,
        former=former,
        former_id=former.id,
        successor=successor,
        successor_id=successor.id,
        kind=kind,
        decision_id=decision_id,
    )
