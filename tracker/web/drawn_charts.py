"""A plan's charts, as the page, the workbook and the slides ask for them."""

from __future__ import annotations

from datetime import date

from tracker.charts.picture import Picture
from tracker.presenters.judgement_history import judgement_picture
from tracker.presenters.plan_charts import NO_JUDGEMENTS, Chart, Nothing, charts_of
from tracker.presenters.plan_days import days_to_draw
from tracker.queries.judgement_history import list_judgement_history
from tracker.queries.plan_days import PlanDays
from tracker.queries.snapshots import snapshots_at
from tracker.web.current import actor, db, frameworks


def charts_until(days: PlanDays, day: date, judged: Picture | Nothing) -> list[Chart]:
    """The charts of the plan as it stood at the end of ``day``."""
    found = snapshots_at(db(), actor(), days.id, days_to_draw(days, day))
    return charts_of([snapshot for snapshot in found if snapshot is not None], judged)


def judged_today() -> Picture | Nothing:
    """The council's judgement history, of the inspections that the actor may see."""
    return judgement_picture(list_judgement_history(db(), actor()), frameworks()) or NO_JUDGEMENTS
