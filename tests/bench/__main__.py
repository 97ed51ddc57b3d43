"""``make bench``: the tracker beside its floor, on SQLite and PostgreSQL; ratios of one run.

For each size a database is loaded, the tracker and the floor are served by gunicorn with two
workers, and each page is asked for by one user and by eight. Times are medians in milliseconds.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.history import measure_history
from tests.bench.measure import Figures, Laid, lay, measure_growth, measure_size
from tests.bench.packs import measure_packs
from tests.bench.papers import measure_papers
from tests.bench.past import measure_past
from tests.bench.report import print_figures, print_growth, print_small_things
from tests.bench.slides import measure_slides
from tests.bench.small import measure_small_things
from tests.bench.workbooks import measure_workbooks

SIZES = (200, 5_000, 50_000)


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[str]:
    """A pattern of database addresses, with ``{}`` for a name, while its server runs."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/{{}}.sqlite"
        return
    from tests.bench.postgresql import server  # noqa: PLC0415 - only where it is asked for

    with server(folder) as pattern:
        yield pattern


def _measure(kind: str, pattern: str, folder: Path, chosen: argparse.Namespace) -> None:
    laid: list[Laid] = []
    figures: list[Figures] = []
    for size in sorted(chosen.sizes):
        print(f"{kind}: loading {size:,} actions", file=sys.stderr, flush=True)
        laid.append(lay(pattern.format(f"bench{size}"), size))
        figures += measure_size(laid[-1], folder, chosen.requests)
    print_figures(kind, figures)
    if len(laid) > 1:
        least, most = laid[0], laid[-1]
        growth = measure_growth(least, most, folder, chosen.requests)
        print_growth(least.size, most.size, growth)


def main() -> int:
    """Measure and print; the exit status says nothing about the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--on", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--requests", type=int, default=200, help="requests a page, by one user")
    chosen = parser.parse_args()
    kinds = ("sqlite", "postgresql") if chosen.on == "both" else (chosen.on,)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        for kind in kinds:
            with databases(kind, folder) as pattern:
                _measure(kind, pattern, folder, chosen)
        things = [
            measure_small_things,
            measure_history,
            measure_past,
            measure_workbooks,
            measure_papers,
            measure_packs,
            measure_slides,
        ]
        print_small_things([figure for measure in things for figure in measure(folder)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
