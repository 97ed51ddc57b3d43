"""The front door: signing in and out, how long a session lasts, and what every answer carries."""

from __future__ import annotations

import dataclasses
import re
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session, sessionmaker

from tests.foundations.records import ActorAs, InADeed, Now
from tests.foundations.requests import Watch
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.services.given import recorded
from tests.web.visiting import TYPED
from tests.web.workforce import NOBODY, TODAY, a_person, a_role
from tracker.access.actor import Actor
from tracker.config import Settings
from tracker.domain.vocabulary import Role
from tracker.models import Council, Person, SignIn
from tracker.services.accounts import create_account
from tracker.services.people import end_role, grant_role

EMAIL = "rowan@example.gov.uk"
PASSWORD = "correct horse battery"
WRONG = "Email address or password is wrong"
COUNCIL = "/councils/riverford"


@pytest.fixture
def rowan(session: Session, actor: Actor) -> Person:
    """Somebody of one council, with a password."""
    person = a_person(session, actor)
    a_role(session, actor, person, Role.PROGRAMME_LEAD)
    create_account(session, person, EMAIL, PASSWORD, by=actor, on=TODAY)
    return person


def sign_in(client: PageClient, address: str = "/sign-in", **fields: str) -> str:
    """Fill in the form, and give the address that it leads to."""
    given = {"email": EMAIL, "password": PASSWORD, **fields}
    return client.submit(address, given, form=address).location


def _second(session: Session, by: Actor) -> Council:
    names = {"name": "Second Council", "short_name": "Second"}
    return recorded(session, by, Council, slug="second", **names)


def words(html: str) -> str:
    return text_of(parsed(html))


@pytest.mark.usefixtures("rowan")
class TestSigningIn:
    def test_leads_to_ones_council(self, client: PageClient) -> None:
        assert client.get("/", expect=303).location == "/sign-in"
        assert sign_in(client) == "/"
        assert client.get("/", expect=303).location == COUNCIL
        client.get(COUNCIL)

    def test_leads_to_the_page_that_was_asked_for(self, client: PageClient) -> None:
        asked = f"{COUNCIL}/people?role=viewer&page=1"
        there = client.get(asked, expect=303).location
        assert sign_in(client, there) == asked

    def test_asks_somebody_of_two_councils_which_one(
        self, client: PageClient, session: Session, actor: Actor, rowan: Person, actor_as: ActorAs
    ) -> None:
        theirs = actor_as(Role.PROGRAMME_LEAD, council=_second(session, actor))
        a_role(
            session,
            theirs,
            a_person(session, theirs, account_id=rowan.account_id),
            Role.VIEWER,
        )
        sign_in(client)
        assert client.get("/", expect=303).location == "/councils"
        page = words(client.get("/councils").text)
        assert "Riverford" in page
        assert "Second" in page

    def test_takes_the_address_in_any_letters(self, client: PageClient) -> None:
        assert sign_in(client, email=f"  {EMAIL.upper()} ") == "/"

    @pytest.mark.parametrize(
        "fields",
        [
            {"password": "wrong horse battery"},
            {"email": "nobody@example.gov.uk"},
            {"email": "no address at all"},
            {"email": "x" * 254},
        ],
        ids=["password", "stranger", "no address", "long"],
    )
    def test_says_the_same_whatever_was_wrong(
        self, client: PageClient, fields: dict[str, str]
    ) -> None:
        given = {"email": EMAIL, "password": PASSWORD, **fields}
        page = client.submit("/sign-in", given, form="/sign-in", expect=422).text
        assert WRONG in page
        assert given["email"] in page
        assert given["password"] not in page
        client.get("/councils", expect=303)

    def test_asks_for_what_is_missing(self, client: PageClient) -> None:
        page = client.submit("/sign-in", {"email": " "}, form="/sign-in", expect=422).text
        assert "Enter your email address" in page
        assert "Enter your password" in page

    def test_starts_a_session_that_nobody_knew_before(self, client: PageClient) -> None:
        client.get("/sign-in")
        before = client.get_cookie("tracker")
        forged = client.csrf_token()
        sign_in(client)
        after = client.get_cookie("tracker")
        assert before
        assert after
        assert before.value != after.value
        client.post("/sign-out", data={"csrf_token": forged}, csrf=False, expect=400)

    def test_allows_ten_tries_for_an_address_in_five_minutes(self, client: PageClient) -> None:
        wrong = {"email": EMAIL, "password": "wrong horse battery"}
        for _try in range(10):
            client.post("/sign-in", data=wrong, expect=422)
        page = client.post("/sign-in", data={**wrong, "password": PASSWORD}, expect=429).text
        assert "Wait a few minutes" in page
        client.get("/sign-in")
        client.post("/sign-in", data={**wrong, "email": "other@example.gov.uk"}, expect=422)

    def test_needs_the_pages_token(self, client: PageClient) -> None:
        page = client.post(
            "/sign-in", data={"email": EMAIL, "password": PASSWORD}, csrf=False, expect=400
        ).text
        assert EMAIL in page
        assert PASSWORD not in page


