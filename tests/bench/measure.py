"""Asking for pages and timing the answers, the tracker's and the floor's in turn."""

from __future__ import annotations

import hashlib
import http.client
import re
import secrets
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from flask.sessions import SecureCookieSessionInterface

from tests.bench.plans import Loaded, load
from tests.bench.serving import Server, served
from tracker import create_app
from tracker.adapters.database import make_engine
from tracker.adapters.migrations import upgrade
from tracker.config import read_settings

USERS = 8
EXPORTS = 8
KEY = secrets.token_hex(32)


@dataclass(frozen=True)
class Figures:
    """One page at one size: medians in milliseconds of the tracker and its floor."""

    page: str
    size: int
    users: int
    tracker: float
    floor: float

    @property
    def ratio(self) -> float:
        """The tracker's time over its floor's."""
        return self.tracker / self.floor


@dataclass
class Browser:
    """One user's connection, kept open, with their cookie."""

    port: int
    cookie: str = ""
    token: str = ""
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        """One request; the whole answer is read."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


Step = Callable[[Browser, int], None]


def get(path: str) -> Step:
    """A page."""

    def step(browser: Browser, _number: int) -> None:
        status, _body = browser.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")

    return step


def posting(path: str, form: dict[str, str], expected: int) -> Step:
    """An update; each has other words."""

    def step(browser: Browser, number: int) -> None:
        fields = {**form, "done": f"Sampled {number} more assessments with the team"}
        if browser.token:
            fields["csrf_token"] = browser.token
        status, body = browser.ask("POST", path, urlencode(fields))
        if status != expected:
            raise RuntimeError(f"{path} answered {status}: {body[:2000]!r}")

    return step


def measure_size(url: str, size: int, folder: Path, requests: int) -> list[Figures]:
    """Load a plan of ``size`` actions and measure every page on it."""
    upgrade(url)
    token = secrets.token_urlsafe(16)
    engine = make_engine(url)
    loaded = load(engine, size, token=token, token_hash=hashlib.sha256(token.encode()).hexdigest())
    engine.dispose()
    environment = {
        "TRACKER_DATABASE_URL": url,
        "TRACKER_SECRET_KEY": KEY,
        "TRACKER_INSTANCE": str(folder),
    }
    with (
        served("tracker.web.wsgi:application()", environment, health="/healthy") as tracker,
        served("tests.bench.floor:application()", environment, health="/") as floor,
    ):
        return list(_pages(tracker, floor, loaded, size, cookie_for(environment, token), requests))


def cookie_for(environment: dict[str, str], token: str) -> str:
    """The cookie of whoever holds ``token``."""
    app = create_app(read_settings(environment))
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    if signer is None:
        raise RuntimeError("The application has no key")
    # Seen an hour from now, so that a long run is one session and sets no cookie anew.
    return f"tracker={signer.dumps({'token': token, 'seen': int(time.time()) + 3000})}"


def _pages(
    tracker: Server, floor: Server, loaded: Loaded, size: int, cookie: str, requests: int
) -> list[Figures]:
    council = f"/councils/{loaded.slug}"
    plan, action = loaded.plan_id, loaded.action_id
    form = {"delivery": "on_track"}
    steps: list[tuple[str, Step, Step, int]] = [
        (
            "list by status",
            get(f"{council}/plans/{plan}/actions?status=off_track"),
            get(f"/list/{plan}?status=off_track"),
            requests,
        ),
        (
            "action with history",
            get(f"{council}/actions/{action}"),
            get(f"/action/{action}"),
            requests,
        ),
        ("overview", get(f"{council}/plans/{plan}"), get(f"/overview/{plan}"), requests),
        (
            "search",
            get(f"{council}/search?q=assessment+risk"),
            get("/search?q=assessment+risk"),
            requests,
        ),
        (
            "export as CSV",
            get(f"{council}/plans/{plan}/actions?format=csv"),
            get(f"/export/{plan}"),
            EXPORTS,
        ),
        (
            "post an update",
            posting(f"{council}/actions/{action}/update", form, 303),
            posting(f"/update/{action}", form, 204),
            requests,
        ),
    ]
    figures = []
    for page, ours, theirs, times in steps:
        for users in (1, USERS):
            mine, least = _in_turn(tracker, floor, ours, theirs, cookie, users, times)
            figures.append(Figures(page, size, users, mine, least))
    return figures


ROUNDS = 4


def _in_turn(
    tracker: Server, floor: Server, ours: Step, theirs: Step, cookie: str, users: int, times: int
) -> tuple[float, float]:
    # The two take turns, so that a machine that slows down slows both.
    mine: list[float] = []
    least: list[float] = []
    for _ in range(ROUNDS):
        share = max(1, times // ROUNDS // users)
        mine += _timed([signed_in(tracker.port, cookie) for _ in range(users)], ours, share)
        least += _timed([Browser(floor.port) for _ in range(users)], theirs, share)
    return statistics.median(mine) * 1000, statistics.median(least) * 1000


def in_pairs(
    ours: tuple[Browser, Step], theirs: tuple[Browser, Step], times: int
) -> tuple[float, float]:
    """The medians in seconds of two steps, done in turn, so that both meet the same machine."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(-1, times):
        for (browser, step), seconds in zip((ours, theirs), taken, strict=True):
            started = time.perf_counter()
            step(browser, number)
            if number >= 0:
                seconds.append(time.perf_counter() - started)
    return statistics.median(taken[0]), statistics.median(taken[1])


def signed_in(port: int, cookie: str) -> Browser:
    """A browser with the cookie, and the token that forms need."""
    browser = Browser(port, cookie)
    take_token(browser)
    return browser


def take_token(browser: Browser) -> None:
    """Read the token that forms need from a page that has one."""
    browser.connection.request("GET", "/help", headers={"Cookie": browser.cookie})
    answer = browser.connection.getresponse()
    body = answer.read().decode()
    # The forms' token is bound to the session, which the first page with a form writes.
    fresh = answer.getheader("Set-Cookie")
    if fresh:
        browser.cookie = fresh.partition(";")[0]
    found = re.search(r'name="csrf_token" value="([^"]+)"', body)
    browser.token = found.group(1) if found else ""


def _timed(browsers: list[Browser], step: Step, times: int) -> list[float]:
    taken: list[float] = []
    faults: list[BaseException] = []

    def work(browser: Browser) -> None:
        try:
            step(browser, -1)
            for number in range(times):
                started = time.perf_counter()
                step(browser, number)
                taken.append(time.perf_counter() - started)
        except (OSError, RuntimeError, http.client.HTTPException) as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return taken
