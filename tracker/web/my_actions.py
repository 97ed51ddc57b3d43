"""My actions: what the signed-in person owes, due and overdue first."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.presenters.my_actions import owed_groups
from tracker.queries.my_actions import list_owed_actions
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, today
from tracker.web.guards import requires
from tracker.web.pages import page

bp = Blueprint("my_actions", __name__, url_prefix="/councils/<string:council>/my-actions")


@bp.get("")
@requires(P.POST_UPDATES)
def show() -> ResponseReturnValue:
    """Open actions that the person, or a post of theirs, owns."""
    rows = list_owed_actions(db(), actor())
    return page("my_actions/show.html", groups=owed_groups(rows, url_for, today()))
