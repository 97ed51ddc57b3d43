"""Decisions and follow-ups in words: what was decided or set, who does it, what it allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final

from tracker.domain.dates import long_date
from tracker.models import Decision, FollowUp
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.notes import about_words, carried_out_tag, due_by, follow_up_tag
from tracker.presenters.recommendations import in_short
from tracker.presenters.words import Link, Tag, day_words
from tracker.queries.listing import Page

Url = Callable[..., str]

DEFAULT_SORT: Final = "-date"
NOUN: Final = ("decision", "decisions")
STATES: Final = (
    ("open", "Not carried out yet"),
    ("overdue", "Overdue"),
    ("carried_out", "Carried out"),
)
COLUMNS: Final = (
    Column("text", "Decision", "link", header=True),
    Column("date", "Decided", "link", sort="date"),
    Column("owner", "Who carries it out"),
    Column("due", "By", sort="due"),
    Column("state", "State", "tag"),
)
ALLOWED: Final = {
    "date_change": "Another due date",
    "closure": "Closed",
    "merged": "Merged",
    "split": "Split",
    "failed_test": "Followed by a new action",
    "removed": "Removed",
    "success_measure": "Measured otherwise",
}


def decisions_page(
    page: Page[Any],
    address: Address,
    boards: Iterable[Any],
    plans: Iterable[Any],
    *,
    url: Url,
    today: date,
) -> ListPage:
    """The list of decisions as its page has it: ``boards`` by name, ``plans`` by title."""
    groups = [
        FilterGroup("state", "State", options=STATES),
        FilterGroup("board", "Board", options=[(str(row.id), row.name) for row in boards]),
        FilterGroup("plan", "Plan", options=[(str(row.id), row.title) for row in plans]),
    ]
    rows = [_row(row, url, today) for row in page.rows]
    return list_page(page, rows, COLUMNS, groups, address, default_sort=DEFAULT_SORT, noun=NOUN)


def _row(row: Any, url: Url, today: date) -> dict[str, Any]:
    href = url("decisions.show", decision_id=row.id)
    return {
        "text": Link(in_short(row.text), href, about_words(row)),
        "date": Link(
            long_date(row.held_on), url("meetings.show", meeting_id=row.meeting_id), row.board
        ),
        "owner": row.owner or "",
        "due": day_words(row.due_on),
        "state": carried_out_tag(row.carried_out_on, row.due_on, today),
    }


CSV_HEADER: Final = (
    "Board",
    "Meeting",
    "Decided on",
    "Decision",
    "About",
    "Who carries it out",
    "By",
    "Carried out on",
    "Note",
)


def csv_rows(rows: Iterable[Any]) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet: dates as ISO 8601."""
    for row in rows:
        yield (
            row.board,
            row.meeting,
            row.held_on.isoformat(),
            row.text,
            about_words(row),
            row.owner or "",
            row.due_on.isoformat() if row.due_on else "",
            row.carried_out_on.isoformat() if row.carried_out_on else "",
            row.carried_out_note or "",
        )


def decision_choices(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """Decisions as choices: "Improvement Board, 9 December 2015: Agency rates rise"."""
    return [
        (str(row.id), f"{row.board}, {long_date(row.held_on)}: {in_short(row.text)}")
        for row in rows
    ]


def facts(decision: Decision, url: Url, today: date) -> list[dict[str, Any]]:
    """The facts of a decision as a summary list; what it points to is loaded."""
    is_open = decision.carried_out_on is None
    return [
        *_where(decision, url),
        *_subjects(decision, url),
        {"key": "Who carries it out", "value": owner_words(decision), "missing": "Nobody is named"},
        {
            "key": "By",
            "value": due_by(decision.due_on, today) if is_open else day_words(decision.due_on),
            "missing": "No day",
        },
        {
            "key": "Carried out",
            "value": day_words(decision.carried_out_on),
            "note": decision.carried_out_note or "",
            "missing": "Not yet",
        },
    ]


def _where(note: Decision | FollowUp, url: Url) -> list[dict[str, Any]]:
    return [
        {
            "key": "Board",
            "value": note.board.name,
            "href": url("boards.show", board_id=note.board_id),
        },
        {
            "key": "Meeting",
            "value": f"{note.meeting.title}, {long_date(note.meeting.held_on)}",
            "href": url("meetings.show", meeting_id=note.meeting_id),
            "note": f"Item: {note.item.title}" if note.item else "",
        },
    ]


def _subjects(decision: Decision, url: Url) -> list[dict[str, Any]]:
    found = []
    if decision.plan is not None:
        href = url("plans.show", plan_id=decision.plan.id)
        found.append({"key": "Plan", "value": decision.plan.title, "href": href})
    if decision.action is not None:
        href = url("actions.show", action_id=decision.action.id)
        words = f"{decision.action.reference} {decision.action.title}"
        found.append({"key": "Action", "value": words, "href": href})
    if decision.recommendation is not None:
        href = url("recommendations.show", recommendation_id=decision.recommendation.id)
        words = in_short(decision.recommendation.text)
        found.append({"key": "Recommendation", "value": words, "href": href})
    return found


def owner_words(note: Decision | FollowUp) -> str:
    """Who carries it out: a person, a post, or a name."""
    if note.owner is not None:
        return note.owner.name
    return note.owner_post.title if note.owner_post else note.owner_name or ""


def allowed_rows(rows: Iterable[Any], url: Url) -> list[dict[str, str]]:
    """What a decision allowed, each with the action that it changed."""
    return [
        {
            "text": f"{row.reference} {row.title}",
            "href": url("actions.show", action_id=row.id),
            "how": f"{ALLOWED[row.kind]} on {long_date(row.on)}" if row.on else ALLOWED[row.kind],
        }
        for row in rows
    ]


def state_of(decision: Decision, today: date) -> Tag:
    """Whether a decision was carried out."""
    return carried_out_tag(decision.carried_out_on, decision.due_on, today)


def follow_up_facts(follow_up: FollowUp, url: Url, today: date) -> list[dict[str, Any]]:
    """The facts of a follow-up as a summary list."""
    is_open = follow_up.closed_on is None
    return [
        *_where(follow_up, url),
        {"key": "Who does it", "value": owner_words(follow_up)},
        {
            "key": "By",
            "value": due_by(follow_up.due_on, today) if is_open else day_words(follow_up.due_on),
            "missing": "No day",
        },
        {
            "key": "Closed",
            "value": day_words(follow_up.closed_on),
            "note": follow_up.not_needed_because or "",
            "missing": "Not yet",
        },
    ]


def follow_up_state(follow_up: FollowUp, today: date) -> Tag:
    """Whether a follow-up was done."""
    because = follow_up.not_needed_because
    return follow_up_tag(follow_up.closed_on, because, follow_up.due_on, today)


def trail(note: Decision | FollowUp, url: Url) -> list[dict[str, str]]:
    """The way back from the pages of a decision or a follow-up, through its meeting."""
    own = (
        url("decisions.show", decision_id=note.id)
        if isinstance(note, Decision)
        else url("follow_ups.show", follow_up_id=note.id)
    )
    return [
        {"text": "Boards", "href": url("boards.index")},
        {"text": note.meeting.title, "href": url("meetings.show", meeting_id=note.meeting_id)},
        {"text": in_short(note.text), "href": own},
    ]
