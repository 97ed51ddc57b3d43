"""Pages for what goes wrong: each says what happened and what to do, and gives typed text back."""

from __future__ import annotations

import logging
import re
from typing import Any, Final

from flask import Flask, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from tracker.adapters.database import is_busy
from tracker.adapters.file_store import NoSuchFile, NotAsKept, StoreAway
from tracker.domain.text import showable
from tracker.queries.errors import NotFound
from tracker.web.current import end_request
from tracker.web.guards import SignInNeeded, most_bytes

log = logging.getLogger(__name__)

PAGES: dict[int, tuple[str, tuple[str, ...]]] = {
    400: (
        "We could not read that",
        ("What was sent is not what the page sends. Go back, reload the page and try again.",),
    ),
    403: (
        "You cannot do that",
        (
            "Your role for this council does not allow it.",
            "If it should, ask the council’s administrator of the tracker.",
        ),
    ),
    404: (
        "Page not found",
        (
            "If you typed the address, check that it is right. If you pasted it, check its end.",
            "It may also be something of a council that you do not work for.",
        ),
    ),
    405: ("This address cannot be used like that", ("Go back and use the page’s own buttons.",)),
    413: (
        "That is too much at once",
        ("What was sent is larger than the tracker takes. Shorten the text and try again.",),
    ),
    429: ("Too many tries", ("Wait a few minutes, then try again.",)),
    500: (
        "Something went wrong on our side",
        (
            "Nothing that you sent was saved, and the fault has been written to the log.",
            "Try again. If it happens twice, tell the council’s administrator of the tracker.",
        ),
    ),
    503: (
        "The tracker is busy",
        (
            "Somebody else was saving for so long that yours was not saved.",
            "Wait a moment, then go back and send it again.",
        ),
    ),
}
ENDED = "You were signed out because some time had passed."
COPY_FIRST = "Nothing is lost yet: copy what you had typed from here, sign in, and send it again."
FORGED = (
    "Send that again",
    (
        "The page was too old, or it was not ours, so nothing was saved.",
        "Go back, reload the page, and send it again.",
    ),
)
TOO_LARGE = (
    "The file may have at most {} MB, so nothing was kept. Save it as a smaller PDF and choose "
    "that, or give its text or its place instead."
)
STORE_AWAY = (
    "The file store does not answer",
    (
        "Files are kept in a place of their own, and it did not do its part. Nothing was saved.",
        "Wait a few minutes, then go back and try again.",
        "If it happens twice, tell the council’s administrator of the tracker.",
    ),
)
FILE_AGAIN = "The file that you had chosen was not kept. Choose it again when you send the form."
SECRET_FIELDS = ("password", "token", "csrf")
IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

TRY_AGAIN_SECONDS = 10
"""What a browser is told to wait when the database was busy."""


GONE: Final = (
    "The file is not where it was kept",
    (
        "The record of it stands, but the file store has no file for it.",
        "Tell the council’s administrator of the tracker: a backup may have it.",
    ),
)
SWAPPED: Final = (
    "This is not the file that was kept",
    (
        "What the file store holds has another SHA-256 than the file that was kept.",
        "It was changed or swapped there, so it is not used and not given out.",
        "Tell the council’s administrator of the tracker: a backup may have the right one.",
    ),
)


def typed() -> str:
    """What the person had typed into the form just sent, field by field, without secrets."""
    if request.method != "POST":
        return ""
    try:
        fields = request.form.items(multi=True)
        return "\n\n".join(
            showable(text).strip()
            for name, text in fields
            if text.strip() and not _is_carried(name, text)
        )
    except HTTPException:
        # The body itself is what could not be read.
        return ""


def _had_file() -> bool:
    """Whether a file came with the form just sent."""
    try:
        return any(file.filename for file in request.files.values())
    except HTTPException:
        return False


def _is_carried(name: str, text: str) -> bool:
    """Whether a field is a secret, or something that the page carried along and nobody typed."""
    is_secret = any(part in name for part in SECRET_FIELDS)
    return is_secret or name == "version" or IDENTIFIER.fullmatch(text.strip()) is not None


def message(code: int, heading: str, paragraphs: tuple[str, ...], **more: Any) -> Any:
    """A page that says one thing, with the answer's status; what was typed comes as ``kept``."""
    if "kept" in more and _had_file():
        paragraphs = (*paragraphs, FILE_AGAIN)
    return render_template(
        "layout/message.html", heading=heading, paragraphs=paragraphs, **more
    ), code


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400 or error.response is not None:
        return error.get_response()
    heading, paragraphs = PAGES.get(code, PAGES[400])
    most = most_bytes()
    if code == 413 and most is not None:
        heading, paragraphs = "That file is too large", (TOO_LARGE.format(most // 10**6),)
    body, status = message(code, heading, paragraphs, kept=typed())
    headers = [pair for pair in error.get_headers() if pair[0] in ("Allow", "Retry-After")]
    return body, status, headers


def _not_found(_error: NotFound) -> ResponseReturnValue:
    return message(404, *PAGES[404], kept=typed())  # type: ignore[no-any-return]


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return message(400, *FORGED, kept=typed())  # type: ignore[no-any-return]


def _sign_in(error: SignInNeeded) -> ResponseReturnValue:
    # A form's page is where it is posted to, so whoever had filled it in comes back to it.
    has_page = "GET" in (getattr(request.url_rule, "methods", None) or ())
    back = request.full_path.rstrip("?") if has_page else ""
    to = url_for("sign_in.sign_in", next=back) if back else url_for("sign_in.sign_in")
    if request.method == "GET" and not error.ended:
        return current_app.redirect(to, 303)
    actions = [{"text": "Sign in", "href": to}]
    kept = typed()
    said = (ENDED, COPY_FIRST) if kept else (ENDED,)
    return message(401, "Sign in again", said, kept=kept, actions=actions)  # type: ignore[no-any-return]


def _store_away(error: StoreAway) -> ResponseReturnValue:
    end_request()
    g.layout_is_bare = True
    log.error("The file store failed on %s %s: %s", request.method, request.path, error)
    body, status = message(503, *STORE_AWAY, kept=typed())
    return body, status, {"Retry-After": str(TRY_AGAIN_SECONDS)}


def _not_as_kept(error: NoSuchFile | NotAsKept) -> ResponseReturnValue:
    status, words = (404, GONE) if isinstance(error, NoSuchFile) else (502, SWAPPED)
    return message(status, *words, kept=typed())  # type: ignore[no-any-return]


def _fault(error: Exception) -> ResponseReturnValue:
    # The session may be in a broken transaction: the error page must not depend on it.
    end_request()
    g.layout_is_bare = True
    if is_busy(error):
        log.warning("The database was busy on %s %s", request.method, request.path)
        body, status = message(503, *PAGES[503], kept=typed())
        return body, status, {"Retry-After": str(TRY_AGAIN_SECONDS)}
    log.error("Fault on %s %s", request.method, request.path, exc_info=error)
    return message(500, *PAGES[500], kept=typed())  # type: ignore[no-any-return]


def init_errors(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(SignInNeeded, _sign_in)
    app.register_error_handler(StoreAway, _store_away)
    app.register_error_handler(NoSuchFile, _not_as_kept)
    app.register_error_handler(NotAsKept, _not_as_kept)
    app.register_error_handler(Exception, _fault)
