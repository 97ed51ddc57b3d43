"""Decisions of boards: the list, one decision, amending, correcting, carrying out, removing."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.decisions import CarryOutForm, DecisionForm
from tracker.forms.inspections import RemoveForm
from tracker.models import Decision
from tracker.presenters import decisions as presenter
from tracker.presenters.history import history_entries
from tracker.presenters.lists import Address
from tracker.presenters.notes import corrections
from tracker.presenters.ownership import owner_key
from tracker.queries import decisions as queries
from tracker.queries.boards import list_board_names
from tracker.queries.challenges import list_corrections
from tracker.queries.evidence import list_plans_to_choose
from tracker.queries.history import list_history
from tracker.services import decisions as services
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv
from tracker.web.challenges import corrected
from tracker.web.current import actor, db, today, words
from tracker.web.guards import allow, requires, writes
from tracker.web.noting import Nameable, action_with
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("decisions", __name__, url_prefix="/councils/<string:council>/decisions")


@bp.get("")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """What the boards decided."""
    asked = ask(queries.FILTERS)
    if wants_csv():
        rows = queries.every_decision(db(), actor(), asked)
        return csv_answer("decisions", presenter.CSV_HEADER, presenter.csv_rows(rows))
    found = queries.page_of_decisions(db(), actor(), asked)
    boards, plans = list_board_names(db(), actor()), list_plans_to_choose(db(), actor())
    address = Address(url_for(".index"), asked)
    shown = presenter.decisions_page(found, address, boards, plans, url=url_for, today=today())
    return page("decisions/index.html", list=shown)


@bp.get("/<uuid:decision_id>")
@requires(P.VIEW_COUNCIL)
def show(decision_id: uuid.UUID) -> ResponseReturnValue:
    """One decision, and what was changed because of it."""
    decision = queries.get_decision(db(), actor(), decision_id)
    allowed = queries.list_allowed(db(), actor(), decision_id)
    return page(
        "decisions/show.html",
        decision=decision,
        state=presenter.state_of(decision, today()),
        facts=presenter.facts(decision, url_for, today()),
        allowed=presenter.allowed_rows(allowed, url_for),
        corrections=corrections(list_corrections(db(), actor(), decision_id)),
        history=history_entries(list_history(db(), actor(), decision_id), words()),
    )


@bp.route("/<uuid:decision_id>/amend", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def amend(decision_id: uuid.UUID) -> ResponseReturnValue:
    """Change a decision until the minutes are agreed."""
    decision, trail = _loaded(decision_id)
    form, tried = _form(decision), Attempt()
    if form.validate_on_submit():
        tried = attempt(form, lambda: _amend(form, decision))
        if tried:
            return done("Decision amended", trail[-1]["href"])
    return page("decisions/amend.html", form=form, trail=trail, conflict=tried.conflict)


def _form(decision: Decision) -> DecisionForm:
    named = Nameable()
    has_owner = decision.owner_id or decision.owner_post_id
    form = DecisionForm(
        obj=decision,
        action=decision.action.reference if decision.action else "",
        owner=owner_key(decision.owner_post_id, decision.owner_id) if has_owner else "",
    )
    form.offer_parties("owner", named.known)
    form.offer_subjects(list_plans_to_choose(db(), actor()), named.recommendations)
    return form


def _amend(form: DecisionForm, decision: Decision) -> None:
    action, typed = decision.action, form.action.data
    kept = action is not None and typed == action.reference
    action_id = decision.action_id if kept else action_with(typed, decision.board_id)
    fields = form.fields_with(decision.item_id, action_id)
    services.amend_decision(
        db(), decision, fields, by=actor(), on=today(), version=form.known_version
    )


@bp.route("/<uuid:decision_id>/carry-out", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def carry_out(decision_id: uuid.UUID) -> ResponseReturnValue:
    """Record that a decision was carried out."""
    decision, trail = _loaded(decision_id)
    text = decision.text
    form = CarryOutForm(version=decision.version, carried_out_on=today())
    if form.validate_on_submit():
        told = {"carried_out_on": form.carried_out_on.data, "note": form.note.data}
        told["version"] = form.known_version
        deed = services.carry_out_decision
        if attempt(form, lambda: deed(db(), decision, by=actor(), on=today(), **told)):
            return done("The decision was carried out", trail[-1]["href"])
    return page("decisions/carry_out.html", form=form, trail=trail, text=text)


@bp.route("/<uuid:decision_id>/remove", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def remove(decision_id: uuid.UUID) -> ResponseReturnValue:
    """Take out a decision that was recorded by mistake."""
    decision, trail = _loaded(decision_id)
    text = decision.text
    form = RemoveForm(version=decision.version)
    if form.validate_on_submit():
        told = {"version": form.known_version, "reason": form.reason.data}
        deed = services.remove_decision
        if attempt(form, lambda: deed(db(), decision, by=actor(), on=today(), **told)):
            return done("Decision removed", trail[1]["href"])
    return page("decisions/remove.html", form=form, trail=trail, text=text)


@bp.route("/<uuid:decision_id>/correct", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def correct(decision_id: uuid.UUID) -> ResponseReturnValue:
    """Correct what agreed minutes say was decided."""
    decision, trail = _loaded(decision_id)
    return corrected(decision, trail)


def _loaded(decision_id: uuid.UUID) -> tuple[Decision, list[dict[str, Any]]]:
    decision = queries.get_decision(db(), actor(), decision_id)
    allow(P.KEEP_BOARDS, decision)
    return decision, presenter.trail(decision, url_for)
