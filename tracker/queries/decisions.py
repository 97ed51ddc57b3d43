"""Decisions and follow-ups as this actor may see them, and what a meeting has before it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import String, and_, func, literal, null, or_, select, union_all
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session, joinedload

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.models import (
    Action,
    AllowedRescoping,
    Board,
    Challenge,
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
from tracker.queries.challenges import Asked, Raiser, is_open, readable
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
        .where(
            Decision.id == decision_id, readable(actor, Decision), Decision.removed_on.is_(None)
        )
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


def list_notes(session: Session, actor: Actor, meeting: Meeting) -> Sequence[AnyRow]:
    """What a meeting noted, and what earlier ones left to it, in one statement.

    Rows have ``entry`` (challenge, decision or follow_up), ``id``, ``text``, ``state`` (a
    challenge's), ``who`` (whom a challenge is put to, or who carries it out), ``raiser``,
    ``due_on``, ``closed_on``, ``because``, ``meeting_id``, ``item_id`` and ``noted_on``. Nothing is
    kept twice: what is carried is every challenge and follow-up of the board, raised or set by the
    meeting's day, that was not over before it.
    """
    rows = union_all(
        _challenges(actor, meeting), _decisions(actor, meeting), _follow_ups(actor, meeting)
    ).subquery()
    order = (rows.c.entry, rows.c.noted_on, rows.c.id)
    return session.execute(select(rows).order_by(*order)).all()


def _challenges(actor: Actor, meeting: Meeting) -> AnySelect:
    carried = and_(
        Challenge.raised_on <= meeting.held_on,
        or_(is_open(), Challenge.settled_on >= meeting.held_on),
    )
    return (
        select(
            literal("challenge").label("entry"),
            Challenge.id.label("id"),
            Challenge.text.label("text"),
            sql_cast(Challenge.state, String).label("state"),
            func.coalesce(Asked.name, Post.title).label("who"),
            func.coalesce(Raiser.name, Challenge.raised_by_name).label("raiser"),
            Challenge.due_on.label("due_on"),
            Challenge.settled_on.label("closed_on"),
            sql_cast(null(), String).label("because"),
            Challenge.meeting_id.label("meeting_id"),
            Challenge.item_id.label("item_id"),
            Challenge.raised_on.label("noted_on"),
        )
        .outerjoin(Raiser, Raiser.id == Challenge.raised_by_id)
        .outerjoin(Asked, Asked.id == Challenge.put_to_id)
        .outerjoin(Post, Post.id == Challenge.put_to_post_id)
        .where(
            readable(actor, Challenge),
            Challenge.board_id == meeting.board_id,
            or_(Challenge.meeting_id == meeting.id, carried),
        )
    )


def _decisions(actor: Actor, meeting: Meeting) -> AnySelect:
    return (
        select(
            literal("decision"),
            Decision.id,
            Decision.text,
            sql_cast(null(), String),
            func.coalesce(Person.name, Post.title, Decision.owner_name),
            sql_cast(null(), String),
            Decision.due_on,
            Decision.carried_out_on,
            Decision.carried_out_note,
            Decision.meeting_id,
            Decision.item_id,
            Meeting.held_on,
        )
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .outerjoin(Person, Person.id == Decision.owner_id)
        .outerjoin(Post, Post.id == Decision.owner_post_id)
        .where(
            readable(actor, Decision),
            Decision.removed_on.is_(None),
            Decision.meeting_id == meeting.id,
        )
    )


def _follow_ups(actor: Actor, meeting: Meeting) -> AnySelect:
    carried = and_(
        Meeting.held_on < meeting.held_on,
        or_(FollowUp.closed_on.is_(None), FollowUp.closed_on >= meeting.held_on),
    )
    return (
        select(
            literal("follow_up"),
            FollowUp.id,
            FollowUp.text,
            sql_cast(null(), String),
            func.coalesce(Person.name, Post.title, FollowUp.owner_name),
            sql_cast(null(), String),
            FollowUp.due_on,
            FollowUp.closed_on,
            FollowUp.not_needed_because,
            FollowUp.meeting_id,
            FollowUp.item_id,
            Meeting.held_on,
        )
        .join(Meeting, Meeting.id == FollowUp.meeting_id)
        .outerjoin(Person, Person.id == FollowUp.owner_id)
        .outerjoin(Post, Post.id == FollowUp.owner_post_id)
        .where(
            readable(actor, FollowUp),
            FollowUp.board_id == meeting.board_id,
            or_(FollowUp.meeting_id == meeting.id, carried),
        )
    )
