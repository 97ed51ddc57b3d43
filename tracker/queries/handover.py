"""What a handover would move, and what somebody who leaves would leave behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.domain.vocabulary import Delivery, PlanStage
from tracker.models import Action, Board, Ownership, Person, Plan, Post, PostHolding, Priority
from tracker.queries.people import OWNED, owned_rows


@dataclass(frozen=True)
class Open:
    """What is open in the name of a person or a post.

    ``actions`` are rows of ``queries.people.owned_rows``; ``boards`` have ``id`` and ``name``, and
    only a person has any; ``priorities`` have ``letter``, ``title`` and ``plan``, and only a post
    has any.
    """

    actions: Sequence[Any]
    boards: Sequence[Any] = ()
    priorities: Sequence[Any] = ()

    def __len__(self) -> int:
        return len(self.actions) + len(self.boards) + len(self.priorities)


def find_open(session: Session, actor: Actor, giver: Person | Post) -> Open:
    """Everything that a handover from ``giver`` moves, in two statements."""
    if isinstance(giver, Person):
        actions = _open_actions(session, actor, Ownership.person_id == giver.id)
        return Open(actions, boards=_open_boards(session, actor, giver))
    actions = _open_actions(session, actor, Ownership.post_id == giver.id)
    return Open(actions, priorities=_open_priorities(session, actor, giver))


def _open_actions(session: Session, actor: Actor, owned: Any) -> Sequence[Any]:
    query = owned_rows(actor).where(owned, Action.delivery != Delivery.COMPLETE)
    return session.execute(query.order_by(*OWNED.sorts["due"], *OWNED.tie_break)).all()


def _open_boards(session: Session, actor: Actor, person: Person) -> Sequence[Any]:
    query = select(Board.id, Board.name).where(
        visible(actor, Board), Board.chair_id == person.id, Board.ended_on.is_(None)
    )
    return session.execute(query.order_by(func.lower(Board.name), Board.id)).all()


def _open_priorities(session: Session, actor: Actor, post: Post) -> Sequence[Any]:
    query = (
        select(Priority.letter, Priority.title, Plan.title.label("plan"))
        .join(Plan, Plan.id == Priority.plan_id)
        .where(
            visible(actor, Priority),
            Priority.director_post_id == post.id,
            Priority.removed_on.is_(None),
            Plan.stage != PlanStage.CLOSED,
        )
    )
    return session.execute(query.order_by(Plan.title, Priority.sort_key, Priority.id)).all()


def list_posts_left_vacant(session: Session, actor: Actor, person: Person) -> Sequence[Any]:
    """The open posts that nobody else holds after today once ``person`` goes, as (id, title)."""
    other = aliased(PostHolding)
    somebody = exists().where(
        other.post_id == Post.id,
        other.person_id != person.id,
        or_(other.to_on.is_(None), other.to_on > actor.today),
    )
    query = (
        select(Post.id, Post.title)
        .join(PostHolding, PostHolding.post_id == Post.id)
        .where(
            visible(actor, Post),
            PostHolding.person_id == person.id,
            PostHolding.held_on(actor.today),
            Post.closed_on.is_(None),
            ~somebody,
        )
        .distinct()
    )
    return session.execute(query.order_by(Post.title, Post.id)).all()
