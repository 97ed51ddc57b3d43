"""Posts of a council: the line of management, one post, its holders and what follows it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.domain.vocabulary import Delivery
from tracker.models import Action, Ownership, Person, Plan, Post, PostHolding, Priority
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask, Page, page_of
from tracker.queries.people import OWNED, held_on, owned_rows


def list_posts(session: Session, actor: Actor) -> Sequence[Any]:
    """Every post by title, closed ones among them, with how many open actions follow it."""
    following = (
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
    query = select(
        Post.id, Post.title, Post.manager_post_id, Post.closed_on, following.label("actions")
    ).where(visible(actor, Post))
    return session.execute(query.order_by(func.lower(Post.title), Post.id)).all()


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
        .where(visible(actor, PostHolding), held_on(PostHolding, actor.today))
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
