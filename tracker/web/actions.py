"""Actions: the list of a plan, one action with its thread, and adding, amending and removing it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.vocabulary import PlanStage
from tracker.forms.actions import (
    ActionForm,
    AnsweredForm,
    NewActionForm,
    RemoveActionForm,
    answered_form,
    group_name,
)
from tracker.forms.allowing import chosen_decision, offer_decisions
from tracker.models import Action, Plan
from tracker.presenters import actions as presenter
from tracker.presenters import coverage, slips
from tracker.presenters import plans as plan_presenter
from tracker.presenters.assurances import assurance_part
from tracker.presenters.bulk_edit import bulk_links
from tracker.presenters.dated_entries import dated_entries
from tracker.presenters.evidence import evidence_entries
from tracker.presenters.history import history_entries
from tracker.presenters.lists import Address
from tracker.presenters.ratings import both_sides
from tracker.presenters.succession import suggested_reference
from tracker.presenters.updates import update_entries
from tracker.queries import actions as queries
from tracker.queries.action_thread import (
    list_answered,
    list_dated_entries,
    list_successors,
    list_updates,
)
from tracker.queries.assurances import list_assurances
from tracker.queries.coverage import list_answerable
from tracker.queries.evidence import list_evidence
from tracker.queries.history import list_history
from tracker.queries.plans import get_plan, get_plan_face, list_references
from tracker.queries.succession import get_whole_action
from tracker.services import actions as services
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer, with_key
from tracker.web.asking import ask, wants_csv, wants_ticks
from tracker.web.current import actor, db, frameworks, today, words
from tracker.web.guards import allow, requires, writes
from tracker.web.noting import recorded_decisions
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("actions", __name__, url_prefix="/councils/<string:council>")


@bp.get("/plans/<uuid:plan_id>/actions")
@requires(P.VIEW_COUNCIL)
def of_plan(plan_id: uuid.UUID) -> ResponseReturnValue:
    """The actions of one plan."""
    plan = get_plan_face(db(), actor(), plan_id)
    asked = ask(queries.FILTERS)
    if wants_csv():
        rows = queries.every_action(db(), actor(), asked, plan_id)
        header = presenter.CSV_HEADER
        return csv_answer("actions", header, with_key(presenter.csv_rows(rows, words()), header))
    found = queries.page_of_actions(db(), actor(), asked, plan_id)
    address = Address(url_for(".of_plan", plan_id=plan_id), asked)
    return page(
        "actions/of_plan.html",
        plan=plan,
        is_open=plan.stage is not PlanStage.CLOSED,
        list=presenter.actions_page(
            found, address, plan, words=words(), url=url_for, today=today()
        ),
        bulk=bulk_links(
            found, address, url_for("bulk_edit.choose", plan_id=plan_id), ticked=wants_ticks()
        ),
    )


@bp.get("/actions/<uuid:action_id>")
@requires(P.VIEW_COUNCIL)
def show(action_id: uuid.UUID) -> ResponseReturnValue:
    """One action: the golden thread back to the inspection, its updates, dates and history."""
    action = queries.get_action(db(), actor(), action_id)
    if action.removed_on is not None:
        return _removed(action)
    answered = list_answered(db(), actor(), action_id)
    dated = list_dated_entries(db(), actor(), action_id)
    ledger = slips.ledger(action, dated, url_for)
    found = list_evidence(db(), actor(), action_id)
    return page(
        "actions/show.html",
        action=action,
        facts=presenter.facts(action, ledger, today(), url_for),
        ratings=both_sides(words(), action),
        assurance=assurance_part(
            action, list_assurances(db(), actor(), action_id), words(), today(), found
        ),
        thread=presenter.thread(action, answered, frameworks(), url_for),
        updates=update_entries(list_updates(db(), actor(), action_id), action, words(), today()),
        dated=dated_entries(dated, url_for),
        ledger=ledger,
        evidence=evidence_entries(found, url_for, today()),
        history=history_entries(list_history(db(), actor(), action_id), words()),
        is_open=action.plan.stage is not PlanStage.CLOSED and action.closed_on is None,
        may_move=slips.may_move(action, ledger),
    )


def _removed(action: Action) -> ResponseReturnValue:
    successors = list_successors(db(), actor(), action.id)
    return page(
        "actions/removed.html",
        action=action,
        is_open=False,
        removed=presenter.removal(action, successors, words(), url_for),
        updates=update_entries(list_updates(db(), actor(), action.id), action, words(), today()),
        evidence=evidence_entries(list_evidence(db(), actor(), action.id), url_for, today()),
        history=history_entries(list_history(db(), actor(), action.id), words()),
    )


@bp.route("/plans/<uuid:plan_id>/actions/add", methods=["GET", "POST"])
@requires(P.EDIT_ACTIONS)
@writes
def add(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Add an action; ``priority`` and ``recommendation`` in the address are chosen at first."""
    plan = get_plan(db(), actor(), plan_id)
    allow(P.EDIT_ACTIONS, plan)
    trail, back = plan_presenter.trail(plan, url_for), url_for(".of_plan", plan_id=plan_id)
    form = NewActionForm(**_first_values(plan))
    form.offer_priorities(plan.priorities)
    rows = list_answerable(db(), actor(), plan_id)
    form.offer_recommendations(coverage.single_choices(rows, frameworks()))
    if form.validate_on_submit():
        tried = attempt(form, lambda: _add(plan, form))
        if tried:
            return done("Action added", url_for(".show", action_id=tried.result.id))
    return page("actions/add.html", form=form, trail=trail, back=back)


