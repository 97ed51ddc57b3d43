"""Clocks: the council's list, starting one from the rules, amending, stopping and removing."""

from __future__ import annotations

import uuid

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.base import PageForm
from tracker.forms.clocks import DoneForm, clock_form
from tracker.forms.inspections import RemoveForm
from tracker.models import Clock, Inspection
from tracker.presenters import clocks as presenter
from tracker.presenters.lists import Address
from tracker.queries import clocks as queries
from tracker.queries.errors import NotFound
from tracker.queries.inspections import get_inspection, list_finding_kinds
from tracker.services import clocks as services
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv
from tracker.web.current import actor, db, frameworks, membership, today
from tracker.web.feeds import calendar_answer
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("clocks", __name__, url_prefix="/councils/<string:council>")


@bp.get("/clocks")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """The clocks of all inspections, those that run first."""
    asked, holidays = ask(queries.FILTERS), queries.list_proclaimed_holidays(db())
    if wants_csv():
        every = queries.every_clock(db(), actor(), asked)
        cells = presenter.csv_rows(every, frameworks(), holidays, today())
        return csv_answer("clocks", presenter.CSV_HEADER, cells)
    found = queries.page_of_clocks(db(), actor(), asked)
    rows = presenter.clock_rows(found.rows, frameworks(), holidays, url_for, today())
    inspections = queries.list_clocked_inspections(db(), actor())
    address = Address(url_for(".index"), asked)
    return page("clocks/index.html", list=presenter.clocks_page(found, address, inspections, rows))


@bp.get("/clocks.ics")
@requires(P.EXPORT)
def calendar() -> Response:
    """The clocks as a calendar to keep."""
    return calendar_answer(actor(), membership().slug, membership().name)


@bp.get("/inspections/<uuid:inspection_id>/clocks/choose")
@requires(P.KEEP_CLOCKS)
def choose(inspection_id: uuid.UUID) -> ResponseReturnValue:
    """The clocks that the inspection can have, each with its date where one is counted."""
    inspection = get_inspection(db(), actor(), inspection_id)
    offers = _offers(inspection)
    return page("clocks/choose.html", inspection=inspection, offers=offers)


def _offers(inspection: Inspection) -> list[presenter.Offer]:
    framework = frameworks().get(inspection.framework)
    if framework is None:
        return [presenter.LETTER]
    expected = framework.clocks_for(
        inspection.kind,
        findings=list_finding_kinds(db(), actor(), inspection.id),
        grades=[judgement.grade for judgement in inspection.judgements],
    )
    running = [row.rule for row in queries.list_clocks_of(db(), actor(), inspection.id)]
    holidays = queries.list_proclaimed_holidays(db())
    counted = presenter.offers(inspection, framework, expected, running, holidays)
    return [*counted, presenter.LETTER]


@bp.route("/inspections/<uuid:inspection_id>/clocks/start", methods=["GET", "POST"])
@requires(P.KEEP_CLOCKS)
@writes
def start(inspection_id: uuid.UUID) -> ResponseReturnValue:
    """Start a clock by the rule of the framework that was chosen before."""
    inspection = get_inspection(db(), actor(), inspection_id)
    allow(P.KEEP_CLOCKS, inspection)
    wanted = request.form.get("rule") or request.args.get("rule", "")
    offer = next((offer for offer in _offers(inspection) if offer.key == wanted), None)
    if offer is None:
        raise NotFound("No such rule")
    form = clock_form(offer.key)(
        rule=offer.key,
        label="" if offer.is_running or not offer.source else offer.label,
        starts_on=offer.starts_on,
        due_on=offer.due_on,
    )
    if form.validate_on_submit() and attempt(
        form,
        lambda: services.start_clock(
            db(), inspection, form.fields(), by=actor(), on=today(), frameworks=frameworks()
        ),
    ):
        return _back(inspection.id, "Clock started")
    return page("clocks/start.html", form=form, inspection=inspection, offer=offer)


@bp.route("/clocks/<uuid:clock_id>/amend", methods=["GET", "POST"])
@requires(P.KEEP_CLOCKS)
@writes
def amend(clock_id: uuid.UUID) -> ResponseReturnValue:
    """Amend a clock: the stored date is the one that counts, whatever the rule computes."""
    clock = queries.get_clock(db(), actor(), clock_id)
    allow(P.KEEP_CLOCKS, clock)
    form = clock_form(clock.rule)(obj=clock)
    tried = None
    if form.validate_on_submit():
        tried = attempt(
            form,
            lambda: services.amend_clock(
                db(),
                clock,
                form.fields(),
                by=actor(),
                on=today(),
                frameworks=frameworks(),
                version=form.known_version,
            ),
        )
        if tried:
            return _back(clock.inspection_id, "Clock amended")
    return _edit("clocks/amend.html", form, clock, tried)


@bp.route("/clocks/<uuid:clock_id>/done", methods=["GET", "POST"])
@requires(P.KEEP_CLOCKS)
@writes
def stop(clock_id: uuid.UUID) -> ResponseReturnValue:
    """Note the day on which it was done, or let the clock run again."""
    clock = queries.get_clock(db(), actor(), clock_id)
    allow(P.KEEP_CLOCKS, clock)
    form = DoneForm(version=clock.version, done_on=clock.done_on or today())
    tried = None
    if form.validate_on_submit():
        tried = attempt(
            form,
            lambda: services.stop_clock(
                db(),
                clock,
                form.done_on.data,
                by=actor(),
                on=today(),
                version=form.known_version,
            ),
        )
        if tried:
            sentence = "Clock marked as done" if form.done_on.data else "The clock runs again"
            return _back(clock.inspection_id, sentence)
    return _edit("clocks/stop.html", form, clock, tried)


@bp.route("/clocks/<uuid:clock_id>/remove", methods=["GET", "POST"])
@requires(P.KEEP_CLOCKS)
@writes
def remove(clock_id: uuid.UUID) -> ResponseReturnValue:
    """Take a clock away that should not have been started."""
    clock = queries.get_clock(db(), actor(), clock_id)
    allow(P.KEEP_CLOCKS, clock)
    form = RemoveForm(version=clock.version)
    if form.validate_on_submit() and attempt(
        form,
        lambda: services.remove_clock(
            db(),
            clock,
            by=actor(),
            on=today(),
            version=form.known_version,
            reason=form.reason.data,
        ),
    ):
        return _back(clock.inspection_id, "Clock removed")
    return _edit("clocks/remove.html", form, clock)


def _back(inspection_id: uuid.UUID, sentence: str) -> ResponseReturnValue:
    return done(sentence, url_for("inspections.show", inspection_id=inspection_id) + "#clocks")


def _edit(
    template: str, form: PageForm, clock: Clock, tried: Attempt | None = None
) -> ResponseReturnValue:
    return page(
        template,
        form=form,
        clock=clock,
        conflict=tried.conflict if tried is not None else (),
    )
