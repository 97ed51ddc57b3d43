"""Drafts of updates in words: when one was saved, what it says, and what has happened since."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tracker.domain.ratings import RatingWords
from tracker.domain.vocabulary import Delivery, ImpactRating
from tracker.models import Action, UpdateDraft
from tracker.presenters.administration import instant_words, time_words

Url = Callable[..., str]

TITLES = {
    "done": "What was done",
    "delivery": "How it is going",
    "delivery_reason": "Why it may be late",
    "recovery": "What will be done to recover",
    "impact_rating": "The difference made to children",
    "obstacle": "What is in the way",
    "next_steps": "What is next",
}
"""The fields of a draft in the order of the form."""


def texts_of(draft: UpdateDraft | None) -> dict[str, str]:
    """The texts of a draft by the names of the form's fields."""
    kept: dict[str, str] = json.loads(draft.fields) if draft is not None else {}
    return {name: kept[name] for name in TITLES if name in kept}


def draft_notice(
    draft: UpdateDraft | None,
    action: Action,
    typed: Mapping[str, str],
    words: RatingWords,
    url: Url,
) -> dict[str, Any] | None:
    """What the form's page says of the actor's draft; ``typed`` is what stands in the form."""
    if draft is None:
        return None
    return {
        "saved": instant_words(draft.saved_at),
        "changed": draft.action_version != action.version,
        "changes_href": url("history.show", record_id=action.id),
        "drop_href": url("updates.drop_draft", action_id=action.id),
        "is_in_form": texts_of(draft).items() <= typed.items(),
        "said": [
            {"title": TITLES[name], "text": _text(name, text, words)}
            for name, text in texts_of(draft).items()
        ],
    }


def _text(name: str, text: str, words: RatingWords) -> str:
    if name == "delivery":
        return words.name(Delivery(text))
    return words.name(ImpactRating(text)) if name == "impact_rating" else text


def saved_words(draft: UpdateDraft) -> str:
    """What somebody who goes on typing is told: "Draft saved at 2:05pm"."""
    return f"Draft saved at {time_words(draft.saved_at)}"


def draft_rows(rows: Iterable[Any], url: Url) -> list[dict[str, str]]:
    """Somebody's drafts as My actions lists them."""
    return [
        {
            "text": f"{row.reference} {row.title}",
            "href": url("updates.post", action_id=row.action_id),
            "saved": instant_words(row.saved_at),
        }
        for row in rows
    ]
