"""Pure questions about an actor and a subject, each in Python and in SQL, side by side.

A predicate without a subject looks at the actor alone, so its SQL form is a constant. A test draws
random actors and records and checks that the two forms agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, not_, or_, select, true

from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role
from tracker.models import Action, DateChange, Ownership, Redaction, Update


@dataclass(frozen=True)
class Predicate:
    """A question with its name for the generated matrix, its Python form and its SQL form."""

    name: str
    holds: Callable[[Actor, Any], bool]
    sql: Callable[[Actor], ColumnElement[bool]]
    needs_subject: bool = False


def has_role(role: Role) -> Predicate:
    """The actor holds ``role`` for the council today."""
    return Predicate(
        role.value,
        lambda actor, _subject: role in actor.roles,
        lambda actor: true() if role in actor.roles else false(),
    )


def _owns(actor: Actor, action: Action) -> bool:
    return any(
        ownership.removed_on is None and _holds(actor, ownership) for ownership in action.ownerships
    )


def _holds(actor: Actor, ownership: Ownership) -> bool:
    if ownership.post_id is not None:
        return ownership.post_id in actor.post_ids
    return actor.person_id is not None and ownership.person_id == actor.person_id


def owns_sql(actor: Actor) -> ColumnElement[bool]:
    """The actor, or a post that the actor holds today, owns the action; a predicate on Action."""
    holder = [Ownership.person_id == actor.person_id] if actor.person_id else []
    if actor.post_ids:
        holder.append(Ownership.post_id.in_(sorted(actor.post_ids)))
    if not holder:
        return false()
    # A list of the owned rather than a question for each row: few own, and many rows are asked.
    return Action.id.in_(
        select(Ownership.action_id).where(Ownership.removed_on.is_(None), or_(*holder))
    )


OWNS_ACTION = Predicate("owner of the action", _owns, owns_sql, needs_subject=True)
"""The subject is an Action with its ownerships loaded."""

OWNS_NOT = Predicate(
    "not an owner of the action",
    lambda actor, action: not _owns(actor, action),
    lambda actor: not_(owns_sql(actor)),
    needs_subject=True,
)
"""The subject is an Action with its ownerships loaded."""


WROTE_UPDATE = Predicate(
    "author of the update",
    lambda actor, update: actor.person_id is not None and update.author_id == actor.person_id,
    lambda actor: Update.author_id == actor.person_id if actor.person_id else false(),
    needs_subject=True,
)
"""The subject is an Update."""


DID_NOT_ASK = Predicate(
    "somebody else asked for it",
    lambda actor, redaction: redaction.asked_by_id != actor.person_id,
    lambda actor: Redaction.asked_by_id != actor.person_id if actor.person_id else true(),
    needs_subject=True,
)
"""The subject is a Redaction."""


ASKED = Predicate(
    "requester of the date",
    lambda actor, change: actor.person_id is not None and change.requested_by_id == actor.person_id,
    lambda actor: DateChange.requested_by_id == actor.person_id if actor.person_id else false(),
    needs_subject=True,
)
"""The subject is a DateChange."""


def _did_not_request_sql(actor: Actor) -> ColumnElement[bool]:
    if actor.person_id is None:
        return false()
    asked_by = DateChange.requested_by_id
    return or_(asked_by.is_(None), asked_by != actor.person_id)


DID_NOT_REQUEST = Predicate(
    "not the requester of the date",
    lambda actor, change: actor.person_id is not None and change.requested_by_id != actor.person_id,
    _did_not_request_sql,
    needs_subject=True,
)
"""The subject is a DateChange: nobody decides on what they asked for."""
