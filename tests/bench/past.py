"""How long a plan's past and its checks take: 500 actions with 10,000 rows of history.

The plan is that of ``plans.py``. Its history says of every record how it was made, and then of the
actions how they were changed, day after day.
"""

from __future__ import annotations

import random
import statistics
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tests.bench.plans import TODAY, Rows
from tests.bench.small import SmallThing
from tracker.access.actor import Actor, operator
from tracker.adapters.database import make_engine
from tracker.adapters.migrations import upgrade
from tracker.domain.chain import GENESIS, Link, canonical, digest_of, hash_of, new_salt, plain
from tracker.domain.identifiers import uuid7
from tracker.domain.quality import check
from tracker.domain.vocabulary import ActorKind, ChangeKind, Door
from tracker.models import Action, ChainHead, Council, CouncilRecord, History
from tracker.presenters.plan_comparison import comparison_page
from tracker.queries.snapshots import snapshot_at, snapshot_now, snapshots_at

ACTIONS, ROWS, RUNS = 500, 10_000, 7
BEGAN = TODAY - timedelta(days=200)
EARLY, LATE = TODAY - timedelta(days=120), TODAY - timedelta(days=30)

Made = tuple[type[CouncilRecord | Council], dict[str, Any]]


def measure_past(folder: Path) -> list[SmallThing]:
    """Measure on a SQLite database of its own."""
    url = f"sqlite:///{folder}/past.sqlite"
    by, plan_id = load_past(url, ACTIONS, lambda _made: ROWS)
    engine = make_engine(url)
    with Session(engine) as session:
        things = list(_things(session, by, plan_id))
    engine.dispose()
    return things


def load_past(url: str, size: int, total: Callable[[int], int]) -> tuple[Actor, uuid.UUID]:
    """Load a plan of so many actions with its history: who reads it, and its id.

    ``total`` tells of the number of records how many rows of history there are to be.
    """
    upgrade(url)
    engine = make_engine(url)
    rows = Rows(size, random.Random(size), "0" * 64)  # noqa: S311 - the same plan every time
    made = list(_load(engine, rows))
    with engine.begin() as connection:
        history = list(_history(rows.council_id, made, total(len(made))))
        connection.execute(insert(History), history)
        head = {"chain_id": rows.council_id, "seq": len(history), "hash": history[-1]["hash"]}
        connection.execute(insert(ChainHead), [head])
    engine.dispose()
    by = replace(operator(datetime(2026, 10, 5, 9, tzinfo=UTC)), council_id=rows.council_id)
    return by, rows.plan_id


def _things(session: Session, by: Actor, plan_id: uuid.UUID) -> Iterator[SmallThing]:
    def compared() -> None:
        before, after = snapshots_at(session, by, plan_id, [EARLY, LATE])
        if before is None or after is None:
            raise RuntimeError("The plan was not there yet")
        comparison_page(before, after, lambda *_names, **_values: "/")

    if snapshot_now(session, by, plan_id) != snapshot_at(session, by, plan_id, TODAY):
        raise RuntimeError("History does not tell what the tables have")
    for name, bound, task in (
        ("Plan as at a past day", 0.5, lambda: snapshot_at(session, by, plan_id, LATE)),
        ("Plan as at now", 0.5, lambda: snapshot_now(session, by, plan_id)),
        ("Two past days compared", 1.0, compared),
    ):
        yield SmallThing(f"{name} ({ROWS:,} rows)", _seconds(task), "s", bound)
    snapshot = snapshot_now(session, by, plan_id)
    if not check(snapshot):
        raise RuntimeError("The quality checks find nothing to be timed")
    name = f"Quality checks ({ACTIONS:,} actions)"
    yield SmallThing(name, _seconds(lambda: check(snapshot)), "s", 0.3)


def _seconds(task: Callable[[], Any]) -> float:
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        task()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def _load(engine: Any, rows: Rows) -> Iterator[Made]:
    with engine.begin() as connection:
        for model, values in rows.all():
            if model not in (History, ChainHead):
                connection.execute(insert(model), values)
            if issubclass(model, CouncilRecord | Council):
                yield from ((model, one) for one in values)


def _history(council_id: uuid.UUID, made: Sequence[Made], total: int) -> Iterator[dict[str, Any]]:
    """The rows of a chain: every record made on the first day, then actions changed in turn."""
    previous = GENESIS
    for seq, (change, model, values, on) in enumerate(_changes(made, total), start=1):
        link = Link(
            chain_id=council_id,
            seq=seq,
            deed_id=uuid7(),
            deed="amend_action",
            actor_kind=ActorKind.PERSON,
            actor_id=None,
            door=Door.WEB,
            at=datetime(on.year, on.month, on.day, 10, tzinfo=UTC),
            record_type=model.__tablename__,
            record_id=values["id"],
            subject_id=values[model.history_subject],
            change=change,
        )
        columns = (one for one in model.__table__.columns if one.computed is None)
        record = {one.name: plain(values.get(one.name, _default(one))) for one in columns}
        payload = canonical({"v": 1, "reason": None, "old": {}, "new": {}, "record": record})
        salt = new_salt()
        digest = digest_of(salt, payload)
        row_hash = hash_of(link, digest, previous)
        yield {
            **vars(link),
            "payload": payload,
            "salt": salt,
            "digest": digest,
            "previous": previous,
            "hash": row_hash,
        }
        previous = row_hash


def _default(column: Any) -> Any:
    return column.default.arg if column.default is not None and column.default.is_scalar else None


def _changes(
    made: Sequence[Made], total: int
) -> Iterable[tuple[ChangeKind, Any, dict[str, Any], date]]:
    for model, values in made:
        yield ChangeKind.CREATED, model, values, BEGAN
    actions = [values for model, values in made if model is Action]
    left = total - len(made)
    for number in range(left):
        day = BEGAN + timedelta(days=1 + number * (TODAY - BEGAN).days // (left + 1))
        # The last change of each is how the table has it.
        is_last = number >= left - len(actions)
        words = {} if is_last else {"title": f"As it was called at change {number}"}
        yield ChangeKind.CHANGED, Action, {**actions[number % len(actions)], **words}, day
