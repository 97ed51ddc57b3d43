"""A plan as at any day, in full and on one sheet of paper, and any two days of it compared."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Final

from flask import Blueprint, make_response, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.dates import long_date
from tracker.domain.snapshot import PlanSnapshot
from tracker.forms.snapshots import DayAsked, day_asked, in_order, summary_of
from tracker.presenters import plan_comparison as comparing
from tracker.presenters.plan_as_at import key_as_at, page_as_at
from tracker.presenters.plan_days import day_before, days_to_try
from tracker.presenters.plan_on_a_page import OnAPage
from tracker.presenters.plan_workbooks import sheets_between
from tracker.presenters.snapshots import Shown
from tracker.queries.meetings import find_next_meeting
from tracker.queries.plan_days import PlanDays, get_plan_days
from tracker.queries.snapshots import snapshots_at
from tracker.web.addresses import url_for
from tracker.web.answers import workbook_answer
from tracker.web.asking import wants_workbook
from tracker.web.current import actor, db, today
from tracker.web.guards import requires
from tracker.web.pages import page
from tracker.web.plan_workbooks import workbook_of

bp = Blueprint("snapshots", __name__, url_prefix="/councils/<string:council>/plans")

AS_AT: Final = "snapshots/as_at.html"
COMPARE: Final = "snapshots/compare.html"
ON_A_PAGE: Final = "snapshots/on_a_page.html"


@bp.get("/<uuid:plan_id>/as-at")
@requires(P.VIEW_COUNCIL)
def as_at(plan_id: uuid.UUID) -> ResponseReturnValue:
    """The plan as it stood at the end of a day (``?on=2026-09-01``)."""
    days = get_plan_days(db(), actor(), plan_id)
    (asked,), found = _look_up(days, [_asked(days, "on", "Date", today())])
    if not found:
        return _refused(AS_AT, days, [asked])
    shown = Shown(found[0], url_for)
    if wants_workbook():
        return workbook_of(shown)
    return page(AS_AT, shown=shown, asked=[asked], **_frame(days), **page_as_at(shown))


@bp.get("/<uuid:plan_id>/on-a-page")
@requires(P.VIEW_COUNCIL)
def on_a_page(plan_id: uuid.UUID) -> ResponseReturnValue:
    """What a board wants of the plan on one A3 sheet, as at a day (``?on=2026-09-01``) or today."""
    days = get_plan_days(db(), actor(), plan_id)
    (asked,), found = _look_up(days, [_asked(days, "on", "Date", today())])
    if not found:
        return _refused(ON_A_PAGE, days, [asked])
    shown = Shown(found[0], url_for)
    is_past = shown.snapshot.as_at < today()
    board_id = None if is_past else shown.snapshot.plan.board_id
    meeting = find_next_meeting(db(), actor(), board_id)
    made = OnAPage(shown, meeting, url_for, is_past=is_past).made()
    return page(ON_A_PAGE, shown=shown, made=made, asked=[asked], **_frame(days))


@bp.get("/<uuid:plan_id>/compare")
@requires(P.VIEW_COUNCIL)
def compare(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Two days of a plan compared (``?from=2026-09-01&to=2026-10-05``)."""
    days = get_plan_days(db(), actor(), plan_id)
    first = _asked(days, "from", "First date", day_before(days, today()))
    second = _asked(days, "to", "Second date", today())
    asked, found = _look_up(days, [first, in_order(first, second)])
    if not found:
        return _refused(COMPARE, days, asked)
    before, after = found
    between = comparing.comparison_page(before, after, url_for)
    if wants_workbook():
        return workbook_answer(
            f"plan-{before.as_at.isoformat()}-to-{after.as_at.isoformat()}",
            sheets_between(before, after, between),
            title=f"{after.plan.title}: {long_date(before.as_at)} to {long_date(after.as_at)}",
            made_at=after.taken_at,
        )
    return page(
        COMPARE,
        asked=asked,
        before=before,
        after=after,
        between=between,
        span={"first": long_date(before.as_at), "last": long_date(after.as_at)},
        figures=comparing.figures_of(between),
        sections=comparing.sections_of(between),
        key=key_as_at(after),
        **_frame(days),
    )


def _asked(days: PlanDays, name: str, label: str, default: date) -> DayAsked:
    typed = request.args.get(name, "")
    return day_asked(name, label, typed, default=default, first_on=days.first_on, today=today())


def _look_up(days: PlanDays, asked: list[DayAsked]) -> tuple[list[DayAsked], list[PlanSnapshot]]:
    """The snapshots of the days, or none where one of the days is refused."""
    known = [one.day for one in asked if one.day is not None]
    if len(known) < len(asked):
        return asked, []
    found = snapshots_at(db(), actor(), days.id, known)
    # A clock that once ran ahead leaves days of which nothing can be told.
    told = [
        one if snapshot else one.refused(f"Nothing is recorded of the {one.label.lower()}")
        for one, snapshot in zip(asked, found, strict=True)
    ]
    kept = [snapshot for snapshot in found if snapshot is not None]
    return told, kept if len(kept) == len(asked) else []


def _refused(template: str, days: PlanDays, asked: list[DayAsked]) -> ResponseReturnValue:
    """The page with its question alone, and what is wrong with the days."""
    answer = page(template, asked=asked, error_summary=summary_of(*asked), **_frame(days))
    return make_response(answer, 422)


def _frame(days: PlanDays) -> dict[str, Any]:
    return {"days": days, "tries": days_to_try(days, today()), "today": today()}
