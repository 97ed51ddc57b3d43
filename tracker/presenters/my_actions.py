"""My actions in words: what is overdue first, then what is due soon, then the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from tracker.access.reader import SOON_DAYS
from tracker.presenters import actions
from tracker.presenters.words import count_words
from tracker.queries.actions import TOLD

Url = Callable[..., str]

GROUPS = (
    ("overdue", "Overdue"),
    ("soon", f"Due in {SOON_DAYS} days"),
    ("later", "Later, or without a date"),
)


def owed_groups(rows: Sequence[Any], url: Url, today: date) -> list[dict[str, Any]]:
    """The actions that somebody owes in three headed groups; a group with nothing is left out.

    ``rows`` come in the order of their due dates, and keep it.
    """
    several = len({row.plan_id for row in rows}) > 1
    members: dict[str, list[dict[str, Any]]] = {name: [] for name, _heading in GROUPS}
    for row, shown in zip(rows, actions.action_rows(rows, url, today), strict=True):
        shown["plan"] = row.plan if several else ""
        shown["update_href"] = url("updates.post", action_id=row.id)
        members[_group(row.due_on, today)].append(shown)
    return [
        {
            "name": name,
            "heading": heading,
            "count": count_words(len(members[name]), "action", "actions"),
            "rows": members[name],
        }
        for name, heading in GROUPS
        if members[name]
    ]


CSV_HEADER = ("Plan", *actions.CSV_HEADER)


def csv_rows(rows: Sequence[Any]) -> Iterable[Sequence[str]]:
    """What somebody owes for a spreadsheet: as in a plan's list, behind the name of the plan."""
    told = (tuple(getattr(row, column.key) for column in TOLD) for row in rows)
    for row, cells in zip(rows, actions.csv_rows(told), strict=True):
        yield (row.plan, *cells)


def _group(due_on: date | None, today: date) -> str:
    if due_on is None:
        return "later"
    if due_on < today:
        return "overdue"
    return "soon" if due_on <= today + timedelta(days=SOON_DAYS) else "later"
