"""The scanner is believed when it says that a file is clean, and in nothing else."""

from __future__ import annotations

import io
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.foundations.clamav import MOST_MEGABYTES, NAME, TEST_STRING, Clamd
from tracker.adapters.scanner import (
    ClamAv,
    Infected,
    NoScanner,
    ScannerAway,
    TooLargeToScan,
    make_scanner,
)
from tracker.domain.vocabulary import ScanResult


@pytest.fixture(params=["tcp", "unix"])
def scanner(request: pytest.FixtureRequest, clamd: Clamd) -> ClamAv:
    """The running scanner, by each of its two doors."""
    return ClamAv(getattr(clamd, request.param))


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize("content", [b"", b"An honest text", b"\0" * 1_500_000])
def test_a_clean_file_is_clean(scanner: ClamAv, content: bytes) -> None:
    assert scanner.scan(content) is ScanResult.CLEAN


@pytest.mark.parametrize(
    "content",
    [TEST_STRING, b"x" * 300_000 + TEST_STRING, zipped("word/media/image.bin", TEST_STRING)],
    ids=["alone", "after much else", "inside a package"],
)
def test_an_infected_one_is_named(scanner: ClamAv, content: bytes) -> None:
    with pytest.raises(Infected) as found:
        scanner.scan(content)
    assert found.value.name == NAME


@pytest.mark.parametrize("megabytes", [MOST_MEGABYTES + 1, 20])
def test_one_that_is_too_large_for_it_is_not_let_through(scanner: ClamAv, megabytes: int) -> None:
    with pytest.raises(TooLargeToScan):
        scanner.scan(b"\0" * megabytes * 1_000_000)


def test_one_that_is_away_says_nothing(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    for url in (f"tcp://127.0.0.1:{port}", f"unix:{tmp_path}/nobody.ctl"):
        with pytest.raises(ScannerAway):
            ClamAv(url).scan(b"text")
        assert not ClamAv(url).answers()


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def url_of(server: socket.socket) -> str:
    return f"tcp://127.0.0.1:{server.getsockname()[1]}"


def test_one_that_never_answers_is_not_waited_for_long(listening: socket.socket) -> None:
    started = time.monotonic()
    with pytest.raises(ScannerAway, match="Timeout"):
        ClamAv(url_of(listening), seconds=0.2).scan(b"\0" * 20_000_000)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "reply",
    [
        *(b"", b"\0", b"stream: \0", b"INSTREAM: Can't open file ERROR\0"),
        *(b"COMMAND UNAVAILABLE\0", b"stream: OK but not quite\0", b"x" * 10_000, b"\xff\xfe\0"),
    ],
)
def test_what_is_no_verdict_lets_nothing_through(listening: socket.socket, reply: bytes) -> None:
    def answer() -> None:
        line, _address = listening.accept()
        with line:
            line.recv(1 << 16)
            line.sendall(reply)

    answering = threading.Thread(target=answer)
    answering.start()
    with pytest.raises(ScannerAway):
        ClamAv(url_of(listening), seconds=2).scan(b"text")
    answering.join()


def test_the_size_limit_is_told_from_other_errors(listening: socket.socket) -> None:
    def answer() -> None:
        line, _address = listening.accept()
        with line:
            while line.recv(1 << 16):
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                break

    answering = threading.Thread(target=answer)
    answering.start()
    with pytest.raises(TooLargeToScan):
        ClamAv(url_of(listening), seconds=2).scan(b"text")
    answering.join()


def test_without_a_setting_nobody_looks() -> None:
    assert isinstance(make_scanner(""), NoScanner)
    assert make_scanner("").scan(TEST_STRING) is ScanResult.NOT_SCANNED
    assert isinstance(make_scanner("tcp://127.0.0.1:3310"), ClamAv)
