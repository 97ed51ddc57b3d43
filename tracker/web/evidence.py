"""Evidence: the list of it, one piece, and adding, amending, checking and removing it."""

from __future__ import annotations

import uuid
from typing import Any, Final

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.vocabulary import Marking, PlanStage
from tracker.extensions import limiter
from tracker.forms.evidence import CheckForm, EvidenceForm, NewEvidenceForm, RemoveEvidenceForm
from tracker.models import Evidence
from tracker.presenters import actions as action_presenter
from tracker.presenters import evidence as presenter
from tracker.presenters.history import history_entries
from tracker.presenters.lists import Address
from tracker.queries import evidence as queries
from tracker.queries.actions import get_action
from tracker.queries.evidence_files import list_elsewhere
from tracker.services import evidence as services
from tracker.services.evidence_files import MOST_BYTES, FileFields
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv
from tracker.web.current import actor, db, today, words
from tracker.web.guards import allow, requires, takes_file, writes
from tracker.web.pages import Attempt, attempt, done, page
from tracker.web.receiving import same_here, scan_note, take_in

bp = Blueprint("evidence", __name__, url_prefix="/councils/<string:council>")

RECEIPTS: Final = "300 per hour"
"""How often one address may add evidence: a whole council may sit behind one."""


@bp.get("/evidence")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """The evidence of all actions."""
    asked = ask(queries.FILTERS)
    if wants_csv():
        rows = queries.every_evidence(db(), actor(), asked)
        return csv_answer("evidence", presenter.CSV_HEADER, presenter.csv_rows(rows))
    found = queries.page_of_evidence(db(), actor(), asked)
    plans = queries.list_plans_to_choose(db(), actor())
    address = Address(url_for(".index"), asked)
    return page(
        "evidence/index.html",
        list=presenter.evidence_page(found, address, plans, url_for, today()),
        without=presenter.without_evidence(plans, asked.filters.get("plan", ()), url_for),
        key=presenter.marking_key(),
    )


@bp.get("/evidence/<uuid:evidence_id>")
@requires(P.VIEW_COUNCIL)
def show(evidence_id: uuid.UUID) -> ResponseReturnValue:
    """One piece of evidence: what it shows, where it is, every version of its file, its history."""
    evidence = queries.get_evidence(db(), actor(), evidence_id)
    history = queries.list_evidence_history(db(), actor(), evidence)
    return page(
        "evidence/show.html",
        evidence=evidence,
        trail=action_presenter.trail(evidence.action, url_for),
        facts=presenter.facts(evidence, today()),
        files=presenter.file_rows(evidence.files, url_for),
        elsewhere=presenter.elsewhere(list_elsewhere(db(), actor(), evidence), url_for),
        removed=presenter.removed_words(evidence),
        is_open=_is_open(evidence),
        history=history_entries(history, words()),
    )


def _is_open(evidence: Evidence) -> bool:
    action = evidence.action
    is_live = evidence.removed_on is None and action.removed_on is None
    return is_live and action.plan.stage is not PlanStage.CLOSED


@bp.route("/actions/<uuid:action_id>/evidence/add", methods=["GET", "POST"])
@requires(P.ADD_EVIDENCE)
@takes_file(MOST_BYTES)
@limiter.limit(RECEIPTS, methods=["POST"])
def add(action_id: uuid.UUID) -> ResponseReturnValue:
    """Add evidence to an action: a link, a place in words, or a file."""
    action = get_action(db(), actor(), action_id)
    allow(P.ADD_EVIDENCE, action)
    shown = action_presenter.page_values(action, url_for)
    form = NewEvidenceForm(marking=Marking.OFFICIAL)
    if form.validate_on_submit():
        tried = _add(form, action_id)
        if tried:
            return done("Evidence added", url_for(".show", evidence_id=tried.result.id))
    same = same_here(form, action_id)
    return page("evidence/add.html", form=form, same=same, scan_note=scan_note(), **shown)


def _add(form: NewEvidenceForm, action_id: uuid.UUID) -> Attempt:
    def deed(file: FileFields | None) -> Evidence:
        action = get_action(db(), actor(), action_id)
        allow(P.ADD_EVIDENCE, action)
        return services.add_evidence(db(), action, form.fields(), by=actor(), on=today(), file=file)

    return take_in(form, deed)


@bp.route("/evidence/<uuid:evidence_id>/amend", methods=["GET", "POST"])
@requires(P.ADD_EVIDENCE)
@writes
def amend(evidence_id: uuid.UUID) -> ResponseReturnValue:
    """Change what is said of evidence."""
    evidence, shown = _loaded(evidence_id, P.ADD_EVIDENCE)
    form, tried = EvidenceForm(obj=evidence), Attempt()
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        tried = attempt(
            form,
            lambda: services.amend_evidence(
                db(), evidence, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Evidence amended", shown["back"])
    return page("evidence/amend.html", form=form, conflict=tried.conflict, **shown)


@bp.route("/evidence/<uuid:evidence_id>/check", methods=["GET", "POST"])
@requires(P.CHECK_EVIDENCE)
@writes
def check(evidence_id: uuid.UUID) -> ResponseReturnValue:
    """Say that evidence was looked at and shows what it says."""
    evidence, shown = _loaded(evidence_id, P.CHECK_EVIDENCE)
    form, tried = CheckForm(version=evidence.version, checked_on=today()), Attempt()
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        tried = attempt(
            form,
            lambda: services.check_evidence(
                db(), evidence, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Evidence checked", shown["back"])
    return page("evidence/check.html", form=form, conflict=tried.conflict, **shown)


@bp.route("/evidence/<uuid:evidence_id>/remove", methods=["GET", "POST"])
@requires(P.ADD_EVIDENCE)
@writes
def remove(evidence_id: uuid.UUID) -> ResponseReturnValue:
    """Take evidence out of its action, with a reason."""
    evidence, shown = _loaded(evidence_id, P.ADD_EVIDENCE)
    action_href = url_for("actions.show", action_id=evidence.action_id)
    form = RemoveEvidenceForm(version=evidence.version)
    if form.validate_on_submit():
        version, reason = form.known_version, form.reason.data
        if attempt(
            form,
            lambda: services.remove_evidence(
                db(), evidence, by=actor(), on=today(), version=version, reason=reason
            ),
        ):
            return done("Evidence removed", action_href)
    return page("evidence/remove.html", form=form, **shown)


def _loaded(evidence_id: uuid.UUID, permission: P) -> tuple[Evidence, dict[str, Any]]:
    """Evidence that this person may work on, and what its pages show around their forms."""
    evidence = queries.get_evidence(db(), actor(), evidence_id)
    allow(permission, evidence.action)
    return evidence, presenter.page_values(evidence, url_for)