OUTSIDE = (
    "https://evil.example/",
    "//evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/\r\nLocation: //evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "",
)


@pytest.mark.usefixtures("rowan")
@pytest.mark.parametrize("target", OUTSIDE)
def test_never_leads_to_another_site(client: PageClient, target: str) -> None:
    fields = {"email": EMAIL, "password": PASSWORD, "next": target}
    to = client.post("/sign-in", data=fields).location
    assert not re.search(r"[\x00-\x20\\]", to), to
    # A browser passes over tabs and line breaks, and takes a backslash for a slash.
    landed = urlsplit(urljoin("https://tracker.example/sign-in", to))
    assert (landed.scheme, landed.netloc) == ("https", "tracker.example")


@pytest.mark.usefixtures("rowan")
class TestSigningOut:
    def test_ends_the_session_on_the_server(self, client: PageClient, session: Session) -> None:
        sign_in(client)
        kept = client.get_cookie("tracker")
        assert kept is not None
        assert client.submit(COUNCIL, form="/sign-out").location == "/sign-in"
        client.get(COUNCIL, expect=303)
        client.set_cookie("tracker", kept.value)
        page = words(client.get(COUNCIL, expect=401).text)
        assert "Sign in again" in page
        assert session.scalars(select(SignIn.ended_at)).one() is not None

    def test_does_no_harm_twice_or_without_a_session(self, client: PageClient) -> None:
        client.post("/sign-out")
        sign_in(client)
        client.post("/sign-out")
        client.post("/sign-out")

    def test_is_no_link(self, client: PageClient) -> None:
        sign_in(client)
        client.get("/sign-out", expect=405)
        client.get(COUNCIL)


@pytest.mark.usefixtures("rowan")
class TestSession:
    def test_ends_after_an_hour_without_a_page(self, client: PageClient, now: Now) -> None:
        sign_in(client)
        now.pass_by(minutes=59)
        client.get(COUNCIL)
        now.pass_by(minutes=59)
        client.get(COUNCIL)
        now.pass_by(minutes=61)
        page = words(client.get(COUNCIL, expect=401).text)
        assert "some time had passed" in page

    def test_ends_after_twelve_hours_whatever_is_done(self, client: PageClient, now: Now) -> None:
        sign_in(client)
        for _turn in range(14):
            now.pass_by(minutes=50)
            client.get(COUNCIL)
        now.pass_by(minutes=21)
        client.get(COUNCIL, expect=401)

    def test_gives_back_what_was_typed_when_it_has_ended(
        self, client: PageClient, now: Now
    ) -> None:
        sign_in(client)
        now.pass_by(hours=2)
        fields = {"title": TYPED, "purpose": "To get to good\nand stay there", "version": ""}
        page = client.post(f"{COUNCIL}/plans/start", data=fields, expect=401).text
        assert TYPED in words(page)
        assert "To get to good\nand stay there" in page
        assert sign_in(client) == "/"

    def test_never_gives_a_password_back(self, client: PageClient, now: Now) -> None:
        sign_in(client)
        now.pass_by(hours=2)
        fields = {"current_password": PASSWORD, "new_password": "a better battery horse"}
        page = client.post("/account/password", data=fields, expect=401).text
        assert "battery" not in page

    @pytest.mark.parametrize("cookie", ["", "forged", "eyJ0b2tlbiI6MX0.x.y", "é\u2028", "x" * 4000])
    def test_takes_a_forged_cookie_for_none(self, client: PageClient, cookie: str) -> None:
        client.set_cookie("tracker", cookie)
        client.get(COUNCIL, expect=303)
        sign_in(client)
        client.get(COUNCIL)

    def test_takes_a_cookie_with_strange_contents_for_none(self, client: PageClient) -> None:
        for token, seen in ((1, 1), ("x", "y"), (None, None), ("x", 10**30), ([], {})):
            with client.session_transaction() as cookie:
                cookie["token"], cookie["seen"] = token, seen
            client.get(COUNCIL, expect=(303, 401))

    def test_is_over_at_once_when_the_last_role_ends(
        self, client: PageClient, session: Session, in_a_deed: InADeed, rowan: Person, now: Now
    ) -> None:
        sign_in(client)
        with in_a_deed():
            rowan.left_on = now().date() - timedelta(days=1)
        client.get(COUNCIL, expect=404)
        session.expire_all()

    def test_cookie_is_for_this_site_and_for_no_script(self, client: PageClient) -> None:
        client.get("/sign-in")
        fields = {"email": EMAIL, "password": PASSWORD}
        (cookie,) = client.post("/sign-in", data=fields).headers.getlist("Set-Cookie")
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie

    def test_pages_set_no_cookie_once_somebody_is_in(self, client: PageClient, now: Now) -> None:
        sign_in(client)
        client.get(COUNCIL)
        now.pass_by(seconds=30)
        assert "Set-Cookie" not in client.get(COUNCIL).headers


