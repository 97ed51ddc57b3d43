"""Plans as the public sees them: the same for everybody, without an account and without a cookie.

Nothing is read but one statement and what was kept of the publication, and no query parameter
changes anything, so an answer may be kept on its way (``Cache-Control``, ``ETag``).
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from tracker.domain.dates import local_day
from tracker.domain.publication_states import PublicationState
from tracker.domain.release import VERSION
from tracker.presenters.publications import public_facts
from tracker.presenters.published_plan import published_page
from tracker.presenters.words import day_words, demonstration_words
from tracker.queries.errors import NotFound
from tracker.queries.publications import PublicPlan, get_public_plan
from tracker.web.addresses import url_for
from tracker.web.current import db, frameworks, now
from tracker.web.guards import public
from tracker.web.published_plans import seen
from tracker.web.published_text import GONE, NotAsPublished, published_text

bp = Blueprint("public_plans", __name__, url_prefix="/public")

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The page runs no script and sends no form, so that nothing in it may try to."""

KEPT_FOR: Final = "public, max-age=60"
"""So long an answer is kept without asking again: what is withdrawn is gone a minute later."""

NO_SUCH_PLAN: Final = (
    "No such plan",
    (
        "There is no published plan at this address.",
        "If you typed the address, check that it is right. If you pasted it, check its end.",
    ),
)


@bp.get("/<string:council_slug>/<string:plan_slug>")
@public
def show(council_slug: str, plan_slug: str) -> ResponseReturnValue:
    """The newest publication of a plan."""
    try:
        found = get_public_plan(db(), council_slug, plan_slug, local_day(now()))
    except NotFound:
        return _plainly(404, *NO_SUCH_PLAN)
    newest = (row for row in found.rows if row.state is PublicationState.PUBLISHED)
    return _answer(found, next(newest, found.rows[0]))


@bp.get("/<string:council_slug>/<string:plan_slug>/<string:edition>")
@public
def earlier(council_slug: str, plan_slug: str, edition: str) -> ResponseReturnValue:
    """One publication of a plan by its number."""
    try:
        found = get_public_plan(db(), council_slug, plan_slug, local_day(now()))
    except NotFound:
        return _plainly(404, *NO_SUCH_PLAN)
    row = next((row for row in found.rows if str(row.number) == edition), None)
    return _answer(found, row) if row else _plainly(404, *NO_SUCH_PLAN)


def _answer(found: PublicPlan, row: Any) -> ResponseReturnValue:
    if row.state is PublicationState.WITHDRAWN:
        return _kept(render_template("public/withdrawn.html", **_frame(found, row)), 410)
    etag = _etag(found, row)
    if etag in request.if_none_match.as_set(include_weak=True):
        return _kept("", 304, etag)
    try:
        shown = _shown(found, row)
    except NotAsPublished:
        return _plainly(404, *GONE)
    return _kept(render_template("public/plan.html", shown=shown, **_frame(found, row)), 200, etag)


def _shown(found: PublicPlan, row: Any) -> dict[str, Any]:
    readable = (one for one in found.rows if one.state is not PublicationState.WITHDRAWN)
    last = next((one for one in readable if one.number < row.number), None)
    before = seen(published_text(last), found.hidden) if last else None
    return published_page(seen(published_text(row), found.hidden), frameworks(), before)


def _frame(found: PublicPlan, row: Any) -> dict[str, Any]:
    """What the public page is given beside the plan: its council, and the other publications."""
    names = {"council_slug": row.slug, "plan_slug": row.address}
    newest = next((one for one in found.rows if one.state is PublicationState.PUBLISHED), None)
    return {
        "council": row.name,
        "brand_url": url_for("brand.sheet", colour=row.colour.removeprefix("#")),
        "demonstration": demonstration_words(row.ons_code, is_demonstration=row.is_demonstration),
        "number": row.number,
        "plan_title": row.title,
        "published": day_words(row.published_on),
        "withdrawn": day_words(row.withdrawn_on),
        "newest_href": url_for(".show", **names) if newest and newest.id != row.id else "",
        "others": [
            {**one, "href": url_for(".earlier", **names, edition=one["number"])}
            for one in public_facts(found.rows, row.id)
        ],
    }


def _etag(found: PublicPlan, row: Any) -> str:
    """What the answer depends on, in short: publications, embargoes, the council's face."""
    parts = [VERSION, str(row.id), row.name, row.colour]
    parts += [f"{one.id} {one.state} {one.sha256}" for one in found.rows]
    parts += sorted(map(str, found.hidden))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _plainly(code: int, heading: str, paragraphs: tuple[str, ...]) -> Response:
    body = render_template("public/message.html", heading=heading, paragraphs=paragraphs)
    return _kept(body, code)


def _kept(body: str, code: int, etag: str = "") -> Response:
    response: Response = make_response(body, code)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = KEPT_FOR
    if etag:
        # Weak, as what is sent may be compressed in one way or another.
        response.set_etag(etag, weak=True)
    return response
