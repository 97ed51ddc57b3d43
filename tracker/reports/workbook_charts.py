"""The charts of a workbook: Excel's own, on one sheet, drawn from cells of the others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from tracker.charts.figures import Figures, Form
from tracker.reports.characters import writable
from tracker.reports.native_axes import Looks
from tracker.reports.native_charts import Placed, native_chart

CHARTS: Final = "Charts"
"""The name of the sheet that has them."""

WIDTH, ROW = 960, 20
"""Pixels: how wide a chart is, and how high a row of the sheet."""

FRAME_HEIGHT, BAR_HEIGHT, CELL_HEIGHT, COLUMNS_HEIGHT = 150, 24, 44, 440
"""Pixels: title, key and scale of a chart, each of its bars and words, and columns on end."""

TALLEST: Final = 840
"""Pixels: what fits a page."""

TEXT: Final = 10
"""Points."""


def draw_charts(
    book: Any, page: Any, charts: Sequence[Placed], heading: Any, looks: Looks | None = None
) -> None:
    """Place the charts on ``page``, one below the other, each beneath its title."""
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    line, breaks = 0, []
    for chart in charts:
        breaks.append(line)
        figures, height = chart.figures, _height(chart.figures)
        page.write_string(line, 0, writable(figures.title), heading)
        source = f"Drawn from the sheet “{chart.sheet}”. {figures.left_out}".rstrip()
        page.write_string(line + 1, 0, source)
        drawn = native_chart(book, chart, looks or Looks(TEXT, WIDTH, height))
        about = {"description": writable(figures.alt), "object_position": 2}
        page.insert_chart(line + 2, 0, drawn, about)
        line += 2 + math.ceil(height / ROW) + 2
    # A chart to a page: at this many per cent even the tallest fits an A4 page on its side.
    page.set_print_scale(70)
    page.set_h_pagebreaks(breaks[1:])


def _height(figures: Figures) -> int:
    if figures.form is Form.COLUMNS:
        return COLUMNS_HEIGHT
    row = CELL_HEIGHT if figures.form is Form.GRID else BAR_HEIGHT
    return min(FRAME_HEIGHT + row * len(figures.categories), TALLEST)
