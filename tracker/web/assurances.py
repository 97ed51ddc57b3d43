"""Assuring actions, closing them, testing them again; and the list of what waits for it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.access.predicates import ActionInLine
from tracker.forms.allowing import offer_decisions
from tracker.forms.assurances import AssuranceForm, ClosureForm, RetestForm
from tracker.models import Action
from tracker.presenters import assurance_queue as queue_presenter
from tracker.presenters.actions import page_values
from tracker.presenters.assurances import assurance_part
from tracker.presenters.due_dates import meeting_choices
from tracker.presenters.lists import Address
from tracker.presenters.ratings import both_sides
from tracker.presenters.succession import suggested_reference
from tracker.queries import assurance_queue as queue
from tracker.queries.actions import get_action
from tracker.queries.assurances import get_action_in_line, list_assurances
from tracker.queries.due_dates import list_deciding_meetings
from tracker.queries.people import list_people_here
from tracker.queries.plans import list_references
from tracker.services.assurances import assure_action
from tracker.services.closing import close_action, retest_action
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer, with_key
from tracker.web.asking import ask, wants_csv
from tracker.web.current import actor, db, today, words
from tracker.web.guards import allow, requires, writes
from tracker.web.noting import recorded_decisions
from tracker.web.pages import attempt, done, page

bp = Blueprint("assurances", __name__, url_prefix="/councils/<string:council>")


@bp.get("/assurance")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """What waits to be assured, closed or tested again, in the plans that are in force."""
    asked = ask(queue.FILTERS)
    header = queue_presenter.CSV_HEADER
    if wants_csv():
        rows = queue.every_waiting(db(), actor(), asked)
        cells = queue_presenter.csv_rows(rows, words())
        return csv_answer("assurance", header, with_key(cells, header))
    found = queue.page_of_waiting(db(), actor(), asked)
    plans = queue.list_waiting_plans(db(), actor())
    address = Address(url_for(".index"), asked)
    shown = queue_presenter.queue_page(found, plans, address, words=words(), url=url_for)
    return page("assurances/index.html", list=shown)


@bp.route("/actions/<uuid:action_id>/assure", methods=["GET", "POST"])
@requires(P.ASSURE_ACTIONS)
@writes
def assure(action_id: uuid.UUID) -> ResponseReturnValue:
    """Rate an action independently of its owner."""
    subject = get_action_in_line(db(), actor(), action_id)
    allow(P.ASSURE_ACTIONS, subject)
    shown = _shown(subject.action)
    form = AssuranceForm(version=subject.action.version)
    form.name_ratings(words())
    if form.validate_on_submit():
        tried = attempt(
            form,
            lambda: assure_action(
                db(), subject, form.fields(), by=actor(), on=today(), version=form.known_version
            ),
        )
        if tried:
            return done("Assurance recorded", shown["back"])
    return page("assurances/assure.html", form=form, **shown)


@bp.route("/actions/<uuid:action_id>/close", methods=["GET", "POST"])
@requires(P.CLOSE_ACTIONS)
@writes
def close(action_id: uuid.UUID) -> ResponseReturnValue:
    """Close an action on its assurance, or by a decision to close it without."""
    action = get_action(db(), actor(), action_id)
    allow(P.CLOSE_ACTIONS, action)
    shown = _shown(action)
    form = ClosureForm(version=action.version)
    form.offer_deciders(
        list_people_here(db(), actor()),
        meeting_choices(list_deciding_meetings(db(), actor())),
    )
    offer_decisions(form, recorded_decisions())
    if form.validate_on_submit():
        tried = attempt(
            form,
            lambda: close_action(
                db(), action, form.fields(), by=actor(), on=today(), version=form.known_version
            ),
        )
        if tried:
            return done("Action closed", shown["back"])
    return page("assurances/close.html", form=form, **shown)


@bp.route("/actions/<uuid:action_id>/test-again", methods=["GET", "POST"])
@requires(P.ASSURE_ACTIONS)
@writes
def test_again(action_id: uuid.UUID) -> ResponseReturnValue:
    """Test a closed action again; where it failed, open the action that follows."""
    subject = get_action_in_line(db(), actor(), action_id)
    allow(P.ASSURE_ACTIONS, subject)
    shown = _shown(subject.action)
    form = RetestForm(version=subject.action.version, reference=_suggested(subject.action))
    form.name_ratings(words())
    if form.validate_on_submit():
        tried = attempt(form, lambda: _test(subject, form))
        if tried:
            successor = tried.result
            if successor is None:
                return done("The test is recorded: it still holds", shown["back"])
            to = url_for("actions.show", action_id=successor.id)
            return done("The test is recorded: it failed, and this action follows", to)
    return page("assurances/test_again.html", form=form, **shown)


def _test(subject: ActionInLine, form: RetestForm) -> Action | None:
    return retest_action(
        db(),
        subject,
        form.fields(),
        form.follow_up(subject.action.priority_id),
        by=actor(),
        on=today(),
        version=form.known_version,
    )


def _suggested(action: Action) -> str:
    return suggested_reference(list_references(db(), actor(), action.plan_id), action.priority)


def _shown(action: Action) -> dict[str, Any]:
    """What stands above the forms: how the action is rated, and what was assured before."""
    rows = list_assurances(db(), actor(), action.id)
    return {
        **page_values(action, url_for),
        "ratings": both_sides(words(), action),
        "assurance": assurance_part(action, rows, words(), today()),
    }
