"""What every picture is: an SVG that speaks for itself, its words, and the table behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from tracker.charts.palette import GROUND

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The face in which widths are reckoned; Arial has the same."""


@dataclass(frozen=True)
class Picture:
    """A drawn picture, for the screen and for paper.

    ``svg`` is a whole element with ``role="img"``: plain shapes and text, no style, no script.
    ``alt`` says in words what it shows; ``header`` and ``rows`` are the figures as a table.
    ``title`` is the message; ``width`` and ``height`` are the pixels at which it is drawn: its text
    is then 12 to 15 pixels high.
    """

    svg: str
    alt: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str
    width: int
    height: int

    def __html__(self) -> str:
        """The picture: its words are escaped already, so templates place it as it is."""
        return self.svg


def frame(
    shapes: Iterable[str], *, width: int, height: int, title: str, alt: str, ident: str
) -> str:
    """The SVG element around ``shapes``.

    ``ident`` begins the ids of its title and description: it must differ between the pictures of
    one page.
    """
    known_by = escape(ident)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" font-family="{FONT}"'
        f' aria-labelledby="{known_by}-title {known_by}-desc">'
        f'<title id="{known_by}-title">{escape(title)}</title>'
        f'<desc id="{known_by}-desc">{escape(alt)}</desc>'
        # A ground of its own, so that the picture can be read on paper of any colour.
        f'<rect width="{width}" height="{height}" fill="{GROUND}"/>'
        f"{''.join(shapes)}</svg>"
    )
