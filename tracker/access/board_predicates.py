"""Questions about boards and challenges, in Python and in SQL: who sits there, who is asked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, select

from tracker.access.actor import Actor
from tracker.access.predicates import Predicate
from tracker.domain.board_vocabulary import BoardRole
from tracker.models import Board, BoardMember, Challenge


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


SITS_ON_BOARD = Predicate("a member of the board today", _sits, _sits_sql, needs_subject=True)
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
