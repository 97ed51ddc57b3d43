"""Bulk edit in words: what can be changed, what would change, and what undoing brings back."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from tracker.domain.bulk_edit import RecordChange
from tracker.domain.dates import local_day, long_date
from tracker.domain.frameworks import Framework
from tracker.domain.text import in_a_sentence
from tracker.domain.vocabulary import DateChangeState, OwnershipRole
from tracker.presenters import coverage
from tracker.presenters.history import FieldChange, Names, value_words
from tracker.presenters.lists import Address
from tracker.presenters.ownership import owner_key
from tracker.presenters.words import count_words, due_words, label
from tracker.queries.bulk_edit import MOST_EDITED, LastEdit
from tracker.queries.listing import Page
from tracker.queries.plans import PlanFace
from tracker.services.bulk_edit import BulkKind, Tried
from tracker.services.bulk_undo import (
    ACTION,
    DATE_CHANGE,
    LINK,
    OWNERSHIP,
    Obstacle,
)

Url = Callable[..., str]

KINDS: Final[Mapping[BulkKind, str]] = {
    BulkKind.PRIORITY: "Move to another priority",
    BulkKind.LEAD: "Change the lead",
    BulkKind.ADD_OWNER: "Add an owner",
    BulkKind.REPLACE_OWNER: "Replace one owner by another",
    BulkKind.LINK: "Answer a recommendation",
    BulkKind.UNLINK: "Stop answering a recommendation",
    BulkKind.ADD_TO_MEASURE: "Add to the success measure",
    BulkKind.MEASURE: "Replace the success measure",
    BulkKind.START: "Change the start date",
    BulkKind.DUE_DATE: "Ask for another due date",
    BulkKind.REMOVE: "Remove from the plan",
}
"""What a bulk edit can change, in the order of the page."""

HINTS: Final[Mapping[BulkKind, str]] = {
    BulkKind.LEAD: "Whoever leads now is replaced, and no longer owns the action",
    BulkKind.DUE_DATE: "No date moves: somebody else decides on each request",
    BulkKind.REMOVE: "Each address stays, with its history and your note",
}

_FIELDS: Final = {
    "priority_id": "Priority",
    "success_measure": "How we will know that it worked",
    "start_on": "Start date",
    "removed_on": "In the plan",
}


def kind_choices() -> list[dict[str, str]]:
    """What can be changed, as radios."""
    return [
        {"value": kind.value, "text": words, "hint": HINTS.get(kind, "")}
        for kind, words in KINDS.items()
    ]


def trail(plan: PlanFace, url: Url) -> list[dict[str, str]]:
    """The way to a bulk edit of a plan's actions."""
    return [
        {"text": "Plans", "href": url("plans.index")},
        {"text": plan.title, "href": url("plans.show", plan_id=plan.id)},
        {"text": "Actions", "href": url("actions.of_plan", plan_id=plan.id)},
    ]


