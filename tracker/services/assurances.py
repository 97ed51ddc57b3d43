"""Assurance: the second rater, who is neither an owner of the action nor in an owner's line."""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import can
from tracker.access.predicates import ActionInLine
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import (
    NEEDS_RECOVERY,
    ClosingTest,
    Delivery,
    EvidenceRating,
    ImpactRating,
)
from tracker.models import Action, Assurance
from tracker.services.actions import require_live
from tracker.services.deeds import deed
from tracker.services.plans import is_in_force
from tracker.services.rules import add_record, checked

FOUND: Final = (EvidenceRating.NONE, EvidenceRating.ASSURED, EvidenceRating.NOT_ASSURED)
"""What somebody who tests evidence can say of it; "offered" is the owner's side."""


@dataclass(frozen=True, kw_only=True)
class AssuranceFields:
    """The three ratings, and ``found``: what was looked at and what it showed."""

    found: str
    delivery: Delivery
    evidence_rating: EvidenceRating
    impact_rating: ImpactRating
    reason: str | None = None
    recovery: str | None = None


@deed
def assure_action(
    session: Session,
    subject: ActionInLine,
    fields: AssuranceFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> Assurance:
    """Rate an action independently of its owner; its plan and its owners are loaded.

    Raises:
        Conflict: the action was changed since ``version``.
        RuleError: the assurer owns it or stands in an owner's line, its plan is not in force, or a
            rating lacks its reason or recovery action.
    """
    action = subject.action
    require_live(action, by=by, version=version)
    return write_assurance(session, subject, fields, by=by, on=on)


def write_assurance(
    session: Session,
    subject: ActionInLine,
    fields: AssuranceFields,
    *,
    by: Actor,
    on: date,
    closing_test: ClosingTest | None = None,
) -> Assurance:
    """Write an assurance once it is found right, and repeat its ratings on the action."""
    action = subject.action
    _require_assurer(subject, by)
    values = _checked(action, fields)
    assurance = add_record(
        session,
        Assurance,
        by=by,
        action_id=action.id,
        assurer_id=by.person_id,
        assured_at=by.at,
        assured_on=on,
        closing_test=closing_test,
        **values,
    )
    action.assured_delivery = assurance.delivery
    action.assured_evidence = assurance.evidence_rating
    action.assured_impact = assurance.impact_rating
    action.assured_on = on
    return assurance


def _require_assurer(subject: ActionInLine, by: Actor) -> None:
    if not is_in_force(subject.action.plan):
        raise RuleError("This plan is still a draft, so there is nothing to assure yet")
    if by.person_id is None:
        raise RuleError("An action is assured by a named person: sign in to do it")
    if not can(by, Permission.ASSURE_ACTIONS, subject):
        raise RuleError(
            "You own this action or stand in the line of management of one of its owners, "
            "so somebody else must assure it"
        )


def _checked(action: Action, fields: AssuranceFields) -> Mapping[str, Any]:
    values = checked(fields, Assurance)
    evidence = values["evidence_rating"]
    if evidence not in FOUND:
        raise RuleError("Say whether the evidence is assured", field="evidence_rating")
    if evidence is EvidenceRating.ASSURED and action.evidence_rating is EvidenceRating.NONE:
        raise RuleError(
            "No evidence is offered for this action, so none can be assured",
            field="evidence_rating",
        )
    if {values["delivery"], evidence} & NEEDS_RECOVERY:
        for name, sentence in (
            ("reason", "Enter the reason for this rating"),
            ("recovery", "Enter what has to be done to recover"),
        ):
            if values[name] is None:
                raise RuleError(sentence, field=name)
    return values
