"""The first draft of a plan that answers an inspection: heads, and an action for each finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count, product
from string import ascii_uppercase
from textwrap import shorten
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.models import Inspection, Plan, Recommendation
from tracker.queries.golden_thread import is_answered
from tracker.services.actions import ActionFields, add_action, link_recommendations
from tracker.services.deeds import deed
from tracker.services.plans import PlanFields, answer_inspection, start_plan
from tracker.services.priorities import PriorityFields, add_priority
from tracker.services.rules import require_standing

FIRST_WORDS: Final = 120
"""So many characters of a recommendation become the title of its action."""

WITHOUT_THEME: Final = "Other recommendations"


@deed
def start_plan_for(
    session: Session, inspection: Inspection, title: str, *, by: Actor, on: date
) -> Plan:
    """Start a plan that answers an inspection, ready to be filled in.

    It has a priority for each theme of the recommendations that no action answers yet, a last one
    for those without a theme, and an empty action for each.

    Raises:
        RuleError: every recommendation has an action, or there is none.
    """
    require_standing(inspection, by=by)
    themes = _by_theme(_unanswered(session, inspection, by))
    if not themes:
        raise RuleError("Every recommendation of this inspection has an action already")
    plan = start_plan(session, PlanFields(title=title), by=by, on=on)
    answer_inspection(session, plan, inspection.id, by=by, on=on)
    for letter, (theme, found) in zip(_letters(), themes.items(), strict=False):
        heading = PriorityFields(letter=letter, title=theme or WITHOUT_THEME)
        priority = add_priority(session, plan, heading, by=by, on=on)
        for number, row in enumerate(found, start=1):
            fields = ActionFields(
                reference=f"{letter}{number}",
                title=shorten(row.text, FIRST_WORDS, placeholder="…"),
                priority_id=priority.id,
            )
            action = add_action(session, plan, fields, by=by, on=on)
            link_recommendations(session, action, [row.id], by=by, on=on)
    return plan


def _unanswered(session: Session, inspection: Inspection, by: Actor) -> Sequence[Any]:
    query = (
        select(Recommendation.id, Recommendation.text, Recommendation.theme)
        .where(
            Recommendation.inspection_id == inspection.id,
            Recommendation.removed_on.is_(None),
            ~is_answered(by),
        )
        .order_by(Recommendation.position, Recommendation.id)
    )
    return session.execute(query).all()


def _by_theme(rows: Sequence[Any]) -> dict[str | None, list[Any]]:
    """The rows under their themes as they first come up, those without one last."""
    themes: dict[str | None, list[Any]] = {}
    for row in sorted(rows, key=lambda row: row.theme is None):
        themes.setdefault(row.theme, []).append(row)
    return themes


def _letters() -> Iterator[str]:
    """The letters A to Z, then AA, AB and so on."""
    for length in count(1):
        yield from map("".join, product(ascii_uppercase, repeat=length))
