"""Challenges as this actor may see them: the log, one with its story, and what a meeting hears of.

What hangs on an embargoed finding is hidden as that is; what was noted on a restricted item is for
its readers, for whoever raised it or is asked, and for those who keep the boards.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from tracker.access.actor import Actor
from tracker.access.board_predicates import put_to_sql
from tracker.access.permissions import Permission
from tracker.access.policy import allowed_sql, can
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.domain.board_vocabulary import SETTLED_CHALLENGES, ChallengeState
from tracker.models import (
    Action,
    AgendaItem,
    Board,
    Challenge,
    ChallengeStep,
    Evidence,
    Inspection,
    Meeting,
    NoteCorrection,
    Person,
    Post,
    Recommendation,
)
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of
from tracker.queries.people import ids_of

FILTERS = ("state", "board", "action", "recommendation")
OPEN, OVERDUE, MINE = "open", "overdue", "mine"
Values = tuple[str, ...]

Raiser = aliased(Person)
Asked = aliased(Person)


def is_open() -> Condition:
    """The challenge was neither verified nor withdrawn."""
    return Challenge.state.not_in(sorted(SETTLED_CHALLENGES))


def is_overdue(today: date) -> Condition:
    """Evidence was promised by a day that has passed, and none was given."""
    return and_(Challenge.state == ChallengeState.PROMISED, Challenge.due_on < today)


def readable(actor: Actor, model: Any) -> Condition:
    """What was noted on an item of an agenda, as far as the actor may read that item."""
    if can(actor, Permission.KEEP_BOARDS):
        return visible(actor, model)
    items = select(AgendaItem.id).where(allowed_sql(actor, Permission.READ_AGENDA_ITEMS))
    ways = [model.item_id.is_(None), model.item_id.in_(items)]
    if model is Challenge:
        ways.append(put_to_sql(actor))
        if actor.person_id is not None:
            ways.append(Challenge.raised_by_id == actor.person_id)
    return and_(visible(actor, model), or_(*ways))


def listing(actor: Actor) -> Listing:
    """What can be asked of the challenge log: the latest come first."""
    return Listing(
        filters={
            "state": _in_states(actor),
            "board": lambda values: _ids(Challenge.board_id, values),
            "action": lambda values: _ids(Challenge.action_id, values),
            "recommendation": lambda values: _ids(Challenge.recommendation_id, values),
        },
        sorts={
            "raised": [Challenge.raised_on],
            "due": [Challenge.due_on],
            "board": [func.lower(Board.name), Challenge.raised_on],
        },
        default_sort="-raised",
        tie_break=[Challenge.id],
    )


def _ids(column: Any, values: Values) -> Condition | None:
    ids = ids_of(values)
    return column.in_(ids) if ids else None


def _in_states(actor: Actor) -> Callable[[Values], Condition | None]:
    def condition(values: Values) -> Condition | None:
        known = {member.value for member in ChallengeState}
        chosen = [Challenge.state == ChallengeState(value) for value in values if value in known]
        if OPEN in values:
            chosen.append(is_open())
        if OVERDUE in values:
            chosen.append(is_overdue(actor.today))
        if MINE in values:
            chosen.append(and_(is_open(), put_to_sql(actor)))
        return or_(*chosen) if chosen else None

    return condition


def _told(actor: Actor) -> AnySelect:
    """Challenges with the words that a list and a record show of what they are about."""
    return (
        select(
            Challenge.id,
            Challenge.text,
            Challenge.state,
            Challenge.raised_on,
            Challenge.due_on,
            Challenge.settled_on,
            Challenge.measure,
            Challenge.board_id,
            Challenge.meeting_id,
            Challenge.item_id,
            func.coalesce(Raiser.name, Challenge.raised_by_name).label("raiser"),
            func.coalesce(Asked.name, Post.title).label("asked"),
            Board.name.label("board"),
            Meeting.title.label("meeting"),
            Action.id.label("action_id"),
            Action.reference.label("action_reference"),
            Action.title.label("action"),
            Recommendation.id.label("recommendation_id"),
            Recommendation.reference.label("recommendation_reference"),
            Recommendation.text.label("recommendation"),
            Inspection.title.label("inspection"),
        )
        .join(Board, Board.id == Challenge.board_id)
        .outerjoin(Meeting, Meeting.id == Challenge.meeting_id)
        .outerjoin(Raiser, Raiser.id == Challenge.raised_by_id)
        .outerjoin(Asked, Asked.id == Challenge.put_to_id)
        .outerjoin(Post, Post.id == Challenge.put_to_post_id)
        .outerjoin(Action, Action.id == Challenge.action_id)
        .outerjoin(Recommendation, Recommendation.id == Challenge.recommendation_id)
        .outerjoin(Inspection, Inspection.id == Recommendation.inspection_id)
        .where(readable(actor, Challenge))
    )


def _counted(actor: Actor) -> AnySelect:
    return select(Challenge.id).where(readable(actor, Challenge))


def page_of_challenges(session: Session, actor: Actor, ask: Ask) -> Page[AnyRow]:
    """One page of the challenge log."""
    return page_of(session, listing(actor), _told(actor), ask, counted=_counted(actor))


def every_challenge(session: Session, actor: Actor, ask: Ask) -> Sequence[AnyRow]:
    """All challenges of the asked list, for an export."""
    return every_row(session, listing(actor), _told(actor), ask)


def list_challenges_on(
    session: Session, actor: Actor, recommendation_id: uuid.UUID
) -> Sequence[AnyRow]:
    """The challenges on a recommendation, the latest first: one statement."""
    query = _told(actor).where(Challenge.recommendation_id == recommendation_id)
    return session.execute(query.order_by(Challenge.raised_on.desc(), Challenge.id.desc())).all()


@dataclass(frozen=True)
class Record:
    """The challenges of a period with every step of each, by the challenge's id."""

    challenges: Sequence[AnyRow]
    steps: Sequence[AnyRow]
    corrections: Sequence[AnyRow]


