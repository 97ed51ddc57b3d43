"""Actions, as this actor may see them: the list, one action with its thread, and those one owns."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import cast

from sqlalchemy import (
    and_,
    bindparam,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.types import Date, Integer, String, Uuid

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import can
from tracker.access.reader import FutureReader, Reader, prepared, reading
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import Viewer, visible
from tracker.domain.vocabulary import Delivery, OwnershipRole
from tracker.models import (
    Action,
    ActionRecommendation,
    Board,
    DateChange,
    Inspection,
    Meeting,
    Milestone,
    Ownership,
    Person,
    Post,
    Priority,
    Recommendation,
    Succession,
    Update,
)
from tracker.queries.concerns import CONCERNS
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask, Asked, Condition, Listing, Page, asked_of, read_page
from tracker.queries.rows import read_rows

FILTERS = ("status", "priority", "concern", "owner")
Values = tuple[str, ...]


def listing(reader: Reader) -> Listing:
    """What can be asked of a list of actions on the reader's day."""
    return Listing(
        filters={
            "status": _with_status,
            "priority": _of_priorities,
            "concern": _with_concerns(reader),
            "owner": _of_owners,
        },
        sorts={
            "reference": [Action.sort_key],
            "due": [Action.due_on, Action.sort_key],
            "updated": [Action.updated_on, Action.sort_key],
            "status": [Action.delivery, Action.sort_key],
        },
        default_sort="reference",
        tie_break=[Action.id],
    )


def _with_status(values: Values) -> Condition | None:
    known = {member.value for member in Delivery}
    chosen = [Delivery(value) for value in values if value in known]
    return Action.delivery.in_(chosen) if chosen else None


def _ids(values: Values) -> list[uuid.UUID]:
    found = []
    for value in values:
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found


def _of_priorities(values: Values) -> Condition | None:
    ids = _ids(values)
    conditions = [Action.priority_id.in_(ids)] if ids else []
    if "none" in values:
        conditions.append(Action.priority_id.is_(None))
    return or_(*conditions) if conditions else None


def _with_concerns(reader: Reader) -> Callable[[Values], Condition | None]:
    def condition(values: Values) -> Condition | None:
        chosen = [CONCERNS[value](reader) for value in values if value in CONCERNS]
        # Several concerns narrow the list: overdue and stuck are those that are both.
        return and_(*chosen) if chosen else None

    return condition


def _of_owners(values: Values) -> Condition | None:
    ids = _ids(values)
    if not ids:
        return None
    return Action.id.in_(
        select(Ownership.action_id).where(
            Ownership.removed_on.is_(None),
            or_(Ownership.post_id.in_(ids), Ownership.person_id.in_(ids)),
        )
    )


def live_actions(viewer: Viewer, plan_id: uuid.UUID | None = None) -> AnySelect:
    """The ids of the actions, not removed, that may be seen; of one plan or of all."""
    query = select(Action.id).where(visible(viewer, Action), Action.removed_on.is_(None))
    return query if plan_id is None else query.where(Action.plan_id == plan_id)


def _rows(viewer: Viewer) -> AnySelect:
    lead = and_(
        Ownership.action_id == Action.id,
        Ownership.role == OwnershipRole.LEAD,
        Ownership.removed_on.is_(None),
    )
    return (
        live_actions(viewer)
        .with_only_columns(
            Action.id,
            Action.reference,
            Action.title,
            Action.due_on,
            Action.due_text,
            Action.first_due_on,
            Action.times_slipped,
            Action.delivery,
            Action.delivery_reason,
            Action.obstacle,
            Action.updated_on,
            Priority.letter,
            Priority.title.label("priority"),
            Post.title.label("post"),
            Person.name.label("person"),
            maintain_column_froms=True,
        )
        .outerjoin(Priority, Priority.id == Action.priority_id)
        .outerjoin(Ownership, lead)
        .outerjoin(Post, Post.id == Ownership.post_id)
        .outerjoin(Person, Person.id == Ownership.person_id)
    )


