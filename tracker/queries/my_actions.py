"""What somebody owes: the open actions that they, or the posts they hold, own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.predicates import owns_sql
from tracker.access.shapes import AnyRow
from tracker.access.visibility import visible
from tracker.domain.vocabulary import Delivery, OwnershipRole, PlanStage
from tracker.models import Action, Ownership, Person, Plan, Post, Priority

IN_FORCE = (PlanStage.ADOPTED, PlanStage.SUBMITTED)


def list_owed_actions(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """Open actions of plans in force that the actor or a post of theirs owns, in one statement.

    Ordered by due date, those without one last.
    """
    # A query of its own, as the lead's ownership below must not be taken for the actor's.
    owed = (
        select(Action.id)
        .where(
            visible(actor, Action),
            owns_sql(actor),
            Action.removed_on.is_(None),
            Action.delivery != Delivery.COMPLETE,
        )
        .subquery("owed")
    )
    lead = and_(
        Ownership.action_id == Action.id,
        Ownership.role == OwnershipRole.LEAD,
        Ownership.removed_on.is_(None),
    )
    query = (
        select(
            Action.id,
            Action.plan_id,
            Action.reference,
            Action.title,
            Action.due_on,
            Action.due_text,
            Action.first_due_on,
            Action.delivery,
            Action.delivery_reason,
            Action.obstacle,
            Action.updated_on,
            Action.times_slipped,
            Plan.title.label("plan"),
            Priority.letter,
            Priority.title.label("priority"),
            Post.title.label("post"),
            Person.name.label("person"),
        )
        .join(owed, owed.c.id == Action.id)
        .join(Plan, and_(Plan.id == Action.plan_id, Plan.stage.in_(IN_FORCE)))
        .outerjoin(Priority, Priority.id == Action.priority_id)
        .outerjoin(Ownership, lead)
        .outerjoin(Post, Post.id == Ownership.post_id)
        .outerjoin(Person, Person.id == Ownership.person_id)
        .order_by(Action.due_on.asc().nulls_last(), Action.sort_key, Action.id)
    )
    return session.execute(query).all()
