"""Making the papers that wait, by the worker: files of issued reports and of boards' packs."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Final

from tracker.access.actor import Actor
from tracker.adapters.database import begin_writing
from tracker.cli.making import Maker, Making
from tracker.cli.pack_papers import keep_of_pack, made_of_pack
from tracker.cli.report_papers import keep_of_report, made_of_report
from tracker.domain.papers import PaperKind
from tracker.domain.vocabulary import ActorKind, Door
from tracker.presenters.cabinet_papers import MadePaper
from tracker.services.paper_jobs import (
    GAVE_UP,
    MOST_ATTEMPTS,
    KeptFile,
    TakenJob,
    finish_job,
    give_up_job,
    take_paper_job,
    tell_step,
)
from tracker.services.reports import sha256_of

__all__ = ["Making", "make_next_paper"]

log = logging.getLogger(__name__)

MAKERS: Final[Mapping[PaperKind, Maker]] = {
    PaperKind.CABINET_REPORT: Maker(made_of_report, keep_of_report),
    PaperKind.PACK: Maker(made_of_pack, keep_of_pack),
}
"""Who makes each kind; a new kind has its line here."""


def make_next_paper(work: Making) -> bool:
    """Take the paper that has waited longest and make its files; whether there was one."""
    taken = take_paper_job(work.sessions, work.now())
    if taken is None:
        return False
    if taken.attempts > MOST_ATTEMPTS:
        give_up_job(work.sessions, taken, GAVE_UP)
        return True
    try:
        _make(work, taken)
    except Exception as fault:
        # Whatever it was, the page says so; the paper is made once more, and then given up.
        log.exception("The files of %s %s could not be made", taken.kind, taken.record_id)
        give_up_job(work.sessions, taken, _sentence(fault))
    return True


def _sentence(fault: Exception) -> str:
    return (
        getattr(fault, "sentence", "") or f"The tracker stumbled over it ({type(fault).__name__})"
    )


def _make(work: Making, taken: TakenJob) -> None:
    kept: list[KeptFile] = []
    done = False
    try:
        for paper in MAKERS[taken.kind].make(work, taken):
            kept.append(_kept(work, paper))
            tell_step(work.sessions, taken)
        done = _record(work, taken, kept)
    finally:
        if not done:
            for file in kept:
                work.files.delete(file.storage_key)


def _kept(work: Making, paper: MadePaper) -> KeptFile:
    return KeptFile(
        audience=paper.audience,
        format=paper.format,
        name=paper.name,
        size=len(paper.content),
        sha256=sha256_of(paper.content),
        storage_key=work.files.put(paper.content),
    )


def _record(work: Making, taken: TakenJob, kept: list[KeptFile]) -> bool:
    at = work.now()
    by = Actor(ActorKind.SYSTEM, Door.WORKER, at, taken.council_id, name="The tracker")
    with work.sessions() as session:
        begin_writing(session)
        if not finish_job(session, taken):
            return False
        MAKERS[taken.kind].keep(session, taken, kept, by)
        session.commit()
    return True
