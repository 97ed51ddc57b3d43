"""A council's colour as a tiny style sheet, so that no page needs an inline style."""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort

from tracker.domain.colours import readable_on
from tracker.web.guards import public

bp = Blueprint("brand", __name__)


@bp.get("/brand/<string:colour>.css")
@public
def sheet(colour: str) -> Response:
    """The sheet of one colour; its address names the colour, so it can be kept for ever."""
    if not re.fullmatch(r"[0-9a-f]{6}", colour):
        abort(404)
    background = f"#{colour}"
    css = (
        ":root{"
        f"--tracker-header-background:{background};"
        f"--tracker-header-text:{readable_on(background)};"
        f"--tracker-accent:{background};"
        f"--govuk-brand-colour:{background}"
        "}"
    )
    response = Response(css, mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
