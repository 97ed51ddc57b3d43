"""People, posts and what they own, given quickly to the tests of their pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.page_contract import PageClient, parsed, text_of
from tests.services.given import recorded
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.vocabulary import Delivery, OwnershipRole, PlanStage, Role
from tracker.models import (
    Action,
    ActionRecommendation,
    Board,
    Inspection,
    Ownership,
    Person,
    Plan,
    Post,
    PostHolding,
    Recommendation,
    RoleGrant,
)

TODAY = date(2026, 10, 5)
"""The day of the tests, in London."""

NOBODY = "01900000-0000-7000-8000-000000000000"
"""An identifier that nothing has."""


def day(name: str, value: date | None) -> dict[str, str]:
    """A date as the three parts of a form's field."""
    parts = ("", "", "") if value is None else (value.day, value.month, value.year)
    return {
        f"{name}-{part}": str(text)
        for part, text in zip(("day", "month", "year"), parts, strict=True)
    }


def fill(
    client: PageClient,
    path: str,
    fields: dict[str, Any] | None = None,
    *,
    expect: int | tuple[int, ...] = 303,
) -> TestResponse:
    """Fill in the page's own form at ``path`` and send it."""
    return client.submit(path, fields, form=path, expect=expect)


def cells(page: str, caption: str) -> list[list[str]]:
    """The rows of the table that is called ``caption``, cell by cell."""
    for table in parsed(page).iter("table"):
        name = table.find("caption")
        if name is not None and text_of(name) == caption:
            rows = (row for body in table.iter("tbody") for row in body.iter("tr"))
            return [[text_of(cell) for cell in row] for row in rows]
    raise AssertionError(f"There is no table “{caption}”")


def a_person(session: Session, by: Actor, name: str = "Rowan Mason", **more: Any) -> Person:
    return recorded(session, by, Person, name=name, **more)


def a_role(session: Session, by: Actor, person: Person, role: Role, **more: Any) -> RoleGrant:
    values = {"from_on": date(2026, 1, 5), **more}
    return recorded(session, by, RoleGrant, person_id=person.id, role=role, **values)


def a_post(session: Session, by: Actor, title: str = "Head of first contact", **more: Any) -> Post:
    return recorded(session, by, Post, title=title, **more)


def a_holding(session: Session, by: Actor, post: Post, person: Person, **more: Any) -> PostHolding:
    values = {"from_on": date(2026, 1, 5), **more}
    return recorded(session, by, PostHolding, post_id=post.id, person_id=person.id, **values)


def a_board(session: Session, by: Actor, chair: Person) -> Board:
    return recorded(
        session,
        by,
        Board,
        name="Improvement Board",
        kind=BoardKind.IMPROVEMENT_BOARD,
        chair_id=chair.id,
    )


def a_plan(session: Session, by: Actor) -> Plan:
    return recorded(session, by, Plan, title="Getting to good", stage=PlanStage.ADOPTED)


def an_action(
    session: Session,
    by: Actor,
    plan: Plan,
    reference: str = "1.1",
    owner: Person | Post | None = None,
    **more: Any,
) -> Action:
    """An action of ``plan`` that ``owner`` leads."""
    values = {"title": "Answer each contact within a day", "due_on": date(2026, 12, 1), **more}
    action = recorded(
        session,
        by,
        Action,
        plan_id=plan.id,
        reference=reference,
        sort_key=reference,
        **{"delivery": Delivery.ON_TRACK, **values},
    )
    if owner is not None:
        key = "person_id" if isinstance(owner, Person) else "post_id"
        recorded(
            session,
            by,
            Ownership,
            action_id=action.id,
            role=OwnershipRole.LEAD,
            from_on=date(2026, 1, 5),
            **{key: owner.id},
        )
    return action


def embargo(session: Session, by: Actor, action: Action) -> Inspection:
    """Let ``action`` answer nothing but a recommendation of a visit that is under embargo."""
    visit = recorded(
        session,
        by,
        Inspection,
        framework="ilacs-2023",
        kind="monitoring_visit",
        title="A visit not yet told of",
        fieldwork_start_on=date(2026, 9, 1),
        fieldwork_end_on=date(2026, 9, 2),
        not_before_on=date(2026, 11, 1),
    )
    finding = recorded(
        session,
        by,
        Recommendation,
        inspection_id=visit.id,
        position=1,
        text="A finding not yet told of",
        kind="recommendation",
        addressee="local_authority",
    )
    recorded(session, by, ActionRecommendation, action_id=action.id, recommendation_id=finding.id)
    return visit
