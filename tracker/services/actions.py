"""Actions: adding, amending and removing them, and the recommendations that they answer."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import Rescoping
from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.domain.references import normalise_reference, reference_sort_key
from tracker.domain.vocabulary import Delivery
from tracker.models import Action, ActionRecommendation, Plan, Priority, Recommendation
from tracker.services.belonging import chosen
from tracker.services.date_requests import withdraw_requests_for
from tracker.services.decisions import allow_rescoping
from tracker.services.deeds import council_of, deed
from tracker.services.plans import is_in_force, require_open
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    one_at_a_time,
    require_reason,
    require_standing,
)


@dataclass(frozen=True, kw_only=True)
class ActionFields:
    """An action as its page has it.

    ``due_text`` is the due date as written when it is no date ("Ongoing"); ``due_on`` then is the
    best date beside it, or None.
    """

    reference: str
    title: str
    why: str | None = None
    success_measure: str | None = None
    start_on: date | None = None
    due_on: date | None = None
    due_text: str | None = None
    priority_id: uuid.UUID | None = None


def require_live(
    action: Action, *, by: Actor, version: int | None = None, closed_too: bool = False
) -> None:
    """Refuse a change to a removed or closed action or in a closed plan.

    ``action.plan`` is loaded. ``closed_too`` is for what goes on after an action was closed: who
    owns it, and the tests whether it holds.

    Raises:
        Conflict: the action was changed since ``version``.
        RuleError: the action was removed or closed, or its plan is closed or another council's.
    """
    require_standing(action, by=by, version=version)
    require_open(action.plan, by=by)
    if action.closed_on is not None and not closed_too:
        raise RuleError(
            f"This action was closed on {long_date(action.closed_on)} and is never reopened. "
            "If there is more to do, add a new action"
        )


def touch(action: Action) -> None:
    """Count a change of the action's owners or links as a change of the action.

    Two people who edit one list meet at the action's version, so the second is told; on PostgreSQL
    the second also waits here until the first has finished.
    """
    action.version += 1


@deed
def add_action(
    session: Session, plan: Plan, fields: ActionFields, *, by: Actor, on: date
) -> Action:
    """Add an action; in a plan that is in force its due date is its first date at once."""
    require_open(plan, by=by)
    values = _checked(session, plan, fields, None, by=by, on=on)
    return add_record(
        session,
        Action,
        by=by,
        plan=plan,
        plan_id=plan.id,
        first_due_on=values["due_on"] if is_in_force(plan) else None,
        ownerships=[],
        answers=[],
        milestones=[],
        **values,
    )


@deed
def amend_action(
    session: Session,
    action: Action,
    fields: ActionFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    decision_id: uuid.UUID | None = None,
    reason: str | None = None,
) -> None:
    """Change an action; ``action.plan`` is loaded.

    In a draft the due date moves freely. In a plan in force this may only give a first date to an
    action that never had one: nothing is put off by it, so a lock before a meeting does not stop
    it. Every other date moves by a request, see ``services.due_dates``. ``decision_id`` is the
    decision of a board that allowed another success measure, where one did.
    """
    require_live(action, by=by, version=version)
    values = _checked(session, action.plan, fields, action, by=by, on=on)
    if is_in_force(action.plan):
        _keep_due_date(action, values["due_on"], values["due_text"])
    if values["priority_id"] != action.priority_id:
        # What was loaded beside the old id is no longer this action's priority.
        session.expire(action, ["priority"])
    _amend_measure(session, action, values["success_measure"], decision_id, by=by, on=on)
    amend_record(action, values)
    if is_in_force(action.plan) and action.first_due_on is None:
        action.first_due_on = action.due_on


@deed
def remove_action(
    session: Session,
    action: Action,
    *,
    reason: str,
    by: Actor,
    on: date,
    version: int | None = None,
    decision_id: uuid.UUID | None = None,
) -> None:
    """Take an action out of its plan, with a reason; its reference is never given again.

    ``decision_id`` is the decision of a board that allowed it, where one did.
    """
    require_live(action, by=by, version=version)
    require_reason(reason, "Enter why the action is removed")
    allow_rescoping(session, action, Rescoping.REMOVED, decision_id, by=by, on=on)
    action.removed_on = on
    withdraw_requests_for(session, [action], "The action was removed", by=by, on=on)


@deed
def link_recommendations(
    session: Session,
    action: Action,
    recommendation_ids: Collection[uuid.UUID],
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Make the action answer exactly these recommendations.

    ``action.plan`` and ``action.answers``, removed links among them, are loaded.
    """
    require_live(action, by=by, version=version)
    standing = {link.recommendation_id for link in action.answers if link.removed_on is None}
    wanted = set(recommendation_ids)
    chosen(
        session,
        Recommendation,
        wanted - standing,
        by=by,
        on=on,
        field="recommendation_ids",
        sentence="Select recommendations of this council that were not removed",
    )
    if wanted != standing:
        touch(action)
        place_links(session, action, wanted, by=by, on=on)


