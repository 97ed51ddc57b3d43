"""Colours of pictures: told apart by how light they are, so also in grey and by colour-blind eyes.

A colour only repeats what a word beside it says. Text on each has a contrast of at least 4.5 to 1
(WCAG 2.2, success criterion 1.4.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

INK: Final = "#0b0c0c"
QUIET: Final = "#4d5358"
LINE: Final = "#b1b4b6"
GROUND: Final = "#ffffff"


class Lines(StrEnum):
    """Lines on a surface, for tones that would look like another, most of all in grey."""

    NONE = "none"
    RISING = "rising"
    FALLING = "falling"
    UPRIGHT = "upright"


@dataclass(frozen=True)
class Paint:
    """How a tone is painted: the surface, the text on it, the outline, and lines over the surface.

    The lines have the colour ``stroke``. A picture draws "serious" with a light frame instead.
    """

    fill: str
    ink: str
    edge: str
    lines: Lines = Lines.NONE
    stroke: str = ""


NEUTRAL: Final = Paint("#f3f2f1", INK, "#6f777b")

PAINTS: Final[dict[str, Paint]] = {
    "positive": Paint("#cfe9dc", INK, "#0f7a52", Lines.RISING, "#0f7a52"),
    "neutral": NEUTRAL,
    "caution": Paint("#f2b233", INK, "#7a5600"),
    "serious": Paint("#8a1c1c", GROUND, "#5c0f0f", Lines.FALLING, GROUND),
    "info": Paint("#d7e8f7", INK, "#12436d", Lines.UPRIGHT, "#12436d"),
    "done": Paint("#12436d", GROUND, "#0b2a45"),
    "ink": Paint(INK, GROUND, INK),
    "open": Paint(GROUND, INK, INK),
}
"""By tone. "Open" is an outline alone, "ink" a line or a mark."""

BLANK: Final = Paint(GROUND, INK, GROUND)
"""Words alone, on no surface that could be seen."""


def paint(tone: str) -> Paint:
    """The paint of a tone; an unknown tone is drawn neutrally."""
    return BLANK if tone == "blank" else PAINTS.get(tone, NEUTRAL)
