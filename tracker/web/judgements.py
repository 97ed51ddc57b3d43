"""Judgements: the grades of one inspection, on one page."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.judgements import judgements_form, saved_grades
from tracker.presenters import judgements as presenter
from tracker.presenters.conflicts import ConflictRow
from tracker.presenters.inspections import activity_of
from tracker.queries.errors import NotFound
from tracker.queries.inspections import get_inspection
from tracker.services import findings as services
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, frameworks, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import attempt, done, page

bp = Blueprint("judgements", __name__, url_prefix="/councils/<string:council>/inspections")


@bp.route("/<uuid:inspection_id>/judgements", methods=["GET", "POST"])
@requires(P.RECORD_INSPECTIONS)
@writes
def amend(inspection_id: uuid.UUID) -> ResponseReturnValue:
    """Set the grades that the report prints, and take back those that it does not."""
    inspection = get_inspection(db(), actor(), inspection_id)
    allow(P.RECORD_INSPECTIONS, inspection)
    framework = frameworks().get(inspection.framework)
    if framework is None or not activity_of(inspection, frameworks()).is_graded:
        raise NotFound("Nothing is graded here")
    form = judgements_form(inspection, framework)
    conflict: list[ConflictRow] = []
    if form.validate_on_submit():
        if attempt(
            form,
            lambda: services.set_judgements(
                db(),
                inspection,
                list(form.entries()),
                by=actor(),
                on=today(),
                frameworks=frameworks(),
            ),
        ):
            to = url_for("inspections.show", inspection_id=inspection_id)
            return done("Judgements saved", to)
        if not form.errors:
            now = get_inspection(db(), actor(), inspection_id)
            conflict = presenter.conflict_rows(form.typed(), now, framework)
            form.follow(saved_grades(now))
    return page(
        "inspections/judgements.html",
        form=form,
        inspection=inspection,
        areas=framework.graded_areas,
        conflict=conflict,
    )
