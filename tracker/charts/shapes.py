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


def path(
    points: Sequence[tuple[float, float]], *, colour: str, width: float = 1, dashed: bool = False
) -> str:
    """A line through ``points`` without a surface."""
    through = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    dashes = ' stroke-dasharray="6 4"' if dashed else ""
    return (
        f'<polyline points="{through}" fill="none" stroke="{colour}"'
        f' stroke-width="{number(width)}"{dashes}/>'
    )


def disc(x: float, y: float, radius: float, *, fill: str, edge: str) -> str:
    """A circle around a point."""
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
        f' fill="{fill}" stroke="{edge}" stroke-width="1.5"/>'
    )


def diamond(x: float, y: float, radius: float, *, fill: str, edge: str) -> str:
    """A square on its corner around a point; ``radius`` is from there to a corner."""
    corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    through = " ".join(f"{number(one)},{number(other)}" for one, other in corners)
    return f'<polygon points="{through}" fill="{fill}" stroke="{edge}" stroke-width="1.5"/>'


def hatch(x: float, y: float, width: float, height: float, *, step: float, colour: str) -> str:
    """Slanting lines within a rectangle, ``step`` apart along its edges.

    They are drawn one by one, as a pattern would need an id and not every program draws it.
    """
    right, bottom = x + width, y + height
    strokes = []
    at = x + y + step
    while at < right + bottom:
        low = (max(x, at - bottom), min(bottom, at - x))
        high = (min(right, at - y), max(y, at - right))
        strokes.append(f"M{number(low[0])} {number(low[1])}L{number(high[0])} {number(high[1])}")
        at += step
    return f'<path d="{"".join(strokes)}" stroke="{colour}" fill="none"/>' if strokes else ""


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
