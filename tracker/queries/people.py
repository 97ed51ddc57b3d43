"""People of a council: the list, one person, what they own and what they chair."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Row,
    Select,
    String,
    case,
    cast,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.domain.vocabulary import Delivery, Role
from tracker.models import Action, Board, Ownership, Person, Plan, Post, PostHolding, RoleGrant
from tracker.queries.actions import RATED
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of

FILTERS = ("name", "role", "post", "state")
LEFT, EVERYONE = "left", "everyone"
Values = tuple[str, ...]


def is_here(day: date) -> Condition:
    """The person has not left by ``day``."""
    return or_(Person.left_on.is_(None), Person.left_on > day)


def ids_of(values: Values) -> list[uuid.UUID]:
    """The values that are identifiers; others are passed over."""
    found = []
    for value in values:
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found


def listing(actor: Actor) -> Listing:
    """What can be asked of the list of people on the actor's day."""
    return Listing(
        filters={
            "name": lambda values: Person.name.icontains(values[0], autoescape=True),
            "role": lambda values: _with_roles(values, actor.today),
            "post": lambda values: _in_posts(values, actor.today),
            "state": lambda values: _in_state(values, actor.today),
        },
        sorts={
            "name": [func.lower(Person.name)],
            "organisation": [func.lower(Person.organisation), func.lower(Person.name)],
        },
        default_sort="name",
        tie_break=[Person.id],
    )


def _with_roles(values: Values, today: date) -> Condition | None:
    known = {role.value for role in Role}
    chosen = [Role(value) for value in values if value in known]
    if not chosen:
        return None
    return exists().where(
        RoleGrant.person_id == Person.id, RoleGrant.role.in_(chosen), RoleGrant.held_on(today)
    )


def _in_posts(values: Values, today: date) -> Condition | None:
    ids = ids_of(values)
    if not ids:
        return None
    return exists().where(
        PostHolding.person_id == Person.id,
        PostHolding.post_id.in_(ids),
        PostHolding.held_on(today),
    )


def _in_state(values: Values, today: date) -> Condition | None:
    if EVERYONE in values:
        return None
    return Person.left_on <= today if LEFT in values else is_here(today)


def _rows(actor: Actor, ask: Ask) -> Select[*tuple[Any, ...]]:
    """People with their roles and posts of today, each as one text to be taken apart again."""
    today = actor.today
    roles = (
        select(func.aggregate_strings(cast(RoleGrant.role, String), "\n"))
        .where(RoleGrant.person_id == Person.id, RoleGrant.held_on(today))
        .correlate(Person)
        .scalar_subquery()
    )
    interim = case((PostHolding.is_interim, " (interim)"), else_="")
    posts = (
        select(func.aggregate_strings(Post.title + interim, "\n"))
        .select_from(PostHolding)
        .join(Post, Post.id == PostHolding.post_id)
        .where(PostHolding.person_id == Person.id, PostHolding.held_on(today))
        .correlate(Person)
        .scalar_subquery()
    )
    query = select(
        Person.id,
        Person.name,
        Person.organisation,
        Person.email,
        Person.left_on,
        roles.label("roles"),
        posts.label("posts"),
    ).where(visible(actor, Person))
    # Those who have left are asked for: the list is about whom one can turn to today.
    return query if "state" in ask.filters else query.where(is_here(today))


def page_of_people(session: Session, actor: Actor, ask: Ask) -> Page[Row[Any]]:
    """One page of the council's people; without the filter ``state``, of those who are here."""
    return page_of(session, listing(actor), _rows(actor, ask), ask)


def every_person(session: Session, actor: Actor, ask: Ask) -> Sequence[Any]:
    """All people of the asked list, for an export."""
    return every_row(session, listing(actor), _rows(actor, ask), ask)


def get_person(session: Session, actor: Actor, person_id: uuid.UUID) -> Person:
    """A person with their roles and posts of all times: two statements.

    Raises:
        NotFound: the actor's council has no such person.
    """
    query = (
        select(Person)
        .where(Person.id == person_id, visible(actor, Person))
        .options(
            # A handful of roles repeat the person's row; a statement of their own costs more.
            joinedload(Person.grants),
            selectinload(Person.holdings).joinedload(PostHolding.post, innerjoin=True),
        )
    )
    found = session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound("No such person")
    return found


def get_grant(session: Session, actor: Actor, grant_id: uuid.UUID) -> RoleGrant:
    """A role of a person, from one day to another, with the person.

    Raises:
        NotFound: the actor's council has no such grant.
    """
    query = (
        select(RoleGrant)
        .where(RoleGrant.id == grant_id, visible(actor, RoleGrant))
        .options(joinedload(RoleGrant.person, innerjoin=True))
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such role")
    return found


def list_people_here(session: Session, actor: Actor) -> Sequence[Any]:
    """Everybody who has not left, by name, as (id, name, organisation): for a choice."""
    query = select(Person.id, Person.name, Person.organisation).where(
        visible(actor, Person), is_here(actor.today)
    )
    return session.execute(query.order_by(func.lower(Person.name), Person.id)).all()


OWNED = Listing(
    filters={},
    sorts={"due": [Action.delivery == Delivery.COMPLETE, Action.due_on, Action.sort_key]},
    default_sort="due",
    tie_break=[Action.id, Ownership.id],
)
"""Open actions first, by the day on which they are due; then the complete ones."""


def owned_rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The ownerships of actions that the actor may see, with what a short list shows."""
    return (
        select(
            Action.id,
            Action.reference,
            Action.title,
            Action.due_on,
            Action.due_text,
            *RATED,
            Plan.title.label("plan"),
            Ownership.role,
            Post.title.label("post"),
        )
        .join(Ownership, Ownership.action_id == Action.id)
        .join(Plan, Plan.id == Action.plan_id)
        .outerjoin(Post, Post.id == Ownership.post_id)
        .where(visible(actor, Action), Action.removed_on.is_(None), Ownership.removed_on.is_(None))
    )


def page_of_owned(session: Session, actor: Actor, person: Person, ask: Ask) -> Page[Row[Any]]:
    """One page of the actions that a person owns themselves or through a post held today.

    An action that is owned in two ways is there twice, each time with its way. Two statements.
    """
    posts = [holding.post_id for holding in person.holdings if holding.held_on(actor.today)]
    through = Ownership.post_id.in_(sorted(posts)) if posts else false()
    query = owned_rows(actor).where(or_(Ownership.person_id == person.id, through))
    return page_of(session, OWNED, query, ask)


def list_chaired(session: Session, actor: Actor, person_id: uuid.UUID) -> Sequence[Any]:
    """The boards that a person chairs, those that have ended last: (id, name, kind, ended_on)."""
    query = select(Board.id, Board.name, Board.kind, Board.ended_on).where(
        visible(actor, Board), Board.chair_id == person_id
    )
    return session.execute(
        query.order_by(Board.ended_on.is_not(None), func.lower(Board.name), Board.id)
    ).all()
