"""Evidence: what shows that an action was done or helped, and whether somebody checked it."""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.predicates import OWNS_ACTION
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import EvidenceRating, Marking
from tracker.models import Action, Evidence
from tracker.services.actions import require_live
from tracker.services.deeds import deed
from tracker.services.evidence_files import (
    FileFields,
    keep_version,
    require_live_evidence,
    take_back_check,
)
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    checked_address,
    require_reason,
)

WHAT_WAS_CHECKED: Final = ("shows", "place", "url")
"""What a check is about. When one of these changes, the evidence has to be checked anew."""


@dataclass(frozen=True, kw_only=True)
class EvidenceFields:
    """A piece of evidence as its page has it; ``place`` is where it is in words."""

    title: str
    shows: str
    place: str | None = None
    url: str | None = None
    marking: Marking = Marking.OFFICIAL


@dataclass(frozen=True, kw_only=True)
class CheckFields:
    """That somebody looked at evidence and found it to show what it says, and until when."""

    checked_on: date
    check_again_on: date | None = None


@deed
def add_evidence(
    session: Session,
    action: Action,
    fields: EvidenceFields,
    *,
    by: Actor,
    on: date,
    file: FileFields | None = None,
) -> Evidence:
    """Add evidence to an action, by a link, a place in words, a file, or several of them.

    ``action.plan`` is loaded. The ``file`` is in the file store already. From now on the action
    offers evidence, until the last piece is removed.

    Raises:
        RuleError: nothing says where it is, or the very same file is evidence of the action.
    """
    # After an action was closed it is tested again, and that asks for newer evidence.
    require_live(action, by=by, closed_too=True)
    values = _checked(fields)
    if file is None and values["place"] is None and values["url"] is None:
        raise RuleError(
            "Enter the address of a web page, say where the evidence is, or choose a file",
            field="url",
        )
    evidence = add_record(session, Evidence, by=by, action=action, action_id=action.id, **values)
    session.flush()
    if file is not None:
        keep_version(session, evidence, file, number=1, by=by, on=on)
    action.evidence_rating = EvidenceRating.OFFERED
    return evidence


@deed
def amend_evidence(
    session: Session,
    evidence: Evidence,
    fields: EvidenceFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change what is said of evidence; its files, its action and that one's plan are loaded.

    What was checked was what stood there before: with another place, address or claim the check
    is taken back, and history keeps it.

    Raises:
        RuleError: nothing would say any more where it is.
    """
    require_live_evidence(evidence, by=by, version=version)
    values = _checked(fields)
    has_file = any(file.erased_on is None for file in evidence.files)
    if not has_file and values["place"] is None and values["url"] is None:
        raise RuleError(
            "Enter the address of a web page, or say where the evidence is", field="url"
        )
    if any(getattr(evidence, name) != values[name] for name in WHAT_WAS_CHECKED):
        take_back_check(evidence)
    amend_record(evidence, values)


@deed
def remove_evidence(
    session: Session,
    evidence: Evidence,
    *,
    by: Actor,
    on: date,
    reason: str | None,
    version: int | None = None,
) -> None:
    """Take evidence out of its action, with a reason; its action and that one's plan are loaded.

    Its files stay in the store, as history tells of them; one that must not be kept at all is
    erased by a deed of its own. With the last piece the action offers no evidence any more.
    """
    require_live_evidence(evidence, by=by, version=version)
    require_reason(reason, "Enter why this is no evidence of the action")
    evidence.removed_on = on
    session.flush()
    left = select(Evidence.id).where(
        Evidence.action_id == evidence.action_id, Evidence.removed_on.is_(None)
    )
    if session.scalars(left.limit(1)).first() is None:
        evidence.action.evidence_rating = EvidenceRating.NONE


@deed
def check_evidence(
    session: Session,
    evidence: Evidence,
    fields: CheckFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Say that evidence was looked at and shows what it says, and by when it is checked again.

    Its action, that one's ownerships and plan are loaded.

    Raises:
        RuleError: an owner of the action would check it, or the days are not in their order.
    """
    require_live_evidence(evidence, by=by, version=version)
    if by.person_id is not None and OWNS_ACTION.holds(by, evidence.action):
        raise RuleError("Evidence is checked by somebody who does not own the action")
    values = checked(fields, Evidence)
    if values["checked_on"] > on:
        raise RuleError("The day of the check must be today or in the past", field="checked_on")
    again = values["check_again_on"]
    if again is not None and again <= values["checked_on"]:
        raise RuleError("The next check must be after this one", field="check_again_on")
    amend_record(evidence, {**values, "checked_by_id": by.person_id})


def _checked(fields: EvidenceFields) -> dict[str, Any]:
    values = checked(fields, Evidence)
    checked_address("url", values["url"])
    return values
