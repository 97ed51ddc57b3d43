"""Bodies in words: the organisations that can be responsible for recommendations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tracker.domain.vocabulary import BodyKind
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.words import Link, choices, day_words, label
from tracker.queries.bodies import LISTING
from tracker.queries.listing import Page

Url = Callable[..., str]

NOUN = ("body", "bodies")
COLUMNS = (
    Column("name", "Body", "link", sort="name", header=True),
    Column("kind", "Kind"),
    Column("from_on", "From", sort="from"),
    Column("to_on", "To", sort="to"),
    Column("recommendations", "Recommendations", "number"),
)


def body_rows(rows: Iterable[Any], url: Url | None) -> list[dict[str, Any]]:
    """The list's rows; without ``url`` the reader may not amend a body, so nothing is a link."""
    return [
        {
            "name": Link(row.name, url("bodies.amend", body_id=row.id) if url else ""),
            "kind": label(row.kind),
            "from_on": day_words(row.from_on),
            "to_on": day_words(row.to_on),
            "recommendations": row.recommendations,
        }
        for row in rows
    ]


def bodies_page(page: Page[Any], address: Address, url: Url | None) -> ListPage:
    """The list of bodies as its page shows it."""
    groups = [FilterGroup("kind", "Kind", options=choices(BodyKind))]
    rows = body_rows(page.rows, url)
    return list_page(
        page, rows, COLUMNS, groups, address, default_sort=LISTING.default_sort, noun=NOUN
    )


CSV_HEADER = ("Body", "Kind", "From", "To", "Recommendations")


def csv_rows(rows: Iterable[Any]) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet: dates as ISO 8601, numbers bare."""
    for row in rows:
        yield (
            row.name,
            label(row.kind),
            row.from_on.isoformat() if row.from_on else "",
            row.to_on.isoformat() if row.to_on else "",
            str(row.recommendations),
        )
