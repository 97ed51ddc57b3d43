"""Boards in words: what they are for, who chairs them, when they meet next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from tracker.charts.governance import GovernanceBoard, governance
from tracker.charts.picture import Picture
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.dates import long_date
from tracker.models import Board
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.words import Link, Tag, choices, count_words, day_words, label, tag
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
    """The facts of a board as a summary list; its chair and the board above are loaded."""
    chair = board.chair
    return [
        {"key": "Kind", "value": label(board.kind)},
        {
            "key": "Chair",
            "value": chair.name if chair else board.chair_note,
            "href": url("people.show", person_id=chair.id) if chair else "",
            "note": board.chair_note if chair else "",
        },
        {"key": "Meets", "value": rhythm_words(board.meets_every)},
        {"key": "Quorum", "value": quorum_words(board.quorum), "missing": "No quorum is set"},
        {
            "key": "Reports to",
            "value": board.reports_to.name if board.reports_to else "",
            "href": url("boards.show", board_id=board.reports_to_id) if board.reports_to else "",
            "missing": "No other board",
        },
    ]


def rhythm_words(weeks: int | None) -> str:
    """How often a board meets: "every 6 weeks"."""
    if weeks is None:
        return ""
    return "Every week" if weeks == 1 else f"Every {weeks} weeks"


def quorum_words(quorum: int | None) -> str:
    """How many voting members a board needs to decide."""
    return "" if quorum is None else count_words(quorum, "voting member", "voting members")


def reporting_rows(rows: Iterable[Any], url: Url, today: date) -> list[Link]:
    """The boards that report to a board."""
    return [
        Link(
            row.name,
            url("boards.show", board_id=row.id),
            ended.text if (ended := ended_tag(row.ended_on, today)) else "",
        )
        for row in rows
    ]


def governance_picture(rows: Sequence[Any]) -> Picture | None:
    """Which board reports to which, drawn; none while there are no boards."""
    if not rows:
        return None
    boards = [
        GovernanceBoard(
            str(row.id),
            row.name,
            label(row.kind),
            str(row.reports_to_id) if row.reports_to_id else None,
        )
        for row in rows
    ]
    return governance(boards, title=_governance_title(rows), ident="governance")


def _governance_title(rows: Sequence[Any]) -> str:
    here = {row.id for row in rows}
    reporting = sum(row.reports_to_id in here for row in rows)
    boards = count_words(len(rows), "board meets", "boards meet")
    return f"{boards}; {reporting or 'none'} of them {_report(reporting)} to another"


def _report(number: int) -> str:
    return "reports" if number <= 1 else "report"


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


def page_values(board: Board, url: Url, part: str) -> dict[str, Any]:
    """What the pages around a board show beside their forms; ``part`` is where they lead back."""
    href = url("boards.show", board_id=board.id)
    return {
        "name": board.name,
        "back": f"{href}#{part}",
        "trail": [
            {"text": "Boards", "href": url("boards.index")},
            {"text": board.name, "href": href},
        ],
    }
