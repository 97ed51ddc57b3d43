"""Looking for viruses in files before they are kept: ClamAV where it is set, else nobody."""

from __future__ import annotations

import socket
import struct
import time
from contextlib import suppress
from typing import Final, Protocol
from urllib.parse import urlsplit

from tracker.domain.vocabulary import ScanResult

CONNECT_SECONDS: Final = 5.0
SCAN_SECONDS: Final = 60.0
"""How long a scan may take in all; somebody waits for the page."""

MOST_REPLY: Final = 4096
_CHUNK: Final = 1 << 16


class Infected(Exception):
    """The scanner knows something bad in the file; ``name`` is what it calls it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class ScannerAway(Exception):
    """The scanner is set but gave no verdict, so nothing is known of the file."""


class TooLargeToScan(Exception):
    """The scanner takes no file of this size (its ``StreamMaxLength``)."""


class Scanner(Protocol):
    """Something that looks for viruses."""

    def scan(self, content: bytes) -> ScanResult:
        """What is known of ``content``, which may be kept.

        Raises:
            Infected: it must not be kept.
            ScannerAway: nobody could say.
            TooLargeToScan: the scanner's limit is below its size.
        """


class ClamAv:
    """Asks a clamd at ``tcp://host:port`` or ``unix:/path``, over its INSTREAM command.

    The protocol is in the manual page clamd(8): ``zINSTREAM``, then chunks, each behind its length
    in four bytes, most significant byte first; an empty one ends it.
    """

    def __init__(self, url: str, *, seconds: float = SCAN_SECONDS) -> None:
        self._parts = urlsplit(url)
        self._seconds = seconds

    def scan(self, content: bytes) -> ScanResult:
        """Send the bytes and read the verdict."""
        try:
            return _verdict(self._asked(content))
        except OSError as fault:
            raise ScannerAway(f"{type(fault).__name__}: {fault}") from fault

    def answers(self) -> bool:
        """Whether the scanner is there: it answers PING."""
        try:
            with self._connected() as line:
                line.sendall(b"zPING\0")
                return _reply(line, time.monotonic() + CONNECT_SECONDS) == "PONG"
        except OSError:
            return False

    def _asked(self, content: bytes) -> str:
        until = time.monotonic() + self._seconds
        with self._connected() as line:
            # One that has heard enough says so and hangs up while we still speak.
            with suppress(BrokenPipeError, ConnectionResetError):
                _send(line, b"zINSTREAM\0", until)
                for start in range(0, len(content), _CHUNK):
                    chunk = content[start : start + _CHUNK]
                    _send(line, struct.pack("!L", len(chunk)) + chunk, until)
                _send(line, struct.pack("!L", 0), until)
            return _reply(line, until)

    def _connected(self) -> socket.socket:
        if self._parts.scheme == "unix":
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(CONNECT_SECONDS)
            try:
                line.connect(self._parts.path)
            except OSError:
                line.close()
                raise
            return line
        where = (self._parts.hostname or "", self._parts.port or 0)
        return socket.create_connection(where, timeout=CONNECT_SECONDS)


class NoScanner:
    """For an installation without a scanner: lets every file through and says that it did."""

    def scan(self, content: bytes) -> ScanResult:
        """Look at nothing."""
        return ScanResult.NOT_SCANNED


def make_scanner(url: str) -> Scanner:
    """The scanner that the settings ask for."""
    return ClamAv(url) if url else NoScanner()


def _send(line: socket.socket, words: bytes, until: float) -> None:
    line.settimeout(_left(until))
    line.sendall(words)


def _reply(line: socket.socket, until: float) -> str:
    heard = b""
    while b"\0" not in heard and len(heard) < MOST_REPLY:
        line.settimeout(_left(until))
        more = line.recv(MOST_REPLY)
        if not more:
            break
        heard += more
    return heard.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("the scanner took too long")
    return left


def _verdict(reply: str) -> ScanResult:
    if reply.endswith("size limit exceeded. ERROR"):
        raise TooLargeToScan
    said = reply.removeprefix("stream: ")
    if said == "OK":
        return ScanResult.CLEAN
    if said.endswith(" FOUND"):
        raise Infected(said.removesuffix(" FOUND"))
    # An answer that is not understood is no leave to keep the file.
    raise ScannerAway(reply or "no answer")