def former_choices(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """The owners of a plan's actions, those who have gone among them, as choices."""
    return [
        (
            owner_key(row.post_id, row.person_id),
            f"Post: {row.title}" if row.post_id else f"Person: {row.name}",
        )
        for row in rows
    ]


def recommendation_choices(
    rows: Iterable[Any], frameworks: Mapping[str, Framework]
) -> list[tuple[str, str]]:
    """The recommendations that an action can answer; those of other inspections say whose."""
    return [
        (value, words if of_plan else f"{title}: {words}")
        for _key, title, of_plan, choices in coverage.recommendation_choices(rows, frameworks)
        for value, words in choices
    ]


def bulk_links(
    page: Page[Any], address: Address, choose_href: str, *, ticked: bool
) -> dict[str, Any]:
    """What a list of actions offers beside its ticks: the whole page, and all that match."""
    here = address.having(page=page.page)
    mark = "&" if "?" in here else "?"
    filters = address.ask.filters
    pairs = [("every", "yes"), *((name, one) for name, found in filters.items() for one in found)]
    several = page.total > len(page.rows)
    return {
        "ticked": ticked,
        "page_href": here if ticked else f"{here}{mark}tick=page",
        "page_text": "Untick all on this page" if ticked else "Tick all on this page",
        "every_href": f"{choose_href}?{urlencode(pairs)}" if several else "",
        "every_text": f"Change all {page.total:,} actions of this list",
    }


def lost_words(number: int) -> str:
    """That some of the chosen actions cannot be edited; nothing when none is lost."""
    if not number:
        return ""
    what = count_words(number, "action that you chose is", "actions that you chose are")
    return f"{what} not in this plan any more, and left out"


def too_many_words() -> str:
    """That a bulk edit has its bounds."""
    return (
        f"More than {MOST_EDITED} actions match. Filter the list until {MOST_EDITED} or fewer match"
    )


def change_lines(changes: Iterable[RecordChange], names: Names) -> list[FieldChange]:
    """What is changed of one action, field by field."""
    lines = []
    for change in changes:
        made = _LINES[change.record_type](change, names)
        lines += [line for line in made if line.old != line.new]
    return lines


def undone_lines(changes: Iterable[RecordChange], names: Names) -> list[FieldChange]:
    """What undoing brings back, field by field: what is asked for now, and what was."""
    lines = []
    for change in changes:
        if change.record_type == DATE_CHANGE:
            lines += _undone_request(change)
        else:
            made = change_lines([change], names)
            lines += [FieldChange(line.field, line.new, line.old) for line in made]
    return lines


def _undone_request(change: RecordChange) -> list[FieldChange]:
    if change.is_new:
        (asked,) = _request_lines(change, {})
        withdrawn = label(DateChangeState.WITHDRAWN)
        return [FieldChange(asked.field, asked.new, withdrawn)]
    stays = "Stays withdrawn: ask for the date again"
    return [FieldChange("Request for another due date", "", stays)]


def _action_lines(change: RecordChange, names: Names) -> list[FieldChange]:
    lines = []
    for field, words in _FIELDS.items():
        if field in change.new:
            old, new = (_value(field, part.get(field), names) for part in (change.old, change.new))
            lines.append(FieldChange(words, old, new))
    return lines


def _value(field: str, value: Any, names: Names) -> str:
    if field == "removed_on":
        return f"Removed on {value_words(value)}" if value else "Yes"
    if field == "priority_id":
        return _named(value, names) if value else "No priority"
    return value_words(value)


def _owner_lines(change: RecordChange, names: Names) -> list[FieldChange]:
    old, new = (_owner(record, names) for record in (change.before, change.record))
    return [FieldChange("Owner", old, new)]


def _owner(record: Mapping[str, Any], names: Names) -> str:
    if not record or record["removed_on"] is not None:
        return ""
    name = _named(record["post_id"] or record["person_id"], names)
    return f"{name} ({in_a_sentence(label(OwnershipRole(record['role'])))})"


def _link_lines(change: RecordChange, names: Names) -> list[FieldChange]:
    old, new = (
        _named(record["recommendation_id"], names)
        if record and record["removed_on"] is None
        else ""
        for record in (change.before, change.record)
    )
    return [FieldChange("Recommendation", old, new)]


def _request_lines(change: RecordChange, _names: Names) -> list[FieldChange]:
    record = change.record
    if change.is_new:
        old = value_words(record["from_on"]) or "No date"
        to_on = date.fromisoformat(record["to_on"]) if record["to_on"] else None
        return [FieldChange("Due date asked for", old, due_words(to_on, record["to_text"]))]
    states = (change.before["state"], record["state"])
    old, new = (label(DateChangeState(state)) for state in states)
    return [FieldChange("Request for another due date", old, new)]


def _named(value: Any, names: Names) -> str:
    found = names.get(uuid.UUID(value)) if value else None
    return found[1] if found else "Somebody or something that you may not see"


_LINES: Final[Mapping[str, Callable[[RecordChange, Names], list[FieldChange]]]] = {
    ACTION: _action_lines,
    OWNERSHIP: _owner_lines,
    LINK: _link_lines,
    DATE_CHANGE: _request_lines,
}


def preview(tried: Sequence[Tried], names: Names, url: Url) -> dict[str, Any]:
    """What would change, what is so already and what is refused, each with its count."""
    rows = [
        {
            "name": f"{one.reference} {one.title}",
            "href": url("actions.show", action_id=one.action_id),
            "mark": f"{one.action_id}:{one.version}",
            "changes": change_lines(one.changes, names),
            "refusal": one.refusal,
        }
        for one in tried
    ]
    changing = [row for row in rows if row["changes"]]
    refused = [row for row in rows if row["refusal"]]
    same = [row for row in rows if not row["changes"] and not row["refusal"]]
    return {
        "changing": changing,
        "refused": refused,
        "same": same,
        "changing_words": f"{count_words(len(changing), 'action', 'actions')} will change",
        "button": f"Change {count_words(len(changing), 'action', 'actions')}",
    }


def done_words(number: int) -> str:
    """That a bulk edit is done."""
    return f"{count_words(number, 'action', 'actions')} changed"


def overtaken_words(references: Sequence[str]) -> str:
    """Which actions somebody else changed while this person looked at the preview."""
    one = len(references) == 1
    which = f"Action {references[0]} was" if one else f"Actions {', '.join(references)} were"
    return f"{which} changed by somebody else in the meantime, so nothing was done"


def last_edit(
    edit: LastEdit, obstacles: Sequence[Obstacle], names: Names, url: Url
) -> dict[str, Any]:
    """The last bulk edit of a plan: who made it, when and why, and what undoing brings back."""
    by_action: dict[uuid.UUID, list[RecordChange]] = {}
    for change in edit.changes:
        by_action.setdefault(change.subject_id, []).append(change)
    number = count_words(len(edit.subjects), "action", "actions")
    return {
        "deed": str(edit.deed_id),
        "about": f"{edit.by or 'The tracker'} changed {number} on {long_date(local_day(edit.at))}",
        "note": edit.note,
        "obstacles": [
            {
                "name": f"{one.action.reference} {one.action.title}" if one.action else "",
                "href": url("actions.show", action_id=one.action.id) if one.action else "",
                "text": one.sentence,
            }
            for one in obstacles
        ],
        "rows": [
            {
                "name": f"{action.reference} {action.title}",
                "href": url("actions.show", action_id=action.id),
                "changes": undone_lines(by_action.get(action.id, ()), names),
            }
            for action in edit.actions.values()
        ],
    }
