"""Handing over: what moves is shown first, and moves in one deed with a note."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.asking import last_told
from tests.web.workforce import (
    TODAY,
    a_board,
    a_person,
    a_plan,
    a_post,
    an_action,
    cells,
    fill,
)
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, Role
from tracker.models import Ownership, Person, Post

COUNCIL = "/councils/riverford"
NOTE = "The weekly dip sample is half done; ask Sam for the sheet."


@pytest.fixture
def rowan(session: Session, actor: Actor) -> Person:
    return a_person(session, actor)


@pytest.fixture
def kim(session: Session, actor: Actor) -> Person:
    return a_person(session, actor, "Kim Okafor")


@pytest.fixture
def head(session: Session, actor: Actor) -> Post:
    return a_post(session, actor)


def owners(session: Session) -> set[str]:
    """Who owns an action now: names and titles."""
    rows = session.execute(
        select(Person.name, Post.title)
        .select_from(Ownership)
        .outerjoin(Person, Person.id == Ownership.person_id)
        .outerjoin(Post, Post.id == Ownership.post_id)
        .where(Ownership.removed_on.is_(None))
    )
    return {name or title for name, title in rows}


def test_shows_what_moves_and_how_much(
    client: PageClient, session: Session, actor: Actor, rowan: Person, sign_in_as: SignInAs
) -> None:
    plan = a_plan(session, actor)
    an_action(session, actor, plan, "1.1", rowan)
    an_action(session, actor, plan, "1.2", rowan)
    an_action(session, actor, plan, "1.3", rowan, delivery=Delivery.COMPLETE)
    a_board(session, actor, rowan)
    sign_in_as(Role.DIRECTOR)
    page = client.get(f"{COUNCIL}/people/{rowan.id}/hand-over").text
    assert "2 actions and 1 board will move." in page
    assert [row[0][:3] for row in cells(page, "Actions that move")] == ["1.1", "1.2"]
    assert "Improvement Board" in page


def test_moves_everything_to_a_post_but_a_chair(
    client: PageClient,
    session: Session,
    actor: Actor,
    rowan: Person,
    head: Post,
    sign_in_as: SignInAs,
) -> None:
    action = an_action(session, actor, a_plan(session, actor), "1.1", rowan)
    board = a_board(session, actor, rowan)
    sign_in_as(Role.PROGRAMME_LEAD)
    fields = {"receiver": f"post:{head.id}", "reason": NOTE}
    answer = fill(client, f"{COUNCIL}/people/{rowan.id}/hand-over", fields)
    assert "1 action handed over to Head of first contact" in client.get(answer.location).text
    assert owners(session) == {"Head of first contact"}
    assert board.chair_id == rowan.id
    moved = session.scalars(
        select(Ownership).where(Ownership.action_id == action.id, Ownership.removed_on.is_(None))
    ).one()
    assert last_told(session, moved)["reason"] == NOTE


def test_moves_from_a_post_to_a_person(
    client: PageClient,
    session: Session,
    actor: Actor,
    kim: Person,
    head: Post,
    sign_in_as: SignInAs,
) -> None:
    an_action(session, actor, a_plan(session, actor), "1.1", head)
    sign_in_as(Role.PROGRAMME_LEAD)
    fields = {"receiver": f"person:{kim.id}", "reason": NOTE}
    fill(client, f"{COUNCIL}/posts/{head.id}/hand-over", fields)
    assert owners(session) == {"Kim Okafor"}


def test_asks_for_a_receiver_and_a_note_and_keeps_what_was_typed(
    client: PageClient,
    session: Session,
    actor: Actor,
    rowan: Person,
    kim: Person,
    sign_in_as: SignInAs,
) -> None:
    an_action(session, actor, a_plan(session, actor), "1.1", rowan)
    sign_in_as(Role.PROGRAMME_LEAD)
    path = f"{COUNCIL}/people/{rowan.id}/hand-over"
    page = fill(client, path, {"reason": NOTE}, expect=422).text
    assert "Select a post or a person" in page
    assert NOTE in page
    page = fill(client, path, {"receiver": f"person:{kim.id}"}, expect=422).text
    assert "Enter a note on the handover" in page
    for forged in (f"person:{rowan.id}", "person:nobody", "plan:1", "post"):
        fill(client, path, {"receiver": forged, "reason": NOTE}, expect=422)
    assert owners(session) == {"Rowan Mason"}


def test_offers_nobody_who_has_left_and_no_closed_post(
    client: PageClient, session: Session, actor: Actor, rowan: Person, sign_in_as: SignInAs
) -> None:
    an_action(session, actor, a_plan(session, actor), "1.1", rowan)
    gone = a_person(session, actor, "Gone Before", left_on=TODAY)
    closed = a_post(session, actor, "Old post", closed_on=TODAY)
    sign_in_as(Role.PROGRAMME_LEAD)
    page = client.get(f"{COUNCIL}/people/{rowan.id}/hand-over").text
    assert str(gone.id) not in page
    assert str(closed.id) not in page


def test_somebody_who_has_left_can_still_be_handed_over_from(
    client: PageClient, session: Session, actor: Actor, kim: Person, sign_in_as: SignInAs
) -> None:
    gone = a_person(session, actor, "Gone Before", left_on=TODAY)
    an_action(session, actor, a_plan(session, actor), "1.1", gone)
    sign_in_as(Role.PROGRAMME_LEAD)
    fields = {"receiver": f"person:{kim.id}", "reason": NOTE}
    fill(client, f"{COUNCIL}/people/{gone.id}/hand-over", fields)
    assert owners(session) == {"Kim Okafor"}


def test_says_when_nothing_is_open(
    client: PageClient, rowan: Person, head: Post, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    for path in (f"people/{rowan.id}", f"posts/{head.id}"):
        assert "Nothing is open" in client.get(f"{COUNCIL}/{path}/hand-over").text


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SERVICE_MANAGER, Role.VIEWER])
def test_is_for_programme_leads_and_directors(
    client: PageClient, rowan: Person, head: Post, sign_in_as: SignInAs, role: Role
) -> None:
    sign_in_as(role)
    for path in (f"people/{rowan.id}", f"posts/{head.id}"):
        client.get(f"{COUNCIL}/{path}/hand-over", expect=403)
        client.post(f"{COUNCIL}/{path}/hand-over", expect=403)


def test_needs_as_many_statements_for_fifty_actions_as_for_one(
    client: PageClient,
    session: Session,
    actor: Actor,
    rowan: Person,
    sign_in_as: SignInAs,
    statements: Statements,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    plan = a_plan(session, actor)
    an_action(session, actor, plan, "1.1", rowan)
    session.commit()
    path = f"{COUNCIL}/people/{rowan.id}/hand-over"
    with statements() as few:
        client.get(path)
    for number in range(50):
        an_action(session, actor, plan, f"2.{number}", rowan)
        a_post(session, actor, f"Post {number}")
    session.commit()
    with statements() as many:
        assert "51 actions will move." in client.get(path).text
    assert len(few) == len(many) <= 8