@lru_cache(maxsize=128)
def _asked(filters: tuple[tuple[str, Values], ...], sort: str, *, sees_embargoed: bool) -> Asked:
    # A board asks for the same few lists all day, so their statements are built once.
    reader = FutureReader(sees_embargoed)
    of_plan = Action.plan_id == bindparam("plan_id", type_=Uuid())
    return asked_of(
        listing(reader),
        _rows(reader).where(of_plan),
        Ask(dict(filters), sort),
        counted=live_actions(reader).where(of_plan),
    )


def _asked_by(actor: Actor, ask: Ask) -> Asked:
    sees_embargoed = can(actor, Permission.SEE_EMBARGOED)
    return _asked(tuple(ask.filters.items()), ask.sort, sees_embargoed=sees_embargoed)


def page_of_actions(session: Session, actor: Actor, ask: Ask, plan_id: uuid.UUID) -> Page[AnyRow]:
    """One page of a plan's actions."""
    values = reading(actor, plan_id=plan_id)
    return read_page(session, _asked_by(actor, ask), ask, values)


def every_action(session: Session, actor: Actor, ask: Ask, plan_id: uuid.UUID) -> Sequence[AnyRow]:
    """All actions of the asked list of a plan, for an export."""
    values = reading(actor, plan_id=plan_id)
    return read_rows(session, _asked_by(actor, ask).every, values)


@prepared
def _action(reader: FutureReader) -> AnySelect:
    return (
        select(Action)
        .where(Action.id == bindparam("action_id"), visible(reader, Action))
        .options(
            joinedload(Action.plan, innerjoin=True),
            joinedload(Action.priority),
            selectinload(Action.ownerships).options(
                joinedload(Ownership.post), joinedload(Ownership.person)
            ),
        )
    )


def get_action(session: Session, actor: Actor, action_id: uuid.UUID) -> Action:
    """An action with its plan, its priority and its owners: two statements.

    A removed action is found too: its page leads to what took its place.

    Raises:
        NotFound: there is none that this actor may see.
    """
    found = session.scalars(_action(actor), reading(actor, action_id=action_id)).one_or_none()
    if found is None:
        raise NotFound("No such action")
    return cast(Action, found)


@prepared
def _answered(reader: FutureReader) -> AnySelect:
    return (
        select(
            Recommendation.id,
            Recommendation.reference,
            Recommendation.text,
            Recommendation.page,
            Recommendation.paragraph,
            Recommendation.inspection_id,
            Inspection.title.label("inspection"),
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


@cache
def _dated_entries() -> AnySelect:
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
        .where(Succession.successor_id == action_id)
    )
    rows = union_all(milestones, changes, predecessors).subquery()
    return select(rows).order_by(rows.c.entry, rows.c.on, rows.c.from_on, rows.c.id)


def list_dated_entries(session: Session, action_id: uuid.UUID) -> Sequence[AnyRow]:
    """An action's milestones, date changes and predecessors, in one statement.

    Each row has ``entry`` (milestone, date_change, predecessor), ``id``, ``text``, ``from_on``,
    ``to_on``, ``on``, ``who`` and ``place``: a milestone is due ``from_on`` and was done ``to_on``;
    a date change moved from ``from_on`` to ``to_on`` on ``on``, by ``who``, at ``place``.
    """
    return read_rows(session, _dated_entries(), {"action_id": action_id})


def list_successors(session: Session, actor: Actor, action_id: uuid.UUID) -> Sequence[Action]:
    """The actions that took the place of a removed one, by merge or split."""
    query = (
        select(Action)
        .join(Succession, Succession.successor_id == Action.id)
        .where(Succession.former_id == action_id, visible(actor, Action))
        .order_by(Action.sort_key, Action.id)
    )
    return session.scalars(query).all()
