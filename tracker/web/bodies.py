"""Bodies: the organisations that can be responsible for recommendations."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.access.policy import can
from tracker.forms.bodies import BodyForm
from tracker.presenters import bodies as presenter
from tracker.presenters.lists import Address
from tracker.queries import bodies as queries
from tracker.services import councils as services
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("bodies", __name__, url_prefix="/councils/<string:council>/bodies")


@bp.get("")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """Every organisation that can be responsible."""
    asked = ask(queries.LISTING.filters)
    if wants_csv():
        rows = queries.every_body(db(), actor(), asked)
        return csv_answer("bodies", presenter.CSV_HEADER, presenter.csv_rows(rows))
    found = queries.page_of_bodies(db(), actor(), asked)
    url = url_for if can(actor(), P.ADMINISTER_COUNCIL) else None
    address = Address(url_for(".index"), asked)
    return page("bodies/index.html", list=presenter.bodies_page(found, address, url))


@bp.route("/add", methods=["GET", "POST"])
@requires(P.ADMINISTER_COUNCIL)
@writes
def add() -> ResponseReturnValue:
    """Add an organisation."""
    form = BodyForm()
    if form.validate_on_submit():
        tried = attempt(
            form, lambda: services.add_body(db(), form.fields(), by=actor(), on=today())
        )
        if tried:
            return done("Body added", url_for(".index"))
    return page("bodies/edit.html", form=form, heading="Add a body")


@bp.route("/<uuid:body_id>/amend", methods=["GET", "POST"])
@requires(P.ADMINISTER_COUNCIL)
@writes
def amend(body_id: uuid.UUID) -> ResponseReturnValue:
    """Change what is said of an organisation."""
    body = queries.get_body(db(), actor(), body_id)
    allow(P.ADMINISTER_COUNCIL, body)
    form = BodyForm(obj=body)
    tried = Attempt()
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        tried = attempt(
            form,
            lambda: services.amend_body(
                db(), body, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Body amended", url_for(".index"))
    heading = "Amend this body"
    return page("bodies/edit.html", form=form, heading=heading, conflict=tried.conflict)
