"""Reads one file in a process of its own, within limits, and says what came of it as JSON.

    python -m tests.intake.reading_child READER FILE NAME

What the reader may not do is watched by an audit hook: reach a network or start a program.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Final

from tests.intake.planted_readers import READERS
from tracker.domain.frameworks import load_frameworks
from tracker.intake.errors import NotReadable

MOST_MEMORY: Final = 3 * 2**30
"""Address space in bytes; far more than any report needs, far less than a bomb would take."""

MOST_SECONDS: Final = 120
"""Of the processor. Nothing is said about speed; this only tells an end from none."""

_FORBIDDEN: Final = (
    "socket.connect",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.system",
    "urllib.Request",
)


def main() -> None:
    """Prints ``{"outcome": "draft" or "refused", …}``; anything else than JSON is a fault."""
    reader, path, name = sys.argv[1:]
    content = Path(path).read_bytes()
    frameworks = load_frameworks()
    reached: list[str] = []

    def watch(event: str, _arguments: object) -> None:
        if event in _FORBIDDEN:
            reached.append(event)

    sys.addaudithook(watch)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said: dict[str, object]
    try:
        draft = READERS[reader](content, name, frameworks)
    except NotReadable as refused:
        said = {"outcome": "refused", "sentence": refused.sentence}
    else:
        said = {
            "outcome": "draft",
            "council": draft.council and draft.council.value,
            "judgements": [[one.area_key, one.grade_key] for one in draft.judgements],
            "asked": [one.text for one in draft.recommendations],
            "passages": [one.text for one in draft.passages],
        }
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({**said, "reached": reached, "grown": grown * 1024}))  # noqa: T201


if __name__ == "__main__":
    main()
