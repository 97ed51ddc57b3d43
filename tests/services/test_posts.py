"""Posts: their line, and who holds them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.services.asking import NOBODY, last_told, refused, told
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role
from tracker.models import Council, Person, Post
from tracker.services.deeds import Conflict
from tracker.services.people import PersonFields, add_person, leave
from tracker.services.posts import (
    AppointmentFields,
    PostFields,
    add_post,
    amend_post,
    appoint,
    end_appointment,
)

ON = date(2026, 10, 5)


@pytest.fixture
def director(session: Session, actor: Actor) -> Post:
    return add_post(session, PostFields(title="Director of Children’s Services"), by=actor, on=ON)


@pytest.fixture
def head(session: Session, actor: Actor, director: Post) -> Post:
    fields = PostFields(title="Head of First Contact", manager_post_id=director.id)
    return add_post(session, fields, by=actor, on=ON)


@pytest.fixture
def rowan(session: Session, actor: Actor) -> Person:
    return add_person(session, PersonFields(name="Rowan Mason"), by=actor, on=ON)


@pytest.fixture
def foreign_post(session: Session, actor_as: ActorAs, other_council: Council) -> Post:
    by = actor_as(Role.PROGRAMME_LEAD, council=other_council)
    return add_post(session, PostFields(title="Chief Executive"), by=by, on=ON)


def holding(person: Person, **more: object) -> AppointmentFields:
    return AppointmentFields(
        **{"person_id": person.id, "from_on": date(2026, 1, 1), **more}  # type: ignore[arg-type]
    )


def test_a_post_is_told_with_its_line(session: Session, head: Post, director: Post) -> None:
    assert told(session, head) == [("add_post", "created")]
    assert last_told(session, head)["record"]["manager_post_id"] == str(director.id)


def test_a_title_is_used_once(session: Session, actor: Actor, head: Post) -> None:
    with refused("already a post with this title", field="title"):
        add_post(session, PostFields(title=head.title.upper()), by=actor, on=ON)
    amend_post(session, head, PostFields(title=head.title), by=actor, on=ON)
    assert head.manager_post_id is None


def test_a_manager_is_a_standing_post_of_the_council(
    session: Session, actor: Actor, head: Post, foreign_post: Post
) -> None:
    closed = add_post(
        session, PostFields(title="Old post", closed_on=date(2020, 1, 1)), by=actor, on=ON
    )
    for manager_id in (foreign_post.id, NOBODY, closed.id):
        with refused("Choose a post of this council", field="manager_post_id"):
            amend_post(
                session,
                head,
                PostFields(title="Head", manager_post_id=manager_id),
                by=actor,
                on=ON,
            )


def test_a_manager_whose_post_was_closed_since_may_stay(
    session: Session, actor: Actor, head: Post, director: Post
) -> None:
    closing = PostFields(title=director.title, closed_on=date(2026, 9, 1))
    amend_post(session, director, closing, by=actor, on=ON)
    fields = PostFields(title="Head of Contact", manager_post_id=director.id)
    amend_post(session, head, fields, by=actor, on=ON)
    assert head.title == "Head of Contact"


@pytest.mark.usefixtures("any_engine")
def test_the_line_is_never_a_ring(
    session: Session, actor: Actor, director: Post, head: Post
) -> None:
    team = PostFields(title="Team Manager", manager_post_id=head.id)
    manager = add_post(session, team, by=actor, on=ON)
    for below in (director, head, manager):
        with refused("does not itself report to this one", field="manager_post_id"):
            amend_post(
                session,
                director,
                PostFields(title=director.title, manager_post_id=below.id),
                by=actor,
                on=ON,
            )
    amend_post(session, manager, replace(team, manager_post_id=director.id), by=actor, on=ON)
    assert manager.manager_post_id == director.id


def test_an_old_version_is_a_conflict(session: Session, actor: Actor, head: Post) -> None:
    read = head.version
    amend_post(session, head, PostFields(title="Head of Contact"), by=actor, on=ON, version=read)
    with pytest.raises(Conflict):
        amend_post(session, head, PostFields(title="Head"), by=actor, on=ON, version=read)


def test_another_councils_post_is_left_alone(
    session: Session, actor: Actor, foreign_post: Post, rowan: Person
) -> None:
    with refused("another council", field=None):
        amend_post(session, foreign_post, PostFields(title="Mine"), by=actor, on=ON)
    with refused("another council", field=None):
        appoint(session, foreign_post, holding(rowan), by=actor, on=ON)


def test_two_people_hold_a_post_while_one_hands_over(
    session: Session, actor: Actor, head: Post, rowan: Person
) -> None:
    kim = add_person(session, PersonFields(name="Kim Okafor"), by=actor, on=ON)
    first = appoint(session, head, holding(rowan, is_interim=True), by=actor, on=ON)
    second = appoint(session, head, holding(kim, from_on=date(2026, 9, 1)), by=actor, on=ON)
    end_appointment(session, first, by=actor, on=ON, to_on=date(2026, 9, 30))
    assert (first.is_interim, first.to_on, second.to_on) == (True, date(2026, 9, 30), None)
    assert told(session, first) == [("appoint", "created"), ("end_appointment", "changed")]


@pytest.mark.parametrize(
    ("from_on", "to_on"),
    [
        (date(2026, 1, 1), None),
        (date(2025, 1, 1), date(2026, 1, 1)),
        (date(2025, 1, 1), None),
        (date(2026, 6, 30), date(2026, 7, 31)),
    ],
)
def test_one_person_holds_a_post_once_at_a_time(
    session: Session, actor: Actor, head: Post, rowan: Person, from_on: date, to_on: date | None
) -> None:
    appoint(session, head, holding(rowan, to_on=date(2026, 6, 30)), by=actor, on=ON)
    with refused("already holds the post", field="from_on"):
        appoint(session, head, holding(rowan, from_on=from_on, to_on=to_on), by=actor, on=ON)


def test_one_person_may_hold_a_post_again_later(
    session: Session, actor: Actor, head: Post, rowan: Person
) -> None:
    appoint(session, head, holding(rowan, to_on=date(2026, 6, 30)), by=actor, on=ON)
    again = appoint(session, head, holding(rowan, from_on=date(2026, 7, 1)), by=actor, on=ON)
    before = holding(rowan, from_on=date(2024, 1, 1), to_on=date(2025, 12, 31))
    appoint(session, head, before, by=actor, on=ON)
    assert again.from_on == date(2026, 7, 1)


def test_nobody_is_appointed_who_has_left_or_is_elsewhere(
    session: Session,
    actor: Actor,
    head: Post,
    rowan: Person,
    actor_as: ActorAs,
    other_council: Council,
) -> None:
    by = actor_as(Role.PROGRAMME_LEAD, council=other_council)
    stranger = add_person(session, PersonFields(name="Ola"), by=by, on=ON)
    leave(session, rowan, by=actor, on=ON)
    for person in (rowan, stranger):
        with refused("Choose a person of this council who has not left", field="person_id"):
            appoint(session, head, holding(person, from_on=ON), by=actor, on=ON)


def test_a_closed_post_takes_nobody_and_a_held_one_is_not_closed(
    session: Session, actor: Actor, head: Post, rowan: Person
) -> None:
    held = appoint(session, head, holding(rowan), by=actor, on=ON)
    closing = PostFields(title=head.title, closed_on=date(2026, 9, 30))
    with refused("Somebody holds this post after that day", field="closed_on"):
        amend_post(session, head, closing, by=actor, on=ON)
    end_appointment(session, held, by=actor, on=ON, to_on=date(2026, 9, 30))
    amend_post(session, head, closing, by=actor, on=ON)
    with refused("This post was closed on 30 September 2026", field="to_on"):
        appoint(session, head, holding(rowan, from_on=date(2026, 10, 1)), by=actor, on=ON)


def test_an_appointment_ends_after_it_began_and_once(
    session: Session, actor: Actor, head: Post, rowan: Person
) -> None:
    held = appoint(session, head, holding(rowan), by=actor, on=ON)
    with refused("must not be before the appointment's first", field="to_on"):
        end_appointment(session, held, by=actor, on=ON, to_on=date(2025, 12, 31))
    end_appointment(session, held, by=actor, on=ON, to_on=date(2026, 6, 30))
    with pytest.raises(Conflict):
        end_appointment(session, held, by=actor, on=ON, version=held.version - 1)
    with refused("ended before that day", field="to_on"):
        end_appointment(session, held, by=actor, on=ON)
    with refused("The last day must not be before the first day", field="to_on"):
        appoint(session, head, holding(rowan, from_on=ON, to_on=date(2026, 10, 4)), by=actor, on=ON)
