"""Axes and letters of charts as Excel and PowerPoint draw them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tracker.charts.figures import Figures, Form
from tracker.charts.palette import INK, LINE, QUIET

DAY_FORMAT: Final = "d mmm yyyy"
FACE: Final = "Arial"
TICKS: Final = 5
"""Days that are named on an axis of days, at most."""
MARGIN: Final = 40
"""A part of an axis of days that is left free at either end."""


@dataclass(frozen=True)
class Looks:
    """Points of the chart's text, pixels of its size, and what stands in it beside the bars.

    ``names`` is the share of its width that the names of the bars take; 0 leaves that to the
    program that draws it.
    """

    text: float
    width: int
    height: int
    is_titled: bool = True
    names: float = 0


def set_axes(drawn: Any, figures: Figures, looks: Looks) -> None:
    """Give a chart its axis of names and its axis of numbers or days."""
    font = letters(looks, INK)
    numbers = _number_axis(figures, looks)
    if figures.form is Form.COLUMNS:
        drawn.set_x_axis({"num_font": font, "major_tick_mark": "none", "line": {"color": INK}})
        drawn.set_y_axis(numbers)
        return
    # The first row would be drawn lowest, unless the axis is turned round.
    names = {"reverse": True, "crossing": "max", "num_font": font, "label_position": "low"}
    names["interval_unit"] = 1
    drawn.set_y_axis({**names, "line": {"color": QUIET}, "major_tick_mark": "none"})
    drawn.set_x_axis(numbers)


def _number_axis(figures: Figures, looks: Looks) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "name": figures.unit,
        "name_font": letters(looks, QUIET),
        "num_font": letters(looks, QUIET),
        # Each piece has its number, so the scale needs none.
        "label_position": "none",
        "major_tick_mark": "none",
        "line": {"none": True},
        "min": 0,
        "major_gridlines": {"visible": False},
    }
    if figures.form is Form.GRID:
        axis["max"] = len(figures.series)
    if figures.form is Form.BARS and figures.longest:
        axis["max"] = figures.longest
    if figures.form is Form.COLUMNS:
        axis |= {"label_position": "next_to", "num_format": "#,##0"}
        axis |= {"major_gridlines": {"visible": True, "line": {"color": LINE}}}
    if figures.form is Form.DAYS:
        axis |= _days(figures)
    return axis


def _days(figures: Figures) -> dict[str, Any]:
    """The axis of days: from the first to the last, with a margin."""
    first, last = figures.days or (date(2000, 1, 1), date(2000, 1, 1))
    margin = max((last - first).days // MARGIN, 1)
    start, length = serial(first) - margin, (last - first).days + 2 * margin
    return {
        "min": start,
        "max": start + length,
        "major_unit": max(-(-length // TICKS), 1),
        "num_format": DAY_FORMAT,
        "label_position": "next_to",
        "major_gridlines": {"visible": True, "line": {"color": LINE}},
    }


def serial(day: date) -> int:
    """A day as Excel counts it, right from March 1900 on."""
    return (day - date(1899, 12, 30)).days


def letters(looks: Looks, ink: str, *, bold: bool = False) -> dict[str, Any]:
    """The letters of a chart, as XlsxWriter takes them."""
    return {"name": FACE, "color": ink, "bold": bold, "size": looks.text}
