"""Asking for pages and timing the answers, the tracker's and the floor's in turn."""

from __future__ import annotations

import hashlib
import http.client
import re
import secrets
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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


Step = Callable[["Browser", int], None]


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


@dataclass(frozen=True)
class Growth:
    """How many times as long a page takes on the larger plan: the tracker's and its floor's."""

    page: str
    tracker: float
    floor: float


@dataclass(frozen=True)
class Laid:
    """A database with a plan of ``size`` actions, and the token of who looks at it."""

    url: str
    size: int
    loaded: Loaded
    token: str


@dataclass(frozen=True)
class Sides:
    """The tracker and its floor while both serve the same database."""

    tracker: Server
    floor: Server
    cookie: str
    steps: list[Steps]


@dataclass(frozen=True)
class Steps:
    """The same page of the tracker and of its floor; ``times`` is how often it is asked for."""

    page: str
    tracker: Step
    floor: Step
    times: int


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


def lay(url: str, size: int) -> Laid:
    """Load a plan of ``size`` actions into a new database."""
    upgrade(url)
    token = secrets.token_urlsafe(16)
    engine = make_engine(url)
    loaded = load(engine, size, token=token, token_hash=hashlib.sha256(token.encode()).hexdigest())
    engine.dispose()
    return Laid(url, size, loaded, token)


def measure_size(laid: Laid, folder: Path, requests: int) -> list[Figures]:
    """Every page of one database, by one user and by several."""
    with _both_serving(laid, folder, requests) as sides:
        return [
            Figures(steps.page, laid.size, users, *_in_turn(sides, steps, users))
            for steps in sides.steps
            for users in (1, USERS)
        ]


def measure_growth(least: Laid, most: Laid, folder: Path, requests: int) -> list[Growth]:
    """How each page grows from one database to another, both served at once.

    They are asked in turn, request by request, so that a machine that slows down slows both: two
    sizes that are measured one after the other differ by a third on a machine that others use.
    """
    with (
        _both_serving(least, folder, requests) as small,
        _both_serving(most, folder, requests) as large,
    ):
        return [
            Growth(
                few.page,
                _times_as_long(
                    (signed_in(small.tracker.port, small.cookie), few.tracker),
                    (signed_in(large.tracker.port, large.cookie), many.tracker),
                    few.times,
                ),
                _times_as_long(
                    (Browser(small.floor.port), few.floor),
                    (Browser(large.floor.port), many.floor),
                    few.times,
                ),
            )
            for few, many in zip(small.steps, large.steps, strict=True)
        ]


def _times_as_long(small: tuple[Browser, Step], large: tuple[Browser, Step], times: int) -> float:
    first, second = in_pairs(small, large, times)
    return second / first


@contextmanager
def _both_serving(laid: Laid, folder: Path, requests: int) -> Iterator[Sides]:
    environment = {
        "TRACKER_DATABASE_URL": laid.url,
        "TRACKER_SECRET_KEY": KEY,
        "TRACKER_INSTANCE": str(folder),
    }
    with (
        served("tracker.wsgi:application()", environment, health="/healthy") as tracker,
        served("tests.bench.floor:application()", environment, health="/") as floor,
    ):
        cookie = cookie_for(environment, laid.token)
        yield Sides(tracker, floor, cookie, _pages(laid.loaded, requests))


def cookie_for(environment: dict[str, str], token: str) -> str:
    """The cookie of whoever holds ``token``."""
    app = create_app(read_settings(environment))
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    if signer is None:
        raise RuntimeError("The application has no key")
    # Seen an hour from now, so that a long run is one session and sets no cookie anew.
    return f"tracker={signer.dumps({'token': token, 'seen': int(time.time()) + 3000})}"


def _pages(loaded: Loaded, requests: int) -> list[Steps]:
    council = f"/councils/{loaded.slug}"
    plan, action = loaded.plan_id, loaded.action_id
    form = {"delivery": "on_track"}
    return [
        Steps(
            "list by status",
            get(f"{council}/plans/{plan}/actions?status=off_track"),
            get(f"/list/{plan}?status=off_track"),
            requests,
        ),
        Steps(
            "action with history",
            get(f"{council}/actions/{action}"),
            get(f"/action/{action}"),
            requests,
        ),
        Steps("overview", get(f"{council}/plans/{plan}"), get(f"/overview/{plan}"), requests),
        Steps(
            "search",
            get(f"{council}/search?q=assessment+risk"),
            get("/search?q=assessment+risk"),
            requests,
        ),
        Steps(
            "export as CSV",
            get(f"{council}/plans/{plan}/actions?format=csv"),
            get(f"/export/{plan}"),
            EXPORTS,
        ),
        Steps(
            "post an update",
            posting(f"{council}/actions/{action}/update", form, 303),
            posting(f"/update/{action}", form, 204),
            requests,
        ),
    ]


ROUNDS = 4


def _in_turn(sides: Sides, steps: Steps, users: int) -> tuple[float, float]:
    # The two take turns, so that a machine that slows down slows both.
    mine: list[float] = []
    least: list[float] = []
    share = max(1, steps.times // ROUNDS // users)
    for _ in range(ROUNDS):
        ours = [signed_in(sides.tracker.port, sides.cookie) for _ in range(users)]
        mine += _timed(ours, steps.tracker, share)
        least += _timed([Browser(sides.floor.port) for _ in range(users)], steps.floor, share)
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
