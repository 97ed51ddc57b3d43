"""Steps of government intervention."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.services.asking import last_told, refused, told
from tracker.access.actor import Actor
from tracker.domain.vocabulary import InterventionKind, Role
from tracker.models import Council
from tracker.services.deeds import Conflict
from tracker.services.interventions import (
    InterventionFields,
    amend_intervention,
    record_intervention,
    remove_intervention,
)

ON = date(2026, 10, 5)
NOTICE = InterventionFields(
    kind=InterventionKind.IMPROVEMENT_NOTICE, title="Improvement notice", from_on=date(2015, 11, 1)
)


def test_a_step_is_recorded_ended_and_removed(session: Session, actor: Actor) -> None:
    step = record_intervention(session, NOTICE, by=actor, on=ON)
    read = step.version
    ended = replace(NOTICE, to_on=date(2018, 7, 1))
    amend_intervention(session, step, ended, by=actor, on=ON, version=read)
    with pytest.raises(Conflict):
        amend_intervention(session, step, NOTICE, by=actor, on=ON, version=read)
    remove_intervention(session, step, by=actor, on=ON, reason="Recorded twice")
    assert [deed for deed, _ in told(session, step)] == [
        "record_intervention",
        "amend_intervention",
        "remove_intervention",
    ]
    assert last_told(session, step)["reason"] == "Recorded twice"
    with refused("This intervention was removed on 5 October 2026", field=None):
        amend_intervention(session, step, NOTICE, by=actor, on=ON)


@pytest.mark.parametrize(
    ("wrong", "words", "field"),
    [
        ({"to_on": date(2015, 10, 31)}, "The last day must not be before the first", "to_on"),
        ({"from_on": None}, "Enter the first day", "from_on"),
        ({"kind": None}, "Choose the kind", "kind"),
        ({"document_url": "data:text/html,x"}, "must begin with https", "document_url"),
    ],
)
def test_what_a_step_refuses(
    session: Session, actor: Actor, wrong: dict[str, Any], words: str, field: str
) -> None:
    with refused(words, field=field):
        record_intervention(session, replace(NOTICE, **wrong), by=actor, on=ON)


def test_another_councils_step_is_left_alone(
    session: Session, actor: Actor, actor_as: ActorAs, other_council: Council
) -> None:
    by = actor_as(Role.PROGRAMME_LEAD, council=other_council)
    step = record_intervention(session, NOTICE, by=by, on=ON)
    with refused("another council", field=None):
        amend_intervention(session, step, NOTICE, by=actor, on=ON)
    with refused("another council", field=None):
        remove_intervention(session, step, by=actor, on=ON)
