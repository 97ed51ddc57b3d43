"""Assurance of an action: who stands in its owners' line, what was found, and how it was closed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from tracker.access.actor import Actor
from tracker.access.predicates import ActionInLine, line_sql
from tracker.access.reader import FutureReader, prepared, reading
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.models import (
    Action,
    Assurance,
    History,
    Ownership,
    Person,
    PostHolding,
)
from tracker.queries.errors import NotFound
from tracker.queries.rows import read_rows

MOST = 20


def get_action_in_line(session: Session, actor: Actor, action_id: uuid.UUID) -> ActionInLine:
    """An action with its plan, owners and links, and everybody in its owners' line.

    Raises:
        NotFound: there is none that this actor may see.
    """
    query = (
        select(Action)
        .where(Action.id == action_id, visible(actor, Action))
        .options(
            joinedload(Action.plan, innerjoin=True),
            joinedload(Action.priority),
            selectinload(Action.ownerships).options(
                joinedload(Ownership.post), joinedload(Ownership.person)
            ),
            selectinload(Action.answers),
        )
    )
    action = session.scalars(query).one_or_none()
    if action is None:
        raise NotFound("No such action")
    owners = [owner for owner in action.ownerships if owner.removed_on is None]
    people = frozenset(o.person_id for o in owners if o.person_id is not None)
    posts = {o.post_id for o in owners if o.post_id is not None}
    posts |= set(_held_by(session, actor, people))
    return ActionInLine(action, _line_of(session, posts), people)


def _held_by(session: Session, actor: Actor, people: frozenset[uuid.UUID]) -> Sequence[uuid.UUID]:
    if not people:
        return ()
    query = select(PostHolding.post_id).where(
        visible(actor, PostHolding),
        PostHolding.person_id.in_(sorted(people)),
        PostHolding.held_on(actor.today),
    )
    return session.scalars(query).all()


def _line_of(session: Session, posts: set[uuid.UUID]) -> frozenset[uuid.UUID]:
    if not posts:
        return frozenset()
    above, below = line_sql(posts)
    return frozenset(session.scalars(above.union(below)))


@prepared
def _assurances(reader: FutureReader) -> AnySelect:
    written, standing = aliased(History), aliased(History)
    seq = (
        select(written.seq)
        .where(
            written.chain_id == reader.council_id,
            written.subject_id == Assurance.action_id,
            written.record_id == Assurance.id,
        )
        .limit(1)
        .correlate(Assurance)
        .scalar_subquery()
    )
    # What the action said when it was assured: its newest row of history before the assurance's.
    stood = (
        select(standing.payload)
        .where(
            standing.chain_id == reader.council_id,
            standing.subject_id == Assurance.action_id,
            standing.record_id == Assurance.action_id,
            standing.seq < seq,
        )
        .order_by(standing.seq.desc())
        .limit(1)
        .correlate(Assurance)
        .scalar_subquery()
    )
    return (
        select(
            Assurance.id,
            Assurance.assured_on,
            Assurance.found,
            Assurance.delivery,
            Assurance.evidence_rating,
            Assurance.impact_rating,
            Assurance.reason,
            Assurance.recovery,
            Assurance.closing_test,
            Person.name.label("assurer"),
            stood.label("stood"),
        )
        .join(Person, Person.id == Assurance.assurer_id)
        .where(Assurance.action_id == bindparam("action_id"), visible(reader, Assurance))
        .order_by(Assurance.assured_at.desc(), Assurance.id.desc())
        .limit(bindparam("most", type_=Integer()))
    )


def list_assurances(session: Session, actor: Actor, action_id: uuid.UUID) -> Sequence[AnyRow]:
    """What was assured of an action, the newest first, each with the name of who assured it.

    ``stood`` is the payload of history that has the action as it stood when it was assured.
    """
    values = reading(actor, action_id=action_id, most=MOST)
    return read_rows(session, _assurances(actor), values)
