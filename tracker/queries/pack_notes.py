"""What a pack tells of challenges, decisions and follow-ups, each marked where it is restricted."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.access.actor import Actor
from tracker.access.shapes import AnySelect
from tracker.access.visibility import visible
from tracker.domain.pack_material import MeetingFacts, PackMaterial
from tracker.models import (
    Action,
    ActionRecommendation,
    AgendaItem,
    Challenge,
    ChallengeStep,
    Decision,
    FollowUp,
    Meeting,
    Person,
    Post,
    Recommendation,
)
from tracker.queries.challenges import is_open

Raiser, Asked = aliased(Person), aliased(Person)


def list_inspections_beside(
    session: Session, actor: Actor, material: PackMaterial
) -> Sequence[uuid.UUID]:
    """The inspections that the challenges and decisions of a pack lead to: two statements."""
    notes: list[tuple[Any, Any]] = [
        (Challenge, material.challenges),
        (Decision, material.decisions),
    ]
    found: list[uuid.UUID] = []
    for model, told in notes:
        ids = [one.id for one in told]
        direct = select(model.recommendation_id).where(model.id.in_(ids))
        linked = select(ActionRecommendation.recommendation_id).where(
            ActionRecommendation.action_id.in_(select(model.action_id).where(model.id.in_(ids)))
        )
        query = select(Recommendation.inspection_id).where(
            Recommendation.council_id == actor.council_id,
            or_(Recommendation.id.in_(direct), Recommendation.id.in_(linked)),
        )
        found += session.scalars(query.distinct())
    return found


def _is_restricted(model: Any) -> ColumnElement[bool]:
    found = select(AgendaItem.is_restricted).where(AgendaItem.id == model.item_id)
    return func.coalesce(found.correlate(model).scalar_subquery(), false())


def decisions_noted(reader: Actor, last: MeetingFacts | None) -> AnySelect:
    """What the last meeting decided, and what came of each."""
    return (
        select(
            Decision.id,
            Decision.item_id,
            Decision.text,
            func.coalesce(Person.name, Post.title, Decision.owner_name, "").label("who"),
            Decision.due_on,
            Decision.carried_out_on.label("closed_on"),
            Decision.carried_out_note.label("note"),
            _is_restricted(Decision).label("is_restricted"),
        )
        .outerjoin(Person, Person.id == Decision.owner_id)
        .outerjoin(Post, Post.id == Decision.owner_post_id)
        .where(
            visible(reader, Decision),
            Decision.removed_on.is_(None),
            Decision.meeting_id == (last.id if last else None),
        )
        .order_by(Decision.id)
    )


def follow_ups_noted(reader: Actor, meeting: Meeting, last: MeetingFacts | None) -> AnySelect:
    """What the last meeting set to be done, and what is open still of earlier ones."""
    since = FollowUp.meeting_id == (last.id if last else None)
    return (
        select(
            FollowUp.id,
            FollowUp.item_id,
            FollowUp.text,
            func.coalesce(Person.name, Post.title, FollowUp.owner_name, "").label("who"),
            Meeting.held_on.label("set_on"),
            FollowUp.due_on,
            FollowUp.closed_on,
            FollowUp.not_needed_because,
            _is_restricted(FollowUp).label("is_restricted"),
        )
        .join(Meeting, Meeting.id == FollowUp.meeting_id)
        .outerjoin(Person, Person.id == FollowUp.owner_id)
        .outerjoin(Post, Post.id == FollowUp.owner_post_id)
        .where(
            visible(reader, FollowUp),
            FollowUp.board_id == meeting.board_id,
            Meeting.held_on < meeting.held_on,
            or_(since, FollowUp.closed_on.is_(None)),
        )
        .order_by(Meeting.held_on, FollowUp.id)
    )


def challenges_noted(reader: Actor, board_id: uuid.UUID, news_from: date | None) -> AnySelect:
    """The board's challenges that are open, or were settled from ``news_from`` on."""
    settled = Challenge.settled_on >= news_from if news_from else Challenge.settled_on.is_not(None)
    latest = select(ChallengeStep.id).where(ChallengeStep.challenge_id == Challenge.id)
    newest = latest.order_by(ChallengeStep.id.desc()).limit(1).correlate(Challenge)
    step, taker = aliased(ChallengeStep), aliased(Person)
    about = func.coalesce(Action.reference, Recommendation.reference, Challenge.measure, "")
    return (
        select(
            Challenge.id,
            Challenge.item_id,
            Challenge.text,
            Challenge.state,
            Challenge.raised_on,
            func.coalesce(Raiser.name, Challenge.raised_by_name, "").label("raiser"),
            func.coalesce(Asked.name, Post.title, "").label("asked"),
            about.label("about"),
            Challenge.due_on,
            Challenge.settled_on,
            step.taken_on.label("step_on"),
            func.coalesce(taker.name, step.taken_by_name, "").label("step_by"),
            step.words.label("step_words"),
            _is_restricted(Challenge).label("is_restricted"),
        )
        .outerjoin(Raiser, Raiser.id == Challenge.raised_by_id)
        .outerjoin(Asked, Asked.id == Challenge.put_to_id)
        .outerjoin(Post, Post.id == Challenge.put_to_post_id)
        .outerjoin(Action, Action.id == Challenge.action_id)
        .outerjoin(Recommendation, Recommendation.id == Challenge.recommendation_id)
        .outerjoin(step, step.id == newest.scalar_subquery())
        .outerjoin(taker, taker.id == step.taken_by_id)
        .where(
            visible(reader, Challenge),
            Challenge.board_id == board_id,
            or_(is_open(), settled),
        )
        .order_by(Challenge.raised_on, Challenge.id)
    )
