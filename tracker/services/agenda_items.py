"""The items of a meeting's agenda: their order, and who presents and reads them."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import AgendaKind
from tracker.domain.errors import RuleError
from tracker.models import (
    AgendaItem,
    AgendaReader,
    BoardMember,
    Challenge,
    Decision,
    FollowUp,
    Meeting,
    Person,
    Post,
)
from tracker.services.agenda_filling import next_position
from tracker.services.belonging import chosen
from tracker.services.deeds import deed
from tracker.services.meetings import require_changeable
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    choice,
    require_standing,
)

MOST_MINUTES: Final = 600
"""The longest that an item may take: ten hours."""


@dataclass(frozen=True, kw_only=True)
class AgendaItemFields:
    """An item as its page has it; ``reader_ids`` are the members who may see a restricted one."""

    title: str
    kind: AgendaKind
    presenter_id: uuid.UUID | None = None
    presenter_post_id: uuid.UUID | None = None
    presenter_note: str | None = None
    duration: int | None = None
    note: str | None = None
    is_restricted: bool = False
    reader_ids: tuple[uuid.UUID, ...] = ()


@deed
def add_agenda_item(
    session: Session,
    meeting: Meeting,
    fields: AgendaItemFields,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> AgendaItem:
    """Put an item at the end of an agenda."""
    require_changeable(meeting, by=by)
    values = _values(session, fields, by=by, on=on)
    place = next_position(session, meeting)
    item = add_record(
        session, AgendaItem, by=by, meeting_id=meeting.id, position=place, meeting=meeting, **values
    )
    session.flush()
    _let_read(session, item, meeting, fields, [], by=by, on=on)
    return item


@deed
def amend_agenda_item(
    session: Session,
    item: AgendaItem,
    fields: AgendaItemFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change an item, and who may see it; its meeting and readers are loaded."""
    require_item(item, by=by, version=version)
    amend_record(item, _values(session, fields, by=by, on=on, besides=item))
    _let_read(session, item, item.meeting, fields, item.readers, by=by, on=on)


@deed
def remove_agenda_item(
    session: Session,
    item: AgendaItem,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Take an item off the agenda; its meeting is loaded.

    Raises:
        RuleError: the minutes say something of it.
    """
    require_item(item, by=by, version=version)
    if item.minute is not None:
        raise RuleError("The minutes say something of this item, so it stays on the agenda")
    for model in (Challenge, Decision, FollowUp):
        noted = select(model.id).where(model.item_id == item.id).limit(1)
        if session.scalars(noted).first() is not None:
            raise RuleError("Something was noted on this item, so it stays on the agenda")
    item.removed_on = on


@deed
def move_agenda_item(
    session: Session,
    item: AgendaItem,
    *,
    up: bool,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> None:
    """Let an item change places with the one before it, or after; its meeting is loaded.

    At the end of the agenda nothing happens.
    """
    require_item(item, by=by)
    items = session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == item.meeting_id, AgendaItem.removed_on.is_(None))
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()
    change_places(items, item, up=up)


def require_item(item: AgendaItem, *, by: Actor, version: int | None = None) -> None:
    """Refuse a change to an item that was removed or changed, or whose meeting is locked."""
    require_standing(item, by=by, version=version)
    require_changeable(item.meeting, by=by)


def change_places(items: Sequence[Any], item: Any, *, up: bool) -> None:
    """Let ``item`` change places with its neighbour in ``items``, which are in their order.

    Positions are numbered anew on the way, so that two that were equal part.
    """
    at = [each.id for each in items].index(item.id)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(items):
        return
    order = list(items)
    order[at], order[other] = order[other], order[at]
    for number, each in enumerate(order, start=1):
        if each.position != number:
            each.position = number


def require_one_presenter(values: dict[str, Any]) -> None:
    """Refuse a person and a post who would both present one item."""
    if values["presenter_id"] is not None and values["presenter_post_id"] is not None:
        raise RuleError("Choose a person or a post, not both", field="presenter_id")


def require_duration(values: dict[str, Any]) -> None:
    """Refuse a longer time than a meeting can have."""
    if values["duration"] is not None and values["duration"] > MOST_MINUTES:
        sentence = f"The time must be {MOST_MINUTES} minutes or fewer"
        raise RuleError(sentence, field="duration")


def _values(
    session: Session,
    fields: AgendaItemFields,
    *,
    by: Actor,
    on: date,
    besides: AgendaItem | None = None,
) -> dict[str, Any]:
    values = checked(fields, AgendaItem)
    del values["reader_ids"]
    require_one_presenter(values)
    require_duration(values)
    for name, model in (("presenter_id", Person), ("presenter_post_id", Post)):
        if values[name] is not None:
            kept = getattr(besides, name) if besides else None
            choice(session, model, values[name], by=by, on=on, field=name, kept=kept)
    return values


def _let_read(
    session: Session,
    item: AgendaItem,
    meeting: Meeting,
    fields: AgendaItemFields,
    standing: Collection[AgendaReader],
    *,
    by: Actor,
    on: date,
) -> None:
    """Let just the chosen members read a restricted item; an open one has no list."""
    wanted = set(fields.reader_ids) if fields.is_restricted else set()
    known = {reader.member_id: reader for reader in standing}
    _require_members(session, meeting, wanted - set(known), by=by, on=on)
    for member_id, reader in known.items():
        if (reader.removed_on is None) != (member_id in wanted):
            reader.removed_on = None if member_id in wanted else on
    for member_id in sorted(wanted - set(known)):
        ids = {"item_id": item.id, "meeting_id": meeting.id, "member_id": member_id}
        add_record(session, AgendaReader, by=by, **ids)


def _require_members(
    session: Session, meeting: Meeting, ids: Collection[uuid.UUID], *, by: Actor, on: date
) -> None:
    sentence = "Choose members of this board"
    members = chosen(session, BoardMember, ids, by=by, on=on, field="reader_ids", sentence=sentence)
    if any(member.board_id != meeting.board_id for member in members):
        raise RuleError(sentence, field="reader_ids")
