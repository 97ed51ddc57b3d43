"""Updates: posting one for an action."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.updates import UpdateForm
from tracker.presenters.actions import delivery_key, facts
from tracker.queries.actions import get_action
from tracker.services import updates as services
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import attempt, done, page

bp = Blueprint("updates", __name__, url_prefix="/councils/<string:council>")


@bp.route("/actions/<uuid:action_id>/update", methods=["GET", "POST"])
@requires(P.POST_UPDATES)
@writes
def post(action_id: uuid.UUID) -> ResponseReturnValue:
    """Say how an action is going."""
    action = get_action(db(), actor(), action_id)
    allow(P.POST_UPDATES, action)
    form = UpdateForm(version=action.version, delivery=action.delivery)
    tried = None
    if form.validate_on_submit():
        tried = attempt(
            form,
            lambda: services.post_update(
                db(), action, form.fields(), by=actor(), on=today(), version=form.known_version
            ),
        )
        if tried:
            return done("Update posted", url_for("actions.show", action_id=action_id))
    return page(
        "updates/post.html",
        form=form,
        action=action,
        facts=facts(action, today(), url_for),
        key=delivery_key(),
        conflict=tried.conflict if tried is not None else (),
    )
