"""Every clause of the page contract catches the fault that it is there for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, Response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session, sessionmaker

from tests.foundations.records import START
from tests.foundations.requests import Watch
from tests.page_contract import BrokenContract, PageClient, controls, page_faults, parsed
from tracker.models import Council, OutboxMail

POLICY = "default-src 'none'; script-src 'self' 'nonce-abc'"

PAGE = """<!DOCTYPE html>
<html lang="en">
<head><title>Plans – Riverford</title><script nonce="abc" src="/static/t.js"></script></head>
<body>
<h1>Plans</h1>
{}
</body>
</html>
"""

GOOD = """
<a href="#title">Enter a title</a> <a href="/plans" aria-label="All plans"><svg role="img"
aria-labelledby="t"><title id="t">Plans</title><path d="M0 0"/></svg></a>
<form action="/plans" method="post">
<input type="hidden" name="csrf_token" value="x">
<label for="title">Title</label><input id="title" name="title" aria-describedby="hint" value="A">
<p id="hint">A few words</p>
<label>Stage <select name="stage"><option value="draft">Draft</option>
<option value="closed" selected>Closed</option></select></label>
<textarea name="why" aria-label="Why">
Because</textarea>
<input type="checkbox" id="c1" name="kind" value="1" checked><label for="c1">One</label>
<input type="checkbox" id="c2" name="kind" value="2" checked><label for="c2">Two</label>
<input type="radio" id="r1" name="way" value="1"><label for="r1">Way</label>
<button>Save</button>
</form>
<img src="/static/map.png" alt="">
<table><thead><tr><th scope="col">Plan</th></tr></thead>
<tbody><tr><th scope="row">A</th></tr></tbody></table>
<script type="application/json">{"a": 1}</script>
"""

FAULTS = {
    "text after a closed page": ("<p>Hello</div>", "end-tag-too-early"),
    "an attribute twice": ('<p class="a" class="b">x</p>', "duplicate-attribute"),
    "a block in a paragraph": ("<p><div>x</div></p>", "unexpected-end-tag"),
    "a bare ampersand name": ("<p>&bogus;</p>", "named-entity"),
    "a second h1": ("<h1>More</h1>", "2 h1"),
    "an id twice": ('<p id="a"></p><p id="a"></p>', "the id “a” is there 2 times"),
    "a description that is not there": ('<p aria-describedby="x">x</p>', "names “x”"),
    "a label for nothing": ('<label for="x">X</label>', "names “x”"),
    "a place that is not there": ('<a href="#x">x</a>', "leads to #x"),
    "an input without a label": ('<input id="a" name="a">', "the input “a” has no label"),
    "an empty label": ('<label for="a"> </label><input id="a" name="a">', "has no label"),
    "a select without a label": ('<select name="a"><option>x</option></select>', "the select"),
    "a textarea without a label": ('<textarea name="a"></textarea>', "the textarea"),
    "a form without an action": ('<form method="post"><button>x</button></form>', "no action"),
    "a form with an empty action": ('<form action=""><button>x</button></form>', "no action"),
    "a button without text": ("<button> </button>", "a button has no text"),
    "a submit input without text": ('<input type="submit" value="">', "a button has no text"),
    "a script without a nonce": ('<script src="/a.js"></script>', "a script has no nonce"),
    "a script with another nonce": ('<script nonce="b"></script>', "not that of the policy"),
    "an inline style": ('<p style="color: red">x</p>', "p has an inline style"),
    "a style element": ("<svg><style>a{}</style></svg>", "the page has a style element"),
    "an inline handler": ('<p onclick="a()">x</p>', "p has onclick"),
    "a script as a link": ('<a href=" Java\tScript:a()">x</a>', "is a script"),
    "a link without an address": ("<a>x</a>", "leads nowhere"),
    "a link with an empty address": ('<a href="">x</a>', "leads nowhere"),
    "a link to the top": ('<a href="#">x</a>', "leads nowhere"),
    "a link without text": ('<a href="/x"> </a>', "has no text"),
    "an image without alt": ('<img src="/x.png">', "the image /x.png has no alt"),
    "a picture without a name": ('<svg role="img"></svg>', "a picture has neither"),
    "a table without th": ("<table><tbody><tr><td>x</td></tr></tbody></table>", "no th"),
    "a th without scope": ("<table><tbody><tr><th>x</th></tr></tbody></table>", "“x” has no scope"),
}


def page(body: str) -> str:
    return PAGE.replace("{}", body)


def test_a_good_page_has_no_faults() -> None:
    assert page_faults(page(GOOD), POLICY) == []
    assert page_faults(page(GOOD).replace("<title>", "<title>Error: "), POLICY) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_planted_fault_is_found_and_no_other(fault: str) -> None:
    body, said = FAULTS[fault]
    found = page_faults(page(GOOD + body), POLICY)
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<h1>Plans</h1>", "<p>Plans</p>", "0 h1"),
        ("<h1>Plans</h1>", "<h1> </h1>", "the h1 is empty"),
        ("<title>Plans", "<title>All plans", "does not start with the h1"),
        ("<title>Plans – Riverford</title>", "", "the title “” does not start"),
        (' lang="en"', "", "does not say its language"),
        ("<!DOCTYPE html>", "", "doctype"),
    ],
)
def test_so_is_a_fault_of_the_frame(old: str, new: str, said: str) -> None:
    found = page_faults(page(GOOD).replace(old, new), POLICY)
    assert len(found) == 1
    assert said in found[0]


def test_a_form_is_read_as_a_browser_sends_it() -> None:
    form = next(parsed(page(GOOD)).iter("form"))
    assert dict(controls(form)) == {
        "csrf_token": "x",
        "title": "A",
        "stage": "closed",
        "why": "Because",
        "kind": ["1", "2"],
    }


def _send(session: Session) -> None:
    session.add(OutboxMail(recipient="a@example.gov.uk", subject="A", body="B", created_at=START))
    session.flush()


WORK: dict[str, Callable[[Session], object]] = {
    "read": lambda session: session.scalars(select(Council)).all(),
    "dirty": lambda session: setattr(session.scalars(select(Council)).one(), "name", "Changed"),
    "flush": _send,
    "commit": lambda session: session.commit(),
    "rollback": lambda session: session.rollback(),
}


def html(body: str, status: int = 200) -> Response:
    return Response(page(body), status, {"Content-Security-Policy": POLICY})


def echo() -> ResponseReturnValue:
    lines = [f"{name}={value}" for name, value in sorted(request.form.items(multi=True))]
    return "\n".join(lines), 200, {"Content-Type": "text/plain"}


@pytest.fixture
def site(sessions: sessionmaker[Session]) -> Flask:
    """A site of six addresses, most of them at fault."""
    app = Flask(__name__)
    app.secret_key = "x" * 32
    app.test_client_class = PageClient
    app.testing = True

    def work() -> ResponseReturnValue:
        session = sessions()
        for deed in request.args:
            WORK[deed](session)
        session.close()
        return html(GOOD) if request.method == "GET" else redirect("/good", 303)

    def bad() -> ResponseReturnValue:
        return html("<h1>Twice</h1>", int(request.args.get("status", "200")))

    app.add_url_rule("/good", "good", lambda: html(GOOD))
    app.add_url_rule("/bad", "bad", bad)
    app.add_url_rule("/file", "file", lambda: ("<h1>", {"Content-Type": "text/csv"}))
    app.add_url_rule("/moved", "moved", lambda: redirect("/good"))
    app.add_url_rule("/work", "work", work, methods=["GET", "POST"])
    app.add_url_rule("/plans", "plans", echo, methods=["POST"])
    return app


@pytest.fixture
def visitor(
    site: Flask, connection: Connection, session: Session, council: Council
) -> Callable[[], PageClient]:
    def make() -> PageClient:
        client = site.test_client()
        assert isinstance(client, PageClient)
        client.session, client.watch = session, Watch().on(connection)
        return client

    return make


class TestClient:
    @pytest.fixture
    def browser(self, visitor: Callable[[], PageClient]) -> PageClient:
        return visitor()

    def test_a_good_page_a_file_and_a_redirect_pass(self, browser: PageClient) -> None:
        browser.get("/good")
        browser.get("/file")
        browser.get("/moved", expect=302)
        browser.get("/moved", follow_redirects=True)

    def test_a_bad_page_fails_whatever_its_status(self, browser: PageClient) -> None:
        with pytest.raises(BrokenContract, match="2 h1"):
            browser.get("/bad")
        with pytest.raises(BrokenContract, match="2 h1"):
            browser.get("/bad?status=422", expect=422)

    def test_an_unexpected_status_fails(self, browser: PageClient) -> None:
        with pytest.raises(BrokenContract, match="answered 302\n- expected 200"):
            browser.get("/moved")
        with pytest.raises(BrokenContract, match="answered 200\n- expected 403 or 404"):
            browser.get("/good", expect=(403, 404))

    def test_a_get_that_writes_fails_even_when_it_commits_or_takes_it_back(
        self, browser: PageClient, sent_mail: Callable[[], object]
    ) -> None:
        browser.get("/work?read=1")
        for path in ("/work?flush=1&commit=1", "/work?flush=1&rollback=1"):
            with pytest.raises(BrokenContract, match="a GET writes: INSERT INTO outbox_mail"):
                browser.get(path)
        sent_mail()

    @pytest.mark.parametrize(("ask", "left"), [("flush", "OutboxMail"), ("dirty", "Council")])
    def test_a_request_that_leaves_changes_behind_fails(
        self, browser: PageClient, ask: str, left: str
    ) -> None:
        with pytest.raises(BrokenContract, match=f"never committed: {left}"):
            browser.post(f"/work?{ask}=1")

    def test_a_request_that_commits_or_takes_back_does_not(
        self, browser: PageClient, sent_mail: Callable[[], object]
    ) -> None:
        browser.post("/work?flush=1&commit=1")
        browser.post("/work?flush=1&rollback=1")
        sent_mail()

    def test_a_form_is_filled_in_and_sent(self, browser: PageClient) -> None:
        answer = browser.submit("/good", {"title": "B", "kind": None}, expect=200)
        assert answer.text.splitlines() == [
            "csrf_token=x",
            "stage=closed",
            "title=B",
            "why=Because",
        ]

    def test_a_field_or_form_that_is_not_there_cannot_be_sent(self, browser: PageClient) -> None:
        with pytest.raises(BrokenContract, match="has no field tilte; it has csrf_token"):
            browser.submit("/good", {"tilte": "B"})
        for form in (1, "/elsewhere"):
            with pytest.raises(BrokenContract, match="no such form"):
                browser.submit("/good", form=form)
