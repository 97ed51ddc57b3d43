"""Invitations: who is asked in, and the page that the link of an invitation leads to."""

from __future__ import annotations

import uuid

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.dates import local_day
from tracker.domain.errors import RuleError
from tracker.extensions import limiter
from tracker.forms.invitations import FirstPasswordForm, InviteForm, JoinForm, WithdrawForm
from tracker.presenters import accounts as presenter
from tracker.presenters.lists import Address
from tracker.queries import accounts as queries
from tracker.queries.people import get_person
from tracker.services import accounts as services
from tracker.services.invitations import Invited, find_invitation
from tracker.services.tokens import digest_of
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv
from tracker.web.current import actor, db, now, settings, today
from tracker.web.errors import message
from tracker.web.guards import allow, public, requires, writes
from tracker.web.pages import attempt, done, page

bp = Blueprint("invitations", __name__)

ATTEMPTS = "10 per 5 minutes"
ATTEMPTS_OF_ONE_ADDRESS = "60 per 5 minutes"


@bp.get("/councils/<string:council>/invitations")
@requires(P.INVITE_PEOPLE)
def index() -> ResponseReturnValue:
    """The invitations that nobody has used yet."""
    if wants_csv():
        asked = ask(queries.INVITATION_FILTERS)
        rows = queries.every_invitation(db(), actor(), asked)
        return csv_answer("invitations", presenter.CSV_HEADER, presenter.csv_rows(rows, now()))
    return _waiting()


def _waiting(form: WithdrawForm | None = None) -> ResponseReturnValue:
    asked = ask(queries.INVITATION_FILTERS)
    found = queries.page_of_invitations(db(), actor(), asked)
    shown = presenter.invitations_page(found, Address(url_for(".index"), asked), now(), url_for)
    return page("invitations/index.html", list=shown, form=form)


@bp.route("/councils/<string:council>/people/<uuid:person_id>/invite", methods=["GET", "POST"])
@requires(P.INVITE_PEOPLE)
@writes
def invite(person_id: uuid.UUID) -> ResponseReturnValue:
    """Invite a person to have an account; the link is shown once, on the page that answers."""
    person = get_person(db(), actor(), person_id)
    allow(P.INVITE_PEOPLE, person)
    form = InviteForm(email=person.email)
    if form.validate_on_submit():
        tried = attempt(
            form,
            lambda: services.invite(
                db(), person, form.email.data, by=actor(), on=today(), link=_link
            ),
        )
        if tried:
            # The token is in no database: a redirect would have nowhere to take it from.
            invitation, token = tried.result
            return page(
                "invitations/invited.html",
                person=person,
                email=invitation.email,
                until=presenter.until_words(invitation.expires_at),
                link=_link(token),
            )
    return page("invitations/invite.html", form=form, person=person)


def _link(token: str) -> str:
    return settings().public_url + url_for("invitations.accept", token=token)


@bp.post("/councils/<string:council>/invitations/<uuid:invitation_id>/withdraw")
@requires(P.INVITE_PEOPLE)
@writes
def withdraw(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Let the link of an invitation work no longer."""
    invitation = queries.get_invitation(db(), actor(), invitation_id)
    allow(P.INVITE_PEOPLE, invitation)
    form = WithdrawForm()
    if form.validate_on_submit():
        tried = attempt(
            form,
            lambda: services.withdraw_invitation(db(), invitation, by=actor(), on=today()),
        )
        if tried:
            return done("Invitation withdrawn", url_for(".index"))
    return _waiting(form)


def _token() -> str:
    token = (request.view_args or {}).get("token", "")
    return f"{request.remote_addr} {digest_of(token)}"


@bp.route("/invitations/<string:token>", methods=["GET", "POST"])
@public
@limiter.limit(ATTEMPTS_OF_ONE_ADDRESS, methods=["POST"])
@limiter.limit(ATTEMPTS, methods=["POST"], key_func=_token)
@writes
def accept(token: str) -> ResponseReturnValue:
    """Set a first password, or join with the one that the account has already."""
    try:
        invited = find_invitation(db(), token, at=now())
    except RuleError as error:
        return message(404, "This link does not work", (f"{error.sentence}.",))  # type: ignore[no-any-return]
    form = JoinForm() if invited.has_password else FirstPasswordForm()
    if form.validate_on_submit():
        tried = attempt(form, lambda: _accept(token, invited, form.password.data))
        if tried:
            sentence = f"{invited.person_name} can now sign in as {invited.email}"
            return done(sentence, url_for("sign_in.sign_in"))
    return page("invitations/accept.html", form=form, invited=invited)


def _accept(token: str, invited: Invited, password: str) -> None:
    by = invited.actor(now())
    services.accept_invitation(db(), token, password, by=by, on=local_day(now()))
