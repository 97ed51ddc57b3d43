"""Who may come in, and when a request's writes are committed.

Each view states its policy: ``@requires(Permission.…)`` for a council's page, ``@signed_in_only``
for a page of somebody signed in without a council, ``@public`` for the rest. A view without one is
refused. ``@writes`` marks a view whose POST writes: what it loads stands still from its first look
at the database, and is committed once it has answered with a redirect or a page that is no error.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, g, make_response, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import can, needs_subject
from tracker.domain.vocabulary import ActorKind, Door
from tracker.extensions import csrf
from tracker.queries.sign_ins import find_signed_in
from tracker.services.tokens import digest_of
from tracker.web import current

View = TypeVar("View", bound=Callable[..., Any])

REFRESH_SECONDS = 60
"""The cookie's "last seen" is renewed at most this often, so that most answers set no cookie."""


ROOM_FOR_FIELDS = 2_000_000
"""What may come along with a file: the other fields of its form."""


class SignInNeeded(Exception):
    """Nobody is signed in, or the session has ended; what was typed is given back."""

    def __init__(self, *, ended: bool) -> None:
        super().__init__("Sign in to see this page")
        self.ended = ended


def requires(permission: Permission) -> Callable[[View], View]:
    """The view is a council's page for those who may ``permission``."""

    def mark(view: View) -> View:
        view.policy = permission  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """The view is for anybody, signed in or not."""
    view.policy = "public"  # type: ignore[attr-defined]
    return view


def signed_in_only(view: View) -> View:
    """The view is for anybody signed in, whatever their council."""
    view.policy = "signed in"  # type: ignore[attr-defined]
    return view


def writes(view: View) -> View:
    """The view's POST writes: committed here, in one place, after it has answered without error."""

    @wraps(view)
    def committed(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        response = make_response(view(*args, **kwargs))
        if request.method != "POST":
            return response
        if response.status_code >= 400:
            current.db().rollback()
            return response
        _refuse_undecided()
        current.db().commit()
        return response

    committed.writes = True  # type: ignore[attr-defined]
    return committed  # type: ignore[return-value]


def takes_file(most_bytes: int) -> Callable[[View], View]:
    """The view takes a file of so many bytes; every other one takes no more than a form has."""

    def mark(view: View) -> View:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return mark


def most_bytes() -> int | None:
    """How large a file the view of this request takes; none when it takes none."""
    return getattr(_view(), "most_bytes", None)


def allow(permission: Permission, subject: Any = None) -> None:
    """Decide about the very object that the view goes on to use.

    Raises:
        Forbidden: the actor may not.
    """
    if not can(current.actor(), permission, subject):
        raise Forbidden
    if subject is not None or not needs_subject(permission):
        g.decided = True


def _refuse_undecided() -> None:
    policy = _policy()
    if isinstance(policy, Permission) and needs_subject(policy) and not g.get("decided"):
        raise RuntimeError(f"{request.endpoint} never decided {policy} about a subject")


def _view() -> Any:
    return current_app.view_functions.get(request.endpoint or "")


def _policy() -> Permission | str | None:
    return getattr(_view(), "policy", None)


def _guard() -> None:
    if request.endpoint is None:
        return
    policy = _policy()
    if policy is None:
        # Fail closed: a route that states no policy is nobody's.
        abort(403)
    _read_sign_in()
    if policy != "public" and g.signed_in is None:
        raise _sign_in_needed()
    if isinstance(policy, Permission):
        _enter_council(policy)
    if request.method == "POST":
        _make_room()
        # Reads what is sent, however slowly it comes, so nothing may be locked yet.
        csrf.protect()
        if getattr(_view(), "writes", False):
            current.will_write()


def _sign_in_needed() -> SignInNeeded:
    ended = "token" in session
    if ended and request.method == "POST":
        # A cookie that we signed: what was typed beside a file is read once more, to be given back.
        _make_room()
    return SignInNeeded(ended=ended)


def _make_room() -> None:
    # Not before whoever sends it is known and allowed to: until then no more than a form is read.
    most = most_bytes()
    if most is not None:
        request.max_content_length = most + ROOM_FOR_FIELDS
        request.max_form_memory_size = ROOM_FOR_FIELDS


def _read_sign_in() -> None:
    g.signed_in = None
    token, seen = session.get("token"), session.get("seen")
    if not isinstance(token, str) or not isinstance(seen, int):
        return
    elapsed = int(current.now().timestamp()) - seen
    if elapsed > current.settings().idle_minutes * 60:
        return
    g.signed_in = find_signed_in(current.db(), digest_of(token), current.now())
    if g.signed_in is not None and elapsed > REFRESH_SECONDS:
        session["seen"] = int(current.now().timestamp())


def _enter_council(policy: Permission) -> None:
    found = g.signed_in.membership(g.council_slug)
    if found is None:
        # A council that somebody does not work for is not there, for them.
        abort(404)
    g.membership = found
    g.actor = Actor(
        kind=ActorKind.PERSON,
        door=Door.WEB,
        at=current.now(),
        council_id=found.council_id,
        person_id=found.person_id,
        account_id=g.signed_in.account_id,
        name=found.person_name,
        roles=found.roles,
        post_ids=found.post_ids,
    )
    if not can(g.actor, policy):
        raise Forbidden


def _take_council(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.council_slug = values.pop("council", "") if values else ""


def _give_council(endpoint: str, values: dict[str, Any]) -> None:
    slug = g.get("council_slug")
    if slug and endpoint in _council_endpoints(current_app):
        values.setdefault("council", slug)


def _council_endpoints(app: Flask) -> frozenset[str]:
    """The endpoints whose address names a council; looked up once, as links are many."""
    known = app.extensions.get("council_endpoints")
    if known is None:
        rules = app.url_map.iter_rules()
        known = frozenset(rule.endpoint for rule in rules if "council" in rule.arguments)
        app.extensions["council_endpoints"] = known
    return cast("frozenset[str]", known)


def safe_target(target: str | None) -> str:
    """``target`` when it is an address within this site, else the start page.

    Browsers drop tabs and line ends and take a backslash for a slash, so none may be in it.
    """
    if target and re.fullmatch(r"/(?!/)[^\s\\\x00-\x20\x7f]*", target):
        return target
    return url_for("home.start")


def init_guards(app: Flask) -> None:
    """Put the guard before every request, and the council's name into every address."""
    app.url_value_preprocessor(_take_council)
    app.url_defaults(_give_council)
    app.before_request(_guard)
    app.teardown_request(current.end_request)
    app.teardown_request(_close_files)


def _close_files(_error: BaseException | None = None) -> None:
    # A large file that came in lies in a file of the system's until it is closed.
    request.close()
