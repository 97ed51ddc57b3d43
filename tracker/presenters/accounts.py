"""Invitations in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from tracker.domain.dates import local_day, long_date
from tracker.presenters.words import Link, Tag

Url = Callable[..., str]


def invitation_rows(rows: Iterable[Any], now: datetime, url: Url) -> list[dict[str, Any]]:
    """Invitations that wait, each with the address that withdraws it."""
    return [
        {
            "person": Link(row.person, url("people.show", person_id=row.person_id)),
            "email": row.email,
            "state": Tag("Expired", "caution") if row.expires_at <= now else Tag("Waiting", "info"),
            "until": until_words(row.expires_at),
            "name": row.person,
            "withdraw_href": url("invitations.withdraw", invitation_id=row.id),
        }
        for row in rows
    ]


def until_words(expires_at: datetime) -> str:
    """The day until which a link works."""
    return long_date(local_day(expires_at))
