"""Whatever is sent to whichever page: a clear answer, never a fault, and nothing typed is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests.page_contract import PageClient, parsed, text_of
from tests.web import spoiling
from tests.web.spoiling import Filled, filled_forms
from tests.web.visiting import Visitor
from tests.web.walking import GETS, HOME, POSTS, Route

BUTTONS = {
    "feeds.revoke",
    "updates.drop_draft",
    "accounts.sign_out_everywhere",
    "sign_in.sign_out",
    "sign_in.try_as",
}
"""They have no form behind them that could refuse a strange field."""

ASKING = [route for route in POSTS if route.endpoint not in BUTTONS]


@pytest.fixture
def engine(demonstration_engine: Engine) -> Engine:
    """Every kind of record is there to be spoilt."""
    return demonstration_engine


@pytest.fixture
def forms(visitor: Visitor, route: Route) -> list[Filled]:
    """The forms of the route at hand, as somebody who may do everything would send them."""
    if route.policy != "public":
        visitor.enter()
    found = list(filled_forms(visitor, route))
    assert found, "no record of the demonstration has a page with this form"
    return found


@pytest.mark.parametrize("route", ASKING, ids=str)
def test_refuses_a_field_that_it_does_not_have(visitor: Visitor, forms: list[Filled]) -> None:
    for form in forms:
        spoiling.check_strange_field(visitor, form)


@pytest.mark.parametrize("route", POSTS, ids=str)
def test_takes_an_empty_form_as_it_takes_a_full_one(visitor: Visitor, route: Route) -> None:
    if route.policy != "public":
        visitor.enter()
    for address in visitor.site.addresses(route):
        spoiling.check_wrong(visitor, "nothing at all", address, {})


@pytest.mark.parametrize("route", ASKING, ids=str)
def test_never_saves_over_a_version_that_nobody_saw(visitor: Visitor, forms: list[Filled]) -> None:
    for form in forms:
        if form.has_version:
            spoiling.check_late(visitor, form)


@pytest.mark.parametrize("route", POSTS, ids=str)
def test_has_an_answer_to_every_wrong_field(visitor: Visitor, forms: list[Filled]) -> None:
    for form in forms:
        for what, fields in form.spoilt():
            spoiling.check_wrong(visitor, what, form.address, fields)
        theirs = form.with_foreign_ids(visitor)
        spoiling.check_wrong(visitor, "records of another council", form.address, theirs)


@pytest.mark.parametrize("route", ASKING, ids=str)
def test_gives_no_character_back_that_no_page_can_hold(
    visitor: Visitor, forms: list[Filled]
) -> None:
    for form in forms:
        for what, fields in form.with_unkeepable():
            spoiling.check_wrong(visitor, what, form.address, fields)


@pytest.mark.parametrize("route", GETS, ids=str)
def test_takes_whatever_its_address_asks(visitor: Visitor, route: Route) -> None:
    visitor.enter()
    spoiling.check_questions(visitor, route)


@pytest.mark.parametrize(
    "path",
    [
        "actions/not-an-identifier",
        "actions/00000000-0000-0000-0000-00000000000g",
        "actions/019000000000700080000000000000000",
        "actions/%00",
        "actions/%ff%fe",
        "actions/\U0001f469",
        "..%2f..%2fetc/passwd",
        "nowhere" * 1_000,
        "%0d%0aSet-Cookie:a=b",
    ],
)
def test_an_address_that_leads_nowhere_says_so(visitor: Visitor, path: str) -> None:
    visitor.enter()
    answer = visitor.ask("GET", f"/councils/{HOME}/{path}", 404)
    assert "Page not found" in text_of(parsed(answer.text))


@pytest.mark.parametrize("slug", ["%00", "ALDERMERE", "aldermere%20", "nowhere", "%F0%9F%91%A9"])
def test_so_does_a_council_that_is_not_there(visitor: Visitor, slug: str) -> None:
    visitor.enter()
    visitor.ask("GET", f"/councils/{slug}/plans", 404)


BODIES = {
    "JSON": (b'{"title": "A plan"}', "application/json"),
    "JSON that is a list": (b"[1, 2]", "application/json"),
    "JSON with other kinds": (b'{"title": {"a": 1}, "purpose": 5}', "application/json"),
    "torn JSON": (b'{"title": ', "application/json"),
    "nothing": (b"", "application/x-www-form-urlencoded"),
    "no text": (b"title=%ff%fe&purpose=\xff\xfe", "application/x-www-form-urlencoded"),
    "a torn upload": (b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"),
    "an upload without a boundary": (b"--x--", "multipart/form-data"),
    "five thousand fields": (b"a=1&" * 5_000, "application/x-www-form-urlencoded"),
    "an unknown kind": (b"\x00\x01", "application/x-nonsense; charset=klingon"),
}


@pytest.mark.parametrize(("body", "kind"), BODIES.values(), ids=BODIES)
def test_a_body_that_is_no_form_is_refused(
    visitor: Visitor, client: PageClient, body: bytes, kind: str
) -> None:
    visitor.enter()
    # The token is in a header, so that the body alone is what is wrong.
    headers = {"X-CSRFToken": client.csrf_token()}
    client.post(
        f"/councils/{HOME}/plans/start",
        data=body,
        content_type=kind,
        headers=headers,
        expect=(400, 413, 422),
    )


def test_an_upload_with_thousands_of_parts_is_too_much(
    visitor: Visitor, client: PageClient
) -> None:
    visitor.enter()
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    client.post(
        f"/councils/{HOME}/plans/start",
        data=part * 3_000 + b"--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        expect=413,
    )
