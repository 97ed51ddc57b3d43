"""Quality checks of a plan: what the rules find in it, with where each finding is mended."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.access.policy import can
from tracker.domain.vocabulary import PlanStage
from tracker.presenters.quality import CSV_HEADER, csv_rows, praise, sections_of
from tracker.presenters.quality_mends import quality_page
from tracker.queries.snapshots import snapshot_at
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import wants_csv
from tracker.web.current import actor, db, frameworks, today
from tracker.web.guards import requires
from tracker.web.pages import page

bp = Blueprint("quality", __name__, url_prefix="/councils/<string:council>/plans")


@bp.get("/<uuid:plan_id>/quality")
@requires(P.VIEW_COUNCIL)
def show(plan_id: uuid.UUID) -> ResponseReturnValue:
    """What the quality checks find in the plan as it stands, as far as the reader may see it."""
    # As at today is now, and is read in fewer statements.
    snapshot = snapshot_at(db(), actor(), plan_id, today())
    sections = sections_of(snapshot, frameworks())
    if wants_csv():
        return csv_answer("quality-checks", CSV_HEADER, csv_rows(sections))
    return page(
        "quality/show.html",
        plan=snapshot.plan,
        is_open=snapshot.plan.stage is not PlanStage.CLOSED,
        praise=praise(),
        **quality_page(snapshot, sections, lambda what, of: can(actor(), what, of), url_for),
    )
