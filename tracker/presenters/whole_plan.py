"""The whole plan in words, priority by priority, for one page and for papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tracker.domain.ratings import RatingWords
from tracker.domain.vocabulary import Delivery, OwnershipRole
from tracker.models import Plan
from tracker.presenters.ratings import both_sides
from tracker.presenters.words import day_words, due_words, label

Url = Callable[..., str]


def sections_of(
    plan: Plan,
    actions: Iterable[Any],
    *,
    owners: Iterable[Any],
    answers: Iterable[Any],
    directors: Iterable[Any],
    words: RatingWords,
    url: Url,
) -> list[dict[str, Any]]:
    """The whole plan: each priority with its actions, then the actions without one.

    ``actions``, ``owners`` and ``answers`` are rows of ``queries.whole_plan``, ``directors`` of
    ``queries.priorities``.
    """
    accountable: dict[Any, str] = {row.id: row.title for row in directors}
    held, asked = _by_action(owners), _by_action(answers)
    rows = defaultdict(list)
    for action in actions:
        rows[action.priority_id].append(
            _whole_row(action, held[action.id], asked[action.id], words, url)
        )
    sections = [
        {
            "heading": f"{priority.letter}: {priority.title}",
            "difference": priority.difference or "",
            "director": accountable.get(priority.id, ""),
            "rows": rows.pop(priority.id, []),
        }
        for priority in plan.priorities
    ]
    # A priority that was removed leaves no action behind, so all others have none.
    loose = [row for left in rows.values() for row in left]
    if loose:
        sections.append(
            {
                "heading": "Actions without a priority" if sections else "Actions",
                "difference": "",
                "director": "",
                "rows": loose,
            }
        )
    return sections


def _by_action(rows: Iterable[Any]) -> defaultdict[Any, list[Any]]:
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.action_id].append(row)
    return found


def _whole_row(
    action: Any, owners: Sequence[Any], answers: Sequence[Any], words: RatingWords, url: Url
) -> dict[str, Any]:
    is_open = action.delivery is not Delivery.COMPLETE
    first = None if action.first_due_on == action.due_on else action.first_due_on
    return {
        "reference": action.reference,
        "title": action.title,
        "href": url("actions.show", action_id=action.id),
        "why": action.why or "",
        "measure": action.success_measure or "",
        "owners": [owner_words(row) for row in owners],
        "answers": answer_words(answers),
        "due": due_words(action.due_on, action.due_text),
        "first_due": day_words(first),
        "ratings": both_sides(words, action),
        "obstacle": action.obstacle if is_open else None,
        "updated": day_words(action.updated_on, "Never"),
    }


def owner_words(row: Any) -> str:
    """An owner's name, and how they hold the action where they are not just one of its owners."""
    if row.role is OwnershipRole.OWNER:
        return str(row.name)
    return f"{row.name} ({label(row.role).lower()})"


def answer_words(rows: Sequence[Any]) -> list[str]:
    """What an action answers, by inspection: "1, 4 and 7 (Inspection of 2015)"."""
    by_inspection: dict[Any, tuple[str, list[str]]] = {}
    for row in rows:
        _title, references = by_inspection.setdefault(row.inspection_id, (row.inspection, []))
        if row.reference:
            references.append(row.reference)
    return [
        f"{', '.join(references)} ({title})" if references else title
        for title, references in by_inspection.values()
    ]
