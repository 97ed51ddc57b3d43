"""Items of an agenda: adding, amending and ordering them, and the minutes of each."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.agendas import AgendaItemForm, CorrectionForm, MinuteForm
from tracker.forms.inspections import RemoveForm
from tracker.forms.ordering import OrderForm
from tracker.models import AgendaItem, Meeting
from tracker.presenters.board_members import member_choices
from tracker.presenters.meetings import page_values
from tracker.queries.agendas import get_item
from tracker.queries.board_members import list_members_on
from tracker.queries.meetings import get_meeting
from tracker.queries.people import list_people_here
from tracker.queries.posts import list_open_posts
from tracker.services import agenda_items as services
from tracker.services import minutes
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("agenda_items", __name__, url_prefix="/councils/<string:council>")


@bp.route("/meetings/<uuid:meeting_id>/agenda/add", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def add(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Put an item at the end of an agenda."""
    meeting = get_meeting(db(), actor(), meeting_id)
    allow(P.KEEP_BOARDS, meeting)
    shown = _shown(meeting)
    form = AgendaItemForm()
    _offer(form, meeting, None)
    if form.validate_on_submit() and attempt(
        form,
        lambda: services.add_agenda_item(db(), meeting, form.fields(), by=actor(), on=today()),
    ):
        return done("Item added", shown["back"])
    return page("agendas/add.html", form=form, **shown)


@bp.route("/agenda-items/<uuid:item_id>/amend", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def amend(item_id: uuid.UUID) -> ResponseReturnValue:
    """Change an item, and who may see it."""
    item, shown = _loaded(item_id)
    form, tried = AgendaItemForm(obj=item), Attempt()
    _offer(form, item.meeting, item)
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        tried = attempt(
            form,
            lambda: services.amend_agenda_item(
                db(), item, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Item amended", shown["back"])
    remove_href = url_for(".remove", item_id=item_id)
    return page(
        "agendas/amend.html", form=form, conflict=tried.conflict, remove_href=remove_href, **shown
    )


@bp.route("/agenda-items/<uuid:item_id>/remove", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def remove(item_id: uuid.UUID) -> ResponseReturnValue:
    """Take an item off the agenda."""
    item, shown = _loaded(item_id)
    form = RemoveForm(version=item.version)
    if form.validate_on_submit():
        version, reason = form.known_version, form.reason.data
        if attempt(
            form,
            lambda: services.remove_agenda_item(
                db(), item, by=actor(), on=today(), version=version, reason=reason
            ),
        ):
            return done("Item removed", shown["back"])
    return page("agendas/remove.html", form=form, **shown)


@bp.post("/agenda-items/<uuid:item_id>/move")
@requires(P.KEEP_BOARDS)
@writes
def move(item_id: uuid.UUID) -> ResponseReturnValue:
    """Let an item change places with its neighbour."""
    item, shown = _loaded(item_id)
    form = OrderForm()
    if form.validate_on_submit():
        up, deed = form.is_up, services.move_agenda_item
        if attempt(form, lambda: deed(db(), item, up=up, by=actor(), on=today())):
            return done("Order changed", shown["back"])
    return page("agendas/not_moved.html", form=form, **shown)


@bp.route("/agenda-items/<uuid:item_id>/minute", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def minute(item_id: uuid.UUID) -> ResponseReturnValue:
    """Write what the minutes say of an item."""
    item, shown = _loaded(item_id)
    form, tried = MinuteForm(obj=item), Attempt()
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        tried = attempt(
            form,
            lambda: minutes.write_minute(
                db(), item, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Minutes saved", shown["back"])
    return page("agendas/minute.html", form=form, conflict=tried.conflict, **shown)


@bp.route("/agenda-items/<uuid:item_id>/correct", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def correct(item_id: uuid.UUID) -> ResponseReturnValue:
    """Correct what agreed minutes say of an item."""
    item, shown = _loaded(item_id)
    form, tried = CorrectionForm(version=item.version, minute=item.minute), Attempt()
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        tried = attempt(
            form,
            lambda: minutes.correct_minute(
                db(), item, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Minutes corrected", shown["back"])
    return page("agendas/correct.html", form=form, conflict=tried.conflict, **shown)


def _offer(form: AgendaItemForm, meeting: Meeting, item: AgendaItem | None) -> None:
    people, posts = list_people_here(db(), actor()), list_open_posts(db(), actor())
    form.offer_presenters(people, posts, item)
    members = list_members_on(db(), actor(), meeting.board_id, meeting.held_on)
    form.offer_readers(member_choices(members), item)


def _loaded(item_id: uuid.UUID) -> tuple[AgendaItem, dict[str, Any]]:
    """An item that this person may work on, and what its pages show around their forms."""
    item = get_item(db(), actor(), item_id)
    allow(P.READ_AGENDA_ITEMS, item)
    allow(P.KEEP_BOARDS, item)
    return item, _shown(item.meeting) | {"title": item.title}


def _shown(meeting: Meeting) -> dict[str, Any]:
    shown = page_values(meeting, url_for, today())
    return shown | {"back": f"{shown['back']}#agenda"}
