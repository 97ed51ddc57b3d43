"""Updates: posting one for an action, and correcting a wrong one."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.updates import CorrectionForm, UpdateForm
from tracker.models import Action
from tracker.presenters.actions import page_values
from tracker.presenters.updates import update_entry
from tracker.queries.action_thread import list_updates
from tracker.queries.actions import get_action
from tracker.queries.updates import get_update
from tracker.services import updates as services
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, today, words
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("updates", __name__, url_prefix="/councils/<string:council>")


@bp.route("/actions/<uuid:action_id>/update", methods=["GET", "POST"])
@requires(P.POST_UPDATES)
@writes
def post(action_id: uuid.UUID) -> ResponseReturnValue:
    """Say how an action is going."""
    action = get_action(db(), actor(), action_id)
    allow(P.POST_UPDATES, action)
    shown = page_values(action, url_for)
    form = UpdateForm(
        version=action.version, delivery=action.delivery, impact_rating=action.impact_rating
    )
    form.name_ratings(words())
    tried = Attempt()
    if form.validate_on_submit():
        tried = attempt(
            form,
            lambda: services.post_update(
                db(), action, form.fields(), by=actor(), on=today(), version=form.known_version
            ),
        )
        if tried:
            return done("Update posted", shown["back"])
    form.narrow(action.delivery, words())
    return page(
        "updates/post.html",
        form=form,
        last=_last(action),
        conflict=tried.conflict,
        **shown,
    )


def _last(action: Action) -> dict[str, object] | None:
    rows = list_updates(db(), actor(), action.id, most=1)
    return update_entry(rows[0], rows[0].author, words(), today()) if rows else None


@bp.route("/updates/<uuid:update_id>/correct", methods=["GET", "POST"])
@requires(P.CORRECT_UPDATES)
@writes
def correct(update_id: uuid.UUID) -> ResponseReturnValue:
    """Put a new update in the place of a wrong one; both stay to be read."""
    update = get_update(db(), actor(), update_id)
    allow(P.CORRECT_UPDATES, update)
    shown = page_values(update.action, url_for)
    author = update.author.name if update.author else None
    wrong = update_entry(update, author, words(), today())
    form = CorrectionForm(obj=update)
    form.name_ratings(words())
    if form.validate_on_submit() and attempt(
        form,
        lambda: services.correct_update(db(), update, form.fields(), by=actor(), on=today()),
    ):
        return done("Update corrected", shown["back"])
    return page("updates/correct.html", form=form, wrong=wrong, **shown)
