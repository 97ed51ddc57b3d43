"""Charts of a workbook: Excel's own, drawn from cells of its sheets, so that they can be edited.

They have the colours of ``charts.palette``; two that would be the same in grey are told apart by
hatching.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from xlsxwriter.utility import xl_range_abs

from tracker.charts.palette import GROUND, INK, QUIET, paint
from tracker.reports.characters import writable

CHARTS: Final = "Charts"
"""The name of the sheet that has them."""

WIDTH: Final = 960
ROW: Final = 20
"""The height of a row of the sheet in pixels."""

FRAME_HEIGHT, BAR_HEIGHT = 150, 24
"""Pixels: title, key and scale of a chart, and each of its bars."""

NO_ZEROS: Final = "#,##0;-#,##0;"


@dataclass(frozen=True)
class Cells:
    """Cells of one column of a sheet, one below the other; rows and columns count from 0."""

    sheet: str
    column: int
    first: int
    last: int

    @property
    def place(self) -> list[Any]:
        """As XlsxWriter takes a range."""
        return [self.sheet, self.first, self.column, self.last, self.column]

    @property
    def formula(self) -> str:
        """As Excel writes it, such as ``='Key'!$B$2:$B$6``."""
        return f"='{self.sheet}'!{xl_range_abs(self.first, self.column, self.last, self.column)}"


@dataclass(frozen=True)
class Series:
    """Numbers of one kind: their heading stands in the first row of ``column``.

    ``tone`` is that of all, ``tones`` those of each bar where they differ.
    """

    column: int
    tone: str = "info"
    tones: Sequence[str] = ()


@dataclass(frozen=True)
class Chart:
    """Bars, one for each row ``first`` to ``last`` of a sheet, named by its column ``names``.

    ``title`` is the chart's, ``alt`` says in words what it shows. Several series stand on end in
    one bar when it is ``stacked``, else one below the other.
    """

    title: str
    alt: str
    sheet: str
    names: int
    first: int
    last: int
    series: Sequence[Series]
    stacked: bool = False
    unit: str = "Actions"

    @property
    def height(self) -> int:
        """Pixels."""
        bars = (self.last - self.first + 1) * (1 if self.stacked else len(self.series))
        return FRAME_HEIGHT + BAR_HEIGHT * bars


def draw_charts(book: Any, page: Any, charts: Sequence[Chart], heading: Any) -> None:
    """Place the charts on ``page``, one below the other, each beneath its title."""
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    line, breaks = 0, []
    for chart in charts:
        breaks.append(line)
        page.write_string(line, 0, writable(chart.title), heading)
        page.write_string(line + 1, 0, f"Drawn from the sheet “{chart.sheet}”")
        page.insert_chart(
            line + 2,
            0,
            _drawn(book, chart),
            {"description": writable(chart.alt), "object_position": 2},
        )
        line += 2 + math.ceil(chart.height / ROW) + 2
    # A chart to a page: at this many per cent even the tallest fits an A4 page on its side.
    page.set_print_scale(70)
    page.set_h_pagebreaks(breaks[1:])


def _drawn(book: Any, chart: Chart) -> Any:
    subtype = {"subtype": "stacked"} if chart.stacked else {}
    drawn = book.add_chart({"type": "bar", **subtype})
    for series in chart.series:
        drawn.add_series(_series(chart, series))
    drawn.set_title({"name": writable(chart.title), "name_font": {"size": 14, "color": INK}})
    # Excel draws the first row lowest, unless the axis is turned round.
    names = {"reverse": True, "crossing": "max", "num_font": {"color": INK}}
    drawn.set_y_axis({**names, "line": {"color": QUIET}, "major_tick_mark": "none"})
    drawn.set_x_axis(
        {
            "name": chart.unit,
            "name_font": {"bold": False, "color": QUIET},
            # Each piece has its number, so the scale needs none.
            "label_position": "none",
            "major_tick_mark": "none",
            "line": {"none": True},
            "min": 0,
            "major_gridlines": {"visible": False},
        }
    )
    drawn.set_legend({"position": "bottom"} if len(chart.series) > 1 else {"none": True})
    drawn.set_size({"width": WIDTH, "height": chart.height})
    return drawn


def _series(chart: Chart, series: Series) -> dict[str, Any]:
    told = {
        "name": [chart.sheet, 0, series.column],
        "categories": Cells(chart.sheet, chart.names, chart.first, chart.last).place,
        "values": Cells(chart.sheet, series.column, chart.first, chart.last).place,
        "data_labels": _labels(series.tone),
        "gap": 40,
        **_surface(series.tone),
    }
    if series.tones:
        told["points"] = [_surface(tone) for tone in series.tones]
    if not chart.stacked:
        # Beside its bar a number needs no contrast with it, and none is 0 as well.
        font = {"color": INK, "bold": True}
        told["data_labels"] = {"value": True, "position": "outside_end", "font": font}
    return told


def _surface(tone: str) -> dict[str, Any]:
    colours = paint(tone)
    border = {"border": {"color": colours.edge, "width": 1}}
    if tone == "serious":
        # As dark as "done": hatched, they differ in grey as well.
        lines = "light_upward_diagonal"
        pattern = {"pattern": lines, "fg_color": GROUND, "bg_color": colours.fill}
        return {"pattern": pattern, **border}
    return {"fill": {"color": colours.fill}, **border}


def _labels(tone: str) -> dict[str, Any]:
    """The number on each piece; none on a piece of no length."""
    colours = paint(tone)
    labels = {"value": True, "num_format": NO_ZEROS, "font": {"color": colours.ink, "bold": True}}
    if tone == "serious":
        return {**labels, "font": {"color": INK, "bold": True}, "fill": {"color": GROUND}}
    return labels
