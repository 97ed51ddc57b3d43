"""The actions of a bulk edit, and what history tells of the last one on a plan."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.access.actor import Actor
from tracker.access.reader import reader_of
from tracker.access.shapes import AnyRow
from tracker.access.visibility import visible
from tracker.domain.bulk_edit import RecordChange, is_redacted, record_changes
from tracker.models import (
    Action,
    ChainHead,
    History,
    Ownership,
    Person,
    Post,
    Priority,
    Recommendation,
)
from tracker.queries.actions import listing, live_actions
from tracker.queries.listing import Ask
from tracker.queries.rows import read_rows

MOST_EDITED: Final = 500
"""The most actions that one bulk edit changes."""

BULK_EDIT: Final = "bulk_edit"
UNDO: Final = "undo_bulk_edit"
"""The names of the two deeds in history."""

_TOLD = (Action.id, Action.reference, Action.title)


def list_named(
    session: Session, actor: Actor, plan_id: uuid.UUID, ids: Collection[uuid.UUID]
) -> Sequence[AnyRow]:
    """The live actions of a plan with ``ids``, in the plan's order, as (id, reference, title).

    Those of other plans and those that this actor may not see are passed over.
    """
    query = live_actions(actor, plan_id).with_only_columns(*_TOLD).where(Action.id.in_(sorted(ids)))
    return read_rows(session, query.order_by(Action.sort_key, Action.id))


def list_matching(session: Session, actor: Actor, ask: Ask, plan_id: uuid.UUID) -> Sequence[AnyRow]:
    """A plan's actions that match the filters of its list, as ``list_named`` gives them.

    One more than can be edited at once, so that a page can say that there are too many.
    """
    query = live_actions(actor, plan_id).with_only_columns(*_TOLD)
    narrowed = listing(reader_of(actor)).narrowed(query, ask)
    ordered = narrowed.order_by(Action.sort_key, Action.id).limit(MOST_EDITED + 1)
    return read_rows(session, ordered)


def list_to_edit(
    session: Session, actor: Actor, plan_id: uuid.UUID, ids: Collection[uuid.UUID]
) -> Sequence[Action]:
    """Actions of a plan with plan, owners and links, removed ones among all three.

    In the plan's order; four statements, whatever the number. Others are passed over.
    """
    query = (
        select(Action)
        .where(visible(actor, Action), Action.plan_id == plan_id, Action.id.in_(sorted(ids)))
        .options(
            joinedload(Action.plan, innerjoin=True),
            selectinload(Action.ownerships),
            selectinload(Action.answers),
        )
        .order_by(Action.sort_key, Action.id)
    )
    return session.scalars(query).all()


def list_owners(session: Session, actor: Actor, plan_id: uuid.UUID) -> Sequence[AnyRow]:
    """Who owns live actions of a plan, once each: (post_id, person_id, title, name)."""
    of_plan = live_actions(actor, plan_id)
    query = (
        select(Ownership.post_id, Ownership.person_id, Post.title, Person.name)
        .outerjoin(Post, Post.id == Ownership.post_id)
        .outerjoin(Person, Person.id == Ownership.person_id)
        .where(Ownership.removed_on.is_(None), Ownership.action_id.in_(of_plan))
        .distinct()
        .order_by(Post.title.nulls_last(), Person.name, Ownership.post_id, Ownership.person_id)
    )
    return session.execute(query).all()


_ROW = (
    History.seq,
    History.deed_id,
    History.record_type,
    History.record_id,
    History.subject_id,
    History.change,
    History.payload,
)


def head_seq(session: Session, actor: Actor) -> int:
    """The place of the newest row of the council's history."""
    query = select(ChainHead.seq).where(ChainHead.chain_id == actor.council_id)
    return session.scalar(query) or 0


def list_rows_since(session: Session, actor: Actor, seq: int) -> Sequence[AnyRow]:
    """The rows of the council's history after a place, oldest first."""
    query = select(*_ROW).where(History.chain_id == actor.council_id, History.seq > seq)
    return read_rows(session, query.order_by(History.seq))


