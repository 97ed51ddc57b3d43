"""Search over a council's records."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.text import showable
from tracker.presenters.search import found_rows
from tracker.queries.listing import MOST_TEXT
from tracker.queries.search import search
from tracker.web.addresses import url_for
from tracker.web.current import actor, db
from tracker.web.guards import requires
from tracker.web.pages import page

bp = Blueprint("search", __name__, url_prefix="/councils/<string:council>/search")


@bp.get("")
@requires(P.VIEW_COUNCIL)
def results() -> ResponseReturnValue:
    """The best matches among inspections, recommendations, plans, priorities and actions."""
    query = showable(request.args.get("q", ""))[:MOST_TEXT]
    found = search(db(), actor(), query)
    return page(
        "search/results.html",
        query=query,
        search_query=query,
        rows=found_rows(found.rows, url_for),
        has_more=found.has_more,
    )
