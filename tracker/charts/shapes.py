"""The few shapes that pictures are drawn with, as SVG text; lengths are pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from tracker.charts.palette import INK


def number(value: float) -> str:
    """A length without needless digits: 12.5, 12."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def box(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str,
    edge: str = "",
    dashed: bool = False,
) -> str:
    """A rectangle; ``edge`` is the colour of its outline."""
    outline = f' stroke="{edge}"' if edge else ""
    outline += ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        f' fill="{fill}"{outline}/>'
    )


def rule(x: float, y: float, to_x: float, to_y: float, *, colour: str) -> str:
    """A thin straight line."""
    return (
        f'<line x1="{number(x)}" y1="{number(y)}" x2="{number(to_x)}" y2="{number(to_y)}"'
        f' stroke="{colour}"/>'
    )


def words(
    text: str,
    x: float,
    y: float,
    *,
    size: float,
    ink: str = INK,
    bold: bool = False,
    anchor: str = "start",
) -> str:
    """One line of text that stands on ``y``; ``anchor`` is start, middle or end."""
    more = ' font-weight="bold"' if bold else ""
    more += f' text-anchor="{anchor}"' if anchor != "start" else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{ink}"{more}>'
        f"{escape(text)}</text>"
    )


def paragraph(
    lines: Sequence[str],
    start: tuple[float, float],
    *,
    size: float,
    leading: float,
    ink: str = INK,
    bold: bool = False,
    anchor: str = "start",
) -> Iterator[str]:
    """Lines of text; ``start`` is where the first one stands."""
    x, y = start
    for at, line in enumerate(lines):
        yield words(line, x, y + at * leading, size=size, ink=ink, bold=bold, anchor=anchor)
