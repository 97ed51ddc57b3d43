"""Plans: the list, the overview of one, the whole of one, and its way from draft to closed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.vocabulary import PlanStage
from tracker.forms.plans import AnswersForm, PlanForm, StepForm, digest_of
from tracker.models import Plan
from tracker.presenters import overview
from tracker.presenters import plans as presenter
from tracker.presenters.lists import Address
from tracker.presenters.snapshots import Shown
from tracker.presenters.whole_plan import sections_of
from tracker.queries import plans as queries
from tracker.queries import whole_plan
from tracker.queries.priorities import list_directors
from tracker.queries.snapshots import snapshot_now
from tracker.services import plans as services
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv, wants_workbook
from tracker.web.current import actor, db, today, words
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page
from tracker.web.plan_workbooks import workbook_of

bp = Blueprint("plans", __name__, url_prefix="/councils/<string:council>/plans")


@bp.get("")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """Every plan, those at work before those that are closed."""
    asked = ask(queries.LISTING.filters)
    if wants_csv():
        rows = queries.every_plan(db(), actor(), asked)
        return csv_answer("plans", presenter.CSV_HEADER, presenter.csv_rows(rows))
    found = queries.page_of_plans(db(), actor(), asked)
    shown = presenter.plans_page(found, Address(url_for(".index"), asked), url_for)
    return page("plans/index.html", list=shown)


@bp.get("/<uuid:plan_id>")
@requires(P.VIEW_COUNCIL)
def show(plan_id: uuid.UUID) -> ResponseReturnValue:
    """The board's overview: progress by priority, and what is overdue, slipped, stuck or quiet."""
    plan = queries.get_plan(db(), actor(), plan_id)
    found = queries.overview_of(db(), actor(), plan_id)
    answered = queries.list_answered_inspections(db(), actor(), plan_id)
    return page(
        "plans/show.html",
        plan=plan,
        head=presenter.head(plan, answered, today(), url_for),
        steps=presenter.next_steps(plan, url_for),
        ratings=overview.rating_figures(plan, found, words(), url_for),
        concerns=overview.concern_figures(plan, found, url_for),
        progress=overview.progress_rows(plan, found, words(), url_for),
    )


@bp.get("/<uuid:plan_id>/whole")
@requires(P.VIEW_COUNCIL)
def whole(plan_id: uuid.UUID) -> ResponseReturnValue:
    """The whole plan by priority on one page, to be read and printed, or as a workbook."""
    if wants_workbook():
        return _workbook(plan_id)
    plan = queries.get_plan(db(), actor(), plan_id)
    sections = sections_of(
        plan,
        whole_plan.list_plan_actions(db(), actor(), plan_id),
        owners=whole_plan.list_plan_owners(db(), actor(), plan_id),
        answers=whole_plan.list_plan_answers(db(), actor(), plan_id),
        directors=list_directors(db(), actor(), plan_id),
        words=words(),
        url=url_for,
    )
    answered = queries.list_answered_inspections(db(), actor(), plan_id)
    head = presenter.head(plan, answered, today(), url_for)
    return page("plans/whole.html", plan=plan, head=head, sections=sections)


def _workbook(plan_id: uuid.UUID) -> ResponseReturnValue:
    """The plan's workbook of now, or as at a day (``?on=2026-09-01``)."""
    if "on" in request.args:
        # The page of past days knows which of them can be told of, and says so of the others.
        asked = {"on": request.args["on"], "format": "xlsx"}
        return redirect(url_for("snapshots.as_at", plan_id=plan_id, **asked), code=303)
    return workbook_of(Shown(snapshot_now(db(), actor(), plan_id), url_for))


@bp.route("/start", methods=["GET", "POST"])
@requires(P.EDIT_PLANS)
@writes
def start() -> ResponseReturnValue:
    """Start a plan, as a draft."""
    form = PlanForm(revision="1")
    form.offer_boards(queries.list_overseers(db(), actor()))
    if form.validate_on_submit():
        tried = attempt(
            form, lambda: services.start_plan(db(), form.fields(), by=actor(), on=today())
        )
        if tried:
            return done("Plan started", url_for(".show", plan_id=tried.result.id))
    return page("plans/start.html", form=form)


