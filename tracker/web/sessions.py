"""Sessions in a cookie, but for pages that are the same for everybody: those know of no session."""

from __future__ import annotations

from typing import Final

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from werkzeug.wrappers import Request as AnyRequest

SAME_FOR_ALL: Final = ("/public/", "/brand/")
"""What the addresses of such pages begin with: their answers may be kept and handed to anybody."""


def is_same_for_all(asked: AnyRequest) -> bool:
    """Whether the answer to ``asked`` depends on nobody's session, errors among the answers."""
    return asked.path.startswith(SAME_FOR_ALL)


class PageSessions(SecureCookieSessionInterface):
    """Flask's own sessions; where pages are the same for all, no cookie is read, and none set."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """An empty session where pages are the same for all."""
        if is_same_for_all(request):
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set no cookie, and do not say that the answer varied with one, for such pages."""
        if not is_same_for_all(request):
            super().save_session(app, session, response)
