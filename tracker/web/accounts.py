"""One's own account: the password, and the browsers that are signed in."""

from __future__ import annotations

from flask import Blueprint, session
from flask.typing import ResponseReturnValue

from tracker.access.actor import Actor
from tracker.domain.vocabulary import ActorKind, Door
from tracker.extensions import limiter
from tracker.forms.accounts import PasswordForm, SignOutEverywhereForm
from tracker.presenters.people import roles_in_words
from tracker.queries import accounts as queries
from tracker.queries.sign_ins import SignedIn
from tracker.services import accounts as services
from tracker.services.sign_ins import end_sign_ins
from tracker.services.tokens import digest_of
from tracker.web import current
from tracker.web.addresses import url_for
from tracker.web.guards import SignInNeeded, signed_in_only, writes
from tracker.web.pages import attempt, done, page

bp = Blueprint("accounts", __name__, url_prefix="/account")

ATTEMPTS = "10 per 5 minutes"


@bp.get("")
@signed_in_only
def show() -> ResponseReturnValue:
    """How one signs in, what one is in each council, and what one can do about it."""
    who = _who()
    return page(
        "accounts/show.html",
        account=queries.get_account(current.db(), who.account_id),
        browsers=queries.count_live_sign_ins(current.db(), who.account_id, current.now()),
        councils=[
            (m.name, url_for(m.home, council=m.slug), roles_in_words(m.roles))
            for m in who.memberships
        ],
        form=SignOutEverywhereForm(),
    )


def _session_token() -> str:
    return digest_of(str(session.get("token", "")))


@bp.route("/password", methods=["GET", "POST"])
@signed_in_only
@limiter.limit(ATTEMPTS, methods=["POST"], key_func=_session_token)
@writes
def change_password() -> ResponseReturnValue:
    """Change one's own password; every other browser is signed out."""
    who = _who()
    account = queries.get_account(current.db(), who.account_id)
    form = PasswordForm()
    if form.validate_on_submit():
        present, new = form.current_password.data, form.new_password.data
        by = _actor(who)
        tried = attempt(
            form,
            lambda: services.change_password(
                current.db(), account, present, new, by=by, on=by.today, keeping=who.sign_in_id
            ),
        )
        if tried:
            return done("Password changed, and every other browser signed out", url_for(".show"))
    return page("accounts/change_password.html", form=form)


@bp.post("/sign-out-everywhere")
@signed_in_only
@writes
def sign_out_everywhere() -> ResponseReturnValue:
    """End every sign-in of the account, this browser's own among them."""
    end_sign_ins(current.db(), _who().account_id, at=current.now())
    session.clear()
    return done("You are signed out everywhere", url_for("sign_in.sign_in"))


def _who() -> SignedIn:
    who = current.signed_in()
    if who is None:
        raise SignInNeeded(ended=True)
    return who


def _actor(who: SignedIn) -> Actor:
    """The owner of the account, at work for no council; named as the first of theirs knows them."""
    first = who.memberships[0].person_id if who.memberships else None
    return Actor(
        kind=ActorKind.PERSON,
        door=Door.WEB,
        at=current.now(),
        council_id=None,
        person_id=first,
        account_id=who.account_id,
        name=who.name,
    )
