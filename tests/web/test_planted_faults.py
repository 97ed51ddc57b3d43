"""Every walk finds the fault that it is there for: a view made to have it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from tests.foundations.records import Now
from tests.web import spoiling, visiting
from tests.web.spoiling import filled_forms
from tests.web.test_embargo import said
from tests.web.visiting import Visitor
from tests.web.walking import Route, Site, routes_of
from tracker.domain.vocabulary import Role


@pytest.fixture
def engine(demonstration_engine: Engine) -> Engine:
    return demonstration_engine


@pytest.fixture
def app(faulty_app: Flask, sessions: sessionmaker[Session], now: Now) -> Flask:
    return faulty_app


@pytest.fixture
def route(request: pytest.FixtureRequest, faulty_app: Flask) -> Route:
    """The route that is named by the test's parameter."""
    known = {route.endpoint: route for route in routes_of(faulty_app)}
    return known[f"planted.{request.param}"]


STATEMENTS = {
    "no_policy": "has no policy",
    "open_to_all": "the policy public does not fit",
    "of_no_council": "the policy signed in does not fit",
    "unmarked": "is not marked as writing",
    "snake_case": r"is not kebab-case: \['Snake_case'\]",
    "untyped": "action_id is a default",
    "unguarded": r"takes \['DELETE', 'GET', 'PATCH', 'POST', 'PUT'\]",
}


@pytest.mark.parametrize(("route", "words"), STATEMENTS.items(), ids=STATEMENTS, indirect=["route"])
def test_a_wrong_statement_is_found(route: Route, words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        visiting.check_statement(route)


WALKS = {
    ("a_get_that_writes", visiting.check_visit): "a GET writes: update council",
    ("faulty", visiting.check_visit): "answered 500",
    ("never_there", visiting.check_visit): "none of .* addresses leads anywhere",
    ("unguarded", visiting.check_nobody): "GET .* answered 200",
    ("unguarded", visiting.check_wrong_role): "DELETE .* answered 200",
    ("unguarded", visiting.check_other_council): "DELETE .* answered 200",
    ("any_record", visiting.check_missing): "GET .* answered 200",
    ("unguarded", visiting.check_token): "POST .* answered 200",
}


@pytest.mark.parametrize(
    ("route", "check", "words"),
    [(name, check, words) for (name, check), words in WALKS.items()],
    ids=[f"{name}-{check.__name__}" for name, check in WALKS],
    indirect=["route"],
)
def test_a_wrong_answer_is_found(visitor: Visitor, route: Route, check: object, words: str) -> None:
    assert callable(check)
    with pytest.raises(AssertionError, match=words):
        check(visitor, route)


FORMS = {
    ("careless", spoiling.check_strange_field): "answered 200",
    ("careless", spoiling.check_late): "answered 200",
    ("forgetful", spoiling.check_strange_field): "words is lost",
    ("forgetful", spoiling.check_late): "words is lost",
}


@pytest.mark.parametrize(
    ("route", "check", "words"),
    [(name, check, words) for (name, check), words in FORMS.items()],
    ids=[f"{name}-{check.__name__}" for name, check in FORMS],
    indirect=["route"],
)
def test_a_careless_form_is_found(
    visitor: Visitor, route: Route, check: object, words: str
) -> None:
    assert callable(check)
    visitor.enter()
    (form,) = filled_forms(visitor, route)
    with pytest.raises(AssertionError, match=words):
        check(visitor, form)


@pytest.mark.parametrize(
    ("route", "words"),
    [("mute", "blanks everywhere: nothing says why"), ("fragile", "answered 500")],
    indirect=["route"],
)
def test_a_form_that_cannot_take_blanks_is_found(
    visitor: Visitor, route: Route, words: str
) -> None:
    visitor.enter()
    (form,) = filled_forms(visitor, route)
    what, fields = next(form.spoilt())
    with pytest.raises(AssertionError, match=words):
        spoiling.check_wrong(visitor, what, form.address, fields)


@pytest.mark.parametrize("route", ["echoing"], indirect=True)
def test_a_page_that_echoes_what_no_page_can_hold_is_found(visitor: Visitor, route: Route) -> None:
    visitor.enter()
    (form,) = filled_forms(visitor, route)
    for what, fields in form.with_unkeepable():
        with pytest.raises(AssertionError, match="Invalid codepoint"):
            spoiling.check_wrong(visitor, what, form.address, fields)


@pytest.mark.parametrize("route", ["gullible"], indirect=True)
def test_a_page_that_believes_its_address_is_found(visitor: Visitor, route: Route) -> None:
    visitor.enter()
    with pytest.raises(AssertionError, match="answered 500"):
        spoiling.check_questions(visitor, route)


@pytest.mark.parametrize("route", ["leaks"], indirect=True)
def test_a_page_that_tells_of_an_embargo_is_found(visitor: Visitor, route: Route) -> None:
    visitor.enter(Role.VIEWER)
    heard = {words for _address, words in said(visitor, route)}
    assert heard == {"Second monitoring visit"}


def test_a_parameter_without_a_record_is_found(visitor: Visitor) -> None:
    route = Route("planted.new", "/planted/<uuid:comet_id>", frozenset({"GET"}), "public", False)
    with pytest.raises(KeyError, match="comet_id"):
        Site(visitor.site.app, visitor.site.specimens).addresses(route)
