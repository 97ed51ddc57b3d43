"""Moving a due date in words: where it stands, where it first stood, how often it slipped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tracker.domain.dates import long_date, relative_days
from tracker.models import Action
from tracker.presenters.words import count_words, day_words, due_words


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
            "missing": "It never had a date",
        },
        {
            "key": "Slipped so far",
            "value": slips if action.times_slipped else "",
            "missing": "Never",
        },
    ]


def meeting_choices(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """Meetings as choices: "Improvement Board, 9 December 2015"."""
    return [(str(row.id), f"{row.board}, {long_date(row.held_on)}: {row.title}") for row in rows]
