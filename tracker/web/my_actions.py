"""My actions: what the signed-in person owes, due and overdue first."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.presenters import my_actions as presenter
from tracker.queries.my_actions import list_owed_actions
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import wants_csv
from tracker.web.current import actor, db, today
from tracker.web.guards import requires
from tracker.web.pages import page

bp = Blueprint("my_actions", __name__, url_prefix="/councils/<string:council>/my-actions")


@bp.get("")
@requires(P.POST_UPDATES)
def show() -> ResponseReturnValue:
    """Open actions that the person, or a post of theirs, owns."""
    rows = list_owed_actions(db(), actor())
    if wants_csv():
        return csv_answer("my-actions", presenter.CSV_HEADER, presenter.csv_rows(rows))
    return page("my_actions/show.html", groups=presenter.owed_groups(rows, url_for, today()))
