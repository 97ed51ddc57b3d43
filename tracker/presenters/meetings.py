"""Meetings in words, and what was decided at them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final

from tracker.domain.board_vocabulary import MeetingState
from tracker.domain.dates import long_date, relative_days
from tracker.domain.slips import days_moved
from tracker.models import Meeting
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.slips import days_words, move_words, total_words
from tracker.presenters.words import TONES, Link, Tag, count_words, day_words, due_words, label
from tracker.queries.listing import Page

Url = Callable[..., str]

DEFAULT_SORT = "-date"
STATES = (("coming", "To come"), ("held", "Past"))
COLUMNS = (
    Column("title", "Meeting", "link", sort="title", header=True),
    Column("board", "Board", "link", sort="board"),
    Column("date", "Date", sort="date"),
    Column("state", "State", "tag"),
    Column("place", "Place"),
    Column("decisions", "Dates moved", "number"),
)
NOUN = ("meeting", "meetings")
STATE_WORDS: Final = {
    MeetingState.DRAFT: ("Draft", "neutral"),
    MeetingState.PUBLISHED: ("Published", "info"),
    MeetingState.HELD: ("Held", "positive"),
    MeetingState.AGREED: ("Minutes agreed", "done"),
    MeetingState.CANCELLED: ("Cancelled", "serious"),
}
"""The words and tone of each state; in the list "agreed" alone would not say what was."""


def date_words(held_on: date, today: date, start_time: str | None = None) -> str:
    """The day and start of a meeting, with how far off it is while it is still to come."""
    words = long_date(held_on) + (f", {start_time}" if start_time else "")
    return f"{words} ({relative_days(held_on, today)})" if held_on >= today else words


def state_tag(state: MeetingState, moved_from_on: date | None = None) -> Tag:
    """How far a meeting has come, and whether it was moved on the way."""
    note = f"Moved from {long_date(moved_from_on)}" if moved_from_on else ""
    text, tone = STATE_WORDS[state]
    return Tag(text, tone, note)


def meeting_rows(rows: Iterable[Any], url: Url, today: date) -> list[dict[str, Any]]:
    """The rows of the list, of a board's page and of the council's page."""
    return [
        {
            "title": Link(row.title, url("meetings.show", meeting_id=row.id)),
            "board": Link(row.board, url("boards.show", board_id=row.board_id)),
            "date": date_words(row.held_on, today, row.start_time),
            "is_coming": row.held_on >= today,
            "state": state_tag(row.state, row.moved_from_on),
            "place": row.place or "",
            "decisions": getattr(row, "decisions", 0) or "",
        }
        for row in rows
    ]


def meetings_page(
    page: Page[Any], address: Address, boards: Iterable[Any], url: Url, today: date
) -> ListPage:
    """The list of meetings as its page shows it; ``boards`` are (id, name)."""
    groups = [
        FilterGroup("state", "When", options=STATES),
        FilterGroup("step", "State", options=[(s.value, w) for s, (w, _) in STATE_WORDS.items()]),
        FilterGroup("board", "Board", options=[(str(row.id), row.name) for row in boards]),
    ]
    rows = meeting_rows(page.rows, url, today)
    return list_page(page, rows, COLUMNS, groups, address, default_sort=DEFAULT_SORT, noun=NOUN)


CSV_HEADER = ("Date", "Board", "Meeting", "Place", "Due dates moved", "State")


def csv_rows(rows: Iterable[Any]) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet: dates as ISO 8601, numbers bare."""
    for row in rows:
        yield (
            row.held_on.isoformat(),
            row.board,
            row.title,
            row.place or "",
            str(row.decisions),
            STATE_WORDS[row.state][0],
        )


def facts(meeting: Meeting, url: Url, today: date) -> list[dict[str, Any]]:
    """The facts of a meeting as a summary list; its board is loaded."""
    return [
        {
            "key": "Board",
            "value": meeting.board.name,
            "href": url("boards.show", board_id=meeting.board_id),
        },
        {
            "key": "Date",
            "value": date_words(meeting.held_on, today),
            "note": moved_words(meeting),
        },
        {"key": "Time", "value": times_words(meeting.start_time, meeting.end_time)},
        {"key": "Place", "value": meeting.place},
    ]


def moved_words(meeting: Meeting) -> str:
    """From which day a meeting was moved, and why; empty where it was not."""
    if meeting.moved_from_on is None:
        return ""
    if meeting.moved_from_on == meeting.held_on:
        return f"Its time or place was changed: {meeting.moved_because}"
    return f"Moved from {long_date(meeting.moved_from_on)}: {meeting.moved_because}"


def times_words(start: str | None, end: str | None) -> str:
    """When a meeting begins and ends: "14:00 to 16:00"."""
    if start is None:
        return ""
    return f"{start} to {end}" if end else start


DECISION_COLUMNS = (
    {"key": "action", "text": "Action", "kind": "link", "header": True},
    {"key": "from", "text": "From"},
    {"key": "to", "text": "To"},
    {"key": "reason", "text": "Reason"},
    {"key": "state", "text": "Decision", "kind": "tag"},
)


def decision_rows(rows: Iterable[Any], url: Url) -> list[dict[str, Any]]:
    """What a meeting decided of due dates: each with its action, its reason and who entered it."""
    return [
        {
            "action": Link(
                f"{row.reference} {row.title}",
                url("actions.show", action_id=row.action_id),
                row.plan,
            ),
            "from": day_words(row.from_on, "No date"),
            "to": due_words(row.to_on, row.to_text),
            "reason": row.reason,
            "state": {
                "text": label(row.state),
                "tone": TONES.get(row.state, "neutral"),
                "note": f"{row.decider or 'The tracker'}, {long_date(row.decided_on)}",
            },
        }
        for row in rows
    ]


CALLED_IN_COLUMNS = (
    {"key": "action", "text": "Action", "kind": "link", "header": True},
    {"key": "moved", "text": "From and to", "kind": "link"},
    {"key": "reason", "text": "Why, and how it will be held", "kind": "link"},
    {"key": "slips", "text": "Slips in all", "kind": "link"},
)


def called_in_rows(rows: Iterable[Any], url: Url) -> list[dict[str, Any]]:
    """The slips that a meeting hears of, each with how often and how far its action slipped."""
    return [
        {
            "action": Link(
                f"{row.reference} {row.title}",
                url("actions.show", action_id=row.action_id) + "#dates",
                row.plan,
            ),
            "moved": Link(move_words(row), note=days_words(days_moved(row.from_on, row.to_on))),
            "reason": Link(
                row.reason, note=f"Recovery action: {row.recovery}" if row.recovery else ""
            ),
            "slips": Link(
                count_words(row.times_slipped, "time", "times"),
                note=total_words(row.first_due_on, row.due_on),
            ),
        }
        for row in rows
    ]


def page_values(meeting: Meeting, url: Url, today: date) -> dict[str, Any]:
    """What the pages of a meeting's deeds show around their forms; its board is loaded."""
    back = url("meetings.show", meeting_id=meeting.id)
    return {
        "name": f"{meeting.board.name}: {meeting.title}, {date_words(meeting.held_on, today)}",
        "back": back,
        "trail": [
            {"text": "Boards", "href": url("boards.index")},
            {
                "text": meeting.board.name,
                "href": url("boards.show", board_id=meeting.board_id),
            },
            {"text": meeting.title, "href": back},
        ],
    }
