"""What a council's administrators look at: every deed of the council, and new bank holidays."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    false,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session, aliased
from sqlalchemy.types import String

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import can
from tracker.access.visibility import visible
from tracker.domain.dates import end_of_local_day
from tracker.models import (
    Action,
    BankHoliday,
    Board,
    Body,
    CabinetDraft,
    Challenge,
    Council,
    Decision,
    FollowUp,
    History,
    Inspection,
    Intervention,
    IssuedReport,
    Meeting,
    Person,
    Plan,
    Post,
    Priority,
    Publication,
    Recommendation,
    Report,
    WordTemplate,
)
from tracker.queries.challenges import readable
from tracker.queries.history import CLOSE_KEPT, may_be_told, why_redacted
from tracker.queries.listing import PAGE_SIZE

MOST_EXPORTED: Final = 10_000

NAMES: Final[Mapping[str, tuple[Any, Any]]] = {
    "action": (Action, Action.reference + " " + Action.title),
    "board": (Board, Board.name),
    "body": (Body, Body.name),
    "cabinet_draft": (CabinetDraft, literal("Cabinet report that is being written")),
    "challenge": (Challenge, func.substr(Challenge.text, 1, 120)),
    "decision": (Decision, func.substr(Decision.text, 1, 120)),
    "follow_up": (FollowUp, func.substr(FollowUp.text, 1, 120)),
    "inspection": (Inspection, Inspection.title),
    "intervention": (Intervention, Intervention.title),
    "issued_report": (IssuedReport, IssuedReport.title),
    "meeting": (Meeting, Meeting.title),
    "person": (Person, Person.name),
    "plan": (Plan, Plan.title),
    "post": (Post, Post.title),
    "publication": (Publication, Publication.title),
    "priority": (Priority, Priority.letter + ": " + Priority.title),
    "recommendation": (Recommendation, func.substr(Recommendation.text, 1, 120)),
    "report": (Report, Report.name),
    "word_template": (WordTemplate, WordTemplate.title),
}
"""The kinds of record that a deed can be about, each with the words that name one."""

NOTED: Final = (Challenge, Decision, FollowUp)
"""What is noted at an item of an agenda, which may be restricted."""


@dataclass(frozen=True)
class DeedsAsked:
    """Which deeds: of one person, no later than a day, before a place in the chain."""

    who: uuid.UUID | None = None
    until: date | None = None
    before: int | None = None


def list_deeds(
    session: Session, actor: Actor, asked: DeedsAsked, most: int = PAGE_SIZE + 1
) -> Sequence[Any]:
    """The council's deeds, newest first, each by its first row in the chain.

    Rows have ``seq``, ``deed``, ``actor_kind``, ``door``, ``at``, ``record_type``, ``record_id``,
    ``subject_id``, ``payload`` and ``actor``, the name of who did it. By default one more than a
    page holds, so that the caller knows whether there are older ones.
    """
    query = _deeds(actor)
    if asked.who is not None:
        query = query.where(History.actor_id == asked.who)
    if asked.until is not None:
        query = query.where(History.at <= end_of_local_day(asked.until))
    if asked.before is not None:
        query = query.where(History.seq < asked.before)
    return session.execute(query.order_by(History.seq.desc()).limit(most)).all()


def _deeds(actor: Actor) -> Select[*tuple[Any, ...]]:
    earlier = aliased(History)
    # A deed holds its chain's lock until its transaction ends, so its rows stand side by side.
    begun_before = exists().where(
        earlier.chain_id == History.chain_id,
        earlier.seq == History.seq - 1,
        earlier.deed_id == History.deed_id,
    )
    return (
        select(
            History.seq,
            History.deed,
            History.actor_kind,
            History.door,
            History.at,
            History.record_type,
            History.record_id,
            History.subject_id,
            History.payload,
            Person.name.label("actor"),
            *why_redacted(),
        )
        .outerjoin(
            Person,
            and_(Person.id == History.actor_id, Person.council_id == History.chain_id),
        )
        .where(History.chain_id == actor.council_id, ~begun_before, may_be_told(actor))
    )


def names_of(
    session: Session, actor: Actor, ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, tuple[str, str]]:
    """The kind and the words of the records with ``ids`` that the actor may see; one statement."""
    if not ids:
        return {}
    chosen = sorted(set(ids))
    parts = [
        select(model.id, literal(kind).label("kind"), sql_cast(words, String).label("words")).where(
            _known(actor, model), model.id.in_(chosen)
        )
        for kind, (model, words) in NAMES.items()
    ]
    parts.append(
        select(Council.id, literal("council"), Council.name).where(
            Council.id == actor.council_id, Council.id.in_(chosen)
        )
    )
    rows = session.execute(union_all(*parts)).all()
    return {row.id: (row.kind, row.words) for row in rows}


def _known(actor: Actor, model: Any) -> ColumnElement[bool]:
    """What the actor may see; what was noted on a restricted item is for few."""
    if model.__tablename__ in CLOSE_KEPT and not can(actor, Permission.SEE_EMBARGOED):
        return false()
    return readable(actor, model) if model in NOTED else visible(actor, model)


def list_everybody(session: Session, actor: Actor) -> Sequence[Any]:
    """Everybody of the council by name, those who have left among them, as (id, name)."""
    query = select(Person.id, Person.name).where(visible(actor, Person))
    return session.execute(query.order_by(func.lower(Person.name), Person.id)).all()


def list_bank_holidays(session: Session) -> Sequence[BankHoliday]:
    """The bank holidays that were proclaimed after the release, latest first.

    They are the installation's: every council sees the same.
    """
    return session.scalars(select(BankHoliday).order_by(BankHoliday.day.desc())).all()
