"""The improvement-plan tracker: from an inspection's findings to proof that they were answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session, sessionmaker

    from tracker.config import Settings


def create_app(
    settings: Settings,
    *,
    sessions: sessionmaker[Session] | None = None,
    now: Callable[[], datetime] | None = None,
) -> Flask:
    """The application; ``sessions`` and ``now`` are handed in by a caller who owns them."""
    from tracker import web

    app = web.make_app(settings)
    web.init_database(app, sessions)
    web.init_files(app)
    web.init_signing(app)
    web.init_clock(app, now)
    web.init_frameworks(app)
    web.init_extensions(app)
    web.init_templates(app)
    web.init_guards(app)
    web.init_headers(app)
    web.init_errors(app)
    web.init_pages(app)
    web.init_static(app)
    web.init_proxies(app)
    return app
