"""The golden thread of a recommendation: inspection, actions, what owners say, what visits say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from tracker.domain.dates import long_date, relative_days
from tracker.domain.frameworks import Framework
from tracker.domain.ratings import RatingWords
from tracker.domain.vocabulary import Delivery, PlanStage
from tracker.models import Recommendation
from tracker.presenters.ratings import both_sides
from tracker.presenters.recommendations import in_short, name_of, place_words
from tracker.presenters.words import Link, due_words, label

Url = Callable[..., str]
Step = dict[str, Any]

A_YEAR = 366


def thread(
    recommendation: Recommendation,
    answers: Sequence[Any],
    verdicts: Sequence[Any],
    *,
    frameworks: Mapping[str, Framework],
    words: RatingWords,
    url: Url,
) -> list[Step]:
    """A stop for each part of the thread; where it hangs loose, the stop says so."""
    inspection = recommendation.inspection
    framework = frameworks.get(inspection.framework)
    place = place_words(recommendation.page, recommendation.paragraph)
    return [
        {
            "kind": f"Inspection, {place}" if place else "Inspection",
            "text": inspection.title,
            "href": url("inspections.show", inspection_id=inspection.id),
        },
        {
            "kind": "Recommendation",
            "text": name_of(framework, recommendation.kind, recommendation.reference),
            "current": True,
        },
        _actions_step(answers, url),
        _update_step(answers, words, url),
        _verdict_step(verdicts, url),
    ]


def _actions_step(answers: Sequence[Any], url: Url) -> Step:
    if not answers:
        return {"kind": "Actions", "text": "No action answers it", "missing": True}
    first, *others = [
        {
            "text": f"{row.reference} {in_short(row.title)}",
            "href": url("actions.show", action_id=row.id),
        }
        for row in answers
    ]
    return {"kind": "Action" if not others else "Actions", **first, "more": others}


def _update_step(answers: Sequence[Any], words: RatingWords, url: Url) -> Step:
    told = [row for row in answers if row.said_on is not None]
    if not told:
        return {"kind": "Latest update", "text": "No update yet", "missing": True}
    latest = max(told, key=lambda row: row.said_on)
    return {
        "kind": "Latest update",
        "text": f"{words.name(latest.delivery)}, {long_date(latest.said_on)}",
        "href": url("actions.show", action_id=latest.id) + "#updates",
    }


def _verdict_step(verdicts: Sequence[Any], url: Url) -> Step:
    if not verdicts:
        return {"kind": "Verdict", "text": "No visit has looked yet", "missing": True}
    latest = verdicts[0]
    return {
        "kind": f"Verdict: {label(latest.verdict).lower()}",
        "text": latest.visit,
        "href": url("inspections.show", inspection_id=latest.inspection_id),
    }


def answer_rows(
    answers: Sequence[Any], words: RatingWords, url: Url, today: date
) -> list[dict[str, Any]]:
    """The actions that answer a recommendation, each with its owner's latest word."""
    return [_answer(row, words, url, today) for row in answers]


def open_plans(recommendation_id: UUID, plans: Sequence[Any], url: Url) -> list[Link]:
    """The plans, not closed, in which an action for the recommendation can be added."""
    return [
        Link(
            plan.title,
            url("actions.add", plan_id=plan.id, recommendation=str(recommendation_id)),
        )
        for plan in plans
        if plan.stage is not PlanStage.CLOSED
    ]


def ago_words(day: date, today: date) -> str:
    """How far off a day is, where that says more than the date: within a year of today."""
    return relative_days(day, today) if abs((day - today).days) <= A_YEAR else ""


def _answer(row: Any, words: RatingWords, url: Url, today: date) -> dict[str, Any]:
    is_open = row.delivery is not Delivery.COMPLETE and row.stage is not PlanStage.CLOSED
    far = ago_words(row.due_on, today) if is_open and row.due_on is not None else ""
    is_overdue = is_open and row.due_on is not None and row.due_on < today
    notes = ["Overdue", far] if is_overdue else [far]
    return {
        "action": {
            "text": f"{row.reference} {row.title}",
            "href": url("actions.show", action_id=row.id),
        },
        "plan": {"text": row.plan, "href": url("plans.show", plan_id=row.plan_id)},
        "ratings": both_sides(words, row),
        "lead": row.post or row.person or "No lead",
        "due": due_words(row.due_on, row.due_text),
        "due_note": ", ".join(note for note in notes if note),
        "said_on": long_date(row.said_on) if row.said_on else "",
        "said": row.said or "",
        "in_the_way": row.in_the_way or "",
    }
