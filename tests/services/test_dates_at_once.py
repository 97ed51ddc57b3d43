"""Two who ask, or two who decide, at the same moment: one does, and the other is told."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, joinedload, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from tests.foundations.records import START
from tests.services.given import a_person, a_plan, an_action, recorded
from tracker.access.actor import Actor, operator
from tracker.adapters.database import begin_writing, make_sessions
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import ActorKind, DateChangeState, PlanStage
from tracker.models import Action, Council, DateChange
from tracker.services.deeds import Conflict
from tracker.services.due_dates import (
    DateChangeFields,
    agree_date_change,
    refuse_date_change,
    request_date_change,
)

pytestmark = pytest.mark.usefixtures("any_engine")

TODAY = date(2026, 10, 5)
FIELDS = DateChangeFields(to_on=date(2027, 2, 1), reason="Late", recovery="More people")
TOLD = (Conflict, RuleError, StaleDataError, DBAPIError)


@dataclass(frozen=True)
class Scene:
    sessions: sessionmaker[Session]
    by: Actor
    people: tuple[uuid.UUID, ...]
    action_id: uuid.UUID

    def person(self, number: int) -> Actor:
        return replace(self.by, kind=ActorKind.PERSON, person_id=self.people[number])

    def at_once(self, deed: Callable[[Session, Actor, int], Any]) -> int:
        """Let two people do the deed at the same moment; how many of them did it."""
        start, done = threading.Barrier(2), []

        def run(number: int) -> None:
            with self.sessions() as session:
                start.wait()
                try:
                    begin_writing(session)
                    deed(session, self.person(number), number)
                    session.commit()
                    done.append(number)
                except TOLD:
                    session.rollback()

        threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return len(done)


@pytest.fixture
def scene(own_engine: Engine) -> Scene:
    """A council with three people and an action in force."""
    sessions = make_sessions(own_engine)
    with sessions() as session:
        nobody = operator(START)
        council = recorded(
            session, nobody, Council, slug="riverford", name="Riverford", short_name="Riverford"
        )
        session.flush()
        by = nobody.for_council(council.id)
        people = tuple(a_person(session, by, f"Person {n}").id for n in range(3))
        plan = a_plan(session, by, PlanStage.ADOPTED)
        action = an_action(session, plan, by)
        session.commit()
        return Scene(sessions, by, people, action.id)


def action_of(session: Session, scene: Scene) -> Action:
    query = select(Action).where(Action.id == scene.action_id).options(joinedload(Action.plan))
    return session.scalars(query).one()


def test_of_two_who_ask_one_has_asked(scene: Scene) -> None:
    def ask(session: Session, by: Actor, _number: int) -> None:
        action = action_of(session, scene)
        request_date_change(session, action, FIELDS, by=by, on=TODAY)

    assert scene.at_once(ask) == 1
    with scene.sessions() as session:
        assert len(session.scalars(select(DateChange)).all()) == 1


def test_of_two_who_decide_one_has_decided(scene: Scene) -> None:
    with scene.sessions() as session:
        action = action_of(session, scene)
        request_date_change(session, action, FIELDS, by=scene.person(2), on=TODAY)
        session.commit()
    decisions: list[Any] = [agree_date_change, partial(refuse_date_change, note="No")]

    def decide(session: Session, by: Actor, number: int) -> None:
        loaded = joinedload(DateChange.action).joinedload(Action.plan)
        change = session.scalars(select(DateChange).options(loaded)).one()
        decisions[number](session, change, by=by, on=TODAY)

    assert scene.at_once(decide) == 1
    with scene.sessions() as session:
        change = session.scalars(select(DateChange)).one()
        agreed = change.state is DateChangeState.AGREED
        assert action_of(session, scene).times_slipped == int(agreed)
        assert change.decided_by_id == scene.people[0 if agreed else 1]
