"""What a note can name: people and posts, members of boards, recommendations, actions by number."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import String, func, literal, null, or_, select, union_all
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session, selectinload

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import allowed_sql
from tracker.access.shapes import AnyRow
from tracker.access.visibility import visible
from tracker.models import (
    Action,
    Board,
    BoardMember,
    Inspection,
    Person,
    Plan,
    Post,
    Recommendation,
)
from tracker.queries.people import is_here


def list_parties(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """Whom a note can name, as (kind, id, name, organisation): one statement.

    ``kind`` is "member" for a member of a board who is known by name alone, "person" for everybody
    who is here, "post" for every open post; in this order, each by name.
    """
    members = select(
        literal("member").label("kind"),
        BoardMember.id.label("id"),
        BoardMember.name.label("name"),
        BoardMember.organisation.label("organisation"),
    ).where(
        visible(actor, BoardMember),
        BoardMember.removed_on.is_(None),
        BoardMember.person_id.is_(None),
        BoardMember.held_on(actor.today),
    )
    people = select(literal("person"), Person.id, Person.name, Person.organisation).where(
        visible(actor, Person), is_here(actor.today)
    )
    posts = select(literal("post"), Post.id, Post.title, sql_cast(null(), String)).where(
        visible(actor, Post), or_(Post.closed_on.is_(None), Post.closed_on > actor.today)
    )
    rows = union_all(members, people, posts).subquery()
    order = (rows.c.kind, func.lower(rows.c.name), rows.c.id)
    return session.execute(select(rows).order_by(*order)).all()


def list_boards_to_challenge(session: Session, actor: Actor) -> Sequence[Board]:
    """The boards that have not ended and for which the actor may raise a challenge, by name.

    Each has its members loaded: two statements.
    """
    query = (
        select(Board)
        .where(
            visible(actor, Board),
            or_(Board.ended_on.is_(None), Board.ended_on > actor.today),
            allowed_sql(actor, Permission.RAISE_CHALLENGES),
        )
        .options(selectinload(Board.members))
        .order_by(func.lower(Board.name), Board.id)
    )
    return session.scalars(query).all()


def list_recommendations_to_choose(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The recommendations that the actor may see, as (id, reference, text, inspection)."""
    query = (
        select(
            Recommendation.id,
            Recommendation.reference,
            Recommendation.text,
            Inspection.title.label("inspection"),
        )
        .join(Inspection, Inspection.id == Recommendation.inspection_id)
        .where(visible(actor, Recommendation), Recommendation.removed_on.is_(None))
        .order_by(Inspection.fieldwork_start_on.desc(), Recommendation.position, Recommendation.id)
    )
    return session.execute(query).all()


def list_actions_with(
    session: Session, actor: Actor, reference: str, board_id: uuid.UUID | None = None
) -> Sequence[AnyRow]:
    """The live actions with a reference, as (id, plan, board_id); of whatever plan.

    Where one or more are of plans that the board oversees, only these.
    """
    query = (
        select(Action.id, Plan.title.label("plan"), Plan.board_id)
        .join(Plan, Plan.id == Action.plan_id)
        .where(
            visible(actor, Action),
            Action.removed_on.is_(None),
            func.lower(Action.reference) == reference.lower(),
        )
        .order_by(Plan.id, Action.id)
    )
    found = session.execute(query).all()
    own = [row for row in found if board_id is not None and row.board_id == board_id]
    return own or found
