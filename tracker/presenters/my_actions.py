"""My actions in words: what is overdue first, then what is due soon, then the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from tracker.domain.concerns import SOON_DAYS
from tracker.domain.ratings import RatingWords
from tracker.domain.vocabulary import Delivery, RatingScale
from tracker.presenters import actions
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.ratings import rating_choices
from tracker.presenters.words import count_words
from tracker.queries.actions import TOLD
from tracker.queries.listing import Page

Url = Callable[..., str]

DEFAULT_SORT = "due"
SORTS = (
    Column("due", "Due date", sort="due"),
    Column("status", "Status", sort="status"),
    Column("updated", "Last update", sort="updated"),
    Column("reference", "Reference", sort="reference"),
)
"""The orders offered above the list; it has no table whose headings could offer them."""

SOON = f"Due in {SOON_DAYS} days"
GROUPS = (("overdue", "Overdue"), ("soon", SOON), ("later", "Later, or without a date"))
DUE = (("overdue", "Overdue"), ("soon", SOON), ("later", "Later"), ("none", "No due date"))
ORDERS = {
    "-due": "By due date, the latest first",
    "status": "By status",
    "-status": "By status, the other way round",
    "updated": "By last update, the oldest first",
    "-updated": "By last update, the newest first",
    "reference": "By reference",
    "-reference": "By reference, the last first",
}
"""The heading of the list in every order but its own, which has the headings of ``GROUPS``."""


def owed_page(
    page: Page[Any],
    plans: Sequence[Any],
    address: Address,
    *,
    words: RatingWords,
    url: Url,
    today: date,
) -> ListPage:
    """What somebody owes as its page shows it; ``plans`` are all those in which they owe."""
    rows = actions.action_rows(page.rows, words, url, today)
    for row, shown in zip(page.rows, rows, strict=True):
        shown["plan"] = row.plan if len(plans) > 1 else ""
        shown["update_href"] = url("updates.post", action_id=row.id)
        shown["group"] = _group(row.due_on, today)
    groups = _filters(plans, words, address)
    noun = actions.NOUN
    return list_page(page, rows, SORTS, groups, address, default_sort=DEFAULT_SORT, noun=noun)


def _filters(plans: Sequence[Any], words: RatingWords, address: Address) -> list[FilterGroup]:
    still_open = [rating for rating in Delivery if rating is not Delivery.COMPLETE]
    options = rating_choices(words, RatingScale.DELIVERY, still_open)
    groups = [
        FilterGroup("due", "Due", options=DUE),
        FilterGroup("status", "Delivery", options=options),
    ]
    if len(plans) > 1 or "plan" in address.ask.filters:
        named = [(str(plan.id), plan.title) for plan in plans]
        groups.append(FilterGroup("plan", "Plan", options=named))
    return groups


def owed_groups(shown: ListPage, sort: str) -> list[dict[str, Any]]:
    """The page's actions under headings; a heading with nothing below it is left out.

    Headings count only where the list has one page: on one of several they would count the page.
    """
    if sort in ORDERS:
        found = [(sort, ORDERS[sort], shown.rows)]
    else:
        found = [
            (name, heading, [row for row in shown.rows if row["group"] == name])
            for name, heading in GROUPS
        ]
    return [
        {
            "name": name,
            "heading": heading,
            "count": "" if shown.pages else count_words(len(rows), *actions.NOUN),
            "rows": rows,
        }
        for name, heading, rows in found
        if rows
    ]


CSV_HEADER = ("Plan", *actions.CSV_HEADER)


def csv_rows(rows: Sequence[Any], words: RatingWords) -> Iterable[Sequence[str]]:
    """What somebody owes for a spreadsheet: as in a plan's list, behind the name of the plan."""
    told = (tuple(getattr(row, column.key) for column in TOLD) for row in rows)
    for row, cells in zip(rows, actions.csv_rows(told, words), strict=True):
        yield (row.plan, *cells)


def _group(due_on: date | None, today: date) -> str:
    if due_on is None:
        return "later"
    if due_on < today:
        return "overdue"
    return "soon" if due_on <= today + timedelta(days=SOON_DAYS) else "later"
