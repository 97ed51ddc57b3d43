"""Boards that oversee the plans: what they are for, who chairs them, whom they report to."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import BoardKind, BoardRole
from tracker.domain.errors import RuleError
from tracker.domain.meetings import MOST_WEEKS
from tracker.models import Board, BoardMember, Person
from tracker.services.deeds import deed
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    choice,
    require_standing,
    require_unused,
)


@dataclass(frozen=True, kw_only=True)
class BoardFields:
    """What a board is; ``chair_note`` says who chairs it where that is no person known here.

    ``quorum`` counts voting members, ``meets_every`` weeks.
    """

    name: str
    kind: BoardKind
    chair_id: uuid.UUID | None = None
    chair_note: str | None = None
    terms: str | None = None
    ended_on: date | None = None
    quorum: int | None = None
    meets_every: int | None = None
    reports_to_id: uuid.UUID | None = None


@deed
def add_board(
    session: Session, fields: BoardFields, *, by: Actor, on: date, reason: str | None = None
) -> Board:
    """Add a board."""
    return add_record(session, Board, by=by, **_values(session, fields, by=by, on=on))


@deed
def amend_board(
    session: Session,
    board: Board,
    fields: BoardFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change a board, its chair or the day on which it ended."""
    require_standing(board, by=by, version=version)
    amend_record(board, _values(session, fields, by=by, on=on, besides=board))


def _values(
    session: Session, fields: BoardFields, *, by: Actor, on: date, besides: Board | None = None
) -> dict[str, Any]:
    values = checked(fields, Board)
    require_unused(
        session,
        Board.name,
        values["name"],
        "There is already a board with this name",
        by=by,
        besides=besides,
    )
    if values["chair_id"] is not None:
        kept = besides.chair_id if besides else None
        choice(session, Person, values["chair_id"], by=by, on=on, field="chair_id", kept=kept)
    if values["meets_every"] is not None and values["meets_every"] > MOST_WEEKS:
        raise RuleError(f"The weeks must be from 1 to {MOST_WEEKS}", field="meets_every")
    above = values["reports_to_id"]
    if above is not None:
        kept = besides.reports_to_id if besides else None
        choice(session, Board, above, by=by, on=on, field="reports_to_id", kept=kept)
    if besides is not None:
        _require_no_circle(session, besides, above)
        _require_seated_chair(session, besides, values, on)
    return values


def _require_no_circle(session: Session, board: Board, above: uuid.UUID | None) -> None:
    """Refuse a board above that stands under this one, directly or through others."""
    rows = session.execute(
        select(Board.id, Board.name, Board.reports_to_id).where(
            Board.council_id == board.council_id
        )
    ).all()
    names = {row.id: row.name for row in rows}
    parents = {row.id: row.reports_to_id for row in rows}
    at, seen = above, set[uuid.UUID]()
    while at is not None and at not in seen:
        if at == board.id:
            if above == board.id:
                raise RuleError("A board cannot report to itself", field="reports_to_id")
            raise RuleError(
                f"{names[above]} reports to this board, directly or through others, so this board "
                f"cannot report to {names[above]}",
                field="reports_to_id",
            )
        seen.add(at)
        at = parents.get(at)


def _require_seated_chair(session: Session, board: Board, values: dict[str, Any], on: date) -> None:
    """Refuse another chair here where the members say who has the chair: that is one truth."""
    if (values["chair_id"], values["chair_note"]) == (board.chair_id, board.chair_note):
        return
    seat = find_chair(session, board, on)
    if seat is not None and values["chair_id"] != seat.person_id:
        raise RuleError(
            "The chair is one of this board’s members. Amend the members to change the chair",
            field="chair_id",
        )


def find_chair(session: Session, board: Board, on: date) -> BoardMember | None:
    """The member who has the chair of a board on a day, if one has."""
    query = select(BoardMember).where(
        BoardMember.council_id == board.council_id,
        BoardMember.board_id == board.id,
        BoardMember.role == BoardRole.CHAIR,
        BoardMember.removed_on.is_(None),
        BoardMember.held_on(on),
    )
    return session.scalars(query.order_by(BoardMember.id).limit(1)).one_or_none()
