"""Councils, bodies and bank holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs, Now
from tests.services.asking import last_told, refused, told
from tracker.access.actor import Actor, operator
from tracker.domain.vocabulary import BodyKind, Role
from tracker.models import Council, History
from tracker.models.history import INSTALLATION_CHAIN
from tracker.services.councils import (
    BodyFields,
    CouncilFields,
    add_body,
    amend_body,
    amend_council,
    create_council,
    proclaim_bank_holiday,
)
from tracker.services.deeds import Conflict

ON = date(2026, 10, 5)
WANTED = CouncilFields(slug="moorside", name="Moorside Council", short_name="Moorside")


@pytest.fixture
def terminal(now: Now) -> Actor:
    """The operator, at work for no council yet."""
    return operator(now())


def test_a_council_begins_its_own_chain(session: Session, terminal: Actor) -> None:
    council = create_council(session, WANTED, by=terminal, on=ON, is_demonstration=True)
    assert council.is_demonstration
    assert told(session, council) == [("create_council", "created")]
    row = session.query(History).filter_by(record_id=council.id).one()
    assert (row.chain_id, row.seq) == (council.id, 1)


def test_two_councils_cannot_share_a_slug(
    session: Session, terminal: Actor, council: Council
) -> None:
    with refused("Another council has this slug", field="slug"):
        create_council(session, replace(WANTED, slug=council.slug), by=terminal, on=ON)


@pytest.mark.parametrize("slug", ["Moorside", "moor side", "-moor", "moor--side", "../x", "möor"])
def test_a_slug_fits_into_an_address(session: Session, terminal: Actor, slug: str) -> None:
    with refused("small letters and digits", field="slug"):
        create_council(session, replace(WANTED, slug=slug), by=terminal, on=ON)


@pytest.mark.parametrize("code", ["06000005", "W06000005", "E0600000", "E06000005x"])
def test_an_ons_code_is_one_of_england(session: Session, terminal: Actor, code: str) -> None:
    with refused("The ONS code must be", field="ons_code"):
        create_council(session, replace(WANTED, ons_code=code), by=terminal, on=ON)


@pytest.mark.parametrize(
    ("colour", "words"),
    [
        ("red", "a hash and six digits"),
        ("#12345", "a hash and six digits"),
        ("#ffdd00", "a darker colour"),
        ("#777777", "a darker colour"),
    ],
)
def test_white_text_can_be_read_on_the_colour(
    session: Session, terminal: Actor, colour: str, words: str
) -> None:
    with refused(words, field="colour"):
        create_council(session, replace(WANTED, colour=colour), by=terminal, on=ON)


def test_the_palest_grey_that_is_allowed(session: Session, terminal: Actor) -> None:
    # WCAG's well-known boundary: #767676 has 4.54 to 1 against white, #777777 has 4.48.
    council = create_council(session, replace(WANTED, colour="#767676"), by=terminal, on=ON)
    assert council.colour == "#767676"


def test_a_council_keeps_its_own_slug_when_amended(
    session: Session, terminal: Actor, council: Council
) -> None:
    fields = CouncilFields(
        slug=council.slug,
        name="Riverford City Council",
        short_name="Riverford",
        ons_code="E06000005",
    )
    version = council.version
    by = terminal.for_council(council.id)
    amend_council(session, council, fields, by=by, on=ON, version=version, reason="City status")
    said = last_told(session, council)
    assert said["new"]["name"] == "Riverford City Council"
    assert said["old"]["name"] == "Riverford Borough Council"
    assert said["reason"] == "City status"
    with pytest.raises(Conflict):
        amend_council(session, council, fields, by=by, on=ON, version=version)


def test_another_council_is_not_amended(
    session: Session, actor: Actor, other_council: Council
) -> None:
    with refused("another council", field=None):
        amend_council(session, other_council, WANTED, by=actor, on=ON)


def test_a_body_has_a_name_of_its_own(
    session: Session, actor: Actor, actor_as: ActorAs, other_council: Council
) -> None:
    trust = BodyFields(name="Together Trust", kind=BodyKind.TRUST, from_on=date(2017, 4, 1))
    body = add_body(session, trust, by=actor, on=ON)
    assert (body.council_id, told(session, body)) == (
        actor.council_id,
        [("add_body", "created")],
    )
    with refused("already a body with this name", field="name"):
        add_body(session, replace(trust, name="TOGETHER trust"), by=actor, on=ON)
    amend_body(session, body, replace(trust, to_on=date(2024, 3, 31)), by=actor, on=ON)
    assert body.to_on == date(2024, 3, 31)
    # Another council may have a trust of the same name.
    elsewhere = actor_as(Role.PROGRAMME_LEAD, council=other_council)
    assert add_body(session, trust, by=elsewhere, on=ON).council_id == other_council.id
    with refused("another council", field=None):
        amend_body(session, body, trust, by=elsewhere, on=ON)


def test_a_body_ends_after_it_begins(session: Session, actor: Actor) -> None:
    days = {"from_on": date(2017, 4, 1), "to_on": date(2017, 3, 31)}
    with refused("The last day must not be before the first day", field="to_on"):
        add_body(session, BodyFields(name="Trust", kind=BodyKind.TRUST, **days), by=actor, on=ON)


def test_a_bank_holiday_is_proclaimed_once_for_all(session: Session, terminal: Actor) -> None:
    day = date(2027, 6, 1)
    holiday = proclaim_bank_holiday(session, day, "Jubilee", by=terminal, on=ON)
    row = session.query(History).filter_by(record_id=holiday.id).one()
    assert (row.chain_id, row.deed) == (INSTALLATION_CHAIN, "proclaim_bank_holiday")
    with refused("already known", field="day"):
        proclaim_bank_holiday(session, day, "Jubilee", by=terminal, on=ON)
    with refused("Enter the name", field="name"):
        proclaim_bank_holiday(session, date(2027, 6, 2), " ", by=terminal, on=ON)
    with refused("between 1990 and 2100", field="day"):
        proclaim_bank_holiday(session, date(1066, 10, 14), "Hastings", by=terminal, on=ON)
