"""A plan's workbooks: the whole plan as at a day, and two days of it compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.domain.dates import local_day, long_date
from tracker.domain.frameworks import Framework
from tracker.domain.snapshot import PlanSnapshot
from tracker.presenters.chart_sheets import chart_sheets
from tracker.presenters.plan_as_at import (
    facts_as_at,
    figures_as_at,
    removed_as_at,
    sections_as_at,
)
from tracker.presenters.plan_charts import Chart, Nothing
from tracker.presenters.plan_comparison import SECTIONS, Changed, ComparisonPage, figures_of
from tracker.presenters.plan_sheets import (
    about,
    actions_sheet,
    figures_sheet,
    key_sheet,
    removed_sheet,
)
from tracker.presenters.progress_sheets import rating_charts, ratings_sheet
from tracker.presenters.slip_sheets import changes_sheet, changes_then
from tracker.presenters.snapshots import Shown
from tracker.presenters.thread_sheets import (
    coverage_sheet,
    loose_figures,
    recommendations_sheet,
    recommendations_then,
)
from tracker.presenters.words import day_words
from tracker.queries.plan_workbooks import Beside
from tracker.reports.native_charts import Placed
from tracker.reports.workbook import Sheet

CODE_LETTERS: Final = 12
"""As many of a hash as are printed: enough to know a row of history by."""

CHANGED_COLUMNS = (("What", 50), ("Field", 24), ("Before", 50), ("After", 50))

NOT_KEPT: Final = (
    "Latest verdicts, the judgement history, and recommendations that no action answers, are told "
    "of the present day only"
)
JUDGED_TODAY: Final = Nothing(
    "Not in this workbook", "The judgement history is told of the present day only."
)


@dataclass(frozen=True)
class Origin:
    """Whose plan it is: the council, its line as a demonstration, and the history's row."""

    council: str
    demonstration: str
    row_hash: str


@dataclass(frozen=True)
class PlanWorkbook:
    """The sheets of a plan's workbook and the charts that are drawn of them."""

    sheets: list[Sheet]
    charts: list[Placed]


def plan_workbook(
    shown: Shown,
    beside: Beside | None,
    origin: Origin,
    frameworks: Mapping[str, Framework],
    charts: Sequence[Chart],
) -> PlanWorkbook:
    """The plan as at a day, with its page's ``charts``.

    ``beside`` is what is told of the present day alone.
    """
    snapshot = shown.snapshot
    unanswered = None if beside is None else beside.unanswered
    drawn = chart_sheets(charts)
    standing = (row for section in sections_as_at(shown) for row in section["rows"])
    if beside is None:
        recommended = recommendations_then(shown, frameworks)
    else:
        recommended = recommendations_sheet(beside.recommendations, frameworks)
    sheets = [
        _about_plan(shown, origin, is_past=beside is None),
        key_sheet(snapshot),
        figures_sheet([*figures_as_at(shown), *loose_figures(shown, unanswered)]),
        actions_sheet("Plan", standing, snapshot, "No actions"),
        recommended,
        coverage_sheet(shown, unanswered, frameworks),
        changes_sheet(changes_then(shown) if beside is None else beside.changes),
        removed_sheet(removed_as_at(shown)),
        ratings_sheet(shown),
        *(one.sheet for one in drawn),
    ]
    placed = [one.chart for one in drawn if one.chart is not None]
    return PlanWorkbook(sheets, [*placed, *rating_charts(shown)])


def _about_plan(shown: Shown, origin: Origin, *, is_past: bool) -> Sheet:
    snapshot = shown.snapshot
    facts = [
        ("Council", origin.council),
        ("Plan", snapshot.plan.title),
        ("Data as at", f"The end of {shown.day}" if is_past else shown.day),
        *((fact["key"], fact["value"] or fact["missing"]) for fact in facts_as_at(shown)),
        ("Hash of that row", f"{origin.row_hash[:CODE_LETTERS]}…"),
        ("Last change", day_words(local_day(snapshot.taken_at))),
    ]
    if origin.demonstration:
        facts.append(("About this data", origin.demonstration))
    if is_past:
        facts.append(("Not in this workbook", NOT_KEPT))
    return about(facts)


def sheets_between(before: PlanSnapshot, after: PlanSnapshot, page: ComparisonPage) -> list[Sheet]:
    """Two days of a plan compared: the counts, then a sheet for each section of the page."""
    listed = {
        "added": ("Added", page.added),
        "newly_late": ("Newly late", page.newly_late),
        "newly_done": ("Newly done", page.newly_done),
    }
    sheets = {name: actions_sheet(title, rows, after) for name, (title, rows) in listed.items()}
    sheets["removed"] = removed_sheet(page.removed)
    sheets["changed"] = _changed("Changed", page.changed)
    sheets["plan"] = _changed("Plan and priorities", page.plan)
    return [
        about(
            [
                ("Plan", after.plan.title),
                ("From the end of", long_date(before.as_at)),
                ("To the end of", long_date(after.as_at)),
                ("Taken from", f"Rows {before.seq:,} and {after.seq:,} of the council’s history"),
            ]
        ),
        figures_sheet(figures_of(page)),
        *(sheets[name] for name, _words, _tone in SECTIONS),
        key_sheet(after),
    ]


def _changed(name: str, found: Iterable[Changed]) -> Sheet:
    rows = [
        (one.name, change.field, change.old, change.new) for one in found for change in one.changes
    ]
    return Sheet(name, CHANGED_COLUMNS, rows)
