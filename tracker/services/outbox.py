"""Sending what waits in the outbox; the deeds that ask for mail write it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tracker.adapters.database import begin_writing
from tracker.adapters.mail import CouldNotSend, Mail, Mailer
from tracker.models import OutboxMail

MOST_AT_ONCE = 50
MOST_ATTEMPTS = 10


def send_waiting(sessions: sessionmaker[Session], mailer: Mailer, *, at: datetime) -> int:
    """Send the mails that wait, oldest first, and say how many went.

    Each mail is taken, sent and marked in a transaction of its own, so that a fault in one holds up
    no other. A mail that was sent loses its text: it held a link that lets somebody in. One that
    could not be sent is tried again the next time, at most ten times.
    """
    with sessions() as session:
        waiting = session.scalars(
            select(OutboxMail.id)
            .where(OutboxMail.sent_at.is_(None), OutboxMail.attempts < MOST_ATTEMPTS)
            .order_by(OutboxMail.created_at, OutboxMail.id)
            .limit(MOST_AT_ONCE)
        ).all()
    return sum(_send_one(sessions, mailer, mail_id, at) for mail_id in waiting)


def _send_one(
    sessions: sessionmaker[Session], mailer: Mailer, mail_id: object, at: datetime
) -> int:
    with sessions() as session:
        # The attempt is counted before the mail goes, so that a worker that dies sends it no more
        # than once for each attempt.
        begin_writing(session)
        query = select(OutboxMail).where(OutboxMail.id == mail_id, OutboxMail.sent_at.is_(None))
        mail = session.scalars(query.with_for_update(skip_locked=True)).one_or_none()
        if mail is None:
            return 0
        mail.attempts += 1
        session.commit()
        try:
            mailer.send(Mail(mail.recipient, mail.subject, mail.body, mail.calendar))
        except CouldNotSend as fault:
            mail.last_error = str(fault)[:500]
            session.commit()
            return 0
        mail.sent_at, mail.body, mail.calendar, mail.last_error = at, "", None, None
        session.commit()
        return 1
