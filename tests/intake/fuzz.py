"""Reads thousands of broken files and finds those that the reader neither reads nor refuses.

    python -m tests.intake.fuzz [--documents 2000] [--first 1] [--save SEED FILE]

Each seed gives the same file each time; ``--save`` writes the one of a fault. Files are read by a
process for each processor, many in each, and a new one goes on where one died or hung.
"""

from __future__ import annotations

import argparse
import os
import queue
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from tests.intake.mutations import mutated

DOCUMENTS: Final = 2_000
SECONDS: Final = 60.0
"""How long one file may take before it counts as a hang."""

_TO_START: Final = 120.0
BATCH: Final = 100
FAULTS: Final = ("traceback", "crash", "hang")


@dataclass(frozen=True)
class Outcome:
    """What came of one seed: draft, refused, traceback, crash or hang."""

    seed: int
    outcome: str
    words: str = ""


def outcomes(
    seeds: Sequence[int], *, reader: str = "real", seconds: float = SECONDS
) -> list[Outcome]:
    """What comes of each seed, in the order of the seeds."""
    waiting = list(seeds)
    found: list[Outcome] = []
    while waiting:
        answered = list(_batch(waiting[:BATCH], reader, seconds))
        found += answered
        waiting = waiting[len(answered) :]
    return found


def _batch(seeds: Sequence[int], reader: str, seconds: float) -> Iterator[Outcome]:
    """What comes of these seeds up to the first that takes the process with it."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.intake.fuzz_child", reader, *map(str, seeds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdout is not None
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_listen, args=(child.stdout, lines), daemon=True).start()
    ended = 0
    try:
        if lines.get(timeout=_TO_START) is None:
            raise RuntimeError("The process that reads does not start")
        while ended < len(seeds):
            line = lines.get(timeout=seconds)
            if line is None:
                yield Outcome(seeds[ended], "crash", f"status {child.wait()}")
                return
            word, _seed, *rest = line.split(" ", 3)
            if word == "end":
                yield Outcome(seeds[ended], rest[0], " ".join(rest[1:]))
                ended += 1
    except queue.Empty:
        yield Outcome(seeds[ended], "hang", f"no answer in {seconds:.0f} seconds")
    finally:
        child.kill()
        child.wait()


def _listen(stream: IO[str], lines: queue.Queue[str | None]) -> None:
    for line in stream:
        lines.put(line.rstrip("\n"))
    lines.put(None)
    stream.close()


def all_outcomes(seeds: Sequence[int], *, reader: str = "real") -> list[Outcome]:
    """What comes of each seed, with every processor at work."""
    workers = os.cpu_count() or 1
    found: list[Outcome] = []

    def work(own: Sequence[int]) -> None:
        found.extend(outcomes(own, reader=reader))

    threads = [threading.Thread(target=work, args=(seeds[at::workers],)) for at in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(found) != len(seeds):
        raise RuntimeError("Some of the files were never read")
    return sorted(found, key=lambda one: one.seed)


def summary(found: Sequence[Outcome], seconds: float) -> str:
    """One line that says how it went."""
    counted = Counter(one.outcome for one in found)
    kinds = ", ".join(f"{counted[kind]} {kind}" for kind in ("draft", "refused", *FAULTS))
    return f"{len(found)} broken files from seed {found[0].seed}: {kinds}; {seconds:.0f} s"


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the summary, and the first fault of each kind; 1 when there was any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--save", nargs=2, metavar=("SEED", "FILE"))
    parser.add_argument("--reader", default="real", help="a planted one, to see a fault found")
    given = parser.parse_args(arguments)
    if given.save:
        file = mutated(int(given.save[0]))
        Path(given.save[1]).write_bytes(file.content)
        _say(f"{file.name}: {file.how}")
        return 0
    begun = time.monotonic()
    found = all_outcomes(range(given.first, given.first + given.documents), reader=given.reader)
    _say(summary(found, time.monotonic() - begun))
    faults = [one for one in found if one.outcome in FAULTS]
    for fault in faults[:1]:
        _say(f"First fault: seed {fault.seed}, {fault.outcome}: {fault.words}")
        _say(f"  {mutated(fault.seed).how}")
    return 1 if faults else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
