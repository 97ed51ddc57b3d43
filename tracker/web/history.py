"""The whole history of one record, whatever it is."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.models import Report
from tracker.presenters.history import history_entries, ids_in
from tracker.presenters.redactions import subject_link
from tracker.queries.administration import names_of
from tracker.queries.errors import NotFound
from tracker.queries.history import list_whole_history
from tracker.queries.listing import PAGE_SIZE
from tracker.queries.redactions import get_subject
from tracker.web.addresses import url_for
from tracker.web.asking import whole_number
from tracker.web.current import actor, db, words
from tracker.web.guards import requires
from tracker.web.pages import page

bp = Blueprint("history", __name__, url_prefix="/councils/<string:council>/history")


@bp.get("/<uuid:record_id>")
@requires(P.VIEW_COUNCIL)
def show(record_id: uuid.UUID) -> ResponseReturnValue:
    """Who did what to a record and to what hangs on it, when and why; the newest first."""
    subject = get_subject(db(), actor(), record_id)
    if subject.record_type == Report.__tablename__:
        # Until it is accepted, a report is only for who records inspections; then it has its page.
        raise NotFound("A report tells its history nowhere")
    before = whole_number("before") or None
    found = list_whole_history(db(), actor(), record_id, before=before, most=PAGE_SIZE + 1)
    rows = found[:PAGE_SIZE]
    older = url_for(".show", record_id=record_id, before=rows[-1].seq) if found[PAGE_SIZE:] else ""
    return page(
        "history/show.html",
        record_id=record_id,
        subject=subject_link(subject, url_for),
        entries=history_entries(rows, words(), names_of(db(), actor(), ids_in(rows))),
        older_href=older,
        newest_href=url_for(".show", record_id=record_id) if before else "",
    )
