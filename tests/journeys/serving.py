"""The tracker as it is served: waitress on loopback, on a database file of its own."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import waitress.server
import waitress.wasyncore
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.foundations.kept_reports import keep_files
from tests.foundations.records import Now
from tracker import create_app
from tracker.config import read_settings
from tracker.models import Account, Action, Council, Person, SignIn

COOKIE = "tracker"
THREADS = 4


@dataclass
class Installation:
    """A tracker that answers at ``url``, with its clock."""

    url: str
    app: Flask
    now: Now
    _serving: ExitStack = field(default_factory=ExitStack)

    def start(self, port: int = 0) -> None:
        """Answer, at a port of the system's choice when none is asked for."""
        port = self._serving.enter_context(_answering(self.app, port))
        self.url = f"http://127.0.0.1:{port}"

    def stop(self) -> None:
        """Refuse every connection."""
        self._serving.close()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Within the block nobody answers; after it the same address does again."""
        self.stop()
        yield
        self.start(urlsplit(self.url).port or 0)

    @property
    def engine(self) -> Engine:
        """The engine behind its sessions."""
        with self.app.extensions["sessions"]() as session:
            return cast("Engine", session.get_bind())

    def address_of(self, reference: str, slug: str = "aldermere") -> str:
        """The address of a council's action."""
        query = select(Action.id).join(Council, Council.id == Action.council_id)
        wanted = query.where(Council.slug == slug, Action.reference == reference)
        with Session(self.engine) as session:
            return f"/councils/{slug}/actions/{session.scalars(wanted).one()}"

    def cookie_of(self, name: str, slug: str) -> str:
        """A cookie that signs the person of that name in."""
        token = secrets.token_urlsafe(32)
        with Session(self.engine) as session:
            account_id = session.scalars(
                select(Account.id)
                .join(Person, Person.account_id == Account.id)
                .join(Council, Council.id == Person.council_id)
                .where(Person.name == name, Council.slug == slug)
            ).one()
            session.add(
                SignIn(
                    account_id=account_id,
                    token_hash=hashlib.sha256(token.encode()).hexdigest(),
                    created_at=self.now(),
                    expires_at=self.now() + timedelta(hours=12),
                )
            )
            session.commit()
        serializer = cast("Any", self.app.session_interface).get_signing_serializer(self.app)
        contents = {"token": token, "seen": int(self.now().timestamp()), "_permanent": True}
        return cast("str", serializer.dumps(contents))


@contextmanager
def served(database: Path) -> Iterator[Installation]:
    """Serve the tracker on ``database``, a migrated file, until the block ends."""
    now = Now()
    settings = read_settings(
        {
            "TRACKER_INSTANCE": str(database.parent),
            "TRACKER_SECRET_KEY": secrets.token_hex(32),
            "TRACKER_DEMONSTRATION": "yes",
        }
    )
    keep_files(settings.files_folder)
    assert settings.database_url == f"sqlite:///{database}"
    app = create_app(settings, now=now)
    installation = Installation("", app, now)
    installation.start()
    try:
        yield installation
    finally:
        installation.stop()
        installation.engine.dispose()


@contextmanager
def _answering(app: Flask, port: int) -> Iterator[int]:
    channels: dict[int, Any] = {}
    server = waitress.server.create_server(
        app, map=channels, host="127.0.0.1", port=port, threads=THREADS, ident=None
    )
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            waitress.wasyncore.loop(timeout=0.2, map=channels, count=1)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield int(server.effective_port)
    finally:
        stop.set()
        server.pull_trigger()
        thread.join()
        server.task_dispatcher.shutdown()
        # What a browser that went away had not yet taken is a file, and only this closes it.
        for channel in list(server.active_channels.values()):
            channel.handle_close()
        waitress.wasyncore.close_all(channels)
