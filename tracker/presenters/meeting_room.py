"""The page in the meeting, in words: the agenda beside it, where one is, what was noted already."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tracker.domain.board_vocabulary import MeetingState
from tracker.domain.dates import long_date
from tracker.models import AgendaItem, Meeting
from tracker.presenters.conflicts import ConflictRow, in_words
from tracker.presenters.notes import NOTE_COLUMNS, note_groups
from tracker.presenters.words import Link, label

__all__ = ["KEYS", "NOTE_COLUMNS", "PARTS", "Room", "minute_conflict", "noted_here", "room_of"]

Url = Callable[..., str]

PARTS: Final = {
    "challenge": "Note a challenge",
    "decision": "Note a decision",
    "follow_up": "Note a follow-up",
}
KEYS: Final = {"minute": "m", "challenge": "c", "decision": "d", "follow_up": "f"}
"""Access keys of the fields in which noting begins."""


@dataclass(frozen=True)
class Stop:
    """An entry of the agenda beside the page."""

    text: str
    href: str
    is_current: bool
    note: str


@dataclass(frozen=True)
class Room:
    """Where one is in a meeting: the whole agenda, the neighbours, and what was noted here."""

    stops: Sequence[Stop]
    before: Link | None
    after: Link | None
    number: int
    title: str
    facts: str
    closed: str


def room_of(
    meeting: Meeting,
    rows: Iterable[Any],
    item: AgendaItem | None,
    url: Url,
    today: date,
) -> Room:
    """The room at an item, or at its door where attendance is taken.

    ``rows`` are (id, title, has_minute), in the order of the agenda.
    """
    listed = list(rows)
    links = [Link("Attendance", url("meeting_room.door", meeting_id=meeting.id))]
    links += [
        Link(f"{number}. {row.title}", url("meeting_room.show", item_id=row.id))
        for number, row in enumerate(listed, start=1)
    ]
    ids: list[uuid.UUID | None] = [None, *(row.id for row in listed)]
    at = ids.index(item.id if item else None)
    stops = [
        Stop(link.text, link.href, number == at, _note(listed, number))
        for number, link in enumerate(links)
    ]
    return Room(
        stops=stops,
        before=links[at - 1] if at > 0 else None,
        after=links[at + 1] if at + 1 < len(links) else None,
        number=at,
        title=item.title if item else "Attendance",
        facts=label(item.kind) if item else "",
        closed=closed_words(meeting, today),
    )


def _note(rows: Sequence[Any], number: int) -> str:
    return "Minutes noted" if number and rows[number - 1].has_minute else ""


def closed_words(meeting: Meeting, today: date) -> str:
    """Why nothing can be noted; nothing while it can."""
    if meeting.state is MeetingState.AGREED:
        return "The minutes of this meeting were agreed. What is wrong is corrected where it stands"
    if not meeting.stands:
        return f"This meeting is {label(meeting.state).lower()}, so nothing is noted"
    if meeting.held_on > today:
        return f"Notes are taken from {long_date(meeting.held_on)} on, the day of the meeting"
    return ""


def noted_here(
    rows: Iterable[Any], meeting_id: uuid.UUID, item_id: uuid.UUID | None, url: Url, today: date
) -> dict[str, Any]:
    """What was noted on this item, and what earlier meetings left to this one."""
    groups = note_groups(rows, meeting_id, url, today)
    own = ("challenges", "decisions", "follow_ups")
    here = {name: [row for row in groups[name] if row["item_id"] == item_id] for name in own}
    return {**here, "carried": groups["carried"], "left_over": groups["left_over"]}


def minute_conflict(saved: str | None, typed: str | None) -> list[ConflictRow]:
    """The minutes as they are saved now beside those that were typed."""
    return [ConflictRow("Minutes", in_words(saved), in_words(typed), differs=True)]
