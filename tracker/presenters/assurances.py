"""Assurance in words: what was found, what changed since, and which test comes next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from tracker.domain.chain import plain
from tracker.domain.closing import due_tests
from tracker.domain.dates import long_date, relative_days
from tracker.domain.ratings import RatingWords
from tracker.domain.upcasting import upcast
from tracker.domain.vocabulary import ClosingTest, RatingScale
from tracker.models import Action
from tracker.presenters.history import FieldChange, field_value
from tracker.presenters.ratings import SCALE_WORDS, rating_tag

TEST_WORDS: Final = {
    ClosingTest.THREE_MONTHS: "Test 3 months after closing",
    ClosingTest.SIX_MONTHS: "Test 6 months after closing",
    ClosingTest.TWELVE_MONTHS: "Test 12 months after closing",
}

WATCHED: Final = {
    "title": "Action",
    "why": "Why",
    "success_measure": "How we will know",
    "due_on": "Due",
    "due_text": "Due in words",
    "delivery": "Delivery, by its owner",
    "impact_rating": "Impact, by its owner",
}
"""What of an action was assured: a change of these is a change since."""


def assurance_part(
    action: Action,
    rows: Sequence[Any],
    words: RatingWords,
    today: date,
    evidence: Sequence[Any] = (),
) -> dict[str, Any]:
    """What an action's page says of its assurance.

    ``rows`` are of ``queries.assurances.list_assurances``, ``evidence`` of
    ``queries.evidence.list_evidence``; ``changed`` is what is not as it was when it was last
    assured.
    """
    return {
        "entries": [_entry(row, words) for row in rows],
        "changed": [
            *changed_since(action, rows[0], words),
            *evidence_since(rows[0], evidence),
        ]
        if rows
        else [],
        "next_test": _next_test(action, rows, today),
    }


def changed_since(action: Action, assurance: Any, words: RatingWords) -> list[FieldChange]:
    """The fields that somebody assured and that say something else now, old beside new."""
    if not assurance.stood:
        return []
    stood = upcast("action", json.loads(assurance.stood))["record"]
    now = {name: plain(getattr(action, name)) for name in WATCHED}
    return [
        FieldChange(
            title, field_value(name, stood.get(name), words), field_value(name, now[name], words)
        )
        for name, title in WATCHED.items()
        if stood.get(name) != now[name]
    ]


def evidence_since(assurance: Any, evidence: Sequence[Any]) -> list[FieldChange]:
    """The pieces of evidence, and the versions of their files, that came after an assurance.

    Identifiers are made in the order of time, so that a later record has a greater one.
    """
    later = [
        row.title
        for row in evidence
        if row.id > assurance.id or (row.file_id is not None and row.file_id > assurance.id)
    ]
    return [FieldChange("Evidence that came since", "", "; ".join(later))] if later else []


def _entry(row: Any, words: RatingWords) -> dict[str, Any]:
    test = ClosingTest(row.closing_test) if row.closing_test else None
    return {
        "title": TEST_WORDS[test] if test else "Assurance",
        "id": f"assurance-{row.id}",
        "on": long_date(row.assured_on),
        "by": row.assurer,
        "found": row.found,
        "reason": row.reason or "",
        "recovery": row.recovery or "",
        "ratings": [
            {"scale": SCALE_WORDS[scale], **rating_tag(words, rating)}
            for scale, rating in zip(
                RatingScale, (row.delivery, row.evidence_rating, row.impact_rating), strict=True
            )
        ],
    }


def _next_test(action: Action, rows: Sequence[Any], today: date) -> dict[str, Any] | None:
    if action.closed_on is None:
        return None
    done = {ClosingTest(row.closing_test) for row in rows if row.closing_test}
    following = due_tests(action.closed_on, done)
    if not following:
        return None
    test, due_on = following[0]
    return {
        "text": TEST_WORDS[test],
        "due": long_date(due_on),
        "ago": relative_days(due_on, today),
        "is_due": due_on <= today,
    }
