"""Reads the files of many seeds, one after another, and says before and after each what it does.

    python -m tests.intake.fuzz_child READER SEED…

Lines on standard output are ``ready``, and for each file ``begin SEED`` and ``end SEED OUTCOME
WORDS``. Whoever reads them knows from what is missing that this process died or hung, and at which
seed.
"""

from __future__ import annotations

import resource
import sys
import traceback

from tests.intake.mutations import mutated
from tests.intake.planted_readers import READERS
from tests.intake.reading_child import MOST_MEMORY
from tracker.domain.frameworks import load_frameworks
from tracker.intake.errors import NotReadable


def main() -> None:
    """Reads them all."""
    reader = READERS[sys.argv[1]]
    frameworks = load_frameworks()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _say("ready")
    for seed in map(int, sys.argv[2:]):
        file = mutated(seed)
        _say(f"begin {seed}")
        try:
            reader(file.content, file.name, frameworks)
        except NotReadable as refused:
            _say(f"end {seed} refused {refused.sentence}")
        except BaseException as error:  # noqa: BLE001 - the fault is what is looked for
            where = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{where.filename.rpartition('/')[2]}:{where.lineno}"
            words = " ".join(f"{type(error).__name__} at {place}: {error}".split())
            _say(f"end {seed} traceback {words[:200]}")
        else:
            _say(f"end {seed} draft")


def _say(line: str) -> None:
    sys.stdout.write(line.replace("\n", " ") + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
