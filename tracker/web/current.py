"""What belongs to the request at hand: session, instant, who is signed in, which council."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, cast

from flask import current_app, g, request
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.adapters.database import begin_reading, begin_writing
from tracker.adapters.file_store import FileStore
from tracker.adapters.scanner import Scanner
from tracker.adapters.signing_key import SigningKey
from tracker.config import Settings
from tracker.domain.frameworks import Framework
from tracker.domain.ratings import RatingWords
from tracker.models.recording import lock_chain
from tracker.queries.sign_ins import Membership, SignedIn

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def settings() -> Settings:
    """The installation's settings."""
    return cast(Settings, current_app.extensions["settings"])


def frameworks() -> Mapping[str, Framework]:
    """Every framework by its key."""
    return cast("Mapping[str, Framework]", current_app.extensions["frameworks"])


def db() -> Session:
    """The request's session; a view that is to write begins its deed when it first asks for it.

    What is got and not posted can only read: the database itself refuses a write.
    """
    if "db" not in g:
        g.db = current_app.extensions["sessions"]()
        if request.method in READING:
            begin_reading(g.db)
    if g.pop("will_write", False):
        begin_deed()
    return cast(Session, g.db)


def will_write() -> None:
    """The view that comes next writes: its deed begins when it first asks for the session."""
    g.will_write = True


def begin_deed() -> None:
    """Go from reading to writing: what is loaded from here on stands still until it is committed.

    On SQLite nobody else writes until then, on PostgreSQL nobody else in the council of the
    address. What was loaded before is loaded anew when it is next looked at.
    """
    begin_writing(db())
    if "membership" in g:
        lock_chain(db(), membership().council_id)


def files() -> FileStore:
    """Where reports, the pictures of their pages and the files of evidence are kept."""
    return cast(FileStore, current_app.extensions["files"])


def signing_key() -> SigningKey:
    """The key that heads of history are signed with."""
    return cast(SigningKey, current_app.extensions["signing_key"])


def scanner() -> Scanner:
    """Who looks for viruses in files before they are kept."""
    return cast(Scanner, current_app.extensions["scanner"])


def now() -> datetime:
    """The request's one instant, in UTC."""
    if "now" not in g:
        g.now = current_app.extensions["now"]()
    return cast(datetime, g.now)


def signed_in() -> SignedIn | None:
    """Who is signed in, once the guard has looked."""
    return cast("SignedIn | None", g.get("signed_in"))


def membership() -> Membership:
    """The council of the address and what the signed-in person is in it."""
    return cast(Membership, g.membership)


def words() -> RatingWords:
    """What the council of the address calls its ratings."""
    return membership().words


def actor() -> Actor:
    """Who acts in this request, for the council of its address."""
    return cast(Actor, g.actor)


def today() -> date:
    """The day of the request in Europe/London."""
    return actor().today


def end_request(_error: BaseException | None = None) -> None:
    """Give the session back; whatever was not committed is rolled back."""
    session = g.pop("db", None)
    if session is not None:
        session.close()
