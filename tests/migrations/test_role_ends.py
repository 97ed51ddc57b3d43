"""Going back to when a role had no day on which it was ended brings none of them back to life."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests.foundations.records import START
from tracker.access.actor import operator
from tracker.adapters import migrations
from tracker.adapters.database import make_sessions
from tracker.domain.vocabulary import Role
from tracker.models import RoleGrant
from tracker.services.councils import CouncilFields, create_council
from tracker.services.people import PersonFields, add_person, end_role, grant_role

pytestmark = pytest.mark.usefixtures("any_engine")

BEFORE = "0006"
TODAY, YESTERDAY = START.date(), date(2026, 10, 4)
LONG_AGO, TO_COME = date(2025, 1, 1), date(2026, 11, 1)

BEGUN = {
    Role.PROGRAMME_LEAD: LONG_AGO,
    Role.DIRECTOR: LONG_AGO,
    Role.VIEWER: TODAY,
    Role.BOARD_MEMBER: TO_COME,
}
"""The first day of each role; all but the first are ended today."""


def fill(engine: Engine) -> None:
    with make_sessions(engine)() as session:
        names = CouncilFields(slug="riverford", name="Riverford", short_name="Riverford")
        council = create_council(session, names, by=operator(START), on=TODAY)
        by = operator(START, council.id)
        person = add_person(session, PersonFields(name="Rowan Mason"), by=by, on=TODAY)
        for role, first in BEGUN.items():
            grant = grant_role(session, person, role, by=by, on=first)
            if role is not Role.PROGRAMME_LEAD:
                end_role(session, grant, by=by, on=TODAY)
        session.commit()


def days(engine: Engine, *columns: Any) -> dict[Role, Sequence[Any]]:
    with engine.connect() as connection:
        rows = connection.execute(select(RoleGrant.role, *columns))
        return {row[0]: tuple(row[1:]) for row in rows}


def test_a_role_that_has_ended_is_held_no_more_without_the_column_either(
    own_engine: Engine,
) -> None:
    fill(own_engine)
    first_and_last = (RoleGrant.from_on, RoleGrant.to_on)
    assert days(own_engine, *first_and_last, RoleGrant.ended_on) == {
        Role.PROGRAMME_LEAD: (LONG_AGO, None, None),
        Role.DIRECTOR: (LONG_AGO, YESTERDAY, TODAY),
        Role.VIEWER: (TODAY, TODAY, TODAY),
        Role.BOARD_MEMBER: (TO_COME, TO_COME, TODAY),
    }
    migrations.downgrade(own_engine, BEFORE)
    moved = {
        Role.PROGRAMME_LEAD: (LONG_AGO, None),
        Role.DIRECTOR: (LONG_AGO, YESTERDAY),
        Role.VIEWER: (YESTERDAY, YESTERDAY),
        Role.BOARD_MEMBER: (YESTERDAY, YESTERDAY),
    }
    assert days(own_engine, *first_and_last) == moved
    migrations.upgrade(own_engine)
    assert days(own_engine, *first_and_last) == moved
    assert set(days(own_engine, RoleGrant.ended_on).values()) == {(None,)}
