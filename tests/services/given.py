"""Records that a test of plans starts from: given quickly, without the deeds of other modules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.vocabulary import Addressee, Delivery, FindingKind, PlanStage
from tracker.models import (
    Action,
    Base,
    Board,
    Council,
    DateChange,
    Inspection,
    Meeting,
    Person,
    Plan,
    Post,
    Priority,
    Recommendation,
)
from tracker.models.recording import deed
from tracker.services.actions import ActionFields, add_action
from tracker.services.due_dates import (
    DateChangeFields,
    agree_date_change,
    request_date_change,
)
from tracker.services.plans import PlanFields, adopt_plan, close_plan, start_plan, submit_plan
from tracker.services.priorities import PriorityFields, add_priority
from tracker.services.rules import add_record
from tracker.services.updates import UpdateFields, post_update

ON = date(2015, 10, 1)
"""The day of most deeds in these tests."""

DUE = date(2016, 3, 31)
"""The date due of most actions in these tests."""

R = TypeVar("R", bound=Base)


def recorded(session: Session, by: Actor, model: type[R], **values: Any) -> R:
    """A record of the actor's council, as if an earlier deed had made it."""
    with deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=by.at):
        if issubclass(model, Council):
            record: Any = model(**values)
            session.add(record)
            return record  # type: ignore[no-any-return]
        return add_record(session, model, by=by, **values)  # type: ignore[type-var]


def taken_out(session: Session, by: Actor, record: Any) -> None:
    """Remove a record of another module, as its own deed would."""
    with deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=by.at):
        record.removed_on = ON


def other_council(session: Session, by: Actor) -> Actor:
    """Somebody at work for another council of the installation."""
    council = recorded(
        session, by, Council, slug="elsewhere", name="Elsewhere Council", short_name="Elsewhere"
    )
    return replace(by, council_id=council.id, person_id=None)


def a_post(session: Session, by: Actor, title: str = "Head of first contact", **more: Any) -> Post:
    return recorded(session, by, Post, title=title, **more)


def a_person(session: Session, by: Actor, name: str = "Rowan Mason", **more: Any) -> Person:
    return recorded(session, by, Person, name=name, **more)


def a_board(session: Session, by: Actor, **more: Any) -> Board:
    values = {"name": "Improvement Board", "kind": BoardKind.IMPROVEMENT_BOARD, **more}
    return recorded(session, by, Board, **values)


def a_meeting(session: Session, by: Actor, **more: Any) -> Meeting:
    board = a_board(session, by)
    values = {"board_id": board.id, "held_on": ON, "title": "October", **more}
    return recorded(session, by, Meeting, **values)


def an_inspection(session: Session, by: Actor, **more: Any) -> Inspection:
    return recorded(
        session,
        by,
        Inspection,
        **{
            "framework": "sif",
            "kind": "sif_full",
            "title": "Inspection of 2015",
            "fieldwork_start_on": date(2015, 6, 23),
            "fieldwork_end_on": date(2015, 7, 16),
            **more,
        },
    )


def recommendations(session: Session, by: Actor, count: int) -> list[Recommendation]:
    """So many recommendations of one inspection."""
    inspection = an_inspection(session, by)
    return [
        recorded(
            session,
            by,
            Recommendation,
            inspection_id=inspection.id,
            position=position,
            text=f"Recommendation {position}",
            kind=FindingKind.RECOMMENDATION,
            addressee=Addressee.LOCAL_AUTHORITY,
        )
        for position in range(1, count + 1)
    ]


def a_plan(session: Session, by: Actor, stage: PlanStage = PlanStage.DRAFT) -> Plan:
    """An empty plan that has come as far as ``stage``, each step on its own day."""
    plan = start_plan(session, PlanFields(title="Getting to good"), by=by, on=ON)
    bring_to(session, plan, stage, by=by)
    return plan


def bring_to(session: Session, plan: Plan, stage: PlanStage, *, by: Actor) -> None:
    """Take a draft as far as ``stage`` through the deeds."""
    if stage is not PlanStage.DRAFT:
        adopt_plan(session, plan, by=by, on=date(2015, 12, 8))
    if stage is PlanStage.SUBMITTED:
        submit_plan(session, plan, by=by, on=date(2015, 12, 9))
    if stage is PlanStage.CLOSED:
        close_plan(session, plan, by=by, on=date(2018, 5, 21))


def a_priority(session: Session, plan: Plan, by: Actor, letter: str = "A") -> Priority:
    fields = PriorityFields(letter=letter, title="Management oversight")
    return add_priority(session, plan, fields, by=by, on=ON)


def fields_of(reference: str = "1.1", **more: Any) -> ActionFields:
    values = {"title": "Answer each contact within a day", "due_on": DUE, **more}
    return ActionFields(reference=reference, **values)


def an_action(
    session: Session, plan: Plan, by: Actor, reference: str = "1.1", **more: Any
) -> Action:
    return add_action(session, plan, fields_of(reference, **more), by=by, on=ON)


def saying(delivery: Delivery, **more: Any) -> UpdateFields:
    """An update that nothing is wrong with."""
    return UpdateFields(
        **{
            "done": "The duty team was moved together.",
            "delivery": delivery,
            "delivery_reason": "Two posts are vacant.",
            "recovery": "Two people start in March.",
            **more,
        }
    )


def moved(
    session: Session, action: Action, to_on: date | None, to_text: str | None = None, **more: Any
) -> DateChange:
    """A due date that ``by`` asked to move and somebody else agreed to on the same day."""
    by, on = more.pop("by"), more.pop("on")
    words = {"reason": "More time", "recovery": "Two more people", **more}
    fields = DateChangeFields(to_on=to_on, to_text=to_text, **words)
    change = request_date_change(session, action, fields, by=by, on=on)
    agree_date_change(session, change, by=somebody_else(session, by), on=on)
    return change


def somebody_else(session: Session, by: Actor, name: str = "Kim Decider") -> Actor:
    """Another person of the council, with the same roles."""
    return replace(by, person_id=a_person(session, by, name).id, name=name)


def rated(session: Session, action: Action, delivery: Delivery, by: Actor) -> None:
    """Bring a fresh action to ``delivery`` by an update."""
    if delivery is not Delivery.NOT_STARTED:
        post_update(session, action, saying(delivery), by=by, on=ON)


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """The statements that the block sends to the database."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(connection, "before_cursor_execute", note)
