"""The child of ``isolated.py``: a report on standard input, lines of JSON on standard output.

``python -m tracker.intake '{"do": "read", …}'``. It limits itself before it looks at the report, so
that nothing in there can take the machine with it.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tracker.intake.errors import NotReadable
from tracker.intake.isolated import DAMAGED, TOO_HEAVY

Say = Callable[..., None]


def main() -> None:
    """Do the job of the command line."""
    job = json.loads(sys.argv[1])
    say = _voice()
    _limit(job["limits"])
    try:
        content = sys.stdin.buffer.read()
        (_read if job["do"] == "read" else _draw)(content, job, say)
    except NotReadable as fault:
        say(refused=fault.sentence)
    except (MemoryError, RecursionError):
        say(refused=TOO_HEAVY)
    except Exception as fault:  # noqa: BLE001 - whatever a strange file does to a library
        # Only the lines of the trace: a fault's own words may quote the report.
        places = "".join(traceback.format_tb(fault.__traceback__))
        sys.stderr.write(f"{type(fault).__name__}\n{places}")
        say(refused=DAMAGED)


def _voice() -> Say:
    """Say lines on what was standard output, which from now on no library can write to."""
    lines = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def say(**words: Any) -> None:
        lines.write(json.dumps(words) + "\n")
        lines.flush()

    return say


def _limit(limits: dict[str, int]) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on every system

    for what, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["seconds"] + 5),
        (resource.RLIMIT_FSIZE, limits["file"]),
        (resource.RLIMIT_CORE, 0),
    ):
        # An operator may have set a lower limit than ours, which nobody may raise.
        _soft, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))


def _read(content: bytes, job: dict[str, Any], say: Say) -> None:
    # The libraries are loaded within the limits.
    from tracker.domain.frameworks import load_frameworks  # noqa: PLC0415
    from tracker.domain.frameworks.guide import load_guides  # noqa: PLC0415
    from tracker.intake.report import read_report  # noqa: PLC0415
    from tracker.intake.serialising import to_json  # noqa: PLC0415

    folder = Path(job["frameworks"]) if job["frameworks"] else None
    frameworks = load_frameworks(folder)
    draft = read_report(
        content,
        job["name"],
        frameworks,
        load_guides(frameworks, folder),
        on_progress=lambda done, of: say(done=done, of=of),
    )
    say(draft=to_json(draft))


def _draw(content: bytes, job: dict[str, Any], say: Say) -> None:
    from tracker.intake.pictures import draw_page  # noqa: PLC0415

    for page in job["pages"]:
        picture = draw_page(content, page, width=job["width"])
        say(page=page, png=base64.b64encode(picture).decode("ascii"))


if __name__ == "__main__":
    main()
