"""When a role or a post is held: the same in Python and in SQL, and what its days say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import InADeed
from tests.web.workforce import a_person, a_post
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role
from tracker.models import PostHolding, RoleGrant

pytestmark = pytest.mark.usefixtures("any_engine")

DAYS = [date(2026, 10, number) for number in range(1, 7)]
"""The days that are asked about; what has no last day is held on the last of them."""

Record = RoleGrant | PostHolding


def spans(kind: type[Record]) -> Iterator[dict[str, Any]]:
    """Every first and last day; a role may besides have been ended on any day."""
    for first in DAYS:
        for last in (None, *(day for day in DAYS if day >= first)):
            yield {"from_on": first, "to_on": last}
            if kind is RoleGrant and last is not None:
                yield from ({"from_on": first, "to_on": last, "ended_on": day} for day in DAYS)


def days_held(record: Record) -> set[date]:
    ended_on = getattr(record, "ended_on", None) or date.max
    last = record.to_on or DAYS[-1]
    return {day for day in DAYS if record.from_on <= day <= last and day < ended_on}


def is_held(record: Record, day: date) -> bool:
    return day in days_held(record)


def is_held_from(record: Record, day: date) -> bool:
    return any(held >= day for held in days_held(record))


@pytest.fixture(params=[RoleGrant, PostHolding])
def records(
    request: pytest.FixtureRequest, session: Session, actor: Actor, in_a_deed: InADeed
) -> list[Record]:
    """Of one kind, one of every span of days; each is somebody else's."""
    post = a_post(session, actor)
    session.flush()
    more: dict[Any, dict[str, Any]] = {
        RoleGrant: {"role": Role.VIEWER},
        PostHolding: {"post_id": post.id},
    }
    with in_a_deed():
        people = [(a_person(session, actor), span) for span in spans(request.param)]
        session.flush()
        made = [
            request.param(
                council_id=actor.council_id, person_id=person.id, **span, **more[request.param]
            )
            for person, span in people
        ]
        session.add_all(made)
    return made


def disagreements(
    session: Session,
    records: list[Record],
    told: Callable[[Any, date], Any],
    truth: Callable[[Record, date], bool],
) -> list[str]:
    """The records and days of which ``told``, asked of a record or of its class, is not true."""
    table = type(records[0])
    found = []
    for day in DAYS:
        ids = set(session.scalars(select(table.id).where(told(table, day))))
        for one in records:
            answers = (told(one, day), one.id in ids)
            if answers != (truth(one, day), truth(one, day)):
                ended_on = getattr(one, "ended_on", None)
                found.append(f"{one.from_on} to {one.to_on}, {ended_on=}, on {day}: {answers}")
    return found


def test_a_tenure_is_held_on_its_days_and_on_no_other(
    session: Session, records: list[Record]
) -> None:
    def told(tenure: Any, day: date) -> Any:
        return tenure.held_on(day)

    assert disagreements(session, records, told, is_held) == []


def test_it_is_unended_until_its_last_day_is_over(session: Session, records: list[Record]) -> None:
    def told(tenure: Any, day: date) -> Any:
        return tenure.unended_on(day)

    assert disagreements(session, records, told, is_held_from) == []


def test_an_answer_that_forgets_the_last_day_is_found(
    session: Session, records: list[Record]
) -> None:
    def forgetful(tenure: Any, day: date) -> Any:
        return tenure.from_on <= day

    assert disagreements(session, records, forgetful, is_held) != []
