"""Redactions: asking for words to leave a history, the list of them, and deciding."""

from __future__ import annotations

import uuid

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.redactions import AskRedactionForm, DecideRedactionForm
from tracker.models import Redaction
from tracker.presenters import redactions as presenter
from tracker.presenters.lists import Address
from tracker.queries import redactions as queries
from tracker.queries.administration import names_of
from tracker.services import redactions as services
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask as asked_of
from tracker.web.asking import wants_csv
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import attempt, done, page

bp = Blueprint("redactions", __name__, url_prefix="/councils/<string:council>/redactions")


@bp.get("")
@requires(P.SEE_REDACTIONS)
def index() -> ResponseReturnValue:
    """Every redaction that was asked for."""
    asked = asked_of(queries.LISTING.filters)
    if wants_csv():
        rows = queries.every_redaction(db(), actor(), asked)
        names = names_of(db(), actor(), [row.record_id for row in rows])
        return csv_answer("redactions", presenter.CSV_HEADER, presenter.csv_rows(rows, names))
    found = queries.page_of_redactions(db(), actor(), asked)
    names = names_of(db(), actor(), [row.record_id for row in found.rows])
    shown = presenter.redactions_page(found, names, Address(url_for(".index"), asked), url_for)
    return page("redactions/index.html", list=shown)


@bp.route("/ask/<uuid:record_id>", methods=["GET", "POST"])
@requires(P.ASK_REDACTIONS)
@writes
def ask(record_id: uuid.UUID) -> ResponseReturnValue:
    """Find the rows of a record's history that hold words which must go, and ask for it."""
    subject = queries.get_subject(db(), actor(), record_id)
    form = AskRedactionForm()
    found = _offer_rows(form, subject)
    if form.validate_on_submit() and found and not form.find.data:
        fields = form.fields()
        tried = attempt(
            form, lambda: services.ask_redaction(db(), subject, fields, by=actor(), on=today())
        )
        if tried:
            return done("Redaction asked for", url_for(".show", redaction_id=tried.result.id))
    link = presenter.subject_link(subject, url_for)
    return page("redactions/ask.html", form=form, subject=link, found=found)


def _offer_rows(form: AskRedactionForm, subject: queries.Subject) -> int | None:
    """Offer the rows that hold the words, and say how many; none before there are words."""
    if not services.is_enough(form.sought):
        return None
    rows = queries.list_rows_holding(db(), actor(), subject, form.sought)
    form.offer_rows(presenter.row_choices(rows, form.sought))
    return len(rows)


@bp.get("/<uuid:redaction_id>")
@requires(P.SEE_REDACTIONS)
def show(redaction_id: uuid.UUID) -> ResponseReturnValue:
    """One redaction: why, by whom, and what came of it."""
    redaction = queries.get_redaction(db(), actor(), redaction_id)
    subject = queries.get_subject(db(), actor(), redaction.record_id)
    return page(
        "redactions/show.html",
        redaction=redaction,
        subject=presenter.subject_link(subject, url_for),
        facts=presenter.facts(redaction),
        places=[row.seq for row in redaction.rows],
    )


@bp.route("/<uuid:redaction_id>/decide", methods=["GET", "POST"])
@requires(P.DECIDE_REDACTIONS)
@writes
def decide(redaction_id: uuid.UUID) -> ResponseReturnValue:
    """See what would be blanked, and approve or refuse."""
    redaction = queries.get_redaction(db(), actor(), redaction_id)
    allow(P.DECIDE_REDACTIONS, redaction)
    if redaction.decision is not None and request.method == "GET":
        return redirect(url_for(".show", redaction_id=redaction_id), 303)
    subject = queries.get_subject(db(), actor(), redaction.record_id)
    link = presenter.subject_link(subject, url_for)
    rows = presenter.rows_shown(queries.list_rows_of(db(), actor(), redaction), redaction)
    form = DecideRedactionForm(version=redaction.version)
    if form.validate_on_submit() and attempt(form, lambda: _decide(form, redaction)):
        words = "Redaction approved" if form.approves else "Redaction refused"
        return done(words, url_for(".show", redaction_id=redaction_id))
    why = redaction.reason
    return page("redactions/decide.html", form=form, subject=link, rows=rows, reason=why)


def _decide(form: DecideRedactionForm, redaction: Redaction) -> None:
    version = form.known_version
    if form.approves:
        services.approve_redaction(db(), redaction, by=actor(), on=today(), version=version)
        return
    services.refuse_redaction(
        db(), redaction, form.refusal.data, by=actor(), on=today(), version=version
    )
