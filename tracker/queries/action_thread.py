"""What hangs from one action: what it answers, its updates, its dates, and what took its place."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    bindparam,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session, aliased
from sqlalchemy.types import Date, Integer, String, Text, Uuid

from tracker.access.actor import Actor
from tracker.access.reader import FutureReader, prepared, reading
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import restricted_notes, visible
from tracker.domain.vocabulary import SuccessionKind
from tracker.models import (
    Action,
    ActionRecommendation,
    AllowedRescoping,
    Board,
    Challenge,
    Closure,
    DateChange,
    Decision,
    Inspection,
    Meeting,
    Milestone,
    Person,
    Recommendation,
    Succession,
    Update,
)
from tracker.queries.rows import read_rows
from tracker.queries.slips import call_ins


@prepared
def _answered(reader: FutureReader) -> AnySelect:
    return (
        select(
            Recommendation.id,
            Recommendation.reference,
            Recommendation.kind,
            Recommendation.text,
            Recommendation.page,
            Recommendation.paragraph,
            Recommendation.inspection_id,
            Inspection.title.label("inspection"),
            Inspection.framework,
        )
        .join(ActionRecommendation, ActionRecommendation.recommendation_id == Recommendation.id)
        .join(Inspection, Inspection.id == Recommendation.inspection_id)
        .where(
            ActionRecommendation.action_id == bindparam("action_id"),
            ActionRecommendation.removed_on.is_(None),
            Recommendation.removed_on.is_(None),
            visible(reader, Recommendation),
        )
        .order_by(Inspection.fieldwork_start_on, Recommendation.position, Recommendation.id)
    )


def list_answered(session: Session, actor: Actor, action_id: uuid.UUID) -> Sequence[AnyRow]:
    """The recommendations that the action answers, each with its inspection's title."""
    return read_rows(session, _answered(actor), reading(actor, action_id=action_id))


@prepared
def _updates(reader: FutureReader) -> AnySelect:
    return (
        select(
            Update.id,
            Update.posted_at,
            Update.posted_on,
            Update.done,
            Update.next_steps,
            Update.obstacle,
            Update.delivery,
            Update.delivery_reason,
            Update.recovery,
            Update.impact_rating,
            Update.corrects_id,
            Update.author_id,
            Person.name.label("author"),
        )
        .outerjoin(Person, Person.id == Update.author_id)
        .where(Update.action_id == bindparam("action_id"), visible(reader, Update))
        .order_by(Update.posted_at.desc(), Update.id.desc())
        .limit(bindparam("most", type_=Integer()))
    )


def list_updates(
    session: Session, actor: Actor, action_id: uuid.UUID, most: int = 50
) -> Sequence[AnyRow]:
    """The newest updates of an action with their authors' names, the newest first."""
    values = reading(actor, action_id=action_id, most=most)
    return read_rows(session, _updates(actor), values)


_OF_CHANGES: Final[tuple[tuple[str, Any], ...]] = (
    ("state", String),
    ("words", String),
    ("recovery", Text),
    ("requested_on", Date),
    ("requested_by_id", Uuid),
    ("requester", String),
    ("note", Text),
    ("held_on", Date),
    ("called_in_to", String),
    ("called_in_on", Date),
)
"""What is told of a date change and of no other entry."""


def _nothing(kind: Any) -> Any:
    return sql_cast(null(), kind)


def _milestones() -> AnySelect:
    return select(
        literal("milestone").label("entry"),
        Milestone.id.label("id"),
        Milestone.title.label("text"),
        Milestone.due_on.label("from_on"),
        Milestone.done_on.label("to_on"),
        _nothing(Date).label("on"),
        _nothing(String).label("who"),
        _nothing(String).label("place"),
        *(_nothing(kind).label(name) for name, kind in _OF_CHANGES),
    ).where(Milestone.action_id == bindparam("action_id"), Milestone.removed_on.is_(None))


def _date_changes(reader: FutureReader) -> AnySelect:
    requester, decider = aliased(Person), aliased(Person)
    called = call_ins(reader).where(DateChange.action_id == bindparam("action_id")).subquery()
    return (
        select(
            literal("date_change"),
            DateChange.id,
            DateChange.reason,
            DateChange.from_on,
            DateChange.to_on,
            DateChange.decided_on,
            decider.name,
            Board.name,
            sql_cast(DateChange.state, String),
            DateChange.to_text,
            DateChange.recovery,
            DateChange.requested_on,
            DateChange.requested_by_id,
            requester.name,
            DateChange.decision_note,
            Meeting.held_on,
            called.c.board,
            called.c.held_on,
        )
        .outerjoin(requester, requester.id == DateChange.requested_by_id)
        .outerjoin(decider, decider.id == DateChange.decided_by_id)
        .outerjoin(Meeting, Meeting.id == DateChange.meeting_id)
        .outerjoin(Board, Board.id == Meeting.board_id)
        .outerjoin(called, called.c.change_id == DateChange.id)
        .where(DateChange.action_id == bindparam("action_id"))
    )


