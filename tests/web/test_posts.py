"""Posts: the line of management, one post, and who holds it."""

from __future__ import annotations

import csv
import io
from datetime import date
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.services.given import recorded
from tests.web.planned import (
    ON_TRACK,
    links,
)
from tests.web.workforce import (
    NOBODY,
    TODAY,
    a_holding,
    a_person,
    a_plan,
    a_post,
    an_action,
    cells,
    day,
    embargo,
    fill,
)
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role
from tracker.models import Council, Person, Post, PostHolding, Priority
from tracker.services.posts import PostFields, amend_post

POSTS = "/councils/riverford/posts"


def address(post: Post, deed: str = "") -> str:
    return f"{POSTS}/{post.id}{deed}"


def tree(element: Element) -> list[tuple[str, list[object]]]:
    """The nested list as (title, those below)."""
    found = []
    for item in element.findall("li"):
        link, below = item.find("a"), item.find("ul")
        assert link is not None
        found.append((text_of(link), [] if below is None else tree(below)))
    return found  # type: ignore[return-value]


def line(page: str) -> list[tuple[str, list[object]]]:
    top = parsed(page).find(".//main//ul")
    assert top is not None
    return tree(top)


@pytest.fixture
def director(session: Session, actor: Actor) -> Post:
    return a_post(session, actor, "Director")


@pytest.fixture
def head(session: Session, actor: Actor, director: Post) -> Post:
    return a_post(session, actor, "Head of safeguarding", manager_post_id=director.id)


@pytest.fixture
def rowan(session: Session, actor: Actor) -> Person:
    return a_person(session, actor)


