"""Papers drawn from a plan: the report to cabinet as a Word file."""

from __future__ import annotations

import uuid
from typing import Final

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.adapters.pictures import png_of
from tracker.forms.reports import AuthorsForm, CabinetForm, implication_names
from tracker.presenters import cabinet as presenter
from tracker.presenters.plans import trail
from tracker.queries import cabinet as queries
from tracker.reports.cabinet import cabinet_word
from tracker.web.addresses import url_for
from tracker.web.answers import attachment
from tracker.web.current import actor, db, frameworks, membership, now, today
from tracker.web.guards import allow, requires
from tracker.web.pages import page

bp = Blueprint("reports", __name__, url_prefix="/councils/<string:council>/plans")

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.route("/<uuid:plan_id>/cabinet-report", methods=["GET", "POST"])
@requires(P.MAKE_REPORTS)
def cabinet(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for the author's part of a report to cabinet, and give the whole as a Word file."""
    opening = queries.read_opening(db(), actor(), plan_id)
    allow(P.MAKE_REPORTS, opening.plan)
    form = CabinetForm(data=presenter.suggested(opening, membership().person_name))
    if form.validate_on_submit():
        return _word(plan_id, form)
    return page(
        "reports/cabinet.html",
        form=form,
        plan=opening.plan,
        trail=trail(opening.plan, url_for),
        back=url_for("plans.show", plan_id=plan_id),
        as_at=presenter.as_at(now()),
        small_fields={name: {"rows": 2} for _key, name in implication_names()},
        withheld=presenter.withheld(queries.list_withheld(db(), actor())),
    )


def _word(plan_id: uuid.UUID, form: AuthorsForm) -> Response:
    material = queries.read_material(db(), actor(), plan_id, on=today(), since=None)
    report = presenter.cabinet_report(material, form.fields(), frameworks(), now())
    name = f"{membership().slug}-cabinet-report-{today().isoformat()}.docx"
    return attachment(cabinet_word(report, png_of), WORD, name)
