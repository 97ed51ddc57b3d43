"""Reports as they come in: handing one in, watching it being read, its draft beside its page."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Final

from flask import Blueprint, Response, abort, flash, jsonify, redirect
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.adapters.file_store import NoSuchFile, page_key
from tracker.domain.vocabulary import DraftState
from tracker.extensions import limiter
from tracker.forms.base import PageForm
from tracker.forms.fields import offer
from tracker.forms.report_drafts import AcceptForm, DropForm, ReadForm
from tracker.intake.draft import ReportDraft
from tracker.models import Council, DraftOfReport, Report
from tracker.presenters import draft_page
from tracker.presenters import report_drafts as presenter
from tracker.presenters.draft_page import DraftView
from tracker.presenters.leaves import Sought, leaf
from tracker.presenters.lists import Address
from tracker.queries import report_drafts as queries
from tracker.queries.inspections import list_earlier_inspections
from tracker.services import reports as services
from tracker.services.report_acceptance import accept_report
from tracker.services.report_drafts import contents_of
from tracker.services.reports import MOST_BYTES, ReportFields
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv, whole_number
from tracker.web.current import actor, begin_deed, db, files, frameworks, today
from tracker.web.guards import allow, requires, takes_file, writes
from tracker.web.pages import Attempt, attempt, done, page
from tracker.web.receiving import let_go, scan_note, scanned

bp = Blueprint("report_drafts", __name__, url_prefix="/councils/<string:council>/report-drafts")

RECEIPTS: Final = "60 per hour"
"""How many reports one machine may hand in: each takes a worker's time and room for files."""


@bp.get("")
@requires(P.RECORD_INSPECTIONS)
def index() -> ResponseReturnValue:
    """Every report that came in, the newest first."""
    asked = ask(queries.LISTING.filters)
    if wants_csv():
        rows = queries.every_draft(db(), actor(), asked)
        return csv_answer("reports", presenter.CSV_HEADER, presenter.csv_rows(rows))
    found = queries.page_of_drafts(db(), actor(), asked)
    shown = presenter.drafts_page(found, Address(url_for(".index"), asked), url_for)
    return page("report_drafts/index.html", list=shown)


@bp.route("/read", methods=["GET", "POST"])
@requires(P.RECORD_INSPECTIONS)
@takes_file(MOST_BYTES)
@limiter.limit(RECEIPTS, methods=["POST"])
def read() -> ResponseReturnValue:
    """Hand in a report as a file or as text."""
    form = ReadForm()
    if form.validate_on_submit():
        answer = _receive(form, form.content())
        if answer is not None:
            return answer
    return page("report_drafts/read.html", form=form, scan_note=scan_note())


def _receive(form: ReadForm, content: bytes) -> ResponseReturnValue | None:
    """Keep the file and let it wait; the very same one leads to where it is already."""
    sha256 = services.sha256_of(content)
    before = queries.find_received(db(), actor(), sha256)
    if before is not None:
        flash(presenter.came_before(before), "notice")
        return redirect(url_for(".show", draft_id=before.id), 303)
    if scanned(form, content) is None:
        return None
    key = files().put(content)
    fields = ReportFields(
        name=form.name,
        media_type=services.media_type_of(form.name) or "",
        size=len(content),
        sha256=sha256,
        storage_key=key,
    )
    try:
        draft_id = _record(form, fields)
    except BaseException:
        let_go(key)
        raise
    if draft_id is None:
        let_go(key)
        return None
    return done("Report received", url_for(".show", draft_id=draft_id))


def _record(form: ReadForm, fields: ReportFields) -> uuid.UUID | None:
    begin_deed()
    tried = attempt(form, lambda: services.receive_report(db(), fields, by=actor(), on=today()))
    if not tried:
        return None
    draft_id: uuid.UUID = tried.result.id
    db().commit()
    return draft_id


@bp.get("/<uuid:draft_id>")
@requires(P.RECORD_INSPECTIONS)
def show(draft_id: uuid.UUID) -> ResponseReturnValue:
    """A draft: how far its reading is, or what was read, beside the page that it came from."""
    draft = queries.get_draft(db(), actor(), draft_id)
    if draft.state is DraftState.ACCEPTED and draft.report.removed_on is None:
        return redirect(url_for("inspections.show", inspection_id=draft.report.inspection_id), 303)
    return draft_answer(draft)


def draft_answer(draft: DraftOfReport, form: PageForm | None = None) -> ResponseReturnValue:
    """The page of a draft, with what was wrong with the button that was pressed on it."""
    head = {"draft": draft, "received": presenter.received_words(draft), "form": form}
    if draft.state is not DraftState.READY:
        progress = presenter.progress_of(draft)
        tag = presenter.STATES[draft.state]
        return page("report_drafts/waiting.html", progress=progress, state=tag, **head)
    found = contents_of(draft)
    view = DraftView(draft.id, found, frameworks(), url_for)
    return page(
        "report_drafts/show.html",
        warning=presenter.other_council(found, db().get_one(Council, draft.council_id)),
        doubts=draft_page.doubt_rows(view),
        facts=draft_page.fact_rows(view),
        judgements=draft_page.judgement_rows(view),
        groups=draft_page.recommendation_groups(view),
        chosen=sought().about,
        leaf=leaf_beside(draft, found, sought()),
        **head,
    )


