"""Papers that wait to be made: taken by one worker at a time, step by step, and then done.

Each step is a transaction of its own, so that the page can tell how far it has come, and a worker
that dies holds nothing up: what it had taken is taken once more, and then given up.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, sessionmaker

from tracker.access.actor import Actor
from tracker.access.shapes import AnySelect
from tracker.adapters.database import begin_writing
from tracker.domain.papers import Audience, MakingState, PaperFormat, PaperKind
from tracker.models import CouncilRecord, PaperJob

PATIENCE: Final = timedelta(minutes=3)
"""After so long a worker that has taken a paper and not finished is taken for dead."""

MOST_ATTEMPTS: Final = 2
GAVE_UP: Final = "Making the files was interrupted twice, so it was given up"


@dataclass(frozen=True, kw_only=True)
class KeptFile:
    """A file of a paper that the file store has."""

    audience: Audience
    format: PaperFormat
    name: str
    size: int
    sha256: str
    storage_key: str


@dataclass(frozen=True)
class TakenJob:
    """A paper that this worker has taken up, for the ``attempts``-th time."""

    id: uuid.UUID
    council_id: uuid.UUID
    kind: PaperKind
    record_id: uuid.UUID
    attempts: int


def ask_for_papers(
    session: Session, kind: PaperKind, record: CouncilRecord, steps: int, *, by: Actor
) -> None:
    """Let a worker make the files of ``record``; part of the deed that made it."""
    session.add(
        PaperJob(
            council_id=record.council_id,
            kind=kind,
            record_id=record.id,
            state=MakingState.WAITING,
            steps=steps,
            created_at=by.at,
        )
    )


def _waiting(at: datetime) -> AnySelect:
    died = and_(PaperJob.state == MakingState.MAKING, PaperJob.taken_at < at - PATIENCE)
    return (
        select(PaperJob.id)
        .where(or_(PaperJob.state == MakingState.WAITING, died))
        .order_by(PaperJob.created_at, PaperJob.id)
        .limit(1)
    )


def take_paper_job(sessions: sessionmaker[Session], at: datetime) -> TakenJob | None:
    """The paper that has waited longest, for this worker alone; none where none waits."""
    with sessions() as session:
        if session.scalar(_waiting(at)) is None:
            # Nothing waits, most of the time; the write lock is not taken to find that out.
            return None
        session.rollback()
        begin_writing(session)
        found = session.scalar(_waiting(at).with_for_update(skip_locked=True))
        if found is None:
            return None
        job = session.get_one(PaperJob, found)
        job.taken_at, job.state, job.steps_done = at, MakingState.MAKING, 0
        job.attempts += 1
        taken = TakenJob(job.id, job.council_id, job.kind, job.record_id, job.attempts)
        session.commit()
        return taken


def tell_step(sessions: sessionmaker[Session], taken: TakenJob) -> None:
    """Say that one more file is made."""
    with sessions() as session:
        begin_writing(session)
        job = session.get_one(PaperJob, taken.id)
        if job.attempts == taken.attempts:
            job.steps_done += 1
            session.commit()


def finish_job(session: Session, taken: TakenJob) -> bool:
    """Say that the files are made, in the commit that records them.

    False when another worker has taken the paper up meanwhile: what this one made is not kept.
    """
    job = session.get_one(PaperJob, taken.id, with_for_update=True)
    if job.attempts != taken.attempts or job.state is not MakingState.MAKING:
        return False
    job.state, job.steps_done, job.fault = MakingState.DONE, job.steps, None
    return True


def give_up_job(sessions: sessionmaker[Session], taken: TakenJob, fault: str) -> None:
    """Say what stood in the way: the paper is made once more, and after that no more."""
    with sessions() as session:
        begin_writing(session)
        job = session.get_one(PaperJob, taken.id)
        if job.attempts != taken.attempts:
            return
        again = taken.attempts < MOST_ATTEMPTS
        job.state = MakingState.WAITING if again else MakingState.FAILED
        job.fault = fault
        session.commit()


def make_again(job: PaperJob) -> None:
    """Let a paper whose making was given up be made once more."""
    if job.state is MakingState.FAILED:
        job.state, job.attempts, job.fault = MakingState.WAITING, 0, None
