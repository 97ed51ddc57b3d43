"""Owners of an action: one lead, a deputy and others, posts or people."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, text_of
from tests.web.planned import HERE, action_of, again, form_at, overtaken, plan_of, problems
from tests.web.workforce import NOBODY, TODAY, a_holding, a_person, a_post, cells, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import OwnershipRole, Role
from tracker.models import Action, Ownership, Person, Post
from tracker.services.ownership import OwnerFields, set_owners

LEAD, DEPUTY, OWNER = OwnershipRole.LEAD, OwnershipRole.DEPUTY, OwnershipRole.OWNER


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    """An action that nobody owns."""
    return action_of(session, plan_of(session, actor), actor)


@pytest.fixture
def head(session: Session, actor: Actor) -> Post:
    """A post that Rowan holds."""
    post = a_post(session, actor, "Head of first contact")
    a_holding(session, actor, post, a_person(session, actor, "Rowan Mason"), is_interim=True)
    return post


@pytest.fixture
def kim(session: Session, actor: Actor) -> Person:
    """Somebody without a post."""
    return a_person(session, actor, "Kim Okafor", organisation="Police")


def address(action: Action) -> str:
    return f"{HERE}/actions/{action.id}/owners"


def owners_of(session: Session, action: Action) -> list[tuple[OwnershipRole, object]]:
    """Roles and holders, in their order."""
    query = select(Ownership).where(
        Ownership.action_id == action.id, Ownership.removed_on.is_(None)
    )
    rows = session.scalars(query.order_by(Ownership.position))
    return [(row.role, row.post_id or row.person_id) for row in rows]


def test_offers_posts_with_their_holders_and_people_and_five_empty_rows(
    client: PageClient, action: Action, head: Post, kim: Person, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    form = form_at(client, address(action))
    selects = {one.get("name"): one for one in form.iter("select")}
    assert list(selects) == ["lead", "deputy", *(f"owner_{n}" for n in range(1, 6))]
    words = [text_of(option) for option in selects["owner_5"].iter("option")]
    assert words[:2] == ["Nobody", "Post: Head of first contact (Rowan Mason, interim)"]
    assert "Person: Kim Okafor, Police" in words


def test_saves_the_whole_list(
    client: PageClient,
    session: Session,
    action: Action,
    head: Post,
    kim: Person,
    sign_in_as: SignInAs,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    post, person = f"post:{head.id}", f"person:{kim.id}"
    answer = fill(client, address(action), {"deputy": person, "owner_3": post})
    assert answer.location == f"{HERE}/actions/{action.id}"
    # Somebody leads: without a lead, the first in the list.
    assert owners_of(session, action) == [(LEAD, kim.id), (OWNER, head.id)]
    fill(client, address(action), {"lead": post, "deputy": "", "owner_1": person})
    assert owners_of(session, action) == [(LEAD, head.id), (OWNER, kim.id)]
    form = form_at(client, address(action))
    assert len(list(form.iter("select"))) == 8
    fill(client, address(action), {"lead": "", "owner_1": ""})
    assert owners_of(session, action) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"lead": "{post}", "owner_2": "{post}"}, "Select each owner only once"),
        ({"lead": f"post:{NOBODY}"}, "Select one of the choices on this page"),
        ({"lead": "nonsense"}, "Select one of the choices on this page"),
        ({"lead": f"person:{NOBODY}x"}, "Select one of the choices on this page"),
    ],
)
def test_refuses_what_cannot_be(
    client: PageClient,
    session: Session,
    action: Action,
    head: Post,
    sign_in_as: SignInAs,
    fields: dict[str, str],
    sentence: str,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    sent = {name: value.format(post=f"post:{head.id}") for name, value in fields.items()}
    page = fill(client, address(action), sent, expect=422)
    assert problems(page)[0].startswith(sentence)
    assert owners_of(session, action) == []


def test_owners_who_have_gone_stay_until_they_are_taken_out(
    client: PageClient,
    session: Session,
    actor: Actor,
    action: Action,
    kim: Person,
    sign_in_as: SignInAs,
) -> None:
    gone = a_post(session, actor, "Old post", closed_on=date(2026, 9, 1))
    owners = [OwnerFields(post_id=gone.id), OwnerFields(person_id=kim.id)]
    session.refresh(action, ["plan", "ownerships"])
    set_owners(session, action, owners, by=actor, on=date(2026, 8, 1))
    sign_in_as(Role.PROGRAMME_LEAD)
    lead = form_at(client, address(action)).find(".//select[@name='lead']")
    assert lead is not None
    assert "Old post (gone)" in [text_of(option) for option in lead.iter("option")]
    fill(client, address(action), {"deputy": f"person:{kim.id}", "owner_1": ""})
    assert owners_of(session, action) == [(LEAD, gone.id), (DEPUTY, kim.id)]


def test_a_row_that_was_there_when_the_page_was_opened_is_still_taken(
    client: PageClient,
    session: Session,
    actor: Actor,
    action: Action,
    head: Post,
    kim: Person,
    sign_in_as: SignInAs,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)

    def set_to(*owners: OwnerFields) -> None:
        session.refresh(action, ["plan", "ownerships"])
        set_owners(session, action, owners, by=actor, on=TODAY)

    both = (OwnerFields(post_id=head.id), OwnerFields(person_id=kim.id))
    set_to(*both)
    page = overtaken(client, address(action), {"owner_6": f"person:{kim.id}"}, set_to)
    rows = {
        row[0].removesuffix(" (differs)"): row[1:] for row in cells(page.text, "The two versions")
    }
    assert rows["Lead"] == ["Nobody", "Post: Head of first contact (Rowan Mason, interim)"]
    assert owners_of(session, action) == []
    again(client, page, address(action), {"owner_6": ""})
    assert owners_of(session, action) == [(LEAD, head.id), (OWNER, kim.id)]


def test_needs_as_many_statements_for_fifty_as_for_one(
    client: PageClient,
    session: Session,
    actor: Actor,
    action: Action,
    head: Post,
    sign_in_as: SignInAs,
    statements: Statements,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    path = address(action)
    session.commit()
    with statements() as few:
        client.get(path)
    for number in range(50):
        post = a_post(session, actor, f"Post {number}")
        a_holding(session, actor, post, a_person(session, actor, f"Person {number}"))
    session.commit()
    with statements() as many:
        client.get(path)
    assert len(few) == len(many) <= 8
