"""Packs of boards: freezing one, the list of a board's, its files, and a check of it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.papers import PaperFormat, PaperKind
from tracker.forms.base import PageForm
from tracker.forms.cabinet import MakeAgainForm
from tracker.forms.packs import FirstFreezeForm, FreezeForm
from tracker.models import Meeting, Pack, PackFile
from tracker.presenters import pack_checks as checks
from tracker.presenters import packs as presenter
from tracker.presenters.meetings import page_values
from tracker.presenters.pack_sections import pack_report
from tracker.presenters.papers import making
from tracker.queries import packs as queries
from tracker.queries.boards import get_board
from tracker.queries.cabinet_reports import find_paper_job
from tracker.queries.errors import NotFound
from tracker.queries.meetings import get_meeting
from tracker.queries.pack_material import Sealed, read_pack
from tracker.services.pack_checks import Against, check_pack
from tracker.services.packs import Keeping, freeze_pack
from tracker.services.paper_jobs import make_again
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import wants_csv
from tracker.web.current import actor, db, files, frameworks, membership, signing_key, today
from tracker.web.guards import allow, requires, writes
from tracker.web.kept_files import paper_file
from tracker.web.pages import attempt, done, page

bp = Blueprint("packs", __name__, url_prefix="/councils/<string:council>")


@bp.get("/boards/<uuid:board_id>/packs")
@requires(P.VIEW_COUNCIL)
def index(board_id: uuid.UUID) -> ResponseReturnValue:
    """The packs of a board, the newest first."""
    board = get_board(db(), actor(), board_id)
    packs = queries.list_packs(db(), actor(), board_id)
    if wants_csv():
        return csv_answer("packs", presenter.CSV_HEADER, presenter.csv_rows(packs))
    return page("packs/index.html", board=board, rows=presenter.pack_rows(packs, url_for))


@bp.route("/meetings/<uuid:meeting_id>/pack", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def freeze(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Freeze the pack of a meeting, after its page has said what will be in it."""
    meeting = get_meeting(db(), actor(), meeting_id)
    allow(P.KEEP_BOARDS, meeting)
    earlier = queries.find_newest(db(), actor(), meeting_id)
    form = FreezeForm() if earlier else FirstFreezeForm()
    if form.validate_on_submit():
        tried = attempt(form, lambda: _frozen(meeting, form))
        if tried:
            return done("The pack is frozen", url_for(".show", pack_id=tried.result.id))
    return page(
        "packs/freeze.html",
        form=form,
        earlier=earlier,
        columns=presenter.CONTENTS_COLUMNS,
        contents=_contents(meeting),
        **page_values(meeting, url_for, today()),
    )


def _frozen(meeting: Meeting, form: PageForm) -> Pack:
    reason = form.reason.data if isinstance(form, FreezeForm) else None
    keeping = Keeping(files(), signing_key())
    return freeze_pack(db(), meeting, keeping, by=actor(), on=today(), reason=reason)


def _contents(meeting: Meeting) -> list[dict[str, Any]]:
    if not meeting.stands:
        return []
    since = queries.find_since(db(), actor(), meeting, today())
    material = read_pack(db(), actor(), meeting, since, Sealed())
    return presenter.contents_of(pack_report(material, "", frameworks()))


@bp.get("/packs/<uuid:pack_id>")
@requires(P.VIEW_COUNCIL)
def show(pack_id: uuid.UUID) -> ResponseReturnValue:
    """A pack as it was frozen: its files with their SHA-256, and what it was drawn from."""
    pack = _pack(pack_id)
    seen = queries.list_seen_files(db(), actor(), pack)
    return page(
        "packs/show.html",
        making=making(_job(pack)),
        standing=presenter.standing_of(pack, queries.find_successor(db(), actor(), pack), url_for),
        reading=presenter.reading_links(seen, url_for),
        files=presenter.file_rows(seen, url_for),
        facts=presenter.facts_of(pack, url_for),
        **presenter.page_of(pack, url_for),
    )


def _pack(pack_id: uuid.UUID) -> Pack:
    pack = queries.get_pack(db(), actor(), pack_id)
    allow(P.READ_MEETINGS, pack.meeting)
    return pack


def _job(pack: Pack) -> Any:
    return find_paper_job(db(), actor(), PaperKind.PACK, pack.id)


@bp.get("/packs/<uuid:pack_id>/progress")
@requires(P.VIEW_COUNCIL)
def progress(pack_id: uuid.UUID) -> ResponseReturnValue:
    """How far the making of its files has come, for the script of the page that waits."""
    return jsonify(making(_job(_pack(pack_id))))


@bp.get("/pack-files/<uuid:pack_file_id>")
@requires(P.VIEW_COUNCIL)
def file(pack_file_id: uuid.UUID) -> ResponseReturnValue:
    """A file of a pack to save, compared with the SHA-256 that was recorded."""
    return paper_file(_file(pack_file_id))


def _file(pack_file_id: uuid.UUID) -> PackFile:
    found = queries.get_pack_file(db(), actor(), pack_file_id)
    allow(P.READ_MEETINGS, found.pack.meeting)
    return found


@bp.get("/pack-files/<uuid:pack_file_id>/read")
@requires(P.VIEW_COUNCIL)
def read(pack_file_id: uuid.UUID) -> ResponseReturnValue:
    """A pack to be read in the browser: the very file that is kept."""
    found = _file(pack_file_id)
    if found.format is not PaperFormat.HTML:
        raise NotFound("Only a web page is read in the browser")
    return paper_file(found, shown=True)


@bp.get("/packs/<uuid:pack_id>/check")
@requires(P.VIEW_COUNCIL)
def check(pack_id: uuid.UUID) -> ResponseReturnValue:
    """Whether a pack still is as it was frozen, thing by thing."""
    pack = _pack(pack_id)
    found = check_pack(db(), pack, Against(files(), signing_key()))
    return page(
        "packs/check.html",
        columns=checks.COLUMNS,
        rows=checks.rows_of(found, pack),
        verdict=checks.verdict_of(found, pack),
        is_whole=checks.is_whole(found),
        rest=checks.rest_of(found),
        slug=membership().slug,
        **presenter.page_of(pack, url_for),
    )


@bp.route("/packs/<uuid:pack_id>/make-again", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def again(pack_id: uuid.UUID) -> ResponseReturnValue:
    """Let the files of a pack be made once more, after making them was given up."""
    pack = _pack(pack_id)
    allow(P.KEEP_BOARDS, pack)
    form = MakeAgainForm()
    if form.validate_on_submit():
        job = _job(pack)
        if job is not None:
            make_again(job)
        return done("The files are made once more", url_for(".show", pack_id=pack_id))
    return page("packs/again.html", form=form, **presenter.page_of(pack, url_for))