class TestToken:
    def test_of_another_browser_is_refused(
        self, client: PageClient, sign_in_as: SignInAs, app: Flask
    ) -> None:
        stranger = app.test_client()
        assert isinstance(stranger, PageClient)
        forged = stranger.csrf_token()
        sign_in_as(Role.PROGRAMME_LEAD)
        client.get(COUNCIL)
        fields = {"title": TYPED, "csrf_token": forged}
        page = client.post(f"{COUNCIL}/plans/start", data=fields, csrf=False, expect=400).text
        assert TYPED in words(page)
        assert "nothing was saved" in words(page)

    def test_may_come_in_no_address(self, client: PageClient, sign_in_as: SignInAs) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        token = client.csrf_token()
        client.post(f"{COUNCIL}/plans/start?csrf_token={token}", data={}, csrf=False, expect=400)


@pytest.fixture(scope="session")
def trying_app(
    settings: Settings, bare_sessions: sessionmaker[Session], standing_now: Now
) -> Flask:
    """The application in demonstration mode."""
    from tracker import create_app  # noqa: PLC0415

    trying = dataclasses.replace(settings, demonstration=True)
    app = create_app(trying, sessions=bare_sessions, now=standing_now)
    app.testing = True
    app.test_client_class = PageClient
    return app


class TestDemonstration:
    @pytest.fixture
    def app(self, trying_app: Flask, sessions: sessionmaker[Session], now: Now) -> Flask:
        return trying_app

    @pytest.fixture(autouse=True)
    def shown(self, in_a_deed: InADeed, council: Council) -> None:
        with in_a_deed():
            council.is_demonstration = True

    def test_offers_its_people_by_role(self, client: PageClient, rowan: Person) -> None:
        page = words(client.get("/sign-in").text)
        assert "This is a demonstration" in page
        assert f"{rowan.name} Programme lead, Riverford Borough Council" in page

    def test_offers_nobody_whose_role_was_ended_on_its_first_day(
        self, client: PageClient, session: Session, actor: Actor
    ) -> None:
        kim = a_person(session, actor, "Kim Okafor")
        create_account(session, kim, "kim@example.gov.uk", None, by=actor, on=TODAY)
        grant = grant_role(session, kim, Role.VIEWER, by=actor, on=TODAY)
        assert "Kim Okafor" in client.get("/sign-in").text
        end_role(session, grant, by=actor, on=TODAY)
        assert "Kim Okafor" not in client.get("/sign-in").text

    def test_signs_in_with_a_button(self, client: PageClient, rowan: Person) -> None:
        form = "/sign-in/demonstration?next=/councils/riverford/people"
        fields = {"person_id": str(rowan.id)}
        answer = client.submit(f"/sign-in?next={COUNCIL}/people", fields, form=form)
        assert answer.location == f"{COUNCIL}/people"
        page = client.get(answer.location).text
        assert rowan.name in page
        assert "Demonstration: an invented council" in page

    def test_says_whether_a_council_was_retold_or_invented(
        self, client: PageClient, rowan: Person, in_a_deed: InADeed, council: Council
    ) -> None:
        with in_a_deed():
            council.ons_code = "E06000005"
        client.submit("/sign-in", {"person_id": str(rowan.id)}, form="/sign-in/demonstration")
        page = client.get(f"{COUNCIL}/people").text
        assert "Demonstration: retold from public documents" in page
        assert "invented" not in page

    @pytest.mark.parametrize("target", OUTSIDE[:4])
    def test_leads_to_no_other_site(self, client: PageClient, rowan: Person, target: str) -> None:
        fields = {"person_id": str(rowan.id)}
        answer = client.post("/sign-in/demonstration", query_string={"next": target}, data=fields)
        assert answer.location == "/"

    def test_signs_nobody_of_another_council_in(
        self, client: PageClient, actor_as: ActorAs, session: Session, actor: Actor
    ) -> None:
        theirs = actor_as(Role.VIEWER, council=_second(session, actor))
        for person_id, status in ((theirs.person_id, 404), (NOBODY, 404), ("forged", 400)):
            fields = {"person_id": str(person_id)}
            client.post("/sign-in/demonstration", data=fields, expect=status)
        client.get("/councils", expect=303)

    def test_needs_the_pages_token(self, client: PageClient, rowan: Person) -> None:
        fields = {"person_id": str(rowan.id)}
        client.post("/sign-in/demonstration", data=fields, csrf=False, expect=400)


