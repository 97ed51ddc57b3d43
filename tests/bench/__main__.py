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
from tests.bench.measure import Figures, measure_size
from tests.bench.past import measure_past
from tests.bench.report import print_figures, print_small_things
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
            figures: list[Figures] = []
            with databases(kind, folder) as pattern:
                for size in chosen.sizes:
                    print(f"{kind}: loading {size:,} actions", file=sys.stderr, flush=True)
                    url = pattern.format(f"bench{size}")
                    figures += measure_size(url, size, folder, chosen.requests)
            print_figures(kind, figures)
        things = [measure_small_things, measure_history, measure_past]
        things += [measure_workbooks, measure_slides]
        print_small_things([figure for measure in things for figure in measure(folder)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