@bp.route("/<uuid:plan_id>/amend", methods=["GET", "POST"])
@requires(P.EDIT_PLANS)
@writes
def amend(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Change what is said of a plan."""
    plan = queries.get_plan(db(), actor(), plan_id)
    allow(P.EDIT_PLANS, plan)
    trail, back = presenter.trail(plan, url_for), url_for(".show", plan_id=plan_id)
    form = PlanForm(obj=plan)
    form.offer_boards(queries.list_overseers(db(), actor()), kept=plan.board)
    tried = Attempt()
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        tried = attempt(
            form,
            lambda: services.amend_plan(
                db(), plan, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Plan amended", back)
    return page("plans/amend.html", form=form, trail=trail, back=back, conflict=tried.conflict)


@bp.route("/<uuid:plan_id>/answers", methods=["GET", "POST"])
@requires(P.EDIT_PLANS)
@writes
def answer(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Choose which inspections a plan answers."""
    plan = queries.get_plan_with_answers(db(), actor(), plan_id)
    allow(P.EDIT_PLANS, plan)
    trail, back = presenter.trail(plan, url_for), url_for(".show", plan_id=plan_id)
    standing = {str(row.inspection_id) for row in plan.inspections if row.removed_on is None}
    form = AnswersForm(seen=digest_of(standing), inspections=sorted(standing))
    choices = presenter.inspection_choices(queries.list_answerable_inspections(db(), actor()))
    form.offer_inspections(choices)
    conflict: list[Any] = []
    if form.validate_on_submit():
        if form.is_outdated(standing):
            conflict = presenter.answer_versions(standing, form.inspections.data, choices)
        elif attempt(form, lambda: _answer(plan, *form.changes(standing))):
            return done("Saved which inspections this plan answers", back)
    return page("plans/answer.html", form=form, trail=trail, back=back, conflict=conflict)


def _answer(plan: Plan, joining: list[uuid.UUID], leaving: list[uuid.UUID]) -> None:
    for deed, inspections in (
        (services.answer_inspection, joining),
        (services.stop_answering, leaving),
    ):
        for inspection_id in inspections:
            deed(db(), plan, inspection_id, by=actor(), on=today())


@bp.route("/<uuid:plan_id>/adopt", methods=["GET", "POST"])
@requires(P.ADOPT_PLANS)
@writes
def adopt(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Put a draft in force."""
    return _step(plan_id, PlanStage.ADOPTED, services.adopt_plan)


@bp.route("/<uuid:plan_id>/submit", methods=["GET", "POST"])
@requires(P.ADOPT_PLANS)
@writes
def submit(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Note that an adopted plan was sent off."""
    return _step(plan_id, PlanStage.SUBMITTED, services.submit_plan)


@bp.route("/<uuid:plan_id>/close", methods=["GET", "POST"])
@requires(P.ADOPT_PLANS)
@writes
def close(plan_id: uuid.UUID) -> ResponseReturnValue:
    """End a plan: nothing in it changes afterwards."""
    return _step(plan_id, PlanStage.CLOSED, services.close_plan)


def _step(plan_id: uuid.UUID, to: PlanStage, deed: Callable[..., None]) -> ResponseReturnValue:
    plan = queries.get_plan(db(), actor(), plan_id)
    allow(P.ADOPT_PLANS, plan)
    trail, back = presenter.trail(plan, url_for), url_for(".show", plan_id=plan_id)
    step = presenter.STEPS[to]
    form = StepForm(version=plan.version, taken_on=today())
    form.ask_for(step.date, presenter.day_before(plan, to), today())
    if form.validate_on_submit():
        day, version = form.taken_on.data, form.known_version
        if attempt(form, lambda: deed(db(), plan, by=actor(), on=day, version=version)):
            return done(step.done, back)
    return page("plans/step.html", form=form, step=step, trail=trail, back=back)