def test_an_ordinary_installation_offers_and_tries_nobody(
    client: PageClient, rowan: Person, in_a_deed: InADeed, council: Council
) -> None:
    with in_a_deed():
        council.is_demonstration = True
    page = client.get("/sign-in").text
    assert rowan.name not in page
    assert "demonstration" not in page.lower()
    client.post("/sign-in/demonstration", data={"person_id": str(rowan.id)}, expect=404)


ANSWERS = {
    "/sign-in": 200,
    COUNCIL: 200,
    f"{COUNCIL}/people?format=csv": 200,
    f"{COUNCIL}/clocks.ics": 200,
    f"{COUNCIL}/invitations": 403,
    "/councils/elsewhere": 404,
    "/nothing/here": 404,
    "/": 303,
    "/sign-out": 405,
}


@pytest.mark.parametrize(("address", "status"), ANSWERS.items())
def test_no_answer_is_kept_framed_or_guessed(
    client: PageClient, sign_in_as: SignInAs, address: str, status: int
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    headers = client.get(address, expect=status).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers
    parts = (part.partition(" ") for part in headers["Content-Security-Policy"].split("; "))
    policy = {name: value for name, _, value in parts}
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    if "attachment" in headers.get("Content-Disposition", ""):
        assert (policy["form-action"], "sandbox" in policy) == ("'none'", True)
        return
    assert policy["form-action"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert re.fullmatch(r"'self' 'nonce-[\w-]{22}'", policy["script-src"])


def test_every_answer_has_a_nonce_of_its_own(client: PageClient) -> None:
    policies = {client.get("/sign-in").headers["Content-Security-Policy"] for _turn in range(3)}
    assert len(policies) == 3


def test_over_https_a_browser_is_told_to_stay_there(client: PageClient) -> None:
    headers = client.get("/sign-in", base_url="https://localhost").headers
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_static_files_are_kept_for_ever_at_addresses_of_their_content(client: PageClient) -> None:
    page = client.get("/sign-in").text
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert found
    for address in found:
        answer = client.get(address)
        answer.get_data()
        answer.close()
        assert "max-age=31536000" in answer.headers["Cache-Control"], address
        assert re.search(r"\?v=\w+|\.[0-9a-f]{8,}\.", address), address


@pytest.fixture
def faulty_client(
    faulty_app: Flask,
    session: Session,
    connection: Connection,
    client: PageClient,
    sign_in_as: SignInAs,
) -> PageClient:
    """Riverford's programme lead at a site with faulty pages."""
    sign_in_as(Role.PROGRAMME_LEAD)
    cookie = client.get_cookie("tracker")
    assert cookie is not None
    faulty = faulty_app.test_client()
    assert isinstance(faulty, PageClient)
    faulty.session = session
    faulty.watch = Watch().on(connection)
    faulty.set_cookie("tracker", cookie.value)
    return faulty


class TestErrorPage:
    def test_of_a_fault_gives_typed_words_back_and_tells_nothing(
        self, faulty_client: PageClient
    ) -> None:
        fields = {"words": " ", "more": TYPED, "password": "secret words"}
        answer = faulty_client.post(f"{COUNCIL}/planted/fragile", data=fields, expect=500)
        page = words(answer.text)
        assert TYPED in page
        assert "secret words" not in page
        assert "planted" not in page
        assert "Nothing that you sent was saved" in page

    def test_gives_nothing_back_that_nobody_typed(self, client: PageClient) -> None:
        sent = {"version": "7123", "person_id": str(NOBODY), "done": TYPED, "count": "7123 calls"}
        page = words(client.post("/nothing", data=sent, expect=404).text)
        assert TYPED in page
        assert str(NOBODY) not in page
        assert page.count("7123") == 1

    def test_of_a_strange_address_gives_typed_words_back(self, client: PageClient) -> None:
        assert TYPED in words(client.post("/nothing", data={"a": TYPED}, expect=404).text)
        assert TYPED in words(client.post("/help", data={"a": TYPED}, expect=405).text)

    def test_of_too_much_says_so(self, client: PageClient, settings: Settings) -> None:
        much = "x" * (settings.max_request_bytes + 1)
        page = words(client.post("/sign-in", data={"email": much}, expect=413).text)
        assert "larger than the tracker takes" in page
