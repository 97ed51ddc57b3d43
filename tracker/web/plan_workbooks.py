"""A plan's workbook, as it is asked for from the whole plan and from the plan as at a day."""

from __future__ import annotations

from flask import Response

from tracker.domain.dates import long_date
from tracker.presenters.plan_workbooks import JUDGED_TODAY, Origin, plan_workbook
from tracker.presenters.snapshots import Shown
from tracker.presenters.words import demonstration_words
from tracker.queries.plan_days import get_plan_days
from tracker.queries.plan_workbooks import get_row_hash, rows_beside
from tracker.web.answers import workbook_answer
from tracker.web.current import actor, db, frameworks, membership, today
from tracker.web.drawn_charts import charts_until, judged_today


def workbook_of(shown: Shown) -> Response:
    """The workbook of a snapshot, with what the present day tells besides where it is of today."""
    snapshot, council = shown.snapshot, membership()
    is_past = snapshot.as_at < today()
    days = get_plan_days(db(), actor(), snapshot.plan.id)
    judged = JUDGED_TODAY if is_past else judged_today()
    made = plan_workbook(
        shown,
        None if is_past else rows_beside(db(), actor(), snapshot),
        Origin(
            council.name,
            demonstration_words(council.ons_code, is_demonstration=council.is_demonstration),
            get_row_hash(db(), snapshot),
        ),
        frameworks(),
        charts_until(days, snapshot.as_at, judged),
    )
    day = snapshot.as_at
    return workbook_answer(
        f"plan-as-at-{day.isoformat()}",
        made.sheets,
        title=f"{snapshot.plan.title} as at {long_date(day)}",
        made_at=snapshot.taken_at,
        charts=made.charts,
    )
