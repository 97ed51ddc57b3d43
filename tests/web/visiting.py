"""What has to hold for every route, each as a check of one route by a visitor.

A check fails with an ``AssertionError``; ``tests/web/test_planted_faults.py`` shows each of them
the fault that it is there for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.foundations.records import Now
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.web.walking import AWAY, HOME, TEXTS, Route, Site
from tracker.access.permissions import Permission
from tracker.access.policy import POLICY
from tracker.domain.vocabulary import Role
from tracker.extensions import limiter
from tracker.models import Council, Person

TYPED: Final = "Words that somebody has typed & would be sorry to lose"

COMMIT_BY_THEMSELVES: Final = frozenset(
    {
        "sign_in.sign_in",
        "sign_in.try_as",
        "report_drafts.read",
        "evidence.add",
        "evidence_files.add",
        "issued_reports.issue",
        "word_templates.add",
        "agenda_papers.add",
        "publications.review",
    }
)
"""A password is verified, and a file hashed and kept, while only reading; the write lock is taken
after that."""

PARTS: Final = "multipart/form-data; boundary=x"
WITH_FILE: Final = b"".join(
    (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="audit.pdf"\r\n\r\n',
        b"%" * 1_500_000,
        b'\r\n--x\r\nContent-Disposition: form-data; name="words"\r\n\r\n',
        TYPED.encode(),
        b"\r\n--x--\r\n",
    )
)
"""A form with a file that is larger than any form without one may be."""

SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?|\.[a-z]+")


@dataclass
class Visitor:
    """Somebody with a browser, who may come in with any roles of any council."""

    site: Site
    client: PageClient
    session: Session
    sign_in_as: SignInAs
    connection: Connection

    def enter(self, *roles: Role, slug: str = HOME) -> Person:
        """Come in as a new person of a council, with all roles when none is given."""
        council = self.session.scalars(select(Council).where(Council.slug == slug)).one()
        return self.sign_in_as(*(roles or Role), council=council)

    def leave(self) -> None:
        """Be nobody again."""
        self.client.delete_cookie("tracker")

    def ask(
        self,
        method: str,
        address: str,
        expect: int | Collection[int],
        fields: dict[str, Any] | None = None,
        **more: Any,
    ) -> TestResponse:
        """Ask for an address; a POST carries the token and, without fields, typed words."""
        if method == "POST":
            given = {"words": TYPED} if fields is None else fields
            return self.client.post(address, data=given, expect=expect, **more)
        answer = self.client.open(address, method=method, expect=expect, **more)
        # A file is open until it has been read.
        answer.get_data()
        answer.close()
        return answer

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What the block writes is gone after it, the cookie apart."""
        self.session.commit()
        opened = self.connection.begin_nested()
        try:
            yield
        finally:
            self.session.rollback()
            opened.rollback()

    def send(
        self, address: str, fields: Mapping[str, Any], expect: int | Collection[int]
    ) -> TestResponse:
        """Post ``fields`` as they are, as often as one likes; a token is added to those without."""
        limiter.reset()
        with_token = "csrf_token" not in fields
        return self.client.post(address, data=dict(fields), expect=expect, csrf=with_token)

    def form_at(self, address: str, *, expect: Collection[int] = (200, 303, 404)) -> Element | None:
        """The form of the page at ``address`` that is posted to that very address."""
        answer = self.client.get(address, expect=expect)
        if answer.status_code != 200:
            return None
        return posted_form(answer, address)


def posted_form(answer: TestResponse, address: str) -> Element | None:
    """The form of a page that is posted to ``address``, whatever that asks after its path."""
    path = address.partition("?")[0]
    for form in parsed(answer.text).iter("form"):
        to = form.get("action", "").partition("?")[0]
        if form.get("method", "").lower() == "post" and to == path:
            return form
    return None


def roles_refused(policy: Permission | str | None) -> list[Role]:
    """The roles that alone never allow what a council's page asks for."""
    if not isinstance(policy, Permission):
        return []
    return [
        role
        for role in Role
        if not any(
            all(predicate.needs_subject or predicate.name == role.value for predicate in way)
            for way in POLICY[policy]
        )
    ]


