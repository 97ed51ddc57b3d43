"""What waits for assurance: evidence that is offered, actions said to be complete, tests due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.domain.closing import MONTHS, closed_by
from tracker.domain.vocabulary import (
    ClosingTest,
    Delivery,
    EvidenceRating,
    OwnershipRole,
    PlanStage,
)
from tracker.models import Action, Assurance, Ownership, Person, Plan, Post
from tracker.queries.actions import RATED
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of
from tracker.queries.people import ids_of

FILTERS: Final = ("waiting", "plan")
Values = tuple[str, ...]
IN_FORCE = (PlanStage.ADOPTED, PlanStage.SUBMITTED)


def is_offered() -> Condition:
    """Evidence is offered and nobody has assured the action yet."""
    return and_(
        Action.closed_on.is_(None),
        Action.evidence_rating == EvidenceRating.OFFERED,
        Action.assured_on.is_(None),
    )


def is_to_be_closed() -> Condition:
    """Its owner says that it is complete, and it is not closed."""
    return and_(Action.closed_on.is_(None), Action.delivery == Delivery.COMPLETE)


def is_not_assured() -> Condition:
    """It was tested, and the evidence did not show enough."""
    return and_(Action.closed_on.is_(None), Action.assured_evidence == EvidenceRating.NOT_ASSURED)


def is_test_due(today: date) -> Condition:
    """Closed 3, 6 or 12 months ago or more, and neither that test nor a later one was made."""
    order = list(ClosingTest)
    due = []
    for number, test in enumerate(order):
        made = select(Assurance.action_id).where(Assurance.closing_test.in_(order[number:]))
        due.append(and_(Action.closed_on <= closed_by(today, MONTHS[test]), Action.id.not_in(made)))
    return or_(*due)


def waiting(today: date) -> dict[str, Condition]:
    """What an action can wait for, by name."""
    return {
        "evidence": is_offered(),
        "closing": is_to_be_closed(),
        "not_assured": is_not_assured(),
        "test": is_test_due(today),
    }


def listing(actor: Actor) -> Listing:
    """What can be asked of the list: the longest due comes first."""
    return Listing(
        filters={"waiting": _waiting_for(actor), "plan": _of_plans},
        sorts={
            "due": [Action.due_on, Action.sort_key],
            "reference": [Action.sort_key],
            "assured": [Action.assured_on, Action.sort_key],
        },
        default_sort="due",
        tie_break=[Action.id],
    )


def _waiting_for(actor: Actor) -> Callable[[Values], Condition | None]:
    known = waiting(actor.today)

    def condition(values: Values) -> Condition | None:
        chosen = [known[value] for value in values if value in known]
        return or_(*chosen) if chosen else None

    return condition


def _of_plans(values: Values) -> Condition | None:
    ids = ids_of(values)
    return Action.plan_id.in_(ids) if ids else None


def _waiting(actor: Actor) -> AnySelect:
    return (
        select(Action.id)
        .join(Plan, and_(Plan.id == Action.plan_id, Plan.stage.in_(IN_FORCE)))
        .where(
            visible(actor, Action),
            Action.removed_on.is_(None),
            or_(*waiting(actor.today).values()),
        )
    )


def _rows(actor: Actor) -> AnySelect:
    lead = and_(
        Ownership.action_id == Action.id,
        Ownership.role == OwnershipRole.LEAD,
        Ownership.removed_on.is_(None),
    )
    told: list[Any] = [
        condition.label(f"is_{name}") for name, condition in waiting(actor.today).items()
    ]
    return (
        _waiting(actor)
        .with_only_columns(
            Action.id,
            Action.reference,
            Action.title,
            *RATED,
            Action.due_on,
            Action.due_text,
            Plan.title.label("plan"),
            Post.title.label("post"),
            Person.name.label("person"),
            *told,
            maintain_column_froms=True,
        )
        .outerjoin(Ownership, lead)
        .outerjoin(Post, Post.id == Ownership.post_id)
        .outerjoin(Person, Person.id == Ownership.person_id)
    )


def counted_waiting(actor: Actor) -> ScalarSelect[int]:
    """How much waits, to be counted along with something else; a name of its own for its rows."""
    waits = _waiting(actor).subquery("waits_for_assurance")
    return select(func.count()).select_from(waits).scalar_subquery()


def page_of_waiting(session: Session, actor: Actor, asked: Ask) -> Page[AnyRow]:
    """One page of what waits: two statements."""
    return page_of(session, listing(actor), _rows(actor), asked, counted=_waiting(actor))


def every_waiting(session: Session, actor: Actor, asked: Ask) -> Sequence[AnyRow]:
    """All that waits in the asked list, for an export."""
    return every_row(session, listing(actor), _rows(actor), asked)


def list_waiting_plans(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The plans in which something waits, oldest first, as (id, title)."""
    query = _waiting(actor).with_only_columns(Plan.id, Plan.title, maintain_column_froms=True)
    return session.execute(query.distinct().order_by(Plan.id)).all()
