"""Frameworks: which are installed, and what each judges by."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.presenters import frameworks as presenter
from tracker.presenters.lists import Address
from tracker.queries.errors import NotFound
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv
from tracker.web.current import frameworks
from tracker.web.guards import requires
from tracker.web.pages import page

bp = Blueprint("frameworks", __name__, url_prefix="/councils/<string:council>/frameworks")


@bp.get("")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """Every framework that an inspection can be of."""
    asked, installed = ask(presenter.FILTERS), list(frameworks().values())
    if wants_csv():
        rows = presenter.csv_rows(presenter.asked_for(installed, asked))
        return csv_answer("frameworks", presenter.CSV_HEADER, rows)
    address = Address(url_for(".index"), asked)
    shown = presenter.frameworks_page(installed, address, url_for)
    return page("frameworks/index.html", list=shown)


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
