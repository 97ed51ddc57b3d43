"""A board's forward plan: which theme it looks at in which month, or at which meeting."""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import MeetingState
from tracker.domain.errors import RuleError
from tracker.models import AgendaItem, Board, ForwardTheme, Meeting
from tracker.services.agenda_filling import first_meeting_in, place_themes
from tracker.services.belonging import require_own
from tracker.services.deeds import deed
from tracker.services.rules import add_record, amend_record, checked, require_standing


@dataclass(frozen=True, kw_only=True)
class ThemeFields:
    """A theme for a month, of which any day is given, or for one meeting of the board."""

    title: str
    month_on: date | None = None
    meeting_id: uuid.UUID | None = None
    note: str | None = None


@deed
def plan_theme(
    session: Session,
    board: Board,
    fields: ThemeFields,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> ForwardTheme:
    """Plan a theme, and put it on the agenda if the meeting is there; else it waits for that."""
    require_standing(board, by=by)
    values = _values(session, board, fields)
    theme = add_record(session, ForwardTheme, by=by, board=board, board_id=board.id, **values)
    _place(session, theme, by=by)
    return theme


@deed
def amend_theme(
    session: Session,
    theme: ForwardTheme,
    fields: ThemeFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change a theme; its item goes from one agenda to another with it. The board is loaded.

    Raises:
        RuleError: a meeting has looked at it already.
    """
    require_standing(theme, by=by, version=version)
    _take_off(session, theme, on)
    amend_record(theme, _values(session, theme.board, fields))
    _place(session, theme, by=by)


@deed
def drop_theme(
    session: Session,
    theme: ForwardTheme,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Take a theme out of the forward plan, and off the agenda that it was on.

    Raises:
        RuleError: a meeting has looked at it already.
    """
    require_standing(theme, by=by, version=version)
    _take_off(session, theme, on)
    theme.removed_on = on


def _values(session: Session, board: Board, fields: ThemeFields) -> dict[str, Any]:
    values = checked(fields, ForwardTheme)
    if (values["month_on"] is None) == (values["meeting_id"] is None):
        raise RuleError("Choose a month or a meeting: one of the two", field="month_on")
    if values["month_on"] is not None:
        values["month_on"] = values["month_on"].replace(day=1)
        return values
    meeting = session.get(Meeting, values["meeting_id"])
    if meeting is None or meeting.board_id != board.id or meeting.removed_on is not None:
        raise RuleError("Choose a meeting of this board", field="meeting_id")
    if meeting.state not in (MeetingState.DRAFT, MeetingState.PUBLISHED):
        raise RuleError("Choose a meeting that is still to come", field="meeting_id")
    return values


def _place(session: Session, theme: ForwardTheme, *, by: Actor) -> None:
    session.flush()
    meeting = first_meeting_in(session, theme)
    if meeting is not None:
        require_own(meeting, by)
        place_themes(session, meeting, by=by)


def _take_off(session: Session, theme: ForwardTheme, on: date) -> None:
    """Take the item of a theme off its agenda, unless that meeting was held."""
    rows = session.execute(
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.theme_id == theme.id, AgendaItem.removed_on.is_(None))
        .order_by(AgendaItem.id)
    ).all()
    for item, meeting in rows:
        if meeting.state in (MeetingState.HELD, MeetingState.AGREED) or item.minute is not None:
            raise RuleError("A meeting has looked at this theme, so it stays as it is")
        item.removed_on = on
    session.flush()