def _predecessors(reader: FutureReader) -> AnySelect:
    action_id = bindparam("action_id", type_=Uuid())
    led_here = select(Succession.former_id).where(Succession.successor_id == action_id)
    # Named by their ids: after a join alone SQLite reads every action of the council.
    return (
        select(
            literal("predecessor"),
            Action.id,
            Action.reference,
            _nothing(Date),
            _nothing(Date),
            Action.removed_on,
            sql_cast(Succession.kind, String),
            _nothing(String),
            *(_nothing(kind) for _name, kind in _OF_CHANGES),
        )
        .join(Succession, Succession.former_id == Action.id)
        .where(
            Succession.successor_id == action_id, Action.id.in_(led_here), visible(reader, Action)
        )
    )


def _successors(reader: FutureReader) -> AnySelect:
    after_test = select(Succession.successor_id).where(
        Succession.former_id == bindparam("action_id", type_=Uuid()),
        Succession.kind == SuccessionKind.FAILED_TEST,
    )
    return select(
        literal("successor"),
        Action.id,
        Action.reference,
        _nothing(Date),
        _nothing(Date),
        _nothing(Date),
        literal(SuccessionKind.FAILED_TEST.value),
        _nothing(String),
        *(_nothing(kind) for _, kind in _OF_CHANGES),
    ).where(Action.id.in_(after_test), visible(reader, Action))


def _closures() -> AnySelect:
    return (
        select(
            literal("closure"),
            Closure.id,
            Closure.decision,
            Meeting.held_on,
            _nothing(Date),
            Closure.closed_on,
            Person.name,
            Board.name,
            *(_nothing(kind) for _, kind in _OF_CHANGES),
        )
        .outerjoin(Person, Person.id == Closure.decided_by_id)
        .outerjoin(Meeting, Meeting.id == Closure.meeting_id)
        .outerjoin(Board, Board.id == Meeting.board_id)
        .where(Closure.action_id == bindparam("action_id"))
    )


def _challenges(reader: FutureReader) -> AnySelect:
    # The state stands where a date change has its own, the day of the promise where it is due.
    return (
        select(
            literal("challenge"),
            Challenge.id,
            Challenge.text,
            Challenge.raised_on,
            Challenge.due_on,
            Challenge.raised_on,
            func.coalesce(Person.name, Challenge.raised_by_name),
            Board.name,
            sql_cast(Challenge.state, String),
            *(_nothing(kind) for _, kind in _OF_CHANGES[1:]),
        )
        .join(Board, Board.id == Challenge.board_id)
        .outerjoin(Person, Person.id == Challenge.raised_by_id)
        .where(
            Challenge.action_id == bindparam("action_id"),
            visible(reader, Challenge),
            true() if reader.keeps_boards else Challenge.id.not_in(restricted_notes(reader)[0]),
        )
    )


def _rescopings(reader: FutureReader) -> AnySelect:
    return (
        select(
            literal("rescoping"),
            Decision.id,
            Decision.text,
            Meeting.held_on,
            _nothing(Date),
            AllowedRescoping.allowed_on,
            sql_cast(AllowedRescoping.kind, String),
            Board.name,
            *(_nothing(kind) for _, kind in _OF_CHANGES),
        )
        .join(Decision, Decision.id == AllowedRescoping.decision_id)
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .join(Board, Board.id == Decision.board_id)
        .where(
            AllowedRescoping.action_id == bindparam("action_id"),
            visible(reader, Decision),
            true() if reader.keeps_boards else Decision.id.not_in(restricted_notes(reader)[1]),
        )
    )


@prepared
def _dated_entries(reader: FutureReader) -> AnySelect:
    rows = union_all(
        _milestones(),
        _date_changes(reader),
        _predecessors(reader),
        _successors(reader),
        _closures(),
        _challenges(reader),
        _rescopings(reader),
    ).subquery()
    # The open request, which has no day of decision, stands behind what was decided.
    order = (rows.c.entry, rows.c.on.asc().nulls_last(), rows.c.from_on, rows.c.id)
    return select(rows).order_by(*order)


def list_dated_entries(session: Session, actor: Actor, action_id: uuid.UUID) -> Sequence[AnyRow]:
    """An action's milestones, date changes, what came before and after, its closing, challenges.

    One statement. Each row has ``entry`` (milestone, date_change, predecessor, successor, closure,
    challenge, rescoping),
    ``id``, ``text``, ``from_on``, ``to_on``, ``on``, ``who`` and ``place``: a milestone is due
    ``from_on`` and was done ``to_on``; a date change from ``from_on`` to ``to_on`` was decided on
    ``on``, by ``who``, at ``place``, and has what ``_OF_CHANGES`` names besides. A closing was on
    ``on``; ``text`` is the decision to close without assurance, if any, by ``who`` at the meeting
    of ``place`` on ``from_on``. A challenge was raised on ``on`` by ``who`` at ``place`` and has
    its ``state``, and ``to_on``, the day of its promise. A rescoping is what a decision, ``text``,
    of ``place`` allowed on ``on``; ``who`` is its kind.
    """
    return read_rows(session, _dated_entries(actor), reading(actor, action_id=action_id))


def list_successors(session: Session, actor: Actor, action_id: uuid.UUID) -> Sequence[Action]:
    """The actions that took the place of a removed one, by merge or split."""
    query = (
        select(Action)
        .join(Succession, Succession.successor_id == Action.id)
        .where(Succession.former_id == action_id, visible(actor, Action))
        .order_by(Action.sort_key, Action.id)
    )
    return session.scalars(query).all()
