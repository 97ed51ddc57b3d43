"""People: who is shown, with what of today, and to whom."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.foundations.requests import Statements
from tests.web.workforce import (
    TODAY,
    a_board,
    a_holding,
    a_person,
    a_plan,
    a_post,
    a_role,
    an_action,
    embargo,
)
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, Role
from tracker.models import Person
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask
from tracker.queries.people import (
    every_person,
    get_grant,
    get_person,
    list_chaired,
    list_people_here,
    page_of_owned,
    page_of_people,
)

pytestmark = pytest.mark.usefixtures("any_engine")
YESTERDAY, TOMORROW = date(2026, 10, 4), date(2026, 10, 6)


@pytest.fixture
def rowan(session: Session, actor: Actor) -> Person:
    return a_person(session, actor)


def found(session: Session, by: Actor, **filters: str) -> set[str]:
    """The names of the list that is asked with ``filters``."""
    ask = Ask({name: (value,) for name, value in filters.items()})
    rows = every_person(session, by, ask)
    assert page_of_people(session, by, ask).total == len(rows)
    return {row.name for row in rows}


def test_a_row_has_the_roles_and_posts_of_today(
    session: Session, actor: Actor, viewer: Actor, rowan: Person
) -> None:
    a_role(session, actor, rowan, Role.VIEWER)
    a_role(session, actor, rowan, Role.DIRECTOR, to_on=TODAY)
    a_role(session, actor, rowan, Role.ASSURANCE_LEAD, to_on=YESTERDAY)
    a_role(session, actor, rowan, Role.ADMINISTRATOR, from_on=TOMORROW)
    one_day = {"from_on": TODAY, "to_on": TODAY, "ended_on": TODAY}
    a_role(session, actor, rowan, Role.BOARD_MEMBER, **one_day)
    a_holding(session, actor, a_post(session, actor, "Head"), rowan, is_interim=True)
    a_holding(session, actor, a_post(session, actor, "Deputy"), rowan)
    a_holding(session, actor, a_post(session, actor, "Former"), rowan, to_on=YESTERDAY)
    (row,) = every_person(session, viewer, Ask({"name": ("rowan",)}))
    assert sorted(row.roles.split("\n")) == ["director", "viewer"]
    assert sorted(row.posts.split("\n")) == ["Deputy", "Head (interim)"]
    assert found(session, viewer, role="director") == {"Rowan Mason"}
    assert "Rowan Mason" not in found(session, viewer, role="board_member")


@pytest.mark.parametrize(
    ("left_on", "state", "is_found"),
    [
        (YESTERDAY, "", False),
        (TODAY, "", False),
        (TOMORROW, "", True),
        (TODAY, "left", True),
        (TOMORROW, "left", False),
        (TODAY, "everyone", True),
        (TODAY, "nonsense", False),
    ],
)
def test_who_has_left_by_today_is_shown_only_when_asked_for(
    session: Session, actor: Actor, viewer: Actor, left_on: date, state: str, is_found: bool
) -> None:
    a_person(session, actor, "Gone Before", left_on=left_on)
    asked = {"state": state} if state else {}
    assert ("Gone Before" in found(session, viewer, **asked)) is is_found
    is_here = "Gone Before" in {row.name for row in list_people_here(session, viewer)}
    assert is_here is (left_on > TODAY)


def test_a_wildcard_in_a_name_is_a_letter(
    session: Session, actor: Actor, viewer: Actor, rowan: Person
) -> None:
    a_person(session, actor, "100% Percy_Underscore")
    assert found(session, viewer, name="%") == {"100% Percy_Underscore"}
    assert found(session, viewer, name="y_u") == {"100% Percy_Underscore"}
    assert found(session, viewer, name="ROWAN") == {"Rowan Mason"}


def test_nothing_is_seen_from_another_council(
    session: Session, actor: Actor, outsider: Actor, rowan: Person
) -> None:
    grant = a_role(session, actor, rowan, Role.VIEWER)
    a_board(session, actor, rowan)
    session.flush()
    assert found(session, outsider, state="everyone") == {outsider.name}
    assert not list_chaired(session, outsider, rowan.id)
    with pytest.raises(NotFound):
        get_person(session, outsider, rowan.id)
    with pytest.raises(NotFound):
        get_grant(session, outsider, grant.id)


def test_owned_actions_come_open_first_and_by_their_day(
    session: Session, actor: Actor, viewer: Actor, rowan: Person
) -> None:
    plan, post = a_plan(session, actor), a_post(session, actor)
    a_holding(session, actor, post, rowan)
    an_action(session, actor, plan, "1", rowan, delivery=Delivery.COMPLETE)
    an_action(session, actor, plan, "2", rowan, due_on=None)
    an_action(session, actor, plan, "3", post, due_on=TOMORROW)
    an_action(session, actor, plan, "4", rowan, due_on=TODAY)
    an_action(session, actor, plan, "5", rowan, removed_on=TODAY)
    an_action(session, actor, plan, "6", a_person(session, actor, "Kim Okafor"))
    person = get_person(session, viewer, rowan.id)
    rows = page_of_owned(session, viewer, person, Ask()).rows
    assert [(row.reference, row.post) for row in rows] == [
        ("4", None),
        ("3", "Head of first contact"),
        ("2", None),
        ("1", None),
    ]


def test_an_embargo_hides_an_owned_action(
    session: Session, actor: Actor, viewer: Actor, rowan: Person
) -> None:
    embargo(session, actor, an_action(session, actor, a_plan(session, actor), "1", rowan))
    for by, total in ((viewer, 0), (actor, 1)):
        person = get_person(session, by, rowan.id)
        assert page_of_owned(session, by, person, Ask()).total == total


def test_a_person_is_read_in_two_statements(
    session: Session, actor: Actor, rowan: Person, statements: Statements
) -> None:
    for number in range(3):
        a_role(session, actor, rowan, list(Role)[number])
        a_holding(session, actor, a_post(session, actor, f"Post {number}"), rowan)
    session.flush()
    session.expunge_all()
    with statements() as sent:
        person = get_person(session, actor, rowan.id)
    assert len(sent) == 2
    assert (len(person.grants), len(person.holdings)) == (3, 3)
    assert {holding.post.title for holding in person.holdings} == {"Post 0", "Post 1", "Post 2"}
