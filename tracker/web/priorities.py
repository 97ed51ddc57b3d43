"""Priorities of a plan: adding, amending and removing one, from the plan's page."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.inspections import RemoveForm
from tracker.forms.priorities import PriorityForm
from tracker.presenters import plans as plan_presenter
from tracker.presenters import priorities as presenter
from tracker.queries import priorities as queries
from tracker.queries.plans import get_plan
from tracker.queries.posts import list_open_posts
from tracker.services import priorities as services
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("priorities", __name__, url_prefix="/councils/<string:council>")


@bp.route("/plans/<uuid:plan_id>/priorities/add", methods=["GET", "POST"])
@requires(P.EDIT_PLANS)
@writes
def add(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Add a priority to a plan."""
    plan = get_plan(db(), actor(), plan_id)
    allow(P.EDIT_PLANS, plan)
    trail, back = plan_presenter.trail(plan, url_for), url_for("plans.show", plan_id=plan_id)
    form = PriorityForm(letter=plan_presenter.next_letter(plan))
    form.offer_posts(list_open_posts(db(), actor()))
    if form.validate_on_submit() and attempt(
        form, lambda: services.add_priority(db(), plan, form.fields(), by=actor(), on=today())
    ):
        return done("Priority added", back)
    return page("priorities/add.html", form=form, trail=trail, back=back)


@bp.route("/priorities/<uuid:priority_id>/amend", methods=["GET", "POST"])
@requires(P.EDIT_PLANS)
@writes
def amend(priority_id: uuid.UUID) -> ResponseReturnValue:
    """Change a priority."""
    priority = queries.get_priority(db(), actor(), priority_id)
    allow(P.EDIT_PLANS, priority)
    shown = presenter.page_values(priority, url_for)
    form = PriorityForm(obj=priority)
    form.offer_posts(list_open_posts(db(), actor()), kept=priority.director_post)
    tried = Attempt()
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        tried = attempt(
            form,
            lambda: services.amend_priority(
                db(), priority, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Priority amended", shown["back"])
    return page("priorities/amend.html", form=form, conflict=tried.conflict, **shown)


@bp.route("/priorities/<uuid:priority_id>/remove", methods=["GET", "POST"])
@requires(P.EDIT_PLANS)
@writes
def remove(priority_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a priority that no action stands under."""
    priority = queries.get_priority(db(), actor(), priority_id)
    allow(P.EDIT_PLANS, priority)
    shown = presenter.page_values(priority, url_for)
    form = RemoveForm(version=priority.version)
    if form.validate_on_submit():
        version, reason = form.known_version, form.reason.data
        if attempt(
            form,
            lambda: services.remove_priority(
                db(), priority, by=actor(), on=today(), version=version, reason=reason
            ),
        ):
            return done("Priority removed", shown["back"])
    return page("priorities/remove.html", form=form, **shown)
