"""Boards in words: what they are for, who chairs them, when they meet next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from tracker.domain.dates import long_date
from tracker.domain.vocabulary import BoardKind
from tracker.models import Board
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.words import Link, Tag, choices, day_words, label, tag
from tracker.queries.listing import Page

Url = Callable[..., str]

DEFAULT_SORT = "current"
STATES = (("meets", "Meets now"), ("ended", "Ended"))
COLUMNS = (
    Column("name", "Board", "link", sort="name", header=True),
    Column("kind", "Kind", sort="kind"),
    Column("chair", "Chair"),
    Column("next", "Next meeting", fixed=True),
    Column("plans", "Live plans", "number"),
)
NOUN = ("board", "boards")


def chair_words(name: str | None, note: str | None) -> str:
    """Who chairs a board: the person, the note, or both."""
    if name and note:
        return f"{name} ({note})"
    return name or note or ""


def has_ended(ended_on: date | None, today: date) -> bool:
    """Whether a board meets no more."""
    return ended_on is not None and ended_on <= today


def ended_tag(ended_on: date | None, today: date) -> Tag | None:
    """That a board has ended, or is going to, and when."""
    if ended_on is None:
        return None
    words = "Ended" if has_ended(ended_on, today) else "Ends"
    return Tag(f"{words} on {long_date(ended_on)}", "neutral")


def boards_page(page: Page[Any], address: Address, url: Url, today: date) -> ListPage:
    """The list of boards as its page shows it."""
    groups = [
        FilterGroup("state", "State", options=STATES),
        FilterGroup("kind", "Kind", options=choices(BoardKind)),
    ]
    rows = [_row(row, url, today) for row in page.rows]
    return list_page(page, rows, COLUMNS, groups, address, default_sort=DEFAULT_SORT, noun=NOUN)


def _row(row: Any, url: Url, today: date) -> dict[str, Any]:
    ended = ended_tag(row.ended_on, today)
    return {
        "name": Link(row.name, url("boards.show", board_id=row.id), ended.text if ended else ""),
        "kind": label(row.kind),
        "chair": chair_words(row.chair, row.chair_note),
        "next": day_words(row.next_on, "None planned"),
        "plans": row.plans or "",
    }


CSV_HEADER = ("Board", "Kind", "Chair", "Next meeting", "Last meeting", "Live plans", "Ended")


def csv_rows(rows: Iterable[Any]) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet: dates as ISO 8601, numbers bare."""
    for row in rows:
        yield (
            row.name,
            label(row.kind),
            chair_words(row.chair, row.chair_note),
            row.next_on.isoformat() if row.next_on else "",
            row.last_on.isoformat() if row.last_on else "",
            str(row.plans),
            row.ended_on.isoformat() if row.ended_on else "",
        )


def facts(board: Board, url: Url) -> list[dict[str, Any]]:
    """The facts of a board as a summary list; its chair is loaded."""
    chair = board.chair
    return [
        {"key": "Kind", "value": label(board.kind)},
        {
            "key": "Chair",
            "value": chair.name if chair else board.chair_note,
            "href": url("people.show", person_id=chair.id) if chair else "",
            "note": board.chair_note if chair else "",
        },
    ]


def plan_rows(rows: Iterable[Any], url: Url) -> list[dict[str, Any]]:
    """The plans that a board oversees, each with its stage."""
    return [
        {
            "text": row.title,
            "href": url("plans.show", plan_id=row.id),
            "revision": row.revision,
            "stage": tag(row.stage),
        }
        for row in rows
    ]