def _first_values(plan: Plan) -> dict[str, Any]:
    if request.method == "POST":
        return {}
    asked = request.args.get("priority", "")
    priority = next((one for one in plan.priorities if str(one.id) == asked), None)
    return {
        "reference": suggested_reference(list_references(db(), actor(), plan.id), priority),
        "priority_id": str(priority.id) if priority else "",
        "recommendation_id": request.args.get("recommendation", ""),
    }


def _add(plan: Plan, form: NewActionForm) -> Action:
    action = services.add_action(db(), plan, form.fields(), by=actor(), on=today())
    answered = form.answered()
    if answered:
        services.link_recommendations(db(), action, answered, by=actor(), on=today())
    return action


@bp.route("/actions/<uuid:action_id>/amend", methods=["GET", "POST"])
@requires(P.EDIT_ACTIONS)
@writes
def amend(action_id: uuid.UUID) -> ResponseReturnValue:
    """Change an action; once it has a due date in a plan in force, that is moved on its own."""
    action = queries.get_action(db(), actor(), action_id)
    allow(P.EDIT_ACTIONS, action)
    plan = get_plan(db(), actor(), action.plan_id)
    shown = presenter.page_values(action, url_for)
    shown |= {
        "fixed_due": presenter.fixed_due(action),
        "due_href": url_for("due_dates.request_change", action_id=action_id),
    }
    form = ActionForm(obj=action)
    form.offer_priorities(plan.priorities)
    if shown["fixed_due"]:
        form.fix_due(action)
    offer_decisions(form, recorded_decisions(plan))
    tried = Attempt()
    if form.validate_on_submit():
        fields = form.fields()
        given: dict[str, Any] = {"version": form.known_version}
        given["decision_id"] = chosen_decision(form)
        tried = attempt(
            form,
            lambda: services.amend_action(db(), action, fields, by=actor(), on=today(), **given),
        )
        if tried:
            return done("Action amended", shown["back"])
    return page("actions/amend.html", form=form, conflict=tried.conflict, **shown)


@bp.route("/actions/<uuid:action_id>/recommendations", methods=["GET", "POST"])
@requires(P.EDIT_ACTIONS)
@writes
def answer(action_id: uuid.UUID) -> ResponseReturnValue:
    """Choose the recommendations that an action answers."""
    action = get_whole_action(db(), actor(), action_id)
    allow(P.EDIT_ACTIONS, action)
    shown = presenter.page_values(action, url_for)
    standing = {link.recommendation_id for link in action.answers if link.removed_on is None}
    rows = list_answerable(db(), actor(), action.plan_id)
    groups = coverage.recommendation_choices(rows, frameworks())
    form = answered_form((key, title, choices) for key, title, _of_plan, choices in groups)(
        version=action.version,
        **{group_name(key): [str(one) for one in standing] for key, *_rest in groups},
    )
    if form.validate_on_submit():
        # What this person may not see stays as it is.
        wanted = form.ticked() | (standing - form.offered())
        version = form.known_version
        if attempt(
            form,
            lambda: services.link_recommendations(
                db(), action, wanted, by=actor(), on=today(), version=version
            ),
        ):
            return done("Recommendations saved", shown["back"])
    return _answer_page(form, groups, standing, shown)


def _answer_page(
    form: AnsweredForm, groups: Any, standing: set[uuid.UUID], shown: dict[str, Any]
) -> ResponseReturnValue:
    conflict = []
    if form.overtaken:
        conflict = coverage.answer_versions(groups, standing, form.ticked())
    mine, others = coverage.group_names(groups, standing, group_name)
    small = {name: {"classes": "govuk-checkboxes--small"} for name in (*mine, *others)}
    return page(
        "actions/answer.html",
        form=form,
        conflict=conflict,
        mine=mine,
        others=others,
        small=small,
        **shown,
    )


@bp.route("/actions/<uuid:action_id>/remove", methods=["GET", "POST"])
@requires(P.EDIT_ACTIONS)
@writes
def remove(action_id: uuid.UUID) -> ResponseReturnValue:
    """Take an action out of its plan, with a reason."""
    action = queries.get_action(db(), actor(), action_id)
    allow(P.EDIT_ACTIONS, action)
    shown = presenter.page_values(action, url_for)
    merge_href = f"{url_for('succession.choose', plan_id=action.plan_id)}?action={action_id}"
    form = RemoveActionForm(version=action.version)
    offer_decisions(form, recorded_decisions(action.plan))
    if form.validate_on_submit():
        given: dict[str, Any] = {"version": form.known_version, "reason": form.reason.data}
        given["decision_id"] = chosen_decision(form)
        if attempt(
            form,
            lambda: services.remove_action(db(), action, by=actor(), on=today(), **given),
        ):
            return done("Action removed", shown["back"])
    return page("actions/remove.html", form=form, merge_href=merge_href, **shown)
