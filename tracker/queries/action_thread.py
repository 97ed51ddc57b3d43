"""What hangs from one action: what it answers, its updates, its dates, and what took its place."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import (
    bindparam,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session
from sqlalchemy.types import Date, Integer, String, Uuid

from tracker.access.actor import Actor
from tracker.access.reader import FutureReader, prepared, reading
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.domain.vocabulary import SuccessionKind
from tracker.models import (
    Action,
    ActionRecommendation,
    Board,
    Closure,
    DateChange,
    Inspection,
    Meeting,
    Milestone,
    Person,
    Recommendation,
    Succession,
    Update,
)
from tracker.queries.rows import read_rows


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


@prepared
def _dated_entries(reader: FutureReader) -> AnySelect:
    no_day, no_text = sql_cast(null(), Date), sql_cast(null(), String)
    action_id = bindparam("action_id", type_=Uuid())
    milestones = select(
        literal("milestone").label("entry"),
        Milestone.id.label("id"),
        Milestone.title.label("text"),
        Milestone.due_on.label("from_on"),
        Milestone.done_on.label("to_on"),
        no_day.label("on"),
        no_text.label("who"),
        no_text.label("place"),
    ).where(Milestone.action_id == action_id, Milestone.removed_on.is_(None))
    changes = (
        select(
            literal("date_change"),
            DateChange.id,
            DateChange.reason,
            DateChange.from_on,
            DateChange.to_on,
            DateChange.moved_on,
            Person.name,
            Board.name,
        )
        .outerjoin(Person, Person.id == DateChange.moved_by_id)
        .outerjoin(Meeting, Meeting.id == DateChange.meeting_id)
        .outerjoin(Board, Board.id == Meeting.board_id)
        .where(DateChange.action_id == action_id)
    )
    led_here = select(Succession.former_id).where(Succession.successor_id == action_id)
    # Named by their ids: after a join alone SQLite reads every action of the council.
    predecessors = (
        select(
            literal("predecessor"),
            Action.id,
            Action.reference,
            no_day,
            no_day,
            Action.removed_on,
            sql_cast(Succession.kind, String),
            no_text,
        )
        .join(Succession, Succession.former_id == Action.id)
        .where(
            Succession.successor_id == action_id, Action.id.in_(led_here), visible(reader, Action)
        )
    )
    closures = (
        select(
            literal("closure"),
            Closure.id,
            Closure.decision,
            Meeting.held_on,
            no_day,
            Closure.closed_on,
            Person.name,
            Board.name,
        )
        .outerjoin(Person, Person.id == Closure.decided_by_id)
        .outerjoin(Meeting, Meeting.id == Closure.meeting_id)
        .outerjoin(Board, Board.id == Meeting.board_id)
        .where(Closure.action_id == action_id)
    )
    after_test = select(Succession.successor_id).where(
        Succession.former_id == action_id, Succession.kind == SuccessionKind.FAILED_TEST
    )
    successors = select(
        literal("successor"),
        Action.id,
        Action.reference,
        no_day,
        no_day,
        no_day,
        literal(SuccessionKind.FAILED_TEST.value),
        no_text,
    ).where(Action.id.in_(after_test), visible(reader, Action))
    rows = union_all(milestones, changes, predecessors, successors, closures).subquery()
    return select(rows).order_by(rows.c.entry, rows.c.on, rows.c.from_on, rows.c.id)


def list_dated_entries(session: Session, actor: Actor, action_id: uuid.UUID) -> Sequence[AnyRow]:
    """An action's milestones, date changes, what came before and after, and its closing.

    One statement. Each row has ``entry`` (the keys of ``presenters.dated_entries``), ``id``,
    ``text``, ``from_on``, ``to_on``, ``on``, ``who`` and ``place``: a milestone is due ``from_on``
    and was done ``to_on``; a date change moved from ``from_on`` to ``to_on`` on ``on``, by ``who``,
    at ``place``. A closing was on ``on``; ``text`` is the decision to close without assurance, if
    any, by ``who`` at the meeting of ``place`` on ``from_on``.
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
