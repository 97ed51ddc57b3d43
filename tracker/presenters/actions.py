"""Actions in words: the list's rows and columns, the page's facts, updates and their timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tracker.domain.dates import long_date, relative_days
from tracker.domain.frameworks import Framework
from tracker.domain.ratings import RatingWords
from tracker.domain.slips import days_late
from tracker.domain.vocabulary import Delivery, RatingScale
from tracker.models import Action, Ownership
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.ratings import (
    CONCERN_WORDS,
    both_sides,
    rating_choices,
    rating_tag,
)
from tracker.presenters.recommendations import name_of, place_words
from tracker.presenters.slips import Ledger, finished_facts, late_words
from tracker.presenters.words import (
    count_words,
    day_words,
    due_words,
    label,
)
from tracker.queries.listing import Page
from tracker.queries.plans import PlanFace
from tracker.services.plans import is_in_force

Url = Callable[..., str]
Frameworks = Mapping[str, Framework]

NOUN = ("action", "actions")
DEFAULT_SORT = "reference"
COLUMNS = (
    Column("reference", "Action", "link", sort="reference", header=True),
    Column("delivery", "Delivery", sort="status"),
    Column("evidence", "Evidence"),
    Column("impact", "Impact"),
    Column("lead", "Lead"),
    Column("due", "Due", sort="due"),
    Column("updated", "Last update", sort="updated"),
)


def due_note(due_on: date | None, first_due_on: date | None, today: date, *, is_open: bool) -> str:
    """How far off a due date is, and where it first stood."""
    notes = []
    if due_on is not None and is_open:
        notes.append(relative_days(due_on, today))
    if first_due_on is not None and due_on is not None and first_due_on != due_on:
        notes.append(f"first {long_date(first_due_on)}")
    return ", ".join(notes)


def action_rows(
    rows: Iterable[Any], words: RatingWords, url: Url, today: date
) -> list[dict[str, Any]]:
    """The list's rows, as plain mappings: a page may have many."""
    return [_row(row, words, url("actions.show", action_id=row.id), today) for row in rows]


def _row(row: Any, words: RatingWords, href: str, today: date) -> dict[str, Any]:
    is_open = row.delivery is not Delivery.COMPLETE
    overdue = is_open and row.due_on is not None and row.due_on < today
    return {
        "id": row.id,
        "href": href,
        "reference": {"text": f"{row.reference} {row.title}", "href": href, "note": _under(row)},
        **both_sides(words, row),
        "closed": day_words(row.closed_on),
        "lead": row.post or row.person or "No lead",
        "due": due_words(row.due_on, row.due_text),
        "due_note": due_note(row.due_on, row.first_due_on, today, is_open=is_open),
        "finished": late_words(row.completed_on, row.due_on, row.first_due_on),
        "overdue": overdue,
        "updated": day_words(row.updated_on, "Never"),
        "obstacle": row.obstacle if is_open else None,
    }


def _under(row: Any) -> str:
    return f"{row.letter}: {row.priority}" if row.letter else "No priority"


def filter_groups(plan: PlanFace | None, words: RatingWords) -> list[FilterGroup]:
    """The filters of a list of actions; those of one plan can be narrowed to a priority."""
    groups = [
        FilterGroup(name, title, options=rating_choices(words, scale))
        for name, title, scale in (
            ("status", "Delivery", RatingScale.DELIVERY),
            ("evidence", "Evidence", RatingScale.EVIDENCE),
            ("impact", "Impact", RatingScale.IMPACT),
        )
    ]
    if plan is not None:
        priorities = [(str(p.id), f"{p.letter}: {p.title}") for p in plan.priorities]
        groups.append(
            FilterGroup("priority", "Priority", options=[*priorities, ("none", "No priority")])
        )
    groups.append(FilterGroup("concern", "Concern", options=list(CONCERN_WORDS.items())))
    return groups


def actions_page(
    page: Page[Any],
    address: Address,
    plan: PlanFace | None,
    *,
    words: RatingWords,
    url: Url,
    today: date,
) -> ListPage:
    """A list of actions as its page shows it."""
    return list_page(
        page,
        action_rows(page.rows, words, url, today),
        COLUMNS,
        filter_groups(plan, words),
        address,
        default_sort=DEFAULT_SORT,
        noun=NOUN,
    )


CSV_HEADER = (
    "Reference",
    "Action",
    "Priority",
    "Delivery",
    "Reason",
    "Recovery action",
    "Evidence",
    "Impact",
    "Delivery as assured",
    "Evidence as assured",
    "Impact as assured",
    "Assured",
    "Closed",
    "Lead",
    "Due",
    "Due as written",
    "First due",
    "Times slipped",
    "Last update",
    "In the way",
    "Completed",
    "Days after due date",
    "Days after first date",
)


