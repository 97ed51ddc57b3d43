"""My actions: what the signed-in person owes, due and overdue first."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.presenters import my_actions as presenter
from tracker.presenters.lists import Address
from tracker.presenters.update_drafts import draft_rows
from tracker.queries import my_actions as queries
from tracker.queries.update_drafts import list_drafts
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer, with_key
from tracker.web.asking import ask, wants_csv
from tracker.web.current import actor, db, today, words
from tracker.web.guards import requires
from tracker.web.pages import page

bp = Blueprint("my_actions", __name__, url_prefix="/councils/<string:council>/my-actions")


@bp.get("")
@requires(P.POST_UPDATES)
def show() -> ResponseReturnValue:
    """Open actions that the person, or a post of theirs, owns."""
    asked = ask(queries.FILTERS)
    if wants_csv():
        rows = queries.list_owed_actions(db(), actor(), asked)
        header = presenter.CSV_HEADER
        return csv_answer("my-actions", header, with_key(presenter.csv_rows(rows, words()), header))
    found = queries.page_of_owed_actions(db(), actor(), asked)
    plans = queries.list_owed_plans(db(), actor())
    here = Address(url_for(".show"), asked)
    shown = presenter.owed_page(found, plans, here, words=words(), url=url_for, today=today())
    groups = presenter.owed_groups(shown, asked.sort)
    drafts = draft_rows(list_drafts(db(), actor()), url_for)
    return page("my_actions/show.html", list=shown, groups=groups, drafts=drafts)
