"""A board's forward plan: its themes by month or meeting, adding, amending and dropping one."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.access.policy import can
from tracker.forms.agendas import ThemeForm
from tracker.forms.inspections import RemoveForm
from tracker.models import ForwardTheme
from tracker.presenters.agendas import THEME_COLUMNS, theme_rows
from tracker.presenters.boards import page_values
from tracker.queries.agendas import get_theme, list_open_meetings, list_themes
from tracker.queries.boards import get_board
from tracker.services import forward_themes as services
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("forward_themes", __name__, url_prefix="/councils/<string:council>")


@bp.get("/boards/<uuid:board_id>/forward-plan")
@requires(P.VIEW_COUNCIL)
def index(board_id: uuid.UUID) -> ResponseReturnValue:
    """What a board plans to look at."""
    board = get_board(db(), actor(), board_id)
    may_keep = can(actor(), P.KEEP_BOARDS, board)
    rows = theme_rows(list_themes(db(), actor(), board_id), url_for, may_keep=may_keep)
    shown = page_values(board, url_for, "meetings")
    return page(
        "forward_themes/index.html", board=board, themes=rows, columns=THEME_COLUMNS, **shown
    )


@bp.route("/boards/<uuid:board_id>/forward-plan/add", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def add(board_id: uuid.UUID) -> ResponseReturnValue:
    """Plan a theme for a month or a meeting."""
    board = get_board(db(), actor(), board_id)
    allow(P.KEEP_BOARDS, board)
    shown = page_values(board, url_for, "meetings") | {"back": _list(board_id)}
    form = ThemeForm()
    form.offer_meetings(list_open_meetings(db(), actor(), board_id))
    if form.validate_on_submit() and attempt(
        form, lambda: services.plan_theme(db(), board, form.fields(), by=actor(), on=today())
    ):
        return done("Theme added", shown["back"])
    return page("forward_themes/add.html", form=form, **shown)


@bp.route("/themes/<uuid:theme_id>/amend", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def amend(theme_id: uuid.UUID) -> ResponseReturnValue:
    """Change a theme, or when the board looks at it."""
    theme, shown = _loaded(theme_id)
    form, tried = ThemeForm(obj=theme), Attempt()
    form.offer_meetings(list_open_meetings(db(), actor(), theme.board_id))
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        tried = attempt(
            form,
            lambda: services.amend_theme(
                db(), theme, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Theme amended", shown["back"])
    remove_href = url_for(".remove", theme_id=theme_id)
    return page(
        "forward_themes/amend.html",
        form=form,
        conflict=tried.conflict,
        remove_href=remove_href,
        **shown,
    )


@bp.route("/themes/<uuid:theme_id>/remove", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def remove(theme_id: uuid.UUID) -> ResponseReturnValue:
    """Take a theme out of the forward plan."""
    theme, shown = _loaded(theme_id)
    title, form = theme.title, RemoveForm(version=theme.version)
    if form.validate_on_submit():
        version, reason = form.known_version, form.reason.data
        if attempt(
            form,
            lambda: services.drop_theme(
                db(), theme, by=actor(), on=today(), version=version, reason=reason
            ),
        ):
            return done("Theme removed", shown["back"])
    return page("forward_themes/remove.html", form=form, title=title, **shown)


def _loaded(theme_id: uuid.UUID) -> tuple[ForwardTheme, dict[str, Any]]:
    theme = get_theme(db(), actor(), theme_id)
    allow(P.KEEP_BOARDS, theme)
    shown = page_values(theme.board, url_for, "meetings")
    return theme, shown | {"back": _list(theme.board_id)}


def _list(board_id: uuid.UUID) -> str:
    return url_for("forward_themes.index", board_id=board_id)
