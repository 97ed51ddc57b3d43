"""What waits for assurance, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from tracker.domain.ratings import RatingWords
from tracker.presenters.actions import NOUN
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.ratings import both_sides
from tracker.presenters.words import Link, day_words, due_words
from tracker.queries.listing import Page

Url = Callable[..., str]

WAITING = {
    "evidence": "Evidence to test",
    "closing": "To close",
    "not_assured": "Not assured",
    "test": "Test after closing due",
}
COLUMNS = (
    Column("action", "Action", "link", sort="reference", header=True),
    Column("waits", "Waits for"),
    Column("ratings", "Ratings", "ratings"),
    Column("lead", "Lead"),
    Column("due", "Due", sort="due"),
    Column("assured", "Assured", sort="assured"),
)
CSV_HEADER = (
    "Reference",
    "Action",
    "Plan",
    "Waits for",
    "Delivery",
    "Evidence",
    "Impact",
    "Delivery as assured",
    "Evidence as assured",
    "Impact as assured",
    "Lead",
    "Due",
    "Last assured",
    "Closed",
)


def queue_page(
    page: Page[Any], plans: Sequence[Any], address: Address, *, words: RatingWords, url: Url
) -> ListPage:
    """What waits for assurance as its page shows it."""
    groups = [FilterGroup("waiting", "Waits for", options=list(WAITING.items()))]
    if len(plans) > 1 or "plan" in address.ask.filters:
        groups.append(
            FilterGroup("plan", "Plan", options=[(str(plan.id), plan.title) for plan in plans])
        )
    rows = [_row(row, words, url) for row in page.rows]
    return list_page(page, rows, COLUMNS, groups, address, default_sort="due", noun=NOUN)


def _row(row: Any, words: RatingWords, url: Url) -> dict[str, Any]:
    href = url("actions.show", action_id=row.id)
    return {
        "action": Link(f"{row.reference} {row.title}", href, row.plan),
        "waits": ", ".join(_waits(row)),
        "ratings": both_sides(words, row),
        "lead": row.post or row.person or "No lead",
        "due": due_words(row.due_on, row.due_text),
        "assured": day_words(row.assured_on, "Never"),
    }


def _waits(row: Any) -> Iterator[str]:
    return (title for name, title in WAITING.items() if getattr(row, f"is_{name}"))


def csv_rows(rows: Iterable[Any], words: RatingWords) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet."""
    for row in rows:
        assured = (row.assured_delivery, row.assured_evidence, row.assured_impact)
        days = (row.due_on, row.assured_on, row.closed_on)
        yield (
            row.reference,
            row.title,
            row.plan,
            "; ".join(_waits(row)),
            words.name(row.delivery),
            words.name(row.evidence_rating),
            words.name(row.impact_rating),
            *(words.name(rating) if rating else "" for rating in assured),
            row.post or row.person or "",
            *(day.isoformat() if day else "" for day in days),
        )
