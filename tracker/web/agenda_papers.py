"""Papers to an item of an agenda: adding one, the file itself, and taking one away."""

from __future__ import annotations

import uuid
from typing import Any, cast

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.extensions import limiter
from tracker.forms.agendas import PaperForm
from tracker.forms.inspections import RemoveForm
from tracker.models import AgendaItem, AgendaPaper
from tracker.presenters.meetings import page_values
from tracker.queries.agendas import get_item, get_paper
from tracker.queries.errors import NotFound
from tracker.services import agenda_papers as services
from tracker.services.evidence_files import MOST_BYTES, FileFields
from tracker.web.addresses import url_for
from tracker.web.answers import attachment
from tracker.web.current import actor, db, today
from tracker.web.evidence import RECEIPTS
from tracker.web.guards import allow, requires, takes_file, writes
from tracker.web.kept_files import Kept, content_of
from tracker.web.pages import Attempt, attempt, done, page
from tracker.web.receiving import let_go, scan_note, take_in

bp = Blueprint("agenda_papers", __name__, url_prefix="/councils/<string:council>")


@bp.route("/agenda-items/<uuid:item_id>/papers/add", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@takes_file(MOST_BYTES)
@limiter.limit(RECEIPTS, methods=["POST"])
def add(item_id: uuid.UUID) -> ResponseReturnValue:
    """Put a paper to an item: an address, or a file."""
    shown = _shown(_item(item_id))
    form = PaperForm()
    if form.validate_on_submit() and _add(form, item_id):
        return done("Paper added", shown["back"])
    return page("agendas/add_paper.html", form=form, scan_note=scan_note(), **shown)


def _add(form: PaperForm, item_id: uuid.UUID) -> Attempt:
    def deed(file: FileFields | None) -> AgendaPaper:
        item = _item(item_id)
        return services.add_paper(db(), item, form.fields(), by=actor(), on=today(), file=file)

    # A paper that is taken away takes its file along, so that it shares none with evidence.
    return take_in(form, deed, shares=False)


@bp.get("/agenda-papers/<uuid:paper_id>/file")
@requires(P.VIEW_COUNCIL)
def download(paper_id: uuid.UUID) -> ResponseReturnValue:
    """The file of a paper, to be saved: compared with what was kept, and never shown here."""
    paper = get_paper(db(), actor(), paper_id)
    allow(P.READ_AGENDA_ITEMS, get_item(db(), actor(), paper.item_id))
    if paper.storage_key is None or paper.media_type is None or paper.name is None:
        raise NotFound("This paper has no file")
    return attachment(content_of(cast(Kept, paper)), paper.media_type, paper.name)


@bp.route("/agenda-papers/<uuid:paper_id>/remove", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def remove(paper_id: uuid.UUID) -> ResponseReturnValue:
    """Take a paper away, and its file with it."""
    paper = get_paper(db(), actor(), paper_id)
    item = _item(paper.item_id)
    shown = _shown(item) | {"paper": paper.title}
    form = RemoveForm(version=paper.version)
    if form.validate_on_submit():
        version, reason = form.known_version, form.reason.data
        tried = attempt(
            form,
            lambda: services.remove_paper(
                db(), paper, by=actor(), on=today(), version=version, reason=reason
            ),
        )
        if tried:
            db().commit()
            if tried.result:
                let_go(tried.result)
            return done("Paper removed", shown["back"])
    return page("agendas/remove_paper.html", form=form, **shown)


def _item(item_id: uuid.UUID) -> AgendaItem:
    item = get_item(db(), actor(), item_id)
    allow(P.READ_AGENDA_ITEMS, item)
    allow(P.KEEP_BOARDS, item)
    return item


def _shown(item: AgendaItem) -> dict[str, Any]:
    shown = page_values(item.meeting, url_for, today())
    return shown | {"back": f"{shown['back']}#agenda", "title": item.title}
