"""What history costs: on posting an update over HTTP, and to check a long one."""

from __future__ import annotations

import hashlib
import secrets
import time
import tracemalloc
from pathlib import Path

from sqlalchemy import text

from tests.bench.measure import Step, cookie_for, in_pairs, posting, signed_in
from tests.bench.plans import UPDATES, Loaded, load
from tests.bench.serving import served
from tests.bench.small import SmallThing
from tracker.adapters.database import make_engine, make_sessions
from tracker.adapters.migrations import upgrade
from tracker.queries.chains import list_chains, verify_chain

ROWS = 100_000
ACTIONS = 500
POSTS = 1_000


def measure_history(folder: Path) -> list[SmallThing]:
    """Measure on SQLite databases of their own."""
    seconds, megabytes = _verifying(folder)
    return [
        SmallThing(f"Verifying {ROWS:,} rows of history", seconds, "s", 20),
        SmallThing("Memory that verifying them takes", megabytes, "MB", 50),
        SmallThing("What history adds to posting an update", _added(folder), "%", 30),
    ]


def _loaded(url: str, size: int) -> tuple[Loaded, str]:
    upgrade(url)
    token = secrets.token_urlsafe(16)
    engine = make_engine(url)
    digest = hashlib.sha256(token.encode()).hexdigest()
    loaded = load(engine, size, token=token, token_hash=digest)
    engine.dispose()
    return loaded, token


def _verifying(folder: Path) -> tuple[float, float]:
    url = f"sqlite:///{folder}/verified.sqlite"
    _loaded(url, ROWS // UPDATES)
    engine = make_engine(url)
    with make_sessions(engine)() as session:
        chain = next(chain for chain in list_chains(session) if chain.slug)
        started = time.perf_counter()
        found = verify_chain(session, chain.id)
        seconds = time.perf_counter() - started
        if found.fault is not None or found.rows != ROWS:
            raise RuntimeError(f"The chain does not hold: {found}")
        # Apart from the time: tracing every allocation slows it down.
        tracemalloc.start()
        verify_chain(session, chain.id)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    engine.dispose()
    return seconds, peak / 1_000_000


def _added(folder: Path) -> float:
    """By how many hundredths the same application is slower than without its rows of history."""
    environments = []
    for name in ("recorded", "unrecorded"):
        url = f"sqlite:///{folder}/{name}.sqlite"
        loaded, token = _loaded(url, ACTIONS)
        environment = {
            "TRACKER_DATABASE_URL": url,
            "TRACKER_SECRET_KEY": secrets.token_hex(32),
            "TRACKER_INSTANCE": str(folder),
        }
        environments.append((environment, _posting(loaded), cookie_for(environment, token)))
    (ours, our_step, our_cookie), (bare, bare_step, bare_cookie) = environments
    with (
        served("tracker.wsgi:application()", ours, health="/healthy") as recorded,
        served("tests.bench.unrecorded:application()", bare, health="/healthy") as unrecorded,
    ):
        mine, least = in_pairs(
            (signed_in(recorded.port, our_cookie), our_step),
            (signed_in(unrecorded.port, bare_cookie), bare_step),
            POSTS,
        )
    _require_difference(ours["TRACKER_DATABASE_URL"], bare["TRACKER_DATABASE_URL"])
    return (mine / least - 1) * 100


def _require_difference(recorded: str, unrecorded: str) -> None:
    """Were the rows written in both or in neither, the comparison would say nothing."""
    before, counts = ACTIONS * UPDATES, []
    for url in (recorded, unrecorded):
        engine = make_engine(url)
        with engine.connect() as connection:
            counts.append(connection.execute(text("select count(*) from history")).scalar_one())
        engine.dispose()
    if not counts[0] > before == counts[1]:
        raise RuntimeError(f"History has {counts} rows after {before}")


def _posting(loaded: Loaded) -> Step:
    path = f"/councils/{loaded.slug}/actions/{loaded.action_id}/update"
    return posting(path, {"delivery": "on_track"}, 303)
