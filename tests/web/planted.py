"""A blueprint that does nearly everything wrong, one fault a view, for the walks to find."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, make_response, request, session
from flask.typing import ResponseReturnValue
from markupsafe import escape
from sqlalchemy import select, text

from tracker.access.permissions import Permission as P
from tracker.extensions import csrf
from tracker.models import Action, Council, Inspection
from tracker.queries.errors import NotFound
from tracker.web.current import actor, db
from tracker.web.guards import public, requires, signed_in_only, writes

bp = Blueprint("planted", __name__, url_prefix="/councils/<string:council>/planted")

FRAME = (
    "<!DOCTYPE html><html lang=en><head><title>Planted</title></head>"
    "<body><h1>Planted</h1>{}</body></html>"
)


def _page(content: str = "", status: int = 200) -> ResponseReturnValue:
    return make_response(FRAME.format(content), status)


def _form(version: str = "") -> str:
    hidden = f'<input type="hidden" name="version" value="{version}">' if version else ""
    return (
        f'<form method="post" action="{request.path}">{hidden}'
        '<label for="words">Words</label><input id="words" name="words">'
        "<button>Save</button></form>"
    )


@bp.get("/no-policy")
def no_policy() -> ResponseReturnValue:
    return _page()


@bp.get("/open-to-all")
@public
def open_to_all() -> ResponseReturnValue:
    return _page()


@bp.get("/of-no-council")
@signed_in_only
def of_no_council() -> ResponseReturnValue:
    return _page()


@bp.post("/unmarked")
@requires(P.VIEW_COUNCIL)
def unmarked() -> ResponseReturnValue:
    return _page()


@bp.get("/Snake_case")
@requires(P.VIEW_COUNCIL)
def snake_case() -> ResponseReturnValue:
    return _page()


@bp.get("/untyped/<action_id>")
@requires(P.VIEW_COUNCIL)
def untyped(action_id: str) -> ResponseReturnValue:
    return _page(str(escape(action_id)))


@bp.get("/writes")
@requires(P.VIEW_COUNCIL)
def a_get_that_writes() -> ResponseReturnValue:
    db().execute(text("update council set name = name"))
    return _page()


@bp.get("/faulty")
@requires(P.VIEW_COUNCIL)
def faulty() -> ResponseReturnValue:
    raise RuntimeError("planted")


@bp.get("/never/<uuid:action_id>")
@requires(P.VIEW_COUNCIL)
def never_there(action_id: uuid.UUID) -> ResponseReturnValue:
    raise NotFound("planted")


@bp.route("/anybody/<uuid:action_id>", methods=["GET", "POST"])
@requires(P.VIEW_COUNCIL)
@writes
def any_record(action_id: uuid.UUID) -> ResponseReturnValue:
    """Says something of whatever record, whoever's it is, and of none."""
    return _page(_form())


@bp.get("/leaks")
@requires(P.VIEW_COUNCIL)
def leaks() -> ResponseReturnValue:
    query = select(Inspection.title).where(Inspection.council_id == actor().council_id)
    return _page("".join(f"<p>{escape(title)}</p>" for title in db().scalars(query)))


@bp.route("/careless", methods=["GET", "POST"])
@requires(P.EDIT_PLANS)
@writes
def careless() -> ResponseReturnValue:
    """Takes any field and any version, and forgets what was typed."""
    return _page(_form(version="1"))


@bp.route("/forgetful", methods=["GET", "POST"])
@requires(P.EDIT_PLANS)
@writes
def forgetful() -> ResponseReturnValue:
    """Refuses strange fields in the right words, and forgets what was typed."""
    if request.method == "GET":
        return _page(_form(version="1"))
    refusal = '<p class="govuk-error-summary">This page does not know the field “strange”</p>'
    return _page(refusal + _form(version="1"), 422)


@bp.route("/mute", methods=["GET", "POST"])
@requires(P.EDIT_PLANS)
@writes
def mute() -> ResponseReturnValue:
    """Refuses without a word."""
    return _page(_form(), 422 if request.method == "POST" else 200)


@bp.route("/fragile", methods=["GET", "POST"])
@requires(P.EDIT_PLANS)
@writes
def fragile() -> ResponseReturnValue:
    """Takes it that words are there."""
    if request.method == "POST" and not request.form["words"].strip():
        raise ValueError("planted")
    return _page(_form())


@bp.route("/echoing", methods=["GET", "POST"])
@requires(P.EDIT_PLANS)
@writes
def echoing() -> ResponseReturnValue:
    """Gives whatever was typed back as it came."""
    if request.method == "GET":
        return _page(_form())
    typed = escape(request.form["words"])
    return _page(f'<p class="govuk-error-summary">No: {typed}</p>{_form()}', 422)


@bp.get("/gullible")
@requires(P.VIEW_COUNCIL)
def gullible() -> ResponseReturnValue:
    """Takes it that a page is a number."""
    return _page(str(int(request.args.get("page", "1"))))


@bp.get("/row-by-row")
@requires(P.VIEW_COUNCIL)
def row_by_row() -> ResponseReturnValue:
    """Asks for one row after another."""
    ids = db().scalars(select(Action.id).where(Action.council_id == actor().council_id)).all()
    for action_id in ids:
        db().execute(select(Action.title).where(Action.id == action_id))
    return _page()


@bp.get("/wasteful")
@requires(P.VIEW_COUNCIL)
def wasteful() -> ResponseReturnValue:
    """Asks the same thing again and again."""
    for _turn in range(9):
        db().execute(select(Council.name))
    return _page()


def plant(app: Any) -> None:
    """Put the blueprint into ``app``, beside views that go round the guard."""
    app.register_blueprint(bp)

    def unguarded() -> ResponseReturnValue:
        """Lets anybody in, by whatever method, without a token."""
        session.pop("csrf_token", None)
        return _page()

    csrf.exempt(unguarded)
    unguarded.policy = P.EDIT_PLANS  # type: ignore[attr-defined]
    guards = app.before_request_funcs[None]
    app.before_request_funcs[None] = [
        lambda guard=guard: None if request.path.endswith("/unguarded") else guard()
        for guard in guards
    ]
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    rule = "/councils/<string:council>/planted/unguarded"
    app.add_url_rule(rule, "planted.unguarded", unguarded, methods=methods)
