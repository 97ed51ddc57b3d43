"""The worker: sends mail, reads reports and makes papers, by a command or beside the server."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from tracker.adapters.database import make_engine, make_sessions
from tracker.adapters.file_store import make_file_store
from tracker.adapters.mail import make_mailer
from tracker.cli.papers import Making, make_next_paper
from tracker.config import Settings
from tracker.domain.frameworks import load_frameworks
from tracker.services.outbox import send_waiting
from tracker.services.report_reading import Reading, read_next

log = logging.getLogger(__name__)

MAIL_SECONDS = 10
REPORT_SECONDS = 1
"""How long to rest between two looks: a person waits for a report, and nobody for a mail."""


class Work(NamedTuple):
    """What was done at one go."""

    sent: int
    read: int
    made: int


def work_once(settings: Settings) -> Work:
    """Send the mail, read the reports and make the papers that wait now."""
    work, making, read, made = _reading(settings), _making(settings), 0, 0
    while read_next(work):
        read += 1
    while make_next_paper(making):
        made += 1
    return Work(send_once(settings), read, made)


def send_once(settings: Settings) -> int:
    """Send what waits, and say how many mails went."""
    engine = make_engine(settings.database_url)
    try:
        mailer = make_mailer(settings.smtp_url, settings.mail_from)
        return send_waiting(make_sessions(engine), mailer, at=datetime.now(UTC))
    finally:
        engine.dispose()


def work_for_ever(settings: Settings) -> None:
    """Send mail, read reports and make papers, again and again, until the process ends."""
    _beside(lambda: read_for_ever(settings))
    _beside(lambda: make_for_ever(settings))
    send_for_ever(settings)


def send_for_ever(settings: Settings) -> None:
    """Send what waits, again and again; a database that is away is logged and waited for."""
    while True:
        try:
            send_once(settings)
        except SQLAlchemyError:
            log.exception("The worker could not reach the database; it tries again")
        time.sleep(MAIL_SECONDS)


def read_for_ever(settings: Settings) -> None:
    """Read what waits, again and again; what goes wrong with one report holds up no other."""
    work = _reading(settings)
    while True:
        try:
            found = read_next(work)
        except Exception:
            # Whatever it was, the report is taken once more in a few minutes, and then given up.
            log.exception("The worker could not read a report; it goes on")
            found = False
        if not found:
            time.sleep(REPORT_SECONDS)


def make_for_ever(settings: Settings) -> None:
    """Make the papers that wait, again and again."""
    work = _making(settings)
    while True:
        try:
            found = make_next_paper(work)
        except SQLAlchemyError:
            log.exception("The worker could not reach the database; it tries again")
            found = False
        if not found:
            time.sleep(REPORT_SECONDS)


def start_worker(settings: Settings) -> None:
    """Work beside the server: mail where there is a mail server. Threads end with the process."""
    if settings.smtp_url:
        _beside(lambda: send_for_ever(settings))
    _beside(lambda: read_for_ever(settings))
    _beside(lambda: make_for_ever(settings))


def _beside(work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True).start()


def _reading(settings: Settings) -> Reading:
    return Reading(
        sessions=make_sessions(make_engine(settings.database_url)),
        files=make_file_store(settings),
        frameworks_folder=settings.frameworks_folder,
        now=lambda: datetime.now(UTC),
    )


def _making(settings: Settings) -> Making:
    return Making(
        sessions=make_sessions(make_engine(settings.database_url)),
        files=make_file_store(settings),
        frameworks=load_frameworks(settings.frameworks_folder),
        now=lambda: datetime.now(UTC),
    )
