"""Serving an application with gunicorn for the time of a measurement."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WORKERS = 2
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Server:
    """A server that answers: its port, how long it took to answer first, and its processes."""

    port: int
    seconds_to_answer: float
    pid: int

    def megabytes(self) -> list[float]:
        """The memory of each worker, in MB: resident, shared pages counted in each."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [megabytes_of("VmRSS", pid) for pid in children]


def megabytes_of(what: str, pid: int | str = "self") -> float:
    """What the system says of a process's memory, in MB: ``VmRSS`` now, ``VmHWM`` at most so far.

    ``getrusage`` would count what its parent held before it began.
    """
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    return 0.0


@contextmanager
def served(target: str, environment: Mapping[str, str], *, health: str) -> Iterator[Server]:
    """Serve ``target`` (module:factory) with two workers until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    started = time.perf_counter()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", target),
            *("--workers", str(WORKERS), "--threads", "4", "--bind", f"127.0.0.1:{port}"),
            *("--log-level", "error", "--keep-alive", "30"),
        ],
        env={**os.environ, **environment},
    )
    try:
        _wait(process, port, health)
        yield Server(port, time.perf_counter() - started, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(process: subprocess.Popen[bytes], port: int, health: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The server stopped with status {process.returncode}")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", health)
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("The server did not answer")
