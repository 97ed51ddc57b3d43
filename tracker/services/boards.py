"""Boards that oversee the plans: their names, kinds and chairs."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.vocabulary import BoardKind
from tracker.models import Board, Person
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
    """What a board is; ``chair_note`` says who chairs it where that is no person known here."""

    name: str
    kind: BoardKind
    chair_id: uuid.UUID | None = None
    chair_note: str | None = None
    terms: str | None = None
    ended_on: date | None = None


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
    return values
