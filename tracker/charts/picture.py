"""What every picture is: an SVG that speaks for itself, its words, and the table behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from tracker.charts.figures import Figures
from tracker.charts.palette import GROUND

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The face in which widths are reckoned; Arial has the same."""


@dataclass(frozen=True)
class Picture:
    """A drawn picture, for the screen and for paper, and the figures that it was drawn of.

    ``svg`` is a whole element with ``role="img"``: plain shapes and text, no style, no script.
    ``width`` and ``height`` are the pixels at which it is drawn: its text is then 12 to 15 pixels
    high.
    """

    svg: str
    figures: Figures
    width: int
    height: int

    @property
    def title(self) -> str:
        """The message."""
        return self.figures.title

    @property
    def alt(self) -> str:
        """What it shows, in words."""
        return self.figures.alt

    @property
    def header(self) -> tuple[str, ...]:
        """The heading of the table behind it."""
        return self.figures.header

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows of the table behind it."""
        return self.figures.rows

    def __html__(self) -> str:
        """The picture: its words are escaped already, so templates place it as it is."""
        return self.svg


def framed(
    shapes: Iterable[str], figures: Figures, *, width: int, height: int, ident: str
) -> Picture:
    """The picture of ``figures`` that is made of ``shapes``.

    ``ident`` begins the ids of its title and description: it must differ between the pictures of
    one page.
    """
    known_by = escape(ident)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" font-family="{FONT}"'
        f' aria-labelledby="{known_by}-title {known_by}-desc">'
        f'<title id="{known_by}-title">{escape(figures.title)}</title>'
        f'<desc id="{known_by}-desc">{escape(figures.alt)}</desc>'
        # A ground of its own, so that the picture can be read on paper of any colour.
        f'<rect width="{width}" height="{height}" fill="{GROUND}"/>'
        f"{''.join(shapes)}</svg>"
    )
    return Picture(svg, figures, width, height)
