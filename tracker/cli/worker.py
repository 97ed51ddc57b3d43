"""The worker: sends waiting mail, as a command of its own or beside the server."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

from tracker.adapters.database import make_engine, make_sessions
from tracker.adapters.mail import make_mailer
from tracker.config import Settings
from tracker.services.outbox import send_waiting

log = logging.getLogger(__name__)

PAUSE_SECONDS = 10


def work_once(settings: Settings) -> int:
    """Send what waits, and say how many mails went."""
    engine = make_engine(settings.database_url)
    try:
        mailer = make_mailer(settings.smtp_url, settings.mail_from)
        return send_waiting(make_sessions(engine), mailer, at=datetime.now(UTC))
    finally:
        engine.dispose()


def work_for_ever(settings: Settings) -> None:
    """Send what waits, again and again; a database that is away is logged and waited for."""
    while True:
        try:
            work_once(settings)
        except SQLAlchemyError:
            log.exception("The worker could not reach the database; it tries again")
        time.sleep(PAUSE_SECONDS)


def start_worker(settings: Settings) -> None:
    """Work beside the server, where there is a mail server; the thread ends with the process."""
    if settings.smtp_url:
        threading.Thread(target=work_for_ever, args=(settings,), daemon=True).start()
