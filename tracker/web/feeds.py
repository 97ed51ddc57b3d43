"""The calendar feeds: one's own secret addresses, and what a calendar program reads there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from tracker.access.actor import Actor
from tracker.access.permissions import Permission as P
from tracker.access.policy import can
from tracker.extensions import limiter
from tracker.forms.feeds import FeedForm
from tracker.presenters import feeds as presenter
from tracker.queries import clocks
from tracker.queries import feeds as queries
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask
from tracker.queries.meetings import list_in_calendar
from tracker.reports.calendar import calendar_bytes
from tracker.services import feeds as services
from tracker.services.meeting_mail import entry_of
from tracker.services.tokens import digest_of
from tracker.web import current
from tracker.web.addresses import url_for
from tracker.web.answers import attachment
from tracker.web.current import actor, db, frameworks, now, settings, today
from tracker.web.guards import public, requires, writes
from tracker.web.pages import attempt, done, page

bp = Blueprint("feeds", __name__)

READS = "60 per hour"
"""How often one feed may be read: calendar programs look a few times a day."""

MISSES = "30 per hour"
"""How many wrong addresses one machine may try."""


def calendar_answer(reader: Actor, slug: str, council: str) -> Response:
    """The clocks that ``reader`` may see as a calendar."""
    rows = clocks.every_clock(db(), reader, Ask())

    def address(row: Any) -> str:
        path = url_for("inspections.show", council=slug, inspection_id=row.inspection_id)
        return settings().public_url.rstrip("/") + path

    entries = presenter.calendar_entries(
        rows, frameworks(), clocks.list_proclaimed_holidays(db()), address, reader.today
    )
    content = calendar_bytes(presenter.calendar_name(council), entries, now())
    return attachment(content, "text/calendar; charset=utf-8", f"{slug}-clocks.ics")


def meetings_answer(reader: Actor, slug: str, council: str) -> Response:
    """The meetings of the boards that ``reader`` sits on or keeps, as a calendar."""
    site = settings().public_url.rstrip("/")
    entries = [
        entry_of(row, row.board, site + url_for("meetings.show", council=slug, meeting_id=row.id))
        for row in list_in_calendar(db(), reader)
    ]
    content = calendar_bytes(presenter.meetings_name(council), entries, now())
    return attachment(content, "text/calendar; charset=utf-8", f"{slug}-meetings.ics")


@bp.get("/councils/<string:council>/calendar-feed")
@requires(P.KEEP_OWN_FEED)
def show() -> ResponseReturnValue:
    """Whether one's own feed is open, and what it is for."""
    return page("feeds/show.html", feed=queries.find_own_feed(db(), actor()))


@bp.post("/councils/<string:council>/calendar-feed/open")
@requires(P.KEEP_OWN_FEED)
@writes
def open_own() -> ResponseReturnValue:
    """Open one's feed; its address is shown on this answer and never again."""
    form = FeedForm()
    person = queries.get_own_person(db(), actor())
    tried = None
    if form.validate_on_submit():
        tried = attempt(form, lambda: services.open_feed(db(), person, by=actor(), on=today()))
    if not tried:
        return page("feeds/show.html", form=form, feed=queries.find_own_feed(db(), actor()))
    feed, token = tried.result
    site = settings().public_url.rstrip("/")
    address, meetings = (site + url_for(to, token=token) for to in (".read", ".read_meetings"))
    return page("feeds/show.html", feed=feed, address=address, meetings=meetings)


@bp.post("/councils/<string:council>/calendar-feed/revoke")
@requires(P.KEEP_OWN_FEED)
@writes
def revoke() -> ResponseReturnValue:
    """Let the feed's address work no longer."""
    form = FeedForm()
    feed = queries.find_own_feed(db(), actor())
    if form.validate_on_submit() and feed is not None:
        attempt(form, lambda: services.revoke_feed(db(), feed, by=actor(), on=today()))
    if form.errors:
        return page("feeds/show.html", form=form, feed=feed)
    return done("The feed’s address no longer works", url_for(".show"))


def _feed() -> str:
    return digest_of(str((request.view_args or {}).get("token", "")))


@bp.get("/feeds/<string:token>/clocks.ics")
@public
@limiter.limit(READS, key_func=_feed)
@limiter.limit(
    MISSES, key_func=get_remote_address, deduct_when=lambda response: response.status_code == 404
)
def read(token: str) -> ResponseReturnValue:
    """The clocks that the feed's owner may see today, for a calendar program."""
    reader = queries.get_reader(current.db(), digest_of(token), current.now())
    if not can(reader.actor, P.KEEP_OWN_FEED):
        # A feed that was opened under a role which its owner has no more.
        raise NotFound("No such feed")
    return calendar_answer(reader.actor, reader.council_slug, reader.council_name)


@bp.get("/feeds/<string:token>/meetings.ics")
@public
@limiter.limit(READS, key_func=_feed)
@limiter.limit(
    MISSES, key_func=get_remote_address, deduct_when=lambda response: response.status_code == 404
)
def read_meetings(token: str) -> ResponseReturnValue:
    """The published meetings of the owner's boards, for a calendar program."""
    reader = queries.get_reader(current.db(), digest_of(token), current.now())
    return meetings_answer(reader.actor, reader.council_slug, reader.council_name)
