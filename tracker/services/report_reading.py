"""Reading the reports that wait: taken by one worker at a time, read apart, and drawn.

Each step is a transaction of its own, so that the page can tell how far it has come, and a worker
that dies holds nothing up: what it had taken is taken once more, and then given up.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload, sessionmaker

from tracker.access.actor import Actor
from tracker.access.shapes import AnySelect
from tracker.adapters.database import begin_writing
from tracker.adapters.file_store import FileStore, NoSuchFile, page_key
from tracker.domain.vocabulary import ActorKind, Door, DraftState
from tracker.intake.errors import NotReadable
from tracker.intake.isolated import draw_apart, read_apart
from tracker.intake.serialising import to_json
from tracker.models import DraftOfReport
from tracker.services.reports import refuse_report

PATIENCE: Final = timedelta(minutes=3)
"""After so long a worker that has taken a draft and not finished is taken for dead."""

MOST_ATTEMPTS: Final = 2
TELL_SECONDS: Final = 0.5
"""How often the progress of reading is written down at most."""

PAGE_WIDTH: Final = 1000
MOST_DRAWN: Final = 300
"""Pixels of a page's picture from left to right, and how many pages get one."""

GAVE_UP: Final = (
    "Reading this report was interrupted twice, so it was given up. Save it again as a PDF and try "
    "once more, or paste its text"
)


@dataclass(frozen=True)
class Taken:
    """A draft that this worker has taken up, with what it needs to know of its report."""

    draft_id: uuid.UUID
    name: str
    media_type: str
    storage_key: str
    attempts: int
    is_read: bool
    pages: int


@dataclass(frozen=True)
class Reading:
    """Where a worker works: the database, the files, the operator's frameworks, and its clock."""

    sessions: sessionmaker[Session]
    files: FileStore
    frameworks_folder: Path | None
    now: Callable[[], datetime]


def read_next(work: Reading) -> bool:
    """Take the draft that has waited longest, read it and draw its pages; whether there was one."""
    taken = _take(work)
    if taken is None:
        return False
    if taken.attempts > MOST_ATTEMPTS:
        # A report that was read can do without its pictures.
        _write(work, taken, _mark_drawn) if taken.is_read else _refuse(work, taken, GAVE_UP)
        return True
    try:
        content = work.files.get(taken.storage_key)
        pages = taken.pages if taken.is_read else _read(work, taken, content)
    except NoSuchFile:
        _refuse(work, taken, "The file of this report is gone. Choose it again")
    except NotReadable as fault:
        _refuse(work, taken, fault.sentence)
    else:
        _draw(work, taken, content, pages)
    return True


def _waiting(at: datetime) -> AnySelect:
    """The draft to take next: one that waits, or one whose worker has died."""
    given_up = DraftOfReport.taken_at < at - PATIENCE
    unfinished = DraftOfReport.state == DraftState.READING
    undrawn = and_(
        DraftOfReport.state.in_((DraftState.READY, DraftState.ACCEPTED)),
        DraftOfReport.drawn_at.is_(None),
    )
    return (
        select(DraftOfReport.id)
        .where(
            or_(
                DraftOfReport.state == DraftState.WAITING,
                and_(given_up, or_(unfinished, undrawn)),
            )
        )
        .order_by(DraftOfReport.created_at, DraftOfReport.id)
        .limit(1)
    )


def _take(work: Reading) -> Taken | None:
    at = work.now()
    with work.sessions() as session:
        if session.scalar(_waiting(at)) is None:
            # Nothing waits, most of the time; the write lock is not taken to find that out.
            return None
        session.rollback()
        begin_writing(session)
        found = session.scalar(_waiting(at).with_for_update(skip_locked=True))
        if found is None:
            return None
        draft = _loaded(session, found)
        draft.taken_at = at
        draft.attempts += 1
        is_read = draft.as_read is not None
        if not is_read:
            draft.state = DraftState.READING
            draft.pages_done = 0
        report = draft.report
        taken = Taken(
            draft_id=found,
            name=report.name,
            media_type=report.media_type,
            storage_key=report.storage_key,
            attempts=draft.attempts,
            is_read=is_read,
            pages=draft.pages,
        )
        session.commit()
        return taken


def _loaded(session: Session, draft_id: uuid.UUID) -> DraftOfReport:
    query = (
        select(DraftOfReport)
        .where(DraftOfReport.id == draft_id)
        .options(joinedload(DraftOfReport.report, innerjoin=True))
        .with_for_update(of=DraftOfReport)
    )
    return session.scalars(query).one()


def _write(
    work: Reading, taken: Taken, change: Callable[[Session, DraftOfReport, datetime], None]
) -> bool:
    """Change a draft that is still this worker's; one that was dropped or taken away is left."""
    with work.sessions() as session:
        begin_writing(session)
        draft = _loaded(session, taken.draft_id)
        dropped = draft.state in (DraftState.DROPPED, DraftState.REFUSED)
        if dropped or draft.attempts != taken.attempts:
            return False
        change(session, draft, work.now())
        session.commit()
        return True


def _read(work: Reading, taken: Taken, content: bytes) -> int:
    """Read the report, and give the number of its pages that can be drawn."""
    told = time.monotonic()

    def on_progress(done: int, of: int) -> None:
        nonlocal told
        if done < of and time.monotonic() - told < TELL_SECONDS:
            return
        told = time.monotonic()

        def tell(_session: Session, draft: DraftOfReport, _at: datetime) -> None:
            draft.pages_done, draft.pages = max(done, 0), max(of, 0)

        _write(work, taken, tell)

    found = read_apart(content, taken.name, work.frameworks_folder, on_progress=on_progress)

    def ready(_session: Session, draft: DraftOfReport, at: datetime) -> None:
        draft.state, draft.as_read = DraftState.READY, to_json(found)
        draft.pages_done = draft.pages = len(found.pages)
        draft.taken_at = at

    _write(work, taken, ready)
    return len(found.pages)


def _draw(work: Reading, taken: Taken, content: bytes, pages: int) -> None:
    """Draw the pages; a draft whose pages cannot be drawn is as good without."""
    wanted = range(1, min(pages, MOST_DRAWN) + 1)
    if wanted:
        try:
            for page, picture in draw_apart(content, wanted, width=PAGE_WIDTH):
                work.files.put(picture, key=page_key(taken.storage_key, page))
        except NotReadable:
            # The page says so where a picture is missing, and shows its words.
            pass
    if not _write(work, taken, _mark_drawn):
        _forget_if_gone(work, taken)


def _mark_drawn(_session: Session, draft: DraftOfReport, at: datetime) -> None:
    draft.drawn_at = at


def _forget_if_gone(work: Reading, taken: Taken) -> None:
    """Delete what was drawn for a report that was dropped in the meantime."""
    with work.sessions() as session:
        gone = _loaded(session, taken.draft_id).report.removed_on is not None
    if gone:
        work.files.delete_beside(taken.storage_key)


def _refuse(work: Reading, taken: Taken, sentence: str) -> None:
    """Say why the report cannot be read, and keep nothing of it."""

    def refuse(session: Session, draft: DraftOfReport, at: datetime) -> None:
        by = Actor(ActorKind.SYSTEM, Door.WORKER, at, draft.council_id, name="The tracker")
        refuse_report(session, draft.report, by=by, on=by.today, reason=sentence)
        draft.state, draft.refusal = DraftState.REFUSED, sentence

    if _write(work, taken, refuse):
        work.files.delete_beside(taken.storage_key)
