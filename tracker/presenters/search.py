"""What a search found, in words: the kind of record, its title, and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any, Final

Url = Callable[..., str]

MOST_WORDS: Final = 240

KINDS: Final[dict[str, tuple[str, str, str]]] = {
    "inspection": ("Inspection", "inspections.show", "inspection_id"),
    "recommendation": ("Recommendation", "recommendations.show", "recommendation_id"),
    "plan": ("Plan", "plans.show", "plan_id"),
    "priority": ("Priority", "plans.show", "plan_id"),
    "action": ("Action", "actions.show", "action_id"),
    "action_update": ("Update", "actions.show", "action_id"),
    "evidence": ("Evidence", "evidence.show", "evidence_id"),
    "verdict": ("Verdict", "recommendations.show", "recommendation_id"),
    "person": ("Person", "people.show", "person_id"),
    "post": ("Post", "posts.show", "post_id"),
    "board": ("Board", "boards.show", "board_id"),
    "meeting": ("Meeting", "meetings.show", "meeting_id"),
    "challenge": ("Challenge", "challenges.show", "challenge_id"),
    "decision": ("Decision", "decisions.show", "decision_id"),
}
"""For each type of record: its word, the page it is read on, and that page's parameter."""


def found_rows(rows: Iterable[Any], url: Url) -> list[dict[str, str]]:
    """The rows of a search as its page shows them."""
    return [_row(row, url) for row in rows]


def old_rows(rows: Iterable[Any], url: Url) -> list[dict[str, str]]:
    """Old references that lead to new ones, as the page of a search shows them."""
    found: list[dict[str, str]] = []
    for action_id, followed in groupby(rows, key=lambda row: row.id):
        steps = list(followed)
        led_to = "; ".join(f"{row.successor} {row.successor_title}" for row in steps)
        found.append(
            {
                "kind": "Old reference",
                "text": _short(f"{steps[0].reference} {steps[0].title}"),
                "href": url("actions.show", action_id=action_id),
                "body": _short(f"Now {led_to}"),
            }
        )
    return found


def _row(row: Any, url: Url) -> dict[str, str]:
    kind, endpoint, parameter = KINDS[row.record_type]
    # A priority has no page of its own: it is shown on its plan's. Updates and verdicts lead to
    # the pages they are read on; evidence has one, though it goes with its action.
    read_on = {"priority": row.plan_id, "evidence": row.record_id}
    record_id = read_on.get(row.record_type) or row.leads_to_id or row.record_id
    title = f"{row.reference} {row.title}".strip()
    return {
        "kind": kind,
        "text": _short(title),
        "href": url(endpoint, **{parameter: record_id}),
        "body": _short(row.body),
    }


def _short(text: str) -> str:
    if len(text) <= MOST_WORDS:
        return text
    return f"{text[:MOST_WORDS].rsplit(' ', 1)[0]} …"
