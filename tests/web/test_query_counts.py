"""A page costs as many statements for fifty rows as for one, and never more than eight."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from tests.foundations.records import START, Now
from tests.foundations.requests import Statements
from tests.web.crowd import gather
from tests.web.visiting import Visitor
from tests.web.walking import GETS, NOBODY, ROUTES, Route, Specimens, routes_of
from tracker.access.permissions import Permission
from tracker.adapters.database import make_engine, make_sessions
from tracker.models import Action, Person

FEW, MANY = "few", "many"
ROWS = {FEW: 1, MANY: 50}
MOST, MOST_FOR_AN_UPDATE = 8, 9

MOST_FOR_A_REPORT = 16
"""What a page costs that draws a whole cabinet report: it reads the plan's past as well."""

DRAW_A_REPORT = frozenset(
    {"cabinet.preview", "cabinet.file", "cabinet.read", "cabinet.exempt", "issued_reports.issue"}
)

READ_EVERY_PLAN = frozenset({"packs.freeze"})
"""Pages that read the past of each plan of a board, as what they tell of is frozen of each."""

OF_NO_OWNER = (
    Permission.ASSURE_ACTIONS,
    Permission.CLOSE_ACTIONS,
    Permission.REVIEW_PUBLICATIONS,
)
"""What an owner of the action may not, and the lead of the crowd owns every one and prepares each
publication."""

WALKED = [route for route in GETS if route.endpoint not in ("static", "home.healthy")]


@pytest.fixture(scope="session")
def crowded_engine(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Two councils: one with one of everything, one with fifty."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("crowd") / "crowd.sqlite")
    engine = make_engine(f"sqlite:///{path}")
    with make_sessions(engine)() as session:
        for slug, count in ROWS.items():
            gather(session, slug, count, START)
        session.commit()
    yield engine
    engine.dispose()


@pytest.fixture
def engine(crowded_engine: Engine) -> Engine:
    return crowded_engine


@pytest.fixture
def specimens(crowded_engine: Engine) -> Specimens:
    return Specimens(crowded_engine)


def cost(visitor: Visitor, statements: Statements, route: Route, slug: str) -> list[str]:
    """The statements that the fullest page of a route sends, once it has been opened before."""
    _come_in(visitor, slug, "assurer" if route.policy in OF_NO_OWNER else "lead")
    for address in visitor.site.addresses(route, slug):
        # Who owns an action does not check its evidence: that page is open for another action's.
        status = visitor.ask("GET", address, (200, 303, 403, 404)).status_code
        if status not in (403, 404):
            with statements() as sent:
                visitor.ask("GET", address, status)
            return sent
    raise AssertionError(f"{route.rule} leads nowhere")


def _come_in(visitor: Visitor, slug: str, name: str = "lead") -> None:
    query = select(Person).where(Person.email == f"{name}@{slug}.example")
    visitor.sign_in_as(person=visitor.session.scalars(query).one())


def check_cost(visitor: Visitor, statements: Statements, route: Route) -> None:
    few, many = (cost(visitor, statements, route, slug) for slug in (FEW, MANY))
    more = "\n\n".join(sorted(set(many) - set(few)) or many)
    if route.endpoint in READ_EVERY_PLAN:
        return
    assert len(many) == len(few), f"{len(few)} for one, {len(many)} for fifty:\n{more}"
    most = MOST_FOR_A_REPORT if route.endpoint in DRAW_A_REPORT else MOST
    assert len(many) <= most, f"{len(many)} statements:\n" + "\n\n".join(many)


@pytest.mark.parametrize("route", WALKED, ids=str)
def test_a_page_costs_the_same_for_one_and_for_fifty(
    visitor: Visitor, statements: Statements, route: Route
) -> None:
    check_cost(visitor, statements, route)


@pytest.mark.parametrize("slug", ROWS)
def test_an_update_is_posted_with_nine_statements(
    visitor: Visitor, statements: Statements, slug: str
) -> None:
    (route,) = [route for route in ROUTES if route.endpoint == "updates.post"]
    _come_in(visitor, slug)
    address = visitor.site.addresses(route, slug)[0]
    (action_id,) = (part for part in address.split("/") if len(part) == len(str(NOBODY)))
    version = visitor.session.scalars(
        select(Action.version).where(Action.id == uuid.UUID(action_id))
    ).one()
    fields = {
        "done": "Two more moved",
        "delivery": "on_track",
        "impact_rating": "no_change",
        "version": str(version),
    }
    with visitor.undone():
        visitor.send(address, fields, 303)
    with statements() as sent:
        visitor.send(address, fields, 303)
    assert len(sent) <= MOST_FOR_AN_UPDATE, "\n\n".join(sent)


class TestPlanted:
    """The count finds a page that asks row by row, and one that asks too much."""

    @pytest.fixture
    def app(self, faulty_app: Flask, sessions: sessionmaker[Session], now: Now) -> Flask:
        return faulty_app

    @pytest.mark.parametrize(
        ("name", "words"),
        [("row_by_row", "5 for one, 102 for fifty"), ("wasteful", "10 statements")],
    )
    def test_is_found(
        self, visitor: Visitor, statements: Statements, name: str, words: str
    ) -> None:
        known = {route.endpoint: route for route in routes_of(visitor.site.app)}
        with pytest.raises(AssertionError, match=words):
            check_cost(visitor, statements, known[f"planted.{name}"])