def csv_rows(rows: Iterable[Any], words: RatingWords) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet: dates as ISO 8601, numbers bare.

    A row has the columns of ``queries.actions.TOLD``. They are taken by their order, as a name
    looked up for each of a plan's many rows costs more than the words made of it.
    """
    name = words.name
    for row in rows:
        reference, title, letter, priority, delivery, reason, recovery, evidence, impact = row[:9]
        *assured, assured_on, closed_on, post, person = row[9:16]
        due_on, due_text, first_due_on, times_slipped, updated_on, obstacle, done_on = row[16:]
        yield (
            reference,
            title,
            f"{letter}: {priority}" if letter else "",
            name(delivery),
            reason or "",
            recovery or "",
            name(evidence),
            name(impact),
            *(name(rating) if rating else "" for rating in assured),
            assured_on.isoformat() if assured_on else "",
            closed_on.isoformat() if closed_on else "",
            post or person or "",
            due_on.isoformat() if due_on else "",
            due_text or "",
            first_due_on.isoformat() if first_due_on else "",
            str(times_slipped),
            updated_on.isoformat() if updated_on else "",
            obstacle or "",
            done_on.isoformat() if done_on else "",
            str(days_late(done_on, due_on) or ""),
            str(days_late(done_on, first_due_on) or ""),
        )


def trail(action: Action, url: Url) -> list[dict[str, str]]:
    """The way to a page beneath an action; its ``plan`` is loaded."""
    return [
        {"text": "Plans", "href": url("plans.index")},
        {"text": action.plan.title, "href": url("plans.show", plan_id=action.plan_id)},
        {
            "text": f"{action.reference} {action.title}",
            "href": url("actions.show", action_id=action.id),
        },
    ]


def page_values(action: Action, url: Url) -> dict[str, Any]:
    """What a page about an action shows around its form, read before anything is attempted.

    A deed that fails gives its records back to the database, and what was loaded beside them too.
    """
    return {
        "trail": trail(action, url),
        "name": f"{action.reference} {action.title}",
        "back": url("actions.show", action_id=action.id),
        "plan_href": url("plans.show", plan_id=action.plan_id),
    }


def fixed_due(action: Action) -> str:
    """The due date as text where it is moved on its own page, with a reason; else nothing.

    That is so in a plan in force, once the action has or had a date; its ``plan`` is loaded.
    """
    was_dated = action.due_on is not None or action.first_due_on is not None
    if not (is_in_force(action.plan) and was_dated):
        return ""
    return due_words(action.due_on, action.due_text)


def removal(
    action: Action, successors: Iterable[Action], words: RatingWords, url: Url
) -> dict[str, Any]:
    """What an old action's page says: when it went, and what took its place."""
    return {
        "on": day_words(action.removed_on),
        "successors": [
            {
                "text": f"{other.reference} {other.title}",
                "href": url("actions.show", action_id=other.id),
                "status": rating_tag(words, other.delivery),
                "removed": day_words(other.removed_on),
            }
            for other in successors
        ],
    }


def owner_words(ownership: Ownership) -> str:
    """An owner's name and how they hold the action: "Head of First Contact (lead)"."""
    owner = ownership.post.title if ownership.post else ""
    owner = owner or (ownership.person.name if ownership.person else "")
    return f"{owner} ({label(ownership.role).lower()})"


def facts(action: Action, ledger: Ledger, today: date, url: Url) -> list[dict[str, Any]]:
    """The facts of an action as a summary list."""
    is_open = action.delivery is not Delivery.COMPLETE
    owners = [owner_words(o) for o in action.ownerships if o.removed_on is None]
    slipped = count_words(action.times_slipped, "time", "times")
    return [
        {"key": "In the way", "value": action.obstacle, "missing": "Nothing named"},
        {"key": "Owners", "value": "; ".join(owners), "missing": "No owner"},
        {
            "key": "Due",
            "value": due_words(action.due_on, action.due_text),
            "note": due_note(action.due_on, action.first_due_on, today, is_open=is_open),
        },
        *finished_facts(action),
        {
            "key": "Slipped",
            "value": slipped if action.times_slipped else "",
            "note": ledger.total if action.times_slipped else "",
            "missing": "Never",
        },
        *([{"key": "Board", "value": ledger.called_in}] if ledger.called_in else []),
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


def thread(
    action: Action, answered: Sequence[Any], frameworks: Frameworks, url: Url
) -> list[dict[str, Any]]:
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
        steps.append(_recommendation_step(row, frameworks, url))
    return [*steps, here]


def _recommendation_step(row: Any, frameworks: Frameworks, url: Url) -> dict[str, Any]:
    name = name_of(frameworks.get(row.framework), row.kind, row.reference)
    place = place_words(row.page, row.paragraph)
    return {
        "kind": f"{name} ({place})" if place else name,
        "text": row.text,
        "href": url("recommendations.show", recommendation_id=row.id),
    }
