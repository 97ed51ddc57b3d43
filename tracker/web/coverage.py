"""Coverage of a plan: what hangs loose in it."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.vocabulary import PlanStage
from tracker.presenters import coverage as presenter
from tracker.presenters.plans import trail
from tracker.queries.coverage import list_unanswered
from tracker.queries.plans import count_loose, get_plan, list_answered_inspections
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, frameworks
from tracker.web.guards import requires
from tracker.web.pages import page

bp = Blueprint("coverage", __name__, url_prefix="/councils/<string:council>")


@bp.get("/plans/<uuid:plan_id>/coverage")
@requires(P.VIEW_COUNCIL)
def show(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Recommendations without an action; actions without recommendation, owner, date, measure."""
    plan = get_plan(db(), actor(), plan_id)
    unanswered = list_unanswered(db(), actor(), plan_id)
    loose = count_loose(db(), actor(), plan_id)
    return page(
        "coverage/show.html",
        plan=plan,
        trail=trail(plan, url_for),
        is_open=plan.stage is not PlanStage.CLOSED,
        loose=presenter.loose_ends(plan, loose, len(unanswered), url_for),
        unanswered=presenter.unanswered_rows(unanswered, plan, frameworks(), url_for),
        answered=list_answered_inspections(db(), actor(), plan_id),
    )
