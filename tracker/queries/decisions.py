"""Decisions and follow-ups as this actor may see them, and what a decision allowed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import String, and_, func, literal, or_, select, union_all
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session, joinedload

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.models import (
    Action,
    AllowedRescoping,
    Board,
    Closure,
    DateChange,
    Decision,
    FollowUp,
    Meeting,
    Person,
    Plan,
    Post,
    Recommendation,
    Succession,
)
from tracker.queries.challenges import readable
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of
from tracker.queries.people import ids_of

FILTERS = ("state", "board", "plan")
MOST_TO_CHOOSE = 200
Values = tuple[str, ...]


def listing(actor: Actor) -> Listing:
    """What can be asked of the list of decisions: the latest come first."""
    return Listing(
        filters={
            "state": _in_states(actor.today),
            "board": lambda values: Decision.board_id.in_(ids_of(values) or [uuid.UUID(int=0)]),
            "plan": _of_plans,
        },
        sorts={
            "date": [Meeting.held_on],
            "due": [Decision.due_on],
            "board": [func.lower(Board.name), Meeting.held_on],
        },
        default_sort="-date",
        tie_break=[Decision.id],
    )


def _of_plans(values: Values) -> Condition | None:
    ids = ids_of(values)
    if not ids:
        return None
    actions = select(Action.id).where(Action.plan_id.in_(ids))
    return or_(Decision.plan_id.in_(ids), Decision.action_id.in_(actions))


def _in_states(today: date) -> Callable[[Values], Condition | None]:
    open_ = and_(Decision.carried_out_on.is_(None), Decision.due_on.is_not(None))
    states: dict[str, Condition] = {
        "open": Decision.carried_out_on.is_(None),
        "overdue": and_(open_, Decision.due_on < today),
        "carried_out": Decision.carried_out_on.is_not(None),
    }

    def condition(values: Values) -> Condition | None:
        chosen = [states[value] for value in values if value in states]
        return or_(*chosen) if chosen else None

    return condition


def _rows(actor: Actor) -> AnySelect:
    return (
        select(
            Decision.id,
            Decision.text,
            Decision.due_on,
            Decision.carried_out_on,
            Decision.carried_out_note,
            Decision.board_id,
            Decision.meeting_id,
            func.coalesce(Person.name, Post.title, Decision.owner_name).label("owner"),
            Board.name.label("board"),
            Meeting.held_on,
            Meeting.title.label("meeting"),
            Plan.id.label("plan_id"),
            Plan.title.label("plan"),
            Action.id.label("action_id"),
            Action.reference.label("action_reference"),
            Action.title.label("action"),
            Recommendation.id.label("recommendation_id"),
            Recommendation.reference.label("recommendation_reference"),
            Recommendation.text.label("recommendation"),
        )
        .join(Board, Board.id == Decision.board_id)
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .outerjoin(Person, Person.id == Decision.owner_id)
        .outerjoin(Post, Post.id == Decision.owner_post_id)
        .outerjoin(Plan, Plan.id == Decision.plan_id)
        .outerjoin(Action, Action.id == Decision.action_id)
        .outerjoin(Recommendation, Recommendation.id == Decision.recommendation_id)
        .where(readable(actor, Decision), Decision.removed_on.is_(None))
    )


def _counted(actor: Actor) -> AnySelect:
    return (
        select(Decision.id)
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .where(readable(actor, Decision), Decision.removed_on.is_(None))
    )


def page_of_decisions(session: Session, actor: Actor, ask: Ask) -> Page[AnyRow]:
    """One page of the boards' decisions."""
    return page_of(session, listing(actor), _rows(actor), ask, counted=_counted(actor))


def every_decision(session: Session, actor: Actor, ask: Ask) -> Sequence[AnyRow]:
    """All decisions of the asked list, for an export."""
    return every_row(session, listing(actor), _rows(actor), ask)


def get_decision(session: Session, actor: Actor, decision_id: uuid.UUID) -> Decision:
    """A decision with its meeting, its board, its subjects and who carries it out: one statement.

    Raises:
        NotFound: there is none that this actor may see, or it was removed.
    """
    query = (
        select(Decision)
        .where(Decision.id == decision_id, readable(actor, Decision), Decision.removed_on.is_(None))
        .options(
            joinedload(Decision.board, innerjoin=True),
            joinedload(Decision.meeting, innerjoin=True),
            joinedload(Decision.item),
            joinedload(Decision.plan),
            joinedload(Decision.action),
            joinedload(Decision.recommendation),
            joinedload(Decision.owner),
            joinedload(Decision.owner_post),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such decision")
    return found


def list_allowed(session: Session, actor: Actor, decision_id: uuid.UUID) -> Sequence[AnyRow]:
    """What a decision allowed, as (kind, on, action_id, reference, title): one statement."""

    def of(kind: str, model: type, action_id: object, on: object) -> AnySelect:
        words = literal(kind) if kind else sql_cast(model.kind, String)  # type: ignore[attr-defined]
        return (
            select(words.label("kind"), on.label("on"), Action.id, Action.reference, Action.title)  # type: ignore[attr-defined]
            .join(model, action_id == Action.id)
            .where(model.decision_id == decision_id, visible(actor, Action))  # type: ignore[attr-defined]
        )

    rows = union_all(
        of("date_change", DateChange, DateChange.action_id, DateChange.decided_on),
        of("closure", Closure, Closure.action_id, Closure.closed_on),
        of("", Succession, Succession.former_id, Action.removed_on),
        of("", AllowedRescoping, AllowedRescoping.action_id, AllowedRescoping.allowed_on),
    ).subquery()
    return session.execute(select(rows).order_by(rows.c.on, rows.c.reference)).all()


def list_decisions_to_choose(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The latest decisions of meetings, as (id, text, meeting_id, held_on, board)."""
    query = (
        select(
            Decision.id,
            Decision.text,
            Decision.meeting_id,
            Meeting.held_on,
            Board.name.label("board"),
        )
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .join(Board, Board.id == Decision.board_id)
        .where(readable(actor, Decision), Decision.removed_on.is_(None))
        .order_by(Meeting.held_on.desc(), Decision.id.desc())
        .limit(MOST_TO_CHOOSE)
    )
    return session.execute(query).all()


def get_follow_up(session: Session, actor: Actor, follow_up_id: uuid.UUID) -> FollowUp:
    """A follow-up with its meeting, its board and who does it: one statement.

    Raises:
        NotFound: there is none that this actor may see.
    """
    query = (
        select(FollowUp)
        .where(FollowUp.id == follow_up_id, readable(actor, FollowUp))
        .options(
            joinedload(FollowUp.board, innerjoin=True),
            joinedload(FollowUp.meeting, innerjoin=True),
            joinedload(FollowUp.item),
            joinedload(FollowUp.owner),
            joinedload(FollowUp.owner_post),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such follow-up")
    return found
