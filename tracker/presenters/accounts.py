"""Invitations in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from tracker.domain.dates import local_day, long_date
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.words import Link, Tag
from tracker.queries.listing import Page

Url = Callable[..., str]


DEFAULT_SORT = "-until"
STATES = (("waiting", "Waiting"), ("expired", "Expired"))
COLUMNS = (
    Column("person", "Person", "link", sort="person", header=True),
    Column("email", "Email address", sort="email"),
    Column("state", "State", "tag"),
    Column("until", "Works until", sort="until"),
    Column("change", "Change"),
)
NOUN = ("invitation", "invitations")


def invitations_page(page: Page[Any], address: Address, now: datetime, url: Url) -> ListPage:
    """The invitations that wait as their page shows them."""
    groups = [
        FilterGroup("name", "Name or email address", kind="text"),
        FilterGroup("state", "State", options=STATES),
    ]
    rows = invitation_rows(page.rows, now, url)
    return list_page(page, rows, COLUMNS, groups, address, default_sort=DEFAULT_SORT, noun=NOUN)


def invitation_rows(rows: Iterable[Any], now: datetime, url: Url) -> list[dict[str, Any]]:
    """Invitations that wait, each with the address that withdraws it."""
    return [
        {
            "person": Link(row.person, url("people.show", person_id=row.person_id)),
            "email": row.email,
            "state": _state(row.expires_at, now),
            "until": until_words(row.expires_at),
            "name": row.person,
            "withdraw_href": url("invitations.withdraw", invitation_id=row.id),
        }
        for row in rows
    ]


def _state(expires_at: datetime, now: datetime) -> Tag:
    return Tag("Expired", "caution") if expires_at <= now else Tag("Waiting", "info")


CSV_HEADER = ("Person", "Email address", "State", "Works until")


def csv_rows(rows: Iterable[Any], now: datetime) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet: dates as ISO 8601. No link of an invitation is in it."""
    for row in rows:
        until = local_day(row.expires_at).isoformat()
        yield (row.person, row.email, _state(row.expires_at, now).text, until)


def until_words(expires_at: datetime) -> str:
    """The day until which a link works."""
    return long_date(local_day(expires_at))
