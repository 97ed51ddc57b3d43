"""Charts of slides: PowerPoint's own, with the workbook behind them that it edits them by."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from lxml import etree

from tracker.charts.figures import Figures, Form, Series
from tracker.reports.native_axes import Looks
from tracker.reports.native_charts import Placed
from tracker.reports.slide_text import LANGUAGE, TEXT, fitted, one_line
from tracker.reports.workbook import Cell, Sheet, workbook

SHEET: Final = "Figures"
PART: Final = "xl/charts/chart1.xml"
C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"

MOST_BARS: Final = 9
"""Bars on a slide, each with two lines of text for its name."""

MOST_GRADES: Final = 6
"""Rows of a grid on a slide, beneath its heading."""

MOST_PARTS: Final = 5
"""Slides that one chart may take."""

NAMES: Final = 0.3
"""The share of a chart's width that the names of its bars have."""

GAP: Final = 16.0
PIXELS: Final = 4 / 3
"""Pixels in a point, as Excel counts them."""


@dataclass(frozen=True)
class NativeChart:
    """A chart as DrawingML, and the workbook with its figures."""

    xml: bytes
    workbook: bytes


@dataclass(frozen=True)
class ChartPart:
    """What one slide shows of a chart, and the names that had to be cut, as they are."""

    figures: Figures
    whole: tuple[str, ...]


def chart_parts(figures: Figures, width: float) -> tuple[list[ChartPart], int]:
    """The chart over slides of ``width`` points, and how many bars it leaves out."""
    shown = figures.shown
    parts = [_cut(part, width) for part in _split(shown)][:MOST_PARTS]
    heads = shown.form is Form.GRID
    drawn = sum(len(part.figures.categories) - heads for part in parts)
    return parts, len(shown.categories) - heads - drawn


def _split(shown: Figures) -> Iterator[Figures]:
    number = len(shown.categories)
    if shown.form is Form.COLUMNS or not number:
        yield shown
        return
    head = int(shown.form is Form.GRID)
    most = MOST_GRADES if head else MOST_BARS
    slides = max(-(-(number - head) // most), 1)
    size = max(-(-(number - head) // slides), 1)
    for first in range(head, max(number, head + 1), size):
        # The heading of a grid is in each part; ``part`` puts it there from the second on.
        yield shown.part(0 if first == head else first, first + size)


def _cut(figures: Figures, width: float) -> ChartPart:
    room = width * NAMES - GAP
    names = tuple(fitted(name, room, TEXT, most=2) for name in figures.categories)
    pairs = zip(figures.categories, names, strict=True)
    whole = tuple(one_line(name) for name, cut in pairs if one_line(name) != cut)
    series = tuple(_cut_series(one, width, len(figures.series)) for one in figures.series)
    return ChartPart(replace(figures, categories=names, series=series), whole)


def _cut_series(series: Series, width: float, number: int) -> Series:
    cell = width * (0.97 - NAMES) / max(number, 1) - GAP if len(series.words) else width
    return replace(
        series,
        name=fitted(series.name, width / 3, TEXT, most=2),
        words=tuple(fitted(text, cell, TEXT, most=3, bold=True) for text in series.words),
    )


def native(figures: Figures, size: tuple[float, float], made_at: datetime) -> NativeChart:
    """The chart of a slide; ``size`` is its width and height in points."""
    said = [one for one in figures.series if one.words]
    columns = [(figures.names, 50), *((one.name, 18) for one in figures.series)]
    rows: list[tuple[Cell, ...]] = [
        (
            category,
            *(one.values[at] for one in figures.series),
            *(one.words[at] for one in said),
        )
        for at, category in enumerate(figures.categories)
    ]
    sheet = Sheet(SHEET, [*columns, *((f"{one.name}: words", 30) for one in said)], rows)
    placed = Placed(figures, SHEET, list(range(1, len(columns))))
    width, height = (round(length * PIXELS) for length in size)
    looks = Looks(TEXT, width, height, is_titled=False, names=NAMES)
    about: dict[str, Any] = {"title": figures.title, "made_at": made_at}
    drawn = workbook([sheet], charts=[placed], looks=looks, **about)
    return NativeChart(_chart_xml(drawn), workbook([sheet], **about))


def _chart_xml(book: bytes) -> bytes:
    """The chart out of a workbook, in the language of the slides and without a printed page."""
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        chart = etree.fromstring(file.read(PART))
    for element in chart.findall(f"{C}printSettings"):
        chart.remove(element)
    for element in chart.iter():
        if element.get("lang"):
            element.set("lang", LANGUAGE)
    for element in chart.iter(f"{C}lang"):
        element.set("val", LANGUAGE)
    _spell_out(chart)
    return bytes(etree.tostring(chart, xml_declaration=True, encoding="UTF-8", standalone=True))


def _spell_out(chart: Any) -> None:
    """Say what Excel takes for granted and others do not: what labels and lines are without."""
    for labels in [*chart.iter(f"{C}dLbl"), *chart.iter(f"{C}dLbls")]:
        shown = labels.find(f"{C}showVal")
        if shown is not None:
            shown.addprevious(_flag("showLegendKey"))
            for name in ("showBubbleSize", "showPercent", "showSerName", "showCatName"):
                shown.addnext(_flag(name))
    for grouping in chart.iter(f"{C}grouping"):
        grouping.addnext(_flag("varyColors"))
    for line in chart.iter(f"{C}lineChart"):
        for series in line.iter(f"{C}ser"):
            series.append(_flag("smooth"))


def _flag(name: str) -> Any:
    made = etree.Element(f"{C}{name}")
    made.set("val", "0")
    return made