class TestLine:
    def test_stands_each_post_under_the_one_that_it_reports_to(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        director: Post,
        head: Post,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        a_post(session, actor, "Team manager", manager_post_id=head.id)
        a_post(session, actor, "Board secretary")
        a_holding(session, actor, head, rowan, is_interim=True)
        an_action(session, actor, a_plan(session, actor), "1.1", head)
        sign_in_as(Role.VIEWER)
        page = client.get(POSTS).text
        assert line(page) == [
            ("Board secretary", []),
            ("Director", [("Head of safeguarding", [("Team manager", [])])]),
        ]
        words = text_of(parsed(page))
        assert "Rowan Mason (interim)" in words
        assert "1 open action" in words
        assert words.count("Vacant") == 3

    def test_loses_no_post_whose_manager_is_closed(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        old = a_post(session, actor, "Old head", closed_on=date(2026, 6, 30))
        a_post(session, actor, "Team manager", manager_post_id=old.id)
        sign_in_as(Role.VIEWER)
        page = client.get(POSTS).text
        assert line(page) == [("Team manager", [])]
        assert "Reports to Old head, which is closed" in page
        assert "closed on 30 June 2026" in page

    def test_shows_a_very_long_line_whole(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        above = None
        for number in range(60):
            above = a_post(
                session, actor, f"Post {number:03}", manager_post_id=above.id if above else None
            )
        sign_in_as(Role.VIEWER)
        page = client.get(POSTS).text
        assert all(f"Post {number:03}" in page for number in range(60))
        assert "Reports to Post 058" in page

    def test_gives_the_holders_as_csv(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        head: Post,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        a_holding(session, actor, head, rowan, is_interim=True, to_on=date(2026, 12, 31))
        sign_in_as(Role.VIEWER)
        answer = client.get(f"{POSTS}?format=csv")
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
        assert rows[1:] == [
            ["Director", "", "", "", "", "", "0", ""],
            [
                "Head of safeguarding",
                "Director",
                "Rowan Mason",
                "Yes",
                "2026-01-05",
                "2026-12-31",
                "0",
                "",
            ],
        ]

    def test_needs_as_many_statements_for_fifty_posts_as_for_one(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        director: Post,
        rowan: Person,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        sign_in_as(Role.VIEWER)
        with statements() as few:
            client.get(POSTS)
        plan = a_plan(session, actor)
        for number in range(50):
            post = a_post(session, actor, f"Post {number}", manager_post_id=director.id)
            a_holding(session, actor, post, rowan)
            an_action(session, actor, plan, f"1.{number}", post)
        session.commit()
        with statements() as many:
            client.get(POSTS)
        assert len(few) == len(many) <= 8

    @pytest.mark.parametrize(("role", "seen"), [(Role.VIEWER, False), (Role.DIRECTOR, True)])
    def test_counts_no_action_under_embargo(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        head: Post,
        sign_in_as: SignInAs,
        role: Role,
        seen: bool,
    ) -> None:
        embargo(session, actor, an_action(session, actor, a_plan(session, actor), "1.1", head))
        sign_in_as(role)
        assert ("1 open action" in client.get(POSTS).text) is seen
        assert ("Answer each contact" in client.get(address(head)).text) is seen

    def test_says_what_goes_here(self, client: PageClient, sign_in_as: SignInAs) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        assert "No posts yet" in client.get(POSTS).text


class TestList:
    def test_filters_sorts_and_exports(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        director: Post,
        head: Post,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        a_post(session, actor, "Old head", closed_on=date(2026, 6, 30))
        a_holding(session, actor, head, rowan, is_interim=True)
        past = a_person(session, actor, "Kim Okafor")
        a_holding(session, actor, director, past, to_on=date(2026, 3, 31))
        an_action(session, actor, a_plan(session, actor), "1.1", head)
        sign_in_as(Role.VIEWER)
        chosen = "Find, filter and sort posts in a list"
        assert links(client.get(POSTS))[chosen] == f"{POSTS}?view=list"
        safeguarding = ["Head of safeguarding", "Rowan Mason (interim)", "Director", "1"]
        old = ["Old headClosed on 30 June 2026", "", "", ""]
        vacant = ["Director", "Vacant", "", ""]
        asked = {
            "": [vacant, safeguarding, old],
            "&title=HEAD": [safeguarding, old],
            "&holder=mason": [safeguarding],
            "&state=held": [safeguarding],
            "&state=vacant": [vacant],
            "&state=vacant&state=closed&state=forged": [vacant, old],
            "&sort=-title": [old, safeguarding, vacant],
            "&sort=manager": [safeguarding, vacant, old],
            "&sort=-actions": [safeguarding, old, vacant],
        }
        for query, expected in asked.items():
            page = client.get(f"{POSTS}?view=list{query}")
            assert cells(page.text, "Posts") == expected, query
            answer = client.get(links(page)["Download this list as CSV"])
            rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
            assert [row["Reports to"] for row in rows] == [row[2] for row in expected], query
        # Somebody who held the post once is not who is found in it today.
        page = client.get(f"{POSTS}?view=list&holder=okafor")
        assert "Nothing matches these filters" in page.text
        assert links(page)["Clear all filters"] == f"{POSTS}?view=list"

    def test_its_filters_keep_the_view_and_imply_it(
        self, client: PageClient, head: Post, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        for address in (f"{POSTS}?view=list", f"{POSTS}?title=head"):
            form = parsed(client.get(address).text).find(".//form[@class='tracker-filters__panel']")
            assert form is not None
            hidden = {field.get("name"): field.get("value") for field in form.iter("input")}
            assert hidden["view"] == "list"

    def test_shows_twenty_five_at_a_time_with_five_statements(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        for number in range(10, 40):
            a_holding(session, actor, a_post(session, actor, f"Post {number}"), rowan)
        sign_in_as(Role.VIEWER)
        with statements() as sent:
            page = client.get(f"{POSTS}?view=list").text
        assert "1 to 25 of 30 posts" in page
        assert len(sent) <= 5
        rows = cells(client.get(f"{POSTS}?view=list&page=2").text, "Posts")
        assert [row[0] for row in rows] == [f"Post {number}" for number in range(35, 40)]


class TestPage:
    def test_shows_holders_actions_priorities_and_reports(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        director: Post,
        head: Post,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        kim = a_person(session, actor, "Kim Okafor")
        a_holding(session, actor, director, rowan, to_on=date(2026, 3, 31))
        a_holding(session, actor, director, kim, from_on=date(2026, 4, 1), is_interim=True)
        plan = a_plan(session, actor)
        an_action(session, actor, plan, "1.1", director)
        recorded(
            session,
            actor,
            Priority,
            plan_id=plan.id,
            letter="A",
            sort_key="A",
            title="Oversight",
            director_post_id=director.id,
        )
        sign_in_as(Role.VIEWER)
        page = client.get(address(director)).text
        assert cells(page, "Holders") == [
            ["Kim Okafor", "Interim", "Since 1 April 2026"],
            ["Rowan Mason", "Substantive", "5 January 2026 to 31 March 2026"],
        ]
        assert [row[1:] for row in cells(page, "Actions that follow the post")] == [
            ["Lead", ON_TRACK, "1 December 2026"]
        ]
        assert "A: Oversight" in page
        assert "Head of safeguarding" in page
        assert "Kim Okafor (interim)" in page

    def test_needs_as_many_statements_for_fifty_actions_as_for_one(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        head: Post,
        rowan: Person,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        plan = a_plan(session, actor)
        an_action(session, actor, plan, "1.1", head)
        a_holding(session, actor, head, rowan)
        session.commit()
        with statements() as few:
            client.get(address(head))
        for number in range(50):
            an_action(session, actor, plan, f"2.{number}", head)
            a_post(session, actor, f"Post {number}", manager_post_id=head.id)
            person = a_person(session, actor, f"Person {number}")
            a_holding(session, actor, head, person, to_on=TODAY)
        session.commit()
        with statements() as many:
            client.get(address(head))
        assert len(few) == len(many) <= 8

    def test_is_not_there_for_another_council(
        self,
        client: PageClient,
        session: Session,
        actor_as: ActorAs,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        elsewhere = actor_as(Role.PROGRAMME_LEAD, council=other_council)
        post = a_post(session, elsewhere)
        holding = a_holding(session, elsewhere, post, a_person(session, elsewhere))
        sign_in_as(Role.PROGRAMME_LEAD)
        for deed in ("", "/amend", "/appoint", "/hand-over"):
            client.get(address(post, deed), expect=404)
            client.get(f"{POSTS}/{NOBODY}{deed}", expect=404)
        client.get(f"{POSTS}/appointments/{holding.id}/end", expect=404)


class TestAddingAndAmending:
    def test_adds_a_post_under_another(
        self, client: PageClient, session: Session, director: Post, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        fields = {"title": "Head of care", "manager_post_id": str(director.id)}
        fill(client, f"{POSTS}/add", fields)
        post = session.scalars(select(Post).where(Post.title == "Head of care")).one()
        assert post.manager_post_id == director.id

    def test_refuses_a_title_twice_a_missing_one_and_a_forged_manager(
        self,
        client: PageClient,
        session: Session,
        actor_as: ActorAs,
        director: Post,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        strange = a_post(session, actor_as(Role.VIEWER, council=other_council), "Strange")
        sign_in_as(Role.PROGRAMME_LEAD)
        path = f"{POSTS}/add"
        assert "already a post" in fill(client, path, {"title": "director"}, expect=422).text
        assert "Enter the title" in fill(client, path, expect=422).text
        fields = {"title": "Head of care", "manager_post_id": str(strange.id)}
        assert "Head of care" in fill(client, path, fields, expect=422).text

    def test_closes_a_post_once_nobody_holds_it(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        head: Post,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        holding = a_holding(session, actor, head, rowan)
        sign_in_as(Role.PROGRAMME_LEAD)
        closing = day("closed_on", date(2026, 12, 31))
        page = fill(client, address(head, "/amend"), closing, expect=422).text
        assert "Somebody holds this post after that day" in page
        fill(client, f"{POSTS}/appointments/{holding.id}/end", day("to_on", TODAY))
        fill(client, address(head, "/amend"), closing)
        assert head.closed_on == date(2026, 12, 31)
        assert "Closes on" in client.get(address(head)).text

    def test_keeps_a_manager_who_was_closed_since(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        old = a_post(session, actor, "Old head", closed_on=date(2026, 6, 30))
        post = a_post(session, actor, "Team manager", manager_post_id=old.id)
        sign_in_as(Role.PROGRAMME_LEAD)
        fill(client, address(post, "/amend"), {"title": "Team manager, north"})
        assert (post.title, post.manager_post_id) == ("Team manager, north", old.id)

    def test_refuses_a_ring(
        self, client: PageClient, director: Post, head: Post, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        fields = {"manager_post_id": str(head.id)}
        page = fill(client, address(director, "/amend"), fields, expect=422).text
        assert "does not itself report to this one" in page

    def test_shows_both_versions_when_somebody_was_faster(
        self, client: PageClient, session: Session, actor: Actor, head: Post, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        stale = {"version": str(head.version), "title": "Mine", "manager_post_id": ""}
        amend_post(session, head, PostFields(title="Theirs"), by=actor, on=TODAY)
        page = client.post(address(head, "/amend"), data=stale, expect=409).text
        assert "Theirs" in page
        assert "Mine" in page

    def test_is_for_those_who_keep_people(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        head: Post,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        holding = a_holding(session, actor, head, rowan)
        for role in (Role.SERVICE_MANAGER, Role.DIRECTOR, Role.VIEWER):
            sign_in_as(role)
            for path in (
                f"{POSTS}/add",
                address(head, "/amend"),
                address(head, "/appoint"),
                f"{POSTS}/appointments/{holding.id}/end",
            ):
                client.get(path, expect=403)
                client.post(path, expect=403)


class TestAppointing:
    def test_puts_a_person_into_a_post(
        self, client: PageClient, head: Post, rowan: Person, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        fields = {
            "person_id": str(rowan.id),
            "is_interim": "y",
            **day("from_on", date(2026, 9, 1)),
            **day("to_on", date(2026, 12, 31)),
        }
        fill(client, address(head, "/appoint"), fields)
        assert cells(client.get(address(head)).text, "Holders") == [
            [
                "Rowan Mason",
                "Interim",
                "1 September 2026 to 31 December 2026",
                "End the appointment of Rowan Mason",
            ]
        ]

    def test_refuses_the_same_days_twice_and_nobody(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        head: Post,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        a_holding(session, actor, head, rowan)
        sign_in_as(Role.PROGRAMME_LEAD)
        path = address(head, "/appoint")
        page = fill(client, path, {"person_id": str(rowan.id)}, expect=422).text
        assert "already holds the post on these days" in page
        assert "Select a person" in fill(client, path, expect=422).text

    def test_offers_nobody_who_has_left_or_works_elsewhere(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        actor_as: ActorAs,
        head: Post,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        gone = a_person(session, actor, "Gone Before", left_on=TODAY)
        alex = a_person(session, actor_as(Role.VIEWER, council=other_council), "Alex")
        sign_in_as(Role.PROGRAMME_LEAD)
        path = address(head, "/appoint")
        for person in (gone, alex):
            assert str(person.id) not in client.get(path).text
            fill(client, path, {"person_id": str(person.id)}, expect=422)

    def test_ends_an_appointment_after_its_last_day(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        head: Post,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        holding: PostHolding = a_holding(session, actor, head, rowan)
        sign_in_as(Role.PROGRAMME_LEAD)
        path = f"{POSTS}/appointments/{holding.id}/end"
        page = fill(client, path, day("to_on", date(2025, 1, 1)), expect=422).text
        assert "must not be before" in page
        stale = {"version": str(holding.version), **day("to_on", date(2026, 10, 31))}
        fill(client, path, day("to_on", TODAY))
        assert holding.to_on == TODAY
        page = client.post(path, data=stale, expect=409).text
        assert "5 October 2026" in page
        assert "31 October 2026" in page
