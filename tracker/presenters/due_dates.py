"""Changes of due dates in words: where a date stands, what is asked for, and the lists of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from tracker.domain.dates import long_date, relative_days
from tracker.domain.slips import days_moved
from tracker.domain.vocabulary import DateChangeState
from tracker.models import Action, DateChange
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.slips import (
    asked_words,
    days_words,
    decided_words,
    move_words,
    state_tag,
    total_words,
)
from tracker.presenters.words import Link, choices, count_words, day_words, due_words, label
from tracker.queries.due_dates import TO_DECIDE
from tracker.queries.freeze import Freeze
from tracker.queries.listing import Page
from tracker.services.freeze import locked_sentence

Url = Callable[..., str]

DEFAULT_SORT = "-date"
NOUN = ("change of a date", "changes of dates")
COLUMNS = (
    Column("action", "Action", "link", sort="action", header=True),
    Column("moved", "From and to", "link", sort="to"),
    Column("reason", "Why, and how it will be held", "link"),
    Column("state", "State", "tag", sort="date"),
)


def standing(action: Action, today: date) -> list[dict[str, Any]]:
    """The present due date, the first one, and the slips so far, as a summary list."""
    slips = count_words(action.times_slipped, "time", "times")
    return [
        {
            "key": "Due now",
            "value": due_words(action.due_on, action.due_text),
            "note": relative_days(action.due_on, today) if action.due_on else "",
        },
        {
            "key": "First due",
            "value": day_words(action.first_due_on),
            "note": total_words(action.first_due_on, action.due_on) if action.times_slipped else "",
            "missing": "It never had a date",
        },
        {
            "key": "Slipped so far",
            "value": slips if action.times_slipped else "",
            "missing": "Never",
        },
    ]


def asked(change: DateChange, today: date) -> list[dict[str, Any]]:
    """What is asked for, as a summary list; the change's action and people are loaded."""
    requester = change.requested_by.name if change.requested_by else None
    days = days_words(days_moved(change.from_on, change.to_on))
    return [
        {"key": "Due now", "value": day_words(change.from_on), "missing": "No date"},
        {"key": "Asked for", "value": due_words(change.to_on, change.to_text), "note": days},
        {"key": "Why", "value": change.reason},
        {"key": "Recovery action", "value": change.recovery, "missing": "None was given"},
        {"key": "Requester", "value": asked_words(requester, change.requested_on)},
        *standing(change.action, today)[1:],
    ]


def settled(change: DateChange) -> str:
    """How the request ended, or nothing while it is open."""
    who = change.decided_by.name if change.decided_by else None
    meeting = change.meeting
    board, held_on = (meeting.board.name, meeting.held_on) if meeting else (None, None)
    return decided_words(change.state, who, change.decided_on, board, held_on)


def lock_notice(freeze: Freeze | None, today: date) -> str:
    """That dates are locked, and what can still be done; nothing where they are not."""
    if freeze is None:
        return ""
    sentence = locked_sentence(freeze)
    if today == freeze.lock.meeting_on:
        return f"{sentence}. Today that meeting itself can agree"
    return f"{sentence}. Until then a new date can be asked for or refused, and not agreed"


def meeting_choices(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """Meetings as choices: "Improvement Board, 9 December 2015"."""
    return [(str(row.id), f"{row.board}, {long_date(row.held_on)}: {row.title}") for row in rows]


def changes_page(
    page: Page[Any], address: Address, url: Url, plans: Iterable[Any] = (), *, decides: bool = False
) -> ListPage:
    """A list of date changes as its page shows it; ``plans`` are (id, title) to choose from."""
    states = [(TO_DECIDE, "For you to decide")] if decides else []
    groups = [
        FilterGroup("state", "State", options=[*states, *choices(DateChangeState)]),
        FilterGroup("move", "Move", options=[("later", "Put off"), ("other", "Not put off")]),
    ]
    titles = [(str(plan.id), plan.title) for plan in plans]
    if titles:
        groups.append(FilterGroup("plan", "Plan", options=titles))
    rows = [_row(row, url, under=row.plan if titles else "") for row in page.rows]
    return list_page(page, rows, COLUMNS, groups, address, default_sort=DEFAULT_SORT, noun=NOUN)


def _row(row: Any, url: Url, *, under: str) -> dict[str, Any]:
    is_open = row.state is DateChangeState.REQUESTED
    href = url("actions.show", action_id=row.action_id)
    href += "#request" if is_open else "#dates"
    by = asked_words(row.requester, row.requested_on)
    decided = decided_words(row.state, row.decider, row.decided_on, row.board, row.meeting_on)
    state = state_tag(row.state)
    return {
        "action": Link(f"{row.reference} {row.title}", href, under),
        "moved": Link(move_words(row), note=days_words(days_moved(row.from_on, row.to_on))),
        "reason": Link(row.reason, note=row.recovery or ""),
        "state": {
            "text": state.text if state else "",
            "tone": state.tone if state else "neutral",
            "note": ". ".join(part for part in (by, decided) if part),
        },
        "subject": row,
        "decide_href": url("due_dates.decide", change_id=row.id) if is_open else "",
    }


CSV_HEADER = (
    "Plan",
    "Reference",
    "Action",
    "First due",
    "From",
    "To",
    "To, in words",
    "Days later",
    "Why",
    "Recovery action",
    "State",
    "Requested on",
    "Requested by",
    "Decided on",
    "Decided by",
    "Meeting",
    "Note on the decision",
)


def csv_rows(rows: Iterable[Any]) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet: dates as ISO 8601, numbers bare."""
    for row in rows:
        days = days_moved(row.from_on, row.to_on)
        yield (
            row.plan,
            row.reference,
            row.title,
            _iso(row.first_due_on),
            _iso(row.from_on),
            _iso(row.to_on),
            row.to_text or "",
            "" if days is None else str(days),
            row.reason,
            row.recovery or "",
            label(row.state),
            _iso(row.requested_on),
            row.requester or "",
            _iso(row.decided_on),
            row.decider or "",
            f"{row.board}, {_iso(row.meeting_on)}" if row.board else "",
            row.decision_note or "",
        )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
