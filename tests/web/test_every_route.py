"""Every route of the site: its statement, and who is let in to which record by which method."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests.foundations.records import Now
from tests.web import visiting
from tests.web.visiting import Visitor
from tests.web.walking import GETS, POSTS, ROUTES, TABLES, Route
from tracker.access.permissions import Permission

GUARDED = [route for route in ROUTES if route.policy != "public"]
OF_A_COUNCIL = [route for route in ROUTES if route.is_of_council]
OF_A_RECORD = [route for route in ROUTES if route.identifiers and route.is_of_council]
RESTRICTED = [route for route in ROUTES if visiting.roles_refused(route.policy)]


@pytest.fixture
def engine(demonstration_engine: Engine) -> Engine:
    """Every kind of record is there."""
    return demonstration_engine


def test_the_walk_is_over_the_whole_site(visitor: Visitor) -> None:
    mapped = {(rule.rule, rule.endpoint) for rule in visitor.site.app.url_map.iter_rules()}
    assert {(route.rule, route.endpoint) for route in ROUTES} == mapped
    assert len(OF_A_COUNCIL) > 50
    assert {name for route in OF_A_RECORD for name in route.identifiers} <= set(TABLES)
    assert {route.policy for route in RESTRICTED} <= set(Permission)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_states_its_policy_its_writing_and_its_parameters(route: Route) -> None:
    visiting.check_statement(route)


@pytest.mark.parametrize("route", GETS, ids=str)
def test_shows_every_kind_of_record_and_writes_nothing(visitor: Visitor, route: Route) -> None:
    visiting.check_visit(visitor, route)


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_asks_whoever_is_not_signed_in_to_do_so(visitor: Visitor, route: Route) -> None:
    visiting.check_nobody(visitor, route)


@pytest.mark.parametrize("route", [r for r in GUARDED if "POST" in r.methods], ids=str)
def test_gives_back_what_comes_after_the_end_of_the_session(
    visitor: Visitor, route: Route, now: Now
) -> None:
    visiting.check_ended(visitor, route, now)


@pytest.mark.parametrize("route", RESTRICTED, ids=str)
def test_refuses_each_role_that_does_not_allow_it(visitor: Visitor, route: Route) -> None:
    visiting.check_wrong_role(visitor, route)


@pytest.mark.parametrize("route", OF_A_COUNCIL, ids=str)
def test_is_not_there_for_people_of_another_council(visitor: Visitor, route: Route) -> None:
    visiting.check_other_council(visitor, route)


@pytest.mark.parametrize("route", OF_A_RECORD, ids=str)
def test_has_no_page_for_records_that_are_not_the_councils(visitor: Visitor, route: Route) -> None:
    visiting.check_missing(visitor, route)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_refuses_other_methods(visitor: Visitor, route: Route) -> None:
    visiting.check_method(visitor, route)


@pytest.mark.parametrize("route", POSTS, ids=str)
def test_refuses_a_post_without_the_pages_token(visitor: Visitor, route: Route) -> None:
    visiting.check_token(visitor, route)