@dataclass(frozen=True)
class LastEdit:
    """The last bulk edit on a plan: who, when, why, what, and what has happened since.

    ``actions`` are those that were changed, as far as the actor may see them, by id and with their
    plan; ``subjects`` are all of them. ``later`` has a row (subject_id, record_type, deed) for each
    kind of record of these actions that was changed since. ``gone`` are the records that no longer
    stand among those that a change speaks of. ``is_redacted`` when part of it cannot be known.
    """

    deed_id: uuid.UUID
    by: str
    at: datetime
    note: str
    changes: Sequence[RecordChange]
    subjects: frozenset[uuid.UUID]
    actions: Mapping[uuid.UUID, Action]
    later: Sequence[AnyRow]
    gone: frozenset[uuid.UUID]
    is_redacted: bool


def find_last_edit(session: Session, actor: Actor, plan_id: uuid.UUID) -> LastEdit | None:
    """The last bulk edit on a plan, in five statements; None when there has been none."""
    newest = _newest(session, actor, plan_id)
    if newest is None:
        return None
    rows = _rows_of_deed(session, actor, newest)
    subjects = frozenset(row.subject_id for row in rows)
    changes = record_changes(rows)
    payload = json.loads(newest.payload) if newest.payload else {}
    query = select(Action).where(visible(actor, Action), Action.id.in_(sorted(subjects)))
    query = query.options(joinedload(Action.plan, innerjoin=True))
    query = query.order_by(Action.sort_key, Action.id)
    return LastEdit(
        deed_id=newest.deed_id,
        by=newest.actor or "",
        at=newest.at,
        note=payload.get("reason") or "",
        changes=changes,
        subjects=subjects,
        actions={action.id: action for action in session.scalars(query)},
        later=_later(session, actor, newest.seq, subjects),
        gone=_gone(session, actor, ids_in(changes)),
        is_redacted=is_redacted(rows),
    )


def _newest(session: Session, actor: Actor, plan_id: uuid.UUID) -> AnyRow | None:
    query = (
        select(*_ROW, History.at, Person.name.label("actor"))
        .outerjoin(Person, Person.id == History.actor_id)
        .where(
            History.chain_id == actor.council_id,
            History.deed == BULK_EDIT,
            History.subject_id.in_(select(Action.id).where(Action.plan_id == plan_id)),
        )
        .order_by(History.seq.desc())
        .limit(1)
    )
    return session.execute(query).one_or_none()


def _rows_of_deed(session: Session, actor: Actor, newest: AnyRow) -> Sequence[AnyRow]:
    # A deed holds its chain's lock until its transaction ends, so its rows stand side by side.
    before = (
        select(History.seq)
        .where(
            History.chain_id == actor.council_id,
            History.seq < newest.seq,
            History.deed_id != newest.deed_id,
        )
        .order_by(History.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(*_ROW).where(
        History.chain_id == actor.council_id,
        History.seq > func.coalesce(before, 0),
        History.seq <= newest.seq,
    )
    return read_rows(session, query.order_by(History.seq))


def _later(
    session: Session, actor: Actor, seq: int, subjects: Collection[uuid.UUID]
) -> Sequence[AnyRow]:
    columns = (History.subject_id, History.record_type, History.deed)
    query = select(*columns, func.max(History.seq).label("seq")).where(
        History.chain_id == actor.council_id,
        History.subject_id.in_(sorted(subjects)),
        History.seq > seq,
    )
    return read_rows(session, query.group_by(*columns).order_by(func.max(History.seq)))


def ids_in(changes: Collection[RecordChange]) -> set[uuid.UUID]:
    """The records that changes speak of: priorities, posts, people and recommendations."""
    names = ("priority_id", "post_id", "person_id", "recommendation_id")
    values = [part.get(name) for c in changes for part in (c.record, c.old) for name in names]
    return {uuid.UUID(value) for value in values if value}


def _gone(session: Session, actor: Actor, ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of ``ids`` that were removed, closed, or have left by the actor's day."""
    ended: dict[Any, Any] = {
        Priority: Priority.removed_on.is_not(None),
        Recommendation: Recommendation.removed_on.is_not(None),
        Post: Post.closed_on <= actor.today,
        Person: Person.left_on <= actor.today,
    }
    parts = [
        select(model.id).where(visible(actor, model), model.id.in_(sorted(ids)), is_over)
        for model, is_over in ended.items()
    ]
    return frozenset(session.scalars(union_all(*parts)))
