"""What an action's page lists by day: its milestones, and what it replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tracker.presenters.words import day_words

Url = Callable[..., str]


def dated_entries(rows: Iterable[Any], url: Url) -> dict[str, list[dict[str, Any]]]:
    """Milestones and predecessors of an action; its date changes are a ledger of their own."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in _PRESENTED}
    for row in rows:
        if row.entry in _PRESENTED:
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


def _predecessor(row: Any, url: Url) -> dict[str, Any]:
    return {
        "text": f"Action {row.text}",
        "href": url("actions.show", action_id=row.id),
        "how": row.who,
    }


_PRESENTED: dict[str, Callable[[Any, Url], dict[str, Any]]] = {
    "milestone": _milestone,
    "predecessor": _predecessor,
}
