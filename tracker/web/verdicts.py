"""Verdicts: what a visit said of the recommendations that it looks back on."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.vocabulary import VISIT_VERDICTS
from tracker.forms.verdicts import saved_verdicts, verdicts_form
from tracker.presenters import verdicts as presenter
from tracker.presenters.conflicts import ConflictRow
from tracker.queries.inspections import get_inspection
from tracker.queries.verdicts import list_looked_back_on
from tracker.services import findings as services
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, frameworks, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import attempt, done, page

bp = Blueprint("verdicts", __name__, url_prefix="/councils/<string:council>/inspections")


@bp.route("/<uuid:inspection_id>/verdicts", methods=["GET", "POST"])
@requires(P.GIVE_VERDICTS)
@writes
def give(inspection_id: uuid.UUID) -> ResponseReturnValue:
    """Enter what the visit says of each recommendation."""
    visit = get_inspection(db(), actor(), inspection_id)
    allow(P.GIVE_VERDICTS, visit)
    rows = list_looked_back_on(db(), actor(), visit)
    form = verdicts_form(rows)
    conflict: list[ConflictRow] = []
    if form.validate_on_submit():
        if attempt(
            form,
            lambda: services.give_verdicts(
                db(), visit, list(form.entries(rows)), by=actor(), on=today()
            ),
        ):
            to = url_for("inspections.show", inspection_id=inspection_id)
            return done("Verdicts saved", to)
        if not form.errors:
            rows = list_looked_back_on(db(), actor(), visit)
            conflict = presenter.conflict_rows(form.typed(), rows, frameworks())
            form.follow(saved_verdicts(rows))
    return page(
        "verdicts/give.html",
        form=form,
        inspection=visit,
        groups=presenter.looked_back_on(rows, frameworks(), url_for),
        key=presenter.verdict_key(VISIT_VERDICTS),
        conflict=conflict,
    )
