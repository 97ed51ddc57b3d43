"""docs/permissions.md says what the policy says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.access.actor import Actor
from tracker.access.matrix import ALWAYS, NEVER, cell, document
from tracker.access.permissions import Permission
from tracker.access.policy import POLICY, can
from tracker.access.predicates import OWNS_ACTION, has_role
from tracker.domain.identifiers import uuid7
from tracker.domain.vocabulary import ActorKind, Door, Role

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == document(), (
        "run `python -m tracker.access.matrix > docs/permissions.md`"
    )


def test_the_page_has_a_row_for_every_permission_and_a_column_for_every_role() -> None:
    table = [line for line in document().splitlines() if line.startswith("|")]
    assert len(table) == 2 + len(Permission)
    assert {line.count("|") for line in table} == {2 + len(Role)}


@pytest.mark.parametrize("permission", Permission)
def test_a_cell_says_no_exactly_where_the_policy_refuses(permission: Permission) -> None:
    for role in Role:
        actor = Actor(
            kind=ActorKind.PERSON,
            door=Door.WEB,
            at=datetime(2026, 10, 5, 9, 30, tzinfo=UTC),
            council_id=uuid7(),
            person_id=uuid7(),
            roles=frozenset({role}),
        )
        written = cell(POLICY[permission], role)
        assert (written != NEVER) is can(actor, permission), (permission, role)


def test_conditions_are_written_beside_the_role_that_they_bind() -> None:
    lead, manager = has_role(Role.PROGRAMME_LEAD), has_role(Role.SERVICE_MANAGER)
    alternatives = ((lead,), (manager, OWNS_ACTION))
    assert cell(alternatives, Role.PROGRAMME_LEAD) == ALWAYS
    assert cell(alternatives, Role.SERVICE_MANAGER) == "If owner of the action"
    assert cell(alternatives, Role.VIEWER) == NEVER


def test_two_roles_that_must_both_be_held_are_allowed_to_neither_alone() -> None:
    both = ((has_role(Role.DIRECTOR), has_role(Role.VIEWER)),)
    assert cell(both, Role.DIRECTOR) == NEVER
