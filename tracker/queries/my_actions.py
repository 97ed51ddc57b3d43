"""What somebody owes: the open actions that they, or the posts they hold, own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.predicates import owns_sql
from tracker.access.reader import Reader, reader_of
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.domain.vocabulary import OwnershipRole, PlanStage
from tracker.models import Action, Ownership, Person, Plan, Post, Priority
from tracker.queries import actions
from tracker.queries.concerns import has_no_date, is_due_soon, is_open, is_overdue
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of
from tracker.queries.people import ids_of

IN_FORCE = (PlanStage.ADOPTED, PlanStage.SUBMITTED)
FILTERS = ("due", "status", "plan")
Values = tuple[str, ...]


def listing(reader: Reader) -> Listing:
    """What can be asked of the list on the reader's day: what is due first comes first."""
    of_a_plan = actions.listing(reader)
    return Listing(
        filters={
            "due": _due(reader),
            "status": of_a_plan.filters["status"],
            "plan": _of_plans,
        },
        sorts=of_a_plan.sorts,
        default_sort="due",
        tie_break=of_a_plan.tie_break,
    )


def _due(reader: Reader) -> Callable[[Values], Condition | None]:
    spans: dict[str, Condition] = {
        "overdue": is_overdue(reader),
        "soon": is_due_soon(reader),
        "later": Action.due_on > reader.soon,
        "none": has_no_date(reader),
    }

    def condition(values: Values) -> Condition | None:
        chosen = [spans[value] for value in values if value in spans]
        return or_(*chosen) if chosen else None

    return condition


def _of_plans(values: Values) -> Condition | None:
    ids = ids_of(values)
    return Action.plan_id.in_(ids) if ids else None


def _owed(actor: Actor) -> AnySelect:
    """The ids of the open actions of plans in force that the actor or a post of theirs owns."""
    # A query of its own, as the lead's ownership below must not be taken for the actor's.
    owed = (
        select(Action.id)
        .where(visible(actor, Action), owns_sql(actor), Action.removed_on.is_(None), is_open())
        .subquery("owed")
    )
    return (
        select(Action.id)
        .join(owed, owed.c.id == Action.id)
        .join(Plan, and_(Plan.id == Action.plan_id, Plan.stage.in_(IN_FORCE)))
    )


def _rows(actor: Actor) -> AnySelect:
    lead = and_(
        Ownership.action_id == Action.id,
        Ownership.role == OwnershipRole.LEAD,
        Ownership.removed_on.is_(None),
    )
    return (
        _owed(actor)
        .with_only_columns(
            Action.id,
            Action.plan_id,
            *actions.TOLD,
            Plan.title.label("plan"),
            maintain_column_froms=True,
        )
        .outerjoin(Priority, Priority.id == Action.priority_id)
        .outerjoin(Ownership, lead)
        .outerjoin(Post, Post.id == Ownership.post_id)
        .outerjoin(Person, Person.id == Ownership.person_id)
    )


def page_of_owed_actions(session: Session, actor: Actor, ask: Ask) -> Page[AnyRow]:
    """One page of what the actor owes: two statements."""
    asked = listing(reader_of(actor))
    return page_of(session, asked, _rows(actor), ask, counted=_owed(actor))


def list_owed_actions(session: Session, actor: Actor, ask: Ask | None = None) -> Sequence[AnyRow]:
    """Everything of the asked list of what the actor owes, in one statement.

    Ordered by due date unless asked otherwise, those without one last.
    """
    return every_row(session, listing(reader_of(actor)), _rows(actor), ask or Ask())


def list_owed_plans(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The plans in which the actor owes something, oldest first, as (id, title)."""
    query = _owed(actor).with_only_columns(Plan.id, Plan.title, maintain_column_froms=True)
    return session.execute(query.distinct().order_by(Plan.id)).all()
