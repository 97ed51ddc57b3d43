"""Merging actions into one, and splitting one into several; the old addresses lead on."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, make_response, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.actions import MergedActionForm
from tracker.forms.allowing import chosen_decision, offer_decisions
from tracker.forms.succession import MOST_PARTS, SplitForm
from tracker.models import Plan
from tracker.presenters import plans as plan_presenter
from tracker.presenters import succession as presenter
from tracker.presenters.actions import page_values
from tracker.queries import succession as queries
from tracker.queries.people import ids_of
from tracker.queries.plans import get_plan, list_references
from tracker.services.succession import FEWEST_PARTS, merge_actions, split_action
from tracker.web.addresses import url_for
from tracker.web.asking import ask
from tracker.web.current import actor, db, today, words
from tracker.web.guards import allow, requires, writes
from tracker.web.noting import recorded_decisions
from tracker.web.pages import attempt, done, page

bp = Blueprint("succession", __name__, url_prefix="/councils/<string:council>")

ASKED = ("action", "words")


@bp.get("/plans/<uuid:plan_id>/merge")
@requires(P.EDIT_ACTIONS)
def choose(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Choose the actions of a plan that become one."""
    plan = get_plan(db(), actor(), plan_id)
    allow(P.EDIT_ACTIONS, plan)
    return _choice(plan)


def _choice(plan: Plan, problem: str = "") -> ResponseReturnValue:
    chosen = ids_of(_asked("action"))
    words = "".join(_asked("words")[:1])
    rows = queries.list_mergeable(db(), actor(), plan.id, words, chosen)
    return page(
        "actions/choose_merge.html",
        trail=plan_presenter.trail(plan, url_for),
        back=url_for("actions.of_plan", plan_id=plan.id),
        find_href=url_for(".choose", plan_id=plan.id),
        write_href=url_for(".merge", plan_id=plan.id),
        words=words,
        offered=presenter.offered(rows, chosen),
        error_summary=[{"text": problem, "href": "#actions"}] if problem else [],
    )


def _asked(name: str) -> tuple[str, ...]:
    return tuple(ask(ASKED).filters.get(name, ()))


@bp.route("/plans/<uuid:plan_id>/merge/write", methods=["GET", "POST"])
@requires(P.EDIT_ACTIONS)
@writes
def merge(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Write the action that takes the place of those in the address."""
    plan = get_plan(db(), actor(), plan_id)
    allow(P.EDIT_ACTIONS, plan)
    actions = queries.list_whole_actions(db(), actor(), plan_id, ids_of(_asked("action")))
    if len(actions) < FEWEST_PARTS:
        return make_response(_choice(plan, "Select at least two actions"), 422)
    shown = _merge_values(plan, actions)
    form = MergedActionForm(**presenter.suggested_merge(actions, _references(plan_id)))
    form.offer_priorities(plan.priorities)
    offer_decisions(form, recorded_decisions(plan))
    if form.validate_on_submit():
        fields = form.fields()
        why = {"reason": form.reason.data, "decision_id": chosen_decision(form)}
        tried = attempt(
            form, lambda: merge_actions(db(), actions, fields, by=actor(), on=today(), **why)
        )
        if tried:
            return done("Actions merged", url_for("actions.show", action_id=tried.result.id))
    return page("actions/merge.html", form=form, **shown)


def _merge_values(plan: Plan, actions: Any) -> dict[str, Any]:
    chosen = urlencode([("action", action.id) for action in actions])
    return {
        "trail": plan_presenter.trail(plan, url_for),
        "rows": presenter.merged_rows(actions, words(), url_for),
        "here": f"{url_for('.merge', plan_id=plan.id)}?{chosen}",
        "back": f"{url_for('.choose', plan_id=plan.id)}?{chosen}",
    }


def _references(plan_id: uuid.UUID) -> Any:
    """The references in use, for the suggestions of a form that is drawn for the first time."""
    return list_references(db(), actor(), plan_id) if request.method == "GET" else ()


@bp.route("/actions/<uuid:action_id>/split", methods=["GET", "POST"])
@requires(P.EDIT_ACTIONS)
@writes
def split(action_id: uuid.UUID) -> ResponseReturnValue:
    """Make two to six actions of one."""
    action = queries.get_whole_action(db(), actor(), action_id)
    allow(P.EDIT_ACTIONS, action)
    shown = page_values(action, url_for)
    suggested = presenter.suggested_parts(action, _references(action.plan_id), MOST_PARTS)
    form = SplitForm(version=action.version, **suggested)
    offer_decisions(form, recorded_decisions(action.plan))
    if form.validate_on_submit():
        version, parts = form.known_version, form.parts(action)
        why = {"reason": form.reason.data, "decision_id": chosen_decision(form)}
        if attempt(
            form,
            lambda: split_action(
                db(), action, parts, by=actor(), on=today(), version=version, **why
            ),
        ):
            return done("Action split; its old address leads to the parts", shown["back"])
    more_open = request.method == "POST" and max(form.filled()) > FEWEST_PARTS
    return page("actions/split.html", form=form, most=MOST_PARTS, more_open=more_open, **shown)
