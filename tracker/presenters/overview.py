"""The board's overview of a plan: each figure with the address of exactly the rows it counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from tracker.domain.pictures import PlanPicture
from tracker.domain.ratings import RatingWords
from tracker.domain.text import in_a_sentence
from tracker.models import Plan
from tracker.presenters.ratings import CONCERN_KEY, CONCERN_WORDS, tone_of
from tracker.presenters.words import count_words
from tracker.queries.concerns import OVERVIEW
from tracker.queries.plans import Overview, Tally

Url = Callable[..., str]

CONCERN_TONES = {
    "overdue": "serious",
    "stuck": "serious",
    "slipped": "caution",
    "slipped_twice": "serious",
    "finished_late": "caution",
    "due_soon": "info",
    "quiet": "caution",
}


def actions_href(plan: Plan | PlanPicture, url: Url, **filters: str) -> str:
    """The address of a plan's actions, narrowed by ``filters``."""
    base = url("actions.of_plan", plan_id=plan.id)
    return f"{base}?{urlencode(filters)}" if filters else base


def rating_figures(
    plan: Plan | PlanPicture, overview: Overview, words: RatingWords, url: Url
) -> list[dict[str, Any]]:
    """How many actions there are, and how many stand at each rating."""
    whole = overview.whole
    first = {"number": f"{whole.total:,}", "text": "Actions", "href": actions_href(plan, url)}
    return [
        first,
        *(
            {
                "number": f"{whole.by_delivery.get(rating, 0):,}",
                "text": words.name(rating),
                "href": actions_href(plan, url, status=rating.value),
                "tone": tone_of(rating),
            }
            for rating in words.delivery
        ),
    ]


def concern_figures(plan: Plan | PlanPicture, overview: Overview, url: Url) -> list[dict[str, Any]]:
    """What is pressing, in the order in which a board asks."""
    whole = overview.whole
    return [
        {
            "number": f"{whole.by_concern.get(name, 0):,}",
            "text": CONCERN_WORDS[name],
            "href": actions_href(plan, url, concern=name),
            "tone": CONCERN_TONES[name] if whole.by_concern.get(name) else "neutral",
            "note": CONCERN_KEY[name],
        }
        for name in OVERVIEW
    ]


def progress_rows(
    plan: Plan, overview: Overview, words: RatingWords, url: Url
) -> list[dict[str, Any]]:
    """Each priority with its bar: how many of its actions stand at each rating."""
    rows = []
    for priority in plan.priorities:
        tally = overview.by_priority.get(priority.id, Tally())
        rows.append(
            {
                "priority_id": priority.id,
                "label": f"{priority.letter}: {priority.title}",
                "difference": priority.difference or "",
                "href": actions_href(plan, url, priority=str(priority.id)),
                "total": count_words(tally.total, "action", "actions"),
                "parts": parts_of(tally, words, actions_href(plan, url, priority=str(priority.id))),
            }
        )
    none = overview.by_priority.get(None)
    if none is not None:
        rows.append(
            {
                "priority_id": None,
                "label": "Actions without a priority",
                "difference": "",
                "href": actions_href(plan, url, priority="none"),
                "total": count_words(none.total, "action", "actions"),
                "parts": parts_of(none, words, actions_href(plan, url, priority="none")),
            }
        )
    return rows


def parts_of(tally: Tally, words: RatingWords, href: str) -> list[dict[str, Any]]:
    """The parts of a bar in the council's order; each leads to the actions at ``href`` it counts.

    Without ``href`` they lead nowhere: there is no list of what counted on a past day. Widths
    and starts are hundredths of the bar.
    """
    parts, start = [], 0.0
    join = "&" if "?" in href else "?"
    for rating in words.delivery:
        number = tally.by_delivery.get(rating, 0)
        if not number:
            continue
        width = round(100 * number / tally.total, 2)
        parts.append(
            {
                "rating": rating,
                "text": in_a_sentence(words.name(rating)),
                "number": number,
                "tone": tone_of(rating),
                "start": start,
                "width": width,
                "href": f"{href}{join}status={rating.value}" if href else "",
            }
        )
        start = round(start + width, 2)
    return parts
