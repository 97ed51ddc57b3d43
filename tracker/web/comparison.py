"""A later report compared with the earlier ones."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.vocabulary import REPORT_VERDICTS
from tracker.forms.comparison import comparison_form, saved_comparison
from tracker.presenters import comparison as presenter
from tracker.presenters.conflicts import ConflictRow
from tracker.presenters.verdicts import verdict_key
from tracker.queries.inspections import get_inspection
from tracker.queries.recommendations import list_own
from tracker.queries.verdicts import list_looked_back_on
from tracker.services import findings as services
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, frameworks, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import attempt, done, page

bp = Blueprint("comparison", __name__, url_prefix="/councils/<string:council>/inspections")


@bp.route("/<uuid:inspection_id>/comparison", methods=["GET", "POST"])
@requires(P.GIVE_VERDICTS)
@writes
def compare(inspection_id: uuid.UUID) -> ResponseReturnValue:
    """Say of each earlier recommendation what became of it in this report."""
    report = get_inspection(db(), actor(), inspection_id)
    allow(P.GIVE_VERDICTS, report)
    rows = list_looked_back_on(db(), actor(), report)
    later = list_own(db(), actor(), report.id)
    compared = presenter.compared(rows, later, frameworks(), report.framework, url_for)
    form = comparison_form(rows, compared)
    conflict: list[ConflictRow] = []
    if form.validate_on_submit():
        entries = list(form.entries())
        if attempt(
            form, lambda: services.give_verdicts(db(), report, entries, by=actor(), on=today())
        ):
            return done("Comparison saved", url_for("inspections.show", inspection_id=report.id))
        if not form.errors:
            rows = list_looked_back_on(db(), actor(), report)
            conflict = presenter.conflict_rows(form.typed(), rows, compared)
            form.follow(saved_comparison(rows))
    return page(
        "verdicts/compare.html",
        form=form,
        inspection=report,
        groups=presenter.by_inspection(compared),
        counts=presenter.count_words(rows, compared),
        key=verdict_key(REPORT_VERDICTS),
        conflict=conflict,
    )
