"""People: the list, one person, their roles, and how they leave and come back."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.web.planned import ON_TRACK
from tests.web.workforce import (
    NOBODY,
    TODAY,
    a_board,
    a_holding,
    a_person,
    a_plan,
    a_post,
    a_role,
    an_action,
    cells,
    day,
    embargo,
    fill,
)
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, Role
from tracker.models import Council, Person, RoleGrant
from tracker.services.people import PersonFields, amend_person

PEOPLE = "/councils/riverford/people"


def names(page: str) -> list[str]:
    """The people in the list's table, in its order."""
    body = parsed(page).find(".//tbody")
    assert body is not None
    return [text_of(link) for row in body.iter("tr") if (link := row.find("th/a")) is not None]


def address(person: Person, deed: str = "") -> str:
    return f"{PEOPLE}/{person.id}{deed}"


@pytest.fixture
def rowan(session: Session, actor: Actor) -> Person:
    return a_person(session, actor, "Rowan Mason", organisation="Riverford")


class TestList:
    def test_shows_who_is_here_with_roles_and_posts(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        a_role(session, actor, rowan, Role.SERVICE_MANAGER)
        a_role(session, actor, rowan, Role.DIRECTOR, to_on=date(2026, 10, 4))
        a_holding(session, actor, a_post(session, actor), rowan, is_interim=True)
        a_person(session, actor, "Gone Before", left_on=TODAY)
        sign_in_as(Role.VIEWER)
        page = client.get(PEOPLE).text
        assert "Rowan Mason" in names(page)
        assert "Service manager" in page
        assert "Head of first contact (interim)" in page
        assert "Director" not in text_of(next(parsed(page).iter("tbody")))
        assert "Gone Before" not in names(page)

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("state=left", ["Gone Before"]),
            ("state=everyone&name=before", ["Gone Before"]),
            ("role=service_manager", ["Rowan Mason"]),
            ("role=service_manager&role=assurance_lead", ["Kim Okafor", "Rowan Mason"]),
            ("name=MASON", ["Rowan Mason"]),
            ("name=%25", []),
            ("post=none", ["Kim Okafor", "Robin Marsh", "Rowan Mason", "Sam Programme Lead"]),
            ("sort=-name", ["Sam Programme Lead", "Rowan Mason", "Robin Marsh", "Kim Okafor"]),
        ],
    )
    def test_filters_and_sorts(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
        asked: str,
        found: list[str],
    ) -> None:
        a_role(session, actor, rowan, Role.SERVICE_MANAGER)
        kim = a_person(session, actor, "Kim Okafor")
        a_role(session, actor, kim, Role.ASSURANCE_LEAD)
        a_person(session, actor, "Gone Before", left_on=TODAY)
        sign_in_as(Role.VIEWER)
        page = client.get(f"{PEOPLE}?{asked}").text
        assert (names(page) if found else "Nothing matches" in page) == (found or True)

    def test_filters_by_a_post_that_is_held_today(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        post = a_post(session, actor)
        a_holding(session, actor, post, rowan)
        before = a_person(session, actor, "Kim Okafor")
        a_holding(session, actor, post, before, to_on=date(2026, 10, 4))
        sign_in_as(Role.VIEWER)
        assert names(client.get(f"{PEOPLE}?post={post.id}").text) == ["Rowan Mason"]

    def test_gives_the_same_rows_as_csv(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        a_role(session, actor, rowan, Role.SERVICE_MANAGER)
        sign_in_as(Role.VIEWER)
        answer = client.get(f"{PEOPLE}?role=service_manager&format=csv")
        assert answer.mimetype == "text/csv"
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
        assert rows == [
            ["Name", "Organisation", "Email", "Roles", "Posts", "Left"],
            ["Rowan Mason", "Riverford", "", "Service manager", "", ""],
        ]

    def test_keeps_councils_apart(
        self,
        client: PageClient,
        session: Session,
        actor_as: ActorAs,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        a_person(session, actor_as(Role.PROGRAMME_LEAD, council=other_council), "Alex Elsewhere")
        sign_in_as(Role.VIEWER)
        assert "Elsewhere" not in client.get(f"{PEOPLE}?state=everyone").text

    def test_needs_as_many_statements_for_fifty_people_as_for_one(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        with statements() as few:
            client.get(PEOPLE)
        for number in range(50):
            person = a_person(session, actor, f"Person {number:02}")
            a_role(session, actor, person, Role.VIEWER)
            a_holding(session, actor, a_post(session, actor, f"Post {number:02}"), person)
        session.commit()
        with statements() as many:
            client.get(PEOPLE)
        assert len(few) == len(many) <= 8


class TestPage:
    def test_shows_roles_posts_actions_and_boards(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        post = a_post(session, actor)
        a_role(session, actor, rowan, Role.DIRECTOR, to_on=date(2026, 3, 31))
        a_holding(session, actor, post, rowan, is_interim=True)
        plan = a_plan(session, actor)
        an_action(session, actor, plan, "1.1", rowan, due_on=date(2026, 9, 1))
        an_action(session, actor, plan, "1.2", post, due_text="Ongoing", due_on=None)
        an_action(session, actor, plan, "1.3", rowan, delivery=Delivery.COMPLETE)
        a_board(session, actor, rowan)
        sign_in_as(Role.VIEWER)
        page = client.get(address(rowan)).text
        assert cells(page, "Roles here") == [["Director", "5 January 2026 to 31 March 2026"]]
        assert cells(page, "Posts") == [
            ["Head of first contact", "Interim", "Since 5 January 2026"]
        ]
        assert [row[1:] for row in cells(page, "Actions owned, directly or through a post")] == [
            ["Lead", ON_TRACK, "1 September 2026 – overdue"],
            ["Lead, as Head of first contact", ON_TRACK, "Ongoing"],
            ["Lead", ON_TRACK.replace("On track", "Complete"), "1 December 2026"],
        ]
        assert "Improvement Board" in page

    def test_leaves_out_actions_of_posts_that_are_held_no_more(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        post = a_post(session, actor)
        a_holding(session, actor, post, rowan, to_on=date(2026, 10, 4))
        an_action(session, actor, a_plan(session, actor), "1.1", post)
        sign_in_as(Role.VIEWER)
        assert "Answer each contact" not in client.get(address(rowan)).text

    @pytest.mark.parametrize(("role", "seen"), [(Role.VIEWER, False), (Role.DIRECTOR, True)])
    def test_keeps_an_embargo(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
        role: Role,
        seen: bool,
    ) -> None:
        action = an_action(session, actor, a_plan(session, actor), "1.1", rowan)
        embargo(session, actor, action)
        sign_in_as(role)
        assert ("Answer each contact" in client.get(address(rowan)).text) is seen

    def test_tells_of_accounts_only_those_who_keep_people(
        self, client: PageClient, rowan: Person, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        assert "No account" in client.get(address(rowan)).text
        sign_in_as(Role.DIRECTOR)
        assert "No account" not in client.get(address(rowan)).text

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PROGRAMME_LEAD, Role.VIEWER])
    def test_needs_as_many_statements_for_fifty_actions_as_for_one(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
        statements: Statements,
        role: Role,
    ) -> None:
        sign_in_as(role)
        plan, post = a_plan(session, actor), a_post(session, actor)
        a_role(session, actor, rowan, Role.VIEWER)
        a_holding(session, actor, post, rowan)
        an_action(session, actor, plan, "1.1", rowan)
        session.commit()
        with statements() as few:
            client.get(address(rowan))
        for number in range(50):
            an_action(session, actor, plan, f"2.{number}", rowan if number % 2 else post)
            a_post(session, actor, f"Post {number}")
        session.commit()
        with statements() as many:
            assert "1 to 25 of 51 actions" in client.get(address(rowan)).text
        assert len(few) == len(many) <= 8

    def test_is_not_there_for_another_council(
        self,
        client: PageClient,
        session: Session,
        actor_as: ActorAs,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        alex = a_person(session, actor_as(Role.PROGRAMME_LEAD, council=other_council), "Alex")
        sign_in_as(Role.PROGRAMME_LEAD)
        for deed in ("", "/amend", "/roles/grant", "/leave", "/come-back", "/hand-over"):
            client.get(address(alex, deed), expect=404)
            client.get(f"{PEOPLE}/{NOBODY}{deed}", expect=404)


class TestAddingAndAmending:
    def test_adds_a_person(
        self, client: PageClient, session: Session, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        fields = {"name": " Rowan Mason ", "organisation": "", "email": "Rowan@Example.gov.uk"}
        answer = fill(client, f"{PEOPLE}/add", fields)
        page = client.get(answer.location).text
        assert "Person added" in page
        assert "rowan@example.gov.uk" in page

    def test_gives_back_what_was_typed_with_what_is_wrong(
        self, client: PageClient, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        page = fill(client, f"{PEOPLE}/add", {"organisation": "Health"}, expect=422).text
        assert "Enter the person’s full name" in page
        assert 'value="Health"' in page
        fields = {"name": "Rowan", "email": "rowan at home"}
        page = fill(client, f"{PEOPLE}/add", fields, expect=422).text
        assert "Enter an email address in the correct format" in page
        assert 'value="rowan at home"' in page

    def test_amends_a_person(self, client: PageClient, rowan: Person, sign_in_as: SignInAs) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        fill(client, address(rowan, "/amend"), {"name": "Rowan Masters"})
        assert "Rowan Masters" in client.get(address(rowan)).text

    def test_shows_both_versions_when_somebody_was_faster(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        stale = {
            "version": str(rowan.version),
            "name": "Rowan Mine",
            "organisation": "",
            "email": "",
        }
        theirs = PersonFields(name="Rowan Theirs")
        amend_person(session, rowan, theirs, by=actor, on=TODAY)
        page = client.post(address(rowan, "/amend"), data=stale, expect=409).text
        assert "Rowan Theirs" in page
        assert "Rowan Mine" in page
        form = parsed(page).find(".//form[@class='tracker-form']")
        assert form is not None
        again = {**stale, "version": str(rowan.version)}
        client.post(address(rowan, "/amend"), data=again)
        assert rowan.name == "Rowan Mine"

    @pytest.mark.parametrize(
        "deed", ["/amend", "/roles/grant", "/leave", "/come-back"], ids=lambda deed: deed
    )
    def test_is_for_those_who_keep_people(
        self, client: PageClient, rowan: Person, sign_in_as: SignInAs, deed: str
    ) -> None:
        for role in (Role.SERVICE_MANAGER, Role.DIRECTOR, Role.BOARD_MEMBER, Role.VIEWER):
            sign_in_as(role)
            client.get(f"{PEOPLE}/add", expect=403)
            client.get(address(rowan, deed), expect=403)
            client.post(address(rowan, deed), expect=403)


class TestRoles:
    def test_gives_a_role_from_a_day(
        self, client: PageClient, rowan: Person, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        fields = {"role": "viewer", **day("from_on", date(2026, 11, 1))}
        fill(client, address(rowan, "/roles/grant"), fields)
        assert "From 1 November 2026" in client.get(address(rowan)).text

    def test_refuses_a_role_twice_and_days_that_are_wrong(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        a_role(session, actor, rowan, Role.VIEWER)
        sign_in_as(Role.PROGRAMME_LEAD)
        path = address(rowan, "/roles/grant")
        page = fill(client, path, {"role": "viewer"}, expect=422).text
        assert "This person already has that role" in page
        fields = {"role": "director", **day("to_on", date(2026, 10, 4))}
        assert "must not be before" in fill(client, path, fields, expect=422).text
        assert "Select a role" in fill(client, path, expect=422).text

    def test_lets_nobody_but_an_administrator_make_an_administrator(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        path, forged = address(rowan, "/roles/grant"), {"role": "administrator"}
        sign_in_as(Role.PROGRAMME_LEAD)
        assert 'value="administrator"' not in client.get(path).text
        fill(client, path, forged, expect=422)
        sign_in_as(Role.ADMINISTRATOR)
        fill(client, path, forged)
        grant = session.query(RoleGrant).filter_by(person_id=rowan.id).one()
        assert grant.role is Role.ADMINISTRATOR
        sign_in_as(Role.PROGRAMME_LEAD)
        client.post(f"{PEOPLE}/roles/{grant.id}/end", expect=403)
        assert grant.to_on is None

    def test_ends_a_role_at_once(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        grant = a_role(session, actor, rowan, Role.VIEWER)
        sign_in_as(Role.PROGRAMME_LEAD)
        path = f"{PEOPLE}/roles/{grant.id}/end"
        fill(client, path)
        assert grant.to_on == date(2026, 10, 4)
        assert "This role has ended already" in fill(client, path, expect=422).text
        client.get(f"{PEOPLE}/roles/{NOBODY}/end", expect=404)


class TestLeaving:
    def test_says_what_would_stay_open_and_offers_to_hand_it_over(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        an_action(session, actor, a_plan(session, actor), "1.1", rowan)
        a_board(session, actor, rowan)
        a_holding(session, actor, a_post(session, actor), rowan)
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(address(rowan, "/leave")).text
        words = text_of(parsed(page))
        assert "1.1 Answer each contact within a day, due: 1 December 2026" in words
        assert "The chair of Improvement Board" in words
        assert "Head of first contact" in words
        assert address(rowan, "/hand-over") in page
        sign_in_as(Role.ADMINISTRATOR)
        assert address(rowan, "/hand-over") not in client.get(address(rowan, "/leave")).text

    def test_records_the_day_and_says_what_stays(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        an_action(session, actor, a_plan(session, actor), "1.1", rowan)
        sign_in_as(Role.PROGRAMME_LEAD)
        answer = fill(client, address(rowan, "/leave"), {"reason": "Retires"})
        page = client.get(answer.location).text
        assert rowan.left_on == TODAY
        assert "Rowan Mason has left; still open in their name: 1 action" in page
        assert "Retires" in page
        assert "Left" in page
        assert "This person has left" in fill(client, address(rowan, "/leave"), expect=422).text

    def test_lets_somebody_come_back_without_roles(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        gone = a_person(session, actor, "Gone Before", left_on=date(2026, 5, 1))
        sign_in_as(Role.PROGRAMME_LEAD)
        fill(client, address(gone, "/come-back"))
        assert gone.left_on is None
        again = fill(client, address(gone, "/come-back"), expect=422)
        assert "This person has not left" in again.text
