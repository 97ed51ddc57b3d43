"""How long a board's pack takes: 300 actions, each changed every month of a year.

The press is what somebody waits for, and what other writers wait for meanwhile: reading everything
under the lock, and keeping it. The files are made after that, by a worker.
"""

from __future__ import annotations

import statistics
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.bench.past import load_past
from tests.bench.small import SmallThing
from tracker.access.actor import Actor
from tracker.adapters.database import begin_writing, make_engine, make_sessions
from tracker.adapters.file_store import FileStore
from tracker.adapters.signing_key import SigningKey
from tracker.domain.pack_material import from_text
from tracker.models import Board, Meeting, Pack, Plan
from tracker.models.recording import deed
from tracker.presenters.pack_papers import pack_papers_of
from tracker.services.packs import Keeping, audiences_of, freeze_pack

ACTIONS, MONTHS, RUNS = 300, 12, 3


def measure_packs(folder: Path) -> list[SmallThing]:
    """Measure on a SQLite database of its own."""
    url = f"sqlite:///{folder}/packs.sqlite"
    by, plan_id = load_past(url, ACTIONS, lambda made: made + MONTHS * ACTIONS)
    keeping = Keeping(FileStore(folder / "packs"), SigningKey(Ed25519PrivateKey.generate()))
    engine = make_engine(url)
    with make_sessions(engine)() as session:
        meeting_id = _board_of(session, by, plan_id)
        frozen = list(_frozen(session, by, meeting_id, keeping))
        made = list(_made(frozen[-1][1], keeping))
    engine.dispose()
    press = statistics.median(seconds for seconds, _pack in frozen)
    return [
        SmallThing(f"Freezing a pack of {ACTIONS} actions", press, "s", 2),
        SmallThing("Its three files", statistics.median(made), "s", 1),
        SmallThing("Both together", press + statistics.median(made), "s", 3),
    ]


def _board_of(session: Session, by: Actor, plan_id: uuid.UUID) -> uuid.UUID:
    """Let the first board oversee the plan; the last of its meetings."""
    board = session.scalars(select(Board).order_by(Board.id)).all()[0]
    query = select(Meeting.id).where(Meeting.board_id == board.id, Meeting.stands)
    with deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=by.at):
        session.get_one(Plan, plan_id).board_id = board.id
    session.commit()
    return session.scalars(query.order_by(Meeting.held_on.desc())).all()[0]


def _frozen(
    session: Session, by: Actor, meeting_id: uuid.UUID, keeping: Keeping
) -> Iterator[tuple[float, Pack]]:
    for run in range(RUNS):
        session.rollback()
        began = time.perf_counter()
        begin_writing(session)
        meeting = session.get_one(Meeting, meeting_id)
        reason = "Measured again" if run else None
        pack = freeze_pack(session, meeting, keeping, by=by, on=by.today, reason=reason)
        session.commit()
        yield time.perf_counter() - began, pack


def _made(pack: Pack, keeping: Keeping) -> Iterator[float]:
    for _ in range(RUNS):
        began = time.perf_counter()
        material = from_text(keeping.files.get(pack.material_key).decode())
        audiences = audiences_of(material)
        list(pack_papers_of(material, pack.material_sha256, audiences, "pack", {}))
        yield time.perf_counter() - began
