"""Charts as Excel and PowerPoint draw them: the figures of ``charts``, from cells of a sheet.

Both programs know one language for charts, so one writer serves both. Tones that would look alike
in grey have slanting lines, as ``charts.palette`` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xlsxwriter.utility import xl_range_abs

from tracker.charts.figures import Figures, Form, Role, Series
from tracker.charts.lettering import width_of
from tracker.charts.palette import GROUND, INK, Lines, paint
from tracker.reports.characters import writable
from tracker.reports.native_axes import Looks, letters, set_axes

NO_ZEROS: Final = "#,##0;-#,##0;"
PATTERNS: Final = {
    Lines.RISING: "wide_upward_diagonal",
    Lines.FALLING: "light_downward_diagonal",
    Lines.UPRIGHT: "light_vertical",
}
FEW: Final = 4
POINTS: Final = 0.75
"""Points in a pixel, as Excel counts them."""

_ADDRESS: Final = re.compile(r"=?[^!]+!\$?[A-Z]+\$?\d+")


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
class Placed:
    """Figures, and the cells that have them: one column for the categories and for each series.

    The first category is in row ``first``, headings are in row 0.
    """

    figures: Figures
    sheet: str
    columns: Sequence[int]
    names: int = 0
    first: int = 1

    def cells(self, column: int) -> Cells:
        """The cells of a column, one for each category."""
        return Cells(self.sheet, column, self.first, self.first + len(self.figures.categories) - 1)


def native_chart(book: Any, placed: Placed, looks: Looks) -> Any:
    """The chart, made of cells of ``book``; it stands nowhere yet."""
    figures = placed.figures
    drawn = book.add_chart(_kind(figures))
    pieces = [at for at, one in enumerate(figures.series) if one.role in (Role.PIECE, Role.ROOM)]
    for at in pieces:
        drawn.add_series(_piece(placed, at, looks))
    lines = [at for at in range(len(figures.series)) if at not in pieces]
    if lines:
        over = book.add_chart({"type": "line"})
        for at in lines:
            over.add_series(_line(placed, at))
        drawn.combine(over)
    set_axes(drawn, figures, looks)
    _set_title_and_legend(drawn, figures, looks)
    drawn.set_size({"width": looks.width, "height": looks.height})
    drawn.show_blanks_as("gap")
    return drawn


def _kind(figures: Figures) -> dict[str, str]:
    kind = "column" if figures.form is Form.COLUMNS else "bar"
    return {"type": kind, "subtype": "stacked"} if _is_stacked(figures) else {"type": kind}


def _is_stacked(figures: Figures) -> bool:
    return len(figures.series) > 1 or figures.form is not Form.BARS


def _told(placed: Placed, at: int) -> dict[str, Any]:
    column = placed.columns[at]
    return {
        "name": [placed.sheet, 0, column],
        "categories": placed.cells(placed.names).place,
        "values": placed.cells(column).place,
    }


def _piece(placed: Placed, at: int, looks: Looks) -> dict[str, Any]:
    figures = placed.figures
    series = figures.series[at]
    if series.role is Role.ROOM:
        nothing = {"fill": {"none": True}, "border": {"none": True}}
        return {**_told(placed, at), **nothing, "gap": _gap(figures)}
    told = {**_told(placed, at), "gap": _gap(figures), **surface(series.tone)}
    if series.tones:
        told["points"] = [surface(tone) for tone in series.tones]
    if series.is_numbered or series.words:
        told["data_labels"] = _labels(placed, at, looks)
    return told


def _gap(figures: Figures) -> int:
    if figures.form is Form.GRID:
        return 4
    # A few bars would be as thick as they are long.
    return 120 if len(figures.categories) <= FEW else 40


def surface(tone: str) -> dict[str, Any]:
    """How a piece of a tone is painted, as XlsxWriter takes it."""
    colours = paint(tone)
    border = {"border": {"color": colours.edge, "width": 1}}
    if tone == "blank":
        border = {"border": {"none": True}}
    if colours.lines is not Lines.NONE:
        pattern = PATTERNS[colours.lines]
        drawn = {"pattern": pattern, "fg_color": colours.stroke, "bg_color": colours.fill}
        return {"pattern": drawn, **border}
    return {"fill": {"color": colours.fill}, **border}


def _labels(placed: Placed, at: int, looks: Looks) -> dict[str, Any]:
    """The number on each piece, or its words; none on a piece of no length."""
    figures = placed.figures
    series = figures.series[at]
    labels: dict[str, Any] = {"value": True, "font": _font(series.tone, looks)}
    if series.words:
        return {**labels, "custom": list(_custom(series, looks))}
    labels["num_format"] = _format(series)
    if not _is_stacked(figures):
        # Beside its bar a number needs no contrast with it, and none is 0 as well.
        return {"value": True, "position": "outside_end", "font": _font("open", looks)}
    if paint(series.tone).lines is not Lines.NONE:
        labels["fill"] = {"color": paint(series.tone).fill}
    if figures.form is not Form.DAYS:
        # A number wider than its piece would lie over those beside it; it keeps its place in order.
        fits = [_fits(number, figures, looks) for number in series.values]
        labels["custom"] = [None if fit else {"delete": True} for fit in fits]
    return labels


def _fits(number: object, figures: Figures, looks: Looks) -> bool:
    """Whether a number has room on its piece, as far as it can be reckoned."""
    if not isinstance(number, int):
        return True
    longest = max(_lengths(figures), default=0) or 1
    if figures.form is Form.COLUMNS:
        return number * looks.height * POINTS * 0.65 / longest >= looks.text
    room = number * looks.width * POINTS * 0.6 / longest
    return room >= width_of(f"{number:,}", looks.text, bold=True) + 2


def _lengths(figures: Figures) -> list[int]:
    """How long the bars are; those of the other parts of the chart count as well."""
    pieces = [one.values for one in figures.series if one.role is Role.PIECE]
    found = [
        sum(number for number in numbers if isinstance(number, int))
        for numbers in zip(*pieces, strict=True)
    ]
    return [*found, figures.longest or 0]


def _format(series: Series) -> str:
    if series.unit is None:
        return NO_ZEROS
    one, more = series.unit
    return f'[=1]0 "{one}";[>1]#,##0 "{more}";'


def _custom(series: Series, looks: Looks) -> Iterator[dict[str, Any]]:
    """The words of each piece, as text: few programs but Excel look them up in cells."""
    for place, words in enumerate(series.words):
        if not words:
            yield {"delete": True}
            continue
        tone = series.tones[place] if series.tones else series.tone
        label = {"value": literal(words), "font": _font(tone, looks)}
        if paint(tone).lines is not Lines.NONE:
            label["fill"] = {"color": paint(tone).fill}
        yield label


def _font(tone: str, looks: Looks) -> dict[str, Any]:
    return letters(looks, paint(tone).ink, bold=True)


def _line(placed: Placed, at: int) -> dict[str, Any]:
    is_solid = placed.figures.series[at].role is Role.LINE
    ink = paint(placed.figures.series[at].tone).fill
    line = {"color": ink, "width": 2.25, **({} if is_solid else {"dash_type": "dash"})}
    mark = {"type": "circle", "size": 6} if is_solid else {"type": "square", "size": 9}
    fill = {"color": GROUND if is_solid else ink}
    return {**_told(placed, at), "line": line, "marker": {**mark, "fill": fill, "border": line}}


def _set_title_and_legend(drawn: Any, figures: Figures, looks: Looks) -> None:
    if looks.is_titled:
        drawn.set_title({"name": literal(figures.title), "name_font": {"size": 14, "color": INK}})
    else:
        drawn.set_title({"none": True})
    rooms = [at for at, one in enumerate(figures.series) if one.role is Role.ROOM]
    if figures.form is Form.GRID or len(figures.series) - len(rooms) < 2:
        drawn.set_legend({"none": True})
    else:
        font = letters(looks, INK)
        drawn.set_legend({"position": "bottom", "delete_series": rooms, "font": font})
    if looks.names:
        drawn.set_plotarea({"layout": _plot(figures, looks)})


def _plot(figures: Figures, looks: Looks) -> dict[str, float]:
    """The place of the bars within the chart, as shares of its size."""
    below = 0.1 if figures.form is Form.GRID else 0.2
    if figures.form is Form.COLUMNS:
        return {"x": 0.07, "y": 0.03, "width": 0.91, "height": 0.7}
    return {"x": looks.names, "y": 0.02, "width": 0.97 - looks.names, "height": 1 - below}


def literal(text: str) -> str:
    """Text as XlsxWriter takes it for text alone, and not for a formula or a cell's address."""
    written = writable(text)
    if written.startswith("=") or _ADDRESS.match(written):
        return f" {written.replace('!', '! ')}"
    return written
