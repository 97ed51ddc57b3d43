"""The pages: blueprints, guards, headers, error pages. The only room that knows HTTP requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from tracker.adapters.database import make_engine, make_sessions
from tracker.adapters.file_store import make_file_store
from tracker.adapters.scanner import make_scanner
from tracker.adapters.signing_key import open_signing_key
from tracker.config import Settings
from tracker.domain.folders import folder
from tracker.domain.frameworks import load_frameworks
from tracker.domain.frameworks.guide import load_guides
from tracker.extensions import compress, csrf, limiter
from tracker.web import layout
from tracker.web.errors import init_errors
from tracker.web.guards import init_guards, public
from tracker.web.headers import init_headers
from tracker.web.registry import init_pages
from tracker.web.sessions import PageSessions
from tracker.web.templating import PageApp, init_templating

__all__ = [
    "init_clock",
    "init_database",
    "init_errors",
    "init_extensions",
    "init_files",
    "init_frameworks",
    "init_guards",
    "init_headers",
    "init_pages",
    "init_proxies",
    "init_signing",
    "init_static",
    "init_templates",
    "make_app",
]

HERE = Path(__file__).resolve().parent.parent


def make_app(settings: Settings) -> Flask:
    """A bare application with its settings."""
    app = PageApp("tracker", template_folder=str(folder("templates")), static_folder="static")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="tracker",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=settings.absolute_minutes),
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=settings.max_request_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_request_bytes,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_CHECK_DEFAULT=False,
        COMPRESS_MIN_SIZE=1024,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_LEVEL=5,
    )
    app.session_interface = PageSessions()
    app.extensions["settings"] = settings
    return app


def init_proxies(app: Flask) -> None:
    """Believe as many servers before us as the settings say, and no client, about its address."""
    count = app.extensions["settings"].proxies
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )


def init_database(app: Flask, sessions: sessionmaker[Session] | None) -> None:
    """Sessions on the settings' database, or those that the caller owns."""
    if sessions is None:
        sessions = make_sessions(make_engine(app.extensions["settings"].database_url))
    app.extensions["sessions"] = sessions


def init_files(app: Flask) -> None:
    """Where the files that came in are kept, and who looks for viruses in them before."""
    app.extensions["files"] = make_file_store(app.extensions["settings"])
    app.extensions["scanner"] = make_scanner(app.extensions["settings"].clamav)


def init_signing(app: Flask) -> None:
    """The key that heads of history are signed with; a wrong file stops the start."""
    app.extensions["signing_key"] = open_signing_key(app.extensions["settings"])


def init_clock(app: Flask, now: Callable[[], datetime] | None) -> None:
    """The source of time: the system's clock in UTC, unless the caller hands in another."""
    app.extensions["now"] = now or (lambda: datetime.now(UTC))


def init_frameworks(app: Flask) -> None:
    """Read and check every framework and guide; a wrong file stops the start."""
    folder = app.extensions["settings"].frameworks_folder
    app.extensions["frameworks"] = load_frameworks(folder)
    load_guides(app.extensions["frameworks"], folder)


def init_extensions(app: Flask) -> None:
    """Hand each Flask extension the app."""
    csrf.init_app(app)
    limiter.init_app(app)
    compress.init_app(app)


def init_templates(app: Flask) -> None:
    """The templates, and what every page is given."""
    init_templating(app, folder("templates"))
    layout.init_layout(app)


def init_static(app: Flask) -> None:
    """Static files, compressed and cached for ever: their addresses carry their content's hash."""
    public(app.view_functions["static"])
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(HERE / "static"),
        prefix="static/",
        max_age=365 * 24 * 3600,
        add_headers_function=_static_headers,
    )


def _static_headers(headers: dict[str, str], _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
