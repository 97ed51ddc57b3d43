"""Closing actions, and testing them again afterwards: a closed action is never reopened."""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.predicates import ActionInLine
from tracker.domain.closing import due_tests
from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import (
    LETS_CLOSE,
    ClosingTest,
    Delivery,
    EvidenceRating,
    SuccessionKind,
)
from tracker.models import Action, Assurance, Closure, Meeting, Person, Succession
from tracker.services.actions import ActionFields, add_action, require_live
from tracker.services.assurances import AssuranceFields, write_assurance
from tracker.services.belonging import chosen
from tracker.services.date_requests import withdraw_requests_for
from tracker.services.decisions import require_decision
from tracker.services.deeds import deed
from tracker.services.plans import is_in_force
from tracker.services.rules import add_record, checked
from tracker.services.succession import inherit


@dataclass(frozen=True, kw_only=True)
class ClosureFields:
    """A decision to close without assurance: what was decided, by whom, at which meeting.

    All three, or none of them where the action is closed on its assurance. ``decision_id`` is the
    meeting's own record of it, where there is one.
    """

    decision: str | None = None
    decided_by_id: uuid.UUID | None = None
    meeting_id: uuid.UUID | None = None
    decision_id: uuid.UUID | None = None


@deed
def close_action(
    session: Session,
    action: Action,
    fields: ClosureFields | None = None,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> Closure:
    """Close an action; its plan and its owners are loaded.

    It closes when its latest assurance says that it is complete, that the evidence is assured, and
    that it makes a difference or has gone on doing so; or by a decision to close it without. Two
    people close an action on its assurance: the one who assured it does not close it too.

    Raises:
        Conflict: the action was changed since ``version``.
        RuleError: neither holds, ``by`` assured it, or the decision is not whole.
    """
    require_live(action, by=by, version=version)
    if not is_in_force(action.plan):
        raise RuleError("This plan is still a draft: remove the action instead of closing it")
    values = checked(fields or ClosureFields(), Closure)
    if any(values.values()):
        _require_decision(session, values, by=by, on=on)
        assurance_id = None
    else:
        assurance_id = _assured(session, action, by=by).id
    action.closed_on = on
    withdraw_requests_for(session, [action], "The action was closed", by=by, on=on)
    return add_record(
        session,
        Closure,
        by=by,
        action_id=action.id,
        closed_on=on,
        closed_by_id=by.person_id,
        assurance_id=assurance_id,
        **values,
    )


@deed
def retest_action(
    session: Session,
    subject: ActionInLine,
    fields: AssuranceFields,
    follow_up: ActionFields | None = None,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> Action | None:
    """Test a closed action again when that is due, and give the new action when it failed.

    The action is loaded with its plan, its owners and its links. A test holds when the evidence is
    assured and the impact still would let the action close. When it does not, ``follow_up`` becomes
    a new action that points back, with the same owners and recommendations.

    Raises:
        RuleError: the action is not closed, no test is due, or a failed one has no new action.
    """
    action = subject.action
    require_live(action, by=by, version=version, closed_too=True)
    due = _due_test(session, action, on)
    assurance = write_assurance(session, subject, fields, by=by, on=on, closing_test=due)
    if holds(assurance):
        return None
    if follow_up is None:
        raise RuleError("The test failed: enter the new action that follows", field="title")
    successor = add_action(session, action.plan, follow_up, by=by, on=on)
    inherit(session, successor, [action], by=by, on=on)
    add_record(
        session,
        Succession,
        by=by,
        former=action,
        former_id=action.id,
        successor=successor,
        successor_id=successor.id,
        kind=SuccessionKind.FAILED_TEST,
    )
    return successor


def holds(assurance: Assurance) -> bool:
    """Whether what was assured is enough to close an action, or to leave it closed."""
    return (
        assurance.evidence_rating is EvidenceRating.ASSURED
        and assurance.impact_rating in LETS_CLOSE
    )


_LACKS: Final = (
    "This action closes when somebody who does not own it has assured that it is complete, that "
    "its evidence holds, and that it makes a difference. Have it assured, or record the decision "
    "to close it without"
)

_ASSURED_IT_TOO: Final = (
    "You assured this action: ask somebody else to close it, or record the decision to close it "
    "without"
)


def _assured(session: Session, action: Action, *, by: Actor) -> Assurance:
    latest = (
        select(Assurance)
        .where(Assurance.action_id == action.id, Assurance.council_id == action.council_id)
        .order_by(Assurance.assured_at.desc(), Assurance.id.desc())
        .limit(1)
    )
    found = session.scalars(latest).one_or_none()
    if found is None or not holds(found) or found.delivery is not Delivery.COMPLETE:
        raise RuleError(_LACKS, field="decision")
    if action.delivery is not Delivery.COMPLETE:
        raise RuleError("Its owner has not said that this action is complete", field="decision")
    if found.assurer_id == by.person_id:
        raise RuleError(_ASSURED_IT_TOO, field="decision")
    return found


def _require_decision(session: Session, values: Mapping[str, Any], *, by: Actor, on: date) -> None:
    for name, sentence in (
        ("decision", "Enter what was decided"),
        ("decided_by_id", "Select who decided it"),
        ("meeting_id", "Select the meeting at which it was decided"),
    ):
        if values[name] is None:
            raise RuleError(sentence, field=name)
    for name, model, sentence in (
        ("decided_by_id", Person, "Select a person of this council who has not left"),
        ("meeting_id", Meeting, "Select a meeting of this council"),
    ):
        ids = [values[name]]
        chosen(session, model, ids, by=by, on=on, field=name, sentence=sentence)
    decision_id, meeting_id = values["decision_id"], values["meeting_id"]
    require_decision(session, decision_id, by=by, on=on, meeting_id=meeting_id)


def _due_test(session: Session, action: Action, on: date) -> ClosingTest:
    if action.closed_on is None:
        raise RuleError("This action is not closed: assure it instead")
    done = session.scalars(
        select(Assurance.closing_test).where(
            Assurance.action_id == action.id, Assurance.closing_test.is_not(None)
        )
    ).all()
    following = due_tests(action.closed_on, {test for test in done if test is not None})
    if not following:
        raise RuleError("This action was tested at 3, 6 and 12 months: no further test is due")
    test, due_on = following[0]
    if due_on > on:
        raise RuleError(f"The next test of this action is due on {long_date(due_on)}")
    return test
