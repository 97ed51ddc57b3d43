"""Reading and drawing in a process of their own, which can be stopped and takes nothing with it.

A report comes from anywhere, and the libraries that open it are large. Whatever happens in the
child, whether it loops, swells, crashes or lies, the parent gets a draft or ``NotReadable``.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final

from tracker.intake.draft import ReportDraft
from tracker.intake.errors import NotReadable
from tracker.intake.serialising import NotADraft, from_json

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]

TO_DO: Final = "Open it, save it again as a PDF and try once more, or paste its text"
DAMAGED: Final = f"The file cannot be read: it may be damaged. {TO_DO}"
TOO_HEAVY: Final = f"Reading the file takes more memory than it may. {TO_DO}"

PNG: Final = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Limits:
    """What the child may take: seconds of the clock, bytes of address space, bytes that it says.

    Real reports take a second or two and less than 400 MB; the address space counts much that is
    never touched.
    """

    seconds: int = 60
    memory: int = 1_500_000_000
    file: int = 50_000_000
    said: int = 200_000_000


READING: Final = Limits()
DRAWING: Final = Limits(seconds=180)


def read_apart(
    content: bytes,
    name: str,
    frameworks_folder: Path | None,
    *,
    on_progress: Progress = lambda _done, _of: None,
    limits: Limits = READING,
) -> ReportDraft:
    """Read a report in a process of its own; ``on_progress`` is told pages done and pages in all.

    Raises:
        NotReadable: the file gives no draft, or the process was stopped; the sentence says which.
    """
    folder = str(frameworks_folder) if frameworks_folder else None
    job = {"do": "read", "name": name, "frameworks": folder}
    for said in _said(content, job, limits):
        if "done" in said:
            on_progress(*_counts(said))
        elif "draft" in said:
            try:
                return from_json(str(said["draft"]))
            except NotADraft as fault:
                log.warning("The reader’s process gave no draft: %s", fault)
                break
    raise NotReadable(DAMAGED)


def draw_apart(
    content: bytes, pages: Sequence[int], *, width: int, limits: Limits = DRAWING
) -> Iterator[tuple[int, bytes]]:
    """Draw pages of a PDF in a process of its own: each page's number with its PNG, as it is done.

    Raises:
        NotReadable: the process was stopped or failed; what it had drawn by then was given.
    """
    job = {"do": "draw", "pages": list(pages), "width": width}
    wanted = set(pages)
    for said in _said(content, job, limits):
        picture = _picture(said)
        if said.get("page") in wanted and picture:
            yield int(said["page"]), picture


def _picture(said: dict[str, Any]) -> bytes:
    try:
        picture = base64.b64decode(str(said.get("png", "")), validate=True)
    except (binascii.Error, ValueError):
        return b""
    return picture if picture.startswith(PNG) else b""


def _counts(said: dict[str, Any]) -> tuple[int, int]:
    done, of = said.get("done"), said.get("of")
    return (done, of) if isinstance(done, int) and isinstance(of, int) else (0, 0)


def _said(content: bytes, job: dict[str, Any], limits: Limits) -> Iterator[dict[str, Any]]:
    """What the child says, line by line, until it ends or is stopped."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as complaints:
        given.write(content)
        given.seek(0)
        child = _start(given, complaints, {**job, "limits": asdict(limits)})
        stopped = threading.Event()

        def give_up() -> None:
            stopped.set()
            _stop(child)

        timer = threading.Timer(limits.seconds, give_up)
        timer.daemon = True
        timer.start()
        try:
            yield from _lines(child, limits)
        finally:
            timer.cancel()
            # Killed before it is waited for, while its number cannot be anybody else's.
            _stop(child)
            child.wait()
            if child.stdout is not None:
                child.stdout.close()
        if stopped.is_set():
            raise NotReadable(
                f"Reading the file took longer than {limits.seconds} seconds, so it was stopped. "
                f"{TO_DO}"
            )
        _tell(complaints)


def _start(given: IO[bytes], complaints: IO[bytes], job: dict[str, Any]) -> subprocess.Popen[bytes]:
    """Start the child: isolated from the folder it stands in, and with nothing of our environment.

    Settings hold passwords, so the child is given none of them.
    """
    return subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
        [sys.executable, "-I", "-m", "tracker.intake", json.dumps(job)],
        stdin=given,
        stdout=subprocess.PIPE,
        stderr=complaints,
        env={"LANG": "C.UTF-8", "PATH": os.defpath},
        start_new_session=True,
    )


def _stop(child: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it has started."""
    try:
        if sys.platform == "win32":
            child.kill()
        else:
            os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        # It has ended by itself.
        return


def _lines(child: subprocess.Popen[bytes], limits: Limits) -> Iterator[dict[str, Any]]:
    left = limits.said
    assert child.stdout is not None  # noqa: S101 - for the type checker
    while line := child.stdout.readline(left + 1):
        left -= len(line)
        if left < 0:
            raise NotReadable(TOO_HEAVY)
        said = _understood(line)
        if "refused" in said:
            raise NotReadable(str(said["refused"])[:500])
        yield said


def _understood(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _tell(complaints: IO[bytes]) -> None:
    """Put into the log where the child failed; a trace names our lines, never a report's words."""
    complaints.seek(0, os.SEEK_END)
    complaints.seek(max(0, complaints.tell() - 4_000))
    words = complaints.read().decode(errors="replace").strip()
    if words:
        log.warning("The reader’s process said: %s", words)
