"""Files of evidence: a new version, the file itself, and erasing one that must not be kept."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.extensions import limiter
from tracker.forms.evidence import EraseForm, NewVersionForm
from tracker.models import EvidenceFile
from tracker.presenters import evidence as presenter
from tracker.queries.evidence import get_evidence
from tracker.queries.evidence_files import get_evidence_file
from tracker.services import evidence_files as services
from tracker.services.evidence_files import MOST_BYTES, FileFields
from tracker.web.addresses import url_for
from tracker.web.answers import attachment
from tracker.web.current import actor, db, today
from tracker.web.errors import message
from tracker.web.evidence import RECEIPTS
from tracker.web.guards import allow, requires, takes_file, writes
from tracker.web.kept_files import content_of
from tracker.web.pages import Attempt, attempt, done, page
from tracker.web.receiving import let_go, same_here, scan_note, take_in

bp = Blueprint("evidence_files", __name__, url_prefix="/councils/<string:council>")


ERASED = "This file was erased"


@bp.route("/evidence/<uuid:evidence_id>/add-file", methods=["GET", "POST"])
@requires(P.ADD_EVIDENCE)
@takes_file(MOST_BYTES)
@limiter.limit(RECEIPTS, methods=["POST"])
def add(evidence_id: uuid.UUID) -> ResponseReturnValue:
    """Add a file to evidence, or a new version of it."""
    evidence = get_evidence(db(), actor(), evidence_id)
    allow(P.ADD_EVIDENCE, evidence.action)
    shown = presenter.page_values(evidence, url_for)
    action_id = evidence.action_id
    form = NewVersionForm()
    if form.validate_on_submit() and _add(form, evidence_id):
        return done("File added", shown["back"])
    same = same_here(form, action_id)
    return page("evidence/add_file.html", form=form, same=same, scan_note=scan_note(), **shown)


def _add(form: NewVersionForm, evidence_id: uuid.UUID) -> Attempt:
    def deed(file: FileFields | None) -> EvidenceFile:
        if file is None:
            raise RuleError("Choose the file", field="file")
        evidence = get_evidence(db(), actor(), evidence_id)
        allow(P.ADD_EVIDENCE, evidence.action)
        return services.add_evidence_file(db(), evidence, file, by=actor(), on=today())

    return take_in(form, deed)


@bp.get("/evidence-files/<uuid:file_id>/file")
@requires(P.VIEW_COUNCIL)
def download(file_id: uuid.UUID) -> ResponseReturnValue:
    """The file as it came, to be saved: compared with what was kept, and never shown here."""
    file = get_evidence_file(db(), actor(), file_id)
    if file.erased_on is not None:
        when = (f"It was erased on {long_date(file.erased_on)}, as it must not be kept.",)
        return message(404, ERASED, when)  # type: ignore[no-any-return]
    return attachment(content_of(file), file.media_type, file.name)


@bp.route("/evidence-files/<uuid:file_id>/erase", methods=["GET", "POST"])
@requires(P.ADD_EVIDENCE)
@writes
def erase(file_id: uuid.UUID) -> ResponseReturnValue:
    """Erase a file that must not be kept; what is recorded of it stays."""
    file = get_evidence_file(db(), actor(), file_id)
    allow(P.ADD_EVIDENCE, file.evidence.action)
    shown = presenter.page_values(file.evidence, url_for) | {"name": file.name}
    form = EraseForm()
    if form.validate_on_submit():
        reason = form.reason.data
        tried = attempt(
            form,
            lambda: services.erase_evidence_file(db(), file, by=actor(), on=today(), reason=reason),
        )
        if tried:
            db().commit()
            if tried.result:
                let_go(tried.result)
            return done("File erased", shown["back"])
    return page("evidence/erase_file.html", form=form, **shown)
