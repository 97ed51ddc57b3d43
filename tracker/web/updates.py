"""Updates: posting one for an action, keeping a draft of it, and correcting a wrong one."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, make_response, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.errors import RuleError
from tracker.forms.updates import CorrectionForm, UpdateForm
from tracker.models import Action, UpdateDraft
from tracker.presenters.actions import page_values
from tracker.presenters.update_drafts import draft_notice, saved_words, texts_of
from tracker.presenters.updates import update_entry
from tracker.queries.action_thread import list_updates
from tracker.queries.actions import get_action
from tracker.queries.update_drafts import find_draft
from tracker.queries.updates import get_update
from tracker.services import update_drafts as drafts
from tracker.services import updates as services
from tracker.services.actions import require_live
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, today, words
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("updates", __name__, url_prefix="/councils/<string:council>")

JSON = "application/json"


@bp.route("/actions/<uuid:action_id>/update", methods=["GET", "POST"])
@requires(P.POST_UPDATES)
@writes
def post(action_id: uuid.UUID) -> ResponseReturnValue:
    """Say how an action is going, or keep a draft of that."""
    # What is typed is read first: from the first look at the database on others have to wait.
    form = UpdateForm()
    form.name_ratings(words())
    action = get_action(db(), actor(), action_id)
    allow(P.POST_UPDATES, action)
    shown = {**page_values(action, url_for), "ended": _why_ended(action)}
    # Posting has no statement to spare, and what is posted takes the place of a draft.
    draft = find_draft(db(), actor(), action_id) if request.method == "GET" else None
    form.begin_with(
        {
            "version": action.version,
            "delivery": action.delivery,
            "impact_rating": action.impact_rating,
            **texts_of(draft),
        }
    )
    if form.save_draft.data:
        return _keep_draft(form, action, shown)
    tried = _post(form, action)
    if tried:
        return done("Update posted", shown["back"])
    return _form_page(form, action, draft, conflict=tried.conflict, **shown)


def _why_ended(action: Action) -> str:
    """Why an action can be updated no longer; nothing when it can."""
    try:
        require_live(action, by=actor())
    except RuleError as error:
        return error.sentence
    return ""


def _post(form: UpdateForm, action: Action) -> Attempt:
    if not form.validate_on_submit():
        return Attempt()
    return attempt(
        form,
        lambda: services.post_update(
            db(), action, form.fields(), by=actor(), on=today(), version=form.known_version
        ),
    )


def _form_page(
    form: UpdateForm, action: Action, draft: UpdateDraft | None, **shown: Any
) -> ResponseReturnValue:
    if request.method == "POST":
        draft = find_draft(db(), actor(), action.id)
    form.narrow(action.delivery, words())
    form.draft.data = drafts.mark_of(draft)
    return page(
        "updates/post.html",
        form=form,
        last=_last(action),
        draft=draft_notice(draft, action, form.typed(), words(), url_for),
        **shown,
    )


def _keep_draft(form: UpdateForm, action: Action, shown: dict[str, Any]) -> ResponseReturnValue:
    """Keep what is in the form; a script is told so in a word, a person on the form's page."""
    form.ask_for_nothing()
    kept = attempt(form, lambda: _save(form, action)) if form.validate() else Attempt()
    if request.accept_mimetypes.best == JSON:
        return _word_for_script(form, kept.result)
    if kept:
        return done("Draft saved", request.path)
    return _form_page(form, action, None, **shown)


def _save(form: UpdateForm, action: Action) -> UpdateDraft:
    seen, version = form.draft.data or "", form.known_version
    return drafts.save_draft(db(), action, form.typed(), by=actor(), seen=seen, version=version)


def _word_for_script(form: UpdateForm, draft: UpdateDraft | None) -> ResponseReturnValue:
    if draft is None:
        return make_response({"said": form.first_error}, 422)
    return make_response({"said": saved_words(draft), "draft": drafts.mark_of(draft)}, 200)


@bp.post("/actions/<uuid:action_id>/update/delete-draft")
@requires(P.POST_UPDATES)
@writes
def drop_draft(action_id: uuid.UUID) -> ResponseReturnValue:
    """Delete the draft that the signed-in person has of an update."""
    action = get_action(db(), actor(), action_id)
    allow(P.POST_UPDATES, action)
    drafts.drop_draft(db(), action, by=actor())
    return done("Draft deleted", url_for(".post", action_id=action.id))


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
