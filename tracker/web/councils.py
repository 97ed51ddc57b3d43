"""A council's own page: how it was judged, what it does about it, and what waits."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.presenters import councils as presenter
from tracker.presenters.interventions import intervention_rows
from tracker.presenters.judgement_history import judgement_picture
from tracker.presenters.meetings import meeting_rows
from tracker.queries import councils as queries
from tracker.queries.clocks import every_clock
from tracker.queries.interventions import every_intervention
from tracker.queries.judgement_history import list_judgement_history
from tracker.queries.listing import Ask
from tracker.queries.meetings import list_next_meetings
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, frameworks, today, words
from tracker.web.guards import requires
from tracker.web.pages import page

bp = Blueprint("councils", __name__, url_prefix="/councils/<string:council>")

RUNNING = Ask({"state": ("overdue", "running")}, sort="due")


@bp.get("")
@requires(P.VIEW_COUNCIL)
def show() -> ResponseReturnValue:
    """The council's page: seven statements and the one that signs in."""
    judged = list_judgement_history(db(), actor())
    clocks = every_clock(db(), actor(), RUNNING)
    meetings = list_next_meetings(db(), actor())
    owed = queries.count_owed(db(), actor())
    plans = presenter.live_plans(queries.list_live_plans(db(), actor()), words(), url_for)
    return page(
        "councils/show.html",
        provider=queries.get_council(db(), actor()).service_provider,
        waiting=presenter.waiting(actor(), owed, clocks, plans, url_for),
        next_meeting=presenter.next_meeting_sentence(meetings, today()),
        picture=judgement_picture(judged, frameworks()),
        plans=plans,
        clocks=presenter.open_clocks(clocks, url_for, today()),
        meetings=meeting_rows(meetings, url_for, today()),
        inspections=presenter.latest_inspections(judged, frameworks(), url_for, today()),
        interventions=intervention_rows(every_intervention(db(), actor(), Ask()), url_for, today()),
    )
