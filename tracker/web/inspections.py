"""Inspections: the list, one inspection, recording, amending and removing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.inspections import InspectionForm, RemoveForm, activity_key
from tracker.presenters import inspections as presenter
from tracker.presenters.clocks import clock_rows
from tracker.presenters.conflicts import ConflictRow
from tracker.presenters.history import history_entries
from tracker.presenters.judgements import judgement_table
from tracker.presenters.kept_reports import kept_rows
from tracker.presenters.lists import Address
from tracker.queries import inspections as queries
from tracker.queries.clocks import list_clocks_of, list_proclaimed_holidays
from tracker.queries.history import list_history
from tracker.services import inspections as services
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv
from tracker.web.current import actor, db, frameworks, today, words
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
    """One inspection: its judgements, what it asks for and said, its clocks, what came of it."""
    inspection = queries.get_inspection(db(), actor(), inspection_id)
    found = queries.list_findings(db(), actor(), inspection_id)
    tied = queries.list_tied_inspections(db(), actor(), inspection)
    plans = queries.list_answering_plans(db(), actor(), inspection_id)
    clocks = list_clocks_of(db(), actor(), inspection_id)
    holidays = list_proclaimed_holidays(db())
    return page(
        "inspections/show.html",
        inspection=inspection,
        activity=presenter.activity_of(inspection, frameworks()),
        embargo=presenter.embargo_tag(inspection.not_before_on, today()),
        facts=[*presenter.facts(inspection, tied, url_for), *kept_rows(inspection, url_for)],
        judgements=judgement_table(inspection, frameworks()),
        findings=presenter.findings(inspection, found, frameworks(), url_for),
        clocks=clock_rows(clocks, frameworks(), holidays, url_for, today()),
        followers=presenter.followers(inspection, tied, frameworks(), url_for, today()),
        plans=presenter.plan_rows(plans, url_for),
        history=history_entries(list_history(db(), actor(), inspection_id), words()),
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
    return page("inspections/record.html", form=form)


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
    conflict: Sequence[ConflictRow] = ()
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
        conflict = presenter.with_activity(
            tried.conflict, form.activity.data, inspection, frameworks()
        )
    return page("inspections/amend.html", form=form, inspection=inspection, conflict=conflict)


@bp.route("/<uuid:inspection_id>/remove", methods=["GET", "POST"])
@requires(P.RECORD_INSPECTIONS)
@writes
def remove(inspection_id: uuid.UUID) -> ResponseReturnValue:
    """Take an inspection out that was recorded in error."""
    inspection = queries.get_inspection(db(), actor(), inspection_id)
    allow(P.RECORD_INSPECTIONS, inspection)
    form = RemoveForm(version=inspection.version)
    if form.validate_on_submit() and attempt(
        form,
        lambda: services.remove_inspection(
            db(),
            inspection,
            by=actor(),
            on=today(),
            version=form.known_version,
            reason=form.reason.data,
        ),
    ):
        return done("Inspection removed", url_for(".index"))
    return page("inspections/remove.html", form=form, inspection=inspection)
