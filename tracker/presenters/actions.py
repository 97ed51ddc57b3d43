"""Actions in words: the list's rows and columns, the page's facts, updates and their timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from tracker.domain.dates import long_date, relative_days
from tracker.domain.vocabulary import Delivery
from tracker.models import Action, Ownership, Plan
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.words import (
    DELIVERY_KEY,
    LABELS,
    TONES,
    choices,
    count_words,
    day_words,
    due_words,
    label,
)
from tracker.queries.listing import Page

Url = Callable[..., str]

NOUN = ("action", "actions")
DEFAULT_SORT = "reference"
COLUMNS = (
    Column("reference", "Action", "link", sort="reference", header=True),
    Column("status", "Status", "tag", sort="status"),
    Column("lead", "Lead"),
    Column("due", "Due", sort="due"),
    Column("updated", "Last update", sort="updated"),
)

CONCERN_WORDS: dict[str, str] = {
    "overdue": "Overdue",
    "due_soon": "Due in 30 days",
    "stuck": "Stuck",
    "quiet": "No update in 30 days",
    "slipped": "Slipped",
    "slipped_twice": "Slipped more than once",
    "no_date": "No due date",
    "no_measure": "No success measure",
    "no_owner": "No owner",
    "no_recommendation": "No recommendation",
}
"""What each concern of ``queries.concerns`` is called."""

CONCERN_KEY: dict[str, str] = {
    "overdue": "Not complete, and the due date has passed",
    "due_soon": "Not complete, and due within 30 days from today",
    "stuck": "Not complete, and the latest update names an obstacle",
    "quiet": "Not complete, and no update in the last 30 days",
    "slipped": "The due date was moved later at least once since the plan was adopted",
    "slipped_twice": "The due date was moved later twice or more",
    "no_date": "No day by which it is due",
    "no_measure": "Nothing says how we will know that it worked",
    "no_owner": "Neither a person nor a post owns it",
    "no_recommendation": "It answers no recommendation",
}
"""What each concern means, printed with the figures that count them."""


def delivery_tag(delivery: Delivery, note: str | None = None) -> dict[str, str]:
    """A delivery rating as a table's or page's tag."""
    return {
        "text": LABELS[delivery],
        "tone": TONES.get(delivery, "neutral"),
        "note": note or "",
    }


def delivery_key() -> list[dict[str, str]]:
    """The status key: every rating with its meaning."""
    return [{**delivery_tag(rating), "meaning": text} for rating, text in DELIVERY_KEY.items()]


def due_note(due_on: date | None, first_due_on: date | None, today: date, *, is_open: bool) -> str:
    """How far off a due date is, and where it first stood."""
    notes = []
    if due_on is not None and is_open:
        notes.append(relative_days(due_on, today))
    if first_due_on is not None and due_on is not None and first_due_on != due_on:
        notes.append(f"first {long_date(first_due_on)}")
    return ", ".join(notes)


def action_rows(rows: Iterable[Any], url: Url, today: date) -> list[dict[str, Any]]:
    """The list's rows, as plain mappings: a page may have many."""
    return [_row(row, url("actions.show", action_id=row.id), today) for row in rows]


def _row(row: Any, href: str, today: date) -> dict[str, Any]:
    is_open = row.delivery is not Delivery.COMPLETE
    overdue = is_open and row.due_on is not None and row.due_on < today
    return {
        "id": row.id,
        "href": href,
        "reference": {"text": f"{row.reference} {row.title}", "href": href, "note": _under(row)},
        "status": delivery_tag(row.delivery, row.delivery_reason),
        "lead": row.post or row.person or "No lead",
        "due": due_words(row.due_on, row.due_text),
        "due_note": due_note(row.due_on, row.first_due_on, today, is_open=is_open),
        "overdue": overdue,
        "updated": day_words(row.updated_on, "Never"),
        "obstacle": row.obstacle if is_open else None,
    }


def _under(row: Any) -> str:
    return f"{row.letter}: {row.priority}" if row.letter else "No priority"


def filter_groups(plan: Plan | None) -> list[FilterGroup]:
    """The filters of a list of actions; those of one plan can be narrowed to a priority."""
    groups = [FilterGroup("status", "Status", options=choices(Delivery))]
    if plan is not None:
        priorities = [(str(p.id), f"{p.letter}: {p.title}") for p in plan.priorities]
        groups.append(
            FilterGroup("priority", "Priority", options=[*priorities, ("none", "No priority")])
        )
    groups.append(FilterGroup("concern", "Concern", options=list(CONCERN_WORDS.items())))
    return groups


def actions_page(
    page: Page[Any], address: Address, plan: Plan | None, url: Url, today: date
) -> ListPage:
    """A list of actions as its page shows it."""
    return list_page(
        page,
        action_rows(page.rows, url, today),
        COLUMNS,
        filter_groups(plan),
        address,
        default_sort=DEFAULT_SORT,
        noun=NOUN,
    )


CSV_HEADER = (
    "Reference",
    "Action",
    "Priority",
    "Status",
    "Reason",
    "Lead",
    "Due",
    "Due as written",
    "First due",
    "Times slipped",
    "Last update",
    "In the way",
)


def csv_rows(rows: Iterable[Any]) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet: dates as ISO 8601, numbers bare."""
    for row in rows:
        yield (
            row.reference,
            row.title,
            f"{row.letter}: {row.priority}" if row.letter else "",
            LABELS[row.delivery],
            row.delivery_reason or "",
            row.post or row.person or "",
            row.due_on.isoformat() if row.due_on else "",
            row.due_text or "",
            row.first_due_on.isoformat() if row.first_due_on else "",
            str(row.times_slipped),
            row.updated_on.isoformat() if row.updated_on else "",
            row.obstacle or "",
        )


def owner_words(ownership: Ownership) -> str:
    """An owner's name and how they hold the action: "Head of First Contact (lead)"."""
    owner = ownership.post.title if ownership.post else ""
    owner = owner or (ownership.person.name if ownership.person else "")
    return f"{owner} ({label(ownership.role).lower()})"


