"""Over every route there is: a councillor comes in where publications are read, and only there."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests.foundations.records import START
from tests.web.visiting import Visitor
from tests.web.walking import GETS, ROUTES, Route
from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.domain.vocabulary import ActorKind, Door, Role
from tracker.services.feeds import open_feed

OPEN_TO_COUNCILLORS = {"publications.index", "publications.show"}
OF_A_COUNCIL = [route for route in ROUTES if route.is_of_council]


@pytest.fixture
def engine(demonstration_engine: Engine) -> Engine:
    return demonstration_engine


@pytest.mark.parametrize("route", OF_A_COUNCIL, ids=str)
def test_a_councillor_comes_in_nowhere_else(visitor: Visitor, route: Route) -> None:
    visitor.enter(Role.COUNCILLOR)
    for address in visitor.site.addresses(route):
        for method in sorted(route.methods):
            if route.endpoint in OPEN_TO_COUNCILLORS:
                visitor.ask(method, address, (200, 404))
            else:
                visitor.ask(method, address, 403)


def test_the_policy_says_so_too() -> None:
    open_to_all = {route.endpoint for route in GETS if route.policy is Permission.SEE_PUBLICATIONS}
    assert open_to_all == OPEN_TO_COUNCILLORS
    assert len(OF_A_COUNCIL) > 100


def test_their_feed_of_another_role_tells_them_nothing_more(visitor: Visitor) -> None:
    person = visitor.enter(Role.COUNCILLOR)
    by = Actor(ActorKind.PERSON, Door.WEB, START, person.council_id, person.id, name=person.name)
    _feed, token = open_feed(visitor.session, person, by=by, on=by.today)
    visitor.session.commit()
    visitor.ask("GET", f"/feeds/{token}/clocks.ics", 404)
