"""The server is killed while people write: what it said was saved is there, and nothing is half.

``make kill`` writes a thousand updates; otherwise so many that a run of the tests can bear it.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tests.bench.measure import Browser, cookie_for, take_token
from tests.bench.plans import Loaded, load
from tracker.adapters.database import make_engine, make_sessions
from tracker.adapters.migrations import upgrade
from tracker.domain.vocabulary import Delivery
from tracker.models import Action, History, Update
from tracker.queries.chains import list_chains, verify_chain

WRITES: Final = int(os.environ.get("KILLED_AFTER", "60"))
"""So many updates are acknowledged before the last kill."""

KILLS: Final = 3
CLIENTS: Final = 4
ACTIONS: Final = 8
TRACKER: Final = Path(sys.executable).parent / "tracker"
GONE = (OSError, http.client.HTTPException)
"""What a client meets when the server dies."""


@dataclass
class Site:
    """An installation on SQLite, with a plan and somebody who is signed in."""

    folder: Path
    loaded: Loaded
    actions: list[uuid.UUID]
    cookie: str
    environment: dict[str, str]
    acknowledged: list[str] = field(default_factory=list)

    @contextmanager
    def session(self) -> Iterator[Session]:
        engine = make_engine(self.environment["TRACKER_DATABASE_URL"])
        with make_sessions(engine)() as session:
            yield session
        engine.dispose()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    url = f"sqlite:///{tmp_path}/tracker.sqlite"
    upgrade(url)
    token = secrets.token_urlsafe(16)
    engine = make_engine(url)
    digest = hashlib.sha256(token.encode()).hexdigest()
    loaded = load(engine, ACTIONS, token=token, token_hash=digest)
    with Session(engine) as session:
        open_ones = select(Action.id).where(Action.delivery != Delivery.COMPLETE)
        actions = list(session.scalars(open_ones.order_by(Action.sort_key)))
    engine.dispose()
    environment = {
        "TRACKER_DATABASE_URL": url,
        "TRACKER_SECRET_KEY": secrets.token_hex(32),
        "TRACKER_INSTANCE": str(tmp_path),
    }
    return Site(tmp_path, loaded, actions, cookie_for(environment, token), environment)


def started(site: Site) -> tuple[subprocess.Popen[bytes], int]:
    """A server of its own process that answers, and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    server = subprocess.Popen(
        [TRACKER, "serve", "--port", str(port)],
        cwd=site.folder,
        env={**kept, **site.environment},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/healthy")
                assert connection.getresponse().status == 200
        except GONE:
            time.sleep(0.05)
        else:
            return server, port
    raise AssertionError("The server did not start")


def killed(server: subprocess.Popen[bytes]) -> None:
    """``kill -9`` of the server and of whatever it started."""
    os.killpg(server.pid, signal.SIGKILL)
    assert server.wait(timeout=20) == -signal.SIGKILL


def write(site: Site, port: int, client: int, is_enough: Callable[[], bool]) -> None:
    """Post updates to one action after another until the server is gone."""
    browser, number = Browser(port, site.cookie), 0
    with closing(browser.connection), suppress(*GONE):
        take_token(browser)
        while not is_enough():
            number += 1
            action = site.actions[(client + number) % len(site.actions)]
            done = f"{uuid.uuid4()} by {client}"
            rating = Delivery.AT_RISK if number % 2 else Delivery.OFF_TRACK
            fields = {"done": done, "delivery": rating.value, "delivery_reason": f"Because {done}"}
            fields |= {"recovery": f"After {done}", "impact_rating": "too_early"}
            body = urlencode({**fields, "csrf_token": browser.token})
            path = f"/councils/{site.loaded.slug}/actions/{action}/update"
            status, answer = browser.ask("POST", path, body)
            assert status == 303, answer
            site.acknowledged.append(done)


def write_until_killed(site: Site, acknowledged: int) -> None:
    """Several clients write at once; the server dies once so many updates are acknowledged."""
    server, port = started(site)
    faults: list[BaseException] = []

    def work(client: int) -> None:
        try:
            write(site, port, client, lambda: server.poll() is not None)
        except BaseException as fault:  # noqa: BLE001 - told to the test's own thread
            faults.append(fault)

    clients = [threading.Thread(target=work, args=(client,)) for client in range(CLIENTS)]
    for client in clients:
        client.start()
    deadline = time.monotonic() + 600
    while len(site.acknowledged) < acknowledged and not faults and time.monotonic() < deadline:
        time.sleep(0.001)
    killed(server)
    for client in clients:
        client.join(timeout=60)
    assert faults == []


def check(site: Site) -> None:
    """Each acknowledged update is there once; each has its row of history; all chains hold."""
    with site.session() as session:
        assert session.execute(text("pragma integrity_check")).scalar_one() == "ok"
        found = [verify_chain(session, chain.id).fault for chain in list_chains(session)]
        assert found == [None] * len(found)
        said = Counter(session.scalars(select(Update.done)))
        assert [done for done in site.acknowledged if said[done] != 1] == []
        updates = set(session.scalars(select(Update.id)))
        told = select(History.record_id).where(History.record_type == Update.__tablename__)
        assert Counter(session.scalars(told)) == Counter(updates)
        for action_id in site.actions:
            check_repeats(session, action_id)


def check_repeats(session: Session, action_id: uuid.UUID) -> None:
    """The action says what its newest update says, as history orders them."""
    newest = (
        select(Update)
        .join(History, History.record_id == Update.id)
        .where(Update.action_id == action_id)
        .order_by(History.seq.desc())
        .limit(1)
    )
    update, action = session.scalars(newest).one(), session.get(Action, action_id)
    assert action is not None
    if not update.done.endswith(tuple(f"by {client}" for client in range(CLIENTS))):
        return
    assert (action.delivery, action.delivery_reason) == (update.delivery, update.delivery_reason)
    rows = select(func.count()).where(
        History.record_id == action_id, History.record_type == Action.__tablename__
    )
    assert session.scalar(rows) != 0


def test_what_was_acknowledged_outlives_the_server(site: Site) -> None:
    for number in range(1, KILLS + 1):
        write_until_killed(site, WRITES * number // KILLS)
        check(site)
    before = len(site.acknowledged)
    server, port = started(site)
    try:
        write(site, port, 0, lambda: len(site.acknowledged) > before)
    finally:
        killed(server)
    check(site)
    assert len(site.acknowledged) == before + 1


def test_an_update_that_is_lost_or_half_would_be_noticed(site: Site) -> None:
    site.acknowledged.append("Never written")
    with pytest.raises(AssertionError):
        check(site)
    site.acknowledged.clear()
    check(site)
    with site.session() as session:
        session.execute(
            text("delete from action_update where id = (select max(id) from action_update)")
        )
        session.commit()
    with pytest.raises(AssertionError):
        check(site)
