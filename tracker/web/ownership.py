"""Who owns an action: the whole list at once."""

from __future__ import annotations

import uuid

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.vocabulary import OwnershipRole
from tracker.forms.ownership import first_owners, owners_form
from tracker.presenters import ownership as presenter
from tracker.presenters.actions import page_values
from tracker.queries.actions import get_action
from tracker.queries.people import list_people_here
from tracker.queries.posts import list_holders, list_open_posts
from tracker.services import ownership as services
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import attempt, done, page

bp = Blueprint("ownership", __name__, url_prefix="/councils/<string:council>")


@bp.route("/actions/<uuid:action_id>/owners", methods=["GET", "POST"])
@requires(P.EDIT_ACTIONS)
@writes
def amend(action_id: uuid.UUID) -> ResponseReturnValue:
    """Say who leads, who deputises and who else owns the action."""
    action = get_action(db(), actor(), action_id)
    allow(P.EDIT_ACTIONS, action)
    shown, standing = page_values(action, url_for), services.live_owners(action)
    others = sum(owner.role is OwnershipRole.OWNER for owner in standing)
    form = owners_form(others, request.form)(version=action.version, **first_owners(standing))
    posts, people = list_open_posts(db(), actor()), list_people_here(db(), actor())
    choices = presenter.owner_choices(posts, list_holders(db(), actor()), people, action)
    form.offer_owners(choices)
    if form.validate_on_submit() and attempt(
        form,
        lambda: services.set_owners(
            db(), action, form.owners(), by=actor(), on=today(), version=form.known_version
        ),
    ):
        return done("Owners saved", shown["back"])
    conflict = presenter.owner_versions(standing, form.owners(), choices) if form.overtaken else []
    return page("actions/owners.html", form=form, conflict=conflict, **shown)
