"""Merging and splitting in words: what can be chosen, and what is suggested for the new actions."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from tracker.domain.ratings import RatingWords
from tracker.domain.references import next_reference
from tracker.models import Action, Priority
from tracker.presenters.ratings import rating_tag
from tracker.presenters.words import due_words
from tracker.queries.succession import MOST_OFFERED

Url = Callable[..., str]

_STEM = re.compile(r"(.*?)[0-9]+")


def offered(rows: Sequence[Any], chosen: Collection[uuid.UUID]) -> dict[str, Any]:
    """The actions to choose from, and whether there are more than are shown."""
    return {
        "rows": [
            {"id": row.id, "text": f"{row.reference} {row.title}", "chosen": row.id in chosen}
            for row in rows[:MOST_OFFERED]
        ],
        "most": MOST_OFFERED,
        "has_more": len(rows) > MOST_OFFERED,
    }


def merged_rows(actions: Iterable[Action], words: RatingWords, url: Url) -> list[dict[str, Any]]:
    """The actions that are merged, as a table's rows."""
    return [
        {
            "text": f"{action.reference} {action.title}",
            "href": url("actions.show", action_id=action.id),
            "status": rating_tag(words, action.delivery),
            "due": due_words(action.due_on, action.due_text),
        }
        for action in actions
    ]


def suggested_reference(used: Iterable[Any], priority: Priority | None = None) -> str:
    """The reference that a new action is likely to have: the next one of its priority.

    ``used`` are (reference, priority_id), removed actions among them.
    """
    rows = list(used)
    references = [row.reference for row in rows]
    if priority is None:
        return next_reference(references)
    under = [row.reference for row in rows if row.priority_id == priority.id]
    found = _STEM.fullmatch(under[-1]) if under else None
    stem = found[1] if found else priority.letter
    return next_reference(references, stem)


def suggested_merge(actions: Sequence[Action], used: Iterable[Any]) -> dict[str, Any]:
    """The first values of the form for one action in the place of several.

    It is due when the last of them was: later would move a date without a reason.
    """
    first = actions[0]
    dates = [action.due_on for action in actions if action.due_on is not None]
    starts = [action.start_on for action in actions if action.start_on is not None]
    return {
        "reference": suggested_reference(used, first.priority),
        "title": first.title,
        "why": _joined(action.why for action in actions),
        "success_measure": _joined(action.success_measure for action in actions),
        "priority_id": str(first.priority_id or ""),
        "start_on": min(starts, default=None),
        "due_on": max(dates, default=None),
        "due_text": first.due_text if not dates else None,
    }


def _joined(texts: Iterable[str | None]) -> str:
    return "\n".join(dict.fromkeys(text for text in texts if text))


def suggested_parts(action: Action, used: Iterable[Any], most: int) -> dict[str, Any]:
    """The first values of the form for the parts of an action: references and due dates."""
    references = [row.reference for row in used]
    values: dict[str, Any] = {}
    for number in range(1, most + 1):
        references.append(next_reference(references, action.reference))
        values[f"reference_{number}"] = references[-1]
        values[f"due_on_{number}"] = action.due_on
    values["success_measure_1"] = action.success_measure
    return values
