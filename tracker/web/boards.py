"""Boards: the list, one board, adding and amending."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.web.guards import requires
from tracker.web.pages import page

bp = Blueprint("boards", __name__, url_prefix="/councils/<string:council>/boards")


@bp.get("")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """Every board."""
    return page("boards/index.html")
