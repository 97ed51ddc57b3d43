"""The front door: to one's council, to a choice of them, or to signing in; and help."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.ratings import words_of
from tracker.presenters.ratings import rating_key
from tracker.web import current
from tracker.web.guards import public, signed_in_only
from tracker.web.pages import page

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    """Go where this person's work is."""
    who = current.signed_in()
    if who is None:
        return redirect(url_for("sign_in.sign_in"), 303)
    if len(who.memberships) == 1:
        (only,) = who.memberships
        return redirect(url_for(only.home, council=only.slug), 303)
    return redirect(url_for("home.councils"), 303)


@bp.get("/councils")
@signed_in_only
def councils() -> ResponseReturnValue:
    """The councils that the signed-in person works for."""
    who = current.signed_in()
    return page("home/councils.html", memberships=who.memberships if who else ())


@bp.get("/help")
@public
def help_page() -> ResponseReturnValue:
    """What the words mean, and how to do the main things."""
    return page("home/help.html", key=rating_key(words_of(None)))


@bp.get("/healthy")
@public
def healthy() -> ResponseReturnValue:
    """For a load balancer: the tracker answers."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
