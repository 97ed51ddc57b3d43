"""Invitations to meetings: what members are mailed when one is published, moved or cancelled."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow
from tracker.domain.board_vocabulary import MeetingState
from tracker.domain.dates import LONDON, long_date
from tracker.models import Account, Board, BoardMember, Meeting, OutboxMail, Person
from tracker.reports.calendar import CalendarEntry, Guest, invitation_text

DOMAIN: Final = "improvement-plan-tracker"
"""What stands behind the @ of an entry's identifier, so that no other program uses the same."""

MOST_SUBJECT: Final = 200


class Method(StrEnum):
    """What a calendar program is asked to do (RFC 5546, sections 3.2.2 and 3.2.5)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class MeetingMail:
    """Who invites, by an address of mail, and where a meeting's page is."""

    sender: str
    address: Callable[[uuid.UUID], str]


def tell_members(
    session: Session, meeting: Meeting, method: Method, *, by: Actor, mail: MeetingMail | None
) -> int:
    """Let the members with an address know of a meeting to come; how many they are.

    The mails wait in the outbox of the same commit. Without ``mail``, as at the terminal, and for
    a meeting that is over, nobody is told.
    """
    if mail is None or meeting.held_on < by.today:
        return 0
    # The version of the change that is told of is known once it has been flushed.
    session.flush()
    board = session.get_one(Board, meeting.board_id)
    guests = list_invited(session, meeting.council_id, meeting.board_id, meeting.held_on)
    entry = entry_of(meeting, board.name, mail.address(meeting.id))
    for guest in guests:
        session.add(_mail(meeting, board, guest, entry, method, by=by, sender=mail.sender))
    return len(guests)


def list_invited(
    session: Session, council_id: uuid.UUID, board_id: uuid.UUID, day: date
) -> Sequence[AnyRow]:
    """Those who sit on a board on a day and have an address, by name, as (name, email).

    Whoever has two seats is written to once.
    """
    name = func.coalesce(Person.name, BoardMember.name).label("name")
    email = func.coalesce(BoardMember.email, Person.email, Account.email).label("email")
    query = (
        select(name, email)
        .select_from(BoardMember)
        .outerjoin(Person, Person.id == BoardMember.person_id)
        .outerjoin(Account, Account.id == Person.account_id)
        .where(
            BoardMember.council_id == council_id,
            BoardMember.board_id == board_id,
            BoardMember.removed_on.is_(None),
            BoardMember.held_on(day),
            or_(Person.left_on.is_(None), Person.left_on > day),
            email.is_not(None),
        )
        .order_by(func.lower(name), BoardMember.id)
    )
    return list({row.email.lower(): row for row in session.execute(query)}.values())


def entry_of(meeting: Any, board: str, address: str) -> CalendarEntry:
    """A meeting, or a row with its columns, as an entry of a calendar.

    It is asked to be shown as cancelled when it was, or was taken out.
    """
    is_off = meeting.state is MeetingState.CANCELLED or meeting.removed_on is not None
    return CalendarEntry(
        uid=f"meeting-{meeting.id}@{DOMAIN}",
        day=meeting.held_on,
        summary=f"{board}: {meeting.title}",
        description="\n".join(_lines(meeting)),
        address=address,
        sequence=meeting.version,
        starts_at=_instant(meeting.held_on, meeting.start_time),
        ends_at=_instant(meeting.held_on, meeting.end_time),
        place=meeting.place or "",
        cancelled=is_off,
        busy=not is_off,
    )


def _lines(meeting: Any) -> list[str]:
    said = []
    if meeting.cancelled_because:
        said.append(f"Cancelled: {meeting.cancelled_because}")
    if meeting.moved_from_on:
        said.append(f"Moved from {long_date(meeting.moved_from_on)}: {meeting.moved_because}")
    return said


def _instant(day: date, clock: str | None) -> datetime | None:
    if clock is None:
        return None
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=LONDON).astimezone(UTC)


def _mail(
    meeting: Meeting,
    board: Board,
    guest: AnyRow,
    entry: CalendarEntry,
    method: Method,
    *,
    by: Actor,
    sender: str,
) -> OutboxMail:
    what, words = _words(meeting, method)
    when = long_date(meeting.held_on) + (f", {meeting.start_time}" if meeting.start_time else "")
    place = f"\nPlace: {meeting.place}" if meeting.place else ""
    return OutboxMail(
        council_id=meeting.council_id,
        recipient=guest.email,
        subject=f"{what}: {entry.summary}, {when}"[:MOST_SUBJECT],
        body=(
            f"{guest.name},\n\n{words}\n\n{board.name}: {meeting.title}\n"
            f"When: {when}{place}\n\n{entry.address}\n\n"
            "The calendar file with this message puts it right in your calendar.\n"
        ),
        calendar=invitation_text(
            entry, method.value, sender, Guest(guest.name, guest.email), by.at
        ),
        created_at=by.at,
    )


def _words(meeting: Meeting, method: Method) -> tuple[str, str]:
    if method is Method.CANCEL:
        why = f"\n\n{meeting.cancelled_because}" if meeting.cancelled_because else ""
        return "Cancelled", f"This meeting does not take place.{why}"
    if meeting.moved_from_on is not None:
        from_day = long_date(meeting.moved_from_on)
        return "Moved", f"This meeting was moved. It was on {from_day}.\n\n{meeting.moved_because}"
    return "Invitation", "You are invited to this meeting."
