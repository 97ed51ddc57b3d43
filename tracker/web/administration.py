"""Administration: the council's names and face, its history, and new bank holidays."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.administration import CouncilForm
from tracker.forms.fields import EARLIEST, LATEST
from tracker.presenters import administration as presenter
from tracker.queries import administration as queries
from tracker.queries.councils import get_council
from tracker.queries.listing import PAGE_SIZE
from tracker.services import councils as services
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import wants_csv
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("administration", __name__, url_prefix="/councils/<string:council>/administration")

MOST_DIGITS = 10
"""Digits of the longest place in a chain that is looked for."""


@bp.get("")
@requires(P.KEEP_PEOPLE)
def index() -> ResponseReturnValue:
    """Where everything stands that is set rarely."""
    return page("administration/index.html")


@bp.route("/council", methods=["GET", "POST"])
@requires(P.ADMINISTER_COUNCIL)
@writes
def council() -> ResponseReturnValue:
    """The council's names, colour and freeze; the colour can be looked at before it is saved."""
    found = get_council(db(), actor())
    allow(P.ADMINISTER_COUNCIL, found)
    form = CouncilForm(obj=found)
    tried = Attempt()
    if not form.preview.data and form.validate_on_submit():
        version, fields = form.known_version, form.fields(found)
        tried = attempt(
            form,
            lambda: services.amend_council(
                db(), found, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Council amended", url_for(".index"))
    swatch = presenter.swatch(form.colour.data)
    return page("administration/council.html", form=form, swatch=swatch, conflict=tried.conflict)


@bp.get("/bank-holidays")
@requires(P.KEEP_PEOPLE)
def bank_holidays() -> ResponseReturnValue:
    """Bank holidays that were proclaimed after the release; they are the whole installation's."""
    rows = presenter.holiday_rows(queries.list_bank_holidays(db()))
    return page("administration/bank_holidays.html", rows=rows)


@bp.get("/history")
@requires(P.KEEP_PEOPLE)
def history() -> ResponseReturnValue:
    """Every deed of the council, newest first."""
    asked = _asked()
    if wants_csv():
        rows = queries.list_deeds(db(), actor(), asked, most=queries.MOST_EXPORTED)
        return csv_answer("history", presenter.CSV_HEADER, presenter.csv_rows(rows))
    found = queries.list_deeds(db(), actor(), asked)
    shown = found[:PAGE_SIZE]
    names = queries.names_of(db(), actor(), [row.subject_id for row in shown])
    return page(
        "administration/history.html",
        columns=presenter.DEED_COLUMNS,
        rows=presenter.deed_rows(shown, names, url_for),
        groups=presenter.deed_filters(asked, queries.list_everybody(db(), actor())),
        older_href=_address(asked, before=shown[-1].seq) if len(found) > PAGE_SIZE else "",
        newest_href=_address(asked) if asked.before else "",
        csv_href=_address(asked, format="csv"),
        is_filtered=asked.who is not None or asked.until is not None,
        most=queries.MOST_EXPORTED,
    )


def _asked() -> queries.DeedsAsked:
    """What the address asks for; what cannot be read is passed over."""
    before = request.args.get("before", "")
    is_number = before.isascii() and before.isdigit() and len(before) < MOST_DIGITS
    return queries.DeedsAsked(
        who=_person(request.args.get("who", "")),
        until=_day(request.args.get("until", "")),
        before=int(before) if is_number else None,
    )


def _person(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


def _address(asked: queries.DeedsAsked, **more: Any) -> str:
    kept: dict[str, Any] = {"who": asked.who, "until": asked.until, **more}
    return url_for(".history", **{name: value for name, value in kept.items() if value is not None})
