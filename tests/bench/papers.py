"""How long a paper takes as Word, PDF and HTML, and how much memory: each in a fresh process.

The paper has 60 recommendations, 200 actions and six pictures; then 5,000 actions. Times are those
of a process that has drawn one paper already, memory is the most that the process ever had.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from tests.bench.serving import megabytes_of
from tests.bench.small import SmallThing
from tests.reports.papers import large_report, planned, progress, report
from tracker.adapters.pictures import png_of
from tracker.reports.blocks import Paper
from tracker.reports.cabinet import cabinet_paper
from tracker.reports.parts import CabinetReport, PlanSection

SMALL, LARGE, PRIORITIES, PICTURES, RUNS = 200, 5_000, 10, 6, 5


def measure_papers(_folder: Path) -> list[SmallThing]:
    """Measure each format at both sizes."""
    drawn = {kind: _drawn(kind, SMALL) for kind in DRAWN}
    ratio = drawn["pdf"].seconds / drawn["word"].seconds
    bounds = {"word": 1, "pdf": 1, "html": 0.25}
    return [
        *(SmallThing(f"Paper as {kind}", drawn[kind].seconds, "s", bounds[kind]) for kind in DRAWN),
        SmallThing("Paper as pdf, to word", ratio, "times", 5),
        *(
            SmallThing(f"Memory for a paper as {kind}", drawn[kind].megabytes, "MB", 250)
            for kind in DRAWN
        ),
        *(
            SmallThing(f"{LARGE:,} actions as {kind}, an action", growth, "times", 1.5)
            for kind in ("pdf", "html")
            for growth in [_drawn(kind, LARGE).seconds / drawn[kind].seconds / (LARGE / SMALL)]
        ),
    ]


@dataclass(frozen=True)
class Drawn:
    """Median seconds of a paper, and the most megabytes that its process had."""

    seconds: float
    megabytes: float


def _drawn(kind: str, actions: int) -> Drawn:
    command = [sys.executable, "-m", "tests.bench.papers", kind, str(actions)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, megabytes = (float(figure) for figure in done.stdout.split())
    return Drawn(seconds, megabytes)


def paper_of(actions: int) -> Paper:
    """The paper with so many actions in its appendix."""
    made: CabinetReport = large_report()
    each = tuple(map(planned, range(actions // PRIORITIES)))
    sections = tuple(
        PlanSection(f"{letter}: Priority", "What will be different.", each)
        for letter in "ABCDEFGHIJ"[:PRIORITIES]
    )
    pictures = tuple(progress(f"{n}: a priority") for n in range(PICTURES))
    parts = replace(made.progress, pictures=pictures)
    return cabinet_paper(report(plan_sections=sections, progress=parts))


def _word(paper: Paper) -> object:
    from tracker.reports.word import word_bytes  # noqa: PLC0415 - a process loads one format

    return word_bytes(paper, png_of)


def _pdf(paper: Paper) -> object:
    from tracker.reports.pdf import pdf_bytes  # noqa: PLC0415

    return pdf_bytes(paper)


def _html(paper: Paper) -> object:
    from tracker.reports.html import html_page  # noqa: PLC0415

    return html_page(paper)


DRAWN: dict[str, Callable[[Paper], object]] = {"word": _word, "pdf": _pdf, "html": _html}


def main(kind: str, actions: int) -> None:
    """Draw papers of one format; print the median seconds and the megabytes."""
    paper = paper_of(actions)
    taken = []
    for number in range(RUNS + 1 if actions <= SMALL else 2):
        # A foot of its own, so that nothing can be taken from the paper before.
        one = replace(paper, foot=f"Paper {number}")
        started = time.perf_counter()
        DRAWN[kind](one)
        taken.append(time.perf_counter() - started)
    print(statistics.median(taken[1:]), megabytes_of("VmHWM"))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
