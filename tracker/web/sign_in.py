"""Signing in and out; in demonstration mode, with a button for each of its people."""

from __future__ import annotations

import uuid
from itertools import groupby

from flask import Blueprint, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from tracker.config import LOOPBACK
from tracker.domain.errors import RuleError
from tracker.extensions import limiter
from tracker.forms.sign_in import SignInForm, TryForm
from tracker.models import Account
from tracker.presenters.words import label
from tracker.queries.people_to_try import get_account_to_try, list_people_to_try
from tracker.services import sign_ins
from tracker.web import current
from tracker.web.guards import public, safe_target, writes
from tracker.web.pages import page

bp = Blueprint("sign_in", __name__)

ATTEMPTS = "10 per 5 minutes"
"""Tries for one email address from one address: against guessing a password."""

ATTEMPTS_OF_ALL = "100 per 5 minutes"
"""Tries from one address: against trying one password on many; a council may share an address."""


def _email() -> str:
    return f"{request.remote_addr} {request.form.get('email', '').strip().lower()[:254]}"


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@limiter.limit(ATTEMPTS, methods=["POST"], key_func=_email)
@limiter.limit(ATTEMPTS_OF_ALL, methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """Ask for email address and password."""
    form = SignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        account = sign_ins.verify_password(current.db(), form.email.data, form.password.data)
        if account is not None:
            return _enter(account, form.next.data)
        form.refuse(RuleError("Email address or password is wrong"))
    return page("sign_in/sign_in.html", form=form, people=_people(), next=form.next.data or "")


@bp.post("/sign-in/demonstration")
@public
def try_as() -> ResponseReturnValue:
    """Sign in as one of the demonstration's people; nowhere but in demonstration mode."""
    if not (current.settings().demonstration and request.remote_addr in LOOPBACK):
        abort(404)
    form = TryForm()
    try:
        person_id = uuid.UUID(form.person_id.data or "")
    except ValueError:
        abort(400)
    return _enter(get_account_to_try(current.db(), person_id), request.args.get("next"))


@bp.post("/sign-out")
@public
@writes
def sign_out() -> ResponseReturnValue:
    """End the session on the server, then forget the cookie."""
    who = current.signed_in()
    if who is not None:
        sign_ins.sign_out(current.db(), who.sign_in_id, at=current.now())
    session.clear()
    return redirect(url_for("sign_in.sign_in"), 303)


def _enter(account: Account, target: str | None) -> ResponseReturnValue:
    # The password was verified while only reading; the write lock is taken no earlier than here.
    current.begin_deed()
    minutes = current.settings().absolute_minutes
    token = sign_ins.sign_in(current.db(), account, at=current.now(), minutes=minutes)
    current.db().commit()
    session.clear()
    session.permanent = True
    session["token"] = token
    session["seen"] = int(current.now().timestamp())
    return redirect(safe_target(target), 303)


def _people() -> list[tuple[str, list[dict[str, str]]]]:
    if not current.settings().demonstration:
        return []
    found = list_people_to_try(current.db(), current.now().date())
    rows = [
        (
            person.council,
            {
                "id": str(person.person_id),
                "name": person.name,
                "role": label(person.role),
                "organisation": person.organisation or "",
            },
        )
        for person in found
    ]
    return [
        (council, [row for _council, row in group])
        for council, group in groupby(rows, key=lambda pair: pair[0])
    ]
