"""Sheets with the figures of charts, and the charts that are drawn from their cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.charts.figures import Figures
from tracker.presenters.plan_charts import Chart
from tracker.reports.native_charts import Placed
from tracker.reports.workbook import Cell, Sheet

NAMES_WIDTH, WIDTH = 50, 16
WORDS: Final = "{}: words"
NAMES: Final = {
    "progress": "Progress",
    "ratings-over-time": "Ratings over time",
    "slips": "Slipped actions",
    "timeline": "Timeline",
    "judgement-history": "Judgement history",
}
"""The sheet of each chart, by the chart's name."""

BESIDE: Final = {
    "progress": ("Actions",),
    "ratings-over-time": ("Actions",),
    "slips": ("Present date", "Moves", "Moved to"),
}
"""Columns of the table behind a chart that its sheet has besides the figures."""

NOTHING: Final = "Nothing to draw yet"


@dataclass(frozen=True)
class ChartSheet:
    """A sheet and the chart that is drawn from its cells; none where there is nothing to draw."""

    sheet: Sheet
    chart: Placed | None


def chart_sheets(charts: Sequence[Chart]) -> list[ChartSheet]:
    """A sheet for each chart of the page, in its order, and one for what is not recorded yet."""
    return [_sheet_of(chart) for chart in charts]


def _sheet_of(chart: Chart) -> ChartSheet:
    name = NAMES.get(chart.name, chart.heading)
    if chart.picture is None:
        said = f"{chart.nothing.title}: {chart.nothing.text}"
        return ChartSheet(Sheet(name, ((chart.heading, NAMES_WIDTH),), [], said), None)
    figures = chart.picture.figures
    sheet = figures_sheet(name, figures, BESIDE.get(chart.name, ()))
    return ChartSheet(sheet, placed(name, figures.shown, figures))


def figures_sheet(name: str, figures: Figures, beside: Sequence[str] = ()) -> Sheet:
    """All figures, a row for each category; ``beside`` are headings of the table behind them.

    Columns are the categories, the series, the words of those that have any, and what is beside.
    """
    said = [one for one in figures.series if one.words]
    more = [figures.header.index(heading) for heading in beside]
    columns = [
        (figures.names, NAMES_WIDTH),
        *((one.name, WIDTH) for one in figures.series),
        *((WORDS.format(one.name), 2 * WIDTH) for one in said),
        *((heading, WIDTH) for heading in beside),
    ]
    rows: list[Sequence[Cell]] = [
        (
            category,
            *(one.values[at] for one in figures.series),
            *(one.words[at] for one in said),
            *(_cell(figures.rows[at][place]) for place in more),
        )
        for at, category in enumerate(figures.categories)
    ]
    return Sheet(name, columns, rows, NOTHING)


def _cell(text: str) -> Cell:
    plain = text.replace(",", "")
    return int(plain) if plain.isascii() and plain.isdigit() else text


def placed(name: str, drawn: Figures, whole: Figures) -> Placed:
    """Where the cells of ``drawn``, the last series of ``whole``, are in the sheet of that."""
    left = len(whole.series) - len(drawn.series)
    return Placed(drawn, name, range(1 + left, 1 + len(whole.series)))
