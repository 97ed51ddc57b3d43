"""Redactions for walks over every page: one that waits, one refused, one approved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.vocabulary import RedactionDecision, Role
from tracker.models import Action, History, Person, RedactedRow, Redaction, RoleGrant
from tracker.models.recording import blank_rows
from tracker.services.rules import add_record


def add_redactions(session: Session, by: Actor) -> None:
    """Of the history of the action with the longest one, so that its page shows all three."""
    rows = list(session.scalars(_rows(by)))
    newest, *others = rows
    redaction(session, by, newest, reason="A name stood here")
    redaction(session, by, others[1], RedactionDecision.REFUSED, reason="A place stood here")
    redaction(session, by, others[0], RedactionDecision.APPROVED, reason="An address stood here")
    session.flush()
    # Never a record's newest row: what it says now is told by that one.
    blank_rows(session, newest.chain_id, [others[0].seq])
    session.expire_all()


def _rows(by: Actor) -> Any:
    """The rows of the first action that has at least three of its own, the newest first."""
    of_action = select(History.record_id).where(
        History.chain_id == by.council_id, History.record_type == Action.__tablename__
    )
    longest = of_action.group_by(History.record_id).order_by(func.count().desc(), History.record_id)
    query = select(History).where(
        History.chain_id == by.council_id,
        History.record_id == longest.limit(1).scalar_subquery(),
    )
    return query.order_by(History.seq.desc()).limit(3)


def redaction(
    session: Session,
    by: Actor,
    row: History,
    decision: RedactionDecision | None = None,
    *,
    reason: str,
) -> Redaction:
    """One that is about ``row``, asked for by an administrator and decided by somebody else."""
    people = select(Person.id).where(Person.council_id == by.council_id).order_by(Person.id)
    administrators = select(RoleGrant.person_id).where(RoleGrant.role == Role.ADMINISTRATOR)
    asked_by_id = session.scalars(people.where(Person.id.in_(administrators))).first()
    decided_by_id = session.scalars(people.where(Person.id.not_in(administrators))).first()
    assert asked_by_id is not None
    found = add_record(
        session,
        Redaction,
        by=by,
        record_type=Action.__tablename__,
        record_id=row.subject_id,
        reason=reason,
        asked_by_id=asked_by_id,
        asked_on=by.today - timedelta(days=2),
        decision=decision,
        decided_by_id=decided_by_id if decision else None,
        decided_on=by.today if decision else None,
        refusal="It is no name" if decision is RedactionDecision.REFUSED else None,
    )
    session.flush()
    add_record(
        session, RedactedRow, by=by, redaction_id=found.id, seq=row.seq, live_fields="title why"
    )
    return found
