"""How long a plan's workbook takes: 200 actions, and how it grows to 5,000.

Measured from the reader's request to the bytes of the file, on SQLite: the snapshot, the rows
beside it, the sheets with their charts, and the writing.
"""

from __future__ import annotations

import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from tests.bench.past import load_past
from tests.bench.small import SmallThing
from tracker.access.actor import Actor
from tracker.adapters.database import make_engine
from tracker.presenters.plan_charts import NO_JUDGEMENTS, charts_of
from tracker.presenters.plan_days import days_to_draw
from tracker.presenters.plan_workbooks import Origin, plan_workbook
from tracker.presenters.snapshots import Shown
from tracker.queries.plan_days import get_plan_days
from tracker.queries.plan_workbooks import get_row_hash, rows_beside
from tracker.queries.snapshots import snapshot_now, snapshots_at
from tracker.reports.workbook import workbook

SMALL, LARGE, RUNS = 200, 5_000, 5
CHANGES = 6
"""How often each action was changed."""

AT = datetime(2026, 10, 5, 9, tzinfo=UTC)
Make = Callable[[Session, Actor, uuid.UUID], bytes]


def measure_workbooks(folder: Path) -> list[SmallThing]:
    """Measure on SQLite databases of their own."""
    small, large = (_seconds(folder, size) for size in (SMALL, LARGE))
    growth = (large / small) / (LARGE / SMALL)
    return [
        SmallThing(f"Workbook of {SMALL} actions", small, "s", 0.5),
        SmallThing(f"Workbook of {LARGE:,} actions, an action", growth, "times", 1.5),
    ]


def _seconds(folder: Path, size: int) -> float:
    url = f"sqlite:///{folder}/workbook-{size}.sqlite"
    by, plan_id = load_past(url, size, lambda made: made + CHANGES * size)
    return median_seconds(url, by, plan_id, _make)


def median_seconds(url: str, by: Actor, plan_id: uuid.UUID, make: Make) -> float:
    """The median of several runs of ``make``, each in a session of its own."""
    engine = make_engine(url)
    taken = list(_runs(engine, by, plan_id, make))
    engine.dispose()
    return statistics.median(taken)


def _runs(engine: Any, by: Actor, plan_id: uuid.UUID, make: Make) -> Iterator[float]:
    for _ in range(RUNS):
        with Session(engine) as session:
            started = time.perf_counter()
            make(session, by, plan_id)
            yield time.perf_counter() - started


def _make(session: Session, by: Actor, plan_id: Any) -> bytes:
    snapshot = snapshot_now(session, by, plan_id)
    origin = Origin("Bench", "", get_row_hash(session, snapshot))
    shown = Shown(snapshot, lambda *_names, **_values: "/")
    days = get_plan_days(session, by, plan_id)
    drawn = snapshots_at(session, by, plan_id, days_to_draw(days, by.today))
    charts = charts_of([one for one in drawn if one is not None], NO_JUDGEMENTS)
    made = plan_workbook(shown, rows_beside(session, by, snapshot), origin, {}, charts)
    return workbook(made.sheets, title="Plan", made_at=snapshot.taken_at, charts=made.charts)
