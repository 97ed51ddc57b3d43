"""Steps of intervention and reviews: the list, one of them, recording, amending, removing."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.inspections import RemoveForm
from tracker.forms.interventions import InterventionForm
from tracker.presenters import interventions as presenter
from tracker.presenters.history import history_entries
from tracker.presenters.lists import Address
from tracker.queries import interventions as queries
from tracker.queries.history import list_history
from tracker.services import interventions as services
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv
from tracker.web.current import actor, db, today, words
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("interventions", __name__, url_prefix="/councils/<string:council>/interventions")


@bp.get("")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """Every step of intervention and every review."""
    asked = ask(queries.LISTING.filters)
    if wants_csv():
        rows = queries.every_intervention(db(), actor(), asked)
        return csv_answer("interventions", presenter.CSV_HEADER, presenter.csv_rows(rows))
    found = queries.page_of_interventions(db(), actor(), asked)
    address = Address(url_for(".index"), asked)
    shown = presenter.interventions_page(found, address, url_for, today())
    return page("interventions/index.html", list=shown)


@bp.get("/<uuid:intervention_id>")
@requires(P.VIEW_COUNCIL)
def show(intervention_id: uuid.UUID) -> ResponseReturnValue:
    """One step or review."""
    step = queries.get_intervention(db(), actor(), intervention_id)
    return page(
        "interventions/show.html",
        step=step,
        facts=presenter.facts(step, today()),
        history=history_entries(list_history(db(), actor(), intervention_id), words()),
    )


@bp.route("/record", methods=["GET", "POST"])
@requires(P.KEEP_INTERVENTIONS)
@writes
def record() -> ResponseReturnValue:
    """Record a step of intervention or a review."""
    form = InterventionForm()
    if form.validate_on_submit():
        fields = form.fields()
        tried = attempt(
            form, lambda: services.record_intervention(db(), fields, by=actor(), on=today())
        )
        if tried:
            return done("Recorded", url_for(".show", intervention_id=tried.result.id))
    return page("interventions/record.html", form=form)


@bp.route("/<uuid:intervention_id>/amend", methods=["GET", "POST"])
@requires(P.KEEP_INTERVENTIONS)
@writes
def amend(intervention_id: uuid.UUID) -> ResponseReturnValue:
    """Change what is said of a step, or let it end."""
    step = queries.get_intervention(db(), actor(), intervention_id)
    allow(P.KEEP_INTERVENTIONS, step)
    form, tried = InterventionForm(obj=step), Attempt()
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        tried = attempt(
            form,
            lambda: services.amend_intervention(
                db(), step, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Amended", url_for(".show", intervention_id=intervention_id))
    return page("interventions/amend.html", form=form, step=step, conflict=tried.conflict)


@bp.route("/<uuid:intervention_id>/remove", methods=["GET", "POST"])
@requires(P.KEEP_INTERVENTIONS)
@writes
def remove(intervention_id: uuid.UUID) -> ResponseReturnValue:
    """Take a step out that was recorded by mistake."""
    step = queries.get_intervention(db(), actor(), intervention_id)
    allow(P.KEEP_INTERVENTIONS, step)
    form = RemoveForm(version=step.version)
    if form.validate_on_submit():
        version, reason = form.known_version, form.reason.data
        if attempt(
            form,
            lambda: services.remove_intervention(
                db(), step, by=actor(), on=today(), version=version, reason=reason
            ),
        ):
            return done("Removed", url_for(".index"))
    return page("interventions/remove.html", form=form, step=step)
