"""Whatever is sent to whichever page: a clear answer, never a fault, and nothing typed is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests.web import spoiling
from tests.web.spoiling import Filled, filled_forms
from tests.web.visiting import Visitor
from tests.web.walking import POSTS, Route

BUTTONS = {
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
