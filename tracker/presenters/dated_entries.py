"""What an action's page lists by day: milestones, moved dates, what came before and after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tracker.domain.vocabulary import SuccessionKind
from tracker.presenters.words import count_words, day_words

Url = Callable[..., str]

SUCCESSION_WORDS = {
    SuccessionKind.MERGED: "merged",
    SuccessionKind.SPLIT: "split",
    SuccessionKind.FAILED_TEST: "its test after closing failed",
}


def dated_entries(rows: Iterable[Any], url: Url) -> dict[str, list[dict[str, Any]]]:
    """Milestones, date changes, predecessors, successors and closing of an action, by kind."""
    found: dict[str, list[dict[str, Any]]] = {
        "milestone": [],
        "date_change": [],
        "predecessor": [],
        "successor": [],
        "closure": [],
    }
    for row in rows:
        found[row.entry].append(_PRESENTED[row.entry](row, url))
    return found


def _milestone(row: Any, url: Url) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.text,
        "due": day_words(row.from_on, "No date"),
        "done": day_words(row.to_on, "Not yet"),
        "href": url("milestones.amend", milestone_id=row.id),
    }


def _date_change(row: Any, _url: Url) -> dict[str, Any]:
    days = (row.to_on - row.from_on).days if row.to_on and row.from_on else None
    return {
        "moved": f"{day_words(row.from_on, 'No date')} to {day_words(row.to_on, 'no date')}",
        "days": "" if days is None else _days_words(days),
        "reason": row.text,
        "on": day_words(row.on),
        "who": row.who or "",
        "place": row.place or "",
    }


def _days_words(days: int) -> str:
    words = count_words(abs(days), "day", "days")
    return f"{words} later" if days >= 0 else f"{words} earlier"


def _predecessor(row: Any, url: Url) -> dict[str, Any]:
    return {
        "text": f"Action {row.text}",
        "href": url("actions.show", action_id=row.id),
        "how": SUCCESSION_WORDS[SuccessionKind(row.who)],
    }


def _closure(row: Any, _url: Url) -> dict[str, Any]:
    return {
        "on": day_words(row.on),
        "decision": row.text or "",
        "who": row.who or "",
        "place": f"{row.place} of {day_words(row.from_on)}" if row.place else "",
    }


_PRESENTED: dict[str, Callable[[Any, Url], dict[str, Any]]] = {
    "milestone": _milestone,
    "date_change": _date_change,
    "predecessor": _predecessor,
    "successor": _predecessor,
    "closure": _closure,
}
