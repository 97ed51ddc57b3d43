"""Changes of due dates: asking for one, deciding on it, taking it back, and the lists of them."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.access.policy import can
from tracker.domain.vocabulary import DateChangeState
from tracker.forms.allowing import chosen_decision, offer_decisions
from tracker.forms.due_dates import DecideForm, RequestForm, WithdrawForm
from tracker.models import DateChange
from tracker.presenters import due_dates as presenter
from tracker.presenters.actions import page_values
from tracker.presenters.lists import Address
from tracker.queries import due_dates as queries
from tracker.queries.actions import get_action
from tracker.queries.freeze import find_freeze
from tracker.queries.plans import get_plan_face
from tracker.services import due_dates as services
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.noting import recorded_decisions
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("due_dates", __name__, url_prefix="/councils/<string:council>")


@bp.get("/date-changes")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """Every change of the council's due dates; whoever decides finds here what waits."""
    asked = ask(queries.FILTERS)
    if wants_csv():
        rows = queries.every_date_change(db(), actor(), asked)
        return csv_answer("date-changes", presenter.CSV_HEADER, presenter.csv_rows(rows))
    found = queries.page_of_date_changes(db(), actor(), asked)
    shown = presenter.changes_page(
        found,
        Address(url_for(".index"), asked),
        url_for,
        queries.list_plans_with_changes(db(), actor()),
        decides=can(actor(), P.DECIDE_DATE_CHANGES),
    )
    return page("due_dates/index.html", list=shown)


@bp.get("/plans/<uuid:plan_id>/date-changes")
@requires(P.VIEW_COUNCIL)
def of_plan(plan_id: uuid.UUID) -> ResponseReturnValue:
    """The slip ledger of one plan."""
    plan = get_plan_face(db(), actor(), plan_id)
    asked = ask(queries.FILTERS)
    if wants_csv():
        rows = queries.every_date_change(db(), actor(), asked, plan_id)
        return csv_answer("slip-ledger", presenter.CSV_HEADER, presenter.csv_rows(rows))
    found = queries.page_of_date_changes(db(), actor(), asked, plan_id)
    address = Address(url_for(".of_plan", plan_id=plan_id), asked)
    shown = presenter.changes_page(
        found, address, url_for, decides=can(actor(), P.DECIDE_DATE_CHANGES)
    )
    return page("due_dates/of_plan.html", plan=plan, list=shown)


@bp.route("/actions/<uuid:action_id>/due-date", methods=["GET", "POST"])
@requires(P.REQUEST_DATE_CHANGES)
@writes
def request_change(action_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for another due date, with a reason and a recovery action."""
    action = get_action(db(), actor(), action_id)
    allow(P.REQUEST_DATE_CHANGES, action)
    shown = page_values(action, url_for)
    freeze = find_freeze(db(), actor(), action.plan.board_id, today())
    form = RequestForm(version=action.version)
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        if attempt(
            form,
            lambda: services.request_date_change(
                db(), action, fields, by=actor(), on=today(), version=version
            ),
        ):
            return done("New due date asked for", shown["back"])
    shown["standing"] = presenter.standing(action, today())
    shown["lock"] = presenter.lock_notice(freeze, today())
    return page("due_dates/request.html", form=form, **shown)


@bp.route("/date-changes/<uuid:change_id>/decide", methods=["GET", "POST"])
@requires(P.DECIDE_DATE_CHANGES)
@writes
def decide(change_id: uuid.UUID) -> ResponseReturnValue:
    """Agree to another due date, or refuse it."""
    change = queries.get_date_change(db(), actor(), change_id)
    allow(P.DECIDE_DATE_CHANGES, change)
    shown = _shown(change)
    if _is_over(change):
        return redirect(f"{shown['back']}#dates", code=303)
    freeze = find_freeze(db(), actor(), change.action.plan.board_id, today())
    form, tried = DecideForm(version=change.version), Attempt()
    form.offer_meetings(presenter.meeting_choices(queries.list_deciding_meetings(db(), actor())))
    offer_decisions(form, recorded_decisions())
    if form.validate_on_submit():
        tried = attempt(form, lambda: _decide(change, form))
        if tried:
            word = "agreed" if form.agrees else "refused"
            return done(f"New due date {word}", shown["back"])
    shown["lock"] = presenter.lock_notice(freeze, today())
    return page("due_dates/decide.html", form=form, conflict=tried.conflict, **shown)


def _decide(change: DateChange, form: DecideForm) -> None:
    deed: Any = services.agree_date_change if form.agrees else services.refuse_date_change
    deed(
        db(),
        change,
        note=form.decision_note.data or "",
        by=actor(),
        on=today(),
        meeting_id=form.meeting(),
        decision_id=chosen_decision(form),
        version=form.known_version,
    )


@bp.route("/date-changes/<uuid:change_id>/withdraw", methods=["GET", "POST"])
@requires(P.WITHDRAW_DATE_CHANGES)
@writes
def withdraw(change_id: uuid.UUID) -> ResponseReturnValue:
    """Take a request back before it is decided."""
    change = queries.get_date_change(db(), actor(), change_id)
    allow(P.WITHDRAW_DATE_CHANGES, change)
    shown = _shown(change)
    if _is_over(change):
        return redirect(f"{shown['back']}#dates", code=303)
    form, tried = WithdrawForm(version=change.version), Attempt()
    if form.validate_on_submit():
        version, note = form.known_version, form.decision_note.data
        tried = attempt(
            form,
            lambda: services.withdraw_date_change(
                db(), change, by=actor(), on=today(), note=note, version=version
            ),
        )
        if tried:
            return done("Request withdrawn", shown["back"])
    return page("due_dates/withdraw.html", form=form, conflict=tried.conflict, **shown)


def _shown(change: DateChange) -> dict[str, Any]:
    """What a page about a request shows around its form, read before anything is attempted."""
    return {
        **page_values(change.action, url_for),
        "facts": presenter.asked(change, today()),
        "settled": presenter.settled(change),
    }


def _is_over(change: DateChange) -> bool:
    """Whether somebody opens a page to deal with what was dealt with: the action tells how."""
    return request.method == "GET" and change.state is not DateChangeState.REQUESTED
