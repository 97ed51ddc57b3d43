"""A plan as the public sees it: nobody is asked who they are, and only what is out is told."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.foundations.records import Now
from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.services.given import recommendations, saying
from tests.web.planned import action_of, answering, links, plan_of, words
from tests.web.test_publications import embargo, made, prepared
from tracker.access.actor import Actor
from tracker.domain.publication_states import Readership
from tracker.domain.vocabulary import Delivery, PlanStage, Role
from tracker.models import Plan, Publication
from tracker.services.priorities import PriorityFields, add_priority
from tracker.services.publications import withdraw_publication
from tracker.services.updates import post_update

ADDRESS = "/public/riverford/getting-to-good"
HOSTILE = "<script>alert(1)</script>\" onload='x' {{ 7 * 7 }} &amp; =cmd"


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    plan = plan_of(session, actor, PlanStage.ADOPTED)
    head = add_priority(
        session,
        plan,
        PriorityFields(letter="A", title="Oversight", difference="Help comes sooner"),
        by=actor,
        on=actor.today,
    )
    action_of(session, plan, actor, "A1", title="Answer each contact", priority_id=head.id)
    return plan


@pytest.fixture
def publication(
    client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
) -> Publication:
    """The first publication of the plan; nobody is signed in any more."""
    publication = made(client, session, plan, actor, sign_in_as)
    client.delete_cookie("tracker")
    return publication


def again(
    client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
) -> Publication:
    found = made(client, session, plan, actor, sign_in_as)
    client.delete_cookie("tracker")
    return found


def withdrawn(session: Session, publication: Publication, by: Actor) -> None:
    withdraw_publication(session, publication, by=by, on=by.today, reason="A name in it")
    session.commit()


def sections(page: TestResponse) -> list[str]:
    main = parsed(page.text).find(".//main")
    assert main is not None
    return [text_of(heading) for heading in main.iter("h2")]


class TestThePage:
    def test_says_what_is_done_and_how_it_goes(
        self, client: PageClient, publication: Publication
    ) -> None:
        page = client.get(ADDRESS)
        assert sections(page) == [
            "On this page",
            "Progress so far",
            "A: Oversight",
            "What the ratings mean",
        ]
        said = words(page)
        assert "Data as at 5 October 2026" in said
        assert "What will be different for children: Help comes sooner" in said
        assert "A1 Answer each contact" in said
        assert "0 of 1 action complete on 5 October 2026" in said

    def test_has_no_form_and_no_script_and_leads_nowhere_inside(
        self, client: PageClient, publication: Publication
    ) -> None:
        page = client.get(ADDRESS)
        tree = parsed(page.text)
        assert not [*tree.iter("form"), *tree.iter("script"), *tree.iter("input")]
        hrefs = {a.get("href", "") for a in tree.iter("a")}
        assert {href for href in hrefs if not href.startswith("#")} == set()
        assert "script-src" not in page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]

    def test_each_of_its_links_leads_to_a_place_on_it(
        self, client: PageClient, publication: Publication
    ) -> None:
        tree = parsed(client.get(ADDRESS).text)
        ids = {element.get("id") for element in tree.iter()}
        assert {"action-a1", "priority-a", "progress-so-far", "key"} <= ids

    def test_hostile_text_stays_text(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        sign_in_as: SignInAs,
    ) -> None:
        action_of(session, plan, actor, "A(2)", title=HOSTILE, success_measure=HOSTILE)
        made(client, session, plan, actor, sign_in_as, introduction=HOSTILE)
        page = client.get(ADDRESS)
        assert words(page).count(HOSTILE) == 3
        assert not list(parsed(page.text).iter("script"))

    def test_a_changed_plan_does_not_change_it(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        publication: Publication,
        now: Now,
    ) -> None:
        before = client.get(ADDRESS)
        action_of(session, plan, actor, "A2", title="Something new")
        session.commit()
        now.pass_by(days=400)
        assert client.get(ADDRESS).get_data() == before.get_data()

    def test_tells_what_changed_since_the_last_one(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        publication: Publication,
        sign_in_as: SignInAs,
    ) -> None:
        new = action_of(session, plan, actor, "A2", title="Something new")
        post_update(session, new, saying(Delivery.AT_RISK), by=actor, on=actor.today)
        again(client, session, actor, plan, sign_in_as)
        page = client.get(ADDRESS)
        assert "What changed since 5 October 2026 New actions A2 Something new" in words(page)
        assert links(page)["Publication 1: as at 5 October 2026"] == f"{ADDRESS}/1"
        earlier = client.get(f"{ADDRESS}/1")
        assert "This is an earlier publication" in words(earlier)
        assert "Something new" not in words(earlier)

    def test_an_embargo_that_is_set_later_hides_what_answers_it_alone(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        sign_in_as: SignInAs,
    ) -> None:
        action = action_of(session, plan, actor, "A2", title="Something hidden")
        answering(session, action, actor, *recommendations(session, actor, 1))
        again(client, session, actor, plan, sign_in_as)
        page = client.get(ADDRESS)
        assert "Something hidden" in words(page)
        embargo(session, actor, plan)
        hidden = client.get(ADDRESS, headers={"If-None-Match": page.headers["ETag"]})
        assert "Something hidden" not in hidden.text
        assert "1 Actions" in words(hidden)


class TestWhatIsNotThere:
    @pytest.mark.parametrize(
        "address",
        [
            "/public/riverford/nothing",
            "/public/nowhere/getting-to-good",
            "/public/hillbury/getting-to-good",
            f"{ADDRESS}/2",
            f"{ADDRESS}/0",
            f"{ADDRESS}/x",
            f"{ADDRESS}/1%00",
            "/public/riverford/%F0%9F%98%80",
            f"/public/riverford/{'x' * 3000}",
        ],
    )
    @pytest.mark.usefixtures("other_council", "publication")
    def test_is_told_alike(self, client: PageClient, address: str) -> None:
        answer = client.get(address, expect=404)
        assert answer.text == client.get("/public/riverford/else", expect=404).text

    def test_neither_are_drafts_nor_what_is_for_councillors(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        sign_in_as: SignInAs,
    ) -> None:
        draft = prepared(session, plan, actor)
        client.get(ADDRESS, expect=404)
        withdrawn(session, draft, actor)
        client.get(ADDRESS, expect=404)
        made(client, session, plan, actor, sign_in_as, readership=Readership.COUNCILLORS)
        client.get(ADDRESS, expect=404)
        client.get(f"{ADDRESS}/1", expect=404)

    def test_a_withdrawn_one_says_so(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        publication: Publication,
        sign_in_as: SignInAs,
    ) -> None:
        withdrawn(session, publication, actor)
        for address in (ADDRESS, f"{ADDRESS}/1"):
            said = words(client.get(address, expect=410))
            assert "withdrew it on 5 October 2026" in said
            assert "A name in it" not in said
            assert "Answer each contact" not in said
        again(client, session, actor, plan, sign_in_as)
        page = client.get(ADDRESS)
        assert "Publication 1: as at 5 October 2026 (withdrawn on 5 October 2026)" in words(page)
        assert "What changed" not in words(page)
        answer = client.get(f"{ADDRESS}/1", expect=410)
        assert links(answer)["Read the newest publication of this plan"] == ADDRESS


class TestEveryAnswer:
    """Whatever is asked, and whoever asks: no cookie, and nothing that varies with one."""

    ASKED = (
        ("GET", ADDRESS, 200),
        ("HEAD", ADDRESS, 200),
        ("GET", f"{ADDRESS}/1", 200),
        ("GET", f"{ADDRESS}?next=//evil.example&on=2020-01-01", 200),
        ("GET", "/public/riverford/nothing", 404),
        ("GET", "/public/riverford", 404),
        ("GET", "/public/a/b/c/d", 404),
        ("POST", ADDRESS, 405),
        ("DELETE", ADDRESS, 405),
        ("GET", "/brand/1d4f76.css", 200),
    )

    @pytest.mark.parametrize("is_known", [False, True], ids=["stranger", "signed-in"])
    @pytest.mark.parametrize(("method", "address", "status"), ASKED)
    @pytest.mark.usefixtures("publication")
    def test_sets_no_cookie(
        self,
        client: PageClient,
        sign_in_as: SignInAs,
        now: Now,
        method: str,
        address: str,
        status: int,
        is_known: bool,
    ) -> None:
        if is_known:
            sign_in_as(Role.PROGRAMME_LEAD)
            with client.session_transaction() as cookie:
                cookie["_flashes"] = [("success", "Something to tell")]
            # So long that any other page would renew the cookie.
            now.pass_by(minutes=5)
        answer = client.open(address, method=method, expect=status)
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "Something to tell" not in answer.text

    @pytest.mark.usefixtures("publication")
    def test_of_a_withdrawn_one_and_an_unchanged_one_sets_none_either(
        self, client: PageClient, session: Session, actor: Actor, publication: Publication
    ) -> None:
        etag = client.get(ADDRESS).headers["ETag"]
        same = client.get(ADDRESS, headers={"If-None-Match": etag}, expect=304)
        assert same.get_data() == b""
        withdrawn(session, publication, actor)
        gone = client.get(ADDRESS, headers={"If-None-Match": etag}, expect=410)
        assert not {"Set-Cookie"} & {*same.headers.keys(), *gone.headers.keys()}

    @pytest.mark.usefixtures("publication")
    def test_is_the_same_for_everybody_whatever_the_query(
        self, client: PageClient, sign_in_as: SignInAs
    ) -> None:
        plainly = client.get(ADDRESS)
        sign_in_as(*Role)
        for query in ("?format=xlsx", "?on=2020-01-01", "?q=%00", "?format=csv&page=9"):
            answer = client.get(ADDRESS + query)
            assert answer.get_data() == plainly.get_data()
            assert answer.headers["ETag"] == plainly.headers["ETag"]

    @pytest.mark.usefixtures("publication")
    def test_may_be_kept_and_is_asked_for_again_with_its_etag(self, client: PageClient) -> None:
        page = client.get(ADDRESS)
        assert page.headers["Cache-Control"] == "public, max-age=60"
        assert re.fullmatch(r'W/"[0-9a-f]{32}"', page.headers["ETag"])
        asked = {"If-None-Match": page.headers["ETag"], "Accept-Encoding": "br"}
        assert (
            client.get(ADDRESS, headers=asked, expect=304).headers["ETag"] == page.headers["ETag"]
        )

    @pytest.mark.usefixtures("publication")
    def test_costs_one_statement_however_often(
        self, client: PageClient, statements: Statements
    ) -> None:
        client.get(ADDRESS)
        for _ in range(3):
            with statements() as sent:
                client.get(ADDRESS)
            assert len([one for one in sent if one.lstrip().upper().startswith("SELECT")]) == 1

    @pytest.mark.usefixtures("publication")
    def test_is_given_as_often_as_it_is_asked_for(self, client: PageClient) -> None:
        assert {client.get(ADDRESS).status_code for _ in range(70)} == {200}