def place_links(
    session: Session, action: Action, wanted: Collection[uuid.UUID], *, by: Actor, on: date
) -> None:
    """Make the action's links so, unchecked; a link that was removed stands again."""
    for link in action.answers:
        link.removed_on = None if link.recommendation_id in wanted else link.removed_on or on
    known = {link.recommendation_id for link in action.answers}
    for recommendation_id in sorted(set(wanted) - known):
        link = add_record(
            session,
            ActionRecommendation,
            by=by,
            action_id=action.id,
            recommendation_id=recommendation_id,
        )
        action.answers.append(link)


def _amend_measure(
    session: Session,
    action: Action,
    measure: str | None,
    decision_id: uuid.UUID | None,
    *,
    by: Actor,
    on: date,
) -> None:
    if decision_id is None:
        return
    if measure == action.success_measure:
        raise RuleError(
            "A decision is named where the success measure changes, and it stays as it is",
            field="decision_id",
        )
    told = {"before": action.success_measure, "after": measure}
    kind = Rescoping.SUCCESS_MEASURE
    allow_rescoping(session, action, kind, decision_id, by=by, on=on, **told)


def _keep_due_date(action: Action, due_on: date | None, due_text: str | None) -> None:
    was_dated = action.due_on is not None or action.first_due_on is not None
    if was_dated and (due_on, due_text) != (action.due_on, action.due_text):
        raise RuleError("Ask for the new due date, with a reason", field="due_on")
    if due_on != action.due_on and action.delivery is Delivery.COMPLETE:
        raise RuleError("This action is complete, so its due date no longer moves", field="due_on")


def _checked(
    session: Session,
    plan: Plan,
    fields: ActionFields,
    before: Action | None,
    *,
    by: Actor,
    on: date,
) -> dict[str, Any]:
    """The columns of the page's fields, with the sort key, once they are found right."""
    values = checked(fields, Action)
    reference = values["reference"] = normalise_reference(values["reference"])
    values["sort_key"] = reference_sort_key(reference)
    if before is None or before.reference != reference:
        _require_unused(session, plan, reference, by=by)
    require_after_start(values["start_on"], values["due_on"], field="due_on")
    priority_id = values["priority_id"]
    if priority_id is not None and (before is None or priority_id != before.priority_id):
        _require_priority(session, plan, priority_id, by=by, on=on)
    return values


def require_after_start(start_on: date | None, due_on: date | None, *, field: str | None) -> None:
    """Refuse a due date before the start."""
    if start_on is not None and due_on is not None and due_on < start_on:
        raise RuleError("The due date must be the same as or after the start date", field=field)


def _require_unused(session: Session, plan: Plan, reference: str, *, by: Actor) -> None:
    one_at_a_time(session, council_of(by))
    query = select(Action.removed_on).where(
        Action.plan_id == plan.id, Action.reference == reference
    )
    used = session.execute(query).one_or_none()
    if used is None:
        return
    if used.removed_on is None:
        sentence = f"Reference {reference} is already in this plan"
    else:
        sentence = f"Reference {reference} belonged to an action of this plan that was removed"
    raise RuleError(sentence, field="reference")


def _require_priority(
    session: Session, plan: Plan, priority_id: uuid.UUID, *, by: Actor, on: date
) -> None:
    sentence = "Select a priority of this plan"
    field = "priority_id"
    found = chosen(session, Priority, [priority_id], by=by, on=on, field=field, sentence=sentence)
    if found[0].plan_id != plan.id:
        raise RuleError(sentence, field=field)
