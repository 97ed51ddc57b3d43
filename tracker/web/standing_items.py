"""What a board looks at each time: the items that its new meetings begin with, and their order."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.agendas import StandingItemForm
from tracker.forms.inspections import RemoveForm
from tracker.forms.ordering import OrderForm
from tracker.models import StandingItem
from tracker.presenters.agendas import standing_rows
from tracker.presenters.boards import page_values
from tracker.queries.agendas import get_standing_item, list_standing_items
from tracker.queries.boards import get_board
from tracker.queries.posts import list_open_posts
from tracker.services import standing_items as services
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("standing_items", __name__, url_prefix="/councils/<string:council>")


@bp.get("/boards/<uuid:board_id>/standing-items")
@requires(P.VIEW_COUNCIL)
def index(board_id: uuid.UUID) -> ResponseReturnValue:
    """The items that the new meetings of a board begin with."""
    board = get_board(db(), actor(), board_id)
    rows = standing_rows(list_standing_items(db(), actor(), board_id))
    shown = page_values(board, url_for, "meetings")
    return page("standing_items/index.html", board=board, items=rows, **shown)


@bp.route("/boards/<uuid:board_id>/standing-items/add", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def add(board_id: uuid.UUID) -> ResponseReturnValue:
    """Let new meetings begin with another item."""
    board = get_board(db(), actor(), board_id)
    allow(P.KEEP_BOARDS, board)
    shown = page_values(board, url_for, "meetings") | {"back": _list(board_id)}
    form = StandingItemForm(kind="standing")
    form.offer_posts(list_open_posts(db(), actor()))
    if form.validate_on_submit() and attempt(
        form,
        lambda: services.add_standing_item(db(), board, form.fields(), by=actor(), on=today()),
    ):
        return done("Item added", shown["back"])
    return page("standing_items/add.html", form=form, **shown)


@bp.route("/standing-items/<uuid:standing_id>/amend", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def amend(standing_id: uuid.UUID) -> ResponseReturnValue:
    """Change an item for the meetings that are added from now on."""
    item, shown = _loaded(standing_id)
    form, tried = StandingItemForm(obj=item), Attempt()
    form.offer_posts(list_open_posts(db(), actor()), kept=item.presenter_post)
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        tried = attempt(
            form,
            lambda: services.amend_standing_item(
                db(), item, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Item amended", shown["back"])
    remove_href = url_for(".remove", standing_id=standing_id)
    return page(
        "standing_items/amend.html",
        form=form,
        conflict=tried.conflict,
        remove_href=remove_href,
        **shown,
    )


@bp.route("/standing-items/<uuid:standing_id>/remove", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def remove(standing_id: uuid.UUID) -> ResponseReturnValue:
    """Let new meetings begin without an item."""
    item, shown = _loaded(standing_id)
    title, form = item.title, RemoveForm(version=item.version)
    if form.validate_on_submit():
        version, reason = form.known_version, form.reason.data
        if attempt(
            form,
            lambda: services.remove_standing_item(
                db(), item, by=actor(), on=today(), version=version, reason=reason
            ),
        ):
            return done("Item removed", shown["back"])
    return page("standing_items/remove.html", form=form, title=title, **shown)


@bp.post("/standing-items/<uuid:standing_id>/move")
@requires(P.KEEP_BOARDS)
@writes
def move(standing_id: uuid.UUID) -> ResponseReturnValue:
    """Let an item change places with its neighbour."""
    item, shown = _loaded(standing_id)
    form = OrderForm()
    if form.validate_on_submit():
        up, deed = form.is_up, services.move_standing_item
        if attempt(form, lambda: deed(db(), item, up=up, by=actor(), on=today())):
            return done("Order changed", shown["back"])
    return page("agendas/not_moved.html", form=form, **shown)


def _loaded(standing_id: uuid.UUID) -> tuple[StandingItem, dict[str, Any]]:
    item = get_standing_item(db(), actor(), standing_id)
    allow(P.KEEP_BOARDS, item)
    shown = page_values(item.board, url_for, "meetings")
    return item, shown | {"back": _list(item.board_id)}


def _list(board_id: uuid.UUID) -> str:
    return url_for("standing_items.index", board_id=board_id)
