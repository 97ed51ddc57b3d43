"""Posts of a council: the line of management, one post, its holders and what follows it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.domain.vocabulary import Delivery
from tracker.models import Action, Ownership, Person, Plan, Post, PostHolding, Priority
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of
from tracker.queries.people import OWNED, owned_rows

FILTERS = ("title", "holder", "state")
MANAGER = aliased(Post, name="manager")
Values = tuple[str, ...]


def listing(actor: Actor) -> Listing:
    """What can be asked of the list of posts on the actor's day."""
    return Listing(
        filters={
            "title": lambda values: Post.title.icontains(values[0], autoescape=True),
            "holder": lambda values: _held(
                actor.today, Person.name.icontains(values[0], autoescape=True)
            ),
            "state": _in_states(actor.today),
        },
        sorts={
            "title": [func.lower(Post.title)],
            "manager": [func.lower(MANAGER.title), func.lower(Post.title)],
            "actions": [_following(actor), func.lower(Post.title)],
        },
        default_sort="title",
        tie_break=[Post.id],
    )


def _held(today: date, *conditions: Condition) -> Condition:
    """Somebody of whom ``conditions`` are true holds the post today."""
    return Post.id.in_(
        select(PostHolding.post_id)
        .join(Person, Person.id == PostHolding.person_id)
        .where(PostHolding.held_on(today), *conditions)
    )


def _in_states(today: date) -> Callable[[Values], Condition | None]:
    is_held, is_closed = _held(today), func.coalesce(Post.closed_on <= today, false())
    states: dict[str, Condition] = {
        "held": and_(is_held, ~is_closed),
        "vacant": and_(~is_held, ~is_closed),
        "closed": is_closed,
    }

    def condition(values: Values) -> Condition | None:
        chosen = [states[value] for value in values if value in states]
        return or_(*chosen) if chosen else None

    return condition


def _following(actor: Actor) -> Any:
    """How many open actions follow the post, of those that the actor may see."""
    return (
        select(func.count())
        .select_from(Ownership)
        .join(Action, Action.id == Ownership.action_id)
        .where(
            Ownership.post_id == Post.id,
            Ownership.removed_on.is_(None),
            Action.removed_on.is_(None),
            Action.delivery != Delivery.COMPLETE,
            visible(actor, Action),
        )
        .correlate(Post)
        .scalar_subquery()
    )


def _rows(actor: Actor) -> AnySelect:
    return (
        select(
            Post.id,
            Post.title,
            Post.manager_post_id,
            Post.closed_on,
            MANAGER.title.label("manager"),
            _following(actor).label("actions"),
        )
        .outerjoin(MANAGER, MANAGER.id == Post.manager_post_id)
        .where(visible(actor, Post))
    )


def page_of_posts(session: Session, actor: Actor, ask: Ask) -> Page[AnyRow]:
    """One page of the council's posts, closed ones among them: two statements."""
    counted = select(Post.id).where(visible(actor, Post))
    return page_of(session, listing(actor), _rows(actor), ask, counted=counted)


def list_posts(session: Session, actor: Actor, ask: Ask | None = None) -> Sequence[AnyRow]:
    """All posts of the asked list, by title unless asked otherwise, closed ones among them.

    Each comes with the title of the post that it reports to, and with how many open actions
    follow it.
    """
    return every_row(session, listing(actor), _rows(actor), ask or Ask())


def list_holders(session: Session, actor: Actor) -> Sequence[Any]:
    """Who holds which post today: (post_id, person_id, name, from_on, to_on, is_interim)."""
    query = (
        select(
            PostHolding.post_id,
            PostHolding.person_id,
            Person.name,
            PostHolding.from_on,
            PostHolding.to_on,
            PostHolding.is_interim,
        )
        .join(Person, Person.id == PostHolding.person_id)
        .where(visible(actor, PostHolding), PostHolding.held_on(actor.today))
    )
    return session.execute(query.order_by(PostHolding.from_on, PostHolding.id)).all()


def get_post(session: Session, actor: Actor, post_id: uuid.UUID) -> Post:
    """A post with the one that it reports to, and its holders of all times: two statements.

    Raises:
        NotFound: the actor's council has no such post.
    """
    query = (
        select(Post)
        .where(Post.id == post_id, visible(actor, Post))
        .options(
            joinedload(Post.manager),
            selectinload(Post.holdings).joinedload(PostHolding.person, innerjoin=True),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such post")
    return found


def get_holding(session: Session, actor: Actor, holding_id: uuid.UUID) -> PostHolding:
    """An appointment with its post and its person.

    Raises:
        NotFound: the actor's council has no such appointment.
    """
    query = (
        select(PostHolding)
        .where(PostHolding.id == holding_id, visible(actor, PostHolding))
        .options(
            joinedload(PostHolding.post, innerjoin=True),
            joinedload(PostHolding.person, innerjoin=True),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such appointment")
    return found


def list_open_posts(session: Session, actor: Actor, but: uuid.UUID | None = None) -> Sequence[Any]:
    """The posts that have not been closed, by title, as (id, title): for a choice."""
    query = select(Post.id, Post.title).where(
        visible(actor, Post), or_(Post.closed_on.is_(None), Post.closed_on > actor.today)
    )
    if but is not None:
        query = query.where(Post.id != but)
    return session.execute(query.order_by(func.lower(Post.title), Post.id)).all()


def list_reports(session: Session, actor: Actor, post_id: uuid.UUID) -> Sequence[Any]:
    """The posts that report to this one and are not closed, as (id, title)."""
    query = select(Post.id, Post.title).where(
        visible(actor, Post),
        Post.manager_post_id == post_id,
        or_(Post.closed_on.is_(None), Post.closed_on > actor.today),
    )
    return session.execute(query.order_by(func.lower(Post.title), Post.id)).all()


def page_of_following(
    session: Session, actor: Actor, post_id: uuid.UUID, ask: Ask
) -> Page[Row[Any]]:
    """One page of the actions that follow a post. Two statements."""
    query = owned_rows(actor).where(Ownership.post_id == post_id)
    return page_of(session, OWNED, query, ask)


def list_accountable(session: Session, actor: Actor, post_id: uuid.UUID) -> Sequence[Any]:
    """The priorities that the post's holder answers for: (letter, title, plan_id, plan)."""
    query = (
        select(Priority.letter, Priority.title, Priority.plan_id, Plan.title.label("plan"))
        .join(Plan, Plan.id == Priority.plan_id)
        .where(
            visible(actor, Priority),
            Priority.director_post_id == post_id,
            Priority.removed_on.is_(None),
        )
    )
    return session.execute(query.order_by(Plan.title, Priority.sort_key, Priority.id)).all()
