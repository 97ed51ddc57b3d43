"""A report, its recommendations and what was done about them, given to the tests of pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from tests.services.given import recorded
from tests.services.visits import FRAMEWORKS, ON, inspected, recommended, visited
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, OwnershipRole, PlanStage, VerdictKind
from tracker.models import (
    Action,
    ActionRecommendation,
    Clock,
    Inspection,
    Ownership,
    Plan,
    Post,
    Recommendation,
    Update,
    Verdict,
)
from tracker.services.clocks import ClockFields, start_clock
from tracker.services.verdicts import VerdictFields, give_verdict

__all__ = ["FRAMEWORKS", "ON", "inspected", "recommended", "visited"]

INSPECTIONS = "/councils/riverford/inspections"
RECOMMENDATIONS = "/councils/riverford/recommendations"
CLOCKS = "/councils/riverford/clocks"
LATER = date(2027, 1, 5)
"""A day on which an embargo ends, after the day of the tests."""


def embargoed(session: Session, by: Actor, follows: Inspection | None = None) -> Inspection:
    """A visit of last month whose letter must not be known yet."""
    return visited(
        session,
        by,
        date(2026, 9, 8),
        title="A visit not yet told of",
        not_before_on=LATER,
        follows_id=follows.id if follows else None,
    )


def judged(
    session: Session,
    by: Actor,
    recommendation: Recommendation,
    visit: Inspection,
    verdict: VerdictKind = VerdictKind.SOME_PROGRESS,
    words: str | None = "Contacts wait for two days",
) -> Verdict:
    """What ``visit`` says of ``recommendation``."""
    fields = VerdictFields(verdict=verdict, words=words)
    return give_verdict(session, recommendation, visit, fields, by=by, on=ON)


def clocked(session: Session, by: Actor, inspection: Inspection, **more: Any) -> Clock:
    """The clock for the statement of action, as the rule counts it."""
    values = {"rule": "statement_of_action", "label": "Statement of action", **more}
    starts_on = values.pop("starts_on", inspection.received_on)
    fields = ClockFields(starts_on=starts_on, **values)
    return start_clock(session, inspection, fields, by=by, on=ON, frameworks=FRAMEWORKS)


def a_plan(session: Session, by: Actor) -> Plan:
    return recorded(session, by, Plan, title="Getting to good", stage=PlanStage.ADOPTED)


def an_answer(
    session: Session,
    by: Actor,
    plan: Plan,
    recommendation: Recommendation,
    reference: str = "A1",
    **more: Any,
) -> Action:
    """An action of ``plan``, led by a post, that answers ``recommendation``."""
    values = {"title": "Staff the front door", "due_on": date(2026, 12, 1), **more}
    values = {"delivery": Delivery.ON_TRACK, **values}
    action = recorded(
        session, by, Action, plan_id=plan.id, reference=reference, sort_key=reference, **values
    )
    recorded(
        session,
        by,
        ActionRecommendation,
        action_id=action.id,
        recommendation_id=recommendation.id,
    )
    post = recorded(session, by, Post, title=f"Head of {reference}")
    recorded(
        session,
        by,
        Ownership,
        action_id=action.id,
        post_id=post.id,
        role=OwnershipRole.LEAD,
        from_on=ON,
    )
    return action


def told(session: Session, by: Actor, action: Action, done: str, **more: Any) -> Update:
    """An update of ``action``, a day after the one before it where ``days`` says so."""
    days = more.pop("days", 0)
    return recorded(
        session,
        by,
        Update,
        action_id=action.id,
        posted_at=by.at + timedelta(days=days),
        posted_on=by.today + timedelta(days=days),
        done=done,
        **{"delivery": Delivery.ON_TRACK, **more},
    )
