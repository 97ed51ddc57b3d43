"""Moving the due date of an action whose plan is in force."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.due_dates import MoveForm
from tracker.presenters import due_dates as presenter
from tracker.presenters.actions import page_values
from tracker.queries.actions import get_action
from tracker.queries.due_dates import list_deciding_meetings
from tracker.services.due_dates import move_due_date
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import attempt, done, page

bp = Blueprint("due_dates", __name__, url_prefix="/councils/<string:council>")


@bp.route("/actions/<uuid:action_id>/due-date", methods=["GET", "POST"])
@requires(P.MOVE_DUE_DATES)
@writes
def move(action_id: uuid.UUID) -> ResponseReturnValue:
    """Move the due date, with a reason."""
    action = get_action(db(), actor(), action_id)
    allow(P.MOVE_DUE_DATES, action)
    shown = page_values(action, url_for)
    form = MoveForm(version=action.version)
    form.offer_meetings(presenter.meeting_choices(list_deciding_meetings(db(), actor())))
    if form.validate_on_submit() and attempt(
        form,
        lambda: move_due_date(
            db(),
            action,
            form.to_on.data,
            form.due_text.data,
            reason=form.reason.data,
            by=actor(),
            on=today(),
            meeting_id=form.meeting(),
            version=form.known_version,
        ),
    ):
        return done("Due date moved", shown["back"])
    standing = presenter.standing(action, today())
    return page("actions/move_due_date.html", form=form, standing=standing, **shown)
