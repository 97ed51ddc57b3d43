"""A plan's slides, as they are asked for from its page of charts."""

from __future__ import annotations

from flask import Response

from tracker.presenters.plan_charts import charts_of
from tracker.presenters.plan_days import day_before, days_to_draw
from tracker.presenters.plan_slides import Meeting, plan_slides
from tracker.presenters.words import demonstration_words
from tracker.queries.errors import NotFound
from tracker.queries.plan_days import PlanDays
from tracker.queries.snapshots import snapshots_at
from tracker.reports.slides import PPTX, slides
from tracker.web.addresses import url_for
from tracker.web.answers import attachment
from tracker.web.current import actor, db, membership, today
from tracker.web.drawn_charts import judged_today


def slides_of(days: PlanDays) -> Response:
    """The slides of today; figures are compared with the day of the board's last meeting.

    Raises:
        NotFound: nothing is recorded of the plan.
    """
    council = membership()
    drawn = days_to_draw(days, today())
    *found, before = snapshots_at(db(), actor(), days.id, [*drawn, day_before(days, today())])
    known = [snapshot for snapshot in found if snapshot is not None]
    if not known:
        raise NotFound("No such plan")
    named = demonstration_words(council.ons_code, is_demonstration=council.is_demonstration)
    meeting = Meeting(council.name, named)
    deck = plan_slides(charts_of(known, judged_today()), known[-1], before, meeting, url_for)
    name = f"{council.slug}-plan-slides-{known[-1].as_at.isoformat()}.pptx"
    return attachment(slides(deck), PPTX, name)
