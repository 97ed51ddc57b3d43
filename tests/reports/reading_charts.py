"""Charts read back from a workbook and from slides, by libraries that did not write them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.dml import MSO_FILL
from python_calamine import CalamineWorkbook

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


@dataclass(frozen=True)
class ReadSeries:
    """A series as it stands in a file; a colour is None where nothing is painted."""

    name: str
    values: tuple[float | None, ...]
    colours: tuple[str | None, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class ReadChart:
    """A chart as it stands in a file."""

    title: str
    alt: str
    categories: tuple[str, ...]
    series: tuple[ReadSeries, ...]

    def by_name(self) -> dict[str, ReadSeries]:
        return {one.name: one for one in self.series}


def joined(parts: Sequence[ReadChart]) -> ReadChart:
    """The parts of one chart as one."""
    first = parts[0]
    series = tuple(
        ReadSeries(
            one.name,
            tuple(value for part in parts for value in part.series[at].values),
            tuple(value for part in parts for value in part.series[at].colours),
            tuple(value for part in parts for value in part.series[at].words),
        )
        for at, one in enumerate(first.series)
    )
    categories = tuple(name for part in parts for name in part.categories)
    return ReadChart(first.title, first.alt, categories, series)


def excel_charts(content: bytes) -> list[ReadChart]:
    """The charts of a workbook, each reference looked up in its cells."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        drawing = etree.fromstring(file.read("xl/drawings/drawing1.xml"))
        rels = etree.fromstring(file.read("xl/drawings/_rels/drawing1.xml.rels"))
        targets = {one.get("Id"): one.get("Target") for one in rels}
        found = []
        for frame in drawing.iter(f"{XDR}graphicFrame"):
            alt = next(frame.iter(f"{XDR}cNvPr")).get("descr", "")
            known = next(frame.iter(f"{C}chart")).get(f"{R}id")
            name = str(targets[known]).replace("..", "xl")
            found.append(_read(etree.fromstring(file.read(name)), alt, book))
    return found


def _read(chart: Any, alt: str, book: Any) -> ReadChart:
    title = "".join(one.text or "" for one in chart.find(f"{C}chart/{C}title").iter(f"{A}t"))
    series = list(chart.iter(f"{C}ser"))
    categories = _cells(book, series[0].find(f"{C}cat//{C}f").text) if series else []
    return ReadChart(
        title,
        alt,
        tuple(map(str, categories)),
        tuple(_read_series(one, book) for one in series),
    )


def _read_series(series: Any, book: Any) -> ReadSeries:
    (name,) = _cells(book, series.find(f"{C}tx//{C}f").text)
    values = [_number(cell) for cell in _cells(book, series.find(f"{C}val//{C}f").text)]
    whole = _colour(series)
    points = {int(p.find(f"{C}idx").get("val")): _colour(p) for p in series.findall(f"{C}dPt")}
    colours = tuple(points.get(at, whole) for at in range(len(values)))
    return ReadSeries(name, tuple(values), colours, _words(series, len(values)))


def _words(series: Any, number: int) -> tuple[str, ...]:
    found = {
        int(label.find(f"{C}idx").get("val")): "".join(t.text or "" for t in label.iter(f"{A}t"))
        for label in series.iter(f"{C}dLbl")
    }
    return tuple(found.get(at, "") for at in range(number))


def _number(cell: Any) -> float | None:
    if cell == "":
        return None
    if hasattr(cell, "toordinal"):
        # Excel's count of days, which begins so that 1 March 1900 is the 61st.
        return float(cell.toordinal() - 693_594)
    return float(cell)


def _colour(element: Any) -> str | None:
    looks = element.find(f"{C}spPr")
    for path in (f"{A}pattFill/{A}bgClr/{A}srgbClr", f"{A}solidFill/{A}srgbClr"):
        if looks is not None and (found := looks.find(path)) is not None:
            return f"#{found.get('val')}".lower()
    return None


def _cells(book: Any, formula: str) -> list[Any]:
    """The cells of such as ``'Ratings over time'!$B$2:$B$6``."""
    sheet, _mark, places = formula.rpartition("!")
    rows = book.get_sheet_by_name(sheet.strip("'").replace("''", "'")).to_python(
        skip_empty_area=False
    )
    first, _colon, last = places.replace("$", "").partition(":")
    (column, top), (_column, bottom) = _place(first), _place(last or first)
    return [rows[row][column] for row in range(top, bottom + 1)]


def _place(name: str) -> tuple[int, int]:
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1, int(digits) - 1


def slide_charts(content: bytes) -> list[ReadChart]:
    """The charts of slides in their order; one over several slides is joined."""
    parts: dict[str, list[ReadChart]] = {}
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_chart:
                title = without_part(slide.shapes.title.text_frame.text)
                parts.setdefault(title, []).append(_slide_chart(shape, title))
    return [joined(found) for found in parts.values()]


def without_part(title: str) -> str:
    """A title without saying which part of how many it is."""
    return re.sub(r" \(\d+\u00a0of\u00a0\d+\)$", "", title)


def _slide_chart(shape: Any, title: str) -> ReadChart:
    plots = list(shape.chart.plots)
    alt = shape.element.nvGraphicFramePr.cNvPr.get("descr")
    series = tuple(_slide_series(one) for plot in plots for one in plot.series)
    return ReadChart(title, alt, tuple(map(str, plots[0].categories)), series)


def _slide_series(series: Any) -> ReadSeries:
    values = tuple(series.values)
    painted = tuple(_painted(series, at) for at in range(len(values)))
    return ReadSeries(series.name, values, painted, _words(series._element, len(values)))


def _painted(series: Any, at: int) -> str | None:
    point = series._element.findall(f"{C}dPt")
    known = {int(one.find(f"{C}idx").get("val")) for one in point}
    fill = (series.points[at] if at in known else series).format.fill
    if fill.type == MSO_FILL.SOLID:
        return f"#{fill.fore_color.rgb}".lower()
    if fill.type == MSO_FILL.PATTERNED:
        return f"#{fill.back_color.rgb}".lower()
    return None


def texts_of(slide: Any) -> Iterator[str]:
    """Every text of a slide, its tables' cells among them."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            for row in shape.table.rows:
                yield from (cell.text for cell in row.cells)