def check_statement(route: Route) -> None:
    """A route states its policy, who commits, and parameters of a known kind."""
    assert route.policy is not None, f"{route.endpoint} has no policy"
    assert isinstance(route.policy, Permission) == route.is_of_council, (
        f"{route.endpoint}: the policy {route.policy} does not fit {route.rule}"
    )
    assert route.methods <= {"GET", "POST"}, f"{route.endpoint} takes {sorted(route.methods)}"
    if "POST" in route.methods and route.endpoint not in COMMIT_BY_THEMSELVES:
        assert route.writes, f"{route.endpoint} takes a POST and is not marked as writing"
    plain = re.sub(r"<[^>]*>", "", route.rule)
    strange = [part for part in plain.split("/") if part and not SEGMENT.fullmatch(part)]
    assert not strange, f"{route.rule} is not kebab-case: {strange}"
    for name, converter in route.parameters.items():
        wanted = ("string", "path") if name in TEXTS else ("uuid",)
        assert converter in wanted, f"{route.rule}: {name} is a {converter}"


def check_nobody(visitor: Visitor, route: Route) -> None:
    """Nobody signed in: asked to sign in, and typed words given back."""
    visitor.leave()
    address = visitor.site.addresses(route)[0]
    if "GET" in route.methods:
        answer = visitor.ask("GET", address, 303)
        assert unquote(answer.location) == f"/sign-in?next={address}", answer.location
    if "POST" in route.methods:
        _assert_given_back(visitor.ask("POST", address, 401))


def check_ended(visitor: Visitor, route: Route, now: Now) -> None:
    """A form that is sent after the session has ended: the words come back, whatever file came."""
    visitor.enter()
    address = visitor.site.addresses(route)[0]
    takes_file = hasattr(visitor.site.app.view_functions[route.endpoint], "most_bytes")
    now.pass_by(hours=2)
    if takes_file:
        sent: dict[str, Any] = {"data": WITH_FILE, "content_type": PARTS}
        answer = visitor.client.post(address, csrf=False, expect=401, **sent)
    else:
        answer = visitor.ask("POST", address, 401)
    _assert_given_back(answer)
    said = text_of(parsed(answer.text))
    assert "copy what you had typed" in said, "nothing says what to do"
    assert ("Choose it again" in said) == takes_file, "the file is not told of"
    if "GET" in route.methods:
        ways = {unquote(link.get("href", "")) for link in parsed(answer.text).iter("a")}
        assert f"/sign-in?next={address}" in ways, "signing in does not lead back to the form"


def check_wrong_role(visitor: Visitor, route: Route) -> None:
    """A role that does not allow it: refused, and typed words given back."""
    address = visitor.site.addresses(route)[0]
    for role in roles_refused(route.policy):
        visitor.enter(role)
        for method in sorted(route.methods):
            answer = visitor.ask(method, address, 403)
            if method == "POST":
                _assert_given_back(answer)


def check_other_council(visitor: Visitor, route: Route) -> None:
    """Whoever works for another council: nothing is there."""
    visitor.enter(slug=AWAY)
    for method in sorted(route.methods):
        visitor.ask(method, visitor.site.addresses(route)[0], 404)


def check_missing(visitor: Visitor, route: Route) -> None:
    """An identifier that nothing has, or that another council's record has: nothing is there."""
    visitor.enter()
    addresses = [visitor.site.address(route), *visitor.site.addresses(route, ids_of=AWAY)]
    for address in addresses:
        for method in sorted(route.methods):
            visitor.ask(method, address, 404)


def check_method(visitor: Visitor, route: Route) -> None:
    """Another method: refused, with those that are allowed."""
    visitor.enter()
    address = visitor.site.addresses(route)[0]
    known = visitor.site.app.url_map.bind("localhost").allowed_methods(address.partition("?")[0])
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - set(known):
        answer = visitor.ask(method, address, 405)
        assert answer.headers["Allow"]


def check_token(visitor: Visitor, route: Route) -> None:
    """A POST without the page's token, or with a forged one: refused, typed words given back."""
    if route.policy != "public":
        visitor.enter()
    address = visitor.site.addresses(route)[0]
    for fields in ({"words": TYPED}, {"words": TYPED, "csrf_token": "IjEyMyI.forged"}):
        answer = visitor.client.post(address, data=fields, csrf=False, expect=400)
        _assert_given_back(answer)


def check_visit(visitor: Visitor, route: Route) -> None:
    """A GET of each kind of record: a page, or nothing where the record was taken out."""
    if route.policy != "public":
        visitor.enter()
    found = [
        visitor.ask("GET", address, (200, 303, 404)).status_code
        for address in visitor.site.addresses(route)
    ]
    assert 200 in found or 303 in found, f"none of {len(found)} addresses leads anywhere"


def _assert_given_back(answer: TestResponse) -> None:
    assert TYPED in text_of(parsed(answer.text)), "what was typed is not given back"
