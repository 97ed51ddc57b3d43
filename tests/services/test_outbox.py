"""Waiting mail is sent over real SMTP, once, and what could not be sent waits on."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message as EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from icalendar import Calendar
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from tracker.adapters.database import make_sessions
from tracker.adapters.mail import NullMailer, SmtpMailer
from tracker.models import OutboxMail
from tracker.reports.calendar import CalendarEntry, Guest, invitation_text
from tracker.services.outbox import MOST_ATTEMPTS, send_waiting

AT = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)


class Received(Message):
    """Keeps what the server was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[EmailMessage] = []

    def handle_message(self, message: Any) -> None:
        self.mails.append(message)


@pytest.fixture
def received() -> Received:
    return Received()


@pytest.fixture
def smtp_url(received: Received) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(received, hostname="127.0.0.1", port=port)
    server.start()
    yield f"smtp://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def own_sessions(own_engine: Engine) -> sessionmaker[Session]:
    return make_sessions(own_engine)


@pytest.fixture
def waiting(own_sessions: sessionmaker[Session]) -> None:
    with own_sessions() as session:
        for number in range(2):
            session.add(
                OutboxMail(
                    recipient=f"person{number}@example.gov.uk",
                    subject="You are invited\r\nBcc: everybody@example.com",
                    body=f"Zoë, follow the link {number}",
                    created_at=AT,
                )
            )
        session.commit()


def outbox(sessions: sessionmaker[Session]) -> list[OutboxMail]:
    with sessions() as session:
        return list(session.scalars(select(OutboxMail).order_by(OutboxMail.recipient)))


@pytest.mark.usefixtures("waiting", "any_engine")
class TestSending:
    def test_each_mail_goes_once_and_loses_its_link(
        self, own_sessions: sessionmaker[Session], smtp_url: str, received: Received
    ) -> None:
        mailer = SmtpMailer(smtp_url, "tracker@example.gov.uk")
        assert send_waiting(own_sessions, mailer, at=AT) == 2
        assert send_waiting(own_sessions, mailer, at=AT) == 0
        assert [mail["To"] for mail in received.mails] == [
            "person0@example.gov.uk",
            "person1@example.gov.uk",
        ]
        assert [mail.sent_at for mail in outbox(own_sessions)] == [AT, AT]
        assert [mail.body for mail in outbox(own_sessions)] == ["", ""]

    def test_an_invitation_goes_with_its_calendar_and_its_method(
        self, own_sessions: sessionmaker[Session], smtp_url: str, received: Received
    ) -> None:
        entry = CalendarEntry("a@b", AT.date(), "Board: Zoë’s", "", "https://x", 3, starts_at=AT)
        guest = Guest("Carol", "carol@example.org")
        with own_sessions() as session:
            for mail in session.scalars(select(OutboxMail)):
                mail.calendar = invitation_text(entry, "CANCEL", "t@example.gov.uk", guest, AT)
            session.commit()
        send_waiting(own_sessions, SmtpMailer(smtp_url, "tracker@example.gov.uk"), at=AT)
        parts = received.mails[0].walk()
        calendar = next(part for part in parts if part.get_content_type() == "text/calendar")
        assert calendar.get_param("method") == "CANCEL"
        content: Any = calendar.get_payload(decode=True)
        event = Calendar.from_ical(content).walk("VEVENT")[0]
        assert (str(event["summary"]), event["status"]) == ("Board: Zoë’s", "CANCELLED")
        assert [mail.calendar for mail in outbox(own_sessions)] == [None, None]

    def test_a_subject_cannot_add_a_header(
        self, own_sessions: sessionmaker[Session], smtp_url: str, received: Received
    ) -> None:
        send_waiting(own_sessions, SmtpMailer(smtp_url, "tracker@example.gov.uk"), at=AT)
        assert received.mails[0]["Bcc"] is None
        assert received.mails[0]["Subject"] == "You are invited Bcc: everybody@example.com"

    def test_without_a_server_it_waits_with_the_reason(
        self, own_sessions: sessionmaker[Session]
    ) -> None:
        assert send_waiting(own_sessions, NullMailer(), at=AT) == 0
        first = outbox(own_sessions)[0]
        assert first.sent_at is None
        assert first.body == "Zoë, follow the link 0"
        assert first.attempts == 1
        assert "TRACKER_SMTP_URL" in (first.last_error or "")

    def test_a_server_that_is_away_is_tried_again_and_then_given_up(
        self, own_sessions: sessionmaker[Session], smtp_url: str
    ) -> None:
        away = SmtpMailer("smtp://127.0.0.1:9", "tracker@example.gov.uk")
        for _ in range(MOST_ATTEMPTS):
            assert send_waiting(own_sessions, away, at=AT) == 0
        assert [mail.attempts for mail in outbox(own_sessions)] == [MOST_ATTEMPTS] * 2
        back = SmtpMailer(smtp_url, "tracker@example.gov.uk")
        assert send_waiting(own_sessions, back, at=AT) == 0
