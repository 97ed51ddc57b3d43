"""Actions, as this actor may see them: the list, and one action with its owners."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    and_,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.types import Uuid

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import can
from tracker.access.reader import FutureReader, Reader, prepared, reading
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import Viewer, visible
from tracker.domain.vocabulary import Delivery, EvidenceRating, ImpactRating, OwnershipRole
from tracker.models import (
    Action,
    Ownership,
    Person,
    Post,
    Priority,
)
from tracker.queries.concerns import CONCERNS
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask, Asked, Condition, Listing, Page, asked_of, read_page
from tracker.queries.rows import read_rows

FILTERS = ("status", "evidence", "impact", "priority", "concern", "owner")
Values = tuple[str, ...]

RATED = (
    Action.delivery,
    Action.delivery_reason,
    Action.recovery,
    Action.evidence_rating,
    Action.impact_rating,
    Action.assured_delivery,
    Action.assured_evidence,
    Action.assured_impact,
    Action.assured_on,
    Action.closed_on,
)
"""The three ratings of an action by both raters, and whether it is closed."""

TOLD = (
    Action.reference,
    Action.title,
    Priority.letter,
    Priority.title.label("priority"),
    *RATED,
    Post.title.label("post"),
    Person.name.label("person"),
    Action.due_on,
    Action.due_text,
    Action.first_due_on,
    Action.times_slipped,
    Action.updated_on,
    Action.obstacle,
    Action.completed_on,
)
"""What a list and an export tell of each action, in the order of the export's columns."""


def listing(reader: Reader) -> Listing:
    """What can be asked of a list of actions on the reader's day."""
    return Listing(
        filters={
            "status": _rated(Action.delivery, Delivery),
            "evidence": _rated(Action.evidence_rating, EvidenceRating, Action.assured_evidence),
            "impact": _rated(Action.impact_rating, ImpactRating, Action.assured_impact),
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


def _rated(
    own: Any, scale: type[StrEnum], assured: Any = None
) -> Callable[[Values], Condition | None]:
    """The asked ratings: what was assured where somebody has, else the owner's."""
    known = {member.value for member in scale}
    counts = own if assured is None else func.coalesce(assured, own)

    def condition(values: Values) -> Condition | None:
        chosen = [scale(value) for value in values if value in known]
        return counts.in_(chosen) if chosen else None

    return condition


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
            *TOLD,
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
    reader = FutureReader(sees_embargoed, keeps_boards=False)
    of_plan = Action.plan_id == bindparam("plan_id", type_=Uuid())
    asked = asked_of(
        listing(reader),
        _rows(reader).where(of_plan),
        Ask(dict(filters), sort),
        counted=live_actions(reader).where(of_plan),
    )
    return replace(asked, every=asked.every.with_only_columns(*TOLD, maintain_column_froms=True))


def _asked_by(actor: Actor, ask: Ask) -> Asked:
    sees_embargoed = can(actor, Permission.SEE_EMBARGOED)
    return _asked(tuple(ask.filters.items()), ask.sort, sees_embargoed=sees_embargoed)


def page_of_actions(session: Session, actor: Actor, ask: Ask, plan_id: uuid.UUID) -> Page[AnyRow]:
    """One page of a plan's actions."""
    values = reading(actor, plan_id=plan_id)
    return read_page(session, _asked_by(actor, ask), ask, values)


def every_action(session: Session, actor: Actor, ask: Ask, plan_id: uuid.UUID) -> Sequence[AnyRow]:
    """All actions of the asked list of a plan, for an export: the columns of ``TOLD``."""
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
            # With the action, and not in a statement of its own: few people own one action.
            joinedload(Action.ownerships).options(
                joinedload(Ownership.post), joinedload(Ownership.person)
            ),
        )
    )


def get_action(session: Session, actor: Actor, action_id: uuid.UUID) -> Action:
    """An action with its plan, its priority and its owners: one statement.

    A removed action is found too: its page leads to what took its place.

    Raises:
        NotFound: there is none that this actor may see.
    """
    found = (
        session.scalars(_action(actor), reading(actor, action_id=action_id)).unique().one_or_none()
    )
    if found is None:
        raise NotFound("No such action")
    return cast(Action, found)
