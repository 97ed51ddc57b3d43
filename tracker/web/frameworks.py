"""Frameworks: which are installed, and what each judges by."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.presenters import frameworks as presenter
from tracker.queries.errors import NotFound
from tracker.web.addresses import url_for
from tracker.web.current import frameworks
from tracker.web.guards import requires
from tracker.web.pages import page

bp = Blueprint("frameworks", __name__, url_prefix="/councils/<string:council>/frameworks")


@bp.get("")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """Every framework that an inspection can be of."""
    rows = presenter.framework_rows(frameworks().values(), url_for)
    return page("frameworks/index.html", columns=presenter.COLUMNS, rows=rows)


@bp.get("/<string:key>")
@requires(P.VIEW_COUNCIL)
def show(key: str) -> ResponseReturnValue:
    """One framework: its areas in order, its scales, kinds and clocks."""
    framework = frameworks().get(key)
    if framework is None:
        raise NotFound("No such framework")
    return page(
        "frameworks/show.html",
        framework=framework,
        facts=presenter.facts(framework, url_for),
        area_columns=presenter.AREA_COLUMNS,
        areas=presenter.area_rows(framework),
        scales=presenter.scales(framework),
        kind_columns=presenter.KIND_COLUMNS,
        kinds=presenter.kind_rows(framework),
        clock_columns=presenter.CLOCK_COLUMNS,
        clocks=presenter.clock_rows(framework),
    )
