"""What a board looks at each time: the items that its new meetings begin with."""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import AgendaKind
from tracker.models import Board, Post, StandingItem
from tracker.services.agenda_items import change_places, require_duration
from tracker.services.deeds import deed
from tracker.services.rules import add_record, amend_record, checked, choice, require_standing


@dataclass(frozen=True, kw_only=True)
class StandingItemFields:
    """An item as its page has it; ``duration`` is in minutes."""

    title: str
    kind: AgendaKind = AgendaKind.STANDING
    presenter_post_id: uuid.UUID | None = None
    presenter_note: str | None = None
    duration: int | None = None


@deed
def add_standing_item(
    session: Session,
    board: Board,
    fields: StandingItemFields,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> StandingItem:
    """Let the new meetings of a board have an item, after those that they have."""
    require_standing(board, by=by)
    values = _values(session, fields, by=by, on=on)
    place = len(_items_of(session, board.id)) + 1
    return add_record(
        session, StandingItem, by=by, board=board, board_id=board.id, position=place, **values
    )


@deed
def amend_standing_item(
    session: Session,
    item: StandingItem,
    fields: StandingItemFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change an item for the meetings that are added from now on."""
    require_standing(item, by=by, version=version)
    amend_record(item, _values(session, fields, by=by, on=on, besides=item))


@deed
def remove_standing_item(
    session: Session,
    item: StandingItem,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Let new meetings begin without the item; those that have it keep it."""
    require_standing(item, by=by, version=version)
    item.removed_on = on


@deed
def move_standing_item(
    session: Session,
    item: StandingItem,
    *,
    up: bool,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> None:
    """Let an item change places with the one before it, or after; at the end nothing happens."""
    require_standing(item, by=by)
    change_places(_items_of(session, item.board_id), item, up=up)


def _items_of(session: Session, board_id: uuid.UUID) -> Sequence[StandingItem]:
    query = select(StandingItem).where(
        StandingItem.board_id == board_id, StandingItem.removed_on.is_(None)
    )
    return session.scalars(query.order_by(StandingItem.position, StandingItem.id)).all()


def _values(
    session: Session,
    fields: StandingItemFields,
    *,
    by: Actor,
    on: date,
    besides: StandingItem | None = None,
) -> dict[str, Any]:
    values = checked(fields, StandingItem)
    require_duration(values)
    post_id = values["presenter_post_id"]
    if post_id is not None:
        kept = besides.presenter_post_id if besides else None
        choice(session, Post, post_id, by=by, on=on, field="presenter_post_id", kept=kept)
    return values
