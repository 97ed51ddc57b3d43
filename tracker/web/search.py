"""Search over a council's records."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.text import showable
from tracker.presenters.search import found_rows, old_rows
from tracker.queries.listing import MOST_TEXT
from tracker.queries.search import may_be_reference, reference_of, search
from tracker.queries.succession import list_by_old_reference
from tracker.web.addresses import url_for
from tracker.web.current import actor, db
from tracker.web.guards import requires
from tracker.web.pages import page

bp = Blueprint("search", __name__, url_prefix="/councils/<string:council>/search")


@bp.get("")
@requires(P.VIEW_COUNCIL)
def results() -> ResponseReturnValue:
    """The best matches among all that search knows of and this person may see."""
    query = showable(request.args.get("q", ""))[:MOST_TEXT]
    found = search(db(), actor(), query)
    rows = found_rows(found.rows, url_for)
    if may_be_reference(query):
        old = list_by_old_reference(db(), actor(), reference_of(query))
        rows = [*old_rows(old, url_for), *rows]
    return page(
        "search/results.html",
        query=query,
        search_query=query,
        rows=rows,
        has_more=found.has_more,
    )
