"""Posts in words: the line of management as a tree, holders through the years."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.domain.dates import long_date
from tracker.models import Post
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.people import span_words
from tracker.presenters.words import Link, count_words
from tracker.queries.listing import Page

Url = Callable[..., str]

DEFAULT_SORT = "title"
STATES = (("held", "Held"), ("vacant", "Vacant"), ("closed", "Closed"))
COLUMNS = (
    Column("title", "Post", "link", sort="title", header=True),
    Column("holders", "Held by"),
    Column("manager", "Reports to", sort="manager"),
    Column("actions", "Open actions", "number", sort="actions"),
)
NOUN = ("post", "posts")

DEEPEST = 8
"""Posts below this depth are shown at it: on a telephone there is no room for more steps."""


@dataclass
class Node:
    """A post in the line of management, with those that report to it."""

    id: uuid.UUID
    title: str
    href: str
    holders: list[dict[str, str]]
    actions: str
    note: str = ""
    below: list[Node] = field(default_factory=list)


def line_of_management(
    posts: Sequence[Any], holders: Iterable[Any], today: date, url: Url
) -> list[Node]:
    """The posts that are open, each under the one that it reports to.

    A post that reports to a closed one stands at the top and says so, so that none is lost.
    """
    nodes = _nodes(posts, holders, url)
    by_id = {row.id: row for row in posts}
    above: dict[uuid.UUID, list[uuid.UUID]] = {}
    tops = []
    for row in posts:
        if not _is_open(row, today):
            continue
        manager = by_id.get(row.manager_post_id)
        if manager is None:
            tops.append(nodes[row.id])
        elif not _is_open(manager, today):
            nodes[row.id].note = f"Reports to {manager.title}, which is closed"
            tops.append(nodes[row.id])
        else:
            above.setdefault(manager.id, []).append(row.id)
    for top in tops:
        _hang_below(top, nodes, above)
    return tops


def _hang_below(
    top: Node, nodes: dict[uuid.UUID, Node], above: dict[uuid.UUID, list[uuid.UUID]]
) -> None:
    """Put every post that reports to ``top``, near or far, in its place."""
    waiting = [(top, top, 0)]
    while waiting:
        node, place, depth = waiting.pop()
        for report in above.get(node.id, ()):
            found = nodes[report]
            place.below.append(found)
            if place is not node:
                found.note = f"Reports to {node.title}"
            waiting.append((found, found if depth + 1 < DEEPEST else place, depth + 1))


def _nodes(posts: Sequence[Any], holders: Iterable[Any], url: Url) -> dict[uuid.UUID, Node]:
    held: dict[uuid.UUID, list[dict[str, str]]] = defaultdict(list)
    for row in holders:
        held[row.post_id].append(
            {
                "text": row.name,
                "href": url("people.show", person_id=row.person_id),
                "note": _holder_note(row),
            }
        )
    return {
        row.id: Node(
            row.id,
            row.title,
            url("posts.show", post_id=row.id),
            held.get(row.id, []),
            count_words(row.actions, "open action", "open actions") if row.actions else "",
        )
        for row in posts
    }


def _holder_note(row: Any) -> str:
    parts = ["interim"] if row.is_interim else []
    if row.to_on is not None:
        parts.append(f"until {long_date(row.to_on)}")
    return ", ".join(parts)


def _is_open(row: Any, today: date) -> bool:
    return row.closed_on is None or row.closed_on > today


def closed_entries(posts: Iterable[Any], today: date, url: Url) -> list[dict[str, str]]:
    """The posts that are closed, by title."""
    return [
        {
            "text": row.title,
            "href": url("posts.show", post_id=row.id),
            "note": f"closed on {long_date(row.closed_on)}",
        }
        for row in posts
        if not _is_open(row, today)
    ]


def posts_page(
    page: Page[Any], holders: Iterable[Any], address: Address, today: date, url: Url
) -> ListPage:
    """The posts one below the other, as the page shows them that can filter and sort them."""
    groups = [
        FilterGroup("title", "Title", kind="text"),
        FilterGroup("holder", "Held by", kind="text"),
        FilterGroup("state", "State", options=STATES),
    ]
    held = _by_post(holders)
    rows = [_row(row, held.get(row.id, ()), today, url) for row in page.rows]
    return list_page(page, rows, COLUMNS, groups, address, default_sort=DEFAULT_SORT, noun=NOUN)


def _row(row: Any, holders: Sequence[Any], today: date, url: Url) -> dict[str, Any]:
    is_open = _is_open(row, today)
    note = "" if is_open else f"Closed on {long_date(row.closed_on)}"
    return {
        "title": Link(row.title, url("posts.show", post_id=row.id), note),
        "holders": ", ".join(_holder_words(one) for one in holders)
        or ("Vacant" if is_open else ""),
        "manager": row.manager or "",
        "actions": row.actions or "",
    }


def _holder_words(row: Any) -> str:
    note = _holder_note(row)
    return f"{row.name} ({note})" if note else str(row.name)


def _by_post(holders: Iterable[Any]) -> dict[uuid.UUID, list[Any]]:
    held: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in holders:
        held[row.post_id].append(row)
    return held


CSV_HEADER = ("Post", "Reports to", "Held by", "Interim", "From", "To", "Open actions", "Closed on")


def csv_rows(posts: Sequence[Any], holders: Iterable[Any]) -> Iterable[Sequence[str]]:
    """A row for each post and holder, and one for a post that nobody holds; ISO 8601 dates."""
    held = _by_post(holders)
    for post in posts:
        for holder in held.get(post.id) or [None]:
            yield (
                post.title,
                post.manager or "",
                holder.name if holder else "",
                ("Yes" if holder.is_interim else "No") if holder else "",
                holder.from_on.isoformat() if holder else "",
                holder.to_on.isoformat() if holder and holder.to_on else "",
                str(post.actions),
                post.closed_on.isoformat() if post.closed_on else "",
            )


def holder_entries(post: Post, today: date, url: Url) -> list[dict[str, Any]]:
    """Who held the post, the newest first; ``end_href`` leads to ending an appointment."""
    newest = sorted(post.holdings, key=lambda h: (h.from_on, h.id), reverse=True)
    return [
        {
            "name": holding.person.name,
            "href": url("people.show", person_id=holding.person_id),
            "how": "Interim" if holding.is_interim else "Substantive",
            "when": span_words(holding.from_on, holding.to_on, today),
            "ended": not holding.unended_on(today),
            "end_href": url("posts.end_appointment", holding_id=holding.id),
        }
        for holding in newest
    ]


def facts(post: Post, today: date, url: Url) -> list[dict[str, Any]]:
    """What is known of a post, as a summary list."""
    held = [
        f"{holding.person.name} (interim)" if holding.is_interim else holding.person.name
        for holding in post.holdings
        if holding.held_on(today)
    ]
    manager = post.manager
    rows: list[dict[str, Any]] = [
        {"key": "Held by", "value": ", ".join(held), "missing": "Nobody: the post is vacant"},
        {
            "key": "Reports to",
            "value": manager.title if manager else "",
            "href": url("posts.show", post_id=manager.id) if manager else "",
            "missing": "Nobody: it stands at the top",
        },
    ]
    if post.closed_on is not None:
        verb = "Closes on" if post.closed_on > today else "Closed on"
        rows.append({"key": verb, "value": long_date(post.closed_on)})
    return rows
