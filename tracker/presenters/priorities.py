"""Priorities in words: where a page beneath one leads back to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.models import Priority

Url = Callable[..., str]


def trail(priority: Priority, url: Url) -> list[dict[str, str]]:
    """The way to a page about a priority; its ``plan`` is loaded."""
    return [
        {"text": "Plans", "href": url("plans.index")},
        {"text": priority.plan.title, "href": url("plans.show", plan_id=priority.plan_id)},
    ]


def name_of(priority: Priority) -> str:
    """Such as "A: Management oversight"."""
    return f"{priority.letter}: {priority.title}"


def page_values(priority: Priority, url: Url) -> dict[str, Any]:
    """What a page about a priority shows around its form, read before anything is attempted."""
    return {
        "trail": trail(priority, url),
        "name": name_of(priority),
        "back": url("plans.show", plan_id=priority.plan_id),
    }
