"""Inspections: the list, one inspection, recording and amending."""

from __future__ import annotations

import uuid

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.inspections import InspectionForm, activity_key
from tracker.presenters import inspections as presenter
from tracker.presenters.lists import Address
from tracker.queries import inspections as queries
from tracker.services import inspections as services
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv
from tracker.web.current import actor, db, frameworks, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import attempt, done, page

bp = Blueprint("inspections", __name__, url_prefix="/councils/<string:council>/inspections")


@bp.get("")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """Every inspection, visit and review."""
    asked = ask(queries.LISTING.filters)
    if wants_csv():
        rows = queries.every_inspection(db(), actor(), asked)
        cells = presenter.csv_rows(rows, frameworks())
        return csv_answer("inspections", presenter.CSV_HEADER, cells)
    found = queries.page_of_inspections(db(), actor(), asked)
    address = Address(url_for(".index"), asked)
    shown = presenter.inspections_page(found, address, frameworks(), url_for, today())
    return page("inspections/index.html", list=shown)


@bp.get("/<uuid:inspection_id>")
@requires(P.VIEW_COUNCIL)
def show(inspection_id: uuid.UUID) -> ResponseReturnValue:
    """One inspection with its judgements, recommendations and clocks."""
    inspection = queries.get_inspection(db(), actor(), inspection_id)
    return page(
        "inspections/show.html",
        inspection=inspection,
        kind=presenter.kind_words(frameworks(), inspection.framework, inspection.kind),
        judgements=presenter.judgement_rows(inspection, frameworks()),
    )


@bp.route("/record", methods=["GET", "POST"])
@requires(P.RECORD_INSPECTIONS)
@writes
def record() -> ResponseReturnValue:
    """Record an inspection."""
    form = InspectionForm()
    form.offer_choices(frameworks().values(), queries.list_earlier_inspections(db(), actor()))
    if form.validate_on_submit():
        tried = attempt(
            form,
            lambda: services.record_inspection(
                db(), form.fields(), frameworks=frameworks(), by=actor(), on=today()
            ),
        )
        if tried:
            to = url_for(".show", inspection_id=tried.result.id)
            return done("Inspection recorded", to)
    return page("inspections/edit.html", form=form, heading="Record an inspection")


@bp.route("/<uuid:inspection_id>/amend", methods=["GET", "POST"])
@requires(P.RECORD_INSPECTIONS)
@writes
def amend(inspection_id: uuid.UUID) -> ResponseReturnValue:
    """Amend an inspection."""
    inspection = queries.get_inspection(db(), actor(), inspection_id)
    allow(P.RECORD_INSPECTIONS, inspection)
    activity = activity_key(inspection.framework, inspection.kind)
    form = InspectionForm(obj=inspection, activity=activity)
    earlier = queries.list_earlier_inspections(db(), actor(), but=inspection.id)
    form.offer_choices(frameworks().values(), earlier)
    tried = None
    if form.validate_on_submit():
        tried = attempt(
            form,
            lambda: services.amend_inspection(
                db(),
                inspection,
                form.fields(),
                frameworks=frameworks(),
                by=actor(),
                on=today(),
                version=form.known_version,
            ),
        )
        if tried:
            return done("Inspection amended", url_for(".show", inspection_id=inspection_id))
    return page(
        "inspections/edit.html",
        form=form,
        heading="Amend this inspection",
        conflict=tried.conflict if tried is not None else (),
    )
