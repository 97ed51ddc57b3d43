"""The chain of a council's history: its signed head, a check of it, and the whole to take away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Final

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.presenters.chains import head_shown
from tracker.queries.chains import get_chain, verify_chain
from tracker.services.chains import export_history, signed_head
from tracker.web.answers import attachment
from tracker.web.current import db, membership, now, signing_key, today
from tracker.web.guards import requires
from tracker.web.pages import page

bp = Blueprint("chains", __name__, url_prefix="/councils/<string:council>/administration/history")

MOST_CHECKED: Final = 5_000
"""The longest history that is checked while somebody waits: a fraction of a second."""

CHUNK: Final = 65_536
"""Bytes of an export that are in memory at once."""


@bp.get("/check")
@requires(P.KEEP_PEOPLE)
def check() -> ResponseReturnValue:
    """The signed head of the council's history; ``?now=yes`` checks a history that is not long."""
    chain = get_chain(db(), membership().council_id)
    signed = signed_head(db(), chain, signing_key(), at=now())
    is_short = signed.statement.seq <= MOST_CHECKED
    wanted = request.args.get("now") == "yes" and is_short
    checked = verify_chain(db(), chain.id) if wanted else None
    shown = head_shown(signed, MOST_CHECKED, checked)
    return page("chains/check.html", shown=shown, slug=chain.slug)


@bp.get("/export")
@requires(P.EXPORT_HISTORY)
def export() -> ResponseReturnValue:
    """The whole history as a .zip that can be checked without the tracker."""
    chain = get_chain(db(), membership().council_id)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the answer that it is sent by
    export_history(db(), chain, signing_key(), at=now(), to=file)
    name = f"{chain.slug}-history-{today().isoformat()}.zip"
    return attachment(_content(file), "application/zip", name)


def _content(file: IO[bytes]) -> Iterator[bytes]:
    # Sent from the disk: a slow reader must hold neither the memory nor the database.
    with file:
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk
