"""Who sits on a board, from when to when, as what, and with a vote or without."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import VOTING_ROLES, BoardRole
from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.models import Attendance, Board, BoardMember, Person
from tracker.services.accounts import checked_email
from tracker.services.belonging import has_gone
from tracker.services.boards import find_chair
from tracker.services.deeds import deed
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    choice,
    one_at_a_time,
    require_order,
    require_standing,
)


@dataclass(frozen=True, kw_only=True)
class MemberFields:
    """A member: a person known here or a ``name``, as what, and from when to when."""

    role: BoardRole
    from_on: date
    to_on: date | None = None
    person_id: uuid.UUID | None = None
    name: str | None = None
    organisation: str | None = None
    email: str | None = None
    is_voting: bool = False


@deed
def add_member(
    session: Session,
    board: Board,
    fields: MemberFields,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> BoardMember:
    """Let somebody sit on a board that has not ended.

    Raises:
        RuleError: they sit there already, another has the chair, or the role has no vote.
    """
    require_standing(board, by=by)
    if has_gone(board, on):
        raise RuleError("This board has ended")
    values = _values(session, board, fields, by=by, on=on)
    member = add_record(session, BoardMember, by=by, board_id=board.id, **values)
    _settle_chair(session, board, member, on)
    return member


@deed
def amend_member(
    session: Session,
    member: BoardMember,
    fields: MemberFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change what is said of a member, or enter their last day; the board is loaded."""
    require_standing(member, by=by, version=version)
    values = _values(session, member.board, fields, by=by, on=on, besides=member)
    had_chair = _has_chair(member)
    amend_record(member, values)
    if had_chair or member.role is BoardRole.CHAIR:
        _settle_chair(session, member.board, member, on, had_chair=had_chair)


@deed
def remove_member(
    session: Session,
    member: BoardMember,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Take out a member who was entered by mistake; the board is loaded.

    Raises:
        RuleError: a meeting says whether they were there, so they did sit on the board.
    """
    require_standing(member, by=by, version=version)
    came = select(Attendance.id).where(
        Attendance.member_id == member.id, Attendance.presence.is_not(None)
    )
    if session.scalars(came.limit(1)).first() is not None:
        raise RuleError(
            "The attendance of a meeting names this member. Enter their last day instead"
        )
    had_chair = _has_chair(member)
    member.removed_on = on
    _settle_chair(session, member.board, member, on, had_chair=had_chair)


def _values(
    session: Session,
    board: Board,
    fields: MemberFields,
    *,
    by: Actor,
    on: date,
    besides: BoardMember | None = None,
) -> dict[str, Any]:
    values = checked(fields, BoardMember)
    require_order(values, "from_on", "to_on")
    values["is_voting"] = bool(values["is_voting"])
    if (values["person_id"] is None) == (values["name"] is None):
        raise RuleError("Choose a person, or enter the name of somebody else", field="person_id")
    if values["person_id"] is not None:
        kept = besides.person_id if besides else None
        choice(session, Person, values["person_id"], by=by, on=on, field="person_id", kept=kept)
    if values["email"] is not None:
        values["email"] = checked_email(values["email"])
    if values["is_voting"] and values["role"] not in VOTING_ROLES:
        raise RuleError(
            "Only the chair, the vice chair and members have a vote. Take the vote away, or choose "
            "another role",
            field="is_voting",
        )
    one_at_a_time(session, board.council_id)
    _require_room(session, board, values, besides)
    return values


def _require_room(
    session: Session, board: Board, values: dict[str, Any], besides: BoardMember | None
) -> None:
    """Refuse somebody who sits there in these days already, and a second chair."""
    same = (
        BoardMember.person_id == values["person_id"]
        if values["person_id"] is not None
        else func.lower(BoardMember.name) == values["name"].lower()
    )
    found = _overlapping(session, board, values, besides, same)
    if found is not None:
        since = long_date(found.from_on)
        field = "person_id" if values["person_id"] is not None else "name"
        raise RuleError(f"They sit on this board already, from {since} on", field=field)
    if values["role"] is not BoardRole.CHAIR:
        return
    found = _overlapping(session, board, values, besides, BoardMember.role == BoardRole.CHAIR)
    if found is not None:
        raise RuleError(
            f"Another member has the chair from {long_date(found.from_on)} on. Enter their last "
            "day first",
            field="role",
        )


def _overlapping(
    session: Session,
    board: Board,
    values: dict[str, Any],
    besides: BoardMember | None,
    condition: ColumnElement[bool],
) -> BoardMember | None:
    """A member of the board, but for ``besides``, with a day in common with the values."""
    query = select(BoardMember).where(
        BoardMember.council_id == board.council_id,
        BoardMember.board_id == board.id,
        BoardMember.removed_on.is_(None),
        condition,
        or_(BoardMember.to_on.is_(None), BoardMember.to_on >= values["from_on"]),
    )
    if values["to_on"] is not None:
        query = query.where(BoardMember.from_on <= values["to_on"])
    if besides is not None:
        query = query.where(BoardMember.id != besides.id)
    return session.scalars(query.order_by(BoardMember.id).limit(1)).one_or_none()


def _has_chair(member: BoardMember) -> bool:
    """Whether the board says of this very member that they chair it."""
    if member.role is not BoardRole.CHAIR:
        return False
    if member.person_id is not None:
        return member.board.chair_id == member.person_id
    return member.board.chair_note == _note(member)


def _settle_chair(
    session: Session, board: Board, member: BoardMember, on: date, *, had_chair: bool = False
) -> None:
    """Let the board say who chairs it, as its members do; without a chair it keeps the note."""
    if member.role is not BoardRole.CHAIR and not had_chair:
        return
    session.flush()
    seat = find_chair(session, board, on)
    if seat is None:
        if had_chair:
            amend_record(board, {"chair_id": None, "chair_note": None})
    elif seat.person_id is not None:
        board.chair_id = seat.person_id
    else:
        amend_record(board, {"chair_id": None, "chair_note": _note(seat)})


def _note(member: BoardMember) -> str:
    organisation = f", {member.organisation}" if member.organisation else ""
    return f"{member.name}{organisation}"[:200]