def get_record(
    session: Session,
    actor: Actor,
    from_on: date,
    to_on: date,
    board_id: uuid.UUID | None = None,
) -> Record:
    """Every challenge that was raised from one day to another, both included: three statements."""
    raised = [Challenge.raised_on >= from_on, Challenge.raised_on <= to_on]
    if board_id is not None:
        raised.append(Challenge.board_id == board_id)
    ids = _counted(actor).where(*raised)
    told = _told(actor).where(*raised).order_by(Challenge.raised_on, Challenge.id)
    steps = _steps(actor).where(ChallengeStep.challenge_id.in_(ids))
    corrections = _corrections(actor).where(NoteCorrection.challenge_id.in_(ids))
    return Record(
        session.execute(told).all(),
        session.execute(steps).all(),
        session.execute(corrections).all(),
    )


def list_steps(session: Session, actor: Actor, challenge_id: uuid.UUID) -> Sequence[AnyRow]:
    """The story of one challenge, oldest first: one statement."""
    return session.execute(_steps(actor).where(ChallengeStep.challenge_id == challenge_id)).all()


def _steps(actor: Actor) -> AnySelect:
    # What a step leads to is told only to those who may see it.
    return (
        select(
            ChallengeStep.challenge_id,
            ChallengeStep.state,
            ChallengeStep.taken_on,
            ChallengeStep.words,
            ChallengeStep.due_on,
            ChallengeStep.is_for_challenger,
            func.coalesce(Person.name, ChallengeStep.taken_by_name).label("who"),
            Evidence.id.label("evidence_id"),
            Evidence.title.label("evidence"),
            Action.id.label("action_id"),
            Action.reference.label("action_reference"),
            Action.title.label("action"),
        )
        .outerjoin(Person, Person.id == ChallengeStep.taken_by_id)
        .outerjoin(
            Evidence, and_(Evidence.id == ChallengeStep.evidence_id, visible(actor, Evidence))
        )
        .outerjoin(Action, and_(Action.id == ChallengeStep.action_id, visible(actor, Action)))
        .where(visible(actor, ChallengeStep))
        .order_by(ChallengeStep.challenge_id, ChallengeStep.id)
    )


def _corrections(actor: Actor) -> AnySelect:
    return (
        select(
            NoteCorrection.subject_id,
            NoteCorrection.before,
            NoteCorrection.reason,
            NoteCorrection.corrected_on,
            Person.name.label("who"),
        )
        .outerjoin(Person, Person.id == NoteCorrection.corrected_by_id)
        .where(visible(actor, NoteCorrection))
        .order_by(NoteCorrection.id)
    )


def list_corrections(session: Session, actor: Actor, subject_id: uuid.UUID) -> Sequence[AnyRow]:
    """What a note of agreed minutes said before it was corrected, oldest first."""
    return session.execute(_corrections(actor).where(NoteCorrection.subject_id == subject_id)).all()


def get_challenge(session: Session, actor: Actor, challenge_id: uuid.UUID) -> Challenge:
    """A challenge with its board, that one's members, its meeting, parties, subjects and steps.

    Three statements.

    Raises:
        NotFound: there is none that this actor may see.
    """
    query = (
        select(Challenge)
        .where(Challenge.id == challenge_id, readable(actor, Challenge))
        .options(
            joinedload(Challenge.board, innerjoin=True).selectinload(Board.members),
            joinedload(Challenge.meeting),
            joinedload(Challenge.item),
            joinedload(Challenge.raised_by),
            joinedload(Challenge.put_to),
            joinedload(Challenge.put_to_post),
            joinedload(Challenge.recommendation).joinedload(Recommendation.inspection),
            joinedload(Challenge.action),
            selectinload(Challenge.steps),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such challenge")
    return found


def count_waiting(session: Session, actor: Actor) -> int:
    """How many open challenges are put to the actor."""
    query = _counted(actor).where(is_open(), put_to_sql(actor))
    return session.execute(query.with_only_columns(func.count())).scalar_one()
