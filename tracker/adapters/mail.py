"""Sending mail: over SMTP where a server is set, else only told to the log."""

from __future__ import annotations

import logging
import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Mail:
    """One plain-text mail to one address; ``calendar`` is an iCalendar message beside it."""

    recipient: str
    subject: str
    body: str
    calendar: str | None = None


class CouldNotSend(Exception):
    """The server was away or refused the mail; it is tried again later."""


class Mailer(Protocol):
    """Something that sends mail."""

    def send(self, mail: Mail) -> None:
        """Send one mail.

        Raises:
            CouldNotSend: it did not go; nothing is known of any harm in trying again.
        """


class SmtpMailer:
    """Sends over SMTP: ``smtp://host:25``, ``smtps://…``, or ``smtp+starttls://user:word@host``."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self._scheme = parts.scheme
        self._host = parts.hostname or ""
        self._port = parts.port or {"smtps": 465, "smtp+starttls": 587}.get(parts.scheme, 25)
        self._user = unquote(parts.username or "")
        self._word = unquote(parts.password or "")
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """Send one mail over a connection of its own."""
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = mail.recipient
        message["Subject"] = " ".join(mail.subject.split())
        message.set_content(mail.body)
        if mail.calendar is not None:
            _add_calendar(message, mail.calendar)
        try:
            with self._connected() as server:
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as fault:
            raise CouldNotSend(f"{type(fault).__name__}: {fault}") from fault

    def _connected(self) -> smtplib.SMTP:
        if self._scheme == "smtps":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=PATIENCE_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=PATIENCE_SECONDS)
        if self._scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if self._user:
            server.login(self._user, self._word)
        return server


def _add_calendar(message: EmailMessage, calendar: str) -> None:
    # The type names the method, or programs show a file instead of an invitation (RFC 6047, 2.4).
    found = re.search(r"^METHOD:([A-Z]+)", calendar, re.MULTILINE)
    method = found[1] if found else "PUBLISH"
    message.add_attachment(
        calendar, subtype="calendar", params={"method": method}, filename="meeting.ics"
    )


class NullMailer:
    """For an installation without a mail server: says in the log that a mail was not sent."""

    def send(self, mail: Mail) -> None:
        """Leave the mail in the outbox."""
        raise CouldNotSend("No mail server is set (TRACKER_SMTP_URL)")


def make_mailer(url: str, sender: str) -> Mailer:
    """The mailer that the settings ask for."""
    return SmtpMailer(url, sender) if url else NullMailer()
