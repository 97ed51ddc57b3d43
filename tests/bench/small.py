"""What is measured once: weight of a first visit, memory, start, and the terminal's help."""

from __future__ import annotations

import http.client
import re
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.serving import served
from tracker.adapters.migrations import upgrade


@dataclass(frozen=True)
class SmallThing:
    """One figure with its unit and the bound that it should keep."""

    name: str
    value: float
    unit: str
    bound: float


def measure_small_things(folder: Path) -> list[SmallThing]:
    """Measure on a fresh, empty SQLite database."""
    url = f"sqlite:///{folder}/small.sqlite"
    upgrade(url)
    environment = {
        "TRACKER_DATABASE_URL": url,
        "TRACKER_SECRET_KEY": secrets.token_hex(32),
        "TRACKER_INSTANCE": str(folder),
    }
    with served("tracker.wsgi:application()", environment, health="/healthy") as server:
        weight, requests = _first_visit(server.port)
        memory = max(server.megabytes())
        return [
            SmallThing("First visit, compressed", weight / 1000, "KB", 80),
            SmallThing("First visit, requests", requests, "", 8),
            SmallThing("Memory of a serving process", memory, "MB", 150),
            SmallThing("First answer after start", server.seconds_to_answer, "s", 2),
            SmallThing("tracker --help", _help_seconds(), "s", 0.5),
        ]


def _first_visit(port: int) -> tuple[int, int]:
    page, weight = _fetch(port, "/sign-in")
    wanted = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.decode(errors="replace")))
    weights = [_fetch(port, address)[1] for address in sorted(wanted)]
    return weight + sum(weights), 1 + len(weights)


def _fetch(port: int, path: str) -> tuple[bytes, int]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    plain = connection.getresponse().read()
    connection.request("GET", path, headers={"Accept-Encoding": "br, gzip"})
    return plain, len(connection.getresponse().read())


def _help_seconds() -> float:
    command = [str(Path(sys.executable).parent / "tracker"), "--help"]
    taken = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - started)
    return sorted(taken)[len(taken) // 2]
