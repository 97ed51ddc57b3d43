"""How long a plan's slides take and how much memory: 200 actions, and how it grows to 5,000.

Measured from the reader's request to the bytes of the file, on SQLite: the snapshots, the charts,
and the writing. Memory is the most that a fresh process held that made the slides once.
"""

from __future__ import annotations

import subprocess
import sys
import uuid
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from tests.bench.past import load_past
from tests.bench.serving import megabytes_of
from tests.bench.small import SmallThing
from tests.bench.workbooks import AT, CHANGES, LARGE, SMALL, median_seconds
from tracker.access.actor import Actor, operator
from tracker.adapters.database import make_engine
from tracker.presenters.plan_charts import NO_JUDGEMENTS, charts_of
from tracker.presenters.plan_days import day_before, days_to_draw
from tracker.presenters.plan_slides import Meeting, plan_slides
from tracker.queries.plan_days import get_plan_days
from tracker.queries.snapshots import snapshots_at
from tracker.reports.slides import slides


def measure_slides(folder: Path) -> list[SmallThing]:
    """Measure on SQLite databases of their own."""
    small_url, large_url = (f"sqlite:///{folder}/slides-{n}.sqlite" for n in (SMALL, LARGE))
    small = load_past(small_url, SMALL, lambda made: made + CHANGES * SMALL)
    large = load_past(large_url, LARGE, lambda made: made + CHANGES * LARGE)
    least = median_seconds(small_url, *small, make_slides)
    most = median_seconds(large_url, *large, make_slides)
    growth = (most / least) / (LARGE / SMALL)
    return [
        SmallThing(f"Slides of {SMALL} actions", least, "s", 0.5),
        SmallThing(f"Slides of {LARGE:,} actions, an action", growth, "times", 1.5),
        SmallThing("Memory of a process that made them", _memory(small_url, *small), "MB", 250),
    ]


def make_slides(session: Session, by: Actor, plan_id: uuid.UUID) -> bytes:
    """The slides of a plan, as its page of charts gives them."""
    days = get_plan_days(session, by, plan_id)
    drawn = days_to_draw(days, by.today)
    *found, before = snapshots_at(session, by, plan_id, [*drawn, day_before(days, by.today)])
    known = [one for one in found if one is not None]
    charts = charts_of(known, NO_JUDGEMENTS)
    meeting = Meeting("Bench", "")
    return slides(plan_slides(charts, known[-1], before, meeting, lambda *_n, **_v: "/"))


def _memory(url: str, by: Actor, plan_id: uuid.UUID) -> float:
    asked = [sys.executable, "-m", "tests.bench.slides", url, str(by.council_id), str(plan_id)]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    return float(done.stdout)


def main(url: str, council_id: str, plan_id: str) -> None:
    """Make the slides once, and print the most memory that was held, in MB."""
    by = replace(operator(AT), council_id=uuid.UUID(council_id))
    engine = make_engine(url)
    with Session(engine) as session:
        make_slides(session, by, uuid.UUID(plan_id))
    engine.dispose()
    print(megabytes_of("VmHWM"))


if __name__ == "__main__":
    main(*sys.argv[1:4])
