"""Follow-ups of meetings: one of them, amending, closing and correcting it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.decisions import CloseFollowUpForm, FollowUpForm
from tracker.models import FollowUp
from tracker.presenters import decisions as presenter
from tracker.presenters.history import history_entries
from tracker.presenters.notes import corrections
from tracker.presenters.ownership import owner_key
from tracker.queries import decisions as queries
from tracker.queries.challenges import list_corrections
from tracker.queries.history import list_history
from tracker.services import follow_ups as services
from tracker.web.addresses import url_for
from tracker.web.challenges import corrected
from tracker.web.current import actor, db, today, words
from tracker.web.guards import allow, requires, writes
from tracker.web.noting import Nameable
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint(
    "follow_ups",
    __name__,
    url_prefix="/councils/<string:council>/follow-ups/<uuid:follow_up_id>",
)


@bp.get("")
@requires(P.VIEW_COUNCIL)
def show(follow_up_id: uuid.UUID) -> ResponseReturnValue:
    """One follow-up: who does it, by when, and what became of it."""
    follow_up = queries.get_follow_up(db(), actor(), follow_up_id)
    return page(
        "follow_ups/show.html",
        follow_up=follow_up,
        trail=presenter.trail(follow_up, url_for)[:-1],
        state=presenter.follow_up_state(follow_up, today()),
        facts=presenter.follow_up_facts(follow_up, url_for, today()),
        corrections=corrections(list_corrections(db(), actor(), follow_up_id)),
        history=history_entries(list_history(db(), actor(), follow_up_id), words()),
    )


@bp.route("/amend", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def amend(follow_up_id: uuid.UUID) -> ResponseReturnValue:
    """Change an open follow-up until the minutes are agreed."""
    follow_up, trail = _loaded(follow_up_id)
    form, tried = _form(follow_up), Attempt()
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields_with(follow_up.item_id)
        deed = services.amend_follow_up
        tried = attempt(
            form,
            lambda: deed(db(), follow_up, fields, by=actor(), on=today(), version=version),
        )
        if tried:
            return done("Follow-up amended", trail[-1]["href"])
    return page("follow_ups/amend.html", form=form, trail=trail, conflict=tried.conflict)


def _form(follow_up: FollowUp) -> FollowUpForm:
    has_owner = follow_up.owner_id or follow_up.owner_post_id
    owner = owner_key(follow_up.owner_post_id, follow_up.owner_id) if has_owner else ""
    form = FollowUpForm(obj=follow_up, owner=owner)
    form.offer_parties("owner", Nameable().known)
    return form


@bp.route("/close", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def close(follow_up_id: uuid.UUID) -> ResponseReturnValue:
    """Record that a follow-up was done, or why it is not needed."""
    follow_up, trail = _loaded(follow_up_id)
    text = follow_up.text
    form = CloseFollowUpForm(version=follow_up.version, closed_on=today())
    if form.validate_on_submit():
        told = {"closed_on": form.closed_on.data, "not_needed_because": form.because()}
        told["version"] = form.known_version
        deed = services.close_follow_up
        if attempt(form, lambda: deed(db(), follow_up, by=actor(), on=today(), **told)):
            return done("Follow-up closed", trail[-1]["href"])
    return page("follow_ups/close.html", form=form, trail=trail, text=text)


@bp.route("/correct", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def correct(follow_up_id: uuid.UUID) -> ResponseReturnValue:
    """Correct what agreed minutes say is to be done."""
    follow_up, trail = _loaded(follow_up_id)
    return corrected(follow_up, trail)


def _loaded(follow_up_id: uuid.UUID) -> tuple[FollowUp, list[dict[str, Any]]]:
    follow_up = queries.get_follow_up(db(), actor(), follow_up_id)
    allow(P.KEEP_BOARDS, follow_up)
    return follow_up, presenter.trail(follow_up, url_for)