def facts(action: Action, today: date, url: Url) -> list[dict[str, Any]]:
    """The facts of an action as a summary list."""
    is_open = action.delivery is not Delivery.COMPLETE
    owners = [owner_words(o) for o in action.ownerships if o.removed_on is None]
    slipped = count_words(action.times_slipped, "time", "times")
    return [
        {
            "key": "Status",
            "tag": delivery_tag(action.delivery),
            "value": "",
            "note": action.delivery_reason or "",
        },
        {"key": "In the way", "value": action.obstacle, "missing": "Nothing named"},
        {"key": "Owners", "value": "; ".join(owners), "missing": "No owner"},
        {
            "key": "Due",
            "value": due_words(action.due_on, action.due_text),
            "note": due_note(action.due_on, action.first_due_on, today, is_open=is_open),
        },
        {
            "key": "Slipped",
            "value": slipped if action.times_slipped else "",
            "missing": "Never",
        },
        {"key": "Starts", "value": day_words(action.start_on)},
        {"key": "Why", "value": action.why},
        {
            "key": "How we will know",
            "value": action.success_measure,
            "missing": "No success measure",
        },
        {
            "key": "Priority",
            "value": f"{action.priority.letter}: {action.priority.title}"
            if action.priority
            else "",
            "missing": "No priority",
        },
        {
            "key": "Plan",
            "value": action.plan.title,
            "href": url("plans.show", plan_id=action.plan_id),
        },
    ]


def thread(action: Action, answered: Sequence[Any], url: Url) -> list[dict[str, Any]]:
    """The golden thread back from an action to the inspection page that asked for it."""
    here = {"kind": f"Action {action.reference}", "text": action.title, "current": True}
    if not answered:
        loose = {"kind": "Recommendation", "text": "Answers no recommendation", "missing": True}
        return [loose, here]
    steps: list[dict[str, Any]] = []
    inspection_id = None
    for row in answered:
        if row.inspection_id != inspection_id:
            inspection_id = row.inspection_id
            href = url("inspections.show", inspection_id=inspection_id)
            steps.append({"kind": "Inspection", "text": row.inspection, "href": href})
        steps.append(_recommendation_step(row, url))
    return [*steps, here]


def _recommendation_step(row: Any, url: Url) -> dict[str, Any]:
    place = [f"page {row.page}"] if row.page else []
    place += [f"paragraph {row.paragraph}"] if row.paragraph else []
    words = f"Recommendation {row.reference or ''}".strip()
    return {
        "kind": f"{words} ({', '.join(place)})" if place else words,
        "text": row.text,
        "href": url("recommendations.show", recommendation_id=row.id),
    }


def update_entries(rows: Sequence[Any], today: date) -> list[dict[str, Any]]:
    """Updates as timeline entries; a corrected one stays, muted, beside what corrects it."""
    corrected_by = {row.corrects_id: row.id for row in rows if row.corrects_id}
    return [_update_entry(row, corrected_by.get(row.id), today) for row in rows]


def _update_entry(row: Any, corrected_by: Any, today: date) -> dict[str, Any]:
    return {
        "id": f"update-{row.id}",
        "update_id": row.id,
        "author_id": row.author_id,
        "by": row.author or "somebody",
        "date": long_date(row.posted_on),
        "datetime": row.posted_on.isoformat(),
        "ago": relative_days(row.posted_on, today),
        "tag": delivery_tag(row.delivery),
        "done": row.done,
        "next_steps": row.next_steps,
        "obstacle": row.obstacle,
        "reason": row.delivery_reason,
        "corrects": f"#update-{row.corrects_id}" if row.corrects_id else "",
        "corrected_by": f"#update-{corrected_by}" if corrected_by else "",
    }


def dated_entries(rows: Iterable[Any], url: Url) -> dict[str, list[dict[str, Any]]]:
    """Milestones, date changes and predecessors of an action, by what they are."""
    found: dict[str, list[dict[str, Any]]] = {
        "milestone": [],
        "date_change": [],
        "predecessor": [],
    }
    for row in rows:
        found[row.entry].append(_PRESENTED[row.entry](row, url))
    return found


def _milestone(row: Any, url: Url) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.text,
        "due": day_words(row.from_on, "No date"),
        "done": day_words(row.to_on, "Not yet"),
        "href": url("actions.amend_milestone", milestone_id=row.id),
    }


def _date_change(row: Any, _url: Url) -> dict[str, Any]:
    days = (row.to_on - row.from_on).days if row.to_on and row.from_on else None
    return {
        "moved": f"{day_words(row.from_on, 'No date')} to {day_words(row.to_on, 'no date')}",
        "days": "" if days is None else _days_words(days),
        "reason": row.text,
        "on": day_words(row.on),
        "who": row.who or "",
        "place": row.place or "",
    }


def _days_words(days: int) -> str:
    words = count_words(abs(days), "day", "days")
    return f"{words} later" if days >= 0 else f"{words} earlier"


def _predecessor(row: Any, url: Url) -> dict[str, Any]:
    return {
        "text": f"Action {row.text}",
        "href": url("actions.show", action_id=row.id),
        "how": row.who,
    }


_PRESENTED: dict[str, Callable[[Any, Url], dict[str, Any]]] = {
    "milestone": _milestone,
    "date_change": _date_change,
    "predecessor": _predecessor,
}
