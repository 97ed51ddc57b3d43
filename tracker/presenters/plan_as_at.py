"""The page of a plan as at a day: facts and figures, its sections, and what had been removed."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.domain.pictures import ActionPicture, PriorityPicture
from tracker.domain.ratings import read_back
from tracker.domain.snapshot import PlanSnapshot, is_late, live
from tracker.presenters.ratings import rating_key, tone_of
from tracker.presenters.snapshots import ActionRow, Shown
from tracker.presenters.words import day_words


@dataclass(frozen=True)
class Standing:
    """A priority as it stood and its live actions in the plan's order; no priority is the rest."""

    priority: PriorityPicture | None
    heading: str
    actions: Sequence[ActionPicture]


def by_priority(shown: Shown) -> list[Standing]:
    """Every standing priority in the plan's order, and last the actions without one, if any."""
    standing = {one.id: one for one in live(shown.snapshot.priorities)}
    under: dict[uuid.UUID | None, list[ActionPicture]] = defaultdict(list)
    for action in sorted(live(shown.snapshot.actions), key=lambda one: (one.sort_key, one.id)):
        under[action.priority_id if action.priority_id in standing else None].append(action)
    found = [
        Standing(standing[key], name, under[key])
        for key, name in shown.priorities.items()
        if key in standing
    ]
    if under[None]:
        heading = "Actions without a priority" if found else "Actions"
        found.append(Standing(None, heading, under[None]))
    return found


def sections_as_at(shown: Shown) -> list[dict[str, Any]]:
    """The plan's live actions priority by priority, those without one last."""
    return [
        {
            "heading": one.heading,
            "difference": (one.priority.difference or "") if one.priority else "",
            "director": shown.director(one.priority) if one.priority else "",
            "rows": [shown.rows[action.id] for action in one.actions],
        }
        for one in by_priority(shown)
    ]


def removed_as_at(shown: Shown) -> list[ActionRow]:
    """The actions that had been removed by then."""
    return [row for row in shown.rows.values() if row.removed]


def figures_as_at(shown: Shown) -> list[dict[str, Any]]:
    """How many actions there were in all, by rating, late, and removed."""
    standing = live(shown.snapshot.actions)
    counted = [("Actions", len(standing), "neutral")]
    for rating in shown.words.delivery:
        number = sum(one.delivery is rating for one in standing)
        counted.append((shown.words.name(rating), number, tone_of(rating)))
    late = sum(is_late(one, shown.snapshot.as_at) for one in standing)
    counted.append(("Overdue", late, "serious"))
    figures = [{"text": text, "number": number, "tone": tone} for text, number, tone in counted]
    removed = len(shown.rows) - len(standing)
    href = "#removed" if removed else ""
    return [*figures, {"text": "Removed", "number": removed, "tone": "neutral", "href": href}]


def key_as_at(snapshot: PlanSnapshot) -> list[dict[str, Any]]:
    """The key of the ratings, as it was."""
    return rating_key(read_back(snapshot.words))


def facts_as_at(shown: Shown) -> list[dict[str, Any]]:
    """The facts of the plan as it stood."""
    plan = shown.snapshot.plan
    days = [("Adopted", plan.adopted_on), ("Submitted", plan.submitted_on)]
    return [
        {"key": "Overseen by", "value": shown.board, "missing": "No board yet"},
        *({"key": key, "value": day_words(day)} for key, day in days if day is not None),
        {"key": "Answers", "value": "; ".join(shown.answered), "missing": "No inspection yet"},
        {
            "key": "Taken from",
            "value": f"Row {shown.snapshot.seq:,} of the council’s history",
        },
    ]


def page_as_at(shown: Shown) -> dict[str, Any]:
    """What the page of a plan as at a day shows."""
    return {
        "facts": facts_as_at(shown),
        "figures": figures_as_at(shown),
        "sections": sections_as_at(shown),
        "removed": removed_as_at(shown),
        "key": key_as_at(shown.snapshot),
    }
