"""Steps of government intervention and its reviews in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from tracker.domain.dates import long_date
from tracker.domain.vocabulary import InterventionKind
from tracker.models import Intervention
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.words import Link, Tag, choices, label
from tracker.queries.interventions import LISTING
from tracker.queries.listing import Page

Url = Callable[..., str]

MOMENTS = frozenset({InterventionKind.SIX_MONTH_REVIEW, InterventionKind.REVOKED})
"""What happens on a day and is over; everything else goes on until it ends."""

COLUMNS = (
    Column("title", "Step or review", "link", sort="title", header=True),
    Column("kind", "Kind"),
    Column("period", "When", sort="from"),
    Column("state", "State", "tag"),
)
NOUN = ("step or review", "steps and reviews")


def period_words(kind: InterventionKind, from_on: date, to_on: date | None) -> str:
    """When a step was in force: a period, one day, or a day with no end yet."""
    if to_on is not None and to_on != from_on:
        return f"{long_date(from_on)} to {long_date(to_on)}"
    if to_on is not None or kind in MOMENTS:
        return long_date(from_on)
    return f"From {long_date(from_on)}"


def state_tag(kind: InterventionKind, from_on: date, to_on: date | None, today: date) -> Tag | None:
    """That a step is in force today; nothing for what is over, to come, or a review."""
    if kind in MOMENTS or from_on > today or (to_on is not None and to_on < today):
        return None
    return Tag("In force", "caution")


def intervention_rows(rows: Iterable[Any], url: Url, today: date) -> list[dict[str, Any]]:
    """The rows of the list, and of the council's page."""
    return [
        {
            "title": Link(row.title, url("interventions.show", intervention_id=row.id)),
            "kind": label(row.kind),
            "period": period_words(row.kind, row.from_on, row.to_on),
            "state": state_tag(row.kind, row.from_on, row.to_on, today),
        }
        for row in rows
    ]


def interventions_page(page: Page[Any], address: Address, url: Url, today: date) -> ListPage:
    """The list of steps and reviews as its page shows it."""
    groups = [FilterGroup("kind", "Kind", options=choices(InterventionKind))]
    rows = intervention_rows(page.rows, url, today)
    return list_page(
        page, rows, COLUMNS, groups, address, default_sort=LISTING.default_sort, noun=NOUN
    )


CSV_HEADER = ("Step or review", "Kind", "From", "To", "Description", "Document")


def csv_rows(rows: Iterable[Any]) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet: dates as ISO 8601."""
    for row in rows:
        yield (
            row.title,
            label(row.kind),
            row.from_on.isoformat(),
            row.to_on.isoformat() if row.to_on else "",
            row.description or "",
            row.document_url or "",
        )


def facts(step: Intervention, today: date) -> list[dict[str, Any]]:
    """The facts of a step as a summary list."""
    return [
        {"key": "Kind", "value": label(step.kind)},
        {
            "key": "When",
            "value": period_words(step.kind, step.from_on, step.to_on),
            "tag": state_tag(step.kind, step.from_on, step.to_on, today),
        },
        {
            "key": "Document",
            "value": "Read the document" if step.document_url else "",
            "href": step.document_url,
            "missing": "No address recorded",
        },
    ]
