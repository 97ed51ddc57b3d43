"""A plan as pictures: a page of them, the table behind each as CSV, and all of them as slides."""

from __future__ import annotations

import uuid

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.queries.plan_days import get_plan_days
from tracker.web.answers import csv_answer
from tracker.web.asking import wants_csv, wants_slides
from tracker.web.current import actor, db, today
from tracker.web.drawn_charts import charts_until, judged_today
from tracker.web.guards import requires
from tracker.web.pages import page
from tracker.web.plan_slides import slides_of

bp = Blueprint("plan_charts", __name__, url_prefix="/councils/<string:council>/plans")


@bp.get("/<uuid:plan_id>/charts")
@requires(P.VIEW_COUNCIL)
def show(plan_id: uuid.UUID) -> ResponseReturnValue:
    """The pictures; ``?format=pptx`` gives slides, ``?format=csv&chart=slips`` a table of one."""
    days = get_plan_days(db(), actor(), plan_id)
    if wants_slides():
        return slides_of(days)
    charts = charts_until(days, today(), judged_today())
    asked = next((one for one in charts if one.name == request.args.get("chart")), None)
    if wants_csv() and asked is not None and asked.picture is not None:
        return csv_answer(f"plan-{asked.name}", asked.picture.header, asked.picture.rows)
    return page("plan_charts/show.html", days=days, charts=charts)
