"""A plan as pictures: a page of them, and the table behind each as CSV."""

from __future__ import annotations

import uuid

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.presenters.plan_charts import charts_of, days_to_draw
from tracker.queries.plan_days import get_plan_days
from tracker.queries.snapshots import snapshots_at
from tracker.web.answers import csv_answer
from tracker.web.asking import wants_csv
from tracker.web.current import actor, db, today
from tracker.web.guards import requires
from tracker.web.pages import page

bp = Blueprint("plan_charts", __name__, url_prefix="/councils/<string:council>/plans")


@bp.get("/<uuid:plan_id>/charts")
@requires(P.VIEW_COUNCIL)
def show(plan_id: uuid.UUID) -> ResponseReturnValue:
    """The pictures; ``?format=csv&chart=slips`` gives the table behind one of them."""
    days = get_plan_days(db(), actor(), plan_id)
    found = snapshots_at(db(), actor(), plan_id, days_to_draw(days, today()))
    charts = charts_of([snapshot for snapshot in found if snapshot is not None])
    asked = next((one for one in charts if one.name == request.args.get("chart")), None)
    if wants_csv() and asked is not None and asked.picture is not None:
        return csv_answer(f"plan-{asked.name}", asked.picture.header, asked.picture.rows)
    return page("plan_charts/show.html", days=days, charts=charts)
