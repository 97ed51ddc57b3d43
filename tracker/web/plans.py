"""Plans: the board's overview of one."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.presenters import overview as presenter
from tracker.presenters.actions import delivery_key
from tracker.queries import plans as queries
from tracker.web.addresses import url_for
from tracker.web.current import actor, db
from tracker.web.guards import requires
from tracker.web.pages import page

bp = Blueprint("plans", __name__, url_prefix="/councils/<string:council>/plans")


@bp.get("/<uuid:plan_id>")
@requires(P.VIEW_COUNCIL)
def show(plan_id: uuid.UUID) -> ResponseReturnValue:
    """The board's overview: progress by priority, and what is overdue, slipped, stuck or quiet."""
    plan = queries.get_plan(db(), actor(), plan_id)
    overview = queries.overview_of(db(), actor(), plan_id)
    return page(
        "plans/show.html",
        plan=plan,
        figures=presenter.figures(plan, overview, url_for),
        progress=presenter.progress_rows(plan, overview, url_for),
        answered=queries.list_answered_inspections(db(), actor(), plan_id),
        key=delivery_key(),
    )
