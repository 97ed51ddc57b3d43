"""What a handover moves from one person or post to another. A part of the deed ``hand_over``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, OwnershipRole, PlanStage
from tracker.models import Action, Board, Ownership, Person, Plan, Post, Priority
from tracker.services.rules import add_record

_WEIGHT: Final[Mapping[OwnershipRole, int]] = {
    OwnershipRole.LEAD: 2,
    OwnershipRole.DEPUTY: 1,
    OwnershipRole.OWNER: 0,
}


@dataclass(frozen=True)
class HandedOver:
    """How much moved: actions, boards chaired, and priorities answered for."""

    actions: int
    boards: int
    priorities: int


def move_everything(
    session: Session, giver: Person | Post, receiver: Person | Post, *, by: Actor, on: date
) -> HandedOver:
    """Move open actions; between people also chairs, between posts also accountability.

    A chair is always a person and a priority's director always a post, so neither can move between
    a person and a post.
    """
    return HandedOver(
        actions=_move_ownerships(session, giver, receiver, by=by, on=on),
        boards=_move_chairs(session, giver, receiver),
        priorities=_move_priorities(session, giver, receiver),
    )


def _holder(owner: Person | Post) -> InstrumentedAttribute[Any]:
    return Ownership.person_id if isinstance(owner, Person) else Ownership.post_id


def _open_ownerships(owner: Person | Post) -> Select[Ownership]:
    return (
        select(Ownership)
        .join(Action, Action.id == Ownership.action_id)
        .where(
            Ownership.council_id == owner.council_id,
            _holder(owner) == owner.id,
            Ownership.removed_on.is_(None),
            Action.removed_on.is_(None),
            Action.delivery != Delivery.COMPLETE,
        )
        .order_by(Ownership.id)
    )


def _move_ownerships(
    session: Session, giver: Person | Post, receiver: Person | Post, *, by: Actor, on: date
) -> int:
    given = session.scalars(_open_ownerships(giver)).all()
    held = {owned.action_id: owned for owned in session.scalars(_open_ownerships(receiver))}
    for ownership in given:
        ownership.removed_on = on
    # An action has one lead: the old one goes before the new one comes.
    session.flush()
    holder = _holder(receiver).key
    for ownership in given:
        kept = held.get(ownership.action_id)
        if kept is None:
            held[ownership.action_id] = add_record(
                session,
                Ownership,
                by=by,
                action_id=ownership.action_id,
                role=ownership.role,
                position=ownership.position,
                from_on=on,
                **{holder: receiver.id},
            )
        elif _WEIGHT[ownership.role] > _WEIGHT[kept.role]:
            kept.role, kept.position = ownership.role, ownership.position
    return len(given)


def _move_chairs(session: Session, giver: Person | Post, receiver: Person | Post) -> int:
    if not (isinstance(giver, Person) and isinstance(receiver, Person)):
        return 0
    query = select(Board).where(Board.chair_id == giver.id, Board.ended_on.is_(None))
    boards = session.scalars(query.order_by(Board.id)).all()
    for board in boards:
        board.chair_id = receiver.id
    return len(boards)


def _move_priorities(session: Session, giver: Person | Post, receiver: Person | Post) -> int:
    if not (isinstance(giver, Post) and isinstance(receiver, Post)):
        return 0
    query = (
        select(Priority)
        .join(Plan, Plan.id == Priority.plan_id)
        .where(
            Priority.council_id == giver.council_id,
            Priority.director_post_id == giver.id,
            Priority.removed_on.is_(None),
            Plan.stage != PlanStage.CLOSED,
        )
        .order_by(Priority.id)
    )
    priorities = session.scalars(query).all()
    for priority in priorities:
        priority.director_post_id = receiver.id
    return len(priorities)
