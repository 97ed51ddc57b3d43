"""Walks over every route, for modules whose ``engine`` is the demonstration's."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.web.visiting import Visitor
from tests.web.walking import Site, Specimens


@pytest.fixture(scope="session")
def specimens(demonstration_engine: Engine) -> Specimens:
    """Records of the demonstration to visit."""
    return Specimens(demonstration_engine)


@pytest.fixture
def visitor(
    app: Flask,
    client: PageClient,
    session: Session,
    sign_in_as: SignInAs,
    specimens: Specimens,
    connection: Connection,
) -> Visitor:
    """Somebody who goes through the site's routes, in one role after another."""
    return Visitor(Site(app, specimens), client, session, sign_in_as, connection)