def sought() -> Sought:
    """What the address asks to see: an item or a fact, and a page."""
    about = ask(("about", "item")).filters
    chosen = (*about.get("about", ()), *about.get("item", ()))
    return Sought("".join(chosen[:1]), whole_number("page"))


def leaf_beside(draft: DraftOfReport, found: ReportDraft, wanted: Sought) -> dict[str, object]:
    """The page of the report that stands beside its draft."""

    def turn(number: int) -> str:
        about = {"about": wanted.about} if wanted.about else {}
        shown = url_for("report_drafts.show", draft_id=draft.id, **about, page=number)
        return f"{shown}#leaf"

    return leaf(found, wanted, picture_href(draft.report, turning(draft)), turn)


def turning(draft: DraftOfReport) -> Callable[[int], str]:
    """The address of the picture of a page of a draft."""
    return lambda number: url_for("report_drafts.picture", draft_id=draft.id, page=number)


def picture_href(report: Report, address: Callable[[int], str]) -> Callable[[int], str]:
    """The address of a page's picture, or nothing while it is not drawn."""

    def href(number: int) -> str:
        kept = files().exists(page_key(report.storage_key, number))
        return address(number) if kept else ""

    return href


@bp.get("/<uuid:draft_id>/progress")
@requires(P.RECORD_INSPECTIONS)
def progress(draft_id: uuid.UUID) -> ResponseReturnValue:
    """How far the reading has come, for the script of the page that waits."""
    return jsonify(presenter.progress_of(queries.get_progress(db(), actor(), draft_id)))


@bp.get("/<uuid:draft_id>/picture")
@requires(P.RECORD_INSPECTIONS)
def picture(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The picture of a page of a report whose draft is being gone through."""
    draft = queries.get_draft(db(), actor(), draft_id)
    return picture_answer(draft.report)


def picture_answer(report: Report) -> Response:
    """The picture of the page that the address asks for."""
    try:
        content = files().get(page_key(report.storage_key, whole_number("page") or 1))
    except NoSuchFile:
        abort(404)
    return Response(content, content_type="image/png")


@bp.route("/<uuid:draft_id>/accept", methods=["GET", "POST"])
@requires(P.RECORD_INSPECTIONS)
@writes
def accept(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Make an inspection of a draft, with all that its report says."""
    draft = queries.get_draft(db(), actor(), draft_id)
    allow(P.RECORD_INSPECTIONS, draft)
    if draft.state is not DraftState.READY:
        return redirect(url_for(".show", draft_id=draft.id), 303)
    found = contents_of(draft)
    earlier = list_earlier_inspections(db(), actor(), before=found.start_on)
    form = AcceptForm(
        version=draft.version,
        title=presenter.suggested_title(found, frameworks()),
        follows_id=presenter.suggested_earlier(found, earlier, frameworks()),
    )
    offer(form.follows_id, [(str(row.id), row.title) for row in earlier])
    warning = presenter.other_council(found, db().get_one(Council, draft.council_id))
    if not warning:
        del form.is_ours
    if form.validate_on_submit():
        tried = _accept(form, draft)
        if tried:
            to = url_for("inspections.show", inspection_id=tried.result.id)
            return done("Report accepted: its inspection is recorded", to)
    return page(
        "report_drafts/accept.html",
        form=form,
        draft=draft,
        warning=warning,
        counted=presenter.counted(found),
        doubts=draft_page.doubt_rows(DraftView(draft.id, found, frameworks(), url_for)),
        obstacles=presenter.obstacles(found, frameworks(), draft, url_for),
    )


def _accept(form: AcceptForm, draft: DraftOfReport) -> Attempt:
    version, fields = form.known_version, form.fields()
    return attempt(
        form,
        lambda: accept_report(
            db(),
            draft,
            fields,
            by=actor(),
            on=today(),
            frameworks=frameworks(),
            version=version,
        ),
    )


@bp.route("/<uuid:draft_id>/drop", methods=["GET", "POST"])
@requires(P.RECORD_INSPECTIONS)
@writes
def drop(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Take out a report that was handed in by mistake."""
    draft = queries.get_draft(db(), actor(), draft_id)
    allow(P.RECORD_INSPECTIONS, draft)
    form = DropForm()
    if form.validate_on_submit():
        tried = attempt(form, lambda: services.drop_report(db(), draft, by=actor(), on=today()))
        if tried:
            db().commit()
            let_go(tried.result)
            return done("Report dropped", url_for(".index"))
    return page("report_drafts/drop.html", form=form, draft=draft)
