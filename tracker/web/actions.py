"""Actions: the list of a plan, and one action with its thread, updates and history."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.access.policy import can
from tracker.models import Action
from tracker.presenters import actions as presenter
from tracker.presenters.history import history_entries
from tracker.presenters.lists import Address
from tracker.queries import actions as queries
from tracker.queries.history import list_history
from tracker.queries.plans import get_plan
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv
from tracker.web.current import actor, db, today
from tracker.web.guards import requires
from tracker.web.pages import page

bp = Blueprint("actions", __name__, url_prefix="/councils/<string:council>")


@bp.get("/plans/<uuid:plan_id>/actions")
@requires(P.VIEW_COUNCIL)
def of_plan(plan_id: uuid.UUID) -> ResponseReturnValue:
    """The actions of one plan."""
    plan = get_plan(db(), actor(), plan_id)
    asked = ask(queries.FILTERS)
    if wants_csv():
        rows = queries.every_action(db(), actor(), asked, plan_id)
        return csv_answer("actions", presenter.CSV_HEADER, presenter.csv_rows(rows))
    found = queries.page_of_actions(db(), actor(), asked, plan_id)
    address = Address(url_for(".of_plan", plan_id=plan_id), asked)
    return page(
        "actions/of_plan.html",
        plan=plan,
        list=presenter.actions_page(found, address, plan, url_for, today()),
        key=presenter.delivery_key(),
    )


@bp.get("/actions/<uuid:action_id>")
@requires(P.VIEW_COUNCIL)
def show(action_id: uuid.UUID) -> ResponseReturnValue:
    """One action: the golden thread back to the inspection, its updates, dates and history."""
    action = queries.get_action(db(), actor(), action_id)
    if action.removed_on is not None:
        return _removed(action)
    answered = queries.list_answered(db(), actor(), action_id)
    dated = queries.list_dated_entries(db(), action_id)
    return page(
        "actions/show.html",
        action=action,
        facts=presenter.facts(action, today(), url_for),
        thread=presenter.thread(action, answered, url_for),
        updates=presenter.update_entries(queries.list_updates(db(), actor(), action_id), today()),
        dated=presenter.dated_entries(dated, url_for),
        history=history_entries(list_history(db(), actor(), action_id)),
        may_update=can(actor(), P.POST_UPDATES, action),
        person_id=actor().person_id,
    )


def _removed(action: Action) -> ResponseReturnValue:
    successors = queries.list_successors(db(), actor(), action.id)
    return page(
        "actions/removed.html",
        action=action,
        successors=successors,
        history=history_entries(list_history(db(), actor(), action.id)),
    )
