"""A council's own page: how it was judged, what it does about it, and what waits."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.queries.councils import get_council
from tracker.web.current import actor, db
from tracker.web.guards import requires
from tracker.web.pages import page

bp = Blueprint("councils", __name__, url_prefix="/councils/<string:council>")


@bp.get("")
@requires(P.VIEW_COUNCIL)
def show() -> ResponseReturnValue:
    """The council's page."""
    return page("councils/show.html", council=get_council(db(), actor()))
