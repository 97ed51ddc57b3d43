"""What a meeting's agenda begins with: its board's standing items, and the themes planned for it.

Part of the deeds that add meetings, themes and standing items.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import AgendaKind, MeetingState
from tracker.models import AgendaItem, ForwardTheme, Meeting, StandingItem
from tracker.services.rules import add_record

OPEN = (MeetingState.DRAFT, MeetingState.PUBLISHED)
"""Meetings that themes are still put on the agenda of."""


def begin_agenda(session: Session, meeting: Meeting, *, by: Actor) -> None:
    """Put the standing items of the board on the agenda, and after them its themes."""
    standing = session.scalars(
        select(StandingItem)
        .where(
            StandingItem.council_id == meeting.council_id,
            StandingItem.board_id == meeting.board_id,
            StandingItem.removed_on.is_(None),
        )
        .order_by(StandingItem.position, StandingItem.id)
    ).all()
    for number, item in enumerate(standing, start=1):
        add_record(
            session,
            AgendaItem,
            by=by,
            meeting_id=meeting.id,
            position=number,
            title=item.title,
            kind=item.kind,
            presenter_post_id=item.presenter_post_id,
            presenter_note=item.presenter_note,
            duration=item.duration,
            is_restricted=False,
        )
    session.flush()
    place_themes(session, meeting, by=by)


def place_themes(session: Session, meeting: Meeting, *, by: Actor) -> None:
    """Put the themes on the agenda that are planned for this meeting and are on none yet."""
    if meeting.state not in OPEN:
        return
    placed = select(AgendaItem.theme_id).where(
        AgendaItem.council_id == meeting.council_id,
        AgendaItem.theme_id.is_not(None),
        AgendaItem.removed_on.is_(None),
    )
    planned = (
        ForwardTheme.month_on == meeting.held_on.replace(day=1),
        ForwardTheme.meeting_id == meeting.id,
    )
    themes = session.scalars(
        select(ForwardTheme)
        .where(
            ForwardTheme.council_id == meeting.council_id,
            ForwardTheme.board_id == meeting.board_id,
            ForwardTheme.removed_on.is_(None),
            or_(*planned),
            ForwardTheme.id.not_in(placed),
        )
        .order_by(ForwardTheme.id)
    ).all()
    for theme in themes:
        add_record(
            session,
            AgendaItem,
            by=by,
            meeting_id=meeting.id,
            position=next_position(session, meeting),
            title=theme.title,
            kind=AgendaKind.THEME,
            note=theme.note,
            theme_id=theme.id,
            is_restricted=False,
        )
        session.flush()


def next_position(session: Session, meeting: Meeting) -> int:
    """The place after the last item of a meeting."""
    last = select(func.max(AgendaItem.position)).where(
        AgendaItem.council_id == meeting.council_id,
        AgendaItem.meeting_id == meeting.id,
        AgendaItem.removed_on.is_(None),
    )
    return (session.scalar(last) or 0) + 1


def first_meeting_in(session: Session, theme: ForwardTheme) -> Meeting | None:
    """The meeting whose agenda a theme belongs on: its own, or the first open one of its month."""
    query = select(Meeting).where(
        Meeting.council_id == theme.council_id,
        Meeting.board_id == theme.board_id,
        Meeting.removed_on.is_(None),
        Meeting.state.in_(OPEN),
    )
    if theme.month_on is None:
        query = query.where(Meeting.id == theme.meeting_id)
    else:
        query = query.where(
            Meeting.held_on >= theme.month_on, Meeting.held_on < _month_after(theme.month_on)
        )
    return session.scalars(query.order_by(Meeting.held_on, Meeting.id).limit(1)).one_or_none()


def _month_after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
