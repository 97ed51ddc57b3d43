"""The pages that are opened all day find their rows by an index, however long the plan is.

SQLite is asked how it would read what the page sends; without statistics, as production has none,
its answer depends on the statements and the indexes alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.web.planned import HERE, action_of, plan_of
from tracker.access.actor import Actor
from tracker.domain.vocabulary import PlanStage, Role
from tracker.models import Action

LONG = (
    r"(action\w*|date_change|evidence\w*|history|milestone|ownership|recommendation\w*|succession)"
)
"""The tables that grow with a plan."""

READ_THROUGH = re.compile(
    rf"SCAN {LONG}\b.*|SEARCH action USING (COVERING )?INDEX \S+ \(council_id=\?\)"
)
READERS = (Role.PROGRAMME_LEAD, Role.VIEWER)


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    return action_of(session, plan_of(session, actor, PlanStage.ADOPTED), actor)


def steps_of(connection: Connection, sent: Iterable[str]) -> list[str]:
    """How SQLite would read each statement, step by step."""
    cursor = connection.connection.cursor()
    return [
        step[3]
        for words in sent
        for step in cursor.execute(f"explain query plan {words}", (None,) * words.count("?"))
    ]


def read_through(steps: Iterable[str]) -> list[str]:
    """The steps that read a long table from one end to the other."""
    return [step for step in steps if READ_THROUGH.match(step)]


@pytest.mark.parametrize("role", READERS)
def test_a_page_reads_no_long_table_through(
    client: PageClient,
    connection: Connection,
    statements: Statements,
    sign_in_as: SignInAs,
    action: Action,
    role: Role,
) -> None:
    plan = f"{HERE}/plans/{action.plan_id}"
    sign_in_as(role)
    with statements() as sent:
        for page in (f"{HERE}/actions/{action.id}", plan, f"{plan}/actions?status=not_started"):
            client.get(page)
    steps = steps_of(connection, sent)
    assert any("ix_history_subject" in step for step in steps)
    assert read_through(steps) == []


@pytest.mark.parametrize("role", READERS)
def test_a_list_is_counted_from_its_index_alone(
    client: PageClient,
    connection: Connection,
    statements: Statements,
    sign_in_as: SignInAs,
    action: Action,
    role: Role,
) -> None:
    sign_in_as(role)
    with statements() as sent:
        client.get(f"{HERE}/plans/{action.plan_id}/actions?status=not_started")
    counts = [words for words in sent if words.startswith("SELECT count(*)")]
    assert any(
        "COVERING INDEX ix_action_plan_delivery" in step for step in steps_of(connection, counts)
    )


def test_reading_a_table_through_would_be_noticed(connection: Connection) -> None:
    every_link = "select * from action_recommendation where removed_on is null"
    whole_council = "select title from action where council_id = ?"
    assert len(read_through(steps_of(connection, [every_link, whole_council]))) == 2
