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
from tracker.domain.vocabulary import BoardRole, MeetingState, Role
from tracker.models import (
    Action,
    AgendaItem,
    AgendaReader,
    Board,
    BoardMember,
    Challenge,
    DateChange,
    Meeting,
    Ownership,
    Post,
    PostHolding,
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


def _is_seated(actor: Actor, board: Board, *roles: BoardRole) -> bool:
    return any(
        member.person_id == actor.person_id
        and member.removed_on is None
        and member.held_on(actor.today)
        and (not roles or member.role in roles)
        for member in board.members
    )


def _seats(actor: Actor, *roles: BoardRole) -> Any:
    """The ids of the boards on which the actor sits today, in one of ``roles`` where any are."""
    found = select(BoardMember.board_id).where(
        BoardMember.person_id == actor.person_id,
        BoardMember.removed_on.is_(None),
        BoardMember.held_on(actor.today),
    )
    return found.where(BoardMember.role.in_(roles)) if roles else found


def _sits(actor: Actor, board: Board) -> bool:
    if actor.person_id is None:
        return False
    return board.chair_id == actor.person_id or _is_seated(actor, board)


def _sits_sql(actor: Actor) -> ColumnElement[bool]:
    if actor.person_id is None:
        return false()
    chairs = and_(Board.chair_id.is_not(None), Board.chair_id == actor.person_id)
    return or_(chairs, Board.id.in_(_seats(actor)))


SITS_ON_BOARD = Predicate(
    "a member of the board today", _sits, _sits_sql, needs_subject=True
)
"""The subject is a Board with its members loaded."""


RAISED_CHALLENGE = Predicate(
    "whoever raised the challenge",
    lambda actor, challenge: (
        actor.person_id is not None and challenge.raised_by_id == actor.person_id
    ),
    # Compared with a value alone, a challenger without an account would be neither yes nor no.
    lambda actor: (
        and_(Challenge.raised_by_id.is_not(None), Challenge.raised_by_id == actor.person_id)
        if actor.person_id
        else false()
    ),
    needs_subject=True,
)
"""The subject is a Challenge."""


def _is_put_to(actor: Actor, challenge: Challenge) -> bool:
    if challenge.put_to_post_id is not None:
        return challenge.put_to_post_id in actor.post_ids
    return actor.person_id is not None and challenge.put_to_id == actor.person_id


def put_to_sql(actor: Actor) -> ColumnElement[bool]:
    """The challenge is put to the actor or to a post that they hold today."""
    answering = []
    if actor.person_id is not None:
        answering.append(
            and_(Challenge.put_to_id.is_not(None), Challenge.put_to_id == actor.person_id)
        )
    if actor.post_ids:
        posts = Challenge.put_to_post_id
        answering.append(and_(posts.is_not(None), posts.in_(sorted(actor.post_ids))))
    return or_(*answering) if answering else false()


PUT_TO = Predicate("whom the challenge is put to", _is_put_to, put_to_sql, needs_subject=True)
"""The subject is a Challenge."""

NOT_PUT_TO = Predicate(
    "not whom the challenge is put to",
    lambda actor, challenge: not _is_put_to(actor, challenge),
    lambda actor: not_(put_to_sql(actor)),
    needs_subject=True,
)
"""The subject is a Challenge: nobody says of themselves that they met it."""


def _chairs(actor: Actor, challenge: Challenge) -> bool:
    if actor.person_id is None:
        return False
    board = challenge.board
    return board.chair_id == actor.person_id or _is_seated(actor, board, BoardRole.CHAIR)


def _chairs_sql(actor: Actor) -> ColumnElement[bool]:
    if actor.person_id is None:
        return false()
    chaired = select(Board.id).where(Board.chair_id == actor.person_id)
    return or_(
        Challenge.board_id.in_(chaired), Challenge.board_id.in_(_seats(actor, BoardRole.CHAIR))
    )


CHAIRS_BOARD = Predicate("chair of its board today", _chairs, _chairs_sql, needs_subject=True)
"""The subject is a Challenge with its board and that one's members loaded."""
