"""Cabinet reports as issued: issuing one, the list of a plan's, and the files that are kept."""

from __future__ import annotations

import uuid
from typing import Any, Final

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.access.policy import can
from tracker.domain.errors import RuleError
from tracker.domain.papers import Audience, PaperKind
from tracker.domain.release import VERSION
from tracker.domain.report_material import to_text
from tracker.forms.cabinet import IssueForm, MakeAgainForm
from tracker.models import CabinetDraft, IssuedReport
from tracker.presenters import issued_reports as presenter
from tracker.presenters.cabinet_drafts import lost_keys
from tracker.presenters.cabinet_papers import Source, report_for
from tracker.presenters.papers import making
from tracker.presenters.plans import trail
from tracker.queries.cabinet import as_cabinet
from tracker.queries.cabinet_reports import (
    find_cabinet_draft,
    find_paper_job,
    get_issued_file,
    get_issued_report,
    list_issued_reports,
)
from tracker.queries.errors import NotFound
from tracker.queries.plans import get_plan
from tracker.reports.exemption import passages_of
from tracker.services.issued_reports import IssueFields, issue_report
from tracker.services.paper_jobs import make_again
from tracker.services.reports import sha256_of
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import wants_csv
from tracker.web.cabinet_source import source_of
from tracker.web.current import actor, db, frameworks, today
from tracker.web.guards import allow, requires, writes
from tracker.web.kept_files import paper_file
from tracker.web.pages import Attempt, done, page
from tracker.web.receiving import kept_with

bp = Blueprint("issued_reports", __name__, url_prefix="/councils/<string:council>")

LOST: Final = (
    "Passages that were marked as exempt read otherwise now, and so would be published. Look at "
    "what is exempt again, and save it"
)


@bp.get("/plans/<uuid:plan_id>/cabinet-reports")
@requires(P.VIEW_COUNCIL)
def index(plan_id: uuid.UUID) -> ResponseReturnValue:
    """The cabinet reports that were issued of a plan, the newest first."""
    plan = get_plan(db(), actor(), plan_id)
    issued = list_issued_reports(db(), actor(), plan_id)
    if wants_csv():
        return csv_answer("cabinet-reports", presenter.CSV_HEADER, presenter.csv_rows(issued))
    rows = presenter.issued_rows(issued, url_for)
    return page("issued_reports/index.html", plan=plan, trail=trail(plan, url_for), rows=rows)


@bp.route("/plans/<uuid:plan_id>/cabinet-report/issue", methods=["GET", "POST"])
@requires(P.ISSUE_REPORTS)
def issue(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Issue the report: what it is drawn from is kept with its SHA-256, and then its files."""
    plan = get_plan(db(), as_cabinet(actor()), plan_id)
    allow(P.ISSUE_REPORTS, plan)
    draft = find_cabinet_draft(db(), actor(), plan_id)
    if draft is None:
        raise NotFound("Nothing was typed of this report yet")
    source = source_of(draft)
    form = IssueForm(data={"version": draft.version})
    if form.validate_on_submit():
        tried = _issue(form, source, draft)
        if tried:
            return done("Report issued", url_for(".show", issued_id=tried.result.id))
    return page(
        "issued_reports/issue.html",
        form=form,
        plan=plan,
        trail=trail(plan, url_for),
        **presenter.what_is_issued(source, url_for),
    )


def _issue(form: IssueForm, source: Source, draft: CabinetDraft) -> Attempt:
    """Keep the material while only reading, then do the deed; refused, the file goes again."""
    passages = passages_of(report_for(source, Audience.FULL, frameworks()))
    if lost_keys(source.marks, passages):
        form.refuse(RuleError(LOST))
        return Attempt()
    plan_id, content = draft.plan_id, to_text(source.material).encode()
    version = form.known_version
    return kept_with(
        form, content, lambda key: _issued(plan_id, _fields(source, content, key), version)
    )


def _issued(plan_id: uuid.UUID, fields: IssueFields, version: int | None) -> IssuedReport:
    draft = find_cabinet_draft(db(), actor(), plan_id)
    if draft is None:
        raise NotFound("Nothing was typed of this report yet")
    allow(P.ISSUE_REPORTS, draft)
    return issue_report(db(), draft, fields, by=actor(), on=today(), version=version)


def _fields(source: Source, content: bytes, key: str) -> IssueFields:
    material = source.material
    return IssueFields(
        material_key=key,
        material_sha256=sha256_of(content),
        snapshot_sha256=material.now.sha256,
        seq=material.now.seq,
        as_at=material.now.as_at,
        since_on=material.before.as_at if material.before else None,
        release=VERSION,
        issued_at=source.made_at,
        inspections=[one.id for one in material.now.inspections],
    )


@bp.get("/cabinet-reports/<uuid:issued_id>")
@requires(P.VIEW_COUNCIL)
def show(issued_id: uuid.UUID) -> ResponseReturnValue:
    """A report as issued: its files with their SHA-256, and what it was drawn from."""
    issued = get_issued_report(db(), actor(), issued_id)
    job = find_paper_job(db(), actor(), PaperKind.CABINET_REPORT, issued_id)
    return page(
        "issued_reports/show.html",
        issued=issued,
        trail=trail(issued.plan, url_for),
        making=making(job),
        files=presenter.file_rows(_seen_files(issued), url_for),
        facts=presenter.facts_of(issued, url_for),
    )


@bp.get("/cabinet-reports/<uuid:issued_id>/progress")
@requires(P.VIEW_COUNCIL)
def progress(issued_id: uuid.UUID) -> ResponseReturnValue:
    """How far the making of its files has come, for the script of the page that waits."""
    issued = get_issued_report(db(), actor(), issued_id)
    return jsonify(making(find_paper_job(db(), actor(), PaperKind.CABINET_REPORT, issued.id)))


def _seen_files(issued: IssuedReport) -> list[Any]:
    """The files of a report; those with exempt information are for whoever makes reports."""
    sees_exempt = can(actor(), P.MAKE_REPORTS, issued)
    return [file for file in issued.files if sees_exempt or file.audience is Audience.PUBLIC]


@bp.get("/issued-files/<uuid:issued_file_id>")
@requires(P.VIEW_COUNCIL)
def file(issued_file_id: uuid.UUID) -> ResponseReturnValue:
    """A file of an issued report, compared with the SHA-256 that was recorded."""
    found = get_issued_file(db(), actor(), issued_file_id)
    if found.audience is Audience.FULL:
        allow(P.MAKE_REPORTS, found)
    return paper_file(found)


@bp.route("/cabinet-reports/<uuid:issued_id>/make-again", methods=["GET", "POST"])
@requires(P.ISSUE_REPORTS)
@writes
def again(issued_id: uuid.UUID) -> ResponseReturnValue:
    """Let the files of a report be made once more, after making them was given up."""
    issued = get_issued_report(db(), actor(), issued_id)
    allow(P.ISSUE_REPORTS, issued)
    form = MakeAgainForm()
    if form.validate_on_submit():
        job = find_paper_job(db(), actor(), PaperKind.CABINET_REPORT, issued_id)
        if job is not None:
            make_again(job)
        return done("The files are made once more", url_for(".show", issued_id=issued_id))
    return page("issued_reports/again.html", form=form, issued=issued, trail=_trail(issued))


def _trail(issued: IssuedReport) -> list[dict[str, str]]:
    here = {"text": issued.title, "href": url_for(".show", issued_id=issued.id)}
    return [*trail(issued.plan, url_for), here]
