"""Pure questions about an actor and a subject, each in Python and in SQL, side by side.

A predicate without a subject looks at the actor alone, so its SQL form is a constant. A test draws
random actors and records and checks that the two forms agree.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, select, true

from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import MeetingState
from tracker.domain.vocabulary import Role
from tracker.models import (
    Action,
    AgendaItem,
    AgendaReader,
    BoardMember,
    DateChange,
    Meeting,
    Ownership,
    Post,
    PostHolding,
    Publication,
    Redaction,
    Update,
)


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


@dataclass(frozen=True)
class ActionInLine:
    """An action with everybody who owns it or stands in an owner's line of management.

    ``post_ids`` are the owners' posts, those above and those below them; an owner who is a person
    has the posts that they hold today. ``person_ids`` are the owners who are persons.
    """

    action: Action
    post_ids: frozenset[uuid.UUID]
    person_ids: frozenset[uuid.UUID]

    @property
    def council_id(self) -> uuid.UUID:
        """The action's council."""
        return self.action.council_id


def _is_outside(actor: Actor, subject: ActionInLine) -> bool:
    return actor.person_id not in subject.person_ids and not actor.post_ids & subject.post_ids


def line_sql(post_ids: Iterable[uuid.UUID]) -> tuple[Any, Any]:
    """Two selects of post ids: the posts themselves with all above them, and with all below."""
    first = select(Post.id, Post.manager_post_id).where(Post.id.in_(sorted(post_ids)))
    above = first.cte("above", recursive=True)
    above = above.union(
        select(Post.id, Post.manager_post_id).where(Post.id == above.c.manager_post_id)
    )
    below = first.cte("below", recursive=True)
    below = below.union(
        select(Post.id, Post.manager_post_id).where(Post.manager_post_id == below.c.id)
    )
    return select(above.c.id), select(below.c.id)


def _outside_sql(actor: Actor) -> ColumnElement[bool]:
    # Being in somebody's line is mutual, so it is asked from the actor's few posts.
    above, below = line_sql(actor.post_ids)
    in_line = or_(Ownership.post_id.in_(above), Ownership.post_id.in_(below))
    held = select(PostHolding.person_id).where(
        PostHolding.held_on(actor.today),
        or_(PostHolding.post_id.in_(above), PostHolding.post_id.in_(below)),
    )
    in_line = or_(in_line, Ownership.person_id.in_(held))
    if actor.person_id is not None:
        in_line = or_(in_line, Ownership.person_id == actor.person_id)
    return Action.id.not_in(
        select(Ownership.action_id).where(Ownership.removed_on.is_(None), in_line)
    )


OUTSIDE_LINE = Predicate(
    "outside the owners’ line of management", _is_outside, _outside_sql, needs_subject=True
)
"""The subject is an ``ActionInLine``; its SQL form is a predicate on Action."""


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


IS_ANNOUNCED = Predicate(
    "the meeting is no draft",
    lambda _actor, meeting: meeting.state is not MeetingState.DRAFT,
    lambda _actor: Meeting.state != MeetingState.DRAFT,
    needs_subject=True,
)
"""The subject is a Meeting."""


def _open_item_sql(_actor: Actor) -> ColumnElement[bool]:
    drafts = select(Meeting.id).where(Meeting.state == MeetingState.DRAFT)
    return and_(AgendaItem.is_restricted.is_(False), AgendaItem.meeting_id.not_in(drafts))


IS_OPEN_ITEM = Predicate(
    "the item is open and its meeting no draft",
    lambda actor, item: not item.is_restricted and IS_ANNOUNCED.holds(actor, item.meeting),
    _open_item_sql,
    needs_subject=True,
)
"""The subject is an AgendaItem with its meeting loaded."""


def _is_named(actor: Actor, item: AgendaItem) -> bool:
    return (
        actor.person_id is not None
        and IS_ANNOUNCED.holds(actor, item.meeting)
        and any(
            reader.removed_on is None
            and reader.member.person_id == actor.person_id
            and reader.member.removed_on is None
            and reader.member.held_on(actor.today)
            for reader in item.readers
        )
    )


def _is_named_sql(actor: Actor) -> ColumnElement[bool]:
    if actor.person_id is None:
        return false()
    named = (
        select(AgendaReader.item_id)
        .join(BoardMember, BoardMember.id == AgendaReader.member_id)
        .where(
            AgendaReader.removed_on.is_(None),
            BoardMember.person_id == actor.person_id,
            BoardMember.removed_on.is_(None),
            BoardMember.held_on(actor.today),
        )
    )
    drafts = select(Meeting.id).where(Meeting.state == MeetingState.DRAFT)
    return and_(AgendaItem.id.in_(named), AgendaItem.meeting_id.not_in(drafts))


NAMED_ON_ITEM = Predicate(
    "a member today whom the item names and its meeting no draft",
    _is_named,
    _is_named_sql,
    needs_subject=True,
)
"""The subject is an AgendaItem with its meeting, its readers and their members loaded."""


DID_NOT_PREPARE = Predicate(
    "not the preparer of the publication",
    lambda actor, publication: (
        actor.person_id is not None and publication.prepared_by_id != actor.person_id
    ),
    lambda actor: Publication.prepared_by_id != actor.person_id if actor.person_id else false(),
    needs_subject=True,
)
"""The subject is a Publication."""
