"""A virus scanner for one run of the tests: Debian's clamd, with one signature of our own.

It knows nothing but the test string that every scanner is tried with, so it needs no database from
elsewhere. Each worker that needs one starts it on loopback and stops it at its end.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tracker.adapters.scanner import ClamAv

NAME: Final = "Tests.TestString.UNOFFICIAL"
"""What the scanner calls the test string."""

TEST_STRING: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless string that stands for a virus (EICAR, 2003), in two halves so that no scanner on
this machine takes this file for one."""

MOST_MEGABYTES: Final = 2
"""The largest stream that this scanner takes."""

SECONDS_TO_START: Final = 60


@dataclass(frozen=True)
class Clamd:
    """The running scanner's two addresses."""

    tcp: str
    unix: str


def _program() -> str | None:
    return shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _lay(folder: Path, port: int) -> Path:
    """The settings and the one signature; the folder is short, as a socket's path has to be."""
    database = folder / "database"
    database.mkdir()
    (database / "local.ndb").write_text(f"Tests.TestString:0:*:{TEST_STRING.hex()}\n")
    settings = folder / "clamd.conf"
    settings.write_text(
        "Foreground yes\n"
        f"DatabaseDirectory {database}\n"
        f"LocalSocket {folder}/clamd.ctl\n"
        f"TCPSocket {port}\nTCPAddr 127.0.0.1\n"
        f"LogFile {folder}/clamd.log\n"
        f"TemporaryDirectory {folder}\n"
        f"StreamMaxLength {MOST_MEGABYTES}M\n"
    )
    return settings


def _wait_for(scanner: ClamAv, process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while not scanner.answers():
        if process.poll() is not None or time.monotonic() > until:
            log = folder / "clamd.log"
            said = log.read_text() if log.exists() else "nothing"
            pytest.fail(f"clamd did not start; it said: {said}")
        time.sleep(0.1)


@pytest.fixture(scope="session")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    """The scanner, started when it is first asked for."""
    program = _program()
    if program is None:
        pytest.skip("cannot run here: clamd (Debian's clamav-daemon) is not installed")
    folder = tmp_path_factory.mktemp("clamd")
    port = _free_port()
    settings = _lay(folder, port)
    process = subprocess.Popen(
        [program, "--config-file", str(settings)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    found = Clamd(f"tcp://127.0.0.1:{port}", f"unix:{folder}/clamd.ctl")
    try:
        _wait_for(ClamAv(found.tcp), process, folder)
        yield found
    finally:
        process.terminate()
        process.wait(timeout=30)
