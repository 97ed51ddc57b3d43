"""Milestones of an action: adding, amending and removing one."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.inspections import RemoveForm
from tracker.forms.milestones import MilestoneForm
from tracker.presenters.actions import page_values
from tracker.queries.actions import get_action
from tracker.queries.milestones import get_milestone
from tracker.services import milestones as services
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("milestones", __name__, url_prefix="/councils/<string:council>")


@bp.route("/actions/<uuid:action_id>/milestones/add", methods=["GET", "POST"])
@requires(P.EDIT_ACTIONS)
@writes
def add(action_id: uuid.UUID) -> ResponseReturnValue:
    """Add a milestone to an action."""
    action = get_action(db(), actor(), action_id)
    allow(P.EDIT_ACTIONS, action)
    shown = page_values(action, url_for)
    form = MilestoneForm()
    if form.validate_on_submit() and attempt(
        form, lambda: services.add_milestone(db(), action, form.fields(), by=actor(), on=today())
    ):
        return done("Milestone added", shown["back"])
    return page("milestones/add.html", form=form, **shown)


@bp.route("/milestones/<uuid:milestone_id>/amend", methods=["GET", "POST"])
@requires(P.EDIT_ACTIONS)
@writes
def amend(milestone_id: uuid.UUID) -> ResponseReturnValue:
    """Change a milestone, or say that it was reached."""
    milestone = get_milestone(db(), actor(), milestone_id)
    allow(P.EDIT_ACTIONS, milestone)
    shown = page_values(milestone.action, url_for)
    form = MilestoneForm(obj=milestone)
    tried = Attempt()
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        tried = attempt(
            form,
            lambda: services.amend_milestone(
                db(), milestone, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Milestone amended", shown["back"])
    return page(
        "milestones/amend.html",
        form=form,
        conflict=tried.conflict,
        remove_href=url_for(".remove", milestone_id=milestone_id),
        **shown,
    )


@bp.route("/milestones/<uuid:milestone_id>/remove", methods=["GET", "POST"])
@requires(P.EDIT_ACTIONS)
@writes
def remove(milestone_id: uuid.UUID) -> ResponseReturnValue:
    """Take a milestone out of its action."""
    milestone = get_milestone(db(), actor(), milestone_id)
    allow(P.EDIT_ACTIONS, milestone)
    shown = page_values(milestone.action, url_for)
    title = milestone.title
    form = RemoveForm(version=milestone.version)
    if form.validate_on_submit():
        version, reason = form.known_version, form.reason.data
        if attempt(
            form,
            lambda: services.remove_milestone(
                db(), milestone, by=actor(), on=today(), version=version, reason=reason
            ),
        ):
            return done("Milestone removed", shown["back"])
    return page("milestones/remove.html", form=form, title=title, **shown)
