"""Publications of plans: prepared by one person, reviewed by another, published, withdrawn."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.publication_states import PUBLICATION_STEPS, PublicationState, Readership
from tracker.domain.published_plan import Choices, choices_text
from tracker.domain.vocabulary import PlanStage
from tracker.models import Plan, Publication
from tracker.services.belonging import require_own
from tracker.services.deeds import council_of, deed, require_version
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    one_at_a_time,
    require_reason,
)

OPEN: Final = (PublicationState.DRAFT, PublicationState.REVIEWED)
"""The states in which a publication is still on its way."""

LONGEST_ADDRESS: Final = 60


@dataclass(frozen=True, kw_only=True)
class PublicationFields:
    """What a publication shows, to whom, and what the council says to its readers."""

    as_at: date
    readership: Readership
    introduction: str


@dataclass(frozen=True, kw_only=True)
class KeptText:
    """The text of what is published, as the file store has it; see ``Publication``."""

    storage_key: str
    sha256: str
    seq: int
    title: str


@deed
def prepare_publication(
    session: Session,
    plan: Plan,
    fields: PublicationFields,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> Publication:
    """Begin a publication of a plan; another person reviews it.

    Raises:
        RuleError: the plan is still a draft, another publication of it is on its way, or nobody in
            particular prepares it.
    """
    require_own(plan, by)
    if plan.stage is PlanStage.DRAFT:
        raise RuleError("Adopt the plan before you publish it")
    values = _values(fields, on)
    one_at_a_time(session, council_of(by))
    _require_none_open(session, plan)
    return add_record(
        session,
        Publication,
        by=by,
        plan_id=plan.id,
        title=plan.title,
        address=_address(session, plan, by=by),
        state=PublicationState.DRAFT,
        choices="",
        prepared_by_id=_person(by),
        prepared_on=on,
        **values,
    )


@deed
def amend_publication(
    session: Session,
    publication: Publication,
    fields: PublicationFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change a draft: nobody but who prepared it, so that its reviewer had no part in it."""
    _require_draft(publication, by, version)
    if publication.prepared_by_id != by.person_id:
        raise RuleError("Only the person who prepared this can change it")
    amend_record(publication, _values(fields, on))


@deed
def choose_shown(
    session: Session,
    publication: Publication,
    choices: Choices,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Decide which actions a draft withholds, and which updates it shows."""
    _require_draft(publication, by, version)
    _require_another(publication, by)
    publication.choices = choices_text(choices)


@deed
def review_publication(
    session: Session,
    publication: Publication,
    kept: KeptText,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Agree that this very text may be published; from here on it does not change.

    Raises:
        RuleError: it was prepared by the same person.
        Conflict: somebody changed the draft since ``version``.
    """
    _require_draft(publication, by, version)
    _require_another(publication, by)
    amend_record(
        publication,
        {
            "state": PublicationState.REVIEWED,
            "title": kept.title,
            "seq": kept.seq,
            "sha256": kept.sha256,
            "storage_key": kept.storage_key,
            "reviewed_by_id": _person(by),
            "reviewed_on": on,
        },
    )


@deed
def publish_plan(
    session: Session,
    publication: Publication,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Publish what was reviewed; it takes the place of the publications that its readers had."""
    require_own(publication, by)
    require_version(publication, version)
    _require_step(publication, PublicationState.PUBLISHED)
    one_at_a_time(session, council_of(by))
    for earlier in _published(session, publication.plan_id):
        if publication.readership in (Readership.PUBLIC, earlier.readership):
            _require_step(earlier, PublicationState.SUPERSEDED)
            earlier.state = PublicationState.SUPERSEDED
    amend_record(
        publication,
        {
            "state": PublicationState.PUBLISHED,
            "number": _last_number(session, publication.plan_id) + 1,
            "published_on": on,
            "published_at": by.at,
            "published_by_id": by.person_id,
        },
    )


@deed
def withdraw_publication(
    session: Session,
    publication: Publication,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Take a publication back, whether or not it was published; nobody reads it any more."""
    require_own(publication, by)
    require_version(publication, version)
    require_reason(reason, "Enter why this is withdrawn")
    _require_step(publication, PublicationState.WITHDRAWN)
    amend_record(
        publication,
        {
            "state": PublicationState.WITHDRAWN,
            "withdrawn_on": on,
            "withdrawn_by_id": by.person_id,
            "withdrawn_because": (reason or "").strip(),
        },
    )


def _values(fields: PublicationFields, on: date) -> dict[str, Any]:
    values = checked(fields, Publication)
    if values["as_at"] > on:
        raise RuleError("The day to show must not be after today", field="as_at")
    return values


def _require_draft(publication: Publication, by: Actor, version: int | None) -> None:
    require_own(publication, by)
    require_version(publication, version)
    if publication.state is not PublicationState.DRAFT:
        raise RuleError("This was reviewed already: withdraw it, and prepare another one")


def _require_step(publication: Publication, to: PublicationState) -> None:
    if (publication.state, to) not in PUBLICATION_STEPS:
        raise RuleError(f"What is {publication.state.value} cannot become {to.value}")


def _require_another(publication: Publication, by: Actor) -> None:
    if publication.prepared_by_id == _person(by):
        raise RuleError("Somebody else has to review what you prepared")


def _person(by: Actor) -> uuid.UUID:
    if by.person_id is None:
        raise RuleError("A person has to do this, under their own name")
    return by.person_id


def _require_none_open(session: Session, plan: Plan) -> None:
    query = select(Publication.id).where(
        Publication.plan_id == plan.id, Publication.state.in_(OPEN)
    )
    if session.scalars(query.limit(1)).first() is not None:
        raise RuleError("Another publication of this plan is on its way: finish or withdraw it")


def _published(session: Session, plan_id: uuid.UUID) -> list[Publication]:
    query = select(Publication).where(
        Publication.plan_id == plan_id, Publication.state == PublicationState.PUBLISHED
    )
    return list(session.scalars(query.order_by(Publication.number)))


def _last_number(session: Session, plan_id: uuid.UUID) -> int:
    query = select(func.max(Publication.number)).where(Publication.plan_id == plan_id)
    return session.scalar(query) or 0


def _address(session: Session, plan: Plan, *, by: Actor) -> str:
    """A plan's part of the address of its page: made of its title once, and then kept."""
    rows = session.execute(
        select(Publication.address, Publication.plan_id)
        .where(Publication.council_id == council_of(by))
        .order_by(Publication.id)
    ).all()
    kept = next((row.address for row in rows if row.plan_id == plan.id), None)
    if kept is not None:
        return str(kept)
    words = re.sub(r"['’]", "", plan.title.lower())
    plainly = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
    stem = plainly[:LONGEST_ADDRESS].rstrip("-") or "plan"
    taken = {row.address for row in rows}
    names = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
