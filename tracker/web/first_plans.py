"""Starting a plan from an inspection, with a head for each theme and an action for each finding."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.report_drafts import FirstPlanForm
from tracker.presenters.words import count_words
from tracker.queries.inspections import get_inspection, list_findings
from tracker.services.first_plans import start_plan_for
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import attempt, done, page

bp = Blueprint("first_plans", __name__, url_prefix="/councils/<string:council>/inspections")


@bp.route("/<uuid:inspection_id>/start-plan", methods=["GET", "POST"])
@requires(P.EDIT_PLANS)
@writes
def start(inspection_id: uuid.UUID) -> ResponseReturnValue:
    """Start a plan that answers the inspection."""
    inspection = get_inspection(db(), actor(), inspection_id)
    allow(P.EDIT_PLANS, inspection)
    form = FirstPlanForm(title="Improvement plan")
    if form.validate_on_submit():
        title = form.title.data
        tried = attempt(
            form, lambda: start_plan_for(db(), inspection, title, by=actor(), on=today())
        )
        if tried:
            return done("Plan started", url_for("plans.show", plan_id=tried.result.id))
    found = list_findings(db(), actor(), inspection_id)
    open_ones = [r for r in found if r.inspection_id == inspection_id and not r.actions]
    words = count_words(len(open_ones), "recommendation", "recommendations")
    return page("plans/start_for.html", form=form, inspection=inspection, waiting=words)
