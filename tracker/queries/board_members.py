"""Who sits on a board, now and before, and on which boards somebody sits."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.domain.board_vocabulary import BoardRole
from tracker.models import Attendance, BoardMember, Person
from tracker.queries.errors import NotFound

NAME = func.coalesce(Person.name, BoardMember.name)
"""What a member is called, known here or not."""

_RANK = case({role.value: rank for rank, role in enumerate(BoardRole)}, value=BoardMember.role)


def _rows(actor: Actor) -> AnySelect:
    return (
        select(
            BoardMember.id,
            BoardMember.person_id,
            NAME.label("name"),
            func.coalesce(BoardMember.organisation, Person.organisation).label("organisation"),
            BoardMember.role,
            BoardMember.is_voting,
            BoardMember.from_on,
            BoardMember.to_on,
            Person.left_on,
        )
        .outerjoin(Person, Person.id == BoardMember.person_id)
        .where(visible(actor, BoardMember), BoardMember.removed_on.is_(None))
    )


def list_members(session: Session, actor: Actor, board_id: uuid.UUID) -> Sequence[AnyRow]:
    """All who sit, sat or will sit on a board, by role and name."""
    query = _rows(actor).where(BoardMember.board_id == board_id)
    return session.execute(query.order_by(_RANK, func.lower(NAME), BoardMember.id)).all()


def list_members_on(
    session: Session, actor: Actor, board_id: uuid.UUID, day: date
) -> Sequence[AnyRow]:
    """Those who sit on a board on a day and have not left by then, by role and name."""
    here = or_(Person.left_on.is_(None), Person.left_on > day)
    query = _rows(actor).where(BoardMember.board_id == board_id, BoardMember.held_on(day), here)
    return session.execute(query.order_by(_RANK, func.lower(NAME), BoardMember.id)).all()


def list_attendance(
    session: Session, actor: Actor, meeting_id: uuid.UUID, board_id: uuid.UUID, day: date
) -> Sequence[AnyRow]:
    """The members of a meeting's day with their line of attendance, by role and name.

    Whoever has a line is there too, though they have left since. Rows have ``presence``,
    ``substitute`` and ``read``, the line's version, beside the columns of ``list_members``.
    """
    here = or_(Person.left_on.is_(None), Person.left_on > day)
    query = (
        _rows(actor)
        .add_columns(Attendance.presence, Attendance.substitute, Attendance.version.label("read"))
        .outerjoin(
            Attendance,
            (Attendance.member_id == BoardMember.id) & (Attendance.meeting_id == meeting_id),
        )
        .where(
            BoardMember.board_id == board_id,
            or_(Attendance.presence.is_not(None), BoardMember.held_on(day) & here),
        )
    )
    return session.execute(query.order_by(_RANK, func.lower(NAME), BoardMember.id)).all()


def get_member(session: Session, actor: Actor, member_id: uuid.UUID) -> BoardMember:
    """A member with their board and, where they are known here, the person: one statement.

    Raises:
        NotFound: there is none in the actor's council, or it was removed.
    """
    query = (
        select(BoardMember)
        .where(
            BoardMember.id == member_id,
            visible(actor, BoardMember),
            BoardMember.removed_on.is_(None),
        )
        .options(joinedload(BoardMember.board, innerjoin=True), joinedload(BoardMember.person))
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such member")
    return found
