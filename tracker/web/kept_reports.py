"""Reports that are kept with their inspections: page by page, and whole."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.adapters.file_store import NoSuchFile
from tracker.intake.serialising import from_json
from tracker.presenters.leaves import Sought
from tracker.presenters.leaves import leaf as leaf_of
from tracker.presenters.report_drafts import size_words
from tracker.queries.errors import NotFound
from tracker.queries.kept_reports import find_text_of, get_kept_report
from tracker.web.addresses import url_for
from tracker.web.answers import attachment
from tracker.web.asking import whole_number
from tracker.web.current import actor, db, files, membership
from tracker.web.guards import requires
from tracker.web.pages import page
from tracker.web.report_drafts import picture_answer, picture_href

bp = Blueprint("kept_reports", __name__, url_prefix="/councils/<string:council>/kept-reports")


@bp.get("/<uuid:report_id>")
@requires(P.VIEW_COUNCIL)
def show(report_id: uuid.UUID) -> ResponseReturnValue:
    """The report of an inspection, a page at a time."""
    report = get_kept_report(db(), actor(), report_id)
    text = find_text_of(db(), report)

    def turn(number: int) -> str:
        return url_for(".show", report_id=report.id, page=number)

    def address(number: int) -> str:
        return url_for(".picture", report_id=report.id, page=number)

    wanted, picture_of = Sought(page=whole_number("page")), picture_href(report, address)
    leaf = leaf_of(from_json(text), wanted, picture_of, turn) if text else None
    return page("kept_reports/show.html", report=report, size=size_words(report.size), leaf=leaf)


@bp.get("/<uuid:report_id>/picture")
@requires(P.VIEW_COUNCIL)
def picture(report_id: uuid.UUID) -> ResponseReturnValue:
    """The picture of a page of a kept report."""
    return picture_answer(get_kept_report(db(), actor(), report_id))


@bp.get("/<uuid:report_id>/file")
@requires(P.VIEW_COUNCIL)
def download(report_id: uuid.UUID) -> ResponseReturnValue:
    """The report as it came, to be saved: never shown within the site."""
    report = get_kept_report(db(), actor(), report_id)
    try:
        content = files().get(report.storage_key)
    except NoSuchFile:
        raise NotFound("The file of this report is gone") from None
    end = report.name.rpartition(".")[2].lower()
    day = report.inspection.fieldwork_end_on if report.inspection else ""
    return attachment(content, report.media_type, f"{membership().slug}-report-{day}.{end}")
